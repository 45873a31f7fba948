"""A report on claims as text, Markdown, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

from actip_graph.claims.model import BY_RULE, CURATED, UNVERIFIABLE
from actip_graph.claims.rules import load_rules
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import shrink
from actip_graph.results.formats.markdown import escape
from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from actip_graph.claims.model import Checked, Decision, Report

FORMATS = ("text", "md", "json", "csv")
# As many nodes as a reader looks at; JSON and CSV have them all.
_SHOWN = 4
_WORDS = {
    "en": {
        "rule": "by rule",
        "curated": "curated",
        "nobody": "no rule, not assessed",
        "curated verdict": "curated",
        "differs": "differs",
        "claims": "claims",
        "decided by rule": "decided by rule",
        "nothing found": "of these the record has nothing on",
        "kept": "keep their curated assessment",
        "open": "without rule or assessment",
        "disagree": "rule and curated verdict differ",
        "judged": "each judged for its own date and for",
        "record": "record",
        "nothing": "nothing for that time",
        "more": "more",
        "holds": "holds",
        "no rule": "no rule",
        "reason": "reason",
        "then": "then",
        "today": "on",
        "claim": "Claim",
        "statement": "Statement",
        "verdict": "Verdict",
        "decided by": "Decided by",
        "evidence": "Evidence",
        "title": "Claims against the record",
        "number": "Number",
        "rules": "Rules",
        "compares": "Compares",
    },
    "id": {
        "rule": "menurut aturan",
        "curated": "dikurasi",
        "nobody": "tanpa aturan, belum dinilai",
        "curated verdict": "kurasi",
        "differs": "berbeda",
        "claims": "klaim",
        "decided by rule": "diputuskan menurut aturan",
        "nothing found": "di antaranya tanpa temuan dalam catatan",
        "kept": "tetap memakai penilaian kurasi",
        "open": "tanpa aturan atau penilaian",
        "disagree": "aturan dan putusan kurasi berbeda",
        "judged": "masing-masing dinilai untuk tanggalnya sendiri dan per",
        "record": "catatan",
        "nothing": "tidak ada untuk waktu itu",
        "more": "lainnya",
        "holds": "berlaku",
        "no rule": "tanpa aturan",
        "reason": "alasan",
        "then": "saat itu",
        "today": "per",
        "claim": "Klaim",
        "statement": "Pernyataan",
        "verdict": "Putusan",
        "decided by": "Diputuskan",
        "evidence": "Bukti",
        "title": "Klaim dibandingkan dengan catatan",
        "number": "Jumlah",
        "rules": "Aturan",
        "compares": "Membandingkan",
    },
}
_COLUMNS = (
    "claim",
    "verdict",
    "decided_by",
    "rules",
    "curated",
    "agrees",
    "date",
    "evidence",
    "sources",
    "statement",
)


def render(report: Report, form: str, language: str = "en") -> str:
    """Return ``report`` in ``form``, one of ``FORMATS``; the text ends in one line feed."""
    writers = {"text": _as_text, "md": _as_markdown, "json": _as_json, "csv": _as_csv}
    if form not in writers:
        raise ActipGraphError(f"no format {form!r}; {nearest(form, list(FORMATS))}")
    return writers[form](report, language)


def _as_text(report: Report, language: str) -> str:
    lines: list[str] = []
    for checked in report.claims:
        lines += [*_block(report, checked, language), ""]
    lines += _summary(report, language)
    return "\n".join(lines) + "\n"


def _block(report: Report, checked: Checked, language: str) -> Iterator[str]:
    words, claim = _WORDS[language], checked.claim
    verdict = _label(report, checked.verdict, language)
    yield f"{shrink(claim.iri)}  {verdict} ({words[checked.decided_by]})"
    yield f"  {claim.statement[language]}"
    if checked.agrees is False and claim.assessment:
        curated = _label(report, claim.assessment.verdict, language)
        yield f"  {words['curated verdict']}: {curated} ({words['differs']})"
    for decision in checked.decisions:
        yield from _decision(report, decision, language)
    if claim.assessment and checked.decided_by == CURATED:
        yield f"  {words['reason']}: {claim.assessment.reason.get(language, '')}"
    elif claim.assessment and checked.agrees is False:
        yield f"  {words['reason']} ({words['curated verdict']}): " + (
            claim.assessment.reason.get(language, "")
        )


def _decision(report: Report, decision: Decision, language: str) -> Iterator[str]:
    words = _WORDS[language]
    if not decision.rule:
        yield f"  - {_said(report, decision, language)}: {words['no rule']}"
        return
    verdict = _label(report, decision.outcome, language)
    yield f"  - {_said(report, decision, language)}: {verdict} [{decision.rule}]"
    yield f"    {words['record']}: {_found(decision, words)}"


def _said(report: Report, decision: Decision, language: str) -> str:
    """Return the assertion as a person reads it: subject, predicate, value."""
    assertion = decision.assertion
    predicate = shrink(assertion.predicate.value)
    label = report.labels.get(predicate, {}).get(language, predicate)
    sign = "" if assertion.comparator == "=" else f"{assertion.comparator} "
    return f"{shrink(assertion.subject.value)} | {label} | {sign}{to_text(assertion.value)}"


def _found(decision: Decision, words: dict[str, str]) -> str:
    values = list(dict.fromkeys(to_text(found.value) for found in decision.found))
    if not values:
        return words["nothing"]
    nodes = list(dict.fromkeys(f.evidence for f in decision.found if f.evidence))
    text = decision.figure or _few(values, words)
    return f"{text} ({_few(nodes, words)})" if nodes else text


def _few(items: list[str], words: dict[str, str]) -> str:
    rest = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f", … {rest} {words['more']}" if rest > 0 else "")


def _summary(report: Report, language: str) -> list[str]:
    """Return the counts: by verdict, by who decided, and of the disagreements."""
    words, claims = _WORDS[language], report.claims
    lines = [f"{len(claims)} {words['claims']}, {words['judged']} {report.as_of}:"]
    counts = Counter(checked.verdict for checked in claims)
    lines += [
        f"  {number:>4}  {_label(report, verdict, language)}"
        for verdict, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    by_rule = [checked for checked in claims if checked.decided_by == BY_RULE]
    empty = sum(checked.verdict == UNVERIFIABLE for checked in by_rule)
    curated = sum(checked.decided_by == CURATED for checked in claims)
    lines.append(
        f"{len(by_rule)} {words['decided by rule']} ({words['nothing found']} {empty});"
        f" {curated} {words['kept']}; {len(claims) - len(by_rule) - curated} {words['open']}."
    )
    differing = [shrink(c.claim.iri) for c in claims if c.agrees is False]
    lines.append(f"{words['disagree']}: {len(differing)}" + _listed(differing))
    return lines


def _listed(names: list[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def _as_markdown(report: Report, language: str) -> str:
    words = _WORDS[language]
    lines = [f"# {words['title']}", ""]
    first, *counts, rules, differing = _summary(report, language)
    lines += [first, "", f"| {words['verdict']} | {words['number']} |", "|---|---:|"]
    for line in counts:
        number, label = line.split(maxsplit=1)
        lines.append(f"| {label} | {number} |")
    lines += ["", rules, "", differing, ""]
    heads = ("claim", "statement", "verdict", "decided by", "curated verdict", "evidence")
    lines.append("| " + " | ".join(words[head].capitalize() for head in heads) + " |")
    lines.append("|---" * len(heads) + "|")
    for checked in report.claims:
        claim = checked.claim
        curated = _label(report, claim.assessment.verdict, language) if claim.assessment else ""
        if checked.agrees is False:
            curated += f" ({words['differs']})"
        decided = ", ".join(f"`{rule}`" for rule in checked.rules) or words[checked.decided_by]
        cells = (
            shrink(claim.iri),
            claim.statement[language],
            _label(report, checked.verdict, language),
            decided,
            curated,
            _few([shrink(node) for node in checked.evidence], words),
        )
        lines.append("| " + " | ".join(map(escape, cells)) + " |")
    used = sorted({rule for checked in report.claims for rule in checked.rules})
    lines += ["", f"| {words['rules']} | {words['compares']} |", "|---|---|"]
    known = load_rules()
    lines += [f"| `{name}` | {escape(known[name].summary[language])} |" for name in used]
    return "\n".join(lines) + "\n"


def _as_csv(report: Report, language: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for checked in report.claims:
        row = _plain(checked, language)
        writer.writerow([_cell(row[column]) for column in _COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return {None: "", True: "yes", False: "no"}.get(value, str(value))


def _as_json(report: Report, language: str) -> str:
    rules = {rule for checked in report.claims for rule in checked.rules}
    known = load_rules()
    document = {
        "as_of": report.as_of,
        "claims": [
            {
                **_plain(checked, language),
                "assertions": [_plain_decision(d) for d in checked.decisions],
            }
            for checked in report.claims
        ],
        "rules": {name: known[name].summary[language] for name in sorted(rules)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(checked: Checked, language: str) -> dict[str, Any]:
    claim = checked.claim
    return {
        "claim": shrink(claim.iri),
        "verdict": checked.verdict,
        "decided_by": checked.decided_by,
        "rules": checked.rules,
        "curated": claim.assessment.verdict if claim.assessment else None,
        "agrees": checked.agrees,
        "date": claim.date.latest,
        "evidence": checked.evidence,
        "sources": checked.sources,
        "statement": claim.statement[language],
    }


def _plain_decision(decision: Decision) -> dict[str, Any]:
    assertion = decision.assertion
    return {
        "assertion": shrink(assertion.iri),
        "subject": shrink(assertion.subject.value),
        "predicate": shrink(assertion.predicate.value),
        "comparator": assertion.comparator,
        "value": to_text(assertion.value),
        "rule": decision.rule or None,
        "verdict": decision.outcome,
        "then": decision.then or None,
        "now": decision.now or None,
        "figure": decision.figure or None,
        "found": _unique(to_text(found.value) for found in decision.found),
        "evidence": _unique(found.evidence for found in decision.found if found.evidence),
    }


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _label(report: Report, verdict: str, language: str) -> str:
    return report.labels.get(f"verdict:{verdict}", {}).get(language, verdict)
