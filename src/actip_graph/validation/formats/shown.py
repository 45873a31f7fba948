"""How paths, messages and rules are shown, the same in every format."""

from __future__ import annotations

import os
import re

from actip_graph.namespaces import shrink
from actip_graph.validation.report import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actip_graph.validation.report import Fault, Report


def below_here(file: str) -> str | None:
    """Return ``file`` relative to the working directory, or None where it is not below that."""
    here = os.path.join(os.getcwd(), "")
    full = os.path.abspath(file)
    return full.removeprefix(here).replace(os.sep, "/") if full.startswith(here) else None


def path(file: str) -> str:
    """Return ``file`` relative to the working directory if it is below that, else as it is."""
    return below_here(file) or file


def pick(texts: Mapping[str, str], language: str) -> str:
    """Return the text in ``language``, or else in any there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def message(fault: Fault, language: str) -> str:
    """Return the message of ``fault`` on one line, or what it violates where it has none."""
    return " ".join(fault.message(language).split()) or shrink(fault.component or fault.rule)


def whole_message(fault: Fault, language: str) -> str:
    """Return the message of ``fault`` and, indented below it, those of its details."""
    return "\n".join([message(fault, language), *_detail_lines(fault, language, 1)])


def _detail_lines(fault: Fault, language: str, depth: int) -> Iterator[str]:
    for detail in fault.details:
        yield "  " * depth + message(detail, language)
        yield from _detail_lines(detail, language, depth + 1)


def rule(fault: Fault) -> str:
    """Return the rule of ``fault``; a shape without a name goes by its component."""
    return fault.rule or fault.component or "fault"


def rule_title(report: Report, name: str, language: str) -> str:
    """Return the short name of the rule ``name``, or its CURIE where it has none."""
    known = report.rules.get(name)
    return (pick(known.label, language) if known else "") or shrink(name)


def place_of(complaint: str, report: Report) -> Place | None:
    """Return where a line on an unreadable file points to: ``file:line:column: what is wrong``."""
    for file in sorted(report.checked, key=len, reverse=True):
        if complaint.startswith(f"{file}:"):
            position = re.match(r"(\d+):(\d+): ", complaint[len(file) + 1 :])
            if position is None:
                return Place(file)
            line, column = int(position[1]), int(position[2])
            return Place(file, line, column, line, column + 1)
    return None
