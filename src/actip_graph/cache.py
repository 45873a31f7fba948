"""What is derived from files and dear to derive, kept in the user's cache folder.

An entry is named after the content it is derived from, so it is never stale: when a file changes,
the name changes. An entry appears whole or not at all: it is built under a name of its own and
then renamed, which holds when two processes build at once or one is killed while building.
Set ``ACTIP_GRAPH_CACHE`` to put the folder elsewhere.
"""

from __future__ import annotations

import binascii
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_UNUSED_DAYS = 14
_ABANDONED_SECONDS = 3600
_SETTLED_NS = 2_000_000_000
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


def content_key(paths: Sequence[str], *salt: str) -> str:
    """Return a digest of the names and bytes of ``paths`` and of ``salt``.

    The bytes are read once for a state of the files as the file system shows it: size, inode and
    the times of the last change, of which the change time cannot be set back. As in git's index, a
    state younger than the clock can tell apart is not remembered.
    """
    states = [(path, os.stat(path)) for path in paths]
    state = repr(
        [salt, *((p, s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for p, s in states)]
    )
    # The checksum only names the file; whether the state is the same is read from it in full.
    memory = os.path.join(folder(), f"files-{binascii.crc32(repr([salt, paths]).encode()):08x}")
    try:
        with open(memory, encoding="utf-8") as file:
            key, _, known = file.read().partition("\n")
        if known == state:
            return key
    except (OSError, ValueError):
        pass
    key = _digest(paths, *salt)
    newest = max((max(s.st_mtime_ns, s.st_ctime_ns) for _, s in states), default=0)
    if time.time_ns() - newest > _SETTLED_NS:
        _write(memory, f"{key}\n{state}")
    return key


def _digest(paths: Iterable[str], *salt: str) -> str:
    import hashlib

    digest = hashlib.blake2b(repr(salt).encode(), digest_size=16)
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _write(path: str, text: str) -> None:
    """Write ``text`` to the file at ``path`` at once; do nothing where that is not allowed."""
    draft = _draft(path)
    try:
        os.makedirs(folder(), exist_ok=True)
        with open(draft, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except OSError:
        return


def _draft(path: str) -> str:
    return f"{path}{_BUILDING}{os.getpid()}-{time.monotonic_ns()}"


def content_fingerprint(paths: Iterable[str]) -> str:
    """Return a digest of the bytes of ``paths`` that is the same wherever the files are kept."""
    import hashlib

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
        draft = _draft(path)
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
