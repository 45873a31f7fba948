"""Cutting: a text made from an outline is cut back to that outline."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph.texts.cut import clean_lines, cut, from_roman, to_roman
from actip_graph.texts.rules import rules_of
from tests.texts.invented import ENGLISH, INDONESIAN

if TYPE_CHECKING:
    from actip_graph.texts.cut import Key

# An outline: for each article its paragraphs (none: one unnumbered text), for each paragraph its
# items, for each item how many roman sub-items it has.
Outline = list[list[list[int]]]
OUTLINES = st.lists(
    st.lists(st.lists(st.integers(0, 12), max_size=14), max_size=12), min_size=1, max_size=12
)
WORDS = st.sampled_from(
    (
        "Each Party shall tend its lamps in accordance with its domestic law",
        "the Parties may, under paragraph 1 (a) of article 2, lend a boat",
        "keepers should rest on 30 days a year, as set out in Article 5 of this Convention",
        "A lamp that was lit before 1 May 1999 shall stay lit, whatever Article 3 says",
    )
)


class Layout:
    """How a text is laid out: headings, markers, line breaks and page furniture."""

    def __init__(self, roman_heads: bool, brackets: bool, width: int, pages: bool) -> None:
        self.roman_heads, self.brackets, self.width, self.pages = (
            roman_heads,
            brackets,
            width,
            pages,
        )

    def number(self, n: int) -> str:
        return f"({n})" if self.brackets else f"{n}."

    def letter(self, n: int) -> str:
        letter = string.ascii_lowercase[n - 1]
        return f"({letter})" if self.brackets else f"{letter})"

    def wrap(self, text: str) -> list[str]:
        lines, line = [], ""
        for word in text.split():
            if line and len(line) + len(word) > self.width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return [*lines, line]


LAYOUTS = st.builds(
    Layout, st.booleans(), st.booleans(), st.sampled_from((40, 72, 10_000)), st.booleans()
)


def written(outline: Outline, layout: Layout, words: list[str]) -> tuple[str, list[Key]]:
    """Return a text of ``outline``, and the keys of its parts in their order."""
    # A running head is known by its coming back: a title page and two empty ones begin the text.
    lines = ["Convention on Lighthouses\f"] * 3 if layout.pages else []
    keys: list[Key] = []
    turn = iter(range(10**6))

    def say(key: Key, marker: str, end: str) -> None:
        keys.append(key)
        lines.extend(layout.wrap(f"{marker} {words[next(turn) % len(words)]}{end}".strip()))
        if layout.pages and len(keys) % 7 == 0:
            lines.extend(["", str(len(keys) // 7), "\fConvention on Lighthouses"])

    for a, paragraphs in enumerate(outline, 1):
        name = to_roman(a).upper() if layout.roman_heads else str(a)
        lines.extend(["", f"Article {name}", "Heading of it", ""])
        if not paragraphs:
            say((str(a),), "", ".")
            continue
        keys.append((str(a),))
        for p, items in enumerate(paragraphs, 1):
            say((str(a), str(p)), layout.number(p), ":" if items else ".")
            for i, subitems in enumerate(items, 1):
                key = (str(a), str(p), string.ascii_lowercase[i - 1])
                say(key, layout.letter(i), ":" if subitems else ";")
                for s in range(1, subitems + 1):
                    say((*key, to_roman(s)), f"({to_roman(s)})", ";")
    return "\n".join(lines), keys


@given(OUTLINES, LAYOUTS, st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_outline_comes_back(outline: Outline, layout: Layout, words: list[str]) -> None:
    text, keys = written(outline, layout, words)
    pieces = cut(text, rules_of("en"))
    assert list(pieces.parts) == keys
    assert set(pieces.headings.values()) == {"Heading of it"}
    assert all(part.rstrip(".:;") in words for part in pieces.parts.values() if part)


@given(st.text(max_size=400))
def test_any_text_is_cut_without_a_fault(text: str) -> None:
    for language in ("en", "id"):
        cut(f"Article 1\n{text}\nPasal 1\n{text}", rules_of(language))


@given(st.integers(1, 399))
def test_roman_digits(number: int) -> None:
    assert from_roman(to_roman(number)) == number


@pytest.mark.parametrize("digits", ["", "iiii", "vx", "abc", "ic"])
def test_no_roman_digits(digits: str) -> None:
    assert from_roman(digits) is None


def test_english_text() -> None:
    pieces = cut(ENGLISH.read_text(encoding="utf-8"), rules_of("en"))
    assert [".".join(key) for key in pieces.parts] == [
        "1",
        "2",
        "2.a",
        "2.b",
        "3",
        "3.1",
        "3.2",
        "3.2.a",
        "3.2.b",
        "3.2.b.i",
        "3.2.b.ii",
        "3.3",
        "4",
        "5",
        "5.1",
        "5.1.a",
        "5.1.b",
        "5.1.c",
        "5.2",
    ]
    assert pieces.headings["3",].endswith("before they tend a lamp")
    assert "Such a keeper may" in pieces.parts["3", "1"]  # hyphenation
    assert pieces.parts["3", "2", "a"] == "dry rooms and warm coats; and"  # page break
    assert pieces.parts["5", "2"].endswith("charge ships for it.")  # signatures are left out
    assert pieces.chapters == ["1", "2"]
    assert len(pieces.recitals) == 2


def test_indonesian_text() -> None:
    pieces = cut(INDONESIAN.read_text(encoding="utf-8"), rules_of("id"))
    assert [".".join(key) for key in pieces.parts] == (
        ["1", "2", "2.a", "2.b", "3", "3.1", "3.2", "3.2.a", "3.2.b", "3.3", "4", "5", "5.1", "5.2"]
    )


def test_numbered_paragraphs_without_articles() -> None:
    pieces = cut(
        "We, the keepers, declare:\n1. To light.\n2. To watch:\n(a) by day;", rules_of("en")
    )
    assert list(pieces.parts) == [("1",), ("2",), ("2", "a")]


def test_lost_marker_swallows_nothing() -> None:
    text = "Article 1\n\n1. One lamp.\nA lost one.\n3. Three lamps."
    assert list(cut(text, rules_of("en")).parts) == [("1",), ("1", "1"), ("1", "3")]


@pytest.mark.parametrize("wording", ["the letter i", "(j)"])
def test_ninth_letter_and_first_roman_digit(wording: str) -> None:
    letters = "".join(f"({c}) item {c};\n" for c in "abcdefgh")
    ninth = cut(f"Article 1\n1. All of:\n{letters}(i) item {wording}.", rules_of("en"))
    assert ("1", "1", "i") in ninth.parts
    nested = cut(f"Article 1\n1. All of:\n{letters[:-2]}:\n(i) one;\n(ii) two.", rules_of("en"))
    assert ("1", "1", "h", "ii") in nested.parts


def test_reference_to_an_article_at_a_line_start_opens_none() -> None:
    text = (
        "Article 1\n\nLamps are lit under\nArticle 2\nof this Convention, and see\nArticle 3, too."
    )
    assert list(cut(text, rules_of("en")).parts) == [("1",)]


def test_markdown_and_other_languages() -> None:
    text = (
        "### **Article 1**\n\n1\\. Parties *shall* tend lamps.\n\n"
        "### Artikel 1\n\n1. Partijen onderhouden lampen.\n2. Meer.\n"
    )
    pieces = cut(text, rules_of("en"))
    assert list(pieces.parts) == [("1",), ("1", "1")]


def test_running_heads_and_page_numbers_go() -> None:
    words = ("one", "two", "three", "four")
    pages = "\f".join(f"Lamps and Oil\nLamp {word} is\n- {n} -" for n, word in enumerate(words))
    assert clean_lines(pages) == [f"Lamp {word} is" for word in words]
