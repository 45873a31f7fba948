"""``actip-graph check-claims``: the claims of a publication against the record."""

from __future__ import annotations

from actip_graph.cli.common import add_language, add_out, add_store, deadline, emit, graph_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

# The names of the forms, here so that parsing does not import them; a test holds them together.
FORMATS = ("text", "md", "json", "csv")
EXAMPLE = """examples:
  actip-graph check-claims
  actip-graph check-claims --format csv --out claims.csv
  actip-graph check-claims examples/claims/template.ttl --as-of 2022-12-31
  actip-graph check-claims examples/claims/garuda-2025.ttl --strict   # exit code 1"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="CLAIMS.ttl",
        help="a claims file of your own (default: the paper that comes with the graph)",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        default="today",
        help="the date that claims are judged for beside their own (default: today)",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="leave with exit code 1 where a claim is contradicted, or a curated verdict differs"
        " from that of its rule",
    )
    add_language(parser)
    add_store(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.claims.render import render

    graph = graph_of(args)
    with deadline(args.timeout):
        report = graph.check_claims(args.file, args.as_of)
    emit(render(report, args.format, args.lang), args.out)
    return 1 if args.strict and report.faults else 0
