"""What is derived from files and dear to derive, kept in the user's cache folder.

An entry is named after the content it is derived from, so it is never stale: when a file changes,
the name changes. An entry appears whole or not at all: it is built under a name of its own and
then renamed, which holds when two processes build at once or one is killed while building.
Set ``ACTIP_GRAPH_CACHE`` to put the folder elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_UNUSED_DAYS = 14
_ABANDONED_SECONDS = 3600
_BUILDING = ".building-"


def folder() -> str:
    """Return the cache folder, by the custom of the operating system."""
    if named := os.environ.get("ACTIP_GRAPH_CACHE"):
        return named
    if sys.platform.startswith("linux"):  # what platformdirs does, without its import time
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        return os.path.join(base, "actip-graph")
    import platformdirs

    return platformdirs.user_cache_dir("actip-graph", appauthor=False)


def content_key(paths: Iterable[str], *salt: str) -> str:
    """Return a digest of the names and bytes of ``paths`` and of ``salt``."""
    digest = hashlib.blake2b(digest_size=16)
    for text in salt:
        digest.update(text.encode() + b"\0")
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def content_fingerprint(paths: Iterable[str]) -> str:
    """Return a digest of the bytes of ``paths`` that is the same wherever the files are kept."""
    digests = []
    for path in paths:
        with open(path, "rb") as file:
            digests.append(hashlib.blake2b(file.read(), digest_size=16).hexdigest())
    return hashlib.blake2b("".join(sorted(digests)).encode(), digest_size=16).hexdigest()


def entry(name: str, build: Callable[[str], None]) -> str | None:
    """Return the path of the entry ``name``, built by ``build(path)`` if it is not there yet.

    ``build`` makes a file or a folder at the path that it is given. Returns None where the cache
    folder cannot be written, so that the caller can do without.
    """
    path = os.path.join(folder(), name)
    if os.path.exists(path):
        return path
    try:
        os.makedirs(folder(), exist_ok=True)
        _sweep()
        draft = f"{path}{_BUILDING}{os.getpid()}-{time.monotonic_ns()}"
        try:
            build(draft)
            _settle(draft, path)
        finally:
            _remove(draft)
    except OSError:
        return None
    return path


def discard(path: str) -> None:
    """Remove a damaged entry."""
    _remove(path)


def _settle(draft: str, path: str) -> None:
    try:
        os.rename(draft, path)
    except OSError:
        if not os.path.exists(path):  # else another process was first; its entry is as good
            raise


def _sweep() -> None:
    """Remove drafts that a killed process left and entries that nobody built for two weeks."""
    now = time.time()
    for item in os.scandir(folder()):
        limit = _ABANDONED_SECONDS if _BUILDING in item.name else _UNUSED_DAYS * 86400
        try:
            if now - item.stat(follow_symlinks=False).st_mtime > limit:
                _remove(item.path)
        except FileNotFoundError:  # another process swept it
            continue


def _remove(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)
