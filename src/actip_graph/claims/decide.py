"""From comparisons to verdicts: of an assertion over time, and of a claim over its assertions."""

from __future__ import annotations

from actip_graph.claims.compare import CONTRARY, HOLDS
from actip_graph.claims.model import CONTRADICTED, OUTDATED, PARTLY, SUPPORTED, UNVERIFIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Curated verdicts on definitions, and the verdicts by rule that say the same.
_SAME = {
    "DefinitionMatches": {SUPPORTED},
    "DefinitionDiffers": {CONTRADICTED, PARTLY},
}


def outcome(earlier: bool, then: str, now: str, event: bool) -> str:
    """Return the verdict on an assertion.

    ``then`` and ``now`` say how it stands on the claim's date and today, ``earlier`` whether it
    held at some time before the claim's date. An ``event`` that the record has only after that
    date contradicts the claim; a state of things that is recorded only later does not.
    """
    if then == HOLDS:
        return SUPPORTED if now == HOLDS else OUTDATED
    if earlier:
        return OUTDATED
    if then == CONTRARY or (event and now == HOLDS):
        return CONTRADICTED
    return UNVERIFIABLE


def combine(outcomes: Iterable[str]) -> str:
    """Return the verdict on a claim from those on its assertions."""
    given = set(outcomes)
    if SUPPORTED in given:
        if given == {SUPPORTED}:
            return SUPPORTED
        return OUTDATED if given == {SUPPORTED, OUTDATED} else PARTLY
    for verdict in (CONTRADICTED, OUTDATED):
        if verdict in given:
            return verdict
    return UNVERIFIABLE


def agree(by_rule: str, curated: str) -> bool:
    """Say whether the verdict ``by_rule`` and the ``curated`` one say the same."""
    return by_rule in _SAME.get(curated, {curated})
