"""Pull: files below one folder and nowhere else, which say what the store says."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.exchange.fingerprint import fingerprint
from actip_graph.exchange.pull import FORMATS, own_graphs, pull_file, pull_folder
from actip_graph.namespaces import GRAPHS, PREFIXES
from actip_graph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

P = ox.NamedNode("http://example.org/p")
TRIPLE = ox.Triple(ox.NamedNode("http://example.org/s"), P, ox.Literal("x"))
RDF, XSD = PREFIXES["rdf"], PREFIXES["xsd"]


def _store(*names: str) -> EmbeddedStore:
    store = EmbeddedStore(ox.Store())
    for name in names:
        store.post(name, [TRIPLE])
    return store


class Holding(EmbeddedStore):
    """A store whose every graph is the same, each literal in the form that it was given."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        super().__init__(ox.Store())
        self.triples = triples

    def get(self, graph: str) -> Iterator[ox.Triple]:
        return iter(self.triples)


def _pulled(store: EmbeddedStore, folder: Path, *names: str) -> set[str]:
    list(pull_folder(store, str(folder), own_graphs(store, names)))
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (GRAPHS + "data/instruments/ACTIP", "data/instruments/ACTIP.ttl"),
        (GRAPHS + "data/b%C3%A4h%20%3F", "data/bäh ?.ttl"),
        ("http://example.org/a/b", "example.org/a/b.ttl"),
        ("urn:other", "other.ttl"),
    ],
)
def test_a_graph_goes_where_its_name_tells(tmp_path: Path, name: str, path: str) -> None:
    assert _pulled(_store(name), tmp_path / "pulled", name) == {path}


@pytest.mark.parametrize(
    "name",
    [
        *("../outside", "data/../../outside", "a/..", "./a", "a//b", "", "/"),
        *("%2e%2e/outside", "%2E%2E%2Foutside", "..%2foutside"),
        *("..%5Coutside", "a%5C..%5C..%5Coutside", "C:/outside", "c%3A%5Coutside"),
        *("a%00b", "a%0Ab", "a%1Bb", "a%E2%80%AEb", "%FF%00"),
    ],
)
@pytest.mark.parametrize("beginning", [GRAPHS, "urn:"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, beginning: str, name: str) -> None:
    folder = tmp_path / "a" / "b" / "pulled"
    folder.parent.mkdir(parents=True)
    with pytest.raises(ActipGraphError, match="--format trig") as caught:
        _pulled(_store(beginning + name), folder, beginning + name)
    assert caught.value.exit_code == 2
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["a", "b"]


@pytest.mark.parametrize("name", ["/etc/outside", "%2Fetc%2Foutside"])
def test_no_name_is_absolute(tmp_path: Path, name: str) -> None:
    paths = _pulled(_store(GRAPHS + name), tmp_path / "pulled", GRAPHS + name)
    assert paths == {"etc/outside.ttl"}
    assert not os.path.exists("/etc/outside.ttl")


@settings(deadline=None)
@given(st.text(st.sampled_from("ab./\\:%2eEfF05cC?*~ \x00"), min_size=1, max_size=12))
def test_no_name_leads_out(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    top = tmp_path_factory.mktemp("top")
    try:
        list(pull_folder(Holding([TRIPLE]), str(top / "pulled"), {GRAPHS + name: 1}))
    except ActipGraphError:
        assert list(top.iterdir()) == []
    else:
        assert [path.name for path in top.iterdir()] == ["pulled"]
        assert len([path for path in top.rglob("*") if path.is_file()]) == 1


def test_two_graphs_are_not_one_file(tmp_path: Path) -> None:
    store = _store(GRAPHS + "a%20b", GRAPHS + "a%20%62")
    with pytest.raises(ActipGraphError, match="both be a b"):
        _pulled(store, tmp_path / "pulled")
    assert list(tmp_path.iterdir()) == []


def test_a_graph_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    store = _store(GRAPHS + "a", GRAPHS + "a.ttl/b")
    with pytest.raises(ActipGraphError, match="cannot be written"):
        _pulled(store, tmp_path / "pulled")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ActipGraphError, match=r"mine\.txt"):
        _pulled(_store(GRAPHS + "a"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_only_the_graphs_of_the_project_unless_told() -> None:
    store = _store(GRAPHS + "a", GRAPHS + "b", "urn:others")
    assert own_graphs(store) == {GRAPHS + "a": 1, GRAPHS + "b": 1}
    assert own_graphs(store, ["urn:others", "a"]) == {"urn:others": 1, GRAPHS + "a": 1}
    with pytest.raises(ActipGraphError, match="has no graph"):
        own_graphs(store, ["c"])


HARD: list[ox.Literal | ox.NamedNode] = [
    ox.Literal("0" * 50_000),
    ox.Literal("1" * 5000),
    *(
        ox.Literal(form, datatype=ox.NamedNode(XSD + kind))
        for kind, forms in {
            "boolean": ("true", "1", "0", "yes", "TRUE"),
            "integer": ("01", "+1", "abc", "1.0", "", " 1"),
            "decimal": ("1.50", "1", ".5", "5.", "abc"),
            "double": ("1.0E1", "1", "INF", "1e400", ".5e0", "5.e0"),
            "float": ("1.5",),
            "date": ("2015-11-21", "never"),
        }.items()
        for form in forms
    ),
    ox.Literal('"""\\\r\n\t\u0001\U0001f71a"'),
    ox.Literal("x", language="sl-rozaj-biske"),
    ox.NamedNode("http://example.org/a%20b?c#d'(e)"),
]


def test_turtle_says_what_the_store_says(tmp_path: Path) -> None:
    triples = [
        ox.Triple(ox.NamedNode(f"http://example.org/{i}"), P, term) for i, term in enumerate(HARD)
    ]
    order = ox.NamedNode(PREFIXES["actip"] + "order")
    part = ox.NamedNode(PREFIXES["actip"] + "partOf")
    triples += [ox.Triple(P, order, ox.Literal("first")), ox.Triple(P, part, TRIPLE.subject)]
    folder = tmp_path / "pulled"
    list(pull_folder(Holding(triples), str(folder), {GRAPHS + "a": len(triples)}))
    assert {quad.triple for quad in ox.parse(path=str(folder / "a.ttl"))} == set(triples)


def test_a_long_list_is_written_all_the_same(tmp_path: Path) -> None:
    first, rest = ox.NamedNode(RDF + "first"), ox.NamedNode(RDF + "rest")
    triples = [ox.Triple(TRIPLE.subject, P, ox.BlankNode("b0"))]
    for i in range(2000):
        triples.append(ox.Triple(ox.BlankNode(f"b{i}"), first, ox.Literal(str(i))))
        triples.append(ox.Triple(ox.BlankNode(f"b{i}"), rest, ox.BlankNode(f"b{i + 1}")))
    folder = tmp_path / "pulled"
    list(pull_folder(Holding(triples), str(folder), {GRAPHS + "a": len(triples)}))
    found = ox.parse(path=str(folder / "a.ttl"))
    assert fingerprint(quad.triple for quad in found) == fingerprint(triples)


@pytest.mark.parametrize("form", FORMATS)
def test_one_file_holds_all_and_is_the_same_each_time(form: str) -> None:
    store = _store(GRAPHS + "a")
    blank = [ox.Triple(ox.BlankNode(), P, ox.BlankNode()), TRIPLE]
    store.post(GRAPHS + "b", blank)
    written = []
    for _ in range(2):
        out = io.BytesIO()
        graphs = own_graphs(store)
        assert list(pull_file(store, out, form, graphs)) == [(GRAPHS + "a", 1), (GRAPHS + "b", 2)]
        written.append(out.getvalue())
    assert written[0] == written[1]
    quads = list(ox.parse(written[0], FORMATS[form]))
    in_b = [q.triple for q in quads if q.graph_name == ox.NamedNode(GRAPHS + "b")]
    assert len(quads) == 3 and fingerprint(in_b) == fingerprint(blank)


@pytest.mark.parametrize("form", [*FORMATS, "ttl"])
def test_less_than_there_is_is_an_error(tmp_path: Path, form: str) -> None:
    store = _store(GRAPHS + "a")
    graphs = {name: size + 1 for name, size in own_graphs(store).items()}
    with pytest.raises(RemoteError, match="gives 1 of the 2 triples"):
        if form == "ttl":
            list(pull_folder(store, str(tmp_path / "pulled"), graphs))
        else:
            list(pull_file(store, io.BytesIO(), form, graphs))
    assert list(tmp_path.iterdir()) == []
