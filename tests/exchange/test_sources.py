"""Places that hold graphs: whatever the place, the same graphs have the same names."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph import ActipGraphError, resources
from actip_graph.errors import RemoteError
from actip_graph.exchange.sources import is_single_graph, named_graphs
from actip_graph.graph import graph_name, triples
from actip_graph.namespaces import GRAPHS
from tests.conftest import ROOT, free_port
from tests.interop import servers

if TYPE_CHECKING:
    from pathlib import Path

A, B = "<https://example.org/a>", "<https://example.org/b>"
FILES = {
    "ttl": f"@prefix x: <https://example.org/> . x:a x:p x:b , {A} .",
    "nt": f"{A} <https://example.org/p> {B} .\n{A} <https://example.org/p> {A} .\n",
    "rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:x="https://example.org/"><rdf:Description rdf:about="https://example.org/a">
        <x:p rdf:resource="https://example.org/b"/><x:p rdf:resource="https://example.org/a"/>
        </rdf:Description></rdf:RDF>""",
    "nq": f"{A} <https://example.org/p> {B} .\n{A} <https://example.org/p> {A} .\n",
    "trig": f"{A} <https://example.org/p> {B} , {A} .",
    "jsonld": """{"@id": "https://example.org/a", "https://example.org/p":
        [{"@id": "https://example.org/b"}, {"@id": "https://example.org/a"}]}""",
}
FILES["owl"] = FILES["xml"] = FILES["rdf"]


def _lines(graph: object) -> set[str]:
    return set(map(str, graph))  # type: ignore[call-overload]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("suffix", FILES)
def test_a_file_is_read_by_its_suffix(suffix: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / (f"some.{suffix}" + ".gz" * packed)
    content = FILES[suffix].encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    graphs = named_graphs(str(path))
    single = suffix not in ("nq", "trig", "jsonld")
    assert list(graphs) == [GRAPHS + "some" if single else ""]
    assert is_single_graph(str(path)) is single
    (graph,) = graphs.values()
    wanted = {f"{A} <https://example.org/p> {value}" for value in (A, B)}
    assert _lines(graph) == wanted
    assert _lines(graph) == wanted, "it can be gone through again"


def test_named_graphs_of_a_file_keep_their_names_and_labels(tmp_path: Path) -> None:
    path = tmp_path / "some.nq"
    path.write_text(
        f'_:x <urn:p> "1\\n2\x85" <urn:g> .\n{A} <urn:p> _:x .\n_:x <urn:p> _:y <urn:g> .\n'
    )
    graphs = named_graphs(str(path))
    assert list(graphs) == ["", "urn:g"]
    assert _lines(graphs["urn:g"]) == {'_:x <urn:p> "1\\n2\x85"', "_:x <urn:p> _:y"}
    assert _lines(graphs[""]) == {f"{A} <urn:p> _:x"}


def test_a_file_without_statements_is_one_empty_graph(tmp_path: Path) -> None:
    for name in ("some.trig", "some.ttl"):
        (tmp_path / name).write_text("")
        assert [list(graph) for graph in named_graphs(str(tmp_path / name)).values()] == [[]]


def test_a_checkout_is_the_installed_graph() -> None:
    installed, checkout = named_graphs("installed"), named_graphs(str(ROOT))
    names = {graph_name(path) for path in resources.graph_files()}
    assert set(installed) == set(checkout) == names
    one = graph_name(str(ROOT / "data" / "participation" / "ACTIP.ttl"))
    assert _lines(checkout[one]) == _lines(triples(str(ROOT / "data/participation/ACTIP.ttl")))


def test_a_file_of_the_project_has_the_name_that_it_has_there() -> None:
    path = ROOT / "data" / "participation" / "ACTIP.ttl"
    assert list(named_graphs(str(path))) == [f"{GRAPHS}data/participation/ACTIP"]


def test_a_foreign_folder_is_all_its_turtle_files(tmp_path: Path) -> None:
    (tmp_path / "sub folder").mkdir()
    (tmp_path / "sub folder" / "one.ttl").write_text("<> <urn:p> <#x> .")
    (tmp_path / "two.ttl").write_text("broken")
    graphs = named_graphs(str(tmp_path))
    assert list(graphs) == [f"{GRAPHS}sub%20folder/one", f"{GRAPHS}two"]
    one = f"{GRAPHS}sub%20folder/one"
    assert _lines(graphs[one]) == {f"<{one}> <urn:p> <{one}#x>"}, "relative to its own name"
    with pytest.raises(ActipGraphError, match=r"two\.ttl:1:\d+: not valid Turtle: "):
        list(graphs[f"{GRAPHS}two"])


# git ---------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a checkout in which one file has changed and one has gone since the tag v1."""
    for folder in ("ontology/modules", "ontology/shapes", "data/actors"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ontology" / "actip.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "ontology" / "modules" / "one.ttl").write_text("<urn:a> <urn:p> [] .")
    (tmp_path / "ontology" / "shapes" / "one.ttl").write_text("<urn:a> <urn:p> <urn:shape> .")
    (tmp_path / "data" / "actors" / "täte.ttl").write_text('<urn:a> <urn:p> "old" .')
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "tag", "v1")
    (tmp_path / "data" / "actors" / "täte.ttl").write_text('<urn:a> <urn:p> "new" .')
    (tmp_path / "ontology" / "modules" / "one.ttl").unlink()
    git(tmp_path, "commit", "-q", "-a", "-m", "two")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_revision_is_the_checkout_as_it_was(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = f"{GRAPHS}data/actors/t%C3%A4te"
    head, first = named_graphs("git:HEAD"), named_graphs("git:v1")
    assert set(head) == {f"{GRAPHS}ontology/actip", actor}
    assert set(first) == {*head, f"{GRAPHS}ontology/modules/one"}
    assert _lines(head[actor]) == {'<urn:a> <urn:p> "new"'}
    assert _lines(first[actor]) == _lines(first[actor]) == {'<urn:a> <urn:p> "old"'}
    assert set(named_graphs(str(repository))) == set(head)
    monkeypatch.chdir(repository / "data" / "actors")
    assert set(named_graphs("git:v1")) == set(first)


def test_a_project_inside_a_larger_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner" / "ontology").mkdir(parents=True)
    (tmp_path / "inner" / "ontology" / "actip.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "other.ttl").write_text("<urn:a> <urn:p> 2 .")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    monkeypatch.chdir(tmp_path / "inner")
    assert set(named_graphs("git:HEAD")) == {f"{GRAPHS}ontology/actip"}
    monkeypatch.chdir(tmp_path)
    assert set(named_graphs("git:HEAD")) == {f"{GRAPHS}other", f"{GRAPHS}inner/ontology/actip"}


def test_a_broken_file_of_a_revision_is_named(repository: Path) -> None:
    (repository / "ontology" / "actip.ttl").write_text("<urn:a>\n <urn:p> .")
    git(repository, "commit", "-q", "-a", "-m", "three")
    graphs = named_graphs("git:HEAD")
    with pytest.raises(ActipGraphError, match=r"git:HEAD:ontology/actip\.ttl:2:\d+: not valid"):
        list(graphs[f"{GRAPHS}ontology/actip"])


@pytest.mark.parametrize("revision", ["nowhere", "", "--output=x", "HEAD:data"])
def test_no_such_revision(revision: str, repository: Path) -> None:
    with pytest.raises(ActipGraphError, match=f"git:{re.escape(revision)}: "):
        named_graphs(f"git:{revision}")


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ActipGraphError, match="git:HEAD: not a git repository"):
        named_graphs("git:HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("git") is None
    with pytest.raises(ActipGraphError, match="git:HEAD asks for git, which is not installed"):
        named_graphs("git:HEAD")


# Stores ------------------------------------------------------------------------------------------


def test_a_store_gives_the_graphs_of_the_project() -> None:
    name = f"{GRAPHS}data/some"
    with servers.oxigraph(union=False) as server:
        store = server.store()
        p = ox.NamedNode("urn:p")
        there = [ox.Triple(ox.NamedNode("urn:a"), p, ox.Literal("x"))]
        store.put(name, there)
        store.put("urn:foreign", there)
        graphs = named_graphs(server.address)
        assert list(graphs) == [name]
        assert _lines(graphs[name]) == _lines(graphs[name]) == {'<urn:a> <urn:p> "x"'}


def test_a_store_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actip_graph.store.client.time.sleep", lambda _: None)
    with pytest.raises(RemoteError):
        named_graphs(f"http://127.0.0.1:{free_port()}/")


# Bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tll", b"", r"a\.tll: its suffix 'tll' names no RDF format; did you mean ttl"),
        ("a", b"", "its suffix '' names no RDF format; known are: "),
        ("a.nt", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> nonsense", r"a\.nt:2:9: not valid N-Triples"),
        ("a.ttl", b'<urn:a> <urn:b> "\xff" .', r"a\.ttl:1:\d+: not valid Turtle"),
        ("a.rdf", b"<a><b></a>", r"a\.rdf: not valid RDF/XML"),
        ("a.jsonld", b'{"@id":', r"a\.jsonld:1:8: not valid JSON-LD"),
        ("a.jsonld", b'{"@context": "http://x/y"}', r"a\.jsonld: not valid JSON-LD: .*remote"),
        ("a.nq.gz", b"<urn:a>", r"a\.nq\.gz: cannot be read: Not a gzipped file"),
        ("a.nq.gz", gzip.compress(b"<urn:a>" * 99, mtime=0)[:-9], r"a\.nq\.gz: cannot be read: "),
        ("a.trig", b"_:g { <urn:a> <urn:p> 1 }", r"a\.trig: a graph in it has a blank node"),
    ],
)
def test_what_cannot_be_read(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ActipGraphError, match=message):
        for graph in named_graphs(str(tmp_path / name)).values():
            list(graph)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match="there is no such file or folder"):
        named_graphs(str(tmp_path / "missing.ttl"))
    with pytest.raises(ActipGraphError, match="there are no Turtle files"):
        named_graphs(str(tmp_path))
