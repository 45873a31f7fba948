"""How the graph is broken: one small change at a time, of every kind that a person makes.

Each mutant belongs to a stratum: a class, a property of it, and an operator, that is a way to
break what one thing of the class says by that property. What a class has, and what it has not, is
read off the data, so that whatever is added later gets its mutants too. Operators that change a
thing as a whole belong to its ``rdf:type``.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES, shrink
from actip_graph.validation.index import SUBCLASS, TYPE
from tests.mutation.world import IN_SCHEME, Case, Edit, World, alike, rewritten, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actip_graph.terms import Term
    from tests.mutation.world import Triple

    Operator = Callable[[Case], Edit | None]

# So many things of a class are tried before a stratum is found to have no mutant.
TRIES: Final = 8

XSD: Final = PREFIXES["xsd"]
STRING: Final = XSD + "string"
DATE: Final = XSD + "date"
DATES: Final = {XSD + name for name in ("date", "gYearMonth", "gYear")}
NUMBERS: Final = {XSD + "integer", XSD + "decimal"}
# Properties by which things are told apart, and what they are told apart within.
KEYS: Final = {
    term(curie)
    for curie in [
        "actip:order",
        "actip:locator",
        "actip:iso3166alpha3",
        "actip:m49",
        "dcterms:identifier",
        "skos:notation",
        "skos:prefLabel",
        "rdfs:label",
    ]
}
WHOLES: Final = (
    term("actip:partOf"),
    term("actip:ofInstrument"),
    term("actip:assertedIn"),
    IN_SCHEME,
)
SYMMETRIC: Final = term("owl:SymmetricProperty")
CONCEPT: Final = term("skos:Concept")

OPERATORS: dict[str, Operator] = {}


class Mutant(NamedTuple):
    """One change of the graph, with its stratum."""

    operator: str
    kind: str
    property: str
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]

    def __str__(self) -> str:
        lines = [f"{self.operator}: {self.property} of {self.kind}"]
        for sign, triples in (("-", self.removed), ("+", self.added)):
            lines += [f"    {sign} {' '.join(map(_text, triple))}" for triple in triples[:3]]
        return "\n".join(lines)


def _text(term: Term) -> str:
    text = shrink(term.value) if isinstance(term, ox.NamedNode) else str(term)
    return text if len(text) <= 60 else text[:59] + "…"


def mutants(world: World, seed: int = 0) -> Iterator[Mutant]:
    """Yield one mutant for each stratum in which there can be one."""
    for (kind, predicate), said in sorted(world.said.items(), key=str):
        things = sorted(said, key=str)
        for name, operator in OPERATORS.items():
            chance = random.Random(f"{seed} {kind} {predicate} {name}")
            for thing in chance.sample(things, min(TRIES, len(things))):
                edit = operator(Case(world, kind, predicate, thing, said[thing], chance))
                if edit is not None:
                    stratum = name, shrink(kind.value), shrink(predicate.value)
                    yield Mutant(*stratum, tuple(edit.removed), tuple(edit.added))
                    break


def value_operator(operator: Operator) -> Operator:
    """Register a way to break the values of a property."""
    OPERATORS[operator.__name__.replace("_", "-")] = lambda case: (
        None if case.property == TYPE else operator(case)
    )
    return operator


def thing_operator(operator: Operator) -> Operator:
    """Register a way to break a thing as a whole."""
    OPERATORS[operator.__name__.replace("_", "-")] = lambda case: (
        operator(case) if case.property == TYPE else None
    )
    return operator


def operator(operator: Operator) -> Operator:
    """Register a way to break the values of a property, ``rdf:type`` among them."""
    OPERATORS[operator.__name__.replace("_", "-")] = operator
    return operator


# Too little.


@operator
def missing(case: Case) -> Edit | None:
    """A property that all things of the class have is left out."""
    if case.world.is_optional(case.kind, case.property):
        return None
    return case.without(case.values)


@value_operator
def left_out(case: Case) -> Edit | None:
    """A property that some things of the class do without is left out."""
    if not case.world.is_optional(case.kind, case.property):
        return None
    return case.without(case.values)


@value_operator
def one_language(case: Case) -> Edit | None:
    """A text is there in one language only, where all others are there in two."""
    for values in case.world.said[case.kind, case.property].values():
        tags = [value.language for value in values if isinstance(value, ox.Literal)]
        if tags.count("en") != tags.count("id"):
            return None
    value = case.literal()
    return case.without([value]) if value is not None and value.language else None


# Too much.


@value_operator
def second(case: Case) -> Edit | None:
    """A second value stands where nothing has more than one."""
    other = None if case.world.has_many(case.property) else case.other(case.one())
    return None if other is None else case.besides(other)


# The wrong thing.


@operator
def dangling(case: Case) -> Edit | None:
    """One character of a reference is wrong, and nothing has that name."""
    value = case.one()
    if not isinstance(value, ox.NamedNode) or not case.world.index.objects(value, TYPE):
        return None
    return case.instead(value, case.misspelt(value))


@operator
def literal(case: Case) -> Edit | None:
    """A text stands where a reference belongs."""
    value = case.one()
    if not isinstance(value, ox.NamedNode):
        return None
    return case.instead(value, ox.Literal(shrink(value.value)))


@value_operator
def wrong_class(case: Case) -> Edit | None:
    """A reference leads to a thing of a kind that the property never leads to."""
    value = case.one()
    wrong = case.member(case.world.strangers(case.world.takes(case.property)))
    if not isinstance(value, ox.NamedNode) or wrong is None:
        return None
    return case.instead(value, wrong)


@value_operator
def wrong_vocabulary(case: Case) -> Edit | None:
    """A reference leads to a concept of a vocabulary that the property never leads to."""
    value, world = case.reference(), case.world
    if value is None or world.kind(value) != CONCEPT:
        return None
    used = world.takes(case.property)
    foreign = [
        concept
        for concept in world.members[CONCEPT]
        if used.isdisjoint(world.index.objects(concept, IN_SCHEME))
    ]
    return case.instead(value, case.chance.choice(foreign)) if foreign else None


@value_operator
def itself(case: Case) -> Edit | None:
    """A reference leads back to the thing that makes it."""
    value = case.reference()
    return None if value is None else case.instead(value, case.thing)


@value_operator
def circle(case: Case) -> Edit | None:
    """What a reference leads to refers back by the same property."""
    value, world = case.reference(), case.world
    if value is None or SYMMETRIC in world.index.objects(case.property, TYPE):
        return None
    kind = world.kind(value)
    if kind is None or world.family(kind) not in world.users(case.property):
        return None
    before = world.index.objects(value, case.property)
    return Edit(
        [(value, case.property, old) for old in before], [(value, case.property, case.thing)]
    )


@value_operator
def other_value(case: Case) -> Edit | None:
    """The value that another thing of the class has stands here."""
    value = case.one()
    other = case.other(value)
    return None if other is None else case.instead(value, other)


@value_operator
def repeated(case: Case) -> Edit | None:
    """Two things bear the same number, name or code."""
    if case.property not in KEYS:
        return None
    index, value = case.world.index, case.one()
    everybody = case.world.said[case.kind, case.property]
    beside = [
        [o for w in index.objects(case.thing, whole) for o in index.subjects(whole, w)]
        for whole in WHOLES
    ]
    for others in (*beside, everybody):
        taken = {
            new
            for other in others
            if other in everybody and other != case.thing
            for new in everybody[other]  # type: ignore[index]  # it is there
            if alike(new, value) and new != value
        }
        if taken:
            return case.instead(value, case.chance.choice(sorted(taken, key=str)))
    return None


# The wrong kind of literal.


@value_operator
def node(case: Case) -> Edit | None:
    """A reference stands where a text, number or date belongs."""
    value, wrong = case.literal(), case.member([case.kind])
    return None if value is None or wrong is None else case.instead(value, wrong)


@value_operator
def datatype(case: Case) -> Edit | None:
    """A number or date is written as a text, a text without its language or with one too many."""
    value = case.literal()
    if value is None:
        return None
    language = "en" if value.datatype.value == STRING else None
    return case.instead(value, ox.Literal(value.value, language=language))


@value_operator
def ill_formed(case: Case) -> Edit | None:
    """A literal is none of its datatype: the 30th of February, a number with a letter."""
    value = case.literal()
    if value is None or value.language or value.datatype.value == STRING:
        return None
    text = value.value[:5] + "02-30" if value.datatype.value == DATE else value.value + " x"
    return case.instead(value, rewritten(value, text))


@value_operator
def unknown_language(case: Case) -> Edit | None:
    """The tag of a text names no language."""
    value = case.literal()
    if value is None or not value.language:
        return None
    return case.instead(value, ox.Literal(value.value, language="xx"))


@value_operator
def same_language(case: Case) -> Edit | None:
    """The texts in both languages bear the tag of one."""
    value = case.literal()
    tags = {v.language for v in case.values if isinstance(v, ox.Literal)}
    if value is None or value.language not in ("en", "id") or not tags >= {"en", "id"}:
        return None
    other = "id" if value.language == "en" else "en"
    return case.instead(value, ox.Literal(value.value, language=other))


@value_operator
def empty(case: Case) -> Edit | None:
    """A literal says nothing."""
    value = case.literal()
    return None if value is None else case.instead(value, rewritten(value, ""))


@value_operator
def untidy(case: Case) -> Edit | None:
    """A text has space at its edge."""
    value = case.literal()
    if value is None or not (value.language or value.datatype.value == STRING):
        return None
    return case.instead(value, rewritten(value, value.value + " "))


# The wrong number or date.


@value_operator
def negative(case: Case) -> Edit | None:
    """A number is below nought."""
    value = case.literal(*NUMBERS)
    if value is None or Decimal(value.value) <= 0:
        return None
    return case.instead(value, rewritten(value, "-" + value.value))


@value_operator
def absurd(case: Case) -> Edit | None:
    """A number is a hundred million times too large."""
    value = case.literal(*NUMBERS)
    if value is None or Decimal(value.value) == 0:
        return None
    return case.instead(value, rewritten(value, f"{Decimal(value.value) * 100_000_000:f}"))


@value_operator
def miscounted(case: Case) -> Edit | None:
    """A whole number is wrong by one."""
    value = case.literal(XSD + "integer")
    return (
        None if value is None else case.instead(value, rewritten(value, str(int(value.value) + 1)))
    )


@value_operator
def halved(case: Case) -> Edit | None:
    """A whole number is a broken one."""
    value = case.literal(XSD + "integer")
    if value is None:
        return None
    return case.instead(
        value, ox.Literal(value.value + ".5", datatype=ox.NamedNode(XSD + "decimal"))
    )


@value_operator
def flipped(case: Case) -> Edit | None:
    """True stands for false."""
    value = case.literal(XSD + "boolean")
    if value is None:
        return None
    return case.instead(value, rewritten(value, "false" if value.value == "true" else "true"))


@value_operator
def too_early(case: Case) -> Edit | None:
    """A date lies centuries back."""
    value = case.literal(*DATES)
    return (
        None if value is None else case.instead(value, rewritten(value, "1066" + value.value[4:]))
    )


@value_operator
def too_late(case: Case) -> Edit | None:
    """A date lies centuries ahead."""
    value = case.literal(*DATES)
    return (
        None if value is None else case.instead(value, rewritten(value, "2999" + value.value[4:]))
    )


@value_operator
def shifted(case: Case) -> Edit | None:
    """A date is wrong by one: the next day, month or year."""
    value = case.literal(*DATES)
    return None if value is None else case.instead(value, rewritten(value, _next(value.value)))


@value_operator
def crossed(case: Case) -> Edit | None:
    """The first day lies after the last one."""
    value = case.literal(DATE)
    name = re.fullmatch(r"(.*)([eE])arliest", case.property.value)
    if value is None or name is None:
        return None
    last = ox.NamedNode(name[1] + ("L" if name[2] == "E" else "l") + "atest")
    end = case.world.index.value(case.thing, last)
    assert isinstance(end, ox.Literal)
    if end == value:
        return case.instead(value, rewritten(value, _next(value.value)))
    return Edit(
        [(case.thing, case.property, value), (case.thing, last, end)],
        [(case.thing, case.property, end), (case.thing, last, value)],
    )


def _next(text: str) -> str:
    year, *rest = map(int, text.split("-"))
    if not rest:
        return f"{year + 1:04}"
    if len(rest) == 1:
        return f"{year:04}-{rest[0] + 1:02}" if rest[0] < 12 else f"{year + 1:04}-01"
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


# The wrong property.


@operator
def misspelt(case: Case) -> Edit | None:
    """One character of the property is missing."""
    wrong = ox.NamedNode(case.property.value[:-2] + case.property.value[-1])
    return Edit(
        [(case.thing, case.property, value) for value in case.values],
        [(case.thing, wrong, value) for value in case.values],
    )


@value_operator
def misplaced(case: Case) -> Edit | None:
    """The property stands on a thing of a kind that never has it."""
    thing = case.member(case.world.strangers(case.world.users(case.property)))
    return None if thing is None else Edit([], [(thing, case.property, case.one())])


# The wrong class.


@thing_operator
def sibling_class(case: Case) -> Edit | None:
    """A thing is given a class beside its own."""
    beside = [k for k in case.world.relatives(case.kind) if k != case.kind]
    return case.instead(case.kind, case.chance.choice(beside)) if beside else None


@thing_operator
def unrelated_class(case: Case) -> Edit | None:
    """A thing is given a class that has nothing to do with its own."""
    strangers = case.world.strangers([case.world.family(case.kind)])
    return case.instead(case.kind, case.chance.choice(strangers))


@thing_operator
def second_class(case: Case) -> Edit | None:
    """A thing is given a second class, which has nothing to do with its own."""
    return case.besides(case.chance.choice(case.world.strangers([case.world.family(case.kind)])))


@thing_operator
def broader_class(case: Case) -> Edit | None:
    """A thing is also given the class above its own."""
    above = case.world.index.objects(case.kind, SUBCLASS)
    return case.besides(above[0]) if above else None


# The wrong thing as a whole.


@thing_operator
def renamed(case: Case) -> Edit | None:
    """One character of the name of a thing is wrong where it is described."""
    said, name = case.description(), case.misspelt(case.thing)
    return Edit(said, [(name, predicate, value) for _, predicate, value in said])


@thing_operator
def removed(case: Case) -> Edit | None:
    """A thing is not described."""
    return Edit(case.description())


@thing_operator
def copied(case: Case) -> Edit | None:
    """A thing is described once more under another name."""
    name = ox.NamedNode(case.thing.value + "-2")
    return Edit([], [(name, predicate, value) for _, predicate, value in case.description()])


@thing_operator
def done_again(case: Case) -> Edit | None:
    """A state does once more, a year later, what can be done once."""
    if shrink(case.kind.value) not in ("actip:Signature", "actip:Ratification", "actip:Accession"):
        return None
    name = ox.NamedNode(case.thing.value + "-2")
    return Edit([], [(name, p, _later(value, 1)) for _, p, value in case.description()])


@thing_operator
def before_its_time(case: Case) -> Edit | None:
    """A state ratifies or signs before there was anything to ratify or sign."""
    if shrink(case.kind.value) not in ("actip:Signature", "actip:Ratification", "actip:Accession"):
        return None
    said = case.description()
    return Edit(said, [(thing, p, _later(value, -60)) for thing, p, value in said])


def _later(value: Term, years: int) -> Term:
    if not isinstance(value, ox.Literal) or value.datatype.value not in DATES:
        return value
    return rewritten(
        value, f"{int(value.value[:4]) + years}{value.value[4:]}".replace("02-29", "02-28")
    )
