"""Comparing what is claimed with what is found.

Every comparison gives one of three answers: the claim holds, the record has the contrary, or
the record leaves it open.
"""

from __future__ import annotations

import operator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.claims.dates import span
from actip_graph.terms import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actip_graph.claims.model import Assertion, Found, Span
    from actip_graph.terms import Term

HOLDS = "holds"
CONTRARY = "contrary"
OPEN = "open"

_NUMBERS = {
    XSD + name for name in ("integer", "int", "long", "decimal", "double", "float", "short")
}
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPARATORS = tuple(_COMPARE)


class Claimed(NamedTuple):
    """What is claimed of one subject under one predicate.

    ``bounds`` are all figures that one value must meet together (60 to 70 per cent is two);
    ``values`` is everything the claim names here, for rules that ask whether the list is whole.
    """

    assertion: Assertion
    bounds: Sequence[Assertion]
    values: Sequence[Term]
    tolerance: str


def number(term: Term | None) -> Decimal | None:
    """Return the number that ``term`` stands for, or None."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _NUMBERS:
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def same(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Compare each value found with the claimed one: number, date, text or thing."""
    return [_one(claimed, each) for each in found]


def count(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Compare the number of different values found with the claimed number."""
    return [_figures(claimed, Decimal(_number_of(found)))] * len(found)


def share(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Compare the percentage of ``true`` among the values found with the claimed number."""
    return [_figures(claimed, _percent(found))] * len(found) if found else []


def whole(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Ask of the values found that the claim names all of them, beside the asserted one."""
    if not {str(each.value) for each in found} <= {str(value) for value in claimed.values}:
        return [CONTRARY] * len(found)
    return same(claimed, found)


def when(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Ask whether the event found fell into the time the claim names; if it names none, whether
    there was one.
    """
    window = claimed.assertion.when
    answers = []
    for each in found:
        if each.span is None:  # the record says in another way that there was no such event
            answers.append(CONTRARY)
        else:
            answers.append(HOLDS if window is None else _spans(each.span, "=", window))
    return answers


def after(claimed: Claimed, found: Sequence[Found]) -> list[str]:
    """Ask whether something found began after the claimed date."""
    window = span(claimed.assertion.value)
    if window is None:
        return [OPEN] * len(found)
    return [OPEN if each.span is None else _spans(each.span, ">", window) for each in found]


_KINDS: dict[str, Callable[[Claimed, Sequence[Found]], list[str]]] = {
    "same": same,
    "count": count,
    "share": share,
    "whole": whole,
    "when": when,
    "after": after,
}
KINDS = tuple(_KINDS)


def compare(
    kind: str, claimed: Claimed, found: Sequence[Found], absent_is_contrary: bool
) -> tuple[str, list[Found]]:
    """Return how ``claimed`` stands to ``found``, and the values that decided it.

    Another figure or date than the claimed one is always contrary; that a claimed thing is not
    among those found is so only if ``absent_is_contrary``.
    """
    answers = _KINDS[kind](claimed, found)
    value = claimed.assertion.value
    measured = number(value) is not None or span(value) is not None
    for answer in (HOLDS, CONTRARY):
        deciding = [each for each, given in zip(found, answers, strict=True) if given == answer]
        if deciding and (answer == HOLDS or measured or absent_is_contrary):
            return answer, deciding
    return OPEN, list(found)


def amount(kind: str, found: Sequence[Found]) -> str:
    """Return the number that a rule of this ``kind`` makes of ``found``; empty for other kinds."""
    if found and kind == "count":
        return str(_number_of(found))
    if found and kind == "share":
        return f"{_percent(found):.2f}".rstrip("0").rstrip(".")
    return ""


def _number_of(found: Sequence[Found]) -> int:
    return len({str(each.value) for each in found})


def _percent(found: Sequence[Found]) -> Decimal:
    return Decimal(100 * sum(map(_is_true, found))) / len(found)


def _one(claimed: Claimed, found: Found) -> str:
    value, comparator = claimed.assertion.value, claimed.assertion.comparator
    figure, window = number(found.value), span(value)
    if window is not None:
        return OPEN if found.span is None else _spans(found.span, comparator, window)
    if number(value) is not None:
        return OPEN if figure is None else _figures(claimed, figure)
    equal = _text(value) == _text(found.value)
    return HOLDS if equal == (comparator != "!=") else CONTRARY


def _figures(claimed: Claimed, found: Decimal) -> str:
    """Say whether the number ``found`` meets every bound that is claimed."""
    for bound in claimed.bounds:
        wanted = number(bound.value)
        if wanted is None:
            return OPEN
        if bound.comparator in ("=", "!="):
            near = abs(found - wanted) <= _margin(claimed.tolerance, wanted)
            met = near == (bound.comparator == "=")
        else:
            met = _COMPARE[bound.comparator](found, wanted)
        if not met:
            return CONTRARY
    return HOLDS


def _margin(tolerance: str, wanted: Decimal) -> Decimal:
    if tolerance.endswith("%"):
        return abs(wanted) * Decimal(tolerance[:-1]) / 100
    return Decimal(tolerance)


def _spans(found: Span, comparator: str, claimed: Span) -> str:
    """Compare two dates of any precision; what their precision does not decide stays open."""
    before, behind = found.latest < claimed.earliest, found.earliest > claimed.latest
    inside = claimed.earliest <= found.earliest and found.latest <= claimed.latest
    holds, contrary = {
        "=": (inside, before or behind),
        "!=": (before or behind, inside),
        "<": (before, found.earliest >= claimed.earliest),
        "<=": (found.latest <= claimed.latest, behind),
        ">": (behind, found.latest <= claimed.latest),
        ">=": (found.earliest >= claimed.earliest, before),
    }[comparator]
    return HOLDS if holds else CONTRARY if contrary else OPEN


def _is_true(found: Found) -> bool:
    return isinstance(found.value, ox.Literal) and found.value.value in ("true", "1")


def _text(term: Term) -> str:
    """Return ``term`` in a form in which equal texts are equal, whatever case and language."""
    if isinstance(term, ox.Literal):
        return " ".join(term.value.split()).casefold()
    return str(term)
