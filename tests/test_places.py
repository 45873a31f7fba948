"""Where each triple of a Turtle text stands.

The triples are pyoxigraph's, so what can go wrong is that they stand next to the wrong text. Texts
are written here by a grammar that notes the place of every term as it writes, and each place that
comes back is held against that note, or read again as a term of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from actip_graph.places import PlacedTriple, Span, Statements, UnplacedError, placed_triples

from .conftest import ROOT

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

TURTLE = ox.RdfFormat.TURTLE
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE, FIRST, REST, NIL = (ox.NamedNode(RDF + name) for name in ("type", "first", "rest", "nil"))
PREFIXES = {p: f"http://e.org/{p}#" for p in ("", "a", "p.q-1", "true", "base", "prefix", "é")}
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def place(text: str, start: int, end: int) -> Span:
    """Return the span between two offsets of ``text``, the slow and plain way."""
    before = re.split("\r\n|\r|\n", text[:start])
    until = re.split("\r\n|\r|\n", text[:end])
    return Span(len(before), len(before[-1]) + 1, len(until), len(until[-1]) + 1)


def cutter(text: str) -> Callable[[Span], str]:
    """Return what cuts a span out of ``text``."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)

    def cut(span: Span) -> str:
        inside = lines[span.line - 1 : span.end_line]
        inside[-1] = inside[-1][: span.end_column - 1]
        inside[0] = inside[0][span.column - 1 :]
        return "".join(inside)

    return cut


def assert_same(found: Iterable[Iterable[object]], wanted: Iterable[Iterable[object]]) -> None:
    """Require the same triples in order, with one name of a blank node there for each one here."""
    there: dict[object, object] = {}
    back: dict[object, object] = {}
    for ours, theirs in zip(found, wanted, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            if isinstance(one, ox.BlankNode):
                assert there.setdefault(one, other) == other
                assert back.setdefault(other, one) == one
            else:
                assert one == other


def assert_denoted(text: str, prefixes: dict[str, str], base: str | None = None) -> int:
    """Read each term's piece of ``text`` alone and require that term; return how many triples."""
    found = placed_triples(text, base)
    cut = cutter(text)
    alone = sorted({cut(span) for t in found for span in t[3:]} - {"[", "(", ")", "a"})
    document = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    document += "".join(f"<x:s> <x:p> {piece}\n.\n" for piece in alone)
    read = (quad.object for quad in ox.parse(document, TURTLE, base_iri=base))
    meant: dict[str, Term] = dict(zip(alone, read, strict=True))

    def denotes(piece: str, term: Term) -> bool:
        if piece in ("[", "("):
            return isinstance(term, ox.BlankNode) or (piece == "(" and term == NIL)
        return meant[piece] == term

    for t in found:
        subject, predicate, value = map(cut, t[3:])
        if t.predicate_span != t.object_span:
            assert denotes(subject, t.subject)
            assert t.predicate == TYPE if predicate == "a" else denotes(predicate, t.predicate)
            assert denotes(value, t.object)
        else:  # a cell of a collection
            assert isinstance(t.subject, ox.BlankNode)
            assert t.predicate in (FIRST, REST)
            assert (value == ")") == (t.predicate == REST and t.object == NIL)
            assert t.predicate == REST or denotes(value, t.object)
    return len(found)


class Node(NamedTuple):
    """A term that was written; a blank node without a label is a number."""

    term: Term | int
    start: int
    end: int


LOCALS = {
    "": "",
    "a": "a",
    "a.b..c": "a.b..c",
    "%C3%a9.%20": "%C3%a9.%20",
    r"\-x\~z.\.": "-x~z..",
    r"\(\'\)": "(')",
    "0:1": "0:1",
    "_é𝒳·": "_é𝒳·",
}
NUMBERS = {
    "integer": ["0", "-12", "+007"],
    "decimal": ["1.50", "-.5", "+0.0"],
    "double": ["1e0", "-1.E+3", ".5e-1", "2.50E9"],
    "boolean": ["true", "false"],
}
GAPS = [" ", "\n", "\r\n", "\r", "\t \t", " # no <end> \"here [ ( ' .\n", "#\r\n", "\n\n#é𝒳\r"]
ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", '"': '"', "'": "'", "\\": "\\"}
START = "http://base.org/x"


class Writer:
    """Writes a random Turtle text and notes its triples."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.text = HEADER
        self.prefixes = dict(PREFIXES)
        self.base = START
        self.triples: list[tuple[Node, Node, Node]] = []
        self.blanks = 0
        for _ in range(rng.randint(0, 5)):
            self.gap()
            rng.choice((self.directive, self.statement, self.statement, self.statement))()
            self.gap(1)

    def put(self, piece: str, term: Term | int = 0) -> Node:
        self.text += piece
        return Node(term, len(self.text) - len(piece), len(self.text))

    def gap(self, least: int = 0) -> None:
        self.text += "".join(self.rng.choices(GAPS, k=self.rng.randint(least, 2)))

    def apart(self) -> None:
        self.gap(0 if re.search(r"(?<!\\)[][()>;,]\Z", self.text) else 1)

    def blank(self) -> int:
        self.blanks += 1
        return self.blanks

    def directive(self) -> None:
        iri = f"http://e.org/{self.rng.randint(0, 9)}/"
        kind = self.rng.choice(("prefix", "base", "version"))
        at = self.rng.random() < 0.5
        self.put("@" + kind if at else self.rng.choice((kind, kind.upper())))
        self.gap(1 if kind == "prefix" else 0)
        if kind == "version":
            self.put("'1.2'")
        else:
            if kind == "prefix":
                prefix = self.rng.choice(list(PREFIXES))
                self.put(prefix + ":")
                self.gap()
                self.prefixes[prefix] = iri
            else:
                self.base = iri
            self.put(f"<{iri}>")
        if at:
            self.gap()
            self.put(".")

    def statement(self) -> None:
        subject = self.rng.choice((self.iri, self.label, self.brackets, self.collection))()
        described = any(subject == triple[0] for triple in self.triples)
        if not (described and self.text.endswith("]")) or self.rng.random() < 0.5:
            self.apart()
            self.predicates(subject)
        self.gap()
        self.put(".")

    def predicates(self, subject: Node, depth: int = 3) -> None:
        for more in range(self.rng.randint(1, 3)):
            if more:
                for _ in range(self.rng.randint(1, 2)):
                    self.put(";")
                    self.gap()
            predicate = self.put("a", TYPE) if self.rng.random() < 0.2 else self.iri()
            for another in range(self.rng.randint(1, 2)):
                if another:
                    self.put(",")
                self.apart()
                self.triples.append((subject, predicate, self.object(depth)))
                self.gap()
        if self.rng.random() < 0.3:
            self.put(";")

    def object(self, depth: int) -> Node:
        if depth and self.rng.random() < 0.4:
            return self.rng.choice((self.brackets, self.collection))(depth - 1)
        return self.rng.choice((self.iri, self.label, self.number, self.string, self.string))()

    def brackets(self, depth: int = 2) -> Node:
        node = self.put("[", self.blank())
        self.gap()
        if self.rng.random() < 0.7:
            self.predicates(node, depth)
        self.put("]")
        return node

    def collection(self, depth: int = 2) -> Node:
        opening = self.put("(")
        self.gap()
        last: Node | None = None
        head: Term | int = NIL
        for _ in range(self.rng.randint(0, 3)):
            item = self.object(depth)
            cell = (item if last else opening)._replace(term=self.blank())
            if last is None:
                head = cell.term
            else:
                self.triples.append((last, item._replace(term=REST), cell))
            self.triples.append((cell, item._replace(term=FIRST), item))
            last = cell
            self.apart()
        closing = self.put(")", NIL)
        if last is not None:
            self.triples.append((last, closing._replace(term=REST), closing))
        return opening._replace(term=head)

    def iri(self) -> Node:
        if self.rng.random() < 0.7:
            prefix = self.rng.choice(list(self.prefixes))
            local = self.rng.choice(list(LOCALS))
            term = ox.NamedNode(self.prefixes[prefix] + LOCALS[local])
            return self.put(f"{prefix}:{local}", term)
        if self.rng.random() < 0.3:
            return self.put("<#r>", ox.NamedNode(self.base + "#r"))
        return self.put(r"<http://e.org/\u00E9;é\U0001D4B3>", ox.NamedNode("http://e.org/é;é𝒳"))

    def label(self) -> Node:
        label = self.rng.choice(("b", "b.1", "0", "é-"))
        return self.put("_:" + label, ox.BlankNode(label))

    def number(self) -> Node:
        kind = self.rng.choice(list(NUMBERS))
        written = self.rng.choice(NUMBERS[kind])
        return self.put(written, ox.Literal(written, datatype=ox.NamedNode(XSD + kind)))

    def string(self) -> Node:
        value = "".join(self.rng.choices("ab\"\"''\\\n\r\t\b\fé𝒳#.[^@<", k=self.rng.randint(0, 6)))
        start = len(self.text)
        quote = self.rng.choice(('"', "'", '"""', "'''"))
        self.put(quote)
        for i, char in enumerate(value):
            must = char == "\\" or (
                (char in "\r\n" or char == quote)
                if len(quote) == 1
                else char == quote[0] and (i == len(value) - 1 or self.text.endswith(char))
            )
            if must or self.rng.random() < 0.2:
                codes = [f"\\u{ord(char):04X}"] if ord(char) < 0x10000 else []
                known = ["\\" + ESCAPES[char]] if char in ESCAPES else []
                self.put(self.rng.choice([f"\\U{ord(char):08x}", *codes, *known]))
            else:
                self.put(char)
        self.put(quote)
        literal = ox.Literal(value)
        suffix = self.rng.choice(("", "language", "direction", "datatype"))
        if suffix:
            self.gap()
        if suffix == "language":
            self.put("@id-ID-1996")
            literal = ox.Literal(value, language="id-id-1996")
        elif suffix == "direction":
            self.put("@en--ltr")
            literal = ox.Literal(value, language="en", direction=ox.BaseDirection.LTR)
        elif suffix == "datatype":
            self.put("^^")
            self.gap()
            datatype = self.iri().term
            assert isinstance(datatype, ox.NamedNode)
            literal = ox.Literal(value, datatype=datatype)
        return Node(literal, start, len(self.text))


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["", "\ufeff"]))
def test_every_term_stands_where_it_was_written(rng: random.Random, mark: str) -> None:
    written = Writer(rng)
    text = written.text
    found = placed_triples(mark + text, START)
    assert_same((t[:3] for t in found), (q.triple for q in ox.parse(text, TURTLE, base_iri=START)))
    noted = [
        ([node.term for node in t], [place(text, node.start, node.end) for node in t])
        for t in written.triples
    ]
    noted.sort(key=lambda t: t[1])
    found.sort(key=lambda t: t[3:])
    assert [list(t[3:]) for t in found] == [spans for _, spans in noted]
    assert_same((t[:3] for t in found), (terms for terms, _ in noted))


SHORT = r"""
    :a :a.b : a: p.q-1:x.y true:t prefix:b base:%20 :\-\. é:· é:é true false a _:a _:a.b _:0-
    1 1.5 .5 -1e3 +1. 1.E5 1.e+05 "x" "" 'x' '' "x"@en "x"@en--rtl @base 'x'^^:d ''^^<x:d>
    <http://e.org/> <http://e.org/#> [] [:q () (:z) ( ) [ ] ; , . #
"""
TOKENS = [
    *SHORT.split(),
    " ",
    "\n",
    '"""x"y\n"""',
    "''''x'''",
    '"x"#\n^^# "c" @en\n<http://e.org/d>',
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6))
def test_tokens_end_where_they_end_for_pyoxigraph(tokens: list[str]) -> None:
    text = f"{HEADER}:s :p ({''.join(tokens)} \n).\n"
    try:
        ox_triples = list(ox.parse(text, TURTLE))
    except SyntaxError:
        assume(False)
    assert assert_denoted(text, PREFIXES) == len(ox_triples)


SAMPLE = """\
:s a :C ; :p "x"@en , 'y'^^:d , 1.5 , true ; :q [ :r ( 1 [] "z" ) ; a :D ] .
( :a _:b ) :p <http://e.org/x> . # comment
[ :p \"\"\"long
"text\\"\"\"\" ] .
"""


@settings(max_examples=500, deadline=None)
@given(
    st.integers(0, len(SAMPLE) - 1),
    st.integers(0, 3),
    st.text("""<>[](){}|~"'\\.,;:@^#_%a1- \n\r\té𝒳\0""", max_size=3),
)
def test_a_damaged_text_is_refused_or_still_placed(at: int, less: int, more: str) -> None:
    text = HEADER + SAMPLE[:at] + more + SAMPLE[at + less :] + "\n"
    try:
        assert_denoted(text, PREFIXES)
    except UnplacedError as error:
        assert str(error)


@pytest.mark.parametrize("folder", ["ontology", "data", "examples", "tests/shapes"])
def test_every_file_of_the_project_is_placed(folder: str) -> None:
    paths = sorted(Path(ROOT, folder).rglob("*.ttl"))
    assert paths
    for path in paths:
        reader = ox.parse(path=path, format=TURTLE, base_iri=path.as_uri())
        count = len(list(reader))
        text = path.read_bytes().decode()
        assert assert_denoted(text, reader.prefixes, path.as_uri()) == count, path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("#", []),
        (":a :b :c .", [":a :b :c"]),
        (":a<b>:c.", [":a <b> :c"]),
        (":a a a: .", [":a a a:"]),
        (":a :p : , :b.c.", [":a :p :", ":a :p :b.c"]),
        (":a :p 1.", [":a :p 1"]),
        (":a :p 1.5.", [":a :p 1.5"]),
        (":a :p 1 ;;; .", [":a :p 1"]),
        ("[ ] :p [ ] .", ["[ :p ["]),
        ("[ :p :o ] .", ["[ :p :o"]),
        ("[ :p :o ] :q :r .", ["[ :p :o", "[ :q :r"]),
        (":a :p [ :q :r ] .", ["[ :q :r", ":a :p ["]),
        (':a :p [ :q "r" ] .', [":a :p [", '[ :q "r"']),
        (':a :p [ :q "r"@en ] .', ['[ :q "r"@en', ":a :p ["]),
        (":a :p () , [] .", [":a :p (", ":a :p ["]),
        ("() :p () .", ["( :p ("]),
        (":a :p (:x) .", ["( :x :x", ":a :p (", "( ) )"]),
        (":a :p ('x') .", [":a :p (", "( ) )", "( 'x' 'x'"]),
        ("(1 2) :p 3 .", ["( 1 1", "2 2 2", "( 2 2", "2 ) )", "( :p 3"]),
        ("((1)) :p 2 .", ["( 1 1", "( ( (", "( ) )", "( ) )", "( :p 2"]),
        ("([:q 1]) :p 2 .", ["[ :q 1", "( [ [", "( ) )", "( :p 2"]),
        (":a :p 'x'  @EN-us .", [":a :p 'x'  @EN-us"]),
        (":a :p 'x'^^:d .", [":a :p 'x'^^:d"]),
        (":a :p 'x' # @en\n.", [":a :p 'x'"]),
        (':a :p """"x""\ny""" .', [':a :p """"x""\ny"""']),
        (r":a :p 'it\'s' , ''.", [":a :p 'it\\'s'", ":a :p ''"]),
        ("PREFIX x:<y#>x:a<b>x:c.", ["x:a <b> x:c"]),
        ("@prefix a:<y#>.a:a a a:a.", ["a:a a a:a"]),
        ("bAsE<y/>:a :p <z>.@base<y>.:b :p <z>.", [":a :p <z>", ":b :p <z>"]),
        ("VERSION '1.2' @version \"1.2\" . :a :p 'x'@ar--rtl .", [":a :p 'x'@ar--rtl"]),
        ("prefix:s base:p true:o .", ["prefix:s base:p true:o"]),
        ("_:a.b :p _:0 .", ["_:a.b :p _:0"]),
        (r"<#a> <p#'> <http://e.org/é\u00e9> .", [r"<#a> <p#'> <http://e.org/é\u00e9>"]),
    ],
)
def test_the_text_of_each_term_in_the_order_of_the_triples(text: str, wanted: list[str]) -> None:
    cut = cutter(HEADER + text)
    found = placed_triples(HEADER + text, START)
    assert [" ".join(map(cut, t[3:])) for t in found] == wanted


def test_lines_and_columns_count_characters_from_one() -> None:
    text = "\ufeff<x:𝒳> <x:p>\t\"é\"@en,\r\n '''a\r\n\rb'''\r; a\n\n_:𝒳."
    assert [t[3:] for t in placed_triples(text)] == [
        (Span(1, 1, 1, 6), Span(1, 7, 1, 12), Span(1, 13, 1, 19)),
        (Span(1, 1, 1, 6), Span(1, 7, 1, 12), Span(2, 2, 4, 5)),
        (Span(1, 1, 1, 6), Span(5, 3, 5, 4), Span(7, 1, 7, 4)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ":a :b :c",
        ":a :b .",
        ":a :b :c . ]",
        ":a:b:c.",
        ":a :b [ :c ) .",
        ":a :b ( :c ; ) .",
        ":a :b 'c .",
        ":a :b 'c\n' .",
        r":a :b 'c\q' .",
        r":a :b 'c\ud800' .",
        ":a :b '\ud800' .",
        ":a :b <c d> .",
        ":a :b 1e .",
        ":a :b 'c'@ .",
        ":a :b 'c'^^ .",
        ":a :b unknown:c .",
        "x",
        "_",
        ".",
        "\ufeff\ufeff",
        "\0",
        "@prefix : .",
        "<a> <b> <c> .",
    ],
)
def test_a_faulty_text_is_refused(text: str) -> None:
    with pytest.raises(UnplacedError):
        placed_triples(HEADER + text)


@pytest.mark.parametrize(
    "text",
    [
        "<< :a :b :c >> :d :e .",
        ":a :b << :a :b :c ~ :d >> .",
        ":a :b <<( :a :b :c )>> .",
        ":a :b :c {| :d :e |} .",
        ":a :b :c ~ :d .",
    ],
)
def test_reifiers_and_triple_terms_are_refused(text: str) -> None:
    assert list(ox.parse(HEADER + text, TURTLE))
    with pytest.raises(UnplacedError, match=r"line 8, column \d+"):
        placed_triples(HEADER + text)


def test_deep_nesting_is_placed() -> None:
    depth = 50_000
    text = HEADER + ":a :p " + "([:p " * depth + "0" + "])" * depth + "."
    found = placed_triples(text)
    assert len(found) == sum(1 for _ in ox.parse(text, TURTLE))
    (innermost,) = (t.object_span for t in found if isinstance(t.object, ox.Literal))
    column = len(":a :p ") + len("([:p ") * depth + 1
    assert innermost == Span(8, column, 8, column + 1)


def test_relative_iris_need_a_base() -> None:
    text = "<a> <?b> <../c> ."
    with pytest.raises(UnplacedError):
        placed_triples(text)
    assert [str(term) for term in placed_triples(text, "http://e.org/x/y")[0][:3]] == [
        "<http://e.org/x/a>",
        "<http://e.org/x/y?b>",
        "<http://e.org/c>",
    ]


def kinds(triples: Iterable[PlacedTriple]) -> set[tuple[object, ...]]:
    """Return ``triples`` as a set; blank nodes have another name at each reading."""
    return {
        tuple("blank" if isinstance(part, ox.BlankNode) else part for part in triple)
        for triple in triples
    }


@pytest.mark.parametrize("folder", ["ontology", "data/participation", "tests/shapes"])
def test_statements_of_a_subject_are_placed_alone(folder: str) -> None:
    for path in sorted(Path(ROOT, folder).rglob("*.ttl")):
        text = path.read_bytes().decode()
        every = placed_triples(text)
        statements = Statements(text)
        for subject in {t.subject for t in every if isinstance(t.subject, ox.NamedNode)}:
            own = kinds(t for t in every if t.subject == subject)
            alone = statements.placed(subject)
            assert kinds(t for t in alone if t.subject == subject) == own, (path, subject)
            assert kinds(alone) <= kinds(every)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_statements_are_placed_as_in_the_whole_text(rng: random.Random) -> None:
    text = HEADER + Writer(rng).text
    try:
        every = placed_triples(text)
    except UnplacedError:  # an IRI relative to what the text does not say
        return
    statements = Statements(text)
    for subject in {t.subject for t in every if isinstance(t.subject, ox.NamedNode)}:
        try:
            alone = statements.placed(subject)
        except UnplacedError:  # a statement that begins amid another one
            continue
        own = kinds(t for t in alone if t.subject == subject)
        assert own <= kinds(t for t in every if t.subject == subject)
