"""A change log in Markdown: by kind of thing and thing, with names in place of IRIs."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.exchange.changes import renamed
from actip_graph.exchange.diff_formats.labels import NAMES, Labels
from actip_graph.exchange.diff_formats.terms import Numbered, turtle
from actip_graph.namespaces import ONTOLOGY, PREFIXES
from actip_graph.results.formats.markdown import escape
from actip_graph.turtle import natural_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actip_graph.exchange.changes import Object, Side
    from actip_graph.exchange.diff import Difference

_TYPE = PREFIXES["rdf"] + "type"
_FIRST = PREFIXES["rdf"] + "first"
_REST = PREFIXES["rdf"] + "rest"
# Who says so, and how surely: of this it is enough to know that it changed.
_HOUSEKEEPING = frozenset(
    (
        ONTOLOGY + "basis",
        ONTOLOGY + "confidence",
        PREFIXES["dcterms"] + "modified",
        PREFIXES["dcterms"] + "source",
        PREFIXES["rdfs"] + "isDefinedBy",
        PREFIXES["skos"] + "editorialNote",
    )
)
_LONGEST = 160
_FACTS = 6
_DEEPEST = 4
_WORDS = {
    "en": {
        "title": "Changes from {a} to {b}",
        "counts": "Things: {added} added, {removed} removed, {changed} changed. "
        "Statements: {more} added, {fewer} removed.",
        "none": "Nothing differs.",
        "added": "added",
        "removed": "removed",
        "changed": "changed",
        "moved": "moved to another graph",
        "also": "also: {names}",
        "other": "Other things",
        "unnamed": "without a name",
    },
    "id": {
        "title": "Perubahan dari {a} ke {b}",
        "counts": "Hal: {added} ditambahkan, {removed} dihapus, {changed} diubah. "
        "Pernyataan: {more} ditambahkan, {fewer} dihapus.",
        "none": "Tidak ada perbedaan.",
        "added": "ditambahkan",
        "removed": "dihapus",
        "changed": "diubah",
        "moved": "dipindahkan ke graf lain",
        "also": "juga: {names}",
        "other": "Hal lain",
        "unnamed": "tanpa nama",
    },
}


class _Statement(NamedTuple):
    """What is said of a thing; ``value`` is as it is shown, ``language`` that of a text."""

    property: ox.NamedNode
    language: str
    value: str


class _Entry(NamedTuple):
    """A thing with what is no longer said of it and what newly is."""

    thing: ox.NamedNode | None
    removed: list[_Statement]
    added: list[_Statement]


def lines(
    difference: Difference, language: str = "en", _colour: bool = False, _summary: bool = False
) -> Iterator[str]:
    """Yield the change log in ``language``."""
    words = _WORDS[language]
    removed = list(_triples(difference, removed=True))
    added = list(_triples(difference, removed=False))
    labels = Labels(difference, set(_mentioned([*removed, *added])), language)
    entries = _entries(_Values(removed, labels), _Values(added, labels), labels)
    counts = Counter(_state(entry, labels) for entry in entries if entry.thing)
    yield "# " + words["title"].format(a=escape(difference.a), b=escape(difference.b))
    yield ""
    if not difference.changes:
        yield words["none"]
        return
    yield words["counts"].format(
        added=counts["added"],
        removed=counts["removed"],
        changed=counts["changed"],
        more=difference.added,
        fewer=difference.removed,
    )
    by_kind: dict[str, list[_Entry]] = {}
    for entry in entries:
        kind = labels.kind(entry.thing) if entry.thing else ""
        by_kind.setdefault(kind, []).append(entry)
    for kind in sorted(by_kind, key=lambda kind: (not kind, kind.casefold())):
        yield ""
        title = kind if ":" in kind else kind[:1].upper() + kind[1:]
        yield f"## {escape(title or words['other'])}"
        yield ""
        for entry in sorted(by_kind[kind], key=lambda entry: _order(entry, labels)):
            yield from _told(entry, labels, language)


def _order(entry: _Entry, labels: Labels) -> tuple[object, ...]:
    if entry.thing is None:
        return (1,)
    state = ("added", "removed", "changed", "moved").index(_state(entry, labels))
    return (0, state, natural_key(labels.name(entry.thing).casefold()), entry.thing.value)


def _state(entry: _Entry, labels: Labels) -> str:
    if entry.thing and labels.is_new(entry.thing):
        return "added"
    if entry.thing and labels.is_gone(entry.thing):
        return "removed"
    return "changed" if entry.removed or entry.added else "moved"


def _told(entry: _Entry, labels: Labels, language: str) -> Iterator[str]:
    """Yield what happened to a thing: in short where it came or went, else by property."""
    words = _WORDS[language]
    if entry.thing is None:
        for sign, statements in (("−", entry.removed), ("+", entry.added)):
            yield from (f"- {words['unnamed']}: {sign} {_shown(s, labels)}" for s in statements)
        return
    state = _state(entry, labels)
    name = escape(labels.name(entry.thing))
    head = f"- {words[state]}: " + (
        f"**{name}** (`{turtle(entry.thing)}`)" if labels.has_name(entry.thing) else f"**{name}**"
    )
    if state != "changed":
        facts = [
            _shown(statement, labels)
            for statement in _plain(entry.added if state == "added" else entry.removed)
            if statement.property.value not in (*NAMES, _TYPE)
            and statement.language in ("", language)
        ]
        facts[_FACTS:] = ["…"] if len(facts) > _FACTS else []
        yield head + (f": {'; '.join(facts)}" if facts else "")
        return
    yield head
    for prop, tongue in dict.fromkeys(s[:2] for s in _plain(entry.removed + entry.added)):
        old = [s.value for s in entry.removed if s[:2] == (prop, tongue)]
        new = [s.value for s in entry.added if s[:2] == (prop, tongue)]
        title = escape(labels.name(prop)) + (f" ({tongue})" if tongue else "")
        yield f"  - {title}: {_turned(old, new)}"
    if names := _housekeeping(entry, labels):
        yield "  - " + words["also"].format(names=", ".join(names))


def _plain(statements: list[_Statement]) -> list[_Statement]:
    return [s for s in sorted(statements, key=_key) if s.property.value not in _HOUSEKEEPING]


def _housekeeping(entry: _Entry, labels: Labels) -> list[str]:
    """Return the properties that are only mentioned, each with how many values went and came."""
    old, new = (Counter(s.property for s in side) for side in (entry.removed, entry.added))
    found = sorted((labels.name(p), p) for p in old | new if p.value in _HOUSEKEEPING)
    return [
        " ".join(
            [escape(name), *([f"−{old[p]}"] if old[p] else []), *([f"+{new[p]}"] if new[p] else [])]
        )
        for name, p in found
    ]


def _turned(old: list[str], new: list[str]) -> str:
    before, after = ", ".join(old), ", ".join(new)
    if before and after:
        return f"{before} → {after}"
    return f"− {before}" if before else f"+ {after}"


def _shown(statement: _Statement, labels: Labels) -> str:
    return f"{escape(labels.name(statement.property))}: {statement.value}"


def _key(statement: _Statement) -> tuple[str, str, object]:
    return (statement.property.value, statement.language, natural_key(statement.value))


def _triples(difference: Difference, removed: bool) -> Iterator[ox.Triple]:
    """Yield what went or came, with the blank nodes of all graphs kept apart."""
    numbered = Numbered()
    for change in difference.changes:
        side: Side = change.removed if removed else change.added
        yield from side.ground
        for component in side.components:
            name = numbered.labels(component)
            yield from (renamed(triple, name) for triple in component.canonical)


def _mentioned(triples: Iterable[ox.Triple]) -> Iterator[ox.NamedNode]:
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode):
                yield term


class _Values:
    """Triples by subject; a blank node is shown by what is said of it."""

    def __init__(self, triples: list[ox.Triple], labels: Labels) -> None:
        self._labels = labels
        self.by_subject: dict[object, list[ox.Triple]] = {}
        for triple in triples:
            self.by_subject.setdefault(triple.subject, []).append(triple)
        self._within = {
            triple.object for triple in triples if isinstance(triple.object, ox.BlankNode)
        }

    def things(self) -> set[ox.NamedNode]:
        return {subject for subject in self.by_subject if isinstance(subject, ox.NamedNode)}

    def free(self) -> list[ox.BlankNode]:
        """Return the blank nodes that no triple leads to."""
        nodes = (node for node in self.by_subject if isinstance(node, ox.BlankNode))
        return [node for node in nodes if node not in self._within]

    def of(self, subject: object) -> list[_Statement]:
        found = [
            _Statement(triple.predicate, _language(triple.object), self._show(triple.object))
            for triple in self.by_subject.get(subject, ())
        ]
        return sorted(found, key=_key)

    def _show(self, term: Object, depth: int = 0) -> str:
        if isinstance(term, ox.NamedNode):
            return escape(self._labels.name(term))
        if isinstance(term, ox.BlankNode):
            if depth == _DEEPEST:
                return "…"
            if members := self._members(term):
                return f"({', '.join(self._show(member, depth + 1) for member in members)})"
            parts = (
                f"{escape(self._labels.name(t.predicate))} {self._show(t.object, depth + 1)}"
                for t in self.by_subject.get(term, ())
            )
            return f"\\[{'; '.join(parts)}\\]"
        text = term.value if isinstance(term, ox.Literal) else turtle(term)
        return escape(text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…")

    def _members(self, node: Object) -> list[Object]:
        """Return the members of the list at ``node``, none where there is no list."""
        found: list[Object] = []
        seen: set[Object] = set()
        while node not in seen:
            seen.add(node)
            says = {t.predicate.value: t.object for t in self.by_subject.get(node, ())}
            if says.keys() != {_FIRST, _REST}:
                break
            found.append(says[_FIRST])
            node = says[_REST]
        return found


def _language(term: Object) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""


def _without(statements: list[_Statement], others: list[_Statement]) -> list[_Statement]:
    return [statement for statement in statements if statement not in others]


def _entries(old: _Values, new: _Values, labels: Labels) -> list[_Entry]:
    found = [
        # What went from one graph and came in another did not change.
        _Entry(
            thing, _without(old.of(thing), new.of(thing)), _without(new.of(thing), old.of(thing))
        )
        for thing in old.things() | new.things()
    ]
    gone = [statement for node in old.free() for statement in old.of(node)]
    come = [statement for node in new.free() for statement in new.of(node)]
    return [*found, _Entry(None, gone, come)] if gone or come else found
