"""Tables on a terminal, wrapped to its width."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result


def draw(result: Result) -> None:
    """Print the rows of ``result``."""
    table = Table(header_style="bold", row_styles=["", "dim"])
    for heading in result.headings:
        table.add_column(Text(heading), overflow="fold")
    for row in result.terms:
        table.add_row(*(Text(to_text(term)) for term in row))
    console = Console()
    console.print(table)
    console.print(f"{len(result.terms)} row{'' if len(result.terms) == 1 else 's'}")
