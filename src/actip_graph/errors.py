"""The one error type for faults that are not the program's own.

Everything a user, a file or a remote service can get wrong is raised as an ``ActipGraphError``;
the command line prints its one line and leaves with its exit code, and no traceback.
"""

from __future__ import annotations


class ActipGraphError(Exception):
    """A fault of input, usage or surroundings: what is wrong, where, and what to do.

    ``exit_code`` is what the command line returns: 2 for wrong usage or bad input.
    """

    exit_code = 2


class RemoteError(ActipGraphError):
    """A remote store or service failed."""

    exit_code = 3


class DeadlineError(ActipGraphError):
    """Something took longer than it was given."""

    exit_code = 4


def nearest(wanted: str, known: list[str]) -> str:
    """Return a clause that names the likeliest of ``known``, for the end of an error line.

    Case is ignored; with no near name the first few known ones are given.
    """
    import difflib

    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(wanted.casefold(), list(by_folded), n=3, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(by_folded[c] for c in close) + "?"
    if not known:
        return "none is known"
    shown = ", ".join(sorted(known)[:12])
    return f"known are: {shown}" + (", …" if len(known) > 12 else "")
