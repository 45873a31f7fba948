"""Bringing the reports of all validators to one form, so that they can be compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class Result(NamedTuple):
    """One result, its terms as N-Triples writes them; every blank node is ``_:b``."""

    focus: str
    path: str
    component: str
    value: str


def read(report: Path) -> Counter[Result]:
    """Return the results of a report, without those that only explain others.

    A ``.json`` file is that of actip-graph or, as a list, rows made by workers.py; any other is a
    report in Turtle.
    """
    if report.suffix == ".json":
        document = json.loads(report.read_text(encoding="utf-8"))
        rows = document if isinstance(document, list) else _ours(document)
    else:
        rows = _graph(report)
    return Counter(_uniform(*row) for row in rows)


def _uniform(focus: str, path: str | None, component: str, value: str | None) -> Result:
    def term(text: str) -> str:
        return "_:b" if text.startswith("_:") else text

    # Every tool has its own habit of setting brackets and spaces in a path.
    plain = re.sub(r"[()\s]", "", path or "")
    return Result(term(focus), plain, component, term(value or ""))


def _ours(document: dict[str, list[dict[str, dict[str, str]]]]) -> Iterator[tuple[str, ...]]:
    for fault in document["faults"]:
        path, component = str(fault["path"] or ""), f"<{fault['component']}>"
        yield _term(fault["focus"]), path, component, _term(fault["value"])


def _term(cell: dict[str, str] | None) -> str:
    if cell is None:
        return ""
    if cell["type"] != "literal":
        return f"<{cell['value']}>" if cell["type"] == "uri" else "_:b"
    if "xml:lang" in cell:
        return str(ox.Literal(cell["value"], language=cell["xml:lang"]))
    kind = cell.get("datatype")
    return str(ox.Literal(cell["value"], datatype=ox.NamedNode(kind) if kind else None))


def _graph(report: Path) -> Iterator[tuple[str, ...]]:
    values: dict[tuple[str, str], list[str]] = {}
    for quad in ox.parse(path=report, format=ox.RdfFormat.TURTLE):
        values.setdefault((str(quad.subject), quad.predicate.value), []).append(str(quad.object))

    def one(subject: str, predicate: str) -> str:
        return (values.get((subject, predicate)) or [""])[0]

    def items(head: str) -> Iterator[str]:
        while head != f"<{RDF}nil>":
            yield one(head, RDF + "first")
            head = one(head, RDF + "rest")

    def path(node: str) -> str:
        if not node.startswith("_:"):
            return node
        if one(node, RDF + "first"):
            return "/".join(map(path, items(node)))
        if alternatives := one(node, SH + "alternativePath"):
            return "|".join(map(path, items(alternatives)))
        if inverse := one(node, SH + "inversePath"):
            return f"^{path(inverse)}"
        repeated = [(one(node, SH + name), sign) for name, sign in REPEATED.items()]
        return next((path(inner) + sign for inner, sign in repeated if inner), "")

    for (subject, predicate), objects in values.items():
        if predicate == RDF + "type" and f"<{SH}ValidationReport>" in objects:
            for result in values.get((subject, SH + "result"), []):
                yield (
                    one(result, SH + "focusNode"),
                    path(one(result, SH + "resultPath")),
                    one(result, SH + "sourceConstraintComponent"),
                    one(result, SH + "value"),
                )
