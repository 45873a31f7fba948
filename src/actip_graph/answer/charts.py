"""Charts of an answer: the Vega-Lite of a stored query over the rows that it gave.

Drawn to SVG beforehand, a chart needs no script and no network, prints, and fits a phone.
"""

from __future__ import annotations

import copy
from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result
    from actip_graph.terms import Value

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_WIDTH = 560
_CONFIG = {
    "font": "sans-serif",
    "padding": 12,
    "axis": {"labelLimit": 320, "titleFontWeight": "normal"},
    "legend": {"labelLimit": 260, "titleFontWeight": "normal"},
    "view": {"stroke": None},
}
# One colour a concept in every chart; what is not known is grey, never the colour of a no.
_COLOURS = {
    "status:Yes": "#2a7f62",
    "status:Partly": "#e0b040",
    "status:No": "#b5352c",
    "status:Unknown": "#c8c8c8",
    "tier:Tier1": "#2a7f62",
    "tier:Tier2": "#a8c686",
    "tier:Tier2WatchList": "#e0b040",
    "tier:Tier3": "#b5352c",
    "tier:NotRanked": "#c8c8c8",
}


def specification(result: Result, caption: str) -> dict[str, Any] | None:
    """Return the chart of ``result`` as Vega-Lite 5 with its data inline, None if it has none.

    Axes and legends are titled by the headings of the columns.
    """
    if result.query is None or result.query.chart is None or len(result) == 0:
        return None
    chart = copy.deepcopy(result.query.chart)
    headings = dict(zip(result.variables, result.headings, strict=True))
    rows = result.rows
    for name, channel in chart["encoding"].items():
        if "title" not in channel and channel.get("field") in headings:
            channel["title"] = headings[channel["field"]]
        if name == "color" and (scale := _colours(rows, channel.get("field", ""))):
            channel["scale"] = scale
    return {
        "$schema": _SCHEMA,
        "description": caption,
        "width": _WIDTH,
        "config": _CONFIG,
        "data": {"values": rows},
        **chart,
    }


def _colours(rows: list[dict[str, Value]], field: str) -> dict[str, list[str]] | None:
    """Return the scale of a column of labels whose concepts, in the column beside, have colours."""
    concepts = field.removesuffix("_label")
    labels = {str(row.get(concepts)): str(row.get(field)) for row in rows}
    known = [concept for concept in _COLOURS if concept in labels]
    if not known or len(known) < len(labels):
        return None
    return {"domain": [labels[c] for c in known], "range": [_COLOURS[c] for c in known]}


def svg(specification: dict[str, Any]) -> str | None:
    """Return the chart as SVG that scales to its place; None without the extra ``charts``."""
    try:
        import vl_convert
    except ImportError:
        return None
    drawing = str(vl_convert.vegalite_to_svg(specification))
    # The view box keeps the shape; the page gives the size.
    head, tail = drawing.split(">", 1)
    parts = [part for part in head.split(" ") if not part.startswith(("width=", "height="))]
    return " ".join(parts) + ">" + tail
