"""Every constraint of SHACL Core is explained in both languages, whatever the terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import SH

from actip_graph.namespaces import PREFIXES
from actip_graph.validation.paths import Inverse, Step
from actip_graph.validation.wording import explain, show

if TYPE_CHECKING:
    from typing import TypeAlias

    from actip_graph.terms import Term
    from actip_graph.validation.paths import Path

    # Component, parameters, value, path; what is said in English and in Indonesian.
    Case: TypeAlias = tuple[str, dict[str, list[Term]], Term | None, Path | None, str, str]

XSD = PREFIXES["xsd"]
NAME = Step(ox.NamedNode(PREFIXES["rdfs"] + "label"))
A, B = ox.NamedNode(PREFIXES["state"] + "ID"), ox.NamedNode(PREFIXES["state"] + "MY")
TEXT, NUMBER, FORTY = ox.Literal("x"), ox.Literal(2), ox.Literal(40)
ENGLISH = ox.Literal("x", language="en")
BLANK = ox.BlankNode("generated")


def sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)


def lit(text: str) -> list[Term]:
    return [ox.Literal(text)]


CASES: list[Case] = [
    (
        "Class",
        {"class": [A]},
        B,
        NAME,
        "The value state:MY of rdfs:label is not an instance of state:ID: "
        "give it that type, or replace it.",
        "Nilai state:MY dari rdfs:label bukan instans state:ID: beri tipe itu, atau ganti.",
    ),
    (
        "Datatype",
        {"datatype": [ox.NamedNode(XSD + "date")]},
        TEXT,
        NAME,
        'The value "x" of rdfs:label (xsd:string) is not a valid xsd:date: '
        "correct the value or its datatype.",
        'Nilai "x" dari rdfs:label (xsd:string) bukan xsd:date yang sah: '
        "perbaiki nilai atau tipe datanya.",
    ),
    (
        "NodeKind",
        {"nodeKind": [sh("BlankNodeOrIRI")]},
        TEXT,
        None,
        '"x" is not a blank node or an IRI: replace it.',
        '"x" bukan simpul kosong atau IRI: ganti.',
    ),
    (
        "MinCount",
        {"minCount": [ox.Literal(1)]},
        None,
        NAME,
        "rdfs:label needs at least 1 value: add one.",
        "rdfs:label memerlukan sedikitnya 1 nilai: tambahkan satu.",
    ),
    (
        "MinCount",
        {"minCount": [NUMBER]},
        None,
        Inverse(NAME),
        "^rdfs:label needs at least 2 values: add more.",
        "^rdfs:label memerlukan sedikitnya 2 nilai: tambahkan lagi.",
    ),
    (
        "MaxCount",
        {"maxCount": [ox.Literal(1)]},
        None,
        NAME,
        "rdfs:label may have at most 1 value: remove the surplus.",
        "rdfs:label boleh memiliki paling banyak 1 nilai: hapus kelebihannya.",
    ),
    (
        "MinExclusive",
        {"minExclusive": [NUMBER]},
        NUMBER,
        NAME,
        "The value 2 of rdfs:label must be greater than 2: correct it.",
        "Nilai 2 dari rdfs:label harus lebih besar daripada 2: perbaiki.",
    ),
    (
        "MinInclusive",
        {"minInclusive": [FORTY]},
        NUMBER,
        NAME,
        "The value 2 of rdfs:label must not be less than 40: correct it.",
        "Nilai 2 dari rdfs:label tidak boleh kurang dari 40: perbaiki.",
    ),
    (
        "MaxExclusive",
        {"maxExclusive": [NUMBER]},
        FORTY,
        NAME,
        "The value 40 of rdfs:label must be less than 2: correct it.",
        "Nilai 40 dari rdfs:label harus lebih kecil daripada 2: perbaiki.",
    ),
    (
        "MaxInclusive",
        {"maxInclusive": [NUMBER]},
        FORTY,
        NAME,
        "The value 40 of rdfs:label must not be greater than 2: correct it.",
        "Nilai 40 dari rdfs:label tidak boleh lebih dari 2: perbaiki.",
    ),
    (
        "MinLength",
        {"minLength": [NUMBER]},
        TEXT,
        NAME,
        'The value "x" of rdfs:label needs at least 2 characters: write it in full.',
        'Nilai "x" dari rdfs:label memerlukan sedikitnya 2 karakter: lengkapi.',
    ),
    (
        "MaxLength",
        {"maxLength": [ox.Literal(1)]},
        ox.Literal("xy"),
        NAME,
        'The value "xy" of rdfs:label may have at most 1 character: shorten it.',
        'Nilai "xy" dari rdfs:label boleh memuat paling banyak 1 karakter: persingkat.',
    ),
    (
        "Pattern",
        {"pattern": lit("^[A-Z]{2}$"), "flags": lit("i")},
        TEXT,
        NAME,
        'The value "x" of rdfs:label does not match the pattern "^[A-Z]{2}$": correct it.',
        'Nilai "x" dari rdfs:label tidak cocok dengan pola "^[A-Z]{2}$": perbaiki.',
    ),
    (
        "LanguageIn",
        {"languageIn": lit("id") + lit("ms")},
        ENGLISH,
        NAME,
        'The value "x"@en of rdfs:label is in none of the languages "id", "ms": '
        "tag it with one of them.",
        'Nilai "x"@en dari rdfs:label tidak berbahasa salah satu dari "id", "ms": '
        "beri salah satu tanda bahasa itu.",
    ),
    (
        "UniqueLang",
        {"uniqueLang": [ox.Literal(True)]},
        None,
        NAME,
        "rdfs:label has more than one value in the same language: keep one for each language.",
        "rdfs:label memiliki lebih dari satu nilai dalam bahasa yang sama: "
        "sisakan satu per bahasa.",
    ),
    (
        "Equals",
        {"equals": [sh("name")]},
        TEXT,
        NAME,
        'rdfs:label and sh:name must have the same values, but only one of them has "x": '
        "give it to the other, or remove it.",
        "rdfs:label dan sh:name harus memiliki nilai yang sama, tetapi hanya salah satunya "
        'memiliki "x": berikan juga kepada yang lain, atau hapus.',
    ),
    (
        "Disjoint",
        {"disjoint": [sh("name")]},
        TEXT,
        NAME,
        'rdfs:label and sh:name must not share a value, but both have "x": remove it from one.',
        "rdfs:label dan sh:name tidak boleh memiliki nilai yang sama, tetapi keduanya memiliki "
        '"x": hapus dari salah satunya.',
    ),
    (
        "LessThan",
        {"lessThan": [sh("order")]},
        NUMBER,
        NAME,
        "The value 2 of rdfs:label must be less than every value of sh:order: "
        "correct one of the two.",
        "Nilai 2 dari rdfs:label harus lebih kecil daripada setiap nilai sh:order: "
        "perbaiki salah satunya.",
    ),
    (
        "LessThanOrEquals",
        {"lessThanOrEquals": [sh("order")]},
        NUMBER,
        NAME,
        "The value 2 of rdfs:label must not be greater than any value of sh:order: "
        "correct one of the two.",
        "Nilai 2 dari rdfs:label tidak boleh lebih besar daripada nilai mana pun dari sh:order: "
        "perbaiki salah satunya.",
    ),
    (
        "Not",
        {"not": [BLANK]},
        A,
        None,
        "state:ID conforms to an unnamed shape, which it must not: change it.",
        "state:ID memenuhi bentuk tanpa nama, padahal tidak boleh: ubah.",
    ),
    (
        "And",
        {"and": [A, ox.BlankNode(), ox.BlankNode()]},
        B,
        None,
        "state:MY does not conform to all of state:ID, 2 unnamed shapes: correct it.",
        "state:MY tidak memenuhi semua dari state:ID, 2 bentuk tanpa nama: perbaiki.",
    ),
    (
        "Or",
        {"or": [A, B]},
        BLANK,
        NAME,
        "A value of rdfs:label (a blank node) conforms to none of state:ID, state:MY: "
        "make it conform to one.",
        "Satu nilai rdfs:label (simpul kosong) tidak memenuhi satu pun dari state:ID, state:MY: "
        "sesuaikan dengan salah satunya.",
    ),
    (
        "Xone",
        {"xone": [A, B]},
        TEXT,
        None,
        '"x" does not conform to exactly one of state:ID, state:MY: make it conform to one alone.',
        '"x" tidak memenuhi tepat satu dari state:ID, state:MY: sesuaikan dengan satu saja.',
    ),
    (
        "Node",
        {"node": [B]},
        A,
        NAME,
        "The value state:ID of rdfs:label does not conform to state:MY: correct it.",
        "Nilai state:ID dari rdfs:label tidak memenuhi state:MY: perbaiki.",
    ),
    (
        "Property",
        {"property": [B]},
        A,
        None,
        "state:ID does not conform to state:MY: correct it.",
        "state:ID tidak memenuhi state:MY: perbaiki.",
    ),
    (
        "QualifiedMinCount",
        {
            "qualifiedValueShape": [BLANK],
            "qualifiedMinCount": [ox.Literal(1)],
            "qualifiedMaxCount": [NUMBER],
        },
        None,
        NAME,
        "rdfs:label needs at least 1 value conforming to an unnamed shape: add one.",
        "rdfs:label memerlukan sedikitnya 1 nilai yang memenuhi bentuk tanpa nama: tambahkan satu.",
    ),
    (
        "QualifiedMaxCount",
        {
            "qualifiedValueShape": [A],
            "qualifiedMinCount": [ox.Literal(1)],
            "qualifiedMaxCount": [NUMBER],
        },
        None,
        NAME,
        "rdfs:label may have at most 2 values conforming to state:ID: remove the surplus.",
        "rdfs:label boleh memiliki paling banyak 2 nilai yang memenuhi state:ID: "
        "hapus kelebihannya.",
    ),
    (
        "Closed",
        {"closed": [ox.Literal(True)], "ignoredProperties": [A]},
        TEXT,
        NAME,
        'rdfs:label is no property that the closed shape allows: remove "x", or add the property '
        "to the shape.",
        'rdfs:label bukan properti yang diizinkan bentuk tertutup ini: hapus "x", atau tambahkan '
        "properti itu pada bentuknya.",
    ),
    (
        "HasValue",
        {"hasValue": [ENGLISH]},
        None,
        NAME,
        'rdfs:label lacks the value "x"@en: add it.',
        'rdfs:label tidak memiliki nilai "x"@en: tambahkan.',
    ),
    (
        "In",
        {"in": [ox.Literal(n) for n in range(9)]},
        FORTY,
        NAME,
        "The value 40 of rdfs:label is not one of 0, 1, 2, 3, 4, 5, 6, 7, …: use one of these.",
        "Nilai 40 dari rdfs:label bukan salah satu dari 0, 1, 2, 3, 4, 5, 6, 7, …: "
        "pakai salah satunya.",
    ),
    (
        "SPARQL",
        {"sparql": [BLANK]},
        A,
        None,
        "state:ID is ruled out by a SPARQL constraint of the shape: correct it.",
        "state:ID ditolak oleh kendala SPARQL pada bentuknya: perbaiki.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_sentences(case: Case) -> None:
    name, parameters, value, path, english, indonesian = case
    component = f"{PREFIXES['sh']}{name}ConstraintComponent"
    assert explain(component, parameters, value, path) == {"en": english, "id": indonesian}


def test_no_component_of_shacl_core_is_left_out() -> None:
    pattern = re.compile(re.escape(PREFIXES["sh"]) + r"([A-Z]\w+)ConstraintComponent")
    known = {match[1] for term in dir(SH) if (match := pattern.fullmatch(str(term)))}
    # SHACL-JS and expressions (SHACL-AF) are no part of it.
    assert known - {"JS", "Expression"} == {case[0] for case in CASES}


def test_any_other_component_has_a_general_sentence() -> None:
    other = "http://e.org/OrConstraintComponent"
    assert explain(other, {"min": [NUMBER]}, A, NAME) == {
        "en": "The value state:ID of rdfs:label does not satisfy "
        "http://e.org/OrConstraintComponent: correct it.",
        "id": "Nilai state:ID dari rdfs:label tidak memenuhi "
        "http://e.org/OrConstraintComponent: perbaiki.",
    }
    assert explain(other, {}, BLANK, None)["en"].startswith("The node does not satisfy")
    for component in ("http://e.org/C", PREFIXES["sh"] + "JSConstraintComponent", ""):
        sentences = explain(component, {}, None, None)
        assert sentences["en"].startswith("The node does not satisfy ")
        assert sentences["id"].startswith("Simpul ini tidak memenuhi ")


def test_long_values_are_cut() -> None:
    long = ox.Literal("word\n " * 100)
    assert show(long, "en").startswith('"word word') and show(long, "en").endswith('…"')
    assert len(show(long, "id")) < 110
    assert show(ox.Literal("", datatype=ox.NamedNode(XSD + "date")), "en") == '""'


TERMS = st.one_of(
    st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(ox.BlankNode),
    st.builds(lambda n: ox.NamedNode(f"http://e.org/{n}"), st.integers()),
)
PARAMETERS = sorted({parameter for case in CASES for parameter in case[1]})


@given(
    name=st.sampled_from([case[0] for case in CASES] + ["", "Other"]),
    parameters=st.dictionaries(st.sampled_from(PARAMETERS), st.lists(TERMS, max_size=3)),
    value=st.none() | TERMS,
    path=st.sampled_from([None, NAME]),
)
def test_whatever_a_shape_says_it_can_be_explained(
    name: str, parameters: dict[str, list[Term]], value: Term | None, path: Path | None
) -> None:
    component = f"{PREFIXES['sh']}{name}ConstraintComponent"
    sentences = explain(component, parameters, value, path)
    assert set(sentences) == {"en", "id"}
    assert all(s.endswith(".") and "\n" not in s for s in sentences.values())
