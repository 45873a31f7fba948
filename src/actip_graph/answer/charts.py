"""Charts of an answer: the Vega-Lite of a stored query over the rows that it gave.

Drawn to SVG beforehand, a chart needs no script and no network, prints, and fits a phone.
"""

from __future__ import annotations

import copy
from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_WIDTH = 560
_CONFIG = {
    "font": "system-ui, sans-serif",
    "axis": {"labelLimit": 260, "titleFontWeight": "normal"},
    "legend": {"labelLimit": 260, "titleFontWeight": "normal"},
    "view": {"stroke": None},
}


def specification(result: Result, caption: str) -> dict[str, Any] | None:
    """Return the chart of ``result`` as Vega-Lite 5 with its data inline, None if it has none.

    Axes and legends are titled by the headings of the columns.
    """
    if result.query is None or result.query.chart is None or len(result) == 0:
        return None
    chart = copy.deepcopy(result.query.chart)
    headings = dict(zip(result.variables, result.headings, strict=True))
    for channel in chart["encoding"].values():
        if "title" not in channel and channel.get("field") in headings:
            channel["title"] = headings[channel["field"]]
    return {
        "$schema": _SCHEMA,
        "description": caption,
        "width": _WIDTH,
        "config": _CONFIG,
        "data": {"values": result.rows},
        **chart,
    }


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
