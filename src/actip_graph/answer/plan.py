"""The plan of the answer, read from ``plan.yaml``.

``results``
    names, each with a stored ``query`` and its ``params`` (``as_of`` and ``lang`` are given to
    every query that takes them);
``facts``
    names for expressions over the results and over earlier facts;
``verdict``
    aspects, each a list of cases with a condition ``when``, a ``grade`` and a ``text``; the first
    case that holds is taken, and the last one needs no condition;
``parts``
    chapters with findings: a ``text``, perhaps a ``when``, the results it rests on (``from``) and
    perhaps a ``table`` and a ``chart`` of one of them.

Texts and conditions are Jinja; each result is known by its name and gives the columns of its first
row as attributes, ``rows``, and its ``length``. The filter ``where`` keeps the rows for which an
expression over their columns holds.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import yaml

GRADES = ("yes", "partly", "no", "not-known")


class Plan(NamedTuple):
    """The plan; texts are by language."""

    title: dict[str, str]
    question: dict[str, str]
    labels: dict[str, dict[str, str]]
    grades: dict[str, dict[str, str]]
    results: dict[str, dict[str, Any]]
    facts: dict[str, str]
    verdict: list[dict[str, Any]]
    parts: list[dict[str, Any]]


def load_plan() -> Plan:
    """Return the plan that comes with the package."""
    path = os.path.join(os.path.dirname(__file__), "plan.yaml")
    with open(path, encoding="utf-8") as file:
        return Plan(**yaml.safe_load(file))
