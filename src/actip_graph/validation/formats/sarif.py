"""A report as SARIF 2.1.0 (OASIS Standard with errata 1, 2023), for code scanning and editors.

GitHub's code scanning shows only results that stand in a file; those of no single file are there
for other readers.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from actip_graph import __version__
from actip_graph.namespaces import BASE
from actip_graph.terms import to_text
from actip_graph.validation.formats import shown
from actip_graph.validation.report import Place, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from actip_graph.terms import Term
    from actip_graph.validation.report import Fault, Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"


def write(report: Report, language: str = "en") -> str:
    """Return ``report`` as a SARIF log with one run, its messages in ``language``."""
    gravest: dict[str, Severity] = {}
    for fault in report.faults:
        name = shown.rule(fault)
        gravest[name] = max(gravest.get(name, Severity.INFO), fault.severity)
    index = {name: i for i, name in enumerate(sorted(gravest))}
    run = {
        "tool": {
            "driver": {
                "name": "actip-graph",
                "version": __version__,
                "informationUri": BASE,
                "rules": [_rule(report, name, gravest[name], language) for name in index],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": [
                    _notification(complaint, report) for complaint in report.unreadable
                ],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"uri": Path.cwd().as_uri().rstrip("/") + "/"}},
        "columnKind": "unicodeCodePoints",
        "language": language,
        "results": [_result(fault, index[shown.rule(fault)], language) for fault in report.faults],
        "properties": {"engines": report.engines},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(report: Report, name: str, severity: Severity, language: str) -> dict[str, Any]:
    title = shown.rule_title(report, name, language)
    known = report.rules.get(name)
    comment = (shown.pick(known.comment, language) if known else "") or title
    return {
        "id": name,
        "name": re.split(r"[/#]", name)[-1] or name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": comment},
        "help": {"text": comment},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(fault: Fault, index: int, language: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [
            {"name": to_text(fault.focus), "fullyQualifiedName": _text(fault.focus)}
        ]
    }
    if fault.place:
        location["physicalLocation"] = _physical_location(fault.place)
    properties = {
        "component": fault.component,
        "path": "" if fault.path is None else str(fault.path),
        "value": "" if fault.value is None else str(fault.value),
    }
    return {
        "ruleId": shown.rule(fault),
        "ruleIndex": index,
        "level": _LEVELS[fault.severity],
        "message": _message(shown.whole_message(fault, language)),
        "locations": [location],
        "partialFingerprints": {"fault/v1": _fingerprint(fault)},
        "properties": {key: value for key, value in properties.items() if value},
    }


def _notification(complaint: str, report: Report) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": "error", "message": _message(complaint)}
    place = shown.place_of(complaint, report)
    if place:
        notification["locations"] = [{"physicalLocation": _physical_location(place)}]
    return notification


def _message(text: str) -> dict[str, str]:
    # Single braces stand for arguments of the message (section 3.11.5).
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _physical_location(place: Place) -> dict[str, Any]:
    below = shown.below_here(place.file)
    if below is None:
        location: dict[str, Any] = {
            "artifactLocation": {"uri": Path(os.path.abspath(place.file)).as_uri()}
        }
    else:
        location = {"artifactLocation": {"uri": quote(os.fsencode(below)), "uriBaseId": _ROOT}}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    if place.line:
        location["region"] = {key: number for key, number in region.items() if number}
    return location


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _fingerprint(fault: Fault) -> str:
    """Return what stays the same while the file around the fault changes.

    A blank node has another label each time that its file is read.
    """
    terms = [fault.focus, fault.value]
    parts = [
        fault.rule,
        fault.component,
        str(fault.path),
        *("_:" if isinstance(term, ox.BlankNode) else str(term) for term in terms),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
