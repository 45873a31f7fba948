"""Writing statements to streams and files, the same bytes each time."""

from __future__ import annotations

import gzip
import os
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import IO, cast

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def gzipped(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes reach ``out`` compressed, with neither time nor file name."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6) as packed:
        yield cast("IO[bytes]", packed)


def write_quads(quads: Iterable[ox.Quad], path: str) -> None:
    """Write ``quads`` to the file at ``path``.

    As its name ends: ``.nt`` or ``.nq``, compressed where ``.gz`` follows.
    """
    compress = path.endswith(".gz")
    with open(path, "wb") as file, gzipped(file) if compress else nullcontext(file) as out:
        if path.removesuffix(".gz").endswith(".nt"):
            ox.serialize((q.triple for q in quads), out, format=ox.RdfFormat.N_TRIPLES)
        else:
            ox.serialize(quads, out, format=ox.RdfFormat.N_QUADS)


def write_text(text: str, path: str) -> None:
    """Write ``text`` to the file at ``path``, with the folder it stands in."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def by_graph(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield each graph of ``quads``, which are sorted by graph: its IRI and its quads."""
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        yield ("" if isinstance(name, ox.DefaultGraph) else name.value), list(group)
