"""Writing the whole graph to a file or a folder, the same bytes from run to run."""

from __future__ import annotations

import os
from contextlib import nullcontext
from itertools import chain
from typing import IO

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.graph import graph_name, quads, triples
from actip_graph.namespaces import BASE, PREFIXES

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
_GROUND = (ox.NamedNode, ox.Literal)
_WITH_PREFIXES = ("ttl", "trig", "rdfxml")


def chosen_files(
    parts: Sequence[str] = DEFAULT_PARTS,
    open_only: bool = False,
    files: Sequence[str] = (),
) -> list[str]:
    """Return the files of ``parts`` of the project, or ``files`` where there are any.

    ``open_only`` leaves out those whose licence does not allow every use. Raises ActipGraphError
    for an unknown part.
    """
    chosen = list(dict.fromkeys(files)) or _files(parts)
    return [path for path in chosen if is_open(path)] if open_only else chosen


def canonical_quads(files: Sequence[str]) -> list[ox.Quad]:
    """Return the statements of ``files``, each in the named graph of its file, sorted by graph.

    Blank nodes carry canonical labels (RDFC-1.0, W3C Recommendation of 2024), so equal graphs give
    equal lists.
    """
    ground: set[ox.Quad] = set()
    blank: list[ox.Quad] = []
    for quad in quads(files):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, _GROUND):
            ground.add(quad)
        else:
            blank.append(quad)
    # The labels depend on these alone (RDFC-1.0, section 4.4), and a dataset is large.
    dataset = ox.Dataset(blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(chain(ground, dataset), key=lambda quad: f"{quad.graph_name} {quad.triple}")


def export(
    out: IO[bytes], form: str = "ttl", files: Sequence[str] | None = None, compress: bool = False
) -> int:
    """Write ``files`` (default: those of the project) to ``out`` and return how many statements.

    In the forms that know graphs (trig, nq, jsonld) each file is its own named graph. Raises
    ActipGraphError for an unknown form.
    """
    from actip_graph.exchange.write import gzipped

    if form not in FORMATS:
        raise ActipGraphError(f"no export format {form!r}; {nearest(form, list(FORMATS))}")
    found = canonical_quads(_or_all(files))
    statements: list[ox.Quad] | list[ox.Triple] = found
    if not FORMATS[form].supports_datasets:
        statements = sorted({quad.triple for quad in found}, key=str)
    prefixes = PREFIXES if form in _WITH_PREFIXES else None
    with gzipped(out) if compress else nullcontext(out) as file:
        ox.serialize(statements, file, format=FORMATS[form], prefixes=prefixes)
    return len(statements)


def export_tables(folder: str, files: Sequence[str] | None = None) -> int:
    """Write ``files`` (default: those of the project) as CSV tables into ``folder``.

    Returns how many statements no table holds. Raises ActipGraphError where ``folder`` cannot be
    written or holds other files.
    """
    from actip_graph import __version__
    from actip_graph.exchange.csv_package import write_package
    from actip_graph.exchange.folder import whole_folder

    about = {
        "name": "actip-graph",
        "title": "actip-graph: ASEAN's regime against trafficking in persons, as tables",
        "version": __version__,
        "homepage": BASE,
    }
    chosen, project = _or_all(files), set(_files(PARTS))
    foreign = [path for path in chosen if path not in project]
    vocabulary = quads([*_files(["ontology"]), *foreign])
    with whole_folder(folder) as draft:
        return write_package(quads(chosen), draft, vocabulary, {} if foreign else about)


def export_shards(
    folder: str,
    number: int,
    form: str = "nq",
    files: Sequence[str] | None = None,
    compress: bool = False,
) -> int:
    """Write ``files`` into ``folder`` as ``number`` files of about equal size, and a manifest.

    Returns the number of statements. Raises ActipGraphError where ``form`` is neither ``nq`` nor
    ``nt``, ``number`` does not fit, or ``folder`` cannot be written or holds other files.
    """
    from actip_graph.exchange import shards
    from actip_graph.exchange.folder import whole_folder

    if form not in shards.FORMATS:
        raise ActipGraphError(f"no shards in {form!r}; the formats are nq and nt")
    statements = canonical_quads(_or_all(files))
    with whole_folder(folder) as draft:
        shards.write_shards(statements, draft, number, f"{form}.gz" if compress else form)
    return len(statements)


def export_for(product: str, folder: str, files: Sequence[str] | None = None) -> int:
    """Write ``files`` into ``folder`` as the bulk loader of ``product`` takes them.

    Returns the number of statements. Raises ActipGraphError for an unknown product, and where
    ``folder`` cannot be written or holds other files.
    """
    from actip_graph.exchange import bulk
    from actip_graph.exchange.folder import whole_folder

    write = bulk.writer(product)
    statements = canonical_quads(_or_all(files))
    with whole_folder(folder) as draft:
        write(statements, draft)
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


def _or_all(files: Sequence[str] | None) -> Sequence[str]:
    return chosen_files() if files is None else files


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
