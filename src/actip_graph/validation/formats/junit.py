"""A report as JUnit XML, which build servers read: one test case for each file.

A file's faults are its failures, of whatever severity, and what keeps it from being read is its
error. Faults and errors of no checked file have a test case of their own.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from actip_graph.validation.formats import shown, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from actip_graph.validation.report import Fault, Report

# All that XML 1.0 (section 2.2) has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, language: str = "en") -> str:
    """Return ``report`` as JUnit XML."""
    errors: dict[str, list[str]] = {}
    for complaint in report.unreadable:
        place = shown.place_of(complaint, report)
        errors.setdefault(place.file if place else "", []).append(complaint)
    faults: dict[str, list[Fault]] = {}
    for fault in report.faults:
        faults.setdefault(fault.place.file if fault.place else "", []).append(fault)

    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(suites, "testsuite", name="actip-graph validate")
    for file in dict.fromkeys([*report.checked, *sorted({*errors, *faults} - {""}), ""]):
        if file or "" in errors or "" in faults:
            suite.append(_case(file, errors.get(file, []), faults.get(file, []), language))
    for element in (suite, suites):
        element.set("tests", str(len(suite)))
        element.set("failures", str(len(suite.findall("testcase[failure]"))))
        element.set("errors", str(len(suite.findall("testcase[error]"))))
    ElementTree.indent(suites)
    body = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _case(file: str, errors: list[str], faults: list[Fault], language: str) -> Element:
    name = shown.path(file) if file else text.elsewhere(language)
    case = ElementTree.Element("testcase", classname="actip-graph.validate", name=_writable(name))
    if file:
        case.set("file", _writable(shown.path(file)))
    for complaint in errors:
        ElementTree.SubElement(case, "error", type="unreadable", message=_writable(complaint))
    source = text.source_lines(file) if faults else []
    for fault in faults:
        failure = ElementTree.SubElement(
            case,
            "failure",
            type=fault.severity.name.lower(),
            message=_writable(shown.message(fault, language)),
        )
        failure.text = _writable("\n".join(text.block(fault, language, source)))
    return case


def _writable(value: str) -> str:
    return _UNWRITABLE.sub("\ufffd", value)
