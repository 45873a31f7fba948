"""``actip-graph query``: the stored queries."""

from __future__ import annotations

from actip_graph.cli.common import (
    add_language,
    add_out,
    add_store,
    deadline,
    emit,
    emit_result,
    graph_of,
)
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from actip_graph.queries.stored import StoredQuery

# The names of the forms, here so that parsing does not import them; a test holds them together.
FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "html", "ttl")
EXAMPLE = """examples:
  actip-graph query list
  actip-graph query show ratification-status
  actip-graph query run ratification-status -p instrument=ACTIP --as-of 2017-03-08
  actip-graph query run claims -p verdict=Contradicted --lang id --format csv"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|run")
    listing = actions.add_parser(
        "list",
        help="list the stored queries by topic",
        epilog="example:\n  actip-graph query list --topic claims",
    )
    listing.add_argument("--topic", help="only those of this topic")
    showing = actions.add_parser(
        "show",
        help="show what a query asks, takes and gives",
        epilog="example:\n  actip-graph query show ratification-status",
    )
    showing.add_argument("name", metavar="NAME")
    running = actions.add_parser(
        "run",
        help="run a query",
        epilog="example:\n  actip-graph query run ratification-status --as-of 2017-03-08",
    )
    running.add_argument("name", metavar="NAME")
    running.add_argument(
        "-p",
        "--param",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="give a parameter (again for more)",
    )
    running.add_argument("--as-of", metavar="DATE", help="the date asked about: 2017-03-08, today")
    running.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    add_store(running)
    add_out(running)
    for action in (listing, showing, running):
        add_language(action)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if args.action == "run":
        return _run_query(args)
    from actip_graph import resources
    from actip_graph.queries.catalogue import Catalogue

    catalogue = Catalogue.cached(resources.query_folder())
    if args.action == "show":
        emit(_page(catalogue[args.name], args.lang))
        return 0
    queries = [query for query in catalogue if args.topic in (None, query.topic)]
    if not queries:
        topics = ", ".join(sorted({query.topic for query in catalogue}))
        raise ActipGraphError(f"no topic {args.topic!r}; known are: {topics}")
    width = max(len(query.name) for query in queries)
    topic = ""
    for query in queries:
        if query.topic != topic:
            emit(("\n" if topic else "") + query.topic + "\n")
            topic = query.topic
        emit(f"  {query.name:<{width}}  {query.question[args.lang]}\n")
    return 0


def _run_query(args: argparse.Namespace) -> int:
    given: dict[str, object] = {}
    for pair in args.param:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ActipGraphError(f"-p {pair!r} is not of the form KEY=VALUE")
        if name in given:
            raise ActipGraphError(f"the parameter {name!r} is given twice")
        given[name] = value
    graph = graph_of(args)
    query = graph.catalogue[args.name]
    names = [parameter.name for parameter in query.parameters]
    if args.as_of is not None:
        if "as_of" not in names:
            raise ActipGraphError(
                f"query {query.name!r} does not depend on a date; leave out --as-of"
            )
        given["as_of"] = args.as_of
    if "lang" in names:
        given.setdefault("lang", args.lang)
    with deadline(args.timeout):
        result = graph.run(query.name, **given)
    result.language = str(given.get("lang", args.lang))
    emit_result(result, args.format, args.out)
    return 0


def _page(query: StoredQuery, language: str) -> str:
    """Return all about ``query``: question, parameters, columns and text."""
    lines = [f"{query.name} ({query.topic})", f"  {query.question[language]}", f"  {query.summary}"]
    if query.parameters:
        lines.append("\nparameters:")
    for parameter in query.parameters:
        need = "required" if parameter.required else f"default: {parameter.default or 'any'}"
        values = f", one of: {', '.join(parameter.enum)}" if parameter.enum else ""
        lines.append(
            f"  {parameter.name}  {parameter.label[language]} ({parameter.kind}{values}; {need})"
        )
    lines.append("\ncolumns:")
    lines += [f"  {name}  {query.column_label(name, language)}" for name in query.fields["columns"]]
    body = [line for line in query.text.splitlines() if not line.startswith("#+")]
    return "\n".join(lines) + "\n\n" + "\n".join(body).strip() + "\n"
