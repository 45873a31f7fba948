"""``actip-graph pull``: graphs out of a triple store."""

from __future__ import annotations

import os
import sys

from actip_graph.cli.common import add_server, output, server_of
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """Who signs in: see actip-graph push --help.

example (a server: oxigraph serve --location store):
  actip-graph pull http://127.0.0.1:7878 --out pulled"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_server(parser)
    parser.add_argument(
        "--graph",
        action="append",
        default=[],
        metavar="IRI",
        help="pull this named graph, by IRI or by its path as in data/instruments/ACTIP (again for"
        " more; default: all of the project)",
    )
    parser.add_argument(
        "--format",
        choices=("ttl", "trig", "nq", "jsonld"),
        help="ttl is a folder with a file for each graph, the others are one file (default: as"
        " the name of --out says, else trig)",
    )
    parser.add_argument("--out", metavar="PATH", help="the file or folder to write")


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.exchange.pull import FORMATS, own_graphs, pull_file, pull_folder

    suffix = os.path.splitext(args.out or "x.trig")[1].removeprefix(".")
    form = args.format or (suffix if suffix in FORMATS else "ttl")
    if form == "ttl" and not args.out:
        raise ActipGraphError(
            "Turtle is written to a folder with a file for each graph: give --out"
        )
    store = server_of(args)
    graphs = own_graphs(store, args.graph)
    if not graphs:
        raise ActipGraphError(
            f"{store.name} holds no graph of the project; name others with --graph"
        )
    total = 0
    if form == "ttl":
        for _, triples in pull_folder(store, args.out, graphs):
            total += triples
    else:
        with output(args.out) as out:
            for _, triples in pull_file(store, out, form, graphs):
                total += triples
    print(f"{args.out or 'pulled'}: {len(graphs)} graphs, {total} triples", file=sys.stderr)
    return 0
