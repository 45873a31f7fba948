"""What a validation found."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How grave a fault is (SHACL, section 2.1.4); a greater value is graver."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2


class Fault(NamedTuple):
    """One result of a shape: the node and path it is about, and what is wrong by language."""

    severity: Severity
    shape: str
    component: str
    focus: str
    path: str
    value: str
    messages: dict[str, str]
    file: str

    def message(self, language: str) -> str:
        """Return what is wrong and what to do, in ``language`` or else in any there is."""
        return (
            self.messages.get(language)
            or self.messages.get("en")
            or next(iter(self.messages.values()), "")
        )


class Report(NamedTuple):
    """The faults that were found, gravest first, and the files that could not be read."""

    faults: list[Fault]
    unreadable: list[str]
    checked: list[str]
    shapes: int

    @property
    def conforms(self) -> bool:
        """Whether nothing was found, of whatever severity."""
        return not self.faults and not self.unreadable

    def at_least(self, severity: Severity) -> Report:
        """Return the report without faults below ``severity``."""
        return self._replace(faults=[f for f in self.faults if f.severity >= severity])
