"""``actip-graph validate``: SHACL over Turtle files."""

from __future__ import annotations

import sys

from actip_graph.cli.common import add_language, add_out, emit
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph validate
  actip-graph validate data/participation/ACTIP.ttl
  actip-graph validate mine.ttl --shapes my-shapes.ttl --severity warning

Exit code 1 says that faults were found, 2 that a file could not be read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="default: the whole graph")
    parser.add_argument(
        "--shapes",
        action="append",
        default=[],
        metavar="FILE",
        help="shapes to use instead of the project's (again for more)",
    )
    parser.add_argument("--format", choices=("text",), default="text")
    parser.add_argument(
        "--severity",
        choices=("info", "warning", "violation"),
        default="info",
        help="report faults of this severity and graver (default: info)",
    )
    add_language(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.validation import Severity, validate
    from actip_graph.validation.text import write

    report = validate(args.files, args.shapes).at_least(Severity[args.severity.upper()])
    emit(write(report, args.lang), args.out)
    for complaint in report.unreadable:
        print(f"actip-graph: {' '.join(complaint.split())}", file=sys.stderr)
    if report.unreadable:
        return ActipGraphError.exit_code
    return 1 if report.faults else 0
