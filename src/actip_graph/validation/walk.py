"""Walking property paths over an index (SHACL, section 2.3.1; SPARQL 1.1, section 9)."""

from __future__ import annotations

from actip_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Repeat,
    Repeated,
    Sequence,
    Step,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from actip_graph.terms import Term
    from actip_graph.validation.index import Index

    Walk = Callable[[Term], Iterable[Term]]


def walker(index: Index, path: Path) -> Walk:
    """Return a function from a node to the nodes that ``path`` leads to, each named once."""
    if isinstance(path, Step):
        objects = index.objects_by(path.predicate)
        return lambda node: objects.get(node, ())
    if isinstance(path, Inverse):
        if not isinstance(path.path, Step):
            return walker(index, inverted(path.path))
        subjects = index.subjects_by(path.path.predicate)
        return lambda node: subjects.get(node, ())
    if isinstance(path, Sequence):
        return _sequence([walker(index, part) for part in path.parts])
    if isinstance(path, Alternative):
        return _alternative([walker(index, part) for part in path.parts])
    return _repeated(walker(index, path.path), path.repeat)


def inverted(path: Path) -> Path:
    """Return the path that leads from the end of ``path`` to its start."""
    if isinstance(path, Step):
        return Inverse(path)
    if isinstance(path, Inverse):
        return path.path
    if isinstance(path, Sequence):
        return Sequence(tuple(inverted(part) for part in reversed(path.parts)))
    if isinstance(path, Alternative):
        return Alternative(tuple(inverted(part) for part in path.parts))
    return Repeated(inverted(path.path), path.repeat)


def _sequence(walks: list[Walk]) -> Walk:
    def walk(node: Term) -> Iterable[Term]:
        reached: Iterable[Term] = (node,)
        for step in walks:
            reached = dict.fromkeys(end for start in reached for end in step(start))
        return reached

    return walk


def _alternative(walks: list[Walk]) -> Walk:
    return lambda node: dict.fromkeys(end for step in walks for end in step(node))


def _repeated(step: Walk, repeat: Repeat) -> Walk:
    def walk(node: Term) -> Iterable[Term]:
        if repeat is Repeat.ZERO_OR_ONE:
            return dict.fromkeys((node, *step(node)))
        reached: dict[Term, None] = {} if repeat is Repeat.ONE_OR_MORE else {node: None}
        waiting = [node]
        while waiting:
            for end in step(waiting.pop()):
                if end not in reached:
                    reached[end] = None
                    waiting.append(end)
        return reached

    return walk
