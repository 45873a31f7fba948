"""Writing the whole graph in one file, the same bytes from run to run."""

from __future__ import annotations

import os
from typing import IO

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.graph import graph_name, quads, triples
from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
PARTS = ("ontology", "data", "shapes", "alignments")
DEFAULT_PARTS = ("ontology", "data")
_LICENSE = PREFIXES["dcterms"] + "license"
_OPEN = frozenset(
    f"https://creativecommons.org/{name}/"
    for name in ("publicdomain/zero/1.0", "licenses/by/4.0", "licenses/by-sa/4.0")
)
_WITH_PREFIXES = ("ttl", "trig", "rdfxml")


def export(
    out: IO[bytes],
    form: str = "ttl",
    parts: Sequence[str] = DEFAULT_PARTS,
    open_only: bool = False,
) -> int:
    """Write ``parts`` of the graph to ``out`` in ``form`` and return the number of statements.

    ``open_only`` leaves out the files whose licence does not allow every use.

    In the forms that know graphs (trig, nq, jsonld) each file is its own named graph. Statements
    are sorted and blank nodes carry canonical labels (RDFC-1.0, W3C Recommendation of 2024), so
    equal graphs give equal bytes. Raises ActipGraphError for an unknown form or part.
    """
    if form not in FORMATS:
        raise ActipGraphError(f"no export format {form!r}; {nearest(form, list(FORMATS))}")
    rdf_format = FORMATS[form]
    files = [path for path in _files(parts) if not open_only or is_open(path)]
    dataset = ox.Dataset(quads(files))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    if rdf_format.supports_datasets:
        statements: list[ox.Quad] | list[ox.Triple] = sorted(
            dataset, key=lambda q: (str(q.graph_name), *_key(q))
        )
    else:
        statements = sorted({quad.triple for quad in dataset}, key=_key)
    prefixes = PREFIXES if form in _WITH_PREFIXES else None
    ox.serialize(statements, out, format=rdf_format, prefixes=prefixes)
    return len(statements)


def is_open(path: str) -> bool:
    """Say whether the licence that the file at ``path`` states for itself is an open one.

    Open is what the Open Definition 2.1 counts as open; a file that states no licence is the
    project's own and stands under its licence, CC BY 4.0.
    """
    header = ox.NamedNode(graph_name(path))
    stated = [
        triple.object.value
        for triple in triples(path)
        if triple.subject == header
        and triple.predicate.value == _LICENSE
        and isinstance(triple.object, ox.NamedNode)
    ]
    return all(licence in _OPEN for licence in stated)


def _key(statement: ox.Quad | ox.Triple) -> tuple[str, str, str]:
    return (str(statement.subject), str(statement.predicate), str(statement.object))


def _files(parts: Sequence[str]) -> list[str]:
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise ActipGraphError(f"no part {unknown[0]!r}; {nearest(unknown[0], list(PARTS))}")
    data = os.path.join(resources.root(), "data", "")
    files = []
    for path in resources.graph_files():
        if ("data" if path.startswith(data) else "ontology") in parts:
            files.append(path)
    files += resources.shape_files() if "shapes" in parts else []
    return files + (resources.alignment_files() if "alignments" in parts else [])
