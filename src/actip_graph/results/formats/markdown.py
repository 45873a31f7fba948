"""A table in GitHub-flavoured Markdown."""

from __future__ import annotations

from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\|*_`[]<>"})


def write(result: Result) -> str:
    """Return the rows as a Markdown table."""
    lines = [_line(result.headings), _line(["---"] * len(result.variables))]
    lines += [_line([escape(to_text(term)) for term in row]) for row in result.terms]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return ``text`` as one line in which nothing means more to Markdown than itself."""
    return " ".join(text.split()).translate(_SPECIAL)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
