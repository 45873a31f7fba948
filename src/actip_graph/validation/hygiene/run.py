"""All checks of a profile over some files."""

from __future__ import annotations

import os

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError
from actip_graph.graph import triples
from actip_graph.validation.hygiene.canonical import CANONICAL, canonical_faults
from actip_graph.validation.hygiene.checks import load_checks, rules, run_checks
from actip_graph.validation.hygiene.names import NAMES, unknown_terms
from actip_graph.validation.hygiene.profile import load_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from actip_graph.validation.report import Fault, Rule

_SHAPES, _VOCABULARIES = ox.NamedNode("urn:shapes"), ox.NamedNode("urn:vocabularies")


def check(
    files: Sequence[str], context: Sequence[str], shapes: Sequence[str], checks: str | bool,
    profile: str | None,
) -> tuple[list[Fault], dict[str, Rule]]:  # fmt: skip
    """Return what the checks find in ``files``, and what each check guards.

    ``context`` is read along; ``shapes`` are files that checks may look into. ``checks`` is a
    folder with checks and, unless ``profile`` names another, their ``profile.yaml``; True stands
    for the project's. Raises ActipGraphError for faulty checks and profiles.
    """
    folder = resources.checks_folder() if checks is True else str(checks)
    known = load_checks(folder)
    if not known:
        raise ActipGraphError(f"{folder}: no checks (.rq) there")
    setting = load_profile(
        profile or os.path.join(folder, "profile.yaml"), [*known, CANONICAL, NAMES]
    )
    store = ox.Store()
    _load(store, [*files, *context], ox.DefaultGraph())
    _load(store, shapes, _SHAPES)
    vocabularies = resources.files_below(os.path.join(resources.root(), "ontology/imports"), ".ttl")
    _load(store, vocabularies, _VOCABULARIES)
    beside = {"shapes": [_SHAPES], "vocabularies": [_VOCABULARIES]}
    faults = run_checks(store, known, setting, beside)
    if setting[CANONICAL.name].severity is not None:
        faults += canonical_faults([*files, *shapes], setting[CANONICAL.name])
    if setting[NAMES.name].severity is not None:
        own = checks is True and not {*resources.graph_files()}.isdisjoint([*files, *context])
        queries = resources.files_below(resources.query_folder(), ".rq") if own else []
        asked = [*queries, *resources.files_below(folder, ".rq"), *shapes]
        faults += unknown_terms(store, asked, setting[NAMES.name])
    return faults, rules([*known, CANONICAL, NAMES])


def _load(store: ox.Store, paths: Sequence[str], graph: ox.NamedNode | ox.DefaultGraph) -> None:
    for path in paths:
        try:
            store.bulk_extend(
                ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples(path)
            )
        except ActipGraphError:  # reported where it is read for the shapes
            continue
