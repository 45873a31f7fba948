"""``actip-graph validate``: SHACL over Turtle files."""

from __future__ import annotations

import os
import sys

from actip_graph.cli.common import add_language, add_out, emit
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

# As actip_graph.validation has them, whose import --help need not wait for.
FORMATS = ("text", "json", "junit", "sarif", "github", "ttl")
ENGINES = ("auto", "indexed", "pyshacl")

EXAMPLE = """examples:
  actip-graph validate
  actip-graph validate data/participation/ACTIP.ttl
  actip-graph validate --changed
  actip-graph validate mine.ttl --shapes my-shapes.ttl --ontology classes.ttl --format sarif

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
    parser.add_argument(
        "--ontology",
        action="append",
        default=[],
        metavar="FILE",
        help="classes and things that the files refer to; not itself checked (again for more)",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="SHAPE",
        help="use only this shape, by IRI, CURIE or last part of its name (again for more)",
    )
    parser.add_argument(
        "--focus",
        action="append",
        default=[],
        metavar="IRI",
        help="check only this node, by IRI or CURIE (again for more)",
    )
    parser.add_argument(
        "--changed",
        nargs="?",
        const="HEAD",
        metavar="BASE",
        help="check only what the change since this git revision can touch (default: HEAD)",
    )
    parser.add_argument(
        "--severity",
        choices=("info", "warning", "violation"),
        default="info",
        help="report faults of this severity and graver (default: info)",
    )
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument(
        "--max", type=_count, metavar="N", help="show at most so many faults, the gravest first"
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="who judges: auto takes the faster one where it reads all of a shape",
    )
    parser.add_argument(
        "--checks",
        action="store_true",
        help="run the checks beyond SHACL too: labels, dead references, canonical form and more",
    )
    parser.add_argument(
        "--checks-from",
        metavar="FOLDER",
        help="checks of your own: a folder of .rq files, with a profile.yaml",
    )
    parser.add_argument("--profile", metavar="FILE", help="how grave each check is")
    parser.add_argument(
        "--fix", action="store_true", help="first bring the files into the canonical form"
    )
    parser.add_argument(
        "--online", action="store_true", help="fetch what the files import and is not among them"
    )
    parser.add_argument(
        "--ignore-imports", action="store_true", help="go without what is imported and not there"
    )
    parser.add_argument(
        "--max-size",
        type=_megabytes,
        default=150.0,
        metavar="MB",
        help="refuse files that are larger together (default: 150)",
    )
    add_language(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.validation import Options, Severity, validate
    from actip_graph.validation.formats import write

    if args.fix:
        _fix(args.files)
    options = Options(
        engine=args.engine,
        only=args.only,
        focus=args.focus,
        changed_since=args.changed,
        checks=args.checks_from or args.checks,
        profile=args.profile,
        imports="fetch" if args.online else "ignore" if args.ignore_imports else "refuse",
        megabytes=args.max_size,
    )
    report = validate(args.files, args.shapes, args.ontology, options)
    report = report.at_least(Severity[args.severity.upper()])
    colour = args.out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    emit(write(report, args.format, args.lang, colour, args.max), args.out)
    for complaint in report.unreadable:
        print(f"actip-graph: {' '.join(complaint.split())}", file=sys.stderr)
    if report.unreadable:
        return ActipGraphError.exit_code
    return 1 if report.faults else 0


def _fix(files: list[str]) -> None:
    from actip_graph import resources
    from actip_graph.validation.hygiene import fix

    own = [*resources.graph_files(), *resources.shape_files(), *resources.alignment_files()]
    for path in fix(files or own):
        print(f"{path}: rewritten", file=sys.stderr)


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _megabytes(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise ValueError(text)
    return value
