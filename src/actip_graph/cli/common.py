"""What several commands share: options, where output goes, and the deadline."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from actip_graph.errors import DeadlineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import IO

    from actip_graph.api import Graph
    from actip_graph.results import Result
    from actip_graph.store.server import ServerStore


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add ``--lang``."""
    parser.add_argument(
        "--lang", choices=("en", "id"), default="en", help="language of the output (default: en)"
    )


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add ``--store`` and ``--timeout``."""
    parser.add_argument(
        "--store", metavar="URL", help="ask this SPARQL endpoint instead of the embedded store"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=300.0,
        help="give up after this time, with exit code 4 (default: 300)",
    )


def add_server(parser: argparse.ArgumentParser) -> None:
    """Add the address of a triple store, and how to talk to it."""
    from actip_graph.store.names import PRODUCTS

    parser.add_argument(
        "url", metavar="URL", help="the address of the store, or of a dataset or repository in it"
    )
    parser.add_argument("--user", metavar="NAME", help="who signs in there")
    parser.add_argument(
        "--product", choices=PRODUCTS, help="what runs there (default: the server is asked)"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=60.0,
        help="how long the server may stay silent (default: 60)",
    )


def server_of(args: argparse.Namespace) -> ServerStore:
    """Return the store that the options of ``add_server`` name."""
    from actip_graph.store import open_server

    return open_server(args.url, args.product, args.user, args.timeout)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add ``--out``."""
    parser.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")


def graph_of(args: argparse.Namespace) -> Graph:
    """Return the graph that ``--store`` names, or the one that comes with the package."""
    from actip_graph.api import Graph

    return Graph.at(args.store, args.timeout) if args.store else Graph.default()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the process with exit code 4 where the body takes longer than ``seconds``.

    The engine cannot be stopped from within, so the process is; nothing is left half-written,
    since files appear only when they are whole.
    """
    import threading

    def expire() -> None:
        message = f"actip-graph: gave up after {seconds:g} seconds; narrow the query or raise"
        print(f"{message} --timeout", file=sys.stderr, flush=True)
        os._exit(DeadlineError.exit_code)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def output(path: str | None) -> Iterator[IO[bytes]]:
    """Give a binary stream to standard output or, whole or not at all, to the file ``path``."""
    if path is None:
        yield sys.stdout.buffer
        return
    from actip_graph.files import whole

    with whole(path) as file:
        yield file


def emit(text: str, path: str | None = None) -> None:
    """Write ``text`` to standard output or to the file ``path``."""
    with output(path) as out:
        out.write(text.encode("utf-8"))


def emit_result(result: Result, form: str, path: str | None) -> None:
    """Write ``result`` in ``form``; a table on a terminal is drawn to fit it."""
    from actip_graph.solutions import Solutions

    if (
        form == "table"
        and path is None
        and sys.stdout.isatty()
        and isinstance(result.outcome, Solutions)
    ):
        from actip_graph.cli.terminal import draw

        draw(result)
        return
    from actip_graph.results.formats import write

    emit(write(result, form), path)


def seconds(text: str) -> float:
    """Read a number of seconds."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value
