"""The forms a validation report can be written in, one module a form."""

from __future__ import annotations

from actip_graph.errors import ActipGraphError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.validation.report import Report

FORMATS: tuple[str, ...] = ("text", "json", "junit", "sarif", "github", "ttl")


def write(
    report: Report, form: str, language: str = "en", colour: bool = False, limit: int | None = None
) -> str:
    """Return ``report`` in ``form``, one of ``FORMATS``; the text ends in a line feed.

    ``colour`` is for text on a terminal. ``limit`` bounds how many faults, the gravest first, are
    shown by the forms that people read, text and github, which then say how many more there are;
    the others are read by programs and always carry all. Raises ActipGraphError for an unknown
    form.
    """
    if form not in FORMATS:
        raise ActipGraphError(f"no format {form!r}; {nearest(form, list(FORMATS))}")
    # The name of a file may hold bytes that are no UTF-8, which nothing can write as text.
    return _write(report, form, language, colour, limit).encode("utf-8", "replace").decode("utf-8")


def _write(report: Report, form: str, language: str, colour: bool, limit: int | None) -> str:
    if form == "text":
        from actip_graph.validation.formats import text

        return text.write(report, language, colour, limit)
    if form == "github":
        from actip_graph.validation.formats import github

        return github.write(report, language, limit)
    if form == "junit":
        from actip_graph.validation.formats import junit

        return junit.write(report, language)
    if form == "sarif":
        from actip_graph.validation.formats import sarif

        return sarif.write(report, language)
    if form == "json":
        from actip_graph.validation.formats import json_report

        return json_report.write(report)
    from actip_graph.validation.formats import report_graph

    return report_graph.write(report)
