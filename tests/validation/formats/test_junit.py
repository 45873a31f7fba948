"""The JUnit report: a test case a file, well-formed whatever the text."""

from __future__ import annotations

from xml.etree import ElementTree

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from actip_graph.validation.formats import write
from actip_graph.validation.report import Fault, Place, Report, Severity


def test_a_case_for_each_file(report: Report) -> None:
    suites = ElementTree.fromstring(write(report, "junit", limit=1))
    (suite,) = suites
    assert suites.tag == "testsuites" and suite.tag == "testsuite"
    assert suite.attrib == {
        "name": "actip-graph validate",
        "tests": "5",
        "failures": "3",
        "errors": "2",
    }
    cases = {
        case.get("name"): [(e.tag, e.get("type"), e.get("message")) for e in case] for case in suite
    }
    assert cases == {
        "my data/a,b.ttl": [
            ("failure", "violation", "100%: the {age}, must be [right](now): mend it.")
        ],
        report.checked[1]: [("failure", "warning", "Control \ufffd character.")],
        "clean.ttl": [],
        "broken.ttl": [("error", "unreadable", report.unreadable[0])],
        "in no single file": [
            ("error", "unreadable", report.unreadable[1]),
            ("failure", "info", "Dates differ."),
        ],
    }
    body = suite.findtext("testcase/failure") or ""
    assert "   3 |     e:age -1 .\n     |     ^^^^^^^^\n" in body
    assert "No age is below 0." in body


def test_it_speaks_indonesian(report: Report) -> None:
    text = write(report, "junit", "id")
    assert 'message="100%: usia harus benar: perbaiki."' in text
    assert 'name="tidak dalam satu berkas tertentu"' in text


def test_a_clean_report_has_cases_that_pass() -> None:
    suites = ElementTree.fromstring(write(Report([], [], ["a.ttl", "b.ttl"], 1, {}, ()), "junit"))
    assert suites.attrib == {"tests": "2", "failures": "0", "errors": "0"}
    assert not suites.findall(".//failure")


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_well_formed(text: str) -> None:
    fault = Fault(
        Severity.INFO, text, "", ox.Literal(text), None, None, {"en": text}, place=Place("a" + text)
    )
    written = write(Report([fault], [text], [text], 1, {}, ()), "junit")
    root = ElementTree.fromstring(written.encode("utf-8"))
    assert len(root.findall(".//failure")) == 1 and len(root.findall(".//error")) == 1
