"""``actip-graph check-text``: an official text against the record."""

from __future__ import annotations

from actip_graph.cli.common import add_language, add_out, emit
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph check-text ACTIP convention.txt                         # exit code 1
  actip-graph check-text ACTIP convention.txt --lang id --format md   # exit code 1

FILE is the text of the instrument in English or Indonesian, as plain text, HTML or PDF. It is
read and compared, never stored. Exit code 0 says that text and record agree, 1 that they differ,
2 that the file could not be read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="such as ACTIP or UNTOC")
    parser.add_argument("file", metavar="FILE", help="plain text, HTML or PDF")
    parser.add_argument("--format", choices=("text", "json", "md"), default="text")
    parser.add_argument(
        "--text-lang", choices=("en", "id"), help="language of FILE (default: found out)"
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="raise what matches to basis:Seen in the data files of this checkout",
    )
    parser.add_argument("--citation", metavar="WORDS", help="how others find the text")
    parser.add_argument("--url", help="where it can be read")
    parser.add_argument("--date", help="its date: YYYY, YYYY-MM or YYYY-MM-DD")
    add_language(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.texts.compare import compare
    from actip_graph.texts.read import read
    from actip_graph.texts.record import record_of
    from actip_graph.texts.render import write

    cited = None
    if args.accept:
        from actip_graph.texts.accept import accept, checkout, citation

        cited = citation(args.citation, args.url, args.date)
        checkout()
    elif args.citation or args.url or args.date:
        raise ActipGraphError("--citation, --url and --date describe what --accept accepts: add it")
    record = record_of(args.instrument)
    report = compare(read(args.file), record, args.text_lang)
    accepted = accept(report, cited) if cited is not None else None
    emit(write(report, args.format, args.lang, accepted), args.out)
    return 0 if report.clean else 1
