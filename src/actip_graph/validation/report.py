"""What a validation found."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.terms import Term
    from actip_graph.validation.paths import Path


class Severity(IntEnum):
    """How grave a fault is (SHACL, section 2.1.4); a greater value is graver."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2


class Place(NamedTuple):
    """Where a fault stands: a span of text in a file.

    Lines and columns count from one, columns in characters; the end is exclusive. Where only the
    file is known, ``line`` is zero.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Fault(NamedTuple):
    """One result of a shape or a check.

    ``rule`` is the IRI of the named shape that the result comes from, or the name of a check;
    ``component`` the IRI of the constraint component, empty for a check. ``source`` is the shape
    itself, which may be blank. ``own_severity`` is a severity that the shapes made up, which counts
    as a violation. ``messages`` say by language what is wrong and what to do;
    ``details`` are the results of the nested shape that explain this one (``sh:detail``).
    """

    severity: Severity
    rule: str
    component: str
    focus: Term
    path: Path | None
    value: Term | None
    messages: dict[str, str]
    source: Term | None = None
    details: tuple[Fault, ...] = ()
    place: Place | None = None
    own_severity: Term | None = None

    def message(self, language: str) -> str:
        """Return what is wrong and what to do, in ``language`` or else in any there is."""
        return (
            self.messages.get(language)
            or self.messages.get("en")
            or self.messages.get("")
            or next(iter(self.messages.values()), "")
        )


class Rule(NamedTuple):
    """What a shape or a check guards, by language: a short name and an explanation."""

    label: dict[str, str]
    comment: dict[str, str]


class Report(NamedTuple):
    """The faults that were found, gravest first, and the files that could not be read.

    ``checked`` are the files that were asked about, ``shapes`` how many files of shapes they were
    held against, ``rules`` what the rules named in the faults are about, and ``engines`` the
    programs that gave the verdict, each with its version.
    """

    faults: list[Fault]
    unreadable: list[str]
    checked: list[str]
    shapes: int
    rules: dict[str, Rule]
    engines: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was found, of whatever severity."""
        return not self.faults and not self.unreadable

    def at_least(self, severity: Severity) -> Report:
        """Return the report without faults below ``severity``."""
        return self._replace(faults=[f for f in self.faults if f.severity >= severity])


def order(fault: Fault) -> tuple[object, ...]:
    """Return the sort key of ``fault``: by severity, place, focus, path and value.

    Blank nodes have another name at each reading, so only their place tells them apart.
    """
    focus, value = (
        "" if term is None or isinstance(term, ox.BlankNode) else str(term)
        for term in (fault.focus, fault.value)
    )
    return (
        -fault.severity,
        fault.place or Place(""),
        focus,
        str(fault.path or ""),
        value,
        fault.rule,
        fault.component,
        sorted(fault.messages.items()),
    )
