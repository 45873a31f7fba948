"""The figures: one series each, no trend across a break, and as many as were counted by hand.

Read with plain rdflib and no SPARQL.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, QB, RDF, SKOS, XSD, Namespace

from actip_graph.namespaces import ONTOLOGY, PREFIXES, shrink
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

ACTIP = Namespace(ONTOLOGY)
FOLDER = ROOT / "data" / "evidence" / "observations"
FILES = sorted(FOLDER.glob("*.ttl"))
NON_COMMERCIAL = URIRef("https://creativecommons.org/licenses/by-nc/4.0/")


def _id(kind: str, key: str) -> URIRef:
    return URIRef(PREFIXES[kind] + key)


@pytest.fixture(scope="module")
def g() -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for file in FILES:
        graph.parse(file)
    return graph


@pytest.fixture(scope="module")
def observations(g: rdflib.Graph) -> list[Node]:
    return list(g.subjects(RDF.type, ACTIP.Observation))


def _the(g: rdflib.Graph, subject: Node, predicate: URIRef) -> Node:
    """Return the one object of ``predicate``."""
    (value,) = g.objects(subject, predicate)
    return value


def test_every_figure_is_there(g: rdflib.Graph, observations: list[Node]) -> None:
    kinds = Counter(shrink(str(_the(g, o, ACTIP.indicator))) for o in observations)
    assert len(observations) == 2042
    assert len(kinds) == 81
    assert kinds["indicator:tip-tiers"] == 272
    assert kinds["indicator:political-stability"] == kinds["indicator:rule-of-law"] == 11 * 19
    assert kinds["indicator:3p-overall"] == 135
    assert kinds["indicator:national-victims-identified"] == 28


def test_tiers_are_as_counted(g: rdflib.Graph) -> None:
    tiers = Counter(shrink(str(tier)) for tier in g.objects(None, ACTIP.valueResource))
    assert tiers == {
        "tier:Tier1": 17,
        "tier:Tier2": 132,
        "tier:Tier2WatchList": 67,
        "tier:Tier3": 42,
        "tier:NotRanked": 14,
    }


def test_a_tier_that_is_unknown_is_no_observation(g: rdflib.Graph) -> None:
    years = {
        str(_the(g, o, ACTIP.year))
        for o in g.subjects(ACTIP.indicator, _id("indicator", "tip-tiers"))
        if (o, ACTIP.area, _id("state", "TL")) in g
    }
    assert {str(y) for y in range(2001, 2026)} - years == {"2006", "2007", "2008"}


def test_a_cube_has_one_observation_a_cell(g: rdflib.Graph, observations: list[Node]) -> None:
    dimensions = (QB.dataSet, ACTIP.indicator, ACTIP.area, ACTIP.year, ACTIP.series)
    cells = Counter(tuple(_the(g, o, d) for d in dimensions) for o in observations)
    assert max(cells.values()) == 1
    for dataset in g.subjects(RDF.type, ACTIP.Dataset):
        structure = _the(g, dataset, QB.structure)
        parts = list(g.objects(structure, QB.component))
        declared = {p for part in parts for p in g.objects(part, QB.dimension)}
        assert declared == set(dimensions) - {QB.dataSet}


def test_values_are_numbers_of_one_type_an_indicator(
    g: rdflib.Graph, observations: list[Node]
) -> None:
    types = defaultdict(set)
    for o in observations:
        value = g.value(o, ACTIP.value)
        if value is not None:
            assert isinstance(value, Literal)
            types[_the(g, o, ACTIP.indicator)].add(value.datatype)
    assert all(kinds in ({XSD.integer}, {XSD.decimal}) for kinds in types.values())


def test_the_first_figure_after_a_break_is_marked(
    g: rdflib.Graph, observations: list[Node]
) -> None:
    lines: dict[tuple[Node, Node], dict[Node, list[tuple[str, Node]]]] = defaultdict(dict)
    for o in observations:
        line = lines[_the(g, o, ACTIP.indicator), _the(g, o, ACTIP.area)]
        points = line.setdefault(_the(g, o, ACTIP.series), [])
        points.append((str(_the(g, o, ACTIP.year)), o))
    expected = set()
    for line in lines.values():
        starts = {series: min(line[series]) for series in line}
        for series, (year, first) in starts.items():
            sooner = [p for other in line if other != series for p in line[other] if p[0] < year]
            if sooner and g.value(series, ACTIP.replacesSeries) is not None:
                expected.add(first)
    assert expected
    assert set(g.subjects(ACTIP.breaksSeries, Literal(True))) == expected


def test_a_series_has_one_unit(g: rdflib.Graph, observations: list[Node]) -> None:
    units = defaultdict(set)
    for o in observations:
        units[_the(g, o, ACTIP.series)].add(_the(g, o, ACTIP.unit))
    assert all(len(found) == 1 for found in units.values())


@pytest.mark.parametrize("stem", ["gsi-prevalence", "gsi-number", "gems-number"])
def test_no_trend_is_drawn_over_editions(g: rdflib.Graph, stem: str) -> None:
    years = defaultdict(set)
    for o in g.subjects(ACTIP.indicator, _id("indicator", stem)):
        years[_the(g, o, ACTIP.series)].add(_the(g, o, ACTIP.year))
    assert len(years) > 1
    for series, found in years.items():
        assert len(found) == 1
        assert (series, ACTIP.comparableOverTime, Literal(False)) in g


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_file_holds_one_indicator_under_the_licence_of_its_figures(file: Path) -> None:
    graph = rdflib.Graph(bind_namespaces="none").parse(file)
    path = file.relative_to(ROOT).with_suffix("").as_posix()
    licence = graph.value(URIRef(PREFIXES["graph"] + path), DCTERMS.license)
    walk_free = file.stem.startswith("gsi-") or file.stem.endswith("-walk-free")
    assert (licence == NON_COMMERCIAL) == walk_free
    if file.stem == "datasets":
        assert not set(graph.subjects(RDF.type, ACTIP.Observation))
        return
    indicators = set(graph.objects(None, ACTIP.indicator))
    assert indicators == {_id("indicator", file.stem.removesuffix("-walk-free"))}


def test_an_indicator_says_how_its_figures_are_made(g: rdflib.Graph) -> None:
    for indicator in g.subjects(RDF.type, ACTIP.Indicator):
        for prop in (SKOS.prefLabel, SKOS.definition, ACTIP.methodNote):
            texts = [t for t in g.objects(indicator, prop) if isinstance(t, Literal)]
            assert sorted(str(t.language) for t in texts) == ["en", "id"], (indicator, prop)
