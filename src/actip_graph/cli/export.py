"""``actip-graph export``: the graph in files for other programs."""

from __future__ import annotations

import sys

from actip_graph.cli.common import output
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

EXAMPLE = """examples:
  actip-graph export --format trig --out actip-graph.trig
  actip-graph export --format csv --out tables
  actip-graph export --for oxigraph --out bulk
  actip-graph export --format nq --shards 4 --gzip --out shards
  actip-graph export --format nt --include data | head -n 3

In trig, nq and jsonld each file of the project is a named graph of its own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from actip_graph.exchange.bulk import PRODUCTS
    from actip_graph.exchange.export import FORMATS, PARTS

    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="Turtle files to write instead of the project's"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--format", choices=(*FORMATS, "csv"), help="default: ttl, for shards nq")
    what.add_argument(
        "--for",
        dest="product",
        choices=PRODUCTS,
        help="write what the bulk loader of this triple store takes",
    )
    parser.add_argument(
        "--shards",
        metavar="N",
        type=int,
        help="divide nq or nt into N files of about equal size, by named graph",
    )
    parser.add_argument("--gzip", action="store_true", help="compress the file, or each shard")
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
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="write to this file instead of standard output; the folder of csv, --for and --shards",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from actip_graph.exchange import export

    _refuse_what_does_not_go_together(args)
    files = export.chosen_files(args.include or export.DEFAULT_PARTS, args.open, args.files)
    if args.format == "csv":
        left = export.export_tables(args.out, files)
        note = f"tables and datapackage.json; {left} statements fit no table (blank nodes)"
    elif args.product:
        note = f"{export.export_for(args.product, args.out, files)} statements for {args.product}"
    elif args.shards is not None:
        form = args.format or "nq"
        count = export.export_shards(args.out, args.shards, form, files, args.gzip)
        note = f"{count} statements in {args.shards} shards"
    else:
        with output(args.out) as out:
            count = export.export(out, args.format or "ttl", files, args.gzip)
        note = f"{count} statements"
    if args.out:
        print(f"{args.out}: {note}", file=sys.stderr)
    return 0


def _refuse_what_does_not_go_together(args: argparse.Namespace) -> None:
    folder = "--for" if args.product else "--shards" if args.shards is not None else ""
    folder = "--format csv" if args.format == "csv" else folder
    if folder and not args.out:
        raise ActipGraphError(f"{folder} writes a folder; name it: --out FOLDER")
    if args.shards is not None and (args.product or args.format == "csv"):
        raise ActipGraphError(f"--shards divides nq or nt and does not go with {folder}")
    if args.gzip and folder not in ("", "--shards"):
        raise ActipGraphError(f"--gzip does not go with {folder}")
    if args.files and args.include:
        raise ActipGraphError("--include names parts of the project and does not go with files")
