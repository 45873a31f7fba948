"""What files were at a git revision."""

from __future__ import annotations

import os
import subprocess

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.graph import base_iri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Revision:
    """A git revision of the repository that holds some files."""

    def __init__(self, name: str, files: Sequence[str]) -> None:
        """Look up ``name``; raise ActipGraphError where git or the revision is not there."""
        self._folder = os.path.dirname(os.path.abspath(files[0])) if files else os.getcwd()
        self._name = name
        self._top = self._git("rev-parse", "--show-toplevel").decode().strip()
        self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        listed = self._git("diff", "--name-only", "--no-renames", "-z", name)
        listed += self._git("ls-files", "--others", "--exclude-standard", "-z", "--", self._top)
        self._changed = {
            os.path.join(self._top, entry.decode("utf-8", "surrogateescape"))
            for entry in listed.split(b"\0")
            if entry
        }

    def changed(self, files: Iterable[str]) -> list[str]:
        """Return those of ``files`` that are not as they were."""
        return [path for path in files if os.path.realpath(path) in self._changed]

    def removed_beside(self, files: Iterable[str]) -> list[str]:
        """Return the Turtle files that are gone from the folders that hold ``files``."""
        folders = {os.path.dirname(os.path.realpath(path)) for path in files}
        return sorted(
            path
            for path in self._changed
            if path.endswith(".ttl")
            and os.path.dirname(path) in folders
            and not os.path.exists(path)
        )

    def triples(self, files: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield what ``files`` held; one that was not there yet held nothing.

        Raises SyntaxError where a file was not valid Turtle then.
        """
        for path in files:
            relative = os.path.relpath(os.path.realpath(path), self._top).replace(os.sep, "/")
            if self._git("ls-tree", self._name, "--", f":/{relative}"):
                content = self._git("show", f"{self._name}:{relative}")
                parsed = ox.parse(
                    content,
                    ox.RdfFormat.TURTLE,
                    base_iri=base_iri(path),
                    rename_blank_nodes=True,
                )
                yield from (quad.triple for quad in parsed)

    def _git(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(
                ["git", "-C", self._folder, *arguments], capture_output=True, check=True
            )
        except FileNotFoundError as error:
            raise ActipGraphError("git is not installed, which --changed asks") from error
        except subprocess.CalledProcessError as error:
            complaint = " ".join(error.stderr.decode("utf-8", "replace").split())
            reason = complaint.removeprefix("fatal: ") or "no such revision"
            raise ActipGraphError(f"git revision {self._name!r}: {reason}") from error
        return done.stdout
