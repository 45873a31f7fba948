"""TSV as in SPARQL 1.1 Query Results CSV and TSV Formats (W3C, 2013), section 4."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result


def write(result: Result) -> str:
    """Return the rows as RDF terms in the syntax of Turtle, which loses nothing."""
    lines = ["\t".join(f"?{name}" for name in result.variables)]
    # N-Triples escapes tabs and line feeds inside a literal, so cells cannot break.
    lines += [
        "\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row)
        for row in result.terms
    ]
    return "\n".join(lines) + "\n"
