"""The files of a validation."""

from __future__ import annotations

from typing import NamedTuple


class Files(NamedTuple):
    """Those that are checked, those with the shapes, and those that references may lead into."""

    files: list[str]
    shapes: list[str]
    context: list[str]

    def all(self) -> list[str]:
        """Return the path of each file."""
        return [*self.files, *self.shapes, *self.context]
