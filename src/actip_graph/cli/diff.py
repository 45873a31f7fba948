"""``actip-graph diff``: what differs between two graphs."""

from __future__ import annotations

import os
import sys
from argparse import BooleanOptionalAction

from actip_graph.cli.common import add_language, add_out, deadline, output, seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

# As actip_graph.exchange.diff_formats has them, whose import --help need not wait for.
FORMATS = ("text", "json", "patch", "sparql", "ttl", "md")

EXAMPLE = """A and B are each one of:
  a file                ttl, nt, nq, trig, jsonld, rdf, xml or owl, also with .gz
  a folder              a checkout of this project, or any folder of Turtle files
  git:REVISION          the checkout in the current folder, as it was then
  installed             the graph that comes with the package
  http://… https://…    the address of a triple store

Exit code 0 says that nothing differs, 1 that something does, 2 that something could not be read,
3 that a store failed.

example:
  actip-graph diff installed ."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("a", metavar="A", help="what to compare; see below")
    parser.add_argument("b", metavar="B", help="what to compare it with")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="patch is RDF Patch, sparql an update that turns A into B, ttl the changes described "
        "in the Changeset vocabulary, md a change log (default: text)",
    )
    parser.add_argument(
        "--graph",
        action="append",
        default=[],
        metavar="IRI",
        help="compare only this named graph, by IRI or CURIE (again for more)",
    )
    parser.add_argument(
        "--forms",
        action=BooleanOptionalAction,
        help="tell literals of one value in two forms apart, as 1.50 and 1.5 (default: yes, except"
        " with a store, since many keep the value alone)",
    )
    parser.add_argument(
        "--summary", action="store_true", help="only the counts of each graph (text, json)"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=3600.0,
        help="give up after this time, with exit code 4 (default: 3600)",
    )
    add_language(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.exchange.diff import diff
    from actip_graph.exchange.diff_formats import write
    from actip_graph.namespaces import expand

    with deadline(args.timeout):
        found = diff(args.a, args.b, [expand(name) or name for name in args.graph], args.forms)
    colour = args.out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    with output(args.out) as out:
        write(
            found,
            out,
            args.format,
            language=args.lang,
            colour=colour,
            summary=args.summary,
        )
    return 1 if found.changes else 0
