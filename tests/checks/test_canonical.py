"""Turtle files out of the canonical form: found, and brought into it with nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph import ActipGraphError, resources
from actip_graph.graph import triples
from actip_graph.validation.hygiene import Setting, canonical_faults, fix
from actip_graph.validation.report import Place, Severity

if TYPE_CHECKING:
    from pathlib import Path

CANONICAL = """@prefix e: <http://e.org/> .

e:a a e:Thing ;
    e:p "1",
        "2" .
"""
UNTIDY = CANONICAL.replace('e:p "1",\n        "2"', 'e:p "2", "1"')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "things.ttl"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


def test_the_first_line_that_differs_is_told(file: Path) -> None:
    (fault,) = canonical_faults([str(file)], Setting(Severity.INFO, {}))
    assert fault.severity == Severity.INFO and fault.rule == "not-canonical-turtle"
    assert fault.place == Place(str(file), 4, 1, 4, 19)
    assert fault.focus == ox.NamedNode("https://w3id.org/actip-graph/graph/things")
    assert fault.value == ox.Literal('    e:p "1",')
    assert 'this line would be: e:p "1",' in fault.message("en")


@pytest.mark.parametrize("text", [CANONICAL, "", CANONICAL.replace("2", "2 # no comment")])
def test_the_canonical_form_is_no_fault(file: Path, text: str) -> None:
    file.write_text(text or "\n", encoding="utf-8")
    assert canonical_faults([str(file)]) == []
    assert fix([str(file)]) == []


def test_a_line_too_few_is_found_at_the_end(file: Path) -> None:
    file.write_text(CANONICAL.rstrip("\n"), encoding="utf-8")
    (fault,) = canonical_faults([str(file)])
    assert fault.place == Place(str(file), 5, 1, 5, 14)


def test_a_check_that_is_off_or_a_file_that_is_excepted(file: Path) -> None:
    assert canonical_faults([str(file)], Setting(None, {})) == []
    graph = "<https://w3id.org/actip-graph/graph/things>"
    assert canonical_faults([str(file)], Setting(Severity.INFO, {graph: "generated"})) == []


def test_a_file_that_is_no_turtle_is_passed_over_by_the_check_and_refused_by_fix(
    file: Path,
) -> None:
    file.write_text("e:a e:b", encoding="utf-8")
    assert canonical_faults([str(file)]) == []
    with pytest.raises(ActipGraphError, match=r"things\.ttl:1:1: not valid Turtle"):
        fix([str(file)])
    with pytest.raises(ActipGraphError, match=r"none\.ttl: cannot be read: No such file"):
        fix([str(file.with_name("none.ttl"))])


def test_fix_rewrites_what_is_untidy_and_says_so(file: Path) -> None:
    other = file.with_name("other.ttl")
    other.write_text(CANONICAL, encoding="utf-8")
    assert fix([str(other), str(file)]) == [str(file)]
    assert file.read_text(encoding="utf-8") == CANONICAL
    assert canonical_faults([str(file)]) == []


def test_a_comment_is_lost_only_by_force(file: Path) -> None:
    text = "@prefix e: <http://e.org/#> .\ne:a e:b \"# none\" , '''\n# none''' . # one\n"
    file.with_name("a.ttl").write_text(UNTIDY, encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    paths = [str(file.with_name("a.ttl")), str(file)]
    with pytest.raises(ActipGraphError, match=r"things\.ttl:3: rewriting would lose this comment"):
        fix(paths)
    assert file.read_text(encoding="utf-8") == text
    assert file.with_name("a.ttl").read_text(encoding="utf-8") == UNTIDY
    assert fix(paths, force=True) == paths
    assert "# one" not in file.read_text(encoding="utf-8")


def test_an_ill_typed_literal_keeps_its_form(file: Path) -> None:
    odd = '"yes"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    file.write_text(UNTIDY.replace('"2",', f"{odd},"), encoding="utf-8")
    before = set(triples(str(file)))
    assert any(odd in str(triple) for triple in before)
    fix([str(file)])
    assert set(triples(str(file))) == before


_XSD = "http://www.w3.org/2001/XMLSchema#"
_typed = st.sampled_from(
    [
        ("01", "integer"),
        ("+1", "integer"),
        ("1.50", "decimal"),
        ("5", "decimal"),
        ("1E-3", "double"),
        ("INF", "double"),
        ("1", "boolean"),
        ("0", "boolean"),
        ("true", "boolean"),
        ("2020-01-01Z", "date"),
        ("2020-01-01T00:00:00.000Z", "dateTime"),
        ("2017", "gYear"),
        ("2017-03", "gYearMonth"),
        ("a b", "anyURI"),
        ("2020-13-01", "date"),
        ("abc", "integer"),
    ]
).map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(_XSD + pair[1])))
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"))
_nodes = st.sampled_from([ox.NamedNode(f"http://e.org/{name}") for name in ("a", "b-2", "b-10")])
_blanks = st.sampled_from([ox.BlankNode("x"), ox.BlankNode("y")])
_objects = st.one_of(_typed, _TEXT.map(ox.Literal), _nodes, _blanks)
_graphs = st.lists(st.builds(ox.Triple, st.one_of(_nodes, _blanks), _nodes, _objects), max_size=12)


@settings(max_examples=80, deadline=None)
@given(_graphs)
def test_rewriting_keeps_every_value(
    tmp_path_factory: pytest.TempPathFactory, graph: list[ox.Triple]
) -> None:
    path = tmp_path_factory.mktemp("fix") / "graph.ttl"
    before = ox.serialize(graph, format=ox.RdfFormat.TURTLE)
    assert before is not None
    path.write_bytes(before)
    fix([str(path)])
    assert canonical_faults([str(path)]) == []
    assert fix([str(path)]) == []

    def meaning(turtle: bytes) -> ox.Dataset:
        store = ox.Store()
        store.load(turtle, ox.RdfFormat.TURTLE)
        dataset = ox.Dataset(store)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return dataset

    assert meaning(path.read_bytes()) == meaning(before)


def test_a_sample_of_the_projects_files_is_canonical() -> None:
    paths = [path for path in resources.graph_files() if "/vocabularies/" in path]
    assert len(paths) > 20
    assert canonical_faults(paths) == []
