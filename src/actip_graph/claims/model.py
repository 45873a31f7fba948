"""What claims, rules and decisions are made of."""

from __future__ import annotations

from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph as ox

    from actip_graph.terms import Term

# Verdicts by rule; the keys of the concepts in ontology/vocabularies/verdicts.ttl.
SUPPORTED = "Supported"
PARTLY = "PartlySupported"
CONTRADICTED = "Contradicted"
OUTDATED = "Outdated"
UNVERIFIABLE = "Unverifiable"
OPINION = "Opinion"

# Who decided a claim.
BY_RULE = "rule"
CURATED = "curated"
NOBODY = "nobody"


class Span(NamedTuple):
    """The first and the last day that a date can mean, as ISO 8601 text."""

    earliest: str
    latest: str


class Assertion(NamedTuple):
    """A claim, or part of one, in machine form.

    ``when`` is the time that the assertion itself names; None where it names none.
    """

    iri: str
    subject: ox.NamedNode
    predicate: ox.NamedNode
    value: Term
    comparator: str
    when: Span | None


class Assessment(NamedTuple):
    """The curated verdict on a claim."""

    iri: str
    verdict: str
    reason: dict[str, str]
    checkable: bool
    as_of: Span | None
    evidence: list[str]


class Claim(NamedTuple):
    """What a publication asserts at one place; ``date`` is the time for which it is judged.

    ``work`` is the publication; it is no evidence for what it says itself.
    """

    iri: str
    work: str
    order: int
    locator: str
    statement: dict[str, str]
    kind: str
    hedged: bool
    date: Span
    assertions: list[Assertion]
    assessment: Assessment | None


class Found(NamedTuple):
    """One thing that the record has on the subject of an assertion.

    It holds from ``since`` until before ``until`` (ISO 8601; empty where not bounded). ``span``
    is what the value can mean where it is a date.
    """

    value: Term
    span: Span | None
    evidence: str
    sources: tuple[str, ...]
    since: str
    until: str


class Decision(NamedTuple):
    """What a rule says of one assertion; without a rule, ``rule`` is empty.

    ``found`` is what the record has on the claim's date, as far as it decided; ``figure`` is the
    number that a count or a share makes of it.
    """

    assertion: Assertion
    rule: str
    outcome: str
    then: str
    now: str
    found: list[Found]
    figure: str


class Checked(NamedTuple):
    """A claim with its verdict, who gave it, and what it rests on.

    ``agrees`` compares rule and curated verdict where there are both.
    """

    claim: Claim
    verdict: str
    decided_by: str
    decisions: list[Decision]
    agrees: bool | None

    @property
    def rules(self) -> list[str]:
        """The names of the rules that took part, each once."""
        return list(dict.fromkeys(d.rule for d in self.decisions if d.rule))

    @property
    def evidence(self) -> list[str]:
        """The nodes of the record that decided, or that the curated assessment names."""
        nodes = [f.evidence for d in self.decisions for f in d.found if f.evidence]
        if self.decided_by == CURATED and self.claim.assessment:
            nodes = self.claim.assessment.evidence
        return list(dict.fromkeys(nodes))

    @property
    def sources(self) -> list[str]:
        """The sources of the evidence by rule, each once."""
        return sorted({s for d in self.decisions for f in d.found for s in f.sources})


class Report(NamedTuple):
    """All claims of a check; ``as_of`` is the date that stands for today."""

    as_of: str
    claims: list[Checked]
    labels: dict[str, dict[str, str]]

    @property
    def faults(self) -> list[Checked]:
        """The claims that are contradicted, or whose rule and curated verdict differ."""
        return [c for c in self.claims if c.verdict == CONTRADICTED or c.agrees is False]
