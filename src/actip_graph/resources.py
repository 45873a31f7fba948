"""Where the ontology, the data, the shapes and the stored queries are.

In a checkout they are the folders at its top; in an installed package they are a copy inside it.
"""

from __future__ import annotations

import os

from actip_graph.errors import ActipGraphError

_HERE = os.path.dirname(os.path.abspath(__file__))


def root() -> str:
    """Return the folder that holds ``ontology/``, ``data/`` and ``queries/``.

    Raises ActipGraphError where neither a checkout nor a bundled copy is found.
    """
    for candidate in (os.path.join(_HERE, "_bundle"), os.path.dirname(os.path.dirname(_HERE))):
        if os.path.isdir(os.path.join(candidate, "ontology")):
            return candidate
    raise ActipGraphError(
        "The ontology and data that belong to actip-graph are missing; install the package again."
    )


def graph_files() -> list[str]:
    """Return the paths of the files that make up the graph: modules, vocabularies and data."""
    top = root()
    return [
        os.path.join(top, "ontology", "actip.ttl"),
        *_turtle_below(os.path.join(top, "ontology", "modules")),
        *_turtle_below(os.path.join(top, "ontology", "vocabularies")),
        *_turtle_below(os.path.join(top, "data")),
    ]


def shape_files() -> list[str]:
    """Return the paths of the SHACL shapes."""
    return _turtle_below(os.path.join(root(), "ontology", "shapes"))


def alignment_files() -> list[str]:
    """Return the paths of the alignments with other vocabularies, which the graph does without."""
    return _turtle_below(os.path.join(root(), "ontology", "alignments"))


def checks_folder() -> str:
    """Return the folder of the checks beyond SHACL."""
    return os.path.join(root(), "ontology", "checks")


def query_folder() -> str:
    """Return the folder of the stored queries."""
    return os.path.join(root(), "queries")


def files_below(folder: str, suffix: str) -> list[str]:
    """Return all files below ``folder`` whose name ends in ``suffix``, sorted by path."""
    found = []
    for directory, _, names in os.walk(folder):
        found += [os.path.join(directory, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def _turtle_below(folder: str) -> list[str]:
    return files_below(folder, ".ttl")
