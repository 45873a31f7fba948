"""Lining a text up with the record, and saying where the two part.

Compared are the locators, the headings of articles, the words that say how strongly a norm binds
with its modality, the words that soften or condition it with its qualifiers, and, so that a
shifted numbering is noticed, whether a provision speaks of what its summary speaks of. Of the
text only the few words that matter are kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from actip_graph.texts.cut import Cut, Key, cut
from actip_graph.texts.rules import detect, rules_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.texts.read import Document
    from actip_graph.texts.record import Norm, Provision, Record
    from actip_graph.texts.rules import Pattern, Rules

_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z“\"])")
_COUNTED = ("Obligation", "Permission", "Discretion")
_MOST_WORDS = 6


class Difference(NamedTuple):
    """One point in which text and record part: what is recorded, and the few words found.

    ``about`` is ``heading``, ``modality``, ``qualifier`` or ``subject``.
    """

    about: str
    norm: str
    recorded: str
    found: str
    words: str


class Finding(NamedTuple):
    """How a recorded provision stands to the text.

    ``status`` is ``match``, ``different``, ``missing`` (not in the text) or ``unplaced`` (its
    locator names no place that can be told in a text).
    """

    provision: Provision
    status: str
    differences: tuple[Difference, ...] = ()


class Report(NamedTuple):
    """The comparison of a document with the record of an instrument."""

    record: Record
    document: Document
    language: str
    articles: int
    parts: int
    findings: tuple[Finding, ...]
    extra: tuple[str, ...]

    def of_status(self, status: str) -> list[Finding]:
        """Return the findings of ``status``."""
        return [finding for finding in self.findings if finding.status == status]

    @property
    def clean(self) -> bool:
        """Say whether nothing is missing, extra or different."""
        ok = all(finding.status in ("match", "unplaced") for finding in self.findings)
        return ok and not self.extra


def compare(document: Document, record: Record, language: str | None = None) -> Report:
    """Return how ``document`` stands to ``record``.

    ``language`` is that of the text, found out if None. Raises ActipGraphError where the text
    has neither articles nor numbered paragraphs.
    """
    from actip_graph.errors import ActipGraphError

    rules = rules_of(language) if language else detect(document.text)
    pieces = cut(document.text, rules)
    if not pieces.parts:
        wanted = "'Pasal 1'" if rules.language == "id" else "'Article 1'"
        raise ActipGraphError(
            f"{document.name}: no articles or numbered paragraphs found in it; expected are lines"
            f" such as {wanted} and '1.'"
        )
    comparison = _Comparison(pieces, record, rules)
    findings = tuple(comparison.finding(provision) for provision in record.provisions)
    return Report(
        record=record,
        document=document,
        language=rules.language,
        articles=len(pieces.headings),
        parts=len(pieces.parts),
        findings=findings,
        extra=tuple(map(locator, comparison.extra())),
    )


def locator(key: Key) -> str:
    """Return ``key`` as a locator of the graph: ``("14", "7")`` as ``14(7)``."""
    if key[0] == "chapter":
        return f"Chapter {key[1]}"
    if key[0] == "preamble":
        return "preamble" + "".join(f", recital {number}" for number in key[1:])
    return key[0] + "".join(f"({name})" for name in key[1:])


class _Comparison:
    def __init__(self, pieces: Cut, record: Record, rules: Rules) -> None:
        self.pieces, self.rules = pieces, rules
        self.parts = dict(pieces.parts)
        for chapter in pieces.chapters:
            self.parts["chapter", chapter] = ""
        if pieces.recitals:
            self.parts["preamble",] = pieces.preamble
        for number, recital in enumerate(pieces.recitals, 1):
            self.parts["preamble", str(number)] = recital
        self.recorded: dict[Key, list[Provision]] = {}
        for provision in record.provisions:
            for key in self._keys(provision):
                self.recorded.setdefault(key, []).append(provision)
        # What the record does not divide as finely as the text belongs to the part above.
        self.folded: dict[Key, list[str]] = {}
        for key in pieces.parts:
            above = key
            while above and above not in self.recorded:
                above = above[:-1]
            if above and above != key:
                self.folded.setdefault(above, []).append(self.parts[key])

    def _keys(self, provision: Provision) -> list[Key]:
        """Return the places that ``provision`` covers: one, or those of a range."""
        if provision.key is None:
            return []
        if not provision.last:
            return [provision.key]
        siblings = [k for k in self.parts if k[:-1] == provision.key[:-1]]
        siblings = siblings or [provision.key]
        names = [key[-1] for key in siblings]
        first, last = provision.key[-1], provision.last
        if first not in names or last not in names:
            return [provision.key]
        return siblings[names.index(first) : names.index(last) + 1]

    def extra(self) -> list[Key]:
        """Return the places in the text that the record should have, going by its own fineness."""
        divided = {
            provision.key[:-1]
            for provision in (p for group in self.recorded.values() for p in group)
            if provision.key is not None and not provision.portion
        }
        return [
            key
            for key in self.parts
            if key not in self.recorded
            and key[:-1] in divided
            and key != ("preamble",)
            and (len(key) == 1 or key[:-1] in self.recorded or key[0] == "chapter")
        ]

    def finding(self, provision: Provision) -> Finding:
        if provision.key is None:
            return Finding(provision, "unplaced")
        keys = self._keys(provision)
        if keys[0] not in self.parts or (provision.last and len(keys) < 2):
            return Finding(provision, "missing")
        own = " ".join(self._own(key) for key in keys)
        if provision.portion.startswith("sentences"):
            sentences = _SENTENCE_END.split(self.parts[provision.key])
            numbers = [int(n) - 1 for n in provision.portion.split()[1:]]
            if max(numbers) >= len(sentences):
                return Finding(provision, "missing")
            own = " ".join(sentences[n] for n in numbers)
        differences = list(self._heading(provision))
        for norm in provision.norms:
            differences += self._modality(provision, norm, own)
            differences += self._recorded_qualifiers(provision, norm, own)
            differences += self._subject(provision, norm, own)
        differences += self._found_qualifiers(provision, self._accusable(provision, own))
        return Finding(provision, "different" if differences else "match", tuple(differences))

    def _own(self, key: Key) -> str:
        return " ".join([self.parts[key], *self.folded.get(key, [])])

    def _accusable(self, provision: Provision, own: str) -> str:
        """Return the words of ``provision`` that a qualifier of its own must stand in.

        Those of finer parts are not among them, nor sentences that are recorded by themselves.
        """
        key = provision.key
        if key is None or provision.portion == "part":
            return ""
        if provision.portion or provision.last:
            return own
        # The words before a list bind its items, unless they are recorded as a norm themselves.
        opening = [
            self.parts.get(key[:n], "")
            for n in range(1, len(key))
            if provision.norms and not any(p.norms for p in self.recorded.get(key[:n], []))
        ]
        sentences = _SENTENCE_END.split(self.parts[key])
        told = {
            int(number) - 1
            for other in self.recorded[key]
            if other.portion.startswith("sentences")
            for number in other.portion.split()[1:]
        }
        return " ".join([*opening, *(text for n, text in enumerate(sentences) if n not in told)])

    def _below(self, key: Key) -> str:
        """Return the words of the last sibling of ``key``: words that close a list stand there."""
        siblings = [k for k in self.parts if len(k) == len(key) > 1 and k[:-1] == key[:-1]]
        return self.parts[siblings[-1]] if siblings else ""

    def _above(self, key: Key) -> list[str]:
        """Return the words before the lists that ``key`` is an item of, nearest first."""
        return [self.parts[key[:n]] for n in range(len(key) - 1, 0, -1) if self.parts.get(key[:n])]

    def _heading(self, provision: Provision) -> list[Difference]:
        if provision.kind != "Article" or provision.key is None:
            return []
        heading = self.pieces.headings.get(provision.key, "")
        label = provision.labels.get(self.rules.language, "")
        if not heading or not label or heading.casefold() == label.casefold():
            return []
        if _stems(heading, self.rules) & _stems(label, self.rules):
            return []
        return [Difference("heading", "", label, "", few_words(heading))]

    def _modality(self, provision: Provision, norm: Norm, own: str) -> list[Difference]:
        if not norm.modality or provision.key is None:
            return []
        hits = _hits(own, self.rules)
        lead = hits[0] if hits else None
        inherited = next(
            (h[0] for h in (_hits(t, self.rules) for t in self._above(provision.key)) if h), None
        )
        if inherited is not None and not (hits and hits[0].start <= 12 and not provision.portion):
            lead = inherited
            soft = self.rules.soft_verb.search(re.split(r"[.;]", own)[0])
            if soft and lead.grade == "Mandatory":
                lead = _Hit("BestEfforts", f"{lead.words} … {soft[0].strip(' ,')}", 0)
        if lead is None:
            return [Difference("modality", norm.iri, norm.modality, "", "")]
        grades = {hit.grade for hit in hits} | {lead.grade}
        several = len({other.modality for other in provision.norms}) > 1
        lenient = several or provision.portion == "part" or norm.kind not in _COUNTED
        if lead.grade == norm.modality or (lenient and norm.modality in grades):
            return []
        return [Difference("modality", norm.iri, norm.modality, lead.grade, lead.words)]

    def _recorded_qualifiers(self, provision: Provision, norm: Norm, own: str) -> list[Difference]:
        assert provision.key is not None, "only what has a place is compared"
        around = [self._own(provision.key), *self._above(provision.key), self._below(provision.key)]
        text = " ".join([own, *around])
        missing = []
        for qualifier in self.rules.qualifiers:
            if qualifier.name not in norm.qualifiers:
                continue
            wordings = [p for p in (qualifier.plain, qualifier.bearing_out) if p is not None]
            if wordings and not any(pattern.search(text) for pattern in wordings):
                missing.append(Difference("qualifier", norm.iri, qualifier.name, "", ""))
        return missing

    def _found_qualifiers(self, provision: Provision, own: str) -> list[Difference]:
        key = provision.key
        assert key is not None, "only what has a place is compared"
        near = [p for k, group in self.recorded.items() if k[: len(key)] == key for p in group]
        near += [p for n in range(1, len(key)) for p in self.recorded.get(key[:n], [])]
        norms = [norm for p in near for norm in p.norms]
        graded = [norm for norm in norms if norm.modality]
        if not graded:
            return []
        recorded = {name for norm in norms for name in norm.qualifiers}
        extra = []
        for qualifier in self.rules.qualifiers:
            match = qualifier.plain.search(own) if qualifier.plain else None
            if match and not recorded & qualifier.covered_by:
                words = few_words(match[0])
                extra.append(Difference("qualifier", "", "", qualifier.name, words))
        return extra

    def _subject(self, provision: Provision, norm: Norm, own: str) -> list[Difference]:
        assert provision.key is not None, "only what has a place is compared"
        summary = _stems(norm.summaries.get(self.rules.language, ""), self.rules)
        text = " ".join([own, *self._above(provision.key)])
        text += " " + self.pieces.headings.get(provision.key[:1], "")
        if len(summary) < 5 or summary & _stems(text, self.rules):
            return []
        return [Difference("subject", norm.iri, "", "", "")]


class _Hit(NamedTuple):
    grade: str
    words: str
    start: int


def _hits(text: str, rules: Rules) -> list[_Hit]:
    """Return the words of duty and choice in ``text``, in their order, graded."""
    hits: dict[int, _Hit] = {}
    for grade, pattern in rules.modality:
        for match in pattern.finditer(text):
            hits.setdefault(match.start(), _Hit(grade, few_words(match[0]), match.start()))
    ordered = [hits[start] for start in sorted(hits)]
    return [_softened(hit, text, rules.softener) for hit in ordered]


def _softened(hit: _Hit, text: str, softener: Pattern) -> _Hit:
    if hit.grade != "Mandatory":
        return hit
    start = text.rfind(". ", 0, hit.start) + 1
    end = re.compile(r"[.;](?=\s|$)").search(text, hit.start)
    soft = softener.search(text, start, end.start() if end else len(text))
    if soft is None:
        return hit
    return _Hit("BestEfforts", f"{hit.words} … {few_words(soft[0])}", hit.start)


def few_words(text: str) -> str:
    """Return ``text`` if it is only a few words long, else its first and last ones."""
    words = text.split()
    if len(words) <= _MOST_WORDS:
        return " ".join(words)
    return " ".join([*words[:2], "…", *words[-2:]])


def _stems(text: str, rules: Rules) -> set[str]:
    """Return the beginnings of the words that say what ``text`` is about."""
    words = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return {_stem(w, rules.language) for w in words if w not in rules.common_words}


def _stem(word: str, language: str) -> str:
    if language == "id":
        word = re.sub(
            r"^(?:me(?:m|n|ng|ny)?|pe(?:m|n|ng|ny|r)?|di|ber|ter|ke|se)(?=\w{4})", "", word
        )
    return word[:5]
