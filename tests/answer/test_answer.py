"""The answer: right on each date, in both languages, and every figure traceable."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import pytest

from actip_graph import ActipGraphError, Graph
from actip_graph.answer import FORMATS, render
from actip_graph.answer.charts import svg
from actip_graph.answer.plan import GRADES, load_plan
from actip_graph.answer.render import ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.answer import Answer


@pytest.fixture(scope="module")
def today(graph: Graph) -> Answer:
    return graph.answer("en", "2026-11-24")


def _grade(answer: Answer, place: int) -> tuple[str, str]:
    verdict = answer.verdicts[place]
    return verdict.grade, verdict.text


# Counted by hand: Cambodia and Singapore (January 2016), Thailand (24 July 2016), Viet Nam
# (5 January 2017), Myanmar (16 January 2017) and the Philippines (6 February 2017) deposited before
# March 2017; Lao PDR and Malaysia between then and August 2017.
@pytest.mark.parametrize(
    ("day", "grade", "figures"),
    [
        ("2015-11-20", "no", "no ACTIP yet"),
        (
            "2015-12-31",
            "no",
            "10 members of ASEAN on this date 10 have signed and 0 have deposited",
        ),
        ("2017-03-07", "no", "10 have signed and 6 have deposited"),
        ("2017-03-08", "partly", "10 members of ASEAN on this date 6 are surely bound"),
        ("2025-10-25", "yes", "binds all 10 members"),
        ("2025-10-26", "partly", "11 members of ASEAN on this date 10 are surely bound"),
    ],
)
def test_who_is_bound_depends_on_the_date(graph: Graph, day: str, grade: str, figures: str) -> None:
    given, text = _grade(graph.answer("en", day), 2)
    assert given == grade
    assert figures in text


def test_there_is_no_convention_before_its_adoption(graph: Graph) -> None:
    before = graph.answer("en", "2015-11-20")
    grades = [verdict.grade for verdict in before.verdicts]
    assert grades == ["partly", "no", "no", "partly", "not-known"]
    texts = [finding.text for part in before.parts for finding in part.findings]
    assert any("did not exist" in text for text in texts)
    assert any("had not appeared" in text for text in texts)  # the paper of 2022


def test_it_says_what_actip_obliges(today: Answer) -> None:
    grade, text = _grade(today, 1)
    assert grade == "partly"
    assert "Of 106 obligations in ACTIP, 90 are mandatory" in text
    assert "16 ask only for best efforts" in text


def test_it_says_what_states_do_at_home(today: Answer) -> None:
    grade, text = _grade(today, 3)
    assert grade == "partly"
    # 428 findings: 258 yes, 93 partly, 15 no, 62 unknown, 116 of them on Walk Free alone.
    assert re.findall(r"\d+", text) == ["428", "258", "93", "15", "62", "116"]


def test_what_is_not_known_is_said(today: Answer) -> None:
    grade, text = _grade(today, 4)
    assert grade == "not-known" and "do not show that the convention caused" in text
    assert today.parts[-1].findings[0].table is not None


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_finding_has_sources_or_says_nothing_of_the_world(
    graph: Graph, language: str
) -> None:
    answer = graph.answer(language, "2026-11-24")
    assert [part.id for part in answer.parts] == [
        "built",
        "obliges",
        "un-treaties",
        "threats",
        "bound",
        "implemented",
        "outcomes",
        "constraints",
        "claims",
        "unknown",
    ]
    for part in answer.parts[:4]:
        assert any(finding.sources for finding in part.findings), part.id
    numbers = {n for part in answer.parts for finding in part.findings for n in finding.sources}
    assert numbers == set(range(1, len(answer.sources) + 1))
    assert all(source.title for source in answer.sources)


def test_both_languages_say_the_same_figures(graph: Graph) -> None:
    english, indonesian = (graph.answer(language, "2026-11-24") for language in ("en", "id"))
    for one, other in zip(english.parts, indonesian.parts, strict=True):
        for a, b in zip(one.findings, other.findings, strict=True):
            assert sorted(re.findall(r"\d+", a.text)) == sorted(re.findall(r"\d+", b.text)), a.text
            assert a.text != b.text
            assert a.sources == b.sources or set(a.queries) == set(b.queries)
    assert english.verdicts != indonesian.verdicts


def test_every_figure_can_be_had_again(graph: Graph, today: Answer) -> None:
    for support in today.support:
        assert len(graph.run(support.query, **support.parameters)) == support.rows
        assert support.command.startswith(f"actip-graph query run {support.query}")


def test_it_is_written_in_three_forms(today: Answer) -> None:
    markdown, html, plain = (render(today, form) for form in FORMATS)
    assert markdown.index("## Verdict") < markdown.index("## 1. ") < markdown.index("## Sources")
    assert "2026-11-24" in markdown
    document = json.loads(plain)
    assert [p["title"] for p in document["parts"]] == [p.title for p in today.parts]
    assert document["support"][0]["command"]
    assert len(_Links.in_(html).targets) > 0
    with pytest.raises(ActipGraphError, match="did you mean html"):
        render(today, "htm")


class _Links(HTMLParser):
    """Collects identifiers and what links point at, and checks that elements are closed."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()

    @classmethod
    def in_(cls, html: str) -> _Links:
        parser = cls()
        parser.feed(html)
        assert not parser.open
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(str(value))
            if name in ("href", "src"):
                self.targets.add(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_is_whole_and_asks_nothing_of_the_network(graph: Graph, language: str) -> None:
    html = render(graph.answer(language, "2026-11-24"), "html")
    links = _Links.in_(html)
    inner = {t[1:] for t in links.targets if t.startswith("#")}
    assert inner and inner <= links.ids
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<(script|link|img|iframe)\b", html)
    assert html.count("<figure>") >= 2


def test_charts_are_drawn_from_the_rows(graph: Graph, today: Answer) -> None:
    charts = [f.chart for part in today.parts for f in part.findings if f.chart]
    assert len(charts) >= 2
    for chart in charts:
        drawing = svg(chart.specification)
        assert drawing is not None and drawing.startswith("<svg") and drawing.endswith("</svg>")
        Xml.fromstring(drawing)
        assert not re.search(r"https?://(?!www\.w3\.org/)", drawing)
    tiers = next(c for c in charts if "tier_label" in c.specification["data"]["values"][0])
    assert tiers.specification["data"]["values"] == graph.run("tip-tiers", as_of=today.as_of).rows


def test_the_plan_names_what_exists(graph: Graph) -> None:
    plan = load_plan()
    for name, entry in plan.results.items():
        assert graph.catalogue[entry["query"]], name
    for aspect in plan.verdict:
        assert "when" not in aspect["cases"][-1], "the last case must need no condition"
        assert {case["grade"] for case in aspect["cases"]} <= set(GRADES)
    for part in plan.parts:
        for finding in part["findings"]:
            assert set(finding.get("from", [])) <= set(plan.results)


def test_every_text_of_the_plan_is_in_both_languages() -> None:
    def texts(node: object) -> Iterator[dict[str, object]]:
        if isinstance(node, dict):
            if "en" in node:
                yield node
            for inner in node.values():
                yield from texts(inner)
        elif isinstance(node, (list, tuple)):
            for inner in node:
                yield from texts(inner)

    found = list(texts(tuple(load_plan())))
    assert len(found) > 60
    for text in found:
        assert set(text) == {"en", "id"}, text


def test_no_number_is_typed_into_the_plan() -> None:
    plan = load_plan()
    texts = [case["text"] for aspect in plan.verdict for case in aspect["cases"]]
    texts += [finding["text"] for part in plan.parts for finding in part["findings"]]
    for text in texts:
        for language in ("en", "id"):
            typed = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text[language])
            assert not re.search(r"\d", typed), typed


def test_numbers_are_shown_as_runs() -> None:
    assert ranges([3, 1, 2, 7]) == [(1, 3), (7, 7)]
    assert ranges([]) == []
