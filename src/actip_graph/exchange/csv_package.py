"""Tables as CSV files with a description of them: a Data Package.

The description is a tabular Data Package, version 2.0 (https://datapackage.org/standard/). Beside
what that defines, fields carry ``propertyUrl`` and ``lang`` as in CSV on the Web (W3C
Recommendation of 2015), and ``datatype``, which is ``@id`` where the cells are IRIs. Where the
values of a column differ in that, the column that ``datatypeField`` names says it for each. With
these and ``prefixes`` the statements can be read back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re

from actip_graph.exchange.tables import GRAPH, IRI, TYPE, tables
from actip_graph.exchange.vocabulary import Vocabulary
from actip_graph.exchange.write import write_text
from actip_graph.namespaces import PREFIXES, expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    import pyoxigraph as ox

    from actip_graph.exchange.tables import Column, Row, Table

    Descriptor = dict[str, Any]

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_TITLE = (PREFIXES["dcterms"] + "title", "en")
_LICENSE = (PREFIXES["dcterms"] + "license", "")
_MODULE = ("owl:Ontology", IRI)
_LIST_ITEMS = ("string", "integer", "boolean", "number", "date")
_SPECIAL = re.compile(r'[",\r\n]')
_CREATIVE_COMMONS = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)/\Z")


def write_package(
    quads: Iterable[ox.Quad],
    folder: str,
    vocabulary: Iterable[ox.Quad],
    about: dict[str, str],
) -> int:
    """Write ``quads`` as tables into ``folder`` and return how many of them no table holds.

    ``vocabulary`` defines the classes and properties, ``about`` is what the package says of
    itself.
    """
    words = Vocabulary(vocabulary)
    found, left = tables(quads, words)
    headers = _headers(found)
    classes = {table.name: table.main_class for table in found}
    resources = []
    for table in found:
        content = "".join(_lines(table)).encode("utf-8")
        with open(os.path.join(folder, f"{table.name}.csv"), "wb") as file:
            file.write(content)
        resources.append(
            {
                "name": table.name,
                "type": "table",
                **_words(words, table.main_class),
                "path": f"{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\n"},
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": _schema(table, words, classes),
                **_provenance(table, headers),
            }
        )
    package = {
        "$schema": SCHEMA,
        **about,
        "prefixes": PREFIXES,
        "licenses": _unique(licence for r in resources for licence in r.get("licenses", ())),
        "resources": resources,
    }
    text = json.dumps(_filled(package), indent=1, ensure_ascii=False) + "\n"
    write_text(text, os.path.join(folder, "datapackage.json"))
    return left


# Cells -------------------------------------------------------------------------------------------


def _lines(table: Table) -> Iterator[str]:
    names = ["id"]
    for column in table.columns:
        names += [column.name, _beside(column)] if _beside(column) else [column.name]
    yield _line(names)
    for name, row in table.rows:
        cells = [name]
        for column in table.columns:
            values = sorted(row.get(column.key, ()))
            cells.append(column.delimiter.join(text for text, _ in values))
            if _beside(column):
                cells.append(column.delimiter.join(datatype for _, datatype in values))
        yield _line(cells)


def _line(cells: list[str]) -> str:
    # RFC 4180, except for the line feed. Python's writer quotes otherwise from version to version.
    quoted = (f'"{c.replace(chr(34), chr(34) * 2)}"' if _SPECIAL.search(c) else c for c in cells)
    return ",".join(quoted) + "\n"


def _beside(column: Column) -> str:
    """Return the name of the column of datatypes beside ``column``, "" where it needs none."""
    return f"{column.name}_datatype" if len(column.datatypes) > 1 else ""


# Description -------------------------------------------------------------------------------------


def _schema(table: Table, words: Vocabulary, classes: dict[str, str]) -> Descriptor:
    fields: list[Descriptor] = [
        {
            "name": "id",
            "type": "string",
            "rdfType": table.main_class,
            "constraints": {"required": True, "unique": True},
        }
    ]
    keys = []
    for column in table.columns:
        fields.append(_field(column, words, classes))
        if beside := _beside(column):
            fields.append({"name": beside, **_shape("string", column.delimiter)})
        if column.target and not column.delimiter:
            # "" is the table itself.
            target = "" if column.target == table.name else column.target
            reference = {"resource": target, "fields": ["id"]}
            keys.append({"fields": [column.name], "reference": reference})
    return {"fields": fields, "primaryKey": ["id"], "foreignKeys": keys}


def _field(column: Column, words: Vocabulary, classes: dict[str, str]) -> Descriptor:
    iri, language = column.key
    several_datatypes = len(column.datatypes) > 1
    return _filled(
        {
            "name": column.name,
            **_shape(column.type, column.delimiter),
            **_words(words, iri),
            "rdfType": classes.get(column.target, ""),
            "propertyUrl": iri,
            "lang": language,
            "datatype": "" if several_datatypes or language else min(column.datatypes),
            "datatypeField": _beside(column),
        }
    )


def _shape(kind: str, delimiter: str) -> Descriptor:
    if not delimiter:
        return {"type": kind}
    item = kind if kind in _LIST_ITEMS else "string"
    return {"type": "list", "itemType": item, "delimiter": delimiter}


def _words(words: Vocabulary, iri: str) -> Descriptor:
    titles, definitions = words.titles.get(iri, {}), words.definitions.get(iri, {})
    return _filled(
        {
            "title": titles.get("en"),
            "title_id": titles.get("id"),
            "description": definitions.get("en"),
            "description_id": definitions.get("id"),
        }
    )


def _headers(found: list[Table]) -> dict[str, Row]:
    """Return for each named graph, by its CURIE, what its file says of itself."""
    headers: dict[str, Row] = {}
    for name, row in (member for table in found for member in table.rows):
        graphs = {graph for graph, _ in row.get(GRAPH, ())}
        if name in graphs:
            headers[name] = row
        elif _MODULE in row.get(TYPE, ()):
            headers.update((graph, row) for graph in graphs if graph not in headers)
    return headers


def _provenance(table: Table, headers: dict[str, Row]) -> Descriptor:
    """Return from which files ``table`` is, and under which licences these stand."""
    graphs = sorted({graph for _, row in table.rows for graph, _ in row.get(GRAPH, ())})
    stated = [text for g in graphs for text, _ in headers.get(g, {}).get(_LICENSE, ())]
    sources = [
        {"title": min(headers.get(graph, {}).get(_TITLE, ()), default=(graph, ""))[0]}
        | {"path": expand(graph) or graph}
        for graph in graphs
    ]
    licences = _unique(_licence(address) for address in sorted(stated))
    return _filled({"licenses": licences, "sources": sources})


def _licence(address: str) -> Descriptor:
    match = _CREATIVE_COMMONS.match(address)
    name = {"name": f"CC-{match[1].upper()}-{match[2]}"} if match else {}
    return {**name, "path": address}


def _unique(descriptors: Iterable[Descriptor]) -> list[Descriptor]:
    found: list[Descriptor] = []
    found += (one for one in descriptors if one not in found)
    return found


def _filled(descriptor: Descriptor) -> Descriptor:
    return {name: value for name, value in descriptor.items() if value}
