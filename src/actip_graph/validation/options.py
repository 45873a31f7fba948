"""What can be chosen about a validation."""

from __future__ import annotations

from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINES = ("auto", "indexed", "pyshacl")
MEGABYTE = 1_000_000


class Options(NamedTuple):
    """The choices, each with what holds without it.

    ``engine`` is one of ``ENGINES``; "auto" has each shape judged by the faster engine where that
    reads all of the shape, and else by pySHACL. ``only`` names the shapes to use, by IRI, CURIE or
    the last part of the name, and ``focus`` the nodes to check. With ``changed_since``, a git
    revision, only nodes are checked whose verdict can differ from then.

    With ``checks``, a folder or True for the project's own, the checks beyond SHACL run too, as
    grave as the file ``profile`` says. ``imports`` says what is done about an ontology that the
    files import and that is not among them: "refuse", "ignore" or "fetch" over the network.
    ``megabytes`` bounds the size of all files together.
    """

    engine: str = "auto"
    only: Sequence[str] = ()
    focus: Sequence[str] = ()
    changed_since: str | None = None
    checks: str | bool = False
    profile: str | None = None
    imports: str = "refuse"
    megabytes: float = 150
