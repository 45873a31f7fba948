"""Checking claims: ask the record by the rule of each assertion, and weigh what it has."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.claims.compare import HOLDS, Claimed, amount, compare, number
from actip_graph.claims.dates import span
from actip_graph.claims.decide import agree, combine, outcome
from actip_graph.claims.model import (
    BY_RULE,
    CURATED,
    NOBODY,
    OPINION,
    UNVERIFIABLE,
    Checked,
    Decision,
    Found,
    Report,
    Span,
)
from actip_graph.claims.read import read_claims, read_file
from actip_graph.claims.rules import DEFAULT, load_rules
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import PREFIXES, shrink
from actip_graph.queries.parameters import as_date
from actip_graph.solutions import Solutions, rows_of
from actip_graph.sparql import bind, variables
from actip_graph.terms import XSD, to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from actip_graph.claims.model import Assertion, Claim
    from actip_graph.claims.rules import Rule
    from actip_graph.store import Store
    from actip_graph.terms import Term

# Judgements and wishes: without a rule they are opinions, whoever makes them.
_OPINIONS = ("Normative", "Evaluative")
_BOUNDS = ("<", "<=", ">", ">=")
# Properties that a claim may speak of without a rule of their own.
_OF_THINGS = (PREFIXES["actip"], PREFIXES["dcterms"], PREFIXES["skos"])
_DECIDED_BY = """
PREFIX actip: <https://w3id.org/actip-graph/ontology#>
SELECT ?predicate ?rule WHERE { ?predicate actip:decidedBy ?rule }
ORDER BY STR(?predicate)
"""
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {
  { ?thing skos:inScheme ?scheme ; skos:prefLabel ?label
    FILTER(STRSTARTS(STR(?thing), "https://w3id.org/actip-graph/id/verdict/")) }
  UNION
  { ?thing skos:inScheme ?scheme ; skos:prefLabel ?label
    FILTER(STRSTARTS(STR(?thing), "https://w3id.org/actip-graph/id/predicate/")) }
}
ORDER BY STR(?thing) LANG(?label)
"""


def check_claims(store: Store, path: str | None = None, as_of: str = "today") -> Report:
    """Check the claims in the file at ``path``, else those of the graph, against ``store``.

    Each is judged for its own date and for ``as_of`` (ISO 8601, or today). Raises ActipGraphError
    for a file that cannot be checked, and what the store raises.
    """
    today = as_date(as_of, "as_of")
    claims = read_file(path, today, store) if path else read_claims(store, today)
    checker = _Checker(store, today)
    return Report(today, [checker.check(claim) for claim in claims], _labels(store))


class _Checker:
    """The rules over one store; each query is asked once."""

    def __init__(self, store: Store, today: str) -> None:
        self._store = store
        self._today = today
        self._rules = load_rules()
        self._rule_names = {
            to_text(predicate): to_text(rule)
            for predicate, rule in rows_of(store.query(_DECIDED_BY))
            if predicate and rule
        }
        self._asked: dict[str, list[Found]] = {}

    def check(self, claim: Claim) -> Checked:
        decisions = [self._decide(claim, assertion) for assertion in claim.assertions]
        curated = claim.assessment.verdict if claim.assessment else ""
        if any(decision.rule for decision in decisions):
            verdict = combine(decision.outcome for decision in decisions)
            agrees = agree(verdict, curated) if curated else None
            return Checked(claim, verdict, BY_RULE, decisions, agrees)
        if curated:
            return Checked(claim, curated, CURATED, decisions, None)
        verdict = OPINION if claim.kind in _OPINIONS else UNVERIFIABLE
        return Checked(claim, verdict, NOBODY, decisions, None)

    def _decide(self, claim: Claim, assertion: Assertion) -> Decision:
        rule = self._rule_for(assertion.predicate)
        if rule is None:
            return Decision(assertion, "", UNVERIFIABLE, "", "", [], "")
        claimed = _claimed(claim, assertion, rule)
        date = (assertion.when or claim.date).latest
        at_date = self._found(rule, claim, assertion, date)
        then, deciding = _stands(rule, claimed, at_date, date)
        if rule.one_edition:
            now, earlier = then, False
        else:
            today = max(date, self._today)
            now, _ = _stands(rule, claimed, self._found(rule, claim, assertion, today), today)
            # Values that began before the claim's date tell whether it held once.
            starts = sorted({each.since for each in at_date if each.since and each.since < date})
            earlier = any(_stands(rule, claimed, at_date, day)[0] == HOLDS for day in starts)
        verdict = outcome(earlier, then, now, event=rule.compare == "when")
        figure = amount(rule.compare, deciding)
        return Decision(assertion, rule.name, verdict, then, now, deciding, figure)

    def _rule_for(self, predicate: ox.NamedNode) -> Rule | None:
        name = self._rule_names.get(shrink(predicate.value), "")
        if not name and predicate.value.startswith(_OF_THINGS):
            name = DEFAULT
        if not name:
            return None
        if name not in self._rules:
            raise ActipGraphError(
                f"{shrink(predicate.value)} is decided by a rule {name!r} that this version does"
                f" not have; {nearest(name, list(self._rules))}"
            )
        return self._rules[name]

    def _found(self, rule: Rule, claim: Claim, assertion: Assertion, day: str) -> list[Found]:
        query = bind(
            rule.query,
            {
                "subject": assertion.subject,
                "predicate": assertion.predicate,
                "value": assertion.value,
                "as_of": ox.Literal(day, datatype=ox.NamedNode(XSD + "date")),
            },
        )
        if query not in self._asked:
            self._asked[query] = _read_found(self._store, query, rule.name)
        # What the record has only from the publication itself does not bear it out.
        return [found for found in self._asked[query] if found.sources != (claim.work,)]


def _claimed(claim: Claim, assertion: Assertion, rule: Rule) -> Claimed:
    """Return what ``claim`` says of the subject and predicate of ``assertion``."""
    about = [
        other
        for other in claim.assertions
        if (other.subject, other.predicate) == (assertion.subject, assertion.predicate)
    ]
    limits = [a for a in about if a.comparator in _BOUNDS and number(a.value) is not None]
    bounds = limits if assertion in limits else [assertion]
    return Claimed(assertion, bounds, [a.value for a in about], rule.tolerance[claim.hedged])


def _stands(
    rule: Rule, claimed: Claimed, found: Sequence[Found], day: str
) -> tuple[str, list[Found]]:
    """Return how ``claimed`` stands on ``day``, and the values that decided it."""
    if rule.compare == "when" and claimed.assertion.when:
        current = list(found)  # an event in a named time is looked for in all times
    else:
        current = [f for f in found if f.since <= day and (not f.until or day < f.until)]
    if rule.one_edition and current:
        newest = max(each.since for each in current)
        current = [each for each in current if each.since == newest]
    return compare(rule.compare, claimed, current, rule.absent_is_contrary)


def _read_found(store: Store, query: str, name: str) -> list[Found]:
    """Return what ``query`` finds, one entry for each value and node, with all its sources."""
    outcome = store.query(query)
    if not isinstance(outcome, Solutions) or "found" not in variables(query):
        raise ActipGraphError(f"the rule {name!r} is no SELECT query with ?found")
    entries: dict[tuple[str, ...], tuple[Found, set[str]]] = {}
    for row in outcome.rows:
        cells = dict(zip(outcome.variables, row, strict=True))
        value = _rounded(cells.get("found"))
        if value is None:
            continue
        since, until, evidence = (
            to_text(cells.get(column)) for column in ("since", "until", "evidence")
        )
        bounds = _bounds(cells.get("earliest"), cells.get("latest")) or span(value)
        found = Found(value, bounds, evidence, (), since, until)
        key = (str(value), evidence, since, until)
        sources = entries.setdefault(key, (found, set()))[1]
        if source := to_text(cells.get("source")):
            sources.add(source)
    return [
        found._replace(sources=tuple(sorted(sources)))
        for _, (found, sources) in sorted(entries.items(), key=lambda entry: entry[0])
    ]


def _rounded(term: Term | None) -> Term | None:
    """Return ``term``, a number cut to the decimals that every engine computes alike."""
    figure = number(term)
    if figure is None or not isinstance(term, ox.Literal):
        return term
    text = f"{figure:.4f}".rstrip("0").rstrip(".")
    return ox.Literal(text, datatype=term.datatype)


def _bounds(earliest: Term | None, latest: Term | None) -> Span | None:
    first, last = span(earliest), span(latest)
    return Span(first.earliest, last.latest) if first and last else None


def _labels(store: Store) -> dict[str, dict[str, str]]:
    """Return the labels of verdicts and predicates by CURIE and language."""
    labels: dict[str, dict[str, str]] = {}
    for thing, label in rows_of(store.query(_LABELS)):
        if isinstance(label, ox.Literal):
            labels.setdefault(to_text(thing), {})[label.language or "en"] = label.value
    return labels
