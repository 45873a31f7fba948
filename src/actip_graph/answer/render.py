"""An answer as Markdown, HTML or JSON."""

from __future__ import annotations

import json
import os
from itertools import groupby

from actip_graph.answer.charts import svg
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.results.formats.markdown import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from actip_graph.answer.model import Answer

FORMATS = ("md", "html", "json")


def render(answer: Answer, form: str) -> str:
    """Return ``answer`` in ``form``, one of ``FORMATS``; the text ends in one line feed."""
    if form not in FORMATS:
        raise ActipGraphError(f"no format {form!r}; {nearest(form, list(FORMATS))}")
    if form == "json":
        return json.dumps(_plain(answer), ensure_ascii=False, indent=1) + "\n"
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(__file__), "templates")),
        undefined=StrictUndefined,
        autoescape=form == "html",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = escape
    environment.filters["ranges"] = ranges
    environment.filters["svg"] = svg
    return environment.get_template(f"answer.{form}.j2").render(answer=answer).strip() + "\n"


def ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Return ``numbers``, sorted, as runs: [1, 2, 3, 7] gives [(1, 3), (7, 7)]."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1]))
    return runs


def _plain(answer: Answer) -> dict[str, Any]:
    document = answer._asdict()
    document["verdicts"] = [verdict._asdict() for verdict in answer.verdicts]
    document["sources"] = [source._asdict() for source in answer.sources]
    document["support"] = [
        {**support._asdict(), "command": support.command} for support in answer.support
    ]
    document["parts"] = [
        {
            "id": part.id,
            "title": part.title,
            "findings": [
                {
                    **finding._asdict(),
                    "table": finding.table._asdict() if finding.table else None,
                    "chart": finding.chart._asdict() if finding.chart else None,
                }
                for finding in part.findings
            ],
        }
        for part in answer.parts
    ]
    return document
