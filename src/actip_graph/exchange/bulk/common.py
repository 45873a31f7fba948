"""What the bulk files of most products are: one file of N-Quads, and texts beside it."""

from __future__ import annotations

import os

from actip_graph.exchange.write import write_quads, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox


def write_bulk(quads: Iterable[ox.Quad], folder: str, data: str, texts: Mapping[str, str]) -> None:
    """Write ``quads`` into the file ``data`` of ``folder``, and each of ``texts`` by its name."""
    write_quads(quads, os.path.join(folder, data))
    write_texts(folder, texts)


def write_texts(folder: str, texts: Mapping[str, str]) -> None:
    """Write each of ``texts`` into ``folder``, under its name."""
    for name, text in texts.items():
        write_text(text, os.path.join(folder, name))
