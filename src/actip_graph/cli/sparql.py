"""``actip-graph sparql``: any SPARQL query."""

from __future__ import annotations

import sys

from actip_graph.cli.common import add_out, add_store, deadline, emit_result, graph_of
from actip_graph.cli.query import FORMATS
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph sparql 'SELECT ?party WHERE { ?act a actip:Ratification ; actip:byState ?party }'
  echo 'ASK { instrument:ACTIP a actip:BindingInstrument }' | actip-graph sparql -

The prefixes of the project need no declaration."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "query", nargs="?", metavar="QUERY", help="the query; - reads it from stdin"
    )
    parser.add_argument("-f", "--file", metavar="FILE", help="read the query from FILE")
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    add_store(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    query = _text(args)
    graph = graph_of(args)
    with deadline(args.timeout):
        result = graph.sparql(query)
    emit_result(result, args.format, args.out)
    return 0


def _text(args: argparse.Namespace) -> str:
    if (args.query is None) == (args.file is None):
        raise ActipGraphError("give one query: as an argument, with -f FILE, or - for stdin")
    if args.query == "-":
        return sys.stdin.read()
    if args.query is not None:
        return str(args.query)
    try:
        with open(args.file, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ActipGraphError(f"{args.file}: cannot be read: {reason}") from error
