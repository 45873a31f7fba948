"""The command line: it parses, calls an operation of the library and prints.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the check
found faults, 2 wrong usage or bad input, 3 a remote store or service failed, 4 timed out.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from actip_graph import __version__
from actip_graph.errors import ActipGraphError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

# One module a command; only the module of the command that is called is imported.
COMMANDS = {
    "answer": "answer the research question from the graph, with citations",
    "query": "list, show or run the stored queries",
    "sparql": "run any SPARQL query, here or at an endpoint",
    "describe": "show everything about one thing, with sources",
    "check-text": "compare an official text with what the graph records of an instrument",
    "check-claims": "check the claims of a publication against the record",
    "validate": "check Turtle files against SHACL shapes",
    "export": "write the graph to files for other programs",
    "push": "bring the graph into a triple store, and prove that it arrived",
    "pull": "bring the graph out of a triple store into files",
    "diff": "show what differs between two files, folders, git revisions or triple stores",
}
_EXAMPLE = "example:\n  actip-graph query run ratification-status --as-of 2017-03-08"


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of a fixed width: asking the terminal for its own imports a good deal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, **options)

    def error(self, message: str) -> NoReturn:
        """Raise the complaint as the error type of the package."""
        raise ActipGraphError(f"{message} (see: {self.prog} --help)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line ``arguments`` (default: those of the process); return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except ActipGraphError as error:
        print(f"actip-graph: {' '.join(str(error).split())}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader has seen enough, as in: actip-graph … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def run_as_program() -> NoReturn:
    """Run the command line of the process and end it at once.

    What Python does at its end would take longer than most queries: nothing here needs it, since
    output is flushed and files are whole by then.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "--help"
    if name in COMMANDS:
        command = importlib.import_module(f"actip_graph.cli.{name.replace('-', '_')}")
        parser = Parser(
            prog=f"actip-graph {name}",
            description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
            epilog=command.EXAMPLE,
        )
        command.configure(parser)
        try:
            return int(command.run(parser.parse_args(arguments[1:])))
        except SystemExit as leaving:  # --help
            return int(leaving.code or 0)
    if name in ("--version", "-V"):
        print(f"actip-graph {__version__}")
        return 0
    if name in ("--help", "-h", "help"):
        print(_help())
        return 0
    raise ActipGraphError(f"no command {name!r}; {nearest(name, list(COMMANDS))}")


def _help() -> str:
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items())
    return (
        "usage: actip-graph COMMAND …\n\n"
        "ASEAN's regime against trafficking in persons as a knowledge graph.\n\n"
        f"commands:\n{rows}\n\n"
        "options:\n  -h, --help     show this help, or that of a command\n"
        "  -V, --version  show the version\n\n"
        f"{_EXAMPLE}"
    )
