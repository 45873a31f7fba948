"""A comparison of a text with the record, as text, Markdown or JSON."""

from __future__ import annotations

from actip_graph.namespaces import shrink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.texts.accept import Accepted
    from actip_graph.texts.compare import Difference, Report

_LANGUAGES = {
    "en": {"en": "English", "id": "Indonesian"},
    "id": {"en": "Inggris", "id": "Indonesia"},
}
_WORDS = {
    "en": {
        "title": "{instrument} against {name}",
        "about": "{language} text, {articles} articles, {parts} parts, {digest}",
        "different": "Different",
        "missing": "Recorded, but missing in the text",
        "extra": "In the text, but not recorded",
        "unplaced": "Recorded without a place that can be told in a text, so not compared",
        "heading": 'heading: recorded "{recorded}", found "{words}"',
        "modality": 'modality: recorded {recorded}, found {found}: "{words}"',
        "no-modality": "modality: recorded {recorded}, found no word of duty or choice",
        "qualifier-missing": "qualifier: recorded {recorded}, not found",
        "qualifier-extra": 'qualifier: not recorded {found}, found "{words}"',
        "subject": "subject: no word in common with the summary",
        "sum": (
            "{total} recorded provisions: {match} match, {different} different, {missing} missing,"
            " {unplaced} not compared; {extra} in the text are not recorded."
        ),
        "raised": (
            "Raised to basis:Seen: {provisions} provisions and {norms} norms, with {source}, in"
            " {path}."
        ),
        "nothing": "Nothing was raised: every provision that matches is basis:Seen already.",
        "columns": "| Provision | Finding |",
    },
    "id": {
        "title": "{instrument} terhadap {name}",
        "about": "naskah bahasa {language}, {articles} pasal, {parts} bagian, {digest}",
        "different": "Berbeda",
        "missing": "Tercatat, tetapi tidak ada dalam naskah",
        "extra": "Ada dalam naskah, tetapi tidak tercatat",
        "unplaced": "Tercatat tanpa tempat yang pasti dalam naskah, jadi tidak dibandingkan",
        "heading": 'judul: tercatat "{recorded}", ditemukan "{words}"',
        "modality": 'modalitas: tercatat {recorded}, ditemukan {found}: "{words}"',
        "no-modality": (
            "modalitas: tercatat {recorded}, tidak ditemukan kata kewajiban atau pilihan"
        ),
        "qualifier-missing": "pembatas: tercatat {recorded}, tidak ditemukan",
        "qualifier-extra": 'pembatas: {found} tidak tercatat, ditemukan "{words}"',
        "subject": "pokok: tidak ada kata yang sama dengan ringkasan",
        "sum": (
            "{total} ketentuan tercatat: {match} cocok, {different} berbeda, {missing} tidak ada,"
            " {unplaced} tidak dibandingkan; {extra} dalam naskah tidak tercatat."
        ),
        "raised": (
            "Dinaikkan ke basis:Seen: {provisions} ketentuan dan {norms} norma, dengan {source},"
            " dalam {path}."
        ),
        "nothing": "Tidak ada yang dinaikkan: semua ketentuan yang cocok sudah basis:Seen.",
        "columns": "| Ketentuan | Temuan |",
    },
}


def write(
    report: Report, form: str = "text", language: str = "en", accepted: Accepted | None = None
) -> str:
    """Return ``report``, and what was ``accepted`` on the strength of it, in ``form``."""
    if form == "json":
        return _as_json(report, accepted)
    page = _markdown if form == "md" else _text
    about = _about(report, language)
    return "\n".join(page(report, _WORDS[language], about, accepted)) + "\n"


def _text(
    report: Report, words: dict[str, str], about: str, accepted: Accepted | None
) -> list[str]:
    lines = [_title(report, words), about]
    different = report.of_status("different")
    if different:
        lines += ["", f"{words['different']}:"]
    for finding in different:
        lines.append(f"  {finding.provision.locator}")
        lines += [f"    {_sentence(d, words)}" for d in finding.differences]
    for key, locators in _lists(report):
        lines += ["", f"{words[key]}:", f"  {'; '.join(locators)}"]
    return [*lines, "", *_closing(report, words, accepted)]


def _markdown(
    report: Report, words: dict[str, str], about: str, accepted: Accepted | None
) -> list[str]:
    lines = [f"# {_title(report, words)}", "", about]
    different = report.of_status("different")
    if different:
        lines += ["", f"## {words['different']}", "", words["columns"], "| --- | --- |"]
    for finding in different:
        for difference in finding.differences:
            cell = _sentence(difference, words).replace("|", "\\|")
            lines.append(f"| {finding.provision.locator} | {cell} |")
    for key, locators in _lists(report):
        lines += ["", f"## {words[key]}", "", "; ".join(locators)]
    return [*lines, "", *_closing(report, words, accepted)]


def _title(report: Report, words: dict[str, str]) -> str:
    values = {"instrument": report.record.instrument, "name": report.document.name}
    return words["title"].format(**values)


def _about(report: Report, language: str) -> str:
    return _WORDS[language]["about"].format(
        language=_LANGUAGES[language][report.language],
        articles=report.articles,
        parts=report.parts,
        digest=report.document.digest,
    )


def _lists(report: Report) -> list[tuple[str, list[str]]]:
    """Return the kinds of findings that are lists of locators, those that are not empty."""
    lists = [
        (status, [finding.provision.locator for finding in report.of_status(status)])
        for status in ("missing", "unplaced")
    ]
    lists.insert(1, ("extra", list(report.extra)))
    return [(key, locators) for key, locators in lists if locators]


def _sentence(difference: Difference, words: dict[str, str]) -> str:
    key = difference.about
    recorded, found = difference.recorded, difference.found
    if key == "modality":
        key = "modality" if found else "no-modality"
        recorded, found = f"modality:{recorded}", f"modality:{found}"
    elif key == "qualifier":
        key = "qualifier-missing" if recorded else "qualifier-extra"
        recorded, found = f"qualifier:{recorded}", f"qualifier:{found}"
    text = words[key].format(recorded=recorded, found=found, words=difference.words)
    return f"{text} ({shrink(difference.norm)})" if difference.norm else text


def counts(report: Report) -> dict[str, int]:
    """Return how many provisions were found to stand how to the text."""
    numbers = {
        status: len(report.of_status(status))
        for status in ("match", "different", "missing", "unplaced")
    }
    return {"total": len(report.findings), **numbers, "extra": len(report.extra)}


def _closing(report: Report, words: dict[str, str], accepted: Accepted | None) -> list[str]:
    lines = [words["sum"].format(**counts(report))]
    if accepted is not None and (accepted.provisions or accepted.norms):
        values = {
            "provisions": accepted.provisions,
            "norms": accepted.norms,
            "source": shrink(accepted.source),
            "path": accepted.path,
        }
        lines.append(words["raised"].format(**values))
    elif accepted is not None:
        lines.append(words["nothing"])
    return lines


def _as_json(report: Report, accepted: Accepted | None) -> str:
    import json

    document: dict[str, object] = {
        "instrument": report.record.instrument,
        "file": report.document.name,
        "textHash": report.document.digest,
        "language": report.language,
        "articles": report.articles,
        "parts": report.parts,
        "counts": counts(report),
        "provisions": [
            {
                "locator": finding.provision.locator,
                "provision": shrink(finding.provision.iri),
                "status": finding.status,
                "differences": [
                    {
                        "about": d.about,
                        "norm": shrink(d.norm) if d.norm else None,
                        "recorded": d.recorded or None,
                        "found": d.found or None,
                        "words": d.words or None,
                    }
                    for d in finding.differences
                ],
            }
            for finding in report.findings
        ],
        "extra": list(report.extra),
    }
    if accepted is not None:
        document["accepted"] = {
            "source": shrink(accepted.source),
            "provisions": accepted.provisions,
            "norms": accepted.norms,
        }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
