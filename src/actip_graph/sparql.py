"""The text of SPARQL queries: their tokens, their form, and the binding of variables.

A query is cut into the tokens of SPARQL 1.1 (section 19.8 of the Recommendation), so that what
stands in strings, IRIs and comments is never mistaken for anything else.

Binding is true substitution: a token that is a variable with a given value is replaced by the
term in its N-Triples form, in which every character that could end it is escaped. A value can
never become anything but one term, and it holds in sub-queries, aggregates and negation, where an
added VALUES block does not.
"""

from __future__ import annotations

import re

from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from actip_graph.terms import Term

_TOKEN = re.compile(
    r'''
      (?P<string> """(?:"{0,2}(?:[^"\\]|\\.))*""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment> \#[^\n\r]* )
    | [?$](?P<variable> \w+ )
    | (?P<word> [A-Za-z]+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


def bind(sparql: str, values: Mapping[str, Term | str]) -> str:
    """Return ``sparql`` with each variable that ``values`` names replaced by its term.

    Variables that are not named stay free. A text is put in as it is: a property path, say.
    """

    def replace(token: re.Match[str]) -> str:
        term = values.get(token["variable"] or "")
        # Blanks keep the term apart from its neighbours: ?a<?b must not grow a new token.
        return token[0] if term is None else f" {term} "

    return _TOKEN.sub(replace, sparql)


def variables(sparql: str) -> set[str]:
    """Return the names of the variables that occur in ``sparql``."""
    return {m["variable"] for m in _TOKEN.finditer(sparql) if m["variable"]}


def form(sparql: str) -> str | None:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; None if it has none.

    The first such word decides; before it only a prologue can stand, in which the names of
    prefixes are no words of their own.
    """
    for token in _TOKEN.finditer(re.sub(r"(?i)\bprefix\s+[\w.-]*\s*:", " ", sparql)):
        word = (token["word"] or "").upper()
        if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return word
    return None


def with_prefixes(sparql: str) -> str:
    """Return ``sparql`` with the declarations of the project's prefixes that it does not make.

    They are put on its first line, so that the lines of a complaint stay those of the user.
    """
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*)\s*:", sparql))
    used = set(re.findall(r"\b([A-Za-z][\w-]*):", sparql))
    missing = (used & set(PREFIXES)) - declared
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in sorted(missing)) + sparql
