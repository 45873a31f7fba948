"""Reading: the same treaty from plain text, HTML and PDF, and one clear line where none is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError
from actip_graph.texts.cut import cut
from actip_graph.texts.read import html_to_text, read
from actip_graph.texts.rules import detect, rules_of
from tests.conftest import unavailable
from tests.texts.invented import ENGLISH, INDONESIAN

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = cut(read(str(ENGLISH)).text, rules_of("en"))
AS_HTML = """<!DOCTYPE html>
<html><head><title>Article 9</title><style>p { color: red }</style></head><body>
<nav><a href="/">Article 8</a></nav>
<h2>Article 1</h2><h3>Keepers<sup>12</sup></h3>
<ol>
 <li>Each Party <b>shall</b> appoint keepers<sup>3</sup> &amp; give them:
  <ol type="a"><li>coats;</li><li>boats of these kinds:<ol type="i"><li>red;</li><li>blue.</li>
  </ol></li></ol></li>
 <li value="3">It may not charge them.</li>
</ol>
<h2>Article 2</h2><p>(1) Lamps&nbsp;are<br>lit.</p><table><tr><td>(2)</td><td>Or not.</td></tr>
</table><script>Article 7</script></body></html>
"""


def pdf_of(text: str, path: Path) -> None:
    """Write ``text`` as a PDF, one page for every page break in it."""
    try:
        from fpdf import FPDF
    except ImportError:
        unavailable("fpdf2 is not installed (pip install fpdf2)")
    document = FPDF()
    document.set_font("Helvetica", size=11)
    for page in text.split("\f"):
        document.add_page()
        for line in page.split("\n"):
            document.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    document.output(str(path))


def test_html_with_numbered_lists(tmp_path: Path) -> None:
    path = tmp_path / "treaty.html"
    path.write_text(AS_HTML, encoding="utf-8")
    pieces = cut(read(str(path)).text, rules_of("en"))
    assert {".".join(key): words for key, words in pieces.parts.items()} == {
        "1": "",
        "1.1": "Each Party shall appoint keepers & give them:",
        "1.1.a": "coats;",
        "1.1.b": "boats of these kinds:",
        "1.1.b.i": "red;",
        "1.1.b.ii": "blue.",
        "1.3": "It may not charge them.",
        "2": "",
        "2.1": "Lamps are lit.",
        "2.2": "Or not.",
    }
    assert pieces.headings["1",] == "Keepers"


def test_html_of_the_invented_treaty(tmp_path: Path) -> None:
    blocks = read(str(ENGLISH)).text.replace("&", "&amp;").split("\n")
    path = tmp_path / "treaty.htm"
    path.write_text("<br>".join(blocks), encoding="utf-8")
    assert cut(read(str(path)).text, rules_of("en")).parts == PLAIN.parts


def test_a_list_numbered_by_hand_keeps_its_numbers() -> None:
    assert "(b) oil" in html_to_text("<ol type='a'><li>(b) oil</li></ol>")
    assert "1." not in html_to_text("<ol><li>(b) oil</li></ol>")


def test_pdf_of_the_invented_treaty(tmp_path: Path) -> None:
    text = read(str(ENGLISH)).text
    for number in (1, 2, 3):
        text = text.replace(f"{' ' * 49}{number}\n", f"{' ' * 49}{number}\n\f")
    path = tmp_path / "treaty.pdf"
    pdf_of(text, path)
    pieces = cut(read(str(path)).text, rules_of("en"))
    assert pieces.parts == PLAIN.parts
    assert pieces.headings == PLAIN.headings


def test_pdf_without_pypdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    path = tmp_path / "treaty.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(ActipGraphError, match=r"pip install 'actip-graph\[text\]'"):
        read(str(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "treaty.txt"
    path.write_bytes("Article 1\n“Lamp” means café.".encode(encoding))
    assert "“Lamp” means café" in read(str(path)).text


def test_language_is_found_out() -> None:
    assert detect(read(str(ENGLISH)).text).language == "en"
    assert detect(read(str(INDONESIAN)).text).language == "id"


def test_hash_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "abc.txt"
    path.write_bytes(b"abc")
    assert read(str(path)).digest == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "no text"),
        (b" \n\f\n ", "no text"),
        (bytes(range(256)) * 40, "neither text, HTML nor PDF"),
        (b"\xff\xfe\x00\xd8\x00", "neither text, HTML nor PDF"),
        (b"%PDF-1.7\nnot a PDF at all", "the PDF cannot be read"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", "PDF"),
        (b"<html>" + b"<a " * 90_000, "broken HTML"),
        (b"a" * 9_000_000, "too many for one treaty"),
    ],
)
def test_no_text_in_it(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ActipGraphError, match=complaint) as raised:
        read(str(path))
    assert str(path) in str(raised.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match="cannot be read"):
        read(str(tmp_path / "none"))
    with pytest.raises(ActipGraphError, match="cannot be read"):
        read(str(tmp_path))
