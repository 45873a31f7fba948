"""Carrying out the plan: run its queries, weigh its conditions, fill its texts."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from actip_graph import __version__, cache
from actip_graph.answer.charts import specification
from actip_graph.answer.model import Answer, Chart, Finding, Part, Support, Table, Verdict
from actip_graph.answer.plan import GRADES, Plan, load_plan
from actip_graph.queries.parameters import as_date
from actip_graph.run import run
from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actip_graph.queries.catalogue import Catalogue
    from actip_graph.results import Result
    from actip_graph.results.citations import Citation
    from actip_graph.store import Store
    from actip_graph.terms import Value


class _View:
    """A result as the texts of the plan see it."""

    def __init__(self, result: Result) -> None:
        self.rows = result.rows
        self.length = len(self.rows)

    def __getattr__(self, column: str) -> Value:
        if not self.rows:
            raise AttributeError(column)
        try:
            return self.rows[0][column]
        except KeyError as error:
            raise AttributeError(column) from error


class _Sources:
    """The numbered list of sources, in the order in which the answer comes to them."""

    def __init__(self) -> None:
        self.listed: list[Citation] = []
        self._numbers: dict[str, int] = {}

    def number(self, citations: Iterable[Citation]) -> list[int]:
        for citation in citations:
            if citation.iri not in self._numbers:
                self.listed.append(citation)
                self._numbers[citation.iri] = len(self.listed)
        return sorted({self._numbers[citation.iri] for citation in citations})


def build_answer(
    catalogue: Catalogue, store: Store, files: Sequence[str], language: str, as_of: str
) -> Answer:
    """Answer the research question as it stood on the date ``as_of`` (ISO 8601, or today).

    The queries of ``catalogue`` are asked of ``store``, which holds the graph of ``files``; their
    fingerprint tells answers of different data apart. ``language`` is en or id. Raises
    ActipGraphError for a text that is no date, and what the store raises.
    """
    day = as_date(as_of, "as_of")
    plan = load_plan()
    results, support = _run_queries(plan, catalogue, store, language, day)
    texts = _Texts(language, day, {name: _View(result) for name, result in results.items()})
    for name, expression in plan.facts.items():
        texts.define(name, expression)
    sources = _Sources()
    verdicts = [_verdict(aspect, plan, texts) for aspect in plan.verdict]
    parts = []
    for part in plan.parts:
        findings = [
            _finding(finding, plan, texts, results, sources)
            for finding in part["findings"]
            if texts.holds(finding.get("when"))
        ]
        parts.append(Part(part["id"], part["title"][language], findings))
    return Answer(
        language=language,
        as_of=day,
        title=plan.title[language],
        question=plan.question[language],
        labels={name: text[language] for name, text in plan.labels.items()},
        verdicts=verdicts,
        parts=parts,
        sources=sources.listed,
        support=support,
        version=__version__,
        content=cache.content_fingerprint(files)[:12],
    )


def _run_queries(
    plan: Plan, catalogue: Catalogue, store: Store, language: str, day: str
) -> tuple[dict[str, Result], list[Support]]:
    results: dict[str, Result] = {}
    support: list[Support] = []
    for name, entry in plan.results.items():
        query = catalogue[entry["query"]]
        known = {parameter.name for parameter in query.parameters}
        given = {str(key): str(value) for key, value in entry.get("params", {}).items()}
        given |= {"as_of": day} if "as_of" in known else {}
        given |= {"lang": language} if "lang" in known else {}
        results[name] = run(query, given, store)
        results[name].language = language
        support.append(Support(query.name, given, len(results[name])))
    return results, support


class _Texts:
    """The texts and conditions of the plan, filled from the results."""

    def __init__(self, language: str, day: str, names: dict[str, Any]) -> None:
        self.language = language
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._environment.filters["where"] = self._where
        self._names: dict[str, Any] = {**names, "as_of": day}

    def fill(self, text: dict[str, str]) -> str:
        template = self._environment.from_string(text[self.language])
        return " ".join(template.render(self._names).split())

    def define(self, name: str, expression: str) -> None:
        self._names[name] = self._value(expression)

    def holds(self, condition: str | None) -> bool:
        return condition is None or bool(self._value(condition))

    def _where(self, rows: list[dict[str, Any]], expression: str) -> list[dict[str, Any]]:
        holds = self._environment.compile_expression(expression, undefined_to_none=False)
        return [row for row in rows if holds(row)]

    def _value(self, expression: str) -> Any:
        compiled = self._environment.compile_expression(expression, undefined_to_none=False)
        return compiled(self._names)


def _verdict(aspect: dict[str, Any], plan: Plan, texts: _Texts) -> Verdict:
    case = next(case for case in aspect["cases"] if texts.holds(case.get("when")))
    assert case["grade"] in GRADES, f"{case['grade']} is no grade"
    return Verdict(
        aspect=aspect["aspect"][texts.language],
        grade=case["grade"],
        grade_label=plan.grades[case["grade"]][texts.language],
        text=texts.fill(case["text"]),
    )


def _finding(
    finding: dict[str, Any],
    plan: Plan,
    texts: _Texts,
    results: dict[str, Result],
    sources: _Sources,
) -> Finding:
    names = list(finding.get("from", []))
    table = finding.get("table")
    chart = finding.get("chart")
    for shown in (table, chart):
        if shown and shown["result"] not in names:
            names.append(shown["result"])
    citations = {citation.iri: citation for name in names for citation in results[name].citations()}
    return Finding(
        text=texts.fill(finding["text"]),
        table=_table(table, results[table["result"]], texts.language) if table else None,
        chart=_chart(chart, results[chart["result"]], texts.language) if chart else None,
        sources=sources.number(list(citations.values())),
        queries=list(dict.fromkeys(plan.results[name]["query"] for name in names)),
    )


def _chart(chart: dict[str, Any], result: Result, language: str) -> Chart | None:
    caption = chart["caption"][language]
    drawn = specification(result, caption)
    return Chart(caption, drawn) if drawn else None


def _table(table: dict[str, Any], result: Result, language: str) -> Table:
    wanted = table.get("columns", result.variables)
    places = [result.variables.index(column) for column in wanted]
    rows = [[to_text(row[place]) for place in places] for row in result.terms]
    limit = table.get("limit", len(rows))
    return Table(
        caption=table["caption"][language],
        headings=[result.headings[place] for place in places],
        rows=rows[:limit],
        left_out=max(0, len(rows) - limit),
    )
