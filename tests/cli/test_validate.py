"""``actip-graph validate`` as a person and a CI system meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actip_graph.cli.validate import ENGINES, FORMATS
from actip_graph.validation import ENGINES as ALL_ENGINES
from actip_graph.validation.formats import FORMATS as ALL_FORMATS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Cli = Callable[..., Run]

DATA = """@prefix : <http://e.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:Thing a owl:Class ; rdfs:label " Thing "@en .
:a a :Thing ; :size 3 , 4 .
"""
SHAPES = """@prefix : <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:S a sh:NodeShape ; sh:targetClass :Thing ;
    sh:property [ sh:path :size ; sh:maxCount 1 ; sh:maxInclusive 3 ] .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path


FILES = ("validate", "data.ttl", "--shapes", "shapes.ttl")


def test_the_command_line_knows_what_the_library_does() -> None:
    assert FORMATS == ALL_FORMATS
    assert ENGINES == ALL_ENGINES


def test_every_form_tells_both_faults_and_none_is_bounded_but_for_people(
    cli: Cli, folder: Path
) -> None:
    for form in FORMATS:
        run = cli(*FILES, "--format", form, cwd=folder)
        assert run.code == 1 and run.err == ""
        assert run.out.count("MaxCount") + run.out.count("at most 1 value") >= 1, form
        bounded = cli(*FILES, "--format", form, "--max", "1", cwd=folder)
        assert bounded.code == 1
        assert (bounded.out != run.out) == (form in ("text", "github"))
    assert cli(*FILES, "--max", "-1", cwd=folder).code == 2


def test_places_and_languages(cli: Cli, folder: Path) -> None:
    english, indonesian = cli(*FILES, cwd=folder).out, cli(*FILES, "--lang", "id", cwd=folder).out
    for out in (english, indonesian):
        assert "data.ttl:5:15: " in out and "data.ttl:5:25: " in out
        assert "   5 | :a a :Thing ; :size 3 , 4 ." in out
    assert "violation" in english and "pelanggaran" in indonesian


def test_severity_bounds_the_exit_code_too(cli: Cli, folder: Path) -> None:
    text = SHAPES.replace("sh:maxCount 1", "sh:severity sh:Warning ; sh:maxCount 1")
    (folder / "shapes.ttl").write_text(text, encoding="utf-8")
    assert cli(*FILES, "--severity", "warning", cwd=folder).code == 1
    assert cli(*FILES, "--severity", "violation", cwd=folder).code == 0


def test_checks_beyond_shacl_with_a_profile(cli: Cli, folder: Path) -> None:
    run = cli(*FILES, "--checks", "--format", "json", cwd=folder)
    places = {
        (fault["rule"], fault["place"]["file"], fault["place"]["line"])
        for fault in json.loads(run.out)["faults"]
    }
    assert {
        ("untidy-text", "data.ttl", 4),
        ("not-canonical-turtle", "data.ttl", 1),
        ("not-canonical-turtle", "shapes.ttl", 1),
    } <= places
    profile = (ROOT / "ontology" / "checks" / "profile.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(
        profile.replace("untidy-text: warning", "untidy-text: off"), encoding="utf-8"
    )
    run = cli(*FILES, "--checks", "--profile", "mine.yaml", "--format", "json", cwd=folder)
    assert "untidy-text" not in {fault["rule"] for fault in json.loads(run.out)["faults"]}
    (folder / "mine.yaml").write_text("untidy-txet: warning\n", encoding="utf-8")
    run = cli(*FILES, "--checks", "--profile", "mine.yaml", cwd=folder)
    assert run.code == 2 and "mine.yaml:1" in run.err and "untidy-text" in run.err


def test_checks_of_ones_own(cli: Cli, folder: Path) -> None:
    checks = folder / "checks"
    checks.mkdir()
    (checks / "big.rq").write_text(
        "#+ label: {en: Big, id: Besar}\n"
        "#+ problem: {en: A size is big., id: Ukuran besar.}\n"
        "#+ remedy: {en: 'Make {?entity} smaller.', id: 'Kecilkan {?entity}.'}\n"
        "PREFIX : <http://e.org/>\n"
        "SELECT ?entity (:size AS ?property) ?value"
        " WHERE { ?entity :size ?value FILTER(?value > 3) }\n",
        encoding="utf-8",
    )
    severities = "big: info\nnot-canonical-turtle: off\nunknown-term-in-query: off\n"
    (checks / "profile.yaml").write_text(severities, encoding="utf-8")
    run = cli(
        "validate", "data.ttl", "--shapes", "/dev/null", "--checks-from", "checks", cwd=folder
    )
    assert run.code == 1
    assert "data.ttl:5:25: info: A size is big. Make http://e.org/a smaller. [big]" in run.out


def test_fix_brings_files_into_the_canonical_form(cli: Cli, folder: Path) -> None:
    run = cli("validate", "data.ttl", "--shapes", "/dev/null", "--fix", cwd=folder)
    assert (run.code, run.err) == (0, "data.ttl: rewritten\n")
    fixed = (folder / "data.ttl").read_text(encoding="utf-8")
    assert fixed != DATA
    assert cli("validate", "data.ttl", "--shapes", "/dev/null", "--fix", cwd=folder).err == ""
    (folder / "data.ttl").write_text("# by hand\n" + DATA, encoding="utf-8")
    run = cli("validate", "data.ttl", "--shapes", "/dev/null", "--fix", cwd=folder)
    assert run.code == 2 and "would lose this comment" in run.err
