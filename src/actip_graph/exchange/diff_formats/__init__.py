"""A difference, written for a person, a program or a triple store: one module a format."""

from __future__ import annotations

from importlib import import_module

from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from actip_graph.exchange.diff import Difference

FORMATS = {
    "text": "lines",
    "json": "document",
    "patch": "rdf_patch",
    "sparql": "sparql_update",
    "ttl": "changesets",
    "md": "change_log",
}
SUMMARIES = ("text", "json")


def write(  # noqa: PLR0913 - what the command line can choose
    difference: Difference,
    out: IO[bytes],
    form: str = "text",
    *,
    language: str = "en",
    colour: bool = False,
    summary: bool = False,
) -> None:
    """Write ``difference`` to ``out`` in ``form``, one of ``FORMATS``.

    ``language`` (en or id) is that of md; ``colour`` is for text on a terminal; ``summary`` gives
    only the counts, which is for text and json, else ActipGraphError is raised.
    """
    if summary and form not in SUMMARIES:
        raise ActipGraphError(f"{form} has no summary; {' and '.join(SUMMARIES)} have")
    module = import_module(f"actip_graph.exchange.diff_formats.{FORMATS[form]}")
    lines: Iterator[str] = module.lines(difference, language, colour, summary)
    for line in lines:
        out.write(f"{line}\n".encode())
