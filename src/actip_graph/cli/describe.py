"""``actip-graph describe``: everything about one thing."""

from __future__ import annotations

from actip_graph.cli.common import add_language, add_out, add_store, deadline, emit, graph_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from actip_graph.describe import Description, Statement

_SHOWN = 8
_WORDS = {
    "en": ("mentioned by", "sources", "and {} more"),
    "id": ("disebut oleh", "sumber", "dan {} lagi"),
}
EXAMPLE = """examples:
  actip-graph describe norm:ACTIP-14.7
  actip-graph describe 'Palermo Protocol'
  actip-graph describe state:ID --lang id"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("thing", metavar="IRI|CURIE|LABEL")
    parser.add_argument("--format", choices=("text", "json", "ttl"), default="text")
    add_language(parser)
    add_store(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    graph = graph_of(args)
    with deadline(args.timeout):
        if args.format == "ttl":
            from actip_graph.describe import construct
            from actip_graph.results import Result
            from actip_graph.results.formats import write

            found = construct(args.thing, graph.store)
            text = write(Result(found, graph.store), "ttl")
        else:
            description = graph.describe(args.thing, args.lang)
            text = _as_json(description) if args.format == "json" else _page(description, args.lang)
    emit(text, args.out)
    return 0


def _page(description: Description, language: str) -> str:
    mentioned, sources, more = _WORDS[language]
    lines = [description.label, f"<{description.iri}>", ""]
    lines += _statements(description.statements, more)
    if description.mentions:
        lines += ["", f"{mentioned}:"]
        lines += _statements(description.mentions, more, limit=_SHOWN)
    if description.citations:
        lines += ["", f"{sources}:"]
        lines += [f"  {citation}" for citation in description.citations]
    return "\n".join(lines) + "\n"


def _statements(statements: list[Statement], more: str, limit: int | None = None) -> list[str]:
    lines = []
    for statement in statements:
        lines.append(f"  {statement.property}")
        for text, curie in statement.values[:limit]:
            lines.append(f"    {text}" + (f"  ({curie})" if curie not in ("", text) else ""))
        if limit is not None and len(statement.values) > limit:
            lines.append("    " + more.format(len(statement.values) - limit))
    return lines


def _as_json(description: Description) -> str:
    import json

    def plain(statements: list[Statement]) -> list[dict[str, object]]:
        return [
            {"property": s.property, "values": [{"text": t, "curie": c} for t, c in s.values]}
            for s in statements
        ]

    document = {
        "iri": description.iri,
        "label": description.label,
        "statements": plain(description.statements),
        "mentions": plain(description.mentions),
        "sources": [citation._asdict() for citation in description.citations],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
