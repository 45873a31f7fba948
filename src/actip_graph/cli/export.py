"""``actip-graph export``: the graph in one file."""

from __future__ import annotations

import sys

from actip_graph.cli.common import add_out, output

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph export --format trig --out actip-graph.trig
  actip-graph export --format nt --include data | head -n 3

In trig, nq and jsonld each file of the project is a named graph of its own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from actip_graph.exchange.export import FORMATS, PARTS

    parser.add_argument("--format", choices=tuple(FORMATS), default="ttl", help="default: ttl")
    parser.add_argument(
        "--include",
        action="append",
        choices=PARTS,
        help="a part to write (again for more; default: ontology and data)",
    )
    parser.add_argument(
        "--open",
        action="store_true",
        help="leave out what stands under a licence that is not open, such as CC BY-NC",
    )
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.exchange.export import DEFAULT_PARTS, export

    with output(args.out) as out:
        count = export(out, args.format, args.include or DEFAULT_PARTS, args.open)
    if args.out:
        print(f"{args.out}: {count} statements", file=sys.stderr)
    return 0
