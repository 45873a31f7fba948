"""Writing files that are whole or not there."""

from __future__ import annotations

import os
from contextlib import contextmanager

from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


@contextmanager
def whole(path: str, parents: bool = False) -> Iterator[IO[bytes]]:
    """Give a stream to a draft that takes the place of the file ``path`` when the body is done.

    Where the body or the writing fails, the file stays as it was. ``parents`` makes the folders
    above it that are missing. Raises ActipGraphError where it cannot be written.
    """
    draft = f"{path}.{os.getpid()}.part"
    try:
        if parents:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(draft, "wb") as file:
            yield file
        os.replace(draft, path)
    except OSError as error:
        raise ActipGraphError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
