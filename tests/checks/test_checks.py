"""Every check: its graphs, in two engines; its file; and what running it gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from actip_graph import ActipGraphError, resources
from actip_graph.graph import as_rdflib, triples
from actip_graph.terms import from_rdflib
from actip_graph.validation.hygiene import (
    FILE_CHECKS,
    Check,
    Profile,
    Setting,
    load_checks,
    load_profile,
    rules,
    run_checks,
)
from actip_graph.validation.paths import Step
from actip_graph.validation.report import Severity
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actip_graph.terms import Term
    from actip_graph.validation.report import Fault

    Cells = tuple[Term | None, ...]

HERE = Path(__file__).parent
CHECKS = {check.name: check for check in load_checks(resources.checks_folder())}
PROFILE = f"{resources.checks_folder()}/profile.yaml"
GOOD = sorted(HERE.glob("*/good*.ttl"))
BAD = sorted(HERE.glob("*/bad*.ttl"))
SHAPES, VOCABULARIES = ox.NamedNode("urn:shapes"), ox.NamedNode("urn:vocabularies")
BESIDE = {"shapes": [SHAPES], "vocabularies": [VOCABULARIES]}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def filled(
    paths: Iterable[str | Path], graph: ox.NamedNode | None = None, store: ox.Store | None = None
) -> ox.Store:
    """Return a store with the triples of ``paths`` in its default graph, or in ``graph``."""
    store = store or ox.Store()
    for path in paths:
        store.extend(
            ox.Quad(t.subject, t.predicate, t.object, graph or ox.DefaultGraph())
            for t in triples(str(path))
        )
    return store


def in_oxigraph(check: Check, path: Path) -> set[Cells]:
    answer = filled([path]).query(check.query)
    assert isinstance(answer, ox.QuerySolutions)
    rows: set[Cells] = {tuple(row) for row in answer}
    return rows


@cache
def in_rdflib(check_name: str, path: Path) -> set[Cells]:
    rows: set[Cells] = set()
    for row in as_rdflib([str(path)]).query(CHECKS[check_name].query):
        assert isinstance(row, rdflib.query.ResultRow)
        rows.add(tuple(None if cell is None else from_rdflib(cell) for cell in row))
    return rows


@pytest.mark.parametrize("check", CHECKS)
def test_check_has_a_good_and_a_bad_graph(check: str) -> None:
    assert list(HERE.glob(f"{check}/good*.ttl")), f"write {check}/good.ttl, which has no fault"
    assert list(HERE.glob(f"{check}/bad*.ttl")), f"write {check}/bad.ttl, which has one"


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in GOOD + BAD}))
def test_folder_has_a_check(folder: str) -> None:
    assert folder in CHECKS


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_graph_has_no_fault(path: Path) -> None:
    assert in_oxigraph(CHECKS[path.parent.name], path) == set()


@pytest.mark.parametrize("path", BAD, ids=name)
def test_bad_graph_has_a_fault(path: Path) -> None:
    assert in_oxigraph(CHECKS[path.parent.name], path)


@pytest.mark.parametrize("path", GOOD + BAD, ids=name)
def test_another_engine_finds_the_same(path: Path) -> None:
    check = CHECKS[path.parent.name]
    assert in_rdflib(check.name, path) == in_oxigraph(check, path)


@pytest.mark.parametrize("check", [*CHECKS.values(), *FILE_CHECKS], ids=lambda c: c.name)
def test_texts_are_sentences_in_both_languages(check: Check) -> None:
    for texts in (check.label, check.problem, check.remedy):
        assert sorted(texts) == ["en", "id"]
        assert texts["en"] != texts["id"]
    for text in (*check.problem.values(), *check.remedy.values()):
        assert text[0].isupper() and text.endswith((".", "{?value}"))
    assert not check.label["en"].endswith(".")


def test_the_overview_lists_every_check() -> None:
    overview = (Path(resources.checks_folder()) / "README.md").read_text(encoding="utf-8")
    listed = [line for line in overview.splitlines() if line.startswith("| `")]
    checks = [*CHECKS.values(), *FILE_CHECKS]
    assert sorted(listed) == sorted(f"| `{c.name}` | {c.problem['en']} |" for c in checks)


def test_the_project_is_clean_and_needs_each_of_its_exceptions() -> None:
    store = filled(resources.graph_files())
    filled(resources.shape_files(), SHAPES, store)
    filled(sorted(ROOT.glob("ontology/imports/*.ttl")), VOCABULARIES, store)
    profile = load_profile(PROFILE)
    assert run_checks(store, CHECKS.values(), profile, BESIDE) == []
    settings = {check: profile[check] for check in CHECKS}
    excepted = {(check, iri) for check in CHECKS for iri in settings[check].excepted}
    strict = Profile("strict", {c: s._replace(excepted={}) for c, s in settings.items()})
    faults = run_checks(store, CHECKS.values(), strict, BESIDE)
    assert {(fault.rule, str(fault.focus)) for fault in faults} == excepted


TURTLE = """
@prefix e: <http://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://e.org/> a owl:Ontology . e:A a owl:Class ; rdfs:label " A" . e:B a owl:Class ;
    rdfs:label "B" , "C" .
"""


def run(
    *names: str, beside: dict[str, list[ox.NamedNode]] | None = None, **settings: Setting
) -> list[Fault]:
    store = ox.Store()
    store.load(TURTLE.encode(), ox.RdfFormat.TURTLE)
    every = {check: Setting(Severity.WARNING, {}) for check in CHECKS}
    profile = Profile("test", every | {k.replace("_", "-"): v for k, v in settings.items()})
    return run_checks(store, [CHECKS[n] for n in names], profile, beside)


def test_a_row_becomes_a_fault() -> None:
    (fault,) = run("untidy-text")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    assert fault.severity == Severity.WARNING
    assert fault.rule == "untidy-text" and fault.component == ""
    assert fault.focus == ox.NamedNode("http://e.org/A")
    assert fault.path == Step(label) and fault.value == ox.Literal(" A")
    assert fault.place is None
    assert fault.messages == {
        "en": "A label, title or definition has space around it or a line break in it."
        " Write the rdfs:label of http://e.org/A on one line without space around it.",
        "id": "Label, judul, atau definisi memiliki spasi di tepi atau ganti baris di dalamnya."
        " Tulis rdfs:label dari http://e.org/A dalam satu baris tanpa spasi di tepi.",
    }


def test_a_fault_may_have_neither_property_nor_value() -> None:
    faults = run("class-without-shape", beside=BESIDE)
    assert [(f.focus, f.path, f.value) for f in faults] == [
        (ox.NamedNode("http://e.org/A"), None, None),
        (ox.NamedNode("http://e.org/B"), None, None),
    ]


def test_a_long_value_is_shown_in_part() -> None:
    store = ox.Store()
    literal = ox.Literal("TODO " + "x" * 500)
    store.add(ox.Quad(ox.NamedNode("http://e.org/a"), ox.NamedNode("http://e.org/p"), literal))
    profile = Profile("test", {"placeholder": Setting(Severity.INFO, {})})
    (fault,) = run_checks(store, [CHECKS["placeholder"]], profile)
    assert fault.value == literal
    assert len(fault.message("en")) < 300 and "TODO xxx" in fault.message("en")


def test_faults_come_gravest_first() -> None:
    grave = Setting(Severity.VIOLATION, {})
    faults = run("untidy-text", "several-labels", several_labels=grave)
    assert [fault.rule for fault in faults] == ["several-labels", "untidy-text"]


def test_a_check_can_be_off_and_have_exceptions() -> None:
    assert run("untidy-text", untidy_text=Setting(None, {})) == []
    excepted = Setting(Severity.WARNING, {"<http://e.org/A>": "so it is"})
    assert run("untidy-text", untidy_text=excepted) == []
    assert run("several-labels", several_labels=excepted)


def test_a_check_is_left_out_where_what_it_needs_is_not_there() -> None:
    assert run("class-without-shape") == []
    assert run("class-without-shape", beside={"vocabularies": [VOCABULARIES]}) == []


def test_a_check_sees_the_data_and_the_graphs_that_it_needs_and_no_other() -> None:
    store = ox.Store()
    store.load(TURTLE.encode(), ox.RdfFormat.TURTLE)
    sh = "http://www.w3.org/ns/shacl#"
    target = (ox.NamedNode("http://e.org/S"), ox.NamedNode(sh + "targetClass"))
    store.add(ox.Quad(*target, ox.NamedNode("http://e.org/A"), SHAPES))
    store.add(ox.Quad(*target, ox.NamedNode("http://e.org/B"), VOCABULARIES))
    profile = Profile("test", {"class-without-shape": Setting(Severity.INFO, {})})
    faults = run_checks(store, [CHECKS["class-without-shape"]], profile, BESIDE)
    assert [str(fault.focus) for fault in faults] == ["<http://e.org/B>"]


def test_a_check_that_the_profile_does_not_know_is_an_error() -> None:
    with pytest.raises(ActipGraphError, match=r"test: 'placeholder' has no severity; give it one"):
        run_checks(ox.Store(), [CHECKS["placeholder"]], Profile("test", {}))


def test_rules_say_what_each_check_guards() -> None:
    known = rules([*CHECKS.values(), *FILE_CHECKS])
    assert known.keys() == {*CHECKS, "not-canonical-turtle", "unknown-term-in-query"}
    assert known["empty-literal"].label == {"en": "Empty text", "id": "Teks kosong"}
    assert all(rule.comment["en"] and rule.comment["id"] for rule in known.values())


HEADER = """#+ label: {en: Nameless, id: Tanpa nama}
#+ problem: {en: It has no name., id: Namanya tidak ada.}
#+ remedy: {en: 'Name {?entity}.', id: 'Beri nama {?entity}.'}
"""
QUERY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?entity ?property ?value WHERE { ?entity a owl:Class FILTER(STRENDS(STR(?entity), "B")) }
"""


def test_a_folder_of_checks_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "nameless.rq").write_text(HEADER + QUERY, encoding="utf-8")
    (tmp_path / "profile.yaml").write_text("nameless: info\n", encoding="utf-8")
    checks = load_checks(str(tmp_path))
    profile = load_profile(str(tmp_path / "profile.yaml"), checks)
    store = ox.Store()
    store.load(TURTLE.encode(), ox.RdfFormat.TURTLE)
    (fault,) = run_checks(store, checks, profile)
    assert fault.severity == Severity.INFO and fault.rule == "nameless"
    assert fault.message("id") == "Namanya tidak ada. Beri nama http://e.org/B."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (QUERY, "there is no header"),
        (HEADER.replace("label", "lable") + QUERY, "unknown key 'lable'.*did you mean label"),
        (HEADER.replace(", id: Tanpa nama", "") + QUERY, "label needs a text for 'en' and one"),
        (HEADER.replace("#+ remedy", "# remedy") + QUERY, "remedy needs a text"),
        (HEADER.replace("Tanpa nama", "'{?value}'") + QUERY, "only the remedy may name a cell"),
        (
            HEADER.replace("It has no name.", "'{?value}'") + QUERY,
            "only the remedy may name a cell",
        ),
        (HEADER.replace("no name.", "{?value}.") + QUERY, "the header is not valid YAML"),
        (HEADER + "#+ graphs: [shape]\n" + QUERY, "unknown graphs 'shape'; did you mean shapes"),
        (HEADER + "#+ graphs: shapes\n" + QUERY, "graphs is a list"),
        (HEADER + QUERY.replace("SELECT ?entity ?property ?value", "ASK"), "must SELECT ?entity"),
        (HEADER + QUERY.replace("?property ?value", "?value ?property"), "must SELECT ?entity"),
        (HEADER + QUERY.replace("?value WHERE", "?value ?more WHERE"), "must SELECT ?entity"),
        (HEADER + QUERY.replace("owl:Class", "owl:Class ; ("), "not valid SPARQL"),
        (HEADER + QUERY.replace("a owl:", "ex:p owl:"), "not valid SPARQL"),
        (
            HEADER
            + QUERY.replace("{ ?entity", "{ SERVICE <http://e.org/> { ?entity ?p ?o } ?entity"),
            "asks no SERVICE",
        ),
    ],
)
def test_a_faulty_file_is_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "nameless.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ActipGraphError, match=complaint.replace("?", r"\?")) as caught:
        load_checks(str(tmp_path))
    assert str(caught.value).startswith(f"{path}: ") and "\n" not in str(caught.value)


def test_two_checks_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "nameless.rq").write_text(HEADER + QUERY, encoding="utf-8")
    with pytest.raises(ActipGraphError, match=r"b/nameless\.rq: there is another check named"):
        load_checks(str(tmp_path))


def test_a_row_without_an_entity_is_an_error(tmp_path: Path) -> None:
    query = "\nSELECT ?entity ?property ?value WHERE { BIND(1 AS ?value) }\n"
    (tmp_path / "nameless.rq").write_text(HEADER + query, encoding="utf-8")
    profile = Profile("test", {"nameless": Setting(Severity.INFO, {})})
    with pytest.raises(ActipGraphError, match=r"'nameless' gives a row without \?entity"):
        run_checks(ox.Store(), load_checks(str(tmp_path)), profile)


def test_a_word_in_a_text_is_no_service(tmp_path: Path) -> None:
    query = QUERY.replace('"B"', '"service"') + "# a service\n"
    (tmp_path / "nameless.rq").write_text(HEADER + query, encoding="utf-8")
    assert len(load_checks(str(tmp_path))) == 1
