"""A report as text for a person, in the style of compilers.

Each fault is a line ``path:line:column: severity: message [rule]``, which editors and terminals
make a link, with the line of the file below it, the node, path and value, and the results of
nested shapes. Faults stand by file and line, those of no single file last; the last line sums up.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby

from actip_graph.namespaces import shrink
from actip_graph.validation import paths
from actip_graph.validation.formats import shown
from actip_graph.validation.report import Place, Severity
from actip_graph.validation.wording import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actip_graph.validation.report import Fault, Report

# Columns of an excerpt, with which a line stays within 120.
_WIDTH = 110
_TAB = "    "
_COLOURS = {Severity.VIOLATION: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_BOLD, _DIM = "1", "2"

# One and many of each.
_NOUNS: dict[str, dict[str | Severity, tuple[str, str]]] = {
    "en": {
        Severity.VIOLATION: ("violation", "violations"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("info", "info"),
        "fault": ("fault", "faults"),
        "file": ("file", "files"),
        "shape file": ("shape file", "shape files"),
    },
    "id": {
        Severity.VIOLATION: ("pelanggaran", "pelanggaran"),
        Severity.WARNING: ("peringatan", "peringatan"),
        Severity.INFO: ("info", "info"),
        "fault": ("kesalahan", "kesalahan"),
        "file": ("berkas", "berkas"),
        "shape file": ("berkas bentuk", "berkas bentuk"),
    },
}
_WORDS = {
    "en": {
        "none": "No fault",
        "summary": "{faults} in {files} against {shapes}",
        "engines": ", judged by {engines}",
        "unreadable": "Could not be read: {files}.",
        "more": "Not shown: {faults} more.",
        "elsewhere": "in no single file",
        "node": "node",
        "path": "path",
        "value": "value",
    },
    "id": {
        "none": "Tidak ada kesalahan",
        "summary": "{faults} dalam {files} menurut {shapes}",
        "engines": ", dinilai oleh {engines}",
        "unreadable": "Tidak dapat dibaca: {files}.",
        "more": "Tidak ditampilkan: {faults} lagi.",
        "elsewhere": "tidak dalam satu berkas tertentu",
        "node": "simpul",
        "path": "lintasan",
        "value": "nilai",
    },
}


def write(
    report: Report, language: str = "en", colour: bool = False, limit: int | None = None
) -> str:
    """Return ``report`` as text, with at most ``limit`` faults, the gravest."""
    chosen = sorted(report.faults[:limit], key=_position)
    lines: list[str] = []
    for file, faults in groupby(chosen, key=_file):
        if not file:
            lines.append(f"{elsewhere(language)}:")
        source = source_lines(file)
        for fault in faults:
            lines += block(fault, language, source, colour)
        lines.append("")
    if len(chosen) < len(report.faults):
        lines.append(more(len(report.faults) - len(chosen), language))
    lines.append(summary(report, language))
    return "\n".join(lines) + "\n"


def summary(report: Report, language: str) -> str:
    """Return one line on how many faults of which severity were found, in what and by what."""
    counted = [
        _count(number, severity, language)
        for severity in sorted(Severity, reverse=True)
        if (number := sum(fault.severity == severity for fault in report.faults))
    ]
    faults = _WORDS[language]["none"]
    if counted:
        faults = f"{_count(len(report.faults), 'fault', language)} ({', '.join(counted)})"
    line = _WORDS[language]["summary"].format(
        faults=faults,
        files=_count(len(report.checked), "file", language),
        shapes=_count(report.shapes, "shape file", language),
    )
    if report.engines:
        line += _WORDS[language]["engines"].format(engines=", ".join(report.engines))
    line += "."
    if report.unreadable:
        unreadable = _count(len(report.unreadable), "file", language)
        line += " " + _WORDS[language]["unreadable"].format(files=unreadable)
    return line


def elsewhere(language: str) -> str:
    """Return the heading of faults that have no place."""
    return _WORDS[language]["elsewhere"]


def more(number: int, language: str) -> str:
    """Return the line that says how many faults are not shown."""
    return _WORDS[language]["more"].format(faults=_count(number, "fault", language))


def block(
    fault: Fault, language: str, source: Sequence[str] = (), colour: bool = False
) -> list[str]:
    """Return the lines on one fault; ``source`` are the lines of the file where it stands."""
    return [
        _head(fault, language, colour),
        *_excerpt(fault.place, source, colour, _COLOURS[fault.severity]),
        _facts(fault, language, colour),
        *_details(fault, language, colour),
    ]


def source_lines(file: str) -> list[str]:
    """Return the lines of ``file``, or none where it cannot be read."""
    try:
        with open(file, encoding="utf-8") as stream:
            return stream.read().split("\n")
    except (OSError, ValueError):
        return []


def _file(fault: Fault) -> str:
    return fault.place.file if fault.place else ""


def _position(fault: Fault) -> tuple[bool, Place]:
    return (fault.place is None, fault.place or Place(""))


def _count(number: int, noun: str | Severity, language: str) -> str:
    return f"{number} {_NOUNS[language][noun][number != 1]}"


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour and text else text


def _printable(text: str) -> str:
    """Return ``text`` without characters that would move a terminal's cursor or break the line."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _breaks(character) else character for character in text)


def _breaks(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _head(fault: Fault, language: str, colour: bool, of: str = "") -> str:
    """Return where, how grave, what, and the rule where it is not the rule ``of`` the whole."""
    where = ""
    if fault.place:
        where = _printable(shown.path(fault.place.file)) + ":"
        where += "".join(f"{n}:" for n in (fault.place.line, fault.place.column) if n)
        where = _paint(where, _BOLD, colour) + " "
    severity = _NOUNS[language][fault.severity][0]
    severity = _paint(f"{severity}:", _COLOURS[fault.severity], colour)
    rule = "" if shown.rule(fault) == of else f" [{_printable(shrink(shown.rule(fault)))}]"
    return (
        f"{where}{severity} {_printable(shown.message(fault, language))}"
        f"{_paint(rule, _DIM, colour)}"
    )


def _facts(fault: Fault, language: str, colour: bool) -> str:
    facts = [f"{_WORDS[language]['node']} {show(fault.focus, language)}"]
    if fault.path is not None:
        facts.append(f"{_WORDS[language]['path']} {paths.to_text(fault.path)}")
    if fault.value is not None and fault.value != fault.focus:
        facts.append(f"{_WORDS[language]['value']} {show(fault.value, language)}")
    return _paint(" " * 5 + "= ", _DIM, colour) + _printable(", ".join(facts))


def _details(fault: Fault, language: str, colour: bool) -> Iterator[str]:
    for detail in fault.details:
        yield " " * 5 + "- " + _head(detail, language, colour, shown.rule(fault))
        yield "  " + _facts(detail, language, colour)
        yield from ("  " + line for line in _details(detail, language, colour))


def _excerpt(place: Place | None, source: Sequence[str], colour: bool, code: str) -> list[str]:
    """Return the line of ``source`` where ``place`` begins, and carets below its characters."""
    if place is None or not 0 < place.line <= len(source):
        return []
    line = source[place.line - 1]
    start = min(max(place.column - 1, 0), len(line))
    end = start + 1
    if place.end_line:
        end = place.end_column - 1 if place.end_line == place.line else len(line)
    text, before, under = _cut(line, start, min(end, len(line)))
    gutter = f"{place.line:4} |"
    lines = [f"{_paint(gutter, _DIM, colour)} {text}"]
    if place.column:
        carets = _paint("^" * max(under, 1), code, colour)
        gutter = " " * (len(gutter) - 1) + "|"
        lines.append(f"{_paint(gutter, _DIM, colour)} {' ' * before}{carets}")
    return lines


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the text of ``line``, and the columns before and under its part from start to end.

    Of a line that is too long, what is farthest from ``start`` is cut off.
    """
    first, last = max(0, start - _WIDTH), min(len(line), start + _WIDTH)
    skipped = first
    cells = [_cell(character) for character in line[first:last]]

    def width(begin: int, stop: int) -> int:
        return sum(columns for _, columns in cells[begin - skipped : stop - skipped])

    if last - first < len(line) or width(first, last) > _WIDTH:
        # A third of the room for what stands before the start, more where the line ends early.
        while width(first, start) > _WIDTH // 3:
            first += 1
        while width(first, last) > _WIDTH:
            last -= 1
        while first > skipped and width(first - 1, last) <= _WIDTH:
            first -= 1
    text = "".join(shown_as for shown_as, _ in cells[first - skipped : last - skipped]).rstrip()
    before, after = "…" * (first > 0), "…" * (last < len(line))
    under = width(start, min(end, last))
    return before + text + after, len(before) + width(first, start), under


@lru_cache
def _cell(character: str) -> tuple[str, int]:
    """Return what stands for ``character`` on the terminal and how many columns it takes."""
    if character == "\t":
        return _TAB, len(_TAB)
    if _breaks(character):
        return "\ufffd", 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
