"""The tokens that Turtle and SPARQL share, as far as checks of valid texts need them."""

from __future__ import annotations

import re

# Turtle 1.1, section 6.5, and SPARQL 1.1, section 19.8. Strings and IRIs stand first, so that a
# mark inside them begins no comment and no name.
TOKEN = re.compile(
    r'''
      (?P<string> """(?:"{0,2}(?:[^"\\]|\\.))*""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<declared> (?i: @?prefix\s+ (?P<prefix>[\w.-]*): | @?base ) \s* <(?P<namespace>[^<>]*)> )
    | < (?P<iri> [^<>"{}|^`\\\x00-\x20]* ) >
    | (?P<comment> \#[^\n\r]* )
    | (?<![\w?$:@-]) (?P<name> (?:[A-Za-z][\w.-]*)? : (?: (?:[\w.:%-]|\\.)* (?:[\w:%-]|\\.) )? )
    ''',
    re.VERBOSE | re.DOTALL,
)
