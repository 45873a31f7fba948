"""Lines for a person: what goes and what comes, graph by graph."""

from __future__ import annotations

from actip_graph.exchange.changes import renamed
from actip_graph.exchange.diff_formats.terms import Numbered, graph_label, statement, turtle, verb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.exchange.changes import Change, Side
    from actip_graph.exchange.diff import Difference

_COLOURS = {"-": "31", "+": "32", "": "1"}


def lines(
    difference: Difference, _language: str = "en", colour: bool = False, summary: bool = False
) -> Iterator[str]:
    """Yield a heading for each graph, its triples (none in a ``summary``), and the counts."""
    for change in difference.changes:
        head = f"{graph_label(change.graph)}: {_counts(len(change.removed), len(change.added))}"
        yield _painted("", head, colour)
        if not summary:
            for sign, text in _statements(change):
                yield _painted(sign, f"{sign} {text} .", colour)
            yield ""
    graphs = "1 graph" if difference.graphs == 1 else f"{difference.graphs} graphs"
    if not difference.changes:
        yield f"no difference in {graphs}"
        return
    counts = _counts(difference.removed, difference.added)
    yield f"{counts} in {len(difference.changes)} of {graphs}"


def _counts(removed: int, added: int) -> str:
    return f"{removed} removed, {added} added"


def _statements(change: Change) -> Iterator[tuple[str, str]]:
    """Yield what differs, old above new; then what hangs together through blank nodes."""
    ground = [
        (turtle(triple.subject), verb(triple.predicate), new, turtle(triple.object))
        for new, side in ((0, change.removed), (1, change.added))
        for triple in side.ground
    ]
    for subject, predicate, new, value in sorted(ground):
        yield "-+"[new], f"{subject} {predicate} {value}"
    numbered = Numbered()
    for sign, side in (("-", change.removed), ("+", change.added)):
        for text in _hanging(side, numbered):
            yield sign, text


def _hanging(side: Side, numbered: Numbered) -> Iterator[str]:
    for component in side.components:
        labels = numbered.labels(component)
        for triple in component.canonical:
            yield statement(renamed(triple, labels))


def _painted(sign: str, text: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[sign]}m{text}\x1b[0m" if colour else text
