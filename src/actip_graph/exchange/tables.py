"""The graph as tables: an individual is a row, a property is a column.

A class has a table of its own where it is at the top of its hierarchy, or where properties belong
to it in particular (``rdfs:domain``). Individuals of other classes stand in the table of the
nearest such class above; the column ``type`` tells them apart. Statements with blank nodes, and
empty texts, do not go into tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import chain
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.namespaces import ONTOLOGY, PREFIXES, expand, shrink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from actip_graph.exchange.vocabulary import Vocabulary

    # A property and a language, "" for none.
    Key: TypeAlias = tuple[str, str]
    # The text of a value, and its datatype as a CURIE, or IRI.
    Value: TypeAlias = tuple[str, str]
    Row: TypeAlias = dict[Key, set[Value]]

IRI = "@id"
TYPE = (PREFIXES["rdf"] + "type", "")
GRAPH = ("", "")
_RESOURCE = PREFIXES["rdfs"] + "Resource"
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPACE = re.compile(r"[^A-Za-z0-9]+")
_INTEGERS = {f"xsd:{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger")}
_NUMBERS = _INTEGERS | {"xsd:decimal", "xsd:double", "xsd:float"}


class Column(NamedTuple):
    """The values of one property in one language, in one table."""

    key: Key
    name: str
    # More than one: a column beside it says for each value which it is.
    datatypes: frozenset[str]
    # What stands between the values of a cell, "" where no cell has several.
    delimiter: str
    # As in Table Schema.
    type: str
    # The table in which all of the values are rows, "" for none.
    target: str


class Table(NamedTuple):
    """The individuals of one main class."""

    name: str
    main_class: str
    columns: list[Column]
    # Each with its CURIE, in the order of these.
    rows: list[tuple[str, Row]]


def tables(quads: Iterable[ox.Quad], vocabulary: Vocabulary) -> tuple[list[Table], int]:
    """Return the tables of ``quads`` by name, and how many of the quads they do not hold."""
    rows, left = _rows(quads)
    homes = {name: _home(row, vocabulary) for name, row in rows.items()}
    table_names = _table_names(set(homes.values()))
    column_names = _column_names({key for row in rows.values() for key in row})
    places = {shrink(name): table_names[home] for name, home in homes.items()}
    members: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for name in sorted(rows, key=shrink):
        members[homes[name]].append((shrink(name), rows[name]))
    found = [
        Table(table_names[home], home, list(_columns(part, column_names, places)), part)
        for home, part in members.items()
    ]
    return sorted(found), left


def _rows(quads: Iterable[ox.Quad]) -> tuple[dict[str, Row], int]:
    rows: dict[str, Row] = defaultdict(lambda: defaultdict(set))
    left = 0
    for quad in quads:
        value = _value(quad.object)
        if value is None or not isinstance(quad.subject, ox.NamedNode):
            left += 1
            continue
        row = rows[quad.subject.value]
        row[quad.predicate.value, getattr(quad.object, "language", None) or ""].add(value)
        if isinstance(quad.graph_name, ox.NamedNode):
            row[GRAPH].add((shrink(quad.graph_name.value), IRI))
    return rows, left


def _value(term: object) -> Value | None:
    """Return ``term`` as it stands in a cell, or None where it cannot."""
    if isinstance(term, ox.NamedNode):
        return (shrink(term.value), IRI)
    if isinstance(term, ox.Literal) and term.value and not term.direction:
        return (term.value, shrink(term.datatype.value))
    return None


def _home(row: Row, vocabulary: Vocabulary) -> str:
    classes = {expand(text) or text for text, datatype in row.get(TYPE, ()) if datatype == IRI}
    mains = {vocabulary.main_class(name) for name in classes}
    return min(mains, key=_own_first, default=_RESOURCE)


def _own_first(iri: str) -> tuple[bool, str]:
    return (not iri.startswith(ONTOLOGY), iri)


def _table_names(classes: set[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(classes, key=_own_first):
        plain, full = (_WORDS.sub("_", name).lower() for name in _short_names(iri))
        names[iri] = _free(plain, full, taken)
    return names


def _column_names(keys: set[Key]) -> dict[Key, str]:
    names = {TYPE: "type", GRAPH: "graph"}
    taken = {"id", *names.values()}
    for key in sorted(keys - names.keys(), key=lambda key: (*_own_first(key[0]), key[1])):
        tag = "_" + key[1].replace("-", "_") if key[1] else ""
        plain, full = _short_names(key[0])
        names[key] = _free(plain + tag, full + tag, taken)
        taken.add(f"{names[key]}_datatype".casefold())
    return names


def _short_names(iri: str) -> tuple[str, str]:
    """Return the local name of ``iri``, and the one with the prefix before it."""
    local = re.split(r"[/#:]", iri.rstrip("/#:"))[-1]
    return tuple(_SPACE.sub("_", name).strip("_") or "x" for name in (local, shrink(iri)))  # type: ignore[return-value]


def _free(plain: str, full: str, taken: set[str]) -> str:
    """Return the first of the names that is not ``taken``, in any case, and take it."""
    more = (f"{full}_{number}" for number in range(2, len(taken) + 4))
    name = next(name for name in chain((plain, full), more) if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _columns(
    rows: list[tuple[str, Row]], names: dict[Key, str], places: dict[str, str]
) -> Iterator[Column]:
    cells: dict[Key, list[set[Value]]] = defaultdict(list)
    for _, row in rows:
        for key, values in row.items():
            cells[key].append(values)
    ends = {TYPE: 0, GRAPH: 2}
    for key in sorted(cells, key=lambda key: (ends.get(key, 1), names[key].casefold())):
        values = set().union(*cells[key])
        datatypes = frozenset(datatype for _, datatype in values)
        several = any(len(cell) > 1 for cell in cells[key])
        targets = {places.get(text) for text, _ in values} if datatypes == {IRI} else set()
        yield Column(
            key,
            names[key],
            datatypes,
            _delimiter(values) if several else "",
            _table_type(values, datatypes),
            (targets.pop() or "") if len(targets) == 1 else "",
        )


def _delimiter(values: Iterable[Value]) -> str:
    """Return the first sign, of ``|`` and rarer ones, that occurs in none of ``values``."""
    used = set().union(*(text for text, _ in values))
    return next(sign for sign in chain("|¦‖", map(chr, range(0xE000, 0xF900))) if sign not in used)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _matches(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.ASCII).fullmatch


_TYPES: tuple[tuple[str, set[str], Callable[[str], object]], ...] = (
    ("integer", _INTEGERS, _matches(r"[+-]?\d+")),
    ("number", _NUMBERS, _matches(r"[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN")),
    ("boolean", {"xsd:boolean"}, _matches(r"true|false|1|0")),
    ("date", {"xsd:date"}, _is_date),
    ("year", {"xsd:gYear"}, _matches(r"\d{4}")),
    ("yearmonth", {"xsd:gYearMonth"}, _matches(r"\d{4}-(0[1-9]|1[0-2])")),
)


def _table_type(values: Iterable[Value], datatypes: frozenset[str]) -> str:
    """Return the narrowest type of Table Schema that reads each of ``values`` as it is meant."""
    for name, wanted, reads in _TYPES:
        if datatypes <= wanted and all(reads(text) for text, _ in values):
            return name
    return "string"
