"""Workflow commands, as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from actip_graph.validation.formats import write
from actip_graph.validation.report import Fault, Place, Report, Severity

if TYPE_CHECKING:
    from pathlib import Path


def parse(line: str) -> tuple[str, dict[str, str], str]:
    """Return command, properties and message of ``line``, as the runner takes it apart."""
    match = re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line)
    assert match, line

    def unescape(text: str, codes: str) -> str:
        for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
            text = text.replace(code, character) if code in codes else text
        return text.replace("%25", "%")

    pairs = (pair.split("=", 1) for pair in (match[2] or "").split(",") if pair)
    properties = {key: unescape(value, "%0D%0A%3A%2C") for key, value in pairs}
    return match[1], properties, unescape(match[3], "%0D%0A")


def test_commands(report: Report, folder: Path) -> None:
    *lines, summary, end = write(report, "github").split("\n")
    assert lines[2] == (
        "::error file=my data/a%2Cb.ttl,line=3,col=5,endLine=3,endColumn=13,"
        "title=State%2C complete::100%25: the {age}, must be [right](now): mend it."
        "%0A  No age is below 0."
    )
    assert [parse(line) for line in lines] == [
        (
            "error",
            {"file": "broken.ttl", "line": "1", "col": "7", "endLine": "1", "endColumn": "8"},
            report.unreadable[0],
        ),
        ("error", {}, f"{folder}/gone: cannot be read"),
        (
            "error",
            {
                "file": "my data/a,b.ttl",
                "line": "3",
                "col": "5",
                "endLine": "3",
                "endColumn": "13",
                "title": "State, complete",
            },
            "100%: the {age}, must be [right](now): mend it.\n  No age is below 0.",
        ),
        # Columns are for faults within one line.
        (
            "warning",
            {
                "file": f"{folder.parent}/outside.ttl",
                "line": "2",
                "endLine": "3",
                "title": "State, complete",
            },
            "Control \x01 character.",
        ),
        ("notice", {"title": "dates-agree"}, "Dates differ."),
    ]
    assert summary.startswith("3 faults (") and end == ""


def test_it_speaks_indonesian(report: Report) -> None:
    lines = write(report, "github", "id").split("\n")
    assert parse(lines[2])[1]["title"] == "Negara, lengkap"
    assert parse(lines[2])[2].startswith("100%: usia harus benar: perbaiki.")


def test_with_a_limit_the_rest_is_counted(report: Report) -> None:
    lines = write(report._replace(unreadable=[]), "github", limit=1).split("\n")
    assert [parse(line)[0] for line in lines[:2]] == ["error", "notice"]
    assert lines[1] == "::notice::Not shown: 2 faults more."
    assert len(lines) == 4


def test_without_faults_there_is_no_command() -> None:
    assert "::" not in write(Report([], [], ["a.ttl"], 1, {}, ()), "github")


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_ends_its_command(text: str) -> None:
    fault = Fault(Severity.INFO, text, "", ox.Literal("x"), None, None, {"en": f"<{text}>"})
    written = write(Report([fault._replace(place=Place("f:,"))], [], [], 1, {}, ()), "github")
    (first, summary) = written.removesuffix("\n").split("\n")
    command, properties, message = parse(first)
    assert command == "notice" and properties["file"] == "f:,"
    assert properties["title"] == text or not text
    assert message == " ".join(f"<{text}>".split())
    assert not summary.startswith("::")
