"""A report as workflow commands, which GitHub Actions shows beside the lines of a pull request.

GitHub takes columns only for a fault within one line. The last line sums up and is no command.
"""

from __future__ import annotations

from actip_graph.validation.formats import shown, text
from actip_graph.validation.report import Place, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.validation.report import Report

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, language: str = "en", limit: int | None = None) -> str:
    """Return ``report`` as workflow commands, with at most ``limit`` faults, the gravest."""
    lines = [
        _command("error", shown.place_of(complaint, report), "", complaint)
        for complaint in report.unreadable
    ]
    chosen = report.faults[:limit]
    for fault in chosen:
        title = shown.rule_title(report, shown.rule(fault), language)
        message = shown.whole_message(fault, language)
        lines.append(_command(_COMMANDS[fault.severity], fault.place, title, message))
    if len(chosen) < len(report.faults):
        rest = text.more(len(report.faults) - len(chosen), language)
        lines.append(_command("notice", None, "", rest))
    lines.append(text.summary(report, language))
    return "\n".join(lines) + "\n"


def _command(name: str, place: Place | None, title: str, message: str) -> str:
    properties = _location(place) if place else {}
    if title:
        properties["title"] = title
    written = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{name}{' ' * bool(written)}{written}::{_escape(message)}"


def _location(place: Place) -> dict[str, str]:
    location = {"file": shown.path(place.file)}
    if place.line:
        location["line"] = str(place.line)
        end_line = max(place.end_line, place.line)
        if end_line == place.line and place.column:
            location["col"] = str(place.column)
        location["endLine"] = str(end_line)
        if end_line == place.line and place.end_column >= place.column > 0:
            location["endColumn"] = str(place.end_column)
    return location


def _escape(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: str) -> str:
    return _escape(value).replace(":", "%3A").replace(",", "%2C")
