"""The rules: one file of ``rules/`` each, a query over the record with a header.

The header (``#+`` lines of YAML, as in stored queries) says

``summary``
    by language, what the rule compares;
``compare``
    how, one of ``compare.KINDS``;
``absent``
    what it means that the record has values and the claimed one is not among them: ``contrary``
    (the record is meant to be complete in this) or ``unknown``;
``tolerance``
    for figures: how far off still counts as equal, ``plain`` and for ``hedged`` claims, as an
    amount (``2``) or a share of the claimed value (``10%``);
``current``
    ``edition`` where values of different dates cannot be compared, as of figures whose method
    changes: only the newest one of the claim's date counts, and nothing follows from later ones.

The query may use ``?subject``, ``?predicate``, ``?value`` and ``?as_of``, which are replaced
before it runs. It gives ``?found``, and may give ``?evidence``, ``?source``, ``?since`` and
``?until`` (days), and ``?earliest`` and ``?latest`` (what a date found can mean).
"""

from __future__ import annotations

import os
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple

from actip_graph import resources
from actip_graph.claims.compare import KINDS
from actip_graph.errors import ActipGraphError
from actip_graph.queries.stored import LANGUAGES, read_header

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules")
# The rule of every property of the ontology that names no other.
DEFAULT = "property-value"
_KEYS = {"summary", "compare", "absent", "tolerance", "current"}


class Rule(NamedTuple):
    """A rule, as its file states it."""

    name: str
    summary: dict[str, str]
    compare: str
    absent_is_contrary: bool
    tolerance: dict[bool, str]
    one_edition: bool
    query: str


@cache
def load_rules(folder: str = FOLDER) -> dict[str, Rule]:
    """Return the rules of ``folder`` by name. Raises ActipGraphError for a faulty header."""
    rules = {}
    for path in resources.files_below(folder, ".rq"):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        name = os.path.splitext(os.path.basename(path))[0]
        rules[name] = _rule(name, path, read_header(path, text), text)
    return rules


def _rule(name: str, path: str, fields: dict[str, Any], text: str) -> Rule:
    if unknown := fields.keys() - _KEYS:
        raise ActipGraphError(f"{path}: unknown key {min(unknown)!r} in the header")
    if sorted(fields.get("summary", {})) != sorted(LANGUAGES):
        raise ActipGraphError(f"{path}: summary needs a text for 'en' and one for 'id'")
    tolerance = fields.get("tolerance", {})
    options = {
        "compare": KINDS,
        "absent": ("contrary", "unknown"),
        "current": ("all", "edition"),
    }
    chosen = {key: fields.get(key, choices[0]) for key, choices in options.items()}
    for key, choice in chosen.items():
        if choice not in options[key]:
            raise ActipGraphError(f"{path}: {key} is one of {', '.join(options[key])}")
    plain = str(tolerance.get("plain", 0))
    hedged = str(tolerance.get("hedged", plain))
    for amount in (plain, hedged):
        try:
            Decimal(amount.removesuffix("%"))
        except InvalidOperation as error:
            raise ActipGraphError(f"{path}: tolerance {amount!r} is no amount") from error
    return Rule(
        name=name,
        summary=fields["summary"],
        compare=chosen["compare"],
        absent_is_contrary=chosen["absent"] == "contrary",
        tolerance={False: plain, True: hedged},
        one_edition=chosen["current"] == "edition",
        query=text,
    )
