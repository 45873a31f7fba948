"""Where each triple of a Turtle text stands.

pyoxigraph reads the triples but does not say where it found them. A scan of the tokens says
where, in the order in which pyoxigraph gives the triples; so the two are put side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The terminals of Turtle 1.1, section 6.5. The text has been parsed before it is scanned, so it
# only matters where a token ends, not whether it is a good one. Nothing is tried twice (the
# possessive ``++`` and ``*+``), so no text takes long.
_SPACE = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
_CHAR = r"[^\x00-,./:-@\[-^`{-\x7f]"  # hyphen, digits, letters, underscore, all beyond ASCII
_NAME = rf"(?:{_CHAR}++|\.++(?={_CHAR}))*+"  # dots may stand in a name but not end it
_PREFIX = rf"(?:(?![-0-9_]){_CHAR}{_NAME})?:"
_LOCAL = rf"(?:(?![-.])(?:{_CHAR}++|[:%]|\\.|\.++(?=[:%\\]|{_CHAR}))*+)?"
_REFERENCE = "<[^<>]*+>"
_IRI = f"(?:{_REFERENCE}|{_PREFIX}{_LOCAL})"
_LABEL = f"_:{_CHAR}{_NAME}"
_NUMBER = r"[+-]?(?:(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*\.[0-9]++|[0-9]++)"
_STRING = (
    r'(?:"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\]++|\\.)*+"'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\]++|\\.)*+')"
)
_LANGUAGE = "@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?"
_DIRECTIVE = (
    rf"@?(?i:prefix|base|version){_SPACE}(?:{_PREFIX}{_SPACE})?(?:{_REFERENCE}|{_STRING})"
    rf"(?:{_SPACE}\.)?"
)
_TOKEN = re.compile(
    rf"(?:(?P<term>{_IRI}|{_LABEL}|{_NUMBER}|true|false|a)"
    rf"|(?P<string>{_STRING})(?P<suffix>{_SPACE}(?:{_LANGUAGE}|\^\^{_SPACE}{_IRI}))?"
    rf"|(?P<mark>[][().,;])|(?P<directive>{_DIRECTIVE})|\A|(?P<other>.)){_SPACE}",
    re.DOTALL,
)
# A statement, or a directive: that ends where a dot does not go on as a name or number would.
_STATEMENT = re.compile(
    rf"{_SPACE}(?:@?(?i:(?P<kind>prefix|base)){_SPACE}(?:(?P<prefix>{_PREFIX}){_SPACE})?"
    rf"(?P<reference>{_REFERENCE})(?:{_SPACE}\.)?"
    rf"|(?P<subject>{_IRI}|{_LABEL}|[(\[])"
    rf"(?:[^\"'<#.]++|{_STRING}|{_REFERENCE}|#[^\r\n]*+|\.(?=[:%\\]|{_CHAR}))*+\.)",
    re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")
_KEPT = {".": 0, ";": 1, ",": 2, "suffix": 2}  # how many terms are left of a triple


class UnplacedError(ValueError):
    """The text is not Turtle, or has the reifiers and triple terms that RDF 1.2 adds to it."""


class Span(NamedTuple):
    """A piece of text: lines and columns count from one, columns in characters; end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class PlacedTriple(NamedTuple):
    """A triple and the text of each of its terms.

    What is in brackets stands at its opening bracket. So does the first cell of a collection;
    each further one stands at its item. ``rdf:first`` and ``rdf:rest`` stand at the item that they
    lead to, the last ``rdf:rest`` and its ``rdf:nil`` at the closing bracket.
    """

    subject: ox.NamedNode | ox.BlankNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.BlankNode | ox.Literal
    subject_span: Span
    predicate_span: Span
    object_span: Span


def placed_triples(text: str, base: str | None = None) -> list[PlacedTriple]:
    """Return the triples of the Turtle ``text`` and where they stand.

    They are those of pyoxigraph in its order, blank nodes up to their names. ``base`` is what
    IRIs are relative to until the text says otherwise. A byte order mark does not count. Line
    ends should be those of the file, since they are part of long literals.

    Raises UnplacedError, a ValueError, where the text is not Turtle 1.1 (W3C Recommendation of
    25 February 2014); the base directions and versions of RDF 1.2 are let pass.
    """
    text = text.removeprefix("\ufeff")
    try:
        quads = list(ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, UnicodeError) as error:
        raise UnplacedError(str(error)) from error
    return [
        PlacedTriple(quad.subject, quad.predicate, quad.object, *spans)
        for quad, spans in zip(quads, _spans(text), strict=True)
    ]


def _tokens(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the tokens, directives left out: the mark or else the kind, and where it stands."""
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind is None or kind == "directive":
            continue
        start, end = token.start(), token.end(kind)
        line, end_line = bisect_right(lines, start), bisect_right(lines, end)
        here = Span(line, start - lines[line - 1] + 1, end_line, end - lines[end_line - 1] + 1)
        if kind == "other":
            raise UnplacedError(f"line {line}, column {here.column}: no token of Turtle 1.1")
        if kind == "suffix":
            yield "string", here
        yield token["mark"] or kind, here


def _spans(text: str) -> Iterator[tuple[Span, ...]]:
    """Yield where the terms of each triple stand."""
    terms: tuple[Span, ...] = ()  # of the triple that is being read
    in_collection = False
    around: list[tuple[tuple[Span, ...], bool, Span]] = []
    late: list[tuple[Span, ...]] = []
    for kind, here in _tokens(text):
        # pyoxigraph gives what it knows after a token latest first; and it does not know a string
        # or a collection before it has seen the next token.
        known, late = late, []
        if kind in _KEPT:
            terms = terms[: _KEPT[kind]]
        elif kind == ")":
            if len(terms) == 2:
                known.append((terms[0], here, here))
            terms, in_collection, _ = around.pop()
        else:
            item = here
            if kind == "]":
                terms, in_collection, item = around.pop()
            elif in_collection:
                if len(terms) == 2:  # the cell is taken, the item goes into the next one
                    known.append((terms[0], item, item))
                    terms = (item,)
                terms = (*terms, item)
            if kind != "[":
                if len(terms) == 2:
                    (late if kind in ("string", "(") else known).append((*terms, item))
                else:
                    terms = (*terms, item)
            if kind in ("[", "("):
                around.append((terms, in_collection, item))
                terms, in_collection = (item,), kind == "("
        yield from reversed(known)


class Statements:
    """The statements of a text by subject, to place those of a few without scanning the rest."""

    def __init__(self, text: str, base: str | None = None) -> None:
        self._text = text
        self._base = base
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._directives: list[str] = []
        self._namespaces: dict[str, set[str]] = {}
        # By the word that a statement begins with: how many directives hold for it, and the span.
        self._by_word: dict[str, list[tuple[int, int, int]]] = {}
        self._placed: dict[ox.NamedNode, list[PlacedTriple]] = {}
        for match in _STATEMENT.finditer(text):
            if match["subject"]:
                place = len(self._directives), match.start("subject"), match.end()
                self._by_word.setdefault(match["subject"], []).append(place)
            else:
                self._directives.append(f"@{match['kind'].lower()} {match['prefix'] or ''}"
                                        f" {match['reference']} . ")  # fmt: skip
                namespace = match["reference"][1:-1]
                self._namespaces.setdefault(namespace, set()).add(match["prefix"] or "")

    def placed(self, subject: ox.NamedNode) -> list[PlacedTriple]:
        """Return the triples of the statements that begin with ``subject``.

        Empty where there are none, and where the text writes the subject in an unusual way: with
        escapes, or relative to a base. Raises UnplacedError as ``placed_triples`` does.
        """
        if subject not in self._placed:
            self._placed[subject] = self._place(subject)
        return self._placed[subject]

    def _place(self, subject: ox.NamedNode) -> list[PlacedTriple]:
        words = [str(subject)]
        for namespace, prefixes in self._namespaces.items():
            if namespace and subject.value.startswith(namespace):
                words += [prefix + subject.value[len(namespace) :] for prefix in prefixes]
        found: list[PlacedTriple] = []
        for directives, start, end in (p for word in words for p in self._by_word.get(word, ())):
            prologue = "".join(self._directives[:directives])
            line = bisect_right(self._lines, start)
            shift = start - self._lines[line - 1] - len(prologue)
            for triple in placed_triples(prologue + self._text[start:end], self._base):
                spans = [_moved(span, line - 1, shift) for span in triple[3:]]
                found.append(PlacedTriple(*triple[:3], *spans))
        return found


def _moved(span: Span, lines: int, columns: int) -> Span:
    """Return ``span`` as many ``lines`` further down, and on its first line to the right."""
    line, column, end_line, end_column = span
    return Span(
        line + lines,
        column + (columns if line == 1 else 0),
        end_line + lines,
        end_column + (columns if end_line == 1 else 0),
    )
