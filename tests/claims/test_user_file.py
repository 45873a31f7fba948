"""A claims file of one's own: the template, worked examples, faults, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from actip_graph.claims.render import FORMATS
from actip_graph.cli import check_claims as command
from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import PREFIXES
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from actip_graph import Graph
    from tests.conftest import Run

    Cli = Callable[..., Run]

EXAMPLES = ROOT / "examples" / "claims"
TEMPLATE = EXAMPLES / "template.ttl"
PROLOGUE = "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in PREFIXES.items())
CLAIM = """claim:w-1 a actip:Claim ; actip:statement "One."@en ; actip:asserts assertion:w-1 .
assertion:w-1 a actip:Assertion ; actip:subject instrument:ACTIP ;
    actip:predicate actip:adoptedOn ; actip:value "2015"^^xsd:gYear ."""


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("template", ["Supported", "Supported", "Supported", "Supported", "Opinion"]),
        (
            "vietnamplus-2022",
            ["Supported", "Supported", "Contradicted", "Supported", "Opinion"],
        ),
        (
            "garuda-2025",
            ["Contradicted", "Contradicted", "Supported", "Unverifiable", "Opinion"],
        ),
    ],
)
def test_worked_examples(graph: Graph, name: str, verdicts: list[str]) -> None:
    report = graph.check_claims(str(EXAMPLES / f"{name}.ttl"), "2026-11-24")
    assert [checked.verdict for checked in report.claims] == verdicts


def test_every_example_is_tested_here() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.ttl")} == {
        "template",
        "vietnamplus-2022",
        "garuda-2025",
    }


def test_a_claim_without_a_date_is_judged_for_today(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "w.ttl"
    path.write_text(PROLOGUE + CLAIM, encoding="utf-8")
    (checked,) = graph.check_claims(str(path), "2020-01-01").claims
    assert checked.claim.date.latest == "2020-01-01"
    assert checked.verdict == "Supported"
    assert checked.agrees is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("a actip:Claim", "a actip:Clam", "there is no actip:Claim"),
        ('"One."@en', '"Satu."@id', "no actip:statement in English"),
        ("asserts assertion:w-1", "asserts assertion:w-9", "not described"),
        ("actip:subject instrument:ACTIP ;", "", "needs one actip:subject"),
        ("instrument:ACTIP", "instrument:ACTPI", "did you mean instrument:ACTIP"),
        ("actip:adoptedOn", "predicate:Ratifed", "did you mean predicate:Ratified"),
        ("actip:value", "actip:worth", "needs one value"),
        ('"2015"^^xsd:gYear', '"2015"^^xsd:gYear ; actip:comparator "~"', "is none of"),
        ('"2015"^^xsd:gYear', '"2015"^^xsd:gYear ; actip:validOn "May"', "actip:validOn is no"),
        ('"One."@en', '"One."@en ; actip:order "first"', "is not a whole number"),
        ("actip:Claim ;", "actip:Claim ;; ] ", "not valid Turtle"),
    ],
)
def test_a_faulty_file_gives_one_line(
    graph: Graph, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = tmp_path / "w.ttl"
    path.write_text(PROLOGUE + CLAIM.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ActipGraphError) as caught:
        graph.check_claims(str(path))
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_exit_codes(cli: Cli, tmp_path: Path) -> None:
    assert cli("check-claims", str(TEMPLATE), "--strict").code == 0
    contradicted = str(EXAMPLES / "garuda-2025.ttl")
    assert cli("check-claims", contradicted).code == 0
    strict = cli("check-claims", contradicted, "--strict")
    assert strict.code == 1 and "Contradicted" in strict.out and strict.err == ""
    broken = tmp_path / "broken.ttl"
    broken.write_text("claim:x a", encoding="utf-8")
    for arguments in ((str(broken),), ("/no/such/file.ttl",), ("--as-of", "yesterday")):
        run = cli("check-claims", *arguments)
        assert run.code == 2 and run.out == "" and run.err.count("\n") == 1, run


def test_forms_are_one_list() -> None:
    assert command.FORMATS == FORMATS


def test_forms(cli: Cli, tmp_path: Path) -> None:
    arguments = ("check-claims", str(TEMPLATE), "--as-of", "2026-11-24")
    document = json.loads(cli(*arguments, "--format", "json").out)
    assert [claim["verdict"] for claim in document["claims"]][-1] == "Opinion"
    assert document["claims"][1]["assertions"][0]["found"] == ["2017-02-06"]
    rows = list(csv.DictReader(io.StringIO(cli(*arguments, "--format", "csv").out)))
    assert [row["decided_by"] for row in rows] == ["rule"] * 4 + ["nobody"]
    markdown = cli(*arguments, "--format", "md", "--lang", "id").out
    assert markdown.startswith("# Klaim dibandingkan dengan catatan")
    target = tmp_path / "claims.md"
    cli(*arguments, "--format", "md", "--lang", "id", "--out", str(target))
    assert target.read_text(encoding="utf-8") == markdown
