"""Writing folders that are whole or not there."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager

from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_folder(path: str) -> Iterator[str]:
    """Give a draft folder that takes the place of the folder ``path`` when the body is done.

    Where the body or the writing fails, ``path`` stays as it was. An export that stands there is
    replaced; raises ActipGraphError where other files do, or where the folder cannot be written.
    """
    path = os.path.abspath(path)
    draft = f"{path}.{os.getpid()}.part"
    try:
        os.mkdir(draft)
        yield draft
        _put(draft, path)
    except OSError as error:
        raise ActipGraphError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put(draft: str, path: str) -> None:
    if not os.path.lexists(path):
        os.rename(draft, path)
        return
    others = _names_below(path) - _names_below(draft)
    if others:
        raise ActipGraphError(
            f"{path}: holds {min(others)}, which this export does not write; "
            "remove it or name an empty folder"
        )
    former = f"{path}.{os.getpid()}.old"
    os.rename(path, former)
    os.rename(draft, path)
    shutil.rmtree(former, ignore_errors=True)


def _names_below(folder: str) -> set[str]:
    if not os.path.isdir(folder):
        raise NotADirectoryError(20, "it is a file, and a folder is to be written")
    return {
        os.path.relpath(os.path.join(place, name), folder)
        for place, _, names in os.walk(folder)
        for name in names
    }
