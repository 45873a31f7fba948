"""A table of aligned columns, for pipes and for eyes."""

from __future__ import annotations

import unicodedata

from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result


def write(result: Result) -> str:
    """Return the rows under their headings, then their number."""
    table = [result.headings, *([_one_line(to_text(t)) for t in row] for row in result.terms)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = [_line(table[0], widths), "  ".join("-" * width for width in widths)]
    lines += [_line(row, widths) for row in table[1:]]
    count = len(result.terms)
    lines.append(f"({count} row{'' if count == 1 else 's'})")
    return "\n".join(lines) + "\n"


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (c + " " * (w - _width(c)) for c, w in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _width(text: str) -> int:
    """Return the number of terminal cells that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
