"""SHACL property paths (SHACL, section 2.3.1), written as SPARQL writes them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from actip_graph.namespaces import shrink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox


class Repeat(Enum):
    """How often a path may be walked; the value is SPARQL's sign for it."""

    ZERO_OR_MORE = "*"
    ONE_OR_MORE = "+"
    ZERO_OR_ONE = "?"


class Step(NamedTuple):
    """One triple, from its subject to its object; ``str`` gives the path in SPARQL."""

    predicate: ox.NamedNode

    def __str__(self) -> str:
        return str(self.predicate)


class Inverse(NamedTuple):
    """A path walked from its end to its start."""

    path: Path

    def __str__(self) -> str:
        return f"^{_inside(self.path)}"


class Sequence(NamedTuple):
    """Paths walked one after the other."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "/".join(map(_inside, self.parts))


class Alternative(NamedTuple):
    """Paths of which any may be walked."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "|".join(map(_inside, self.parts))


class Repeated(NamedTuple):
    """A path walked a number of times."""

    path: Path
    repeat: Repeat

    def __str__(self) -> str:
        return _inside(self.path) + self.repeat.value


Path = Step | Inverse | Sequence | Alternative | Repeated


def _inside(path: Path) -> str:
    return str(path) if isinstance(path, Step) else f"({path})"


def predicates(path: Path) -> Iterator[ox.NamedNode]:
    """Yield every predicate that ``path`` names."""
    if isinstance(path, Step):
        yield path.predicate
    elif isinstance(path, Sequence | Alternative):
        for part in path.parts:
            yield from predicates(part)
    else:
        yield from predicates(path.path)


def to_text(path: Path | None) -> str:
    """Return ``path`` as a person reads it: in SPARQL, with CURIEs for the IRIs of known prefixes.

    Empty where there is no path.
    """
    import re

    return re.sub(r"<([^>]*)>", lambda iri: shrink(iri[1]), "" if path is None else str(path))
