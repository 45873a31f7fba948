"""From a file to plain text: plain text, Markdown, HTML and PDF.

Lines that belong apart stay on lines of their own, and a form feed stands between pages.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from typing import NamedTuple

from actip_graph.errors import ActipGraphError

_LIMIT = 64 * 1024 * 1024
# A treaty has some hundred thousand characters; far more is no treaty and only costs time.
_LONGEST = 8_000_000
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HTML_START = re.compile(
    r"\s*(?:<!doctype\s+html|<html\b|<\?xml[^>]*\?>\s*<(?:!doctype\s+)?html\b)", re.I
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


class Document(NamedTuple):
    """The plain text of a file, and the hash by which others can tell that they hold the same."""

    name: str
    text: str
    digest: str


def read(path: str) -> Document:
    """Return the text of the file at ``path``.

    Raises ActipGraphError where there is no readable text in it.
    """
    import hashlib

    try:
        size = os.path.getsize(path)
        if size > _LIMIT:
            raise ActipGraphError(f"{path}: {size} bytes are too many for a text; give one treaty")
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise ActipGraphError(f"{path}: cannot be read: {error.strerror or error}") from error
    if content.lstrip()[:5] == b"%PDF-":
        text = _from_pdf(path)
    else:
        text = _decode(content, path)
        if path.lower().endswith((".html", ".htm", ".xhtml")) or _HTML_START.match(text):
            # Tags that never end cost the parser time that grows with the square of their number.
            if text.count("<") > 2 * text.count(">") + 1000:
                raise ActipGraphError(f"{path}: broken HTML; save the page again, or as text")
            text = html_to_text(text)
        else:
            text = _TAG.sub("", text)
    if len(text) > _LONGEST:
        raise ActipGraphError(f"{path}: {len(text)} characters are too many for one treaty")
    if not text.strip():
        raise ActipGraphError(f"{path}: there is no text in it; a scanned PDF needs OCR first")
    return Document(os.path.basename(path), text, "sha256:" + hashlib.sha256(content).hexdigest())


def _decode(content: bytes, path: str) -> str:
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise ActipGraphError(f"{path}: neither text, HTML nor PDF; save the text as one of them")


def _from_pdf(path: str) -> str:
    try:
        import pypdf
    except ImportError:
        raise ActipGraphError(
            f"{path}: reading PDF needs pypdf; install it with: pip install 'actip-graph[text]'"
        ) from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # the one line of ours is enough
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ActipGraphError(f"{path}: the PDF asks for a password; save it without one")
        return "\f".join(page.extract_text() for page in reader.pages)
    except ActipGraphError:
        raise
    except Exception as error:  # a broken PDF fails in as many ways as it can be broken
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ActipGraphError(f"{path}: the PDF cannot be read: {reason[:120]}") from error


def html_to_text(markup: str) -> str:
    """Return the text of ``markup``, one block a line, numbered lists with their numbers."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return "".join(parser.pieces)


class _Text(HTMLParser):
    _BLOCK = re.compile(
        r"address|article|blockquote|body|caption|d[dlt]|div|fieldset|figcaption|figure|footer"
        r"|h[1-6]|header|hr|li|main|ol|p|pre|section|table|tbody|tr|ul"
    )
    # Superscripts are the numbers of footnotes, which would stick to the word before.
    _SILENT = re.compile(r"head|nav|noscript|script|style|sup|template|title")
    _PIECE = re.compile(r"\s+")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._lists: list[tuple[str, int]] = []
        self._numbered = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._SILENT.fullmatch(tag):
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif self._BLOCK.fullmatch(tag):
            self.pieces.append("\n\n")
            values = {name: value or "" for name, value in attrs}
            if tag in ("ol", "ul"):
                start = _number(values.get("start"), 1)
                self._lists.append((values.get("type", "1") if tag == "ol" else "", start))
            elif tag == "li" and self._lists:
                form, count = self._lists[-1]
                count = _number(values.get("value"), count)
                self._lists[-1] = (form, count + 1)
                self._numbered = _list_marker(form, count)

    def handle_endtag(self, tag: str) -> None:
        if self._SILENT.fullmatch(tag):
            self._silent = max(0, self._silent - 1)
        elif self._BLOCK.fullmatch(tag):
            self.pieces.append("\n\n")
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = self._PIECE.sub(" ", data)
        if self._numbered and text.strip():
            # Many pages number by hand inside the list; theirs is the number that counts.
            if not re.match(r"\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivxl]+)[.)]", text):
                self.pieces.append(self._numbered)
            self._numbered = ""
        self.pieces.append(text)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else default


def _list_marker(form: str, count: int) -> str:
    from actip_graph.texts.cut import to_roman

    if not form:
        return ""
    if form in "aA" and count <= 26:
        return f"({chr(96 + count)}) "
    return f"({to_roman(count)}) " if form in "iI" else f"{count}. "
