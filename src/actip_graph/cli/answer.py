"""``actip-graph answer``: the research question, answered from the graph."""

from __future__ import annotations

from actip_graph.cli.common import add_language, add_out, add_store, deadline, emit, graph_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph answer
  actip-graph answer --as-of 2017-03-07
  actip-graph answer --lang id --format html --out jawaban.html"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--as-of", metavar="DATE", default="today", help="the date asked about (default: today)"
    )
    parser.add_argument("--format", choices=("md", "html", "json"), default="md")
    add_language(parser)
    add_store(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.answer import render

    graph = graph_of(args)
    with deadline(args.timeout):
        answer = graph.answer(args.lang, args.as_of)
    emit(render(answer, args.format), args.out)
    return 0
