"""The JSON report holds all that the report holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from actip_graph.validation.formats import write
from tests.validation.formats.conftest import SH, SHAPE

if TYPE_CHECKING:
    from actip_graph.validation.report import Report


def test_everything_is_there(report: Report) -> None:
    text = write(report, "json", limit=1)
    document = json.loads(text)
    assert text.endswith("}\n")
    nested = document["faults"][0].pop("details")
    assert document == {
        "version": 1,
        "conforms": False,
        "engines": ["pyshacl 0.40.0"],
        "checked": report.checked,
        "unreadable": report.unreadable,
        "shapes": 2,
        "counts": {"violation": 1, "warning": 1, "info": 1},
        "rules": {
            SHAPE: {
                "label": {"en": "State, complete", "id": "Negara, lengkap"},
                "comment": {"en": "A state has an age.", "id": "Negara mempunyai usia."},
            }
        },
        "faults": [
            {
                "severity": "violation",
                "rule": SHAPE,
                "component": SH + "NodeConstraintComponent",
                "source": {"type": "bnode", "value": "shapeinshape"},
                "focus": {"type": "uri", "value": "http://e.org/a"},
                "path": "(^<http://e.org/part>)/<http://e.org/age>",
                "value": {
                    "type": "literal",
                    "value": "-1",
                    "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                },
                "messages": report.faults[0].messages,
                "place": {
                    "file": "my data/a,b.ttl",
                    "line": 3,
                    "column": 5,
                    "end_line": 3,
                    "end_column": 13,
                },
            },
            {
                "severity": "warning",
                "rule": SHAPE,
                "component": SH + "SPARQLConstraintComponent",
                "source": None,
                "focus": {"type": "bnode", "value": "fromdata"},
                "path": None,
                "value": {
                    "type": "literal",
                    "value": "<Nama> & \x0b\x1b[31m",
                    "xml:lang": "id",
                },
                "messages": report.faults[1].messages,
                "place": {
                    "file": report.checked[1],
                    "line": 2,
                    "column": 5,
                    "end_line": 3,
                    "end_column": 13,
                },
                "details": [],
            },
            {
                "severity": "info",
                "rule": "dates-agree",
                "component": None,
                "source": None,
                "focus": {"type": "uri", "value": "http://e.org/b"},
                "path": None,
                "value": {"type": "uri", "value": "http://e.org/b"},
                "messages": {"en": "Dates differ."},
                "place": None,
                "details": [],
            },
        ],
    }
    assert [fault["component"] for fault in nested] == [SH + "MinInclusiveConstraintComponent"]
