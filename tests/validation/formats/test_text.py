"""The text report: places that are links, excerpts with carets, a line that sums up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actip_graph import ActipGraphError
from actip_graph.validation.formats import write
from actip_graph.validation.report import Fault, Place, Report, Severity

if TYPE_CHECKING:
    from pathlib import Path


def one(place: Place | None, message: str = "Wrong.") -> Report:
    fault = Fault(
        Severity.VIOLATION, "rule", "", ox.NamedNode("http://e.org/a"), None, None, {"en": message}
    )
    return Report([fault._replace(place=place)], [], ["f.ttl"], 1, {}, ())


def excerpt(folder: Path, line: str, column: int, end_column: int) -> tuple[str, str]:
    """Return what is shown of ``line``, and the carets below it, both behind the gutter."""
    (folder / "f.ttl").write_text(line, encoding="utf-8", newline="")
    lines = write(one(Place("f.ttl", 1, column, 1, end_column)), "text").split("\n")
    assert lines[1].startswith("   1 | ") and lines[2].startswith("     | ")
    return lines[1][7:], lines[2][7:]


def test_the_report_reads_as_a_compilers_does(report: Report, folder: Path) -> None:
    assert write(report, "text") == (
        f"{folder.parent}/outside.ttl:2:5: warning: Control \ufffd character. [shape:StateShape]\n"
        '   2 | e:a e:name "Nama" ;\n'
        "     |     ^^^^^^^^^^^^^^^\n"
        '     = node a blank node, value "<Nama> & \ufffd[31m"@id\n'
        "\n"
        "my data/a,b.ttl:3:5: violation: 100%: the {age}, must be [right](now): mend it. "
        "[shape:StateShape]\n"
        "   3 |     e:age -1 .\n"
        "     |     ^^^^^^^^\n"
        "     = node http://e.org/a, path (^http://e.org/part)/http://e.org/age, value -1\n"
        "     - my data/a,b.ttl:3:11: violation: No age is below 0. "
        "[sh:MinInclusiveConstraintComponent]\n"
        "       = node http://e.org/a, path http://e.org/age, value -1\n"
        "\n"
        "in no single file:\n"
        "info: Dates differ. [dates-agree]\n"
        "     = node http://e.org/b\n"
        "\n"
        "3 faults (1 violation, 1 warning, 1 info) in 4 files against 2 shape files, "
        "judged by pyshacl 0.40.0. Could not be read: 2 files.\n"
    )


def test_everything_is_said_in_indonesian(report: Report) -> None:
    text = write(report, "text", "id")
    assert "pelanggaran: 100%: usia harus benar: perbaiki." in text
    assert "= simpul simpul kosong, nilai" in text
    assert "tidak dalam satu berkas tertentu:\n" in text
    assert text.endswith(
        "3 kesalahan (1 pelanggaran, 1 peringatan, 1 info) dalam 4 berkas menurut 2 berkas bentuk, "
        "dinilai oleh pyshacl 0.40.0. Tidak dapat dibaca: 2 berkas.\n"
    )


def test_a_clean_report_is_one_line() -> None:
    clean = Report([], [], ["a.ttl"], 1, {}, ())
    assert write(clean, "text") == "No fault in 1 file against 1 shape file.\n"
    assert write(clean, "text", "id") == (
        "Tidak ada kesalahan dalam 1 berkas menurut 1 berkas bentuk.\n"
    )


def test_with_a_limit_the_gravest_are_shown_and_the_rest_counted(report: Report) -> None:
    text = write(report, "text", limit=1)
    assert "violation: 100%" in text and "warning:" not in text
    assert "\nNot shown: 2 faults more.\n3 faults (1 violation" in text
    assert "\nTidak ditampilkan: 1 kesalahan lagi.\n" in write(report, "text", "id", limit=2)
    assert "Not shown" not in write(report, "text", limit=3)
    assert write(report, "text", limit=0).startswith("Not shown: 3 faults more.\n")


def test_colour_adds_nothing_but_colour(report: Report) -> None:
    coloured = write(report, "text", colour=True)
    assert "\x1b[1;31mviolation:\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == write(report, "text")


def test_carets_stand_below_what_they_mark(folder: Path) -> None:
    assert excerpt(folder, 'e:a e:p "x" .', 9, 12) == ('e:a e:p "x" .', "        ^^^")
    # A tab takes four columns, a wide character two, a combining one none.
    assert excerpt(folder, '\te:p "x" .', 6, 9) == ('    e:p "x" .', "        ^^^")
    assert excerpt(folder, '"日本" "x"', 6, 9) == ('"日本" "x"', "       ^^^")
    assert excerpt(folder, '"日本" .', 2, 4) == ('"日本" .', " ^^^^")
    assert excerpt(folder, '"e\u0301" "x"', 6, 9) == ('"e\u0301" "x"', "    ^^^")
    # Beyond the end, and a span of nothing.
    assert excerpt(folder, "e:a", 9, 12) == ("e:a", "   ^")
    assert excerpt(folder, "e:a", 2, 2) == ("e:a", " ^")


def test_a_span_of_many_lines_is_marked_to_the_end_of_its_first(folder: Path) -> None:
    (folder / "f.ttl").write_text("e:a e:p 1 ,\n  2 .\n", encoding="utf-8")
    text = write(one(Place("f.ttl", 1, 5, 2, 4)), "text")
    assert "   1 | e:a e:p 1 ,\n     |     ^^^^^^^\n     = " in text


def test_a_long_line_is_cut_around_the_carets(folder: Path) -> None:
    line = "a" * 500 + "MARK" + "b" * 500
    text, carets = excerpt(folder, line, 501, 505)
    assert text.startswith("…a") and text.endswith("b…")
    assert text[carets.index("^") :].startswith("MARK") and carets.strip() == "^^^^"
    assert len(text) + 7 <= 120
    text, carets = excerpt(folder, line, 1001, 1005)
    assert text.startswith("…b") and text.endswith("b") and carets.endswith(" ^^^^")
    text, carets = excerpt(folder, "c" * 100_000, 1, 100_001)
    assert text.endswith("c…") and len(carets) == len(text) - 1


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")),
    after=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")),
)
def test_the_mark_is_found_behind_any_text(folder: Path, before: str, after: str) -> None:
    line = f"{before}MARK{after}"
    text, carets = excerpt(folder, line, len(before) + 1, len(before) + 5)
    assert carets.strip() == "^^^^"
    assert len(carets.encode("ascii")) <= 113
    assert "MARK" in text


def test_what_cannot_be_read_again_has_no_excerpt(folder: Path) -> None:
    (folder / "f.ttl").write_bytes(b"e:a e:p \xff .\n")
    for place in (Place("f.ttl", 1, 1, 1, 4), Place("gone.ttl", 7, 1, 7, 2), Place("f.ttl")):
        lines = write(one(place), "text").split("\n")
        assert lines[1] == "     = node http://e.org/a"
    assert write(one(Place("f.ttl")), "text").startswith("f.ttl: violation: Wrong. [rule]\n")


def test_a_message_stays_on_its_line(folder: Path) -> None:
    text = write(one(None, "One\u2028two\nthree \x1b]0;title\x07"), "text")
    assert "violation: One two three \ufffd]0;title\ufffd [rule]\n" in text


def test_a_name_that_is_no_utf8_is_written_all_the_same(folder: Path) -> None:
    place = Place("bad\udcff.ttl", 1, 1)
    for form in ("text", "json", "junit", "sarif", "github", "ttl"):
        write(one(place), form).encode("utf-8")


def test_an_unknown_form_is_refused(report: Report) -> None:
    with pytest.raises(ActipGraphError, match="no format 'jnuit'; did you mean junit"):
        write(report, "jnuit")
