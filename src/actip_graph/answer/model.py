"""The parts of an answer."""

from __future__ import annotations

from typing import Any, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results.citations import Citation


class Support(NamedTuple):
    """A stored query that was run for the answer, and how to run it again."""

    query: str
    parameters: dict[str, str]
    rows: int

    @property
    def command(self) -> str:
        """The command line that repeats it."""
        given = "".join(f" -p {name}={value}" for name, value in self.parameters.items())
        return f"actip-graph query run {self.query}{given}"


class Table(NamedTuple):
    """Rows of text under headings, with the number of rows that were left out."""

    caption: str
    headings: list[str]
    rows: list[list[str]]
    left_out: int


class Chart(NamedTuple):
    """A picture: what it shows, and its Vega-Lite 5 specification with the data inline."""

    caption: str
    specification: dict[str, Any]


class Finding(NamedTuple):
    """One thing that was found: a text, perhaps a table and a chart, and what is behind it.

    ``sources`` are numbers of entries in the answer's list of sources, from 1; ``queries`` are the
    names of the stored queries.
    """

    text: str
    table: Table | None
    chart: Chart | None
    sources: list[int]
    queries: list[str]


class Part(NamedTuple):
    """A chapter of the answer."""

    id: str
    title: str
    findings: list[Finding]


class Verdict(NamedTuple):
    """The verdict on one aspect: a grade (yes, partly, no, not known) and what it rests on."""

    aspect: str
    grade: str
    grade_label: str
    text: str


class Answer(NamedTuple):
    """The whole answer, in one language, as of one date (ISO 8601)."""

    language: str
    as_of: str
    title: str
    question: str
    labels: dict[str, str]
    verdicts: list[Verdict]
    parts: list[Part]
    sources: list[Citation]
    support: list[Support]
    version: str
    content: str
