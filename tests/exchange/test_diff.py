"""Differences: none if and only if the graphs are isomorphic, and each form carries A into B."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from actip_graph import ActipGraphError, resources
from actip_graph.cli import main
from actip_graph.exchange.changes import Change, compare
from actip_graph.exchange.diff import Difference, diff
from actip_graph.exchange.diff_formats import FORMATS, write
from actip_graph.graph import graph_name, triples
from actip_graph.namespaces import GRAPHS, ONTOLOGY
from actip_graph.terms import triple_to_rdflib
from tests.conftest import ROOT
from tests.exchange.test_sources import git
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.conftest import Run

_RING = "_:c <urn:p> _:d . _:d <urn:p> _:e . _:e <urn:p> _:f . _:f <urn:p> _:c ."
BASIS = ONTOLOGY + "basis"
CS = rdflib.Namespace("http://purl.org/vocab/changeset/schema#")
NAMES = [ox.NamedNode(f"urn:{letter}") for letter in "abp"]
LITERALS = [ox.Literal('say "x"\n\u0085\\'), ox.Literal("x", language="id")]


def triples_of(nodes: int) -> st.SearchStrategy[list[ox.Triple]]:
    """Small graphs in which a good deal hangs on blank nodes."""
    blank = st.integers(0, nodes - 1).map(lambda number: ox.BlankNode(f"n{number}"))
    triple = st.builds(
        ox.Triple,
        blank | st.sampled_from(NAMES[:2]),
        st.sampled_from(NAMES[1:]),
        blank | st.sampled_from([*NAMES[:2], *LITERALS]),
    )
    return st.lists(triple, max_size=7)


def pairs() -> st.SearchStrategy[tuple[list[ox.Triple], list[ox.Triple]]]:
    """Two graphs: unrelated ones, or one and the same with few changes and other labels."""
    labels = st.permutations([f"n{number}" for number in range(4)])
    return st.tuples(triples_of(4), triples_of(4)) | st.builds(
        _changed, triples_of(4), labels, st.integers(0, 1), triples_of(4)
    )


def _changed(
    before: list[ox.Triple], labels: list[str], fewer: int, more: list[ox.Triple]
) -> tuple[list[ox.Triple], list[ox.Triple]]:
    return before, [_renamed(triple, labels) for triple in before[fewer:]] + more[:2]


def _renamed(triple: ox.Triple, names: list[str]) -> ox.Triple:
    def name(term: object) -> object:
        return ox.BlankNode(names[int(term.value[1:])]) if isinstance(term, ox.BlankNode) else term

    return ox.Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]


def _rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(triple_to_rdflib(triple))
    return graph


def _difference(before: list[ox.Triple], after: list[ox.Triple], name: str) -> Difference:
    change = compare(name, before, after)
    differs = bool(len(change.removed) or len(change.added))
    return Difference("A", "B", [change] if differs else [], 1, {name: before}, {name: after})


def _written(difference: Difference, form: str, language: str = "en") -> str:
    out = io.BytesIO()
    write(difference, out, form, language=language)
    return out.getvalue().decode()


def _nothing(change: Change) -> bool:
    return not len(change.removed) and not len(change.added)


# What differs ------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_nothing_differs_if_and_only_if_isomorphic(
    pair: tuple[list[ox.Triple], list[ox.Triple]],
) -> None:
    before, after = pair
    assert _nothing(compare("", before, after)) == isomorphic(_rdflib(before), _rdflib(after))


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_what_is_left_is_no_more_than_what_is_there(
    pair: tuple[list[ox.Triple], list[ox.Triple]],
) -> None:
    before, after = pair
    change = compare("", before, after)
    removed = [*change.removed.ground, *(t for c in change.removed.components for t in c.triples)]
    assert set(removed) <= set(before)
    assert len(set(removed)) == len(change.removed)
    assert len(set(after)) == len(set(before)) - len(change.removed) + len(change.added)
    assert not set(change.removed.ground) & set(change.added.ground)


def test_equal_components_are_counted() -> None:
    def nodes(*numbers: int) -> list[ox.Triple]:
        return [ox.Triple(NAMES[0], NAMES[2], ox.BlankNode(f"n{number}")) for number in numbers]

    change = compare("", nodes(1, 2, 3), nodes(7))
    assert (len(change.removed), len(change.added)) == (2, 0)
    assert (len(compare("", nodes(1), nodes(4, 5)).added)) == 1


def _linked(labels: list[str], *steps: int) -> list[ox.Triple]:
    """Return nodes in a ring, each with links so many steps on."""
    nodes = [ox.BlankNode(label) for label in labels]
    return [
        ox.Triple(node, NAMES[2], nodes[(place + step) % len(nodes)])
        for place, node in enumerate(nodes)
        for step in steps
    ]


@pytest.mark.parametrize("steps", [range(1, 12), (1,), (1, 2), (5,)])
def test_many_nodes_that_look_alike(steps: Iterable[int]) -> None:
    before = _linked([f"a{number}" for number in range(12)], *steps)
    after = _linked([f"b{number}" for number in range(12)], *steps)
    assert _nothing(compare("", before, after[::-1]))
    less = compare("", before, after[1:])
    assert (len(less.removed), len(less.added)) == (len(before), len(after) - 1)
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in before)
    if len(before) < 30:
        difference = Difference("A", "B", [less], 1, {"": before}, {"": after})
        store.update(_written(difference, "sparql"))
        assert _nothing(compare("", after[1:], [quad.triple for quad in store]))


def test_a_blank_node_inside_a_triple_term() -> None:
    def said(label: str, value: str) -> list[ox.Triple]:
        inner = ox.Triple(ox.BlankNode(label), NAMES[2], ox.Literal(value))
        return [ox.Triple(NAMES[0], NAMES[2], inner)]

    assert _nothing(compare("", said("x", "1"), said("y", "1")))
    assert not _nothing(compare("", said("x", "1"), said("x", "2")))


# Forms that carry A into B -----------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(pairs(), st.sampled_from(["", "urn:graph"]))
def test_the_patch_turns_a_into_b_in_rdflib(
    pair: tuple[list[ox.Triple], list[ox.Triple]], name: str
) -> None:
    before, after = pair
    dataset = rdflib.Dataset()
    graph = dataset.graph(rdflib.URIRef(name)) if name else dataset.default_graph
    for triple in before:
        graph.add(triple_to_rdflib(triple))
    dataset.parse(data=_written(_difference(before, after, name), "patch"), format="patch")
    assert isomorphic(_rdflib(after), _plain(graph))
    assert len(dataset) == len(graph), "nothing stands in another graph"


def _plain(graph: rdflib.Graph) -> rdflib.Graph:
    copy = rdflib.Graph()
    for triple in graph:
        copy.add(triple)
    return copy


@settings(max_examples=200, deadline=None)
@given(pairs(), st.sampled_from(["", "urn:graph"]))
def test_the_update_turns_a_into_b_in_a_store(
    pair: tuple[list[ox.Triple], list[ox.Triple]], name: str
) -> None:
    before, after = pair
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in before)
    store.update(_written(_difference(before, after, name), "sparql"))
    assert {quad.graph_name for quad in store} <= {graph}
    assert _nothing(compare("", after, [quad.triple for quad in store]))


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        ("_:a{0} <urn:p> _:b{0} . _:b{0} <urn:p> _:a{0} .", _RING),
        ('<urn:a> <urn:p> [ <urn:q> "x" ; <urn:r> {0} ] .', '<urn:a> <urn:p> [ <urn:q> "x" ] .'),
        ("<urn:a> <urn:p> _:n{0} . <urn:b> <urn:q> _:n{0} .", "<urn:a> <urn:p> [] ."),
        ("<urn:a> <urn:p> <urn:b{0}> .", "<urn:a> <urn:p> [] ."),
    ],
    ids=["a larger ring", "less is said", "less leads to it", "it has a name"],
)
def test_the_update_takes_nothing_that_looks_like_it(stays: str, goes: str) -> None:
    after = [triple for number in range(30) for triple in ox_triples(stays.format(number))]
    before = [*ox_triples(goes), *after]
    store = ox.Store()
    # One by one: the store finds first what came last.
    for triple in before:
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    store.update(_written(_difference(before, after, ""), "sparql"))
    assert _nothing(compare("", after, [quad.triple for quad in store]))


def test_new_blank_nodes_are_none_that_are_there() -> None:
    def nodes(number: int) -> list[ox.Triple]:
        return [ox.Triple(NAMES[0], NAMES[2], ox.BlankNode()) for _ in range(number)]

    _, second = compare("", [], nodes(2)).added.components
    # What an earlier patch added is there still, and three more are to come.
    more = compare("", second.triples, nodes(4)).added.components
    new = {triple for component in more for triple in component.triples}
    assert len(new | set(second.triples)) == 4


def test_the_update_works_on_a_server_too() -> None:
    name = f"{GRAPHS}data/some"
    before = list(ox_triples('<urn:a> <urn:p> [ <urn:q> "x" ] , [ <urn:q> "x" ] , 1 .'))
    after = list(ox_triples('<urn:a> <urn:p> [ <urn:q> "x" ] , [ <urn:q> "y" ] , "1" .'))
    with servers.oxigraph() as server:
        store = server.store()
        store.put(name, before)
        store.update(_written(_difference(before, after, name), "sparql"))
        assert _nothing(compare("", after, store.get(name)))


def ox_triples(turtle: str) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))


def test_ten_thousand_triples_go_and_come(tmp_path: Path) -> None:
    old, new = tmp_path / "old.nt", tmp_path / "new.nt"
    old.write_text("".join(f'<urn:a> <urn:p> "old {n}" .\n' for n in range(10_000)))
    new.write_text("".join(f'<urn:a> <urn:p> "new {n}" .\n' for n in range(10_000)))
    store = ox.Store()
    store.load(path=str(old), format=ox.RdfFormat.N_TRIPLES)
    store.update(_written(diff(str(old), str(new)), "sparql"))
    assert {str(q.triple) for q in store} == {line[:-2] for line in new.read_text().splitlines()}


# Forms that tell ---------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(pairs())
def test_the_described_changes_are_the_changes(
    pair: tuple[list[ox.Triple], list[ox.Triple]],
) -> None:
    difference = _difference(*pair, "urn:graph")
    graph = rdflib.Graph().parse(data=_written(difference, "ttl"), format="turtle")
    for role, number in ((CS.removal, difference.removed), (CS.addition, difference.added)):
        statements = list(graph.objects(None, role))
        assert len(statements) == number
        for statement in statements:
            subject = graph.value(statement, rdflib.RDF.subject)
            assert (graph.value(None, role, statement), CS.subjectOfChange, subject) in graph
    for triple in (t for change in difference.changes for t in change.added.ground):
        terms = dict(zip(("subject", "predicate", "object"), triple_to_rdflib(triple), strict=True))
        assert any(
            all(graph.value(s, rdflib.RDF[role]) == term for role, term in terms.items())
            for s in graph.objects(None, CS.addition)
        )


@settings(max_examples=50, deadline=None)
@given(pairs())
def test_json_counts_what_it_lists(pair: tuple[list[ox.Triple], list[ox.Triple]]) -> None:
    difference = _difference(*pair, "urn:graph")
    document = json.loads(_written(difference, "json"))
    for side in ("removed", "added"):
        assert document[side] == sum(len(change[side]) for change in document["changes"])
    assert document["graphs"] == 1


@settings(max_examples=50, deadline=None)
@given(pairs())
def test_the_lines_of_text_are_turtle(pair: tuple[list[ox.Triple], list[ox.Triple]]) -> None:
    before, after = pair
    text = _written(_difference(before, after, "urn:graph"), "text")
    change = compare("", before, after)
    for sign, side in (("-", change.removed), ("+", change.added)):
        lines = [line[2:] for line in text.split("\n") if line.startswith(f"{sign} ")]
        again = list(ox_triples("\n".join(lines)))
        assert all(line.isprintable() for line in lines)
        wanted = [*side.ground, *(t for c in side.components for t in c.triples)]
        assert _nothing(compare("", wanted, again))


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 2 ] .")
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:p> [ <urn:q> 3 ] , [ <urn:r> 4 ] .")
    a, b = str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")
    for form in set(FORMATS) - {"patch"}:  # a patch has the labels of A
        assert _written(diff(a, b), form) == _written(diff(a, b), form)


@pytest.fixture
def edited(tmp_path: Path) -> tuple[str, str]:
    """A file of the project as it is, and as somebody edited it."""
    original = ROOT / "data" / "participation" / "ACTIP.ttl"
    text = original.read_text(encoding="utf-8")
    for old, new in (
        ('actip:date "2020-01"^^xsd:gYearMonth', 'actip:date "2020-01-10"^^xsd:date'),
        (
            "source:state-gov-brunei ;\n    skos:editorialNote",
            "source:new ;\n    skos:editorialNote",
        ),
        ("act:ID-ACTIP-signature a", "act:ID-ACTIP-renamed a"),
    ):
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    (tmp_path / "ACTIP.ttl").write_text(text, encoding="utf-8")
    return str(original), str(tmp_path / "ACTIP.ttl")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "en",
            [
                "Things: 1 added, 1 removed, 1 changed.",
                "## Ratification",
                "- changed: **act:BN-ACTIP-ratification**",
                "  - date: 2020-01 → 2020-01-10",
                "  - also: source −1 +1",
                "## Signature",
                "- added: **act:ID-ACTIP-renamed**: by state: Indonesia",
                "- removed: **act:ID-ACTIP-signature**: by state: Indonesia",
            ],
        ),
        (
            "id",
            [
                "Hal: 1 ditambahkan, 1 dihapus, 1 diubah.",
                "## Penandatanganan",
                "- ditambahkan: **act:ID-ACTIP-renamed**: oleh negara: Indonesia",
                "- dihapus: **act:ID-ACTIP-signature**: oleh negara: Indonesia",
                "## Ratifikasi",
                "- diubah: **act:BN-ACTIP-ratification**",
                "  - tanggal: 2020-01 → 2020-01-10",
                "  - juga: sumber −1 +1",
            ],
        ),
    ],
)
def test_a_change_log(language: str, shown: list[str], edited: tuple[str, str]) -> None:
    text = _written(diff(*edited), "md", language)
    lines = iter(text.splitlines())
    for beginning in shown:
        assert any(line.startswith(beginning) for line in lines), f"{beginning}\n{text}"


def test_a_change_log_shows_blank_nodes_by_what_they_say(tmp_path: Path) -> None:
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    head = "@prefix x: <urn:x:> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    old.write_text(head + 'x:a x:p ( x:b "*" ) ; skos:prefLabel "A"@en . [] x:q 1 .')
    new.write_text(head + 'x:a x:p ( x:b [ x:r "2" ] ) ; skos:prefLabel "A"@en . x:b x:p x:a .')
    text = _written(diff(str(old), str(new)), "md")
    names = r"\<urn:x:p\>", r"\<urn:x:b\>", r"\<urn:x:r\>"
    assert f"  - {names[0]}: ({names[1]}, \\*) → ({names[1]}, \\[{names[2]} 2\\])" in text
    assert f"- added: **{names[1]}**: {names[0]}: A" in text
    assert "- without a name: − \\<urn:x:q\\>: 1" in text


def test_what_moves_between_graphs_is_no_change_of_a_thing(tmp_path: Path) -> None:
    (tmp_path / "old.nq").write_text("<urn:a> <urn:p> 'x' <urn:g> .".replace("'", '"'))
    (tmp_path / "new.nq").write_text("<urn:a> <urn:p> 'x' <urn:h> .".replace("'", '"'))
    # One graph a side: they compare whatever they are called.
    assert not diff(str(tmp_path / "old.nq"), str(tmp_path / "new.nq")).changes
    for name in ("old.nq", "new.nq"):
        with (tmp_path / name).open("a") as file:
            file.write("\n<urn:b> <urn:p> <urn:b> <urn:both> .\n")
    difference = diff(str(tmp_path / "old.nq"), str(tmp_path / "new.nq"))
    assert [change.graph for change in difference.changes] == ["urn:g", "urn:h"]
    text = _written(difference, "md")
    assert "Things: 0 added, 0 removed, 0 changed." in text
    assert "- moved to another graph: **\\<urn:a\\>**" in text


# Places ------------------------------------------------------------------------------------------


def test_two_files_compare_whatever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text("<> <urn:p> <#x> , [] .")
    (tmp_path / "new.ttl.gz").write_bytes(gzip.compress(b"<> <urn:p> [ ] , <#x> ."))
    found = diff(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl.gz"))
    assert (found.changes, found.graphs) == ([], 1)


def test_a_file_against_a_graph_tells_of_the_graph_in_a(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("<urn:a> <urn:p> <urn:b> <urn:g> .")
    (tmp_path / "b.nt").write_text("<urn:a> <urn:p> <urn:c> .")
    a, b = str(tmp_path / "a.nq"), str(tmp_path / "b.nt")
    assert [change.graph for change in diff(a, b).changes] == ["urn:g"]
    assert [change.graph for change in diff(b, a).changes] == [""]


def test_an_export_is_the_installed_graph(tmp_path: Path, cli: Callable[..., Run]) -> None:
    for form in ("trig", "nq", "jsonld"):
        path = str(tmp_path / f"graph.{form}")
        assert cli("export", "--format", form, "--out", path).code == 0
        assert diff("installed", path).changes == []
        assert diff(path, str(ROOT)).changes == []


def test_a_store_is_the_installed_graph(capfd: pytest.CaptureFixture[str]) -> None:
    with servers.oxigraph() as server:
        server.load(resources.graph_files())
        whole = diff(server.address, "installed")
        assert (whole.graphs, whole.changes) == (len(resources.graph_files()), [])
        assert diff(server.address, "installed", forms=True).changes  # 70.0 came back as 70
        path = str(ROOT / "data" / "participation" / "ACTIP.ttl")
        name = graph_name(path)
        assert main(["diff", server.address, "installed", "--graph", name]) == 0
        server.store().update(f"DELETE WHERE {{ GRAPH <{name}> {{ ?s <{BASIS}> ?o }} }}")
        assert main(["diff", server.address, "installed", "--graph", name, "--summary"]) == 1
    count = sum(triple.predicate.value == BASIS for triple in triples(path))
    assert capfd.readouterr().out.endswith(f"\n0 removed, {count} added in 1 of 1 graph\n")


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ttl").write_text('<urn:a> <urn:p> "\x1b[31m" , 1 .')
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:p> 1 , 2 .")
    (tmp_path / "same.nt").write_bytes(
        b'<urn:a> <urn:p> "\\u001B[31m" .\n'
        b'<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    (tmp_path / "broken.ttl").write_text("<urn:a>\n<urn:p> .")
    return tmp_path


def _run(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["diff", *arguments])
    out, err = capfd.readouterr()
    return code, out, err


def test_lines(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert _run(["a.ttl", "b.ttl"], capfd) == (
        1,
        "default graph: 1 removed, 1 added\n"
        '- <urn:a> <urn:p> "\\u001B[31m" .\n'
        '+ <urn:a> <urn:p> "2"^^xsd:integer .\n'
        "\n"
        "1 removed, 1 added in 1 of 1 graph\n",
        "",
    )
    assert _run(["a.ttl", "same.nt"], capfd) == (0, "no difference in 1 graph\n", "")


def test_colour_only_on_a_terminal(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pty = pytest.importorskip("pty")
    for setting, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", setting)
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "actip_graph", "diff", "a.ttl", "b.ttl"]
        assert subprocess.run(command, stdout=slave, check=False).returncode == 1
        shown = os.read(master, 4096).decode()
        assert ("\x1b[32m+ <urn:a>" in shown) is coloured
        assert '"\\u001B[31m"' in shown, "what a literal holds does not colour anything"
        os.close(slave)
        os.close(master)


@pytest.mark.parametrize("form", FORMATS)
def test_no_difference_in_each_form(
    form: str, files: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _run(["a.ttl", "same.nt", "--format", form], capfd)
    assert code == 0
    assert "urn:a" not in out
    if form == "sparql":
        ox.Store().update(out)


def test_summaries(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(["a.ttl", "b.ttl", "--summary"], capfd)
    assert (code, len(out.splitlines())) == (1, 2)
    code, out, _ = _run(["a.ttl", "b.ttl", "--summary", "--format", "json"], capfd)
    assert json.loads(out)["changes"] == [{"graph": "", "removed": 1, "added": 1}]
    code, out, err = _run(["a.ttl", "b.ttl", "--summary", "--format", "md"], capfd)
    assert (code, out) == (2, "")
    assert err == "actip-graph: md has no summary; text and json have\n"


def test_out_is_whole_or_not_there(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert _run(["a.ttl", "b.ttl", "--format", "sparql", "--out", "x.ru"], capfd) == (1, "", "")
    store = ox.Store()
    store.load(path="a.ttl", format=ox.RdfFormat.TURTLE)
    store.update((files / "x.ru").read_text())
    assert {str(quad.object) for quad in store} == {
        f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (1, 2)
    }
    assert _run(["a.ttl", "broken.ttl", "--out", "y"], capfd)[0] == 2
    assert not (files / "y").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.ttl", "missing.ttl"], "missing.ttl: there is no such file or folder"),
        (["a.ttl", "broken.ttl"], r"broken.ttl:2:\d+: not valid Turtle: "),
        (["a.ttl", "a.unknown"], "a.unknown: there is no such file"),
        (["a.ttl", "git:nowhere"], "git:nowhere: "),
        (["a.ttl", "b.ttl", "--graph", "graph:x"], "no graph '.*/graph/x' in A or B"),
        (["a.ttl"], "the following arguments are required: B"),
        (["a.ttl", "b.ttl", "--format", "xls"], "invalid choice: 'xls'"),
        (["a.ttl", "b.ttl", "--timeout", "-1"], "invalid _?seconds value"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], message: str, files: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(arguments, capfd)
    assert (code, out) == (2, "")
    assert re.match(f"actip-graph: .*{message}", err)
    assert len(err.splitlines()) == 1


def test_a_store_that_fails_is_exit_code_3(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actip_graph.store.client.time.sleep", lambda _: None)
    code, out, err = _run(["installed", "http://127.0.0.1:9/"], capfd)
    assert (code, out, len(err.splitlines())) == (3, "", 1)


def test_a_graph_made_to_take_for_ever_is_given_up(files: Path, cli: Callable[..., Run]) -> None:
    star = "".join(f"_:hub <urn:p> _:n{number} .\n" for number in range(400))
    (files / "star.nt").write_text(star)
    (files / "less.nt").write_text(star.partition("\n")[2])
    done = cli("diff", "star.nt", "less.nt", "--timeout", "2", cwd=files)
    assert (done.code, done.out) == (4, "")
    assert "gave up after 2 seconds" in done.err


def test_revisions_of_a_repository(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (files / "broken.ttl").unlink()
    git(files, "init", "-q")
    git(files, "add", "a.ttl", "b.ttl")
    git(files, "commit", "-q", "-m", "one")
    git(files, "tag", "v1")
    (files / "b.ttl").write_text("<urn:a> <urn:p> 3 .")
    assert _run(["git:v1", "."], capfd)[1] == (
        "graph:b: 2 removed, 1 added\n"
        '- <urn:a> <urn:p> "1"^^xsd:integer .\n'
        '- <urn:a> <urn:p> "2"^^xsd:integer .\n'
        '+ <urn:a> <urn:p> "3"^^xsd:integer .\n'
        "\n"
        "2 removed, 1 added in 1 of 2 graphs\n"
    )
    assert _run(["git:v1", ".", "--graph", "graph:a"], capfd)[0] == 0
    git(files, "rm", "-q", "a.ttl")
    git(files, "commit", "-q", "-a", "-m", "two")
    assert _run(["git:HEAD", "."], capfd)[0] == 0
    code, out, _ = _run(["git:v1", "git:HEAD", "--summary"], capfd)
    assert (code, out.splitlines()[-1]) == (1, "4 removed, 1 added in 2 of 2 graphs")


def test_an_unknown_graph_names_the_nearest() -> None:
    with pytest.raises(ActipGraphError, match=r"did you mean .*participation/ACTIP"):
        diff("installed", "installed", [f"{GRAPHS}data/participation/ACTIPS"])
