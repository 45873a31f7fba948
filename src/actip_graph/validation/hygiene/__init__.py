"""Checks beyond SHACL: what is untidy, misspelt or dead in an ontology, its data and its queries.

A check is a query whose rows are faults, one ``.rq`` file each; how grave they are is said in a
profile. Two checks read the files themselves: whether a Turtle file is in the canonical form, and
whether the IRIs that queries name exist.
"""

from __future__ import annotations

from actip_graph.validation.hygiene.canonical import CANONICAL, canonical_faults, fix
from actip_graph.validation.hygiene.checks import Check, Row, load_checks, rules, run_checks
from actip_graph.validation.hygiene.names import NAMES, unknown_terms
from actip_graph.validation.hygiene.profile import Profile, Setting, load_profile

# The checks that are no query.
FILE_CHECKS = (CANONICAL, NAMES)

__all__ = [
    "FILE_CHECKS",
    "Check",
    "Profile",
    "Row",
    "Setting",
    "canonical_faults",
    "fix",
    "load_checks",
    "load_profile",
    "rules",
    "run_checks",
    "unknown_terms",
]
