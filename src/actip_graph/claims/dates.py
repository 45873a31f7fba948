"""Dates of any precision as the span of days that they can mean."""

from __future__ import annotations

import calendar
import re

import pyoxigraph as ox

from actip_graph.claims.model import Span
from actip_graph.terms import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.terms import Term

_DATED = (XSD + "date", XSD + "gYearMonth", XSD + "gYear")
_PARTS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")


def span(term: Term | None) -> Span | None:
    """Return the span of ``term``; None for what is no date, month or year of the calendar."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _DATED:
        return None
    match = _PARTS.match(term.value)
    if match is None:
        return None
    year, month, day = match.groups()
    if month and not 1 <= int(month) <= 12:
        return None
    last = calendar.monthrange(int(year), int(month or 12))[1] if int(year) else 0
    if not last or (day and not 1 <= int(day) <= last):
        return None
    return Span(
        f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or f'{last:02}'}"
    )
