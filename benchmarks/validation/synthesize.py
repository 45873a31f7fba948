"""A graph of any size in the vocabulary of the project, with a known share of faults.

    python benchmarks/validation/synthesize.py 100000 DATA.ttl [--faults SOWN.csv] [--seed 1]

The same size and seed give the same bytes. The graph is a row of instruments, each with its source,
provisions, norms, acts, observations and claims. Its classes are in ``classes.ttl``, its shapes
in ``shapes.ttl``. About one node in seventy is spoilt, in one of the ways of ``FAULTS``; a list of
them says which node must be reported for what. Small graphs have a greater share, since every fault
occurs.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
from datetime import date, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARE = 0.014
INDICATORS, CONCEPTS = 12, 16
CODES = [a + b for a in "ABCDEFGHIJ" for b in "ABCD"]
MODALITIES = {"Duty": "Must", "Power": "May", "Prohibition": "MustNot"}
BASE = "https://w3id.org/actip-graph/id/"
KINDS = (
    "act area assessment basis body claim indicator instrument modality norm obs provision rank"
    " source state status theme unit verdict"
)
PREFIXES = {
    "actip": "https://w3id.org/actip-graph/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"{BASE}{kind}/" for kind in KINDS.split()},
}


class Node(NamedTuple):
    """One thing: its name as Turtle writes it, and its values by property."""

    name: str
    values: dict[str, list[str]]

    @property
    def triples(self) -> int:
        # A value in brackets is a blank node: its triples end in a semicolon each.
        return sum(1 + v.count(";") for values in self.values.values() for v in values)

    def __str__(self) -> str:
        lines = (f"{name} {' , '.join(values)}" for name, values in self.values.items() if values)
        return f"{self.name} " + " ;\n    ".join(lines) + " .\n"


def node(name: str, kind: str, **values: str | list[str]) -> Node:
    """Return a node; the keyword ``rdfs_label`` is ``rdfs:label``, ``page`` is ``actip:page``."""

    def full(key: str) -> str:
        return key.replace("_", ":", 1) if "_" in key else f"actip:{key}"

    given = {full(k): [v] if isinstance(v, str) else list(v) for k, v in values.items()}
    return Node(name, {"a": [kind], **given})


def both(text: str) -> list[str]:
    return [f'"{text}"@en', f'"{text} (id)"@id']


def day(value: date) -> str:
    return f'"{value}"^^xsd:date'


def put(name: str, *values: str) -> Callable[[Node], None]:
    """Return a fault that gives ``name`` the ``values``, or none."""
    return lambda n: n.values.__setitem__(name, list(values))


def add(name: str, value: str) -> Callable[[Node], None]:
    """Return a fault that gives ``name`` one value more."""
    return lambda n: n.values.setdefault(name, []).append(value)


def swap(a: str, b: str) -> Callable[[Node], None]:
    """Return a fault that changes the values of two properties round."""

    def change(n: Node) -> None:
        n.values[a], n.values[b] = n.values[b], n.values[a]

    return change


# The ways to spoil a node, by the kind of node. Each gives the node itself at least one result.
FAULTS: dict[str, dict[str, Callable[[Node], None]]] = {
    "source": {
        "title without language": put("dcterms:title", '"A title"'),
        "date that is text": put("dcterms:issued", '"last spring"'),
        "page that is text": put("foaf:page", '"https://example.org/page"'),
        "page of another scheme": put("foaf:page", "<ftp://example.org/page>"),
    },
    "instrument": {
        "no title": put("dcterms:title"),
        "two labels in one language": add("skos:prefLabel", '"Another"@en'),
        "label in a third language": add("skos:prefLabel", '"Ein Name"@de'),
        "label too long": put("skos:prefLabel", *both("x" * 90)),
        "no Indonesian label": put("skos:prefLabel", '"One"@en', '"Two"'),
        "depositary that is a document": put("actip:depositary", "source:First"),
        "unknown status": put("actip:legalStatus", "status:Strange"),
        "bounds crossed": swap("actip:earliest", "actip:latest"),
        "no date": put("actip:adoptedOn"),
        "soft law with a depositary": lambda n: n.values.update(
            {"a": ["actip:Declaration"], "actip:depositary": ["body:Secretariat"]}
        ),
        "informed by its predecessor": lambda n: n.values.update(
            {"actip:informedBy": n.values["actip:hasPredecessor"]}
        ),
        "younger predecessor": put("actip:hasPredecessor", "instrument:Last"),
    },
    "provision": {
        "no locator": put("actip:locator"),
        "locator with a space at its end": put("actip:locator", '"1 "'),
        "order zero": put("actip:order", "0"),
        "order that is text": put("actip:order", '"one"'),
        "two wholes": add("actip:partOf", "instrument:First"),
        "missing whole": put("actip:partOf", "provision:Missing"),
        "two instruments": add("actip:ofInstrument", "instrument:First"),
        "no basis": put("actip:basis"),
        "the place of a sibling": lambda n: put(
            "actip:order", "2" if n.values["actip:order"] == ["1"] else "1"
        )(n),
    },
    "norm": {
        "provision of another instrument": put("actip:expressedIn", "provision:First-1"),
        "no theme": put("actip:theme"),
        "theme of another scheme": put("actip:theme", "modality:Must"),
        "modality without description": put("actip:modality", "modality:Perhaps"),
        "prohibition that permits": lambda n: n.values.update(
            {"a": ["actip:Prohibition"], "actip:modality": ["modality:May"]}
        ),
        "missing source": put("dcterms:source", "source:Missing"),
        "unknown basis": put("actip:basis", "basis:Guessed"),
    },
    "act": {
        "no state": put("actip:byState"),
        "two states": add("actip:byState", "state:AA"),
        "missing instrument": put("actip:towards", "instrument:Missing"),
        "date that is text": put("actip:date", '"in March"'),
        "date of no calendar": put("actip:date", '"2015-02-30"^^xsd:date'),
        "bounds crossed": lambda n: n.values.update(
            {"actip:earliest": [day(date(2031, 1, 2))], "actip:latest": [day(date(2031, 1, 1))]}
        ),
        "before its instrument": put("actip:latest", day(date(1900, 1, 1))),
        "property too many": put("actip:theme", "theme:T1"),
    },
    "consent": {
        "before the signature": lambda n: n.values.update(
            {key: [day(date(1949, 1, 1))] for key in ("actip:earliest", "actip:latest")}
        ),
        "twice": put("actip:byState", "state:AA"),
    },
    "observation": {
        "no area": put("actip:area"),
        "area that is text": put("actip:area", '"Ruritania"'),
        "indicator that is none": put("actip:indicator", "source:First"),
        "year that is a number": put("actip:year", "2015"),
        "value that is text": put("actip:value", '"many"'),
        "number and rank": add("actip:valueResource", "rank:R1"),
        "share above one hundred": lambda n: n.values.update(
            {"a": ["actip:Percentage"], "actip:value": ["101.5"]}
        ),
        "no period": put("actip:period"),
        "period of one day": put(
            "actip:period",
            '[ a actip:Period ; actip:earliest "2015-01-01"^^xsd:date ;'
            ' actip:latest "2015-01-01"^^xsd:date ; ]',
        ),
    },
    "claim": {
        "page zero": put("actip:page", "0"),
        "page that is text": put("actip:page", '"ix"'),
        "about nothing": put("actip:concerns"),
        "about a norm": put("actip:concerns", "norm:First-1"),
    },
    "assessment": {
        "unknown verdict": put("actip:verdict", "verdict:Maybe"),
        "of two claims": add("actip:assesses", "claim:First-1"),
        "of another kind": put("a", "actip:Norm"),
        "comment without language": put("rdfs:comment", '"A comment"'),
        "property too many": put("actip:theme", "theme:T1"),
    },
}


class Spoilt(NamedTuple):
    """A node that must be reported: its IRI, its kind and its fault, as ``FAULTS`` names them."""

    focus: str
    kind: str
    fault: str


class Sower:
    """Spoils some of the nodes that it is shown, and remembers which."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.seen = dict.fromkeys(FAULTS, 0)
        self.sown: list[Spoilt] = []

    def spoil(self, kind: str, fresh: Node) -> Node:
        """Return ``fresh``, spoilt now and then: by each fault of a kind early, then by chance."""
        if not kind:
            return fresh
        faults = list(FAULTS[kind])
        turn, due = divmod(self.seen[kind], 3)
        self.seen[kind] += 1
        if due == 2 and turn < len(faults):
            fault = faults[turn]
        elif turn >= len(faults) and self.chance.random() < SHARE:
            fault = self.chance.choice(faults)
        else:
            return fresh
        FAULTS[kind][fault](fresh)
        prefix, _, local = fresh.name.partition(":")
        self.sown.append(Spoilt(PREFIXES[prefix] + local, kind, fault))
        return fresh


def vocabulary() -> Iterator[Node]:
    """Yield what all instruments share, and the first and last of them, without faults."""
    for code in CODES:
        label = both(f"State {code}")
        yield node(f"state:{code}", "actip:State", isoCode=f'"{code}"', skos_prefLabel=label)
    yield node("body:Secretariat", "actip:InternationalOrganisation", skos_prefLabel=both("Office"))
    names = [f"{kind}:{kind[0].upper()}{n}" for kind in ("theme", "rank") for n in range(CONCEPTS)]
    for name in [*names, *(f"modality:{m}" for m in MODALITIES.values()), "unit:U0", "unit:U1"]:
        yield node(name, "skos:Concept", skos_prefLabel=both(name.replace(":", " ")))
    for n in range(INDICATORS):
        label, unit = both(f"Indicator {n}"), f"unit:U{n % 2}"
        yield node(f"indicator:I{n}", "actip:Indicator", skos_prefLabel=label, unit=unit)
    for name, year in (("First", 1950), ("Last", 2030)):
        for _, thing in Text(name, date(year, 1, 1), None, random.Random(year)):
            yield thing


class Text:
    """One instrument, adopted on a day after the one ``before``, and all that concerns it."""

    def __init__(self, name: str, adopted: date, before: str | None, chance: random.Random) -> None:
        self.name = name
        self.adopted = adopted
        self.before = before
        self.chance = chance
        self.hard = before is None or chance.random() < 0.6
        self.iri = f"instrument:{name}"
        self.told = {"basis": "basis:Seen", "dcterms_source": f"source:{name}"}

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        """Yield every node with its kind, a key of ``FAULTS``; empty where it stays as it is."""
        yield "source", self.source()
        yield "instrument", self.instrument()
        provisions = list(self.provisions())
        yield from (("provision", p) for p in provisions)
        for n in range(1, 11):
            yield "norm", self.norm(n, self.chance.choice(provisions))
        yield from self.acts()
        for n in range(1, 9):
            yield "observation", self.observation(n)
        for n in range(1, 5):
            yield "claim", self.claim(n)
            yield "assessment", self.assessment(n)

    def source(self) -> Node:
        return node(
            f"source:{self.name}",
            "actip:Source",
            dcterms_title=both(f"Text of {self.name}"),
            dcterms_issued=f'"{self.adopted.year}"^^xsd:gYear',
            foaf_page=f"<https://example.org/{self.name}>",
        )

    def instrument(self) -> Node:
        kinds = ("Treaty", "Protocol") if self.hard else ("Declaration", "PlanOfAction")
        latest = self.adopted + timedelta(days=self.chance.randrange(1, 28))
        return node(
            self.iri,
            f"actip:{self.chance.choice(kinds)}",
            **self.told,
            skos_prefLabel=both(f"Instrument {self.name}"),
            dcterms_title=both(f"The full title of instrument {self.name}"),
            adoptedOn=day(self.adopted),
            earliest=day(self.adopted),
            latest=day(latest),
            legalStatus=self.chance.choice(("status:InForce", "status:NotInForce")),
            depositary=["body:Secretariat"] if self.hard else [],
            hasPredecessor=[f"instrument:{self.before}"] if self.before else [],
        )

    def provisions(self) -> Iterator[Node]:
        number = 0
        for article in range(1, 7):
            number += 1
            top = self.provision(number, "Article", str(article), article, self.iri)
            yield top
            for paragraph in range(1, self.chance.randrange(3, 5)):
                number += 1
                locator = f"{article}({paragraph})"
                yield self.provision(number, "Paragraph", locator, paragraph, top.name)

    def provision(self, number: int, kind: str, locator: str, order: int, whole: str) -> Node:
        return node(
            f"provision:{self.name}-{number}",
            f"actip:{kind}",
            **self.told,
            locator=f'"{locator}"',
            order=str(order),
            partOf=whole,
            ofInstrument=self.iri,
        )

    def norm(self, number: int, provision: Node) -> Node:
        kind = self.chance.choice(list(MODALITIES))
        return node(
            f"norm:{self.name}-{number}",
            f"actip:{kind}",
            **self.told,
            expressedIn=provision.name,
            ofInstrument=self.iri,
            modality=f"modality:{MODALITIES[kind]}",
            theme=f"theme:T{self.chance.randrange(CONCEPTS)}",
            rdfs_label=both(f"Norm {number} of {self.name}"),
        )

    def acts(self) -> Iterator[tuple[str, Node]]:
        # The first state always takes part, so that another consent in its name is one too many.
        for state in [CODES[0], *self.chance.sample(CODES[1:], 9)]:
            signed = self.adopted + timedelta(days=self.chance.randrange(30, 400))
            bound = signed + timedelta(days=self.chance.randrange(1, 2000))
            fixed = state == CODES[0]
            yield "" if fixed else "act", self.act(state, "Signature", signed)
            if self.hard:
                yield "" if fixed else "consent", self.act(state, "Ratification", bound)

    def act(self, state: str, kind: str, done: date) -> Node:
        return node(
            f"act:{state}-{self.name}-{kind.lower()}",
            f"actip:{kind}",
            **self.told,
            byState=f"state:{state}",
            towards=self.iri,
            date=day(done),
            earliest=day(done),
            latest=day(done),
        )

    def observation(self, number: int) -> Node:
        year = self.chance.randrange(1990, 2025)
        start, end = day(date(year, 1, 1)), day(date(year, 12, 31))
        kind, value = self.chance.choice(
            (
                ("Count", {"value": str(self.chance.randrange(100_000))}),
                ("Percentage", {"value": f"{self.chance.randrange(1000) / 10}"}),
                ("Rank", {"valueResource": f"rank:R{self.chance.randrange(CONCEPTS)}"}),
            )
        )
        return node(
            f"obs:{self.name}-{number}",
            f"actip:{kind}",
            **self.told,
            area=f"area:A{self.chance.randrange(200)}",
            indicator=f"indicator:I{self.chance.randrange(INDICATORS)}",
            year=f'"{year}"^^xsd:gYear',
            period=f"[ a actip:Period ; actip:earliest {start} ; actip:latest {end} ; ]",
            **value,
        )

    def claim(self, number: int) -> Node:
        return node(
            f"claim:{self.name}-{number}",
            "actip:Claim",
            **self.told,
            page=str(self.chance.randrange(1, 400)),
            concerns=self.chance.choice((self.iri, f"state:{CODES[1]}")),
            quote=f'"What the paper says, number {number}"@en',
        )

    def assessment(self, number: int) -> Node:
        verdict = self.chance.choice(("Supported", "Contradicted", "Unverifiable"))
        return node(
            f"assessment:{self.name}-{number}",
            "actip:Assessment",
            **self.told,
            assesses=f"claim:{self.name}-{number}",
            verdict=f"verdict:{verdict}",
            rdfs_comment=both("So it is"),
        )


def graph(size: int, sower: Sower) -> Iterator[Node]:
    """Yield the nodes of a graph of ``size`` triples or, with the last instrument, a few more."""
    count = 0
    for thing in vocabulary():
        count += thing.triples
        yield thing
    before = "First"
    for number in itertools.count(1):
        if count >= size:
            return
        name = f"N{number}"
        adopted = date(1950, 6, 1) + timedelta(days=number)
        for kind, thing in Text(name, adopted, before, sower.chance):
            yield (spoilt := sower.spoil(kind, thing))
            count += spoilt.triples
        before = name


def write(size: int, file: IO[str], seed: int = 1) -> list[Spoilt]:
    """Write a graph of at least ``size`` triples and return what is spoilt in it."""
    sower = Sower(random.Random(seed))
    for prefix, namespace in PREFIXES.items():
        file.write(f"@prefix {prefix}: <{namespace}> .\n")
    for thing in graph(size, sower):
        file.write(str(thing))
    return sower.sown


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", type=int, help="number of triples")
    parser.add_argument("out", type=Path)
    parser.add_argument("--faults", type=Path, metavar="CSV", help="write the spoilt nodes here")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8", newline="\n") as file:
        sown = write(args.size, file, args.seed)
    if args.faults:
        with args.faults.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([Spoilt._fields, *sown])
    print(f"{args.out}: {len(sown)} nodes spoilt")


if __name__ == "__main__":
    main()
