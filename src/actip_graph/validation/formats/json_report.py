"""A report as JSON, with everything that it holds and every IRI in full.

An object with these members, all of them always there:

* ``version``: of this layout, 1; members may be added to it, none is taken away or changed.
* ``conforms``: whether nothing was found and every file could be read.
* ``engines``, ``checked``: lists of text; ``unreadable``: one line for each such file.
* ``shapes``: how many files of shapes were used.
* ``counts``: the number of faults by severity.
* ``rules``: by IRI or name, the ``label`` and ``comment`` of the rules, each by language.
* ``faults``: the gravest first, each with ``severity`` ("violation", "warning" or "info");
  ``rule``, the IRI of the named shape or the name of a check; ``component``, an IRI or null;
  ``source``, ``focus`` and ``value``, terms or null; ``path``, a SPARQL property path or null;
  ``messages`` by language; ``place``, null or ``file``, ``line``, ``column``, ``end_line`` and
  ``end_column``, counted from one, the end exclusive, zero where unknown; and ``details``, a list
  of such faults.

A term is written as in SPARQL 1.1 Query Results JSON Format: ``type`` ("uri", "bnode" or
"literal"), ``value``, and for a literal ``xml:lang`` or ``datatype``, unless it is a plain string.
"""

from __future__ import annotations

import json

from actip_graph.results.formats.sparql_json import cell
from actip_graph.validation.report import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from actip_graph.terms import Term
    from actip_graph.validation.report import Fault, Report


def write(report: Report) -> str:
    """Return ``report`` as JSON."""
    document = {
        "version": 1,
        "conforms": report.conforms,
        "engines": report.engines,
        "checked": report.checked,
        "unreadable": report.unreadable,
        "shapes": report.shapes,
        "counts": {
            severity.name.lower(): sum(fault.severity == severity for fault in report.faults)
            for severity in sorted(Severity, reverse=True)
        },
        "rules": {name: rule._asdict() for name, rule in sorted(report.rules.items())},
        "faults": [_fault(fault) for fault in report.faults],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "severity": fault.severity.name.lower(),
        "rule": fault.rule,
        "component": fault.component or None,
        "source": _term(fault.source),
        "focus": _term(fault.focus),
        "path": None if fault.path is None else str(fault.path),
        "value": _term(fault.value),
        "messages": fault.messages,
        "place": None if fault.place is None else fault.place._asdict(),
        "details": [_fault(detail) for detail in fault.details],
    }


def _term(term: Term | None) -> dict[str, str] | None:
    return None if term is None else cell(term)
