"""Comparing: each kind of difference is found, named in few words, and nothing else is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError
from actip_graph.texts.compare import compare, few_words, locator
from actip_graph.texts.read import Document
from actip_graph.texts.record import place, record_of
from actip_graph.texts.render import write
from actip_graph.texts.rules import rules_of
from tests.texts.invented import ENGLISH, INDONESIAN, RECORD

if TYPE_CHECKING:
    from pathlib import Path

    from actip_graph.texts.compare import Difference, Report
    from actip_graph.texts.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    folder = tmp_path / "data" / "instruments"
    folder.mkdir(parents=True)
    (folder / "Lighthouses.ttl").write_bytes(RECORD.read_bytes())
    (folder / "Empty.ttl").write_text("", encoding="utf-8")
    return record_of("instrument:LIGHTHOUSES", str(tmp_path))


def report_on(record: Record, *changes: tuple[str, str], text: Path = ENGLISH) -> Report:
    words = text.read_text(encoding="utf-8")
    for old, new in changes:
        assert words.count(old) == 1, old
        words = words.replace(old, new)
    return compare(Document("lighthouses.txt", words, "sha256:0"), record)


def differences(report: Report) -> dict[str, list[Difference]]:
    found = report.of_status("different")
    return {finding.provision.locator: list(finding.differences) for finding in found}


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_fitting_text_matches(record: Record, text: Path) -> None:
    report = report_on(record, text=text)
    assert differences(report) == {}
    assert report.clean and not report.extra
    assert {finding.status for finding in report.findings} == {"match"}


@pytest.mark.parametrize(
    ("change", "where", "wanted"),
    [
        (("shall endeavour to provide", "shall provide"), "3(2)",
         ("BestEfforts", "Mandatory", "shall")),
        (("a Party may lend", "a Party must lend"), "3(3)",
         ("Discretionary", "Mandatory", "must")),
        (("Party may not charge", "Party may charge"), "5(2) second sentence",
         ("Mandatory", "Discretionary", "may")),
        (("shall consider sounding", "shall sound"), "5(1)", ("BestEfforts", "Mandatory", "shall")),
        (("shall consider sounding", "sounds"), "5(1)", ("BestEfforts", "", "")),
        (("shall, to the extent possible, store", "shall store"), "4",
         ("BestEfforts", "Mandatory", "shall")),
        # the words before a list command its items too
        (("shall endeavour to provide", "shall provide"), "3(2)(a)",
         ("BestEfforts", "Mandatory", "shall")),
    ],
)  # fmt: skip
def test_modality(
    record: Record, change: tuple[str, str], where: str, wanted: tuple[str, str, str]
) -> None:
    about = differences(report_on(record, change))[where]
    modality = [(d.recorded, d.found, d.words) for d in about if d.about == "modality"]
    assert modality == [wanted]


@pytest.mark.parametrize(
    ("change", "where", "wanted"),
    [
        (("shall, subject to its domestic law, appoint", "shall appoint"), "3(1)",
         ("SubjectToDomesticLaw", "", "")),
        (("b) where appropriate, a boat", "b) a boat"), "3(2)(b)", ("AsAppropriate", "", "")),
        (("a Party may lend", "a Party may, within available means, lend"), "3(3)",
         ("", "WithinAvailableMeans", "within available means")),
        (("A Party may not", "Without prejudice to gifts, a Party may not"),
         "5(2) second sentence", ("", "WithoutPrejudice", "Without prejudice to")),
    ],
)  # fmt: skip
def test_qualifier(
    record: Record, change: tuple[str, str], where: str, wanted: tuple[str, str, str]
) -> None:
    about = differences(report_on(record, change))[where]
    assert wanted in [(d.recorded, d.found, d.words) for d in about if d.about == "qualifier"]


def test_indonesian_words(record: Record) -> None:
    found = differences(
        report_on(
            record,
            ("wajib mempertimbangkan membunyikan", "dapat membunyikan"),
            ("wajib mengangkat", "sesuai kemampuan yang ada, wajib mengangkat"),
            text=INDONESIAN,
        )
    )
    assert [d.found for d in found["5(1)"] if d.about == "modality"] == ["Discretionary"]
    assert "WithinAvailableMeans" in [d.found for d in found["3(1)"]]


def test_locators(record: Record) -> None:
    report = report_on(
        record,
        ("3. In the cases", "In the cases"),
        ("ARTICLE IV\nFuel", "ARTICLE VI\nFuel"),
        ("Article 5: Fog", "Article 7: Fog"),
        ("(b) \"Keeper\"", "(b) \"Wick\" means a wick; (c) \"Keeper\""),
    )  # fmt: skip
    missing = {finding.provision.locator for finding in report.of_status("missing")}
    assert missing == {"3(3)", "4", "5", "5(1)", "5(2)", "5(2) second sentence"}
    assert report.extra == ("2(c)", "6", "7")
    assert not report.clean


def test_finer_parts_of_the_text_are_no_difference(record: Record) -> None:
    assert report_on(record, ("ring bells as well.", "ring: (a) bells; (b) gongs.")).extra == ()


def test_a_shifted_numbering_is_noticed(record: Record) -> None:
    found = differences(report_on(record, ("Article 5: Fog", "Article 5: Wages of oarsmen")))
    assert [(d.about, d.recorded, d.words) for d in found["5"]] == [
        ("heading", "Fog", "Wages of oarsmen")
    ]


def test_few_words() -> None:
    assert few_words("subject to its domestic law") == "subject to its domestic law"
    assert few_words("a b c d e f g h") == "a b … g h"


def test_no_sentence_of_the_text_is_told(record: Record) -> None:
    report = report_on(
        record,
        ("shall, subject to its domestic law, appoint a keeper", "may name a keeper"),
        ("Parties shall consider sounding horns", "Parties shall sound horns"),
    )
    sentences = [line for line in ENGLISH.read_text(encoding="utf-8").split(".") if len(line) > 60]
    for form in ("text", "md", "json"):
        assert not any(sentence.strip() in write(report, form) for sentence in sentences)


@pytest.mark.parametrize(
    ("text", "key", "last", "portion"),
    [
        ("14(7)", ("14", "7"), "", ""),
        ("5(1)(a)(ii)", ("5", "1", "a", "ii"), "", ""),
        ("29(1)(a)-(i)", ("29", "1", "a"), "i", ""),
        ("27(1) chapeau", ("27", "1"), "", "chapeau"),
        ("18(13) third and fourth sentences", ("18", "13"), "", "sentences 3 4"),
        ("7(1)(b) second limb", ("7", "1", "b"), "", "part"),
        ("pledge", None, "", ""),
    ],
)
def test_places(text: str, key: tuple[str, ...] | None, last: str, portion: str) -> None:
    assert place(text) == (key, last, portion)


def test_places_of_other_kinds() -> None:
    assert place("Chapter IV", "Chapter")[0] == ("chapter", "4")
    assert place("preamble, recital 3", "Recital")[0] == ("preamble", "3")
    assert locator(("chapter", "4")) == "Chapter 4"
    assert locator(("preamble", "3")) == "preamble, recital 3"
    assert locator(("14", "7", "a")) == "14(7)(a)"


def test_formats(record: Record) -> None:
    report = report_on(record, ("a Party may lend", "a Party must lend"))
    assert 'found modality:Mandatory: "must" (norm:Lighthouses-3.3)' in write(report)
    assert "| 3(3) | modalitas: tercatat modality:Discretionary" in write(report, "md", "id")
    document = json.loads(write(report, "json"))
    assert document["counts"] == {
        "total": 17, "match": 16, "different": 1, "missing": 0, "unplaced": 0, "extra": 0
    }  # fmt: skip
    assert document["textHash"] == "sha256:0"


def test_bad_input(record: Record, tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match="no articles or numbered paragraphs"):
        compare(Document("x.txt", "Nothing of the kind. " * 9, ""), record)
    with pytest.raises(ActipGraphError, match="did you mean Lighthouses"):
        record_of("Lighthouse", str(tmp_path))
    with pytest.raises(ActipGraphError, match="records no provisions of Empty"):
        record_of("Empty", str(tmp_path))


@pytest.mark.parametrize("language", ["en", "id"])
def test_rules_name_real_concepts_and_are_quick(language: str) -> None:
    from actip_graph.namespaces import PREFIXES
    from tests.conftest import ROOT

    rules = rules_of(language)
    for vocabulary, names in (
        ("qualifiers", {n for q in rules.qualifiers for n in (q.name, *q.covered_by)}),
        ("modalities", {grade for grade, _ in rules.modality}),
    ):
        path = ROOT / "ontology" / "vocabularies" / f"{vocabulary}.ttl"
        text = path.read_text(encoding="utf-8")
        kind = {"qualifiers": "qualifier", "modalities": "modality"}[vocabulary]
        assert PREFIXES[kind] in text
        assert [name for name in sorted(names) if f"\n{kind}:{name} a" not in text] == []


def test_a_huge_line_is_quick(record: Record) -> None:
    import time

    began = time.monotonic()
    words = "subject to the provisions of its own and the respective domestic conditions, " * 4000
    compare(Document("x.txt", f"Article 1\n1. Parties shall, {words} tend lamps.", ""), record)
    assert time.monotonic() - began < 20
