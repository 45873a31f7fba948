"""Cutting the text of a treaty into articles, numbered paragraphs and sub-paragraphs.

What comes out is keyed like the locators of the graph: ``14(7)`` is ``("14", "7")``. A marker
counts only where it carries a sequence on, so that a reference ("paragraph 1 (a) of this
article"), a year or a page number does not cut.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.texts.rules import Rules

Key = tuple[str, ...]


class Cut(NamedTuple):
    """The parts of a text: each part's own words, without those of the parts below it."""

    parts: dict[Key, str]
    headings: dict[Key, str]
    chapters: list[str]
    preamble: str
    recitals: list[str]


def cut(text: str, rules: Rules) -> Cut:
    """Return the parts of ``text``, whose language is that of ``rules``.

    Of several versions in one file (a table of contents, other languages) the one that says most
    in that language is taken. A text without articles is cut by its numbered paragraphs.
    """
    lines = clean_lines(text)
    runs = list(_runs(lines, rules))
    if not runs:
        parts: dict[Key, str] = {}
        _Cutter().cut((), _joined(lines), parts)
        preamble = parts.pop((), "")
        return Cut(parts, {}, [], preamble, _recitals(preamble, rules))
    best = max(runs, key=lambda run: rules.weight("\n".join(run.text())))
    return best.cut(rules)


def to_roman(number: int) -> str:
    """Return ``number`` (1 to 399) in small roman digits."""
    steps = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
    text = ""
    for value, digits in (*steps, (4, "iv"), (1, "i")):
        while number >= value:
            text += digits
            number -= value
    return text


def from_roman(text: str) -> int | None:
    """Return the number that the roman digits ``text`` stand for, or None if for none."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values.get(letter, 0) for letter in text.lower()]
    if not digits or 0 in digits or len(digits) > 12:
        return None
    number = sum(
        -value if value < max(digits[i + 1 :], default=0) else value
        for i, value in enumerate(digits)
    )
    return number if 0 < number < 400 and to_roman(number) == text.lower() else None


# Lines

_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_MARKUP = re.compile(r"^\s*(?:#{1,6}|>)\s*|\*\*|__|\\(?=[.()*_#\-\[\]])|^\s*[*+•]\s+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—\[(]\s*)?(?:page|halaman|hal\.|p\.)?\s*\d{1,4}(?:\s*(?:/|of|dari)\s*\d{1,4})?"
    r"(?:\s*[-–—\])])?",
    re.I,
)
_SPACE = re.compile(r"[^\S\n]+")


def clean_lines(text: str) -> list[str]:
    """Return the lines of ``text`` without markup, page numbers and running heads.

    An empty line stands where the text had one or more.
    """
    text = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    marked: list[tuple[str, bool]] = []  # the line, and whether it is the edge of a page
    for number, page in enumerate(text.split("\f")):
        if number:
            marked.append(("", True))
        for raw in page.split("\n"):
            line = _SPACE.sub(" ", _MARKUP.sub("", raw)).strip()
            edge = bool(line) and _PAGE_NUMBER.fullmatch(line) is not None
            marked.append(("" if edge else line, edge))
    heads = _running_heads(marked)
    lines: list[str] = []
    dropped = False
    for line, edge in marked:
        # A sentence may run across the break, so a dropped line leaves no gap behind.
        if edge or (line and _folded(line) in heads):
            dropped = True
            continue
        if line:
            lines.append(line)
        elif lines and lines[-1] and not dropped:
            lines.append("")
        dropped = dropped and not line
    return lines


def _running_heads(marked: list[tuple[str, bool]]) -> set[str]:
    """Return the lines, digits aside, that keep coming back at the edges of pages."""
    texts: list[str] = []
    edges: set[int] = set()  # the places in texts before which a page ends
    for line, edge in marked:
        if edge:
            edges.add(len(texts))
        if line:
            texts.append(line)
    near = {place + step for place in edges for step in (-2, -1, 0, 1)}
    there: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    for place, line in enumerate(texts):
        # What opens or ends a part is text, however often it comes back.
        if len(line) > 120 or line[-1] in ".;:," or _MARKER.match(line):
            continue
        head = _folded(line)
        counted = there if place in near else elsewhere
        counted[head] = counted.get(head, 0) + 1
    # Once elsewhere it may stand as the title.
    return {head for head, n in there.items() if n >= 3 and elsewhere.get(head, 0) <= 1}


def _folded(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _joined(lines: list[str]) -> str:
    """Return ``lines`` as one text in which a word cut by a line end is whole again."""
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", "\n".join(lines))


def squeezed(text: str) -> str:
    """Return ``text`` on one line, with single spaces."""
    return " ".join(text.split())


# Articles

_ROMAN = "[IVXLC]{1,8}"


class _Run:
    """Articles whose numbers rise: one version of the treaty, or its table of contents."""

    def __init__(self, before: list[str]) -> None:
        self.before = before
        self.articles: list[tuple[int, str, list[str]]] = []
        self.chapters: list[str] = []

    def text(self) -> Iterator[str]:
        for _, heading, lines in self.articles:
            yield heading
            yield from lines

    def cut(self, rules: Rules) -> Cut:
        parts: dict[Key, str] = {}
        headings: dict[Key, str] = {}
        cutter = _Cutter()
        for number, given, lines in self.articles:
            key = (str(number),)
            headings[key], body = (given, lines) if given else _heading(lines, rules)
            cutter.cut(key, _joined(body), parts)
        preamble = squeezed(_joined(self.before))
        return Cut(parts, headings, self.chapters, preamble, _recitals(preamble, rules))


def _runs(lines: list[str], rules: Rules) -> Iterator[_Run]:
    before: list[str] = []
    chapters: list[str] = []  # counted when an article follows
    run: _Run | None = None
    body = before
    for i, line in enumerate(lines):
        if rules.ending.match(line) and run is not None:
            body = []  # signatures, annexes: read on, for another version may follow
            continue
        chapter = rules.chapter.fullmatch(line)
        if chapter is not None:
            written = chapter["number"] or chapter["alone"]
            number = from_roman(written) or _integer(written)
            chapters += [str(number)] if number else []
            body = []  # its title belongs to no article
            continue
        if rules.foreign.match(line):
            if run is not None and run.articles:
                yield run
            run, before, chapters = None, [], []
            body = before
            continue
        found = _article(line, lines[i + 1] if i + 1 < len(lines) else "", run, rules)
        if found is None:
            body.append(line)
            continue
        number, heading, rest = found
        if run is None or (run.articles and number <= run.articles[-1][0]):
            if run is not None:
                # Its preamble came in behind the last article of the version before it.
                before = run.articles[-1][2] if run.articles else before
                yield run
            run, before = _Run(before), []
        run.chapters += chapters
        chapters = []
        body = [rest] if rest else []
        run.articles.append((number, heading, body))
    if run is not None and run.articles:
        yield run


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,3}", text) else None


def _article(
    line: str, following: str, run: _Run | None, rules: Rules
) -> tuple[int, str, str] | None:
    """Return number, heading and first words of the article that ``line`` opens, if it does."""
    match = rules.article.match(line)
    if match is None:
        return None
    number = _integer(match["number"]) or from_roman(match["number"])
    rest = match["rest"].strip()
    if not number or (not rest and following[:1].islower()):
        return None
    last = run.articles[-1][0] if run is not None and run.articles else 0
    if rest and (rest[0].islower() or rest[0] in ",;(" or rules.reference.match(rest)):
        return None
    if rest and not (number == 1 or last < number <= last + 5):
        return None
    if not rest or _is_heading(rest, rules):
        return number, rest, ""
    return number, "", rest


def _is_heading(line: str, rules: Rules) -> bool:
    return len(line) <= 150 and line[-1] not in ".;:," and not rules.verb.search(line)


def _heading(lines: list[str], rules: Rules) -> tuple[str, list[str]]:
    """Return the heading at the top of an article's ``lines``, if there is one, and the rest."""
    lines = lines[next((i for i, line in enumerate(lines) if line), len(lines)) :]
    taken = 0
    while taken < len(lines) and lines[taken] and not _MARKER.match(lines[taken]):
        if taken and not lines[taken][0].islower():
            break
        taken += 1
    candidate = squeezed(_joined(lines[:taken]))
    if taken and taken < len(lines) and _is_heading(candidate, rules):
        return candidate, lines[taken:]
    return "", lines


def _recitals(preamble: str, rules: Rules) -> list[str]:
    """Return the recitals of ``preamble``: what begins with a participle, as recitals do."""
    starts = [match.start("recital") for match in rules.recital.finditer(preamble)]
    ends = [*starts[1:], len(preamble)]
    return [preamble[a:b].strip(" ,;") for a, b in zip(starts, ends, strict=False)]


# Paragraphs and sub-paragraphs

_MARKER = re.compile(
    r"(?P<word>(?i:ayat|huruf|paragraph|para\.?|angka|butir)\s*)?"
    r"(?P<open>\()?(?P<name>\d{1,3}|[a-z]|[ivxl]{2,6})"
    r"(?:\s?(?P<close>[.)])(?!\d)|(?P<bare>(?=\s+[A-Z\"“])))\s*"
)
_INLINE = re.compile(
    r"(?<=[.;:,])\s+(?:(?:and|or|and/or|dan|atau|dan/atau|serta)\s+)?"
    r"(?=\(?(?:\d{1,2}|[a-z]|[ivxl]{2,6})[.)](?!\d))"
)
_REFERENCE_BEFORE = re.compile(
    r"(?:articles?|paragraphs?|sub-?paragraphs?|pasal|ayat|huruf|angka|butir|\d|\([a-z0-9]{1,4}\)"
    r"|\b[a-z]\))\s*(?:,|and|or|to|dan|atau|sampai dengan)?\s*$",
    re.I,
)
_REFERENCE_AFTER = re.compile(
    r"(?:of|and|or|above|below|dan|atau|pasal|ayat|huruf|di atas|sampai)\b|[,;.)]"
)
_DEEPEST = 6  # no treaty goes deeper, and what does is no treaty
_CONJUNCTION = re.compile(r"(?:\b(?:and|or|and/or|dan|atau|dan/atau|serta))\s*$", re.I)


class _Level(NamedTuple):
    """An open list: its kind (number, letter or roman), its style, and where it has got to."""

    kind: str
    style: str
    value: int
    name: str


class _Marker(NamedTuple):
    """What may be a marker: its name and style, how it stands, and the words around it."""

    name: str
    style: str
    worded: bool  # with a word before it: ayat (1), huruf a
    bare: bool  # a number with neither dot nor bracket
    at_start: bool
    before: str
    after: str
    spaced: bool  # with an empty line before it


class _Cutter:
    """Finds the markers in the body of an article and sorts its words under them."""

    def cut(self, article: Key, body: str, parts: dict[Key, str]) -> None:
        """Add the parts of ``body`` to ``parts``, those of the article itself under ``article``."""
        stack: list[_Level] = []
        key, start, position = article, 0, 0
        at_start = True
        while position < len(body):
            match = _MARKER.match(body, position)
            opened = _opened(_marker(match, body, start, at_start), stack) if match else None
            if match and opened:
                _add(parts, key, body[start:position])
                stack = opened
                key = (*article, *(level.name for level in stack))
                start = position = match.end()
                at_start = True  # several markers may stand in a row: 1. (a) (i)
                continue
            line_end = body.find("\n", position)
            line_end = len(body) if line_end < 0 else line_end
            inline = _INLINE.search(body, position, line_end)
            if inline and inline.end() > position:
                position, at_start = inline.end(), False
            else:
                position, at_start = line_end + 1, True
        _add(parts, key, body[start:])


def _add(parts: dict[Key, str], key: Key, words: str) -> None:
    parts[key] = squeezed(f"{parts.get(key, '')} {words}")


def _marker(match: re.Match[str], body: str, start: int, at_start: bool) -> _Marker:
    before = body[max(start, match.start() - 60) : match.start()]
    return _Marker(
        name=match["name"],
        style=")" if match["close"] == ")" else ".",
        worded=match["word"] is not None,
        bare=match["bare"] is not None,
        at_start=at_start,
        before=before.rstrip(),
        after=body[match.end() : match.end() + 20],
        spaced=before.endswith("\n\n"),
    )


def _opened(marker: _Marker, stack: list[_Level]) -> list[_Level] | None:
    """Return ``stack`` with ``marker`` as its top, or None if it does not mark a part."""
    if _is_reference(marker):
        return None
    readings = _readings(marker, stack)
    return (
        _carried_on(marker, readings, stack)
        or _begun(marker, readings, stack)
        or _after_gap(marker, readings, stack)
    )


def _is_reference(marker: _Marker) -> bool:
    """Say whether ``marker`` belongs to a sentence: "paragraph 1 (a) of this article"."""
    loose = marker.bare and not (marker.at_start and marker.name.isdigit())
    named = marker.worded and not marker.at_start
    if loose or named or _REFERENCE_AFTER.match(marker.after):
        return True
    words = _CONJUNCTION.sub("", marker.before).rstrip()
    if not words:  # right behind another marker, or at the very start
        return bool(marker.before)
    if words[-1] in ".;:":
        return False
    if words[-1] not in ',”"' and not (marker.at_start and marker.spaced):
        return True
    return _REFERENCE_BEFORE.search(words.rstrip(",")) is not None


def _readings(marker: _Marker, stack: list[_Level]) -> list[tuple[str, int]]:
    """Return what a marker may be: its kind and its place in a sequence, likeliest first."""
    if marker.name.isdigit():
        return [("number", int(marker.name))]
    readings = []
    if len(marker.name) == 1:
        readings.append(("letter", ord(marker.name) - 96))
    roman = from_roman(marker.name)
    if roman is not None:
        readings.append(("roman", roman))
    ninth = any(level.kind == "letter" and level.value == 8 for level in stack)
    if marker.name == "i" and ninth and marker.before.endswith(":"):
        readings.reverse()  # behind a colon it opens a list rather than carrying one on
    return readings


def _carried_on(
    marker: _Marker, readings: list[tuple[str, int]], stack: list[_Level]
) -> list[_Level] | None:
    """Return the stack in which ``marker`` is next in an open list, the innermost that fits."""
    if readings[:1] == [("roman", 1)]:
        return None
    for same_style in (True, False):
        for depth in range(len(stack) - 1, -1, -1):
            level = stack[depth]
            for kind, value in readings:
                fits = kind == level.kind and value == level.value + 1
                if fits and (marker.style == level.style or not same_style):
                    return [*stack[:depth], _Level(kind, marker.style, value, marker.name)]
    return None


def _begun(
    marker: _Marker, readings: list[tuple[str, int]], stack: list[_Level]
) -> list[_Level] | None:
    """Return the stack in which ``marker`` begins a list.

    A list begins behind a colon; one of a new kind also at the start of a line.
    """
    if len(stack) == _DEEPEST:
        return None
    for kind, value in readings:
        if kind == "number":
            fresh = not stack
        else:
            fresh = not any(
                level.kind == kind and (kind == "roman" or level.style == marker.style)
                for level in stack
            )
        if value == 1 and (marker.before.endswith(":") or (marker.at_start and fresh)):
            return [*stack, _Level(kind, marker.style, 1, marker.name)]
    return None


def _after_gap(
    marker: _Marker, readings: list[tuple[str, int]], stack: list[_Level]
) -> list[_Level] | None:
    """Return the stack in which ``marker`` carries a list on of which a marker was lost.

    What is lost must not swallow what follows it: it is missing then, the rest is in its place.
    """
    if not marker.at_start or marker.bare or not marker.after or marker.after[0].islower():
        return None
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        for kind, value in readings:
            gap = value - level.value
            if kind == level.kind and marker.style == level.style and 1 < gap <= 3:
                return [*stack[:depth], _Level(kind, marker.style, value, marker.name)]
    if not stack and marker.name == "2":
        return [_Level("number", marker.style, 2, marker.name)]
    return None
