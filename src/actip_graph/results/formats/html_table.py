"""An HTML table, to be set into a page."""

from __future__ import annotations

from html import escape

import pyoxigraph as ox

from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result
    from actip_graph.terms import Term


def write(result: Result) -> str:
    """Return the rows as one ``table`` element; things of the graph are links to their IRIs."""
    head = "".join(f"<th scope='col'>{escape(text)}</th>" for text in result.headings)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{_cell(term)}</td>" for term in row) + "</tr>"
        for row in result.terms
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"


def _cell(term: Term | None) -> str:
    text = escape(to_text(term))
    if isinstance(term, ox.NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{escape(term.value)}">{text}</a>'
    return text
