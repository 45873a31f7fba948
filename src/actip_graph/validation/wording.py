"""What is wrong and what to do, for shapes that bring no ``sh:message`` of their own."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES, shrink
from actip_graph.terms import XSD_STRING, to_text
from actip_graph.validation import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.paths import Path

LANGUAGES = ("en", "id")
_SH = PREFIXES["sh"]
# A literal can be a whole text, a list a whole vocabulary: as much as makes it known.
_LONGEST = 100
_MOST = 8

# By the name of the component (SHACL, section 4), in English and Indonesian. A field is a
# parameter of the component, or one of: it (the value and where it stands), path, value,
# kind (of term), values and characters (a number of them), more (one, if one is missing).
_TEMPLATES: dict[str, tuple[str, str]] = {
    "Class": (
        "{it} is not an instance of {class}: give it that type, or replace it.",
        "{it} bukan instans {class}: beri tipe itu, atau ganti.",
    ),
    "Datatype": (
        "{it} ({kind}) is not a valid {datatype}: correct the value or its datatype.",
        "{it} ({kind}) bukan {datatype} yang sah: perbaiki nilai atau tipe datanya.",
    ),
    "NodeKind": (
        "{it} is not {nodeKind}: replace it.",
        "{it} bukan {nodeKind}: ganti.",
    ),
    "MinCount": (
        "{path} needs at least {values}: add {more}.",
        "{path} memerlukan sedikitnya {values}: tambahkan {more}.",
    ),
    "MaxCount": (
        "{path} may have at most {values}: remove the surplus.",
        "{path} boleh memiliki paling banyak {values}: hapus kelebihannya.",
    ),
    "MinExclusive": (
        "{it} must be greater than {minExclusive}: correct it.",
        "{it} harus lebih besar daripada {minExclusive}: perbaiki.",
    ),
    "MinInclusive": (
        "{it} must not be less than {minInclusive}: correct it.",
        "{it} tidak boleh kurang dari {minInclusive}: perbaiki.",
    ),
    "MaxExclusive": (
        "{it} must be less than {maxExclusive}: correct it.",
        "{it} harus lebih kecil daripada {maxExclusive}: perbaiki.",
    ),
    "MaxInclusive": (
        "{it} must not be greater than {maxInclusive}: correct it.",
        "{it} tidak boleh lebih dari {maxInclusive}: perbaiki.",
    ),
    "MinLength": (
        "{it} needs at least {characters}: write it in full.",
        "{it} memerlukan sedikitnya {characters}: lengkapi.",
    ),
    "MaxLength": (
        "{it} may have at most {characters}: shorten it.",
        "{it} boleh memuat paling banyak {characters}: persingkat.",
    ),
    "Pattern": (
        "{it} does not match the pattern {pattern}: correct it.",
        "{it} tidak cocok dengan pola {pattern}: perbaiki.",
    ),
    "LanguageIn": (
        "{it} is in none of the languages {languageIn}: tag it with one of them.",
        "{it} tidak berbahasa salah satu dari {languageIn}: beri salah satu tanda bahasa itu.",
    ),
    "UniqueLang": (
        "{path} has more than one value in the same language: keep one for each language.",
        "{path} memiliki lebih dari satu nilai dalam bahasa yang sama: sisakan satu per bahasa.",
    ),
    "Equals": (
        "{path} and {equals} must have the same values, but only one of them has {value}: "
        "give it to the other, or remove it.",
        "{path} dan {equals} harus memiliki nilai yang sama, tetapi hanya salah satunya memiliki "
        "{value}: berikan juga kepada yang lain, atau hapus.",
    ),
    "Disjoint": (
        "{path} and {disjoint} must not share a value, but both have {value}: remove it from one.",
        "{path} dan {disjoint} tidak boleh memiliki nilai yang sama, tetapi keduanya memiliki "
        "{value}: hapus dari salah satunya.",
    ),
    "LessThan": (
        "{it} must be less than every value of {lessThan}: correct one of the two.",
        "{it} harus lebih kecil daripada setiap nilai {lessThan}: perbaiki salah satunya.",
    ),
    "LessThanOrEquals": (
        "{it} must not be greater than any value of {lessThanOrEquals}: correct one of the two.",
        "{it} tidak boleh lebih besar daripada nilai mana pun dari {lessThanOrEquals}: "
        "perbaiki salah satunya.",
    ),
    "Not": (
        "{it} conforms to {not}, which it must not: change it.",
        "{it} memenuhi {not}, padahal tidak boleh: ubah.",
    ),
    "And": (
        "{it} does not conform to all of {and}: correct it.",
        "{it} tidak memenuhi semua dari {and}: perbaiki.",
    ),
    "Or": (
        "{it} conforms to none of {or}: make it conform to one.",
        "{it} tidak memenuhi satu pun dari {or}: sesuaikan dengan salah satunya.",
    ),
    "Xone": (
        "{it} does not conform to exactly one of {xone}: make it conform to one alone.",
        "{it} tidak memenuhi tepat satu dari {xone}: sesuaikan dengan satu saja.",
    ),
    "Node": (
        "{it} does not conform to {node}: correct it.",
        "{it} tidak memenuhi {node}: perbaiki.",
    ),
    "Property": (
        "{it} does not conform to {property}: correct it.",
        "{it} tidak memenuhi {property}: perbaiki.",
    ),
    "QualifiedMinCount": (
        "{path} needs at least {values} conforming to {qualifiedValueShape}: add {more}.",
        "{path} memerlukan sedikitnya {values} yang memenuhi {qualifiedValueShape}: "
        "tambahkan {more}.",
    ),
    "QualifiedMaxCount": (
        "{path} may have at most {values} conforming to {qualifiedValueShape}: remove the surplus.",
        "{path} boleh memiliki paling banyak {values} yang memenuhi {qualifiedValueShape}: "
        "hapus kelebihannya.",
    ),
    "Closed": (
        "{path} is no property that the closed shape allows: remove {value}, or add the property "
        "to the shape.",
        "{path} bukan properti yang diizinkan bentuk tertutup ini: hapus {value}, atau tambahkan "
        "properti itu pada bentuknya.",
    ),
    "HasValue": (
        "{path} lacks the value {hasValue}: add it.",
        "{path} tidak memiliki nilai {hasValue}: tambahkan.",
    ),
    "In": (
        "{it} is not one of {in}: use one of these.",
        "{it} bukan salah satu dari {in}: pakai salah satunya.",
    ),
    "SPARQL": (
        "{it} is ruled out by a SPARQL constraint of the shape: correct it.",
        "{it} ditolak oleh kendala SPARQL pada bentuknya: perbaiki.",
    ),
}
_OTHER = (
    "{it} does not satisfy {component}: correct it.",
    "{it} tidak memenuhi {component}: perbaiki.",
)
_SHAPES = ("not", "and", "or", "xone", "node", "property", "qualifiedValueShape")

_WORDS = {
    "en": {
        "it": "The value {value} of {path}",
        "blank it": "A value of {path} (a blank node)",
        "node": "The node",
        "blank": "a blank node",
        "shape": "an unnamed shape",
        "shapes": "{n} unnamed shapes",
        "value": "1 value",
        "values": "{n} values",
        "character": "1 character",
        "characters": "{n} characters",
        "one": "one",
        "more": "more",
        "IRI": "an IRI",
        "BlankNode": "a blank node",
        "Literal": "a literal",
        "BlankNodeOrIRI": "a blank node or an IRI",
        "BlankNodeOrLiteral": "a blank node or a literal",
        "IRIOrLiteral": "an IRI or a literal",
    },
    "id": {
        "it": "Nilai {value} dari {path}",
        "blank it": "Satu nilai {path} (simpul kosong)",
        "node": "Simpul ini",
        "blank": "simpul kosong",
        "shape": "bentuk tanpa nama",
        "shapes": "{n} bentuk tanpa nama",
        "value": "1 nilai",
        "values": "{n} nilai",
        "character": "1 karakter",
        "characters": "{n} karakter",
        "one": "satu",
        "more": "lagi",
        "IRI": "IRI",
        "BlankNode": "simpul kosong",
        "Literal": "literal",
        "BlankNodeOrIRI": "simpul kosong atau IRI",
        "BlankNodeOrLiteral": "simpul kosong atau literal",
        "IRIOrLiteral": "IRI atau literal",
    },
}


def explain(
    component: str,
    parameters: Mapping[str, Sequence[Term]],
    value: Term | None,
    path: Path | None,
) -> dict[str, str]:
    """Return by language one sentence on a value that violates a constraint.

    ``component`` is the IRI of the constraint component (SHACL, section 4; any other has a general
    sentence), ``parameters`` maps the local name of each parameter to its values, a list
    (``sh:in``, ``sh:or``) to its members. ``value`` and ``path`` are those of the result.
    """
    templates = _TEMPLATES.get(_name(component), _OTHER)
    return {
        language: template.format_map(
            _fields(language, component, parameters, value, paths.to_text(path))
        )
        for language, template in zip(LANGUAGES, templates, strict=True)
    }


def _name(component: str) -> str:
    name = component.removesuffix("ConstraintComponent")
    return name.removeprefix(_SH) if name.startswith(_SH) else ""


def show(term: Term, language: str) -> str:
    """Return ``term`` as a sentence names it: text in quotes, blank nodes without their label."""
    if isinstance(term, ox.BlankNode):
        return _WORDS[language]["blank"]
    text = " ".join(to_text(term).split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if not isinstance(term, ox.Literal):
        return text
    if term.language:
        return f'"{text}"@{term.language}'
    return f'"{text}"' if term.datatype.value == XSD_STRING or not text else text


class _Fields(dict[str, str]):
    """The fields of a template; a parameter that was not given is left open."""

    def __missing__(self, name: str) -> str:
        return "…"


def _fields(
    language: str,
    component: str,
    parameters: Mapping[str, Sequence[Term]],
    value: Term | None,
    path: str,
) -> _Fields:
    words = _WORDS[language]
    fields = _Fields()
    for parameter, terms in parameters.items():
        show_all = _shapes if parameter in _SHAPES else _terms
        fields[parameter] = show_all(terms, language)
    if "nodeKind" in parameters:
        kinds = (to_text(kind).removeprefix("sh:") for kind in parameters["nodeKind"])
        fields["nodeKind"] = ", ".join(words.get(kind, kind) for kind in kinds)
    name = _name(component)
    number = fields[name[:1].lower() + name[1:]]
    for one, many in (("value", "values"), ("character", "characters")):
        fields[many] = words[one if number == "1" else many].format(n=number)
    fields["more"] = words["one" if number == "1" else "more"]
    fields["component"] = shrink(component)
    fields["path"] = fields["it"] = path or words["node"]
    if value is not None:
        fields["value"] = show(value, language)
        fields["kind"] = _kind(value, words)
        blank = isinstance(value, ox.BlankNode)
        if path:
            fields["it"] = words["blank it" if blank else "it"].format(**fields)
        elif not blank:
            fields["it"] = fields["value"]
    return fields


def _terms(terms: Sequence[Term], language: str) -> str:
    shown = [show(term, language) for term in terms[:_MOST]]
    return ", ".join(shown + ["…"] * (len(terms) > _MOST)) or "…"


def _shapes(shapes: Sequence[Term], language: str) -> str:
    """Name the shapes that have a name and count the others."""
    words = _WORDS[language]
    named = [shape for shape in shapes if not isinstance(shape, ox.BlankNode)]
    unnamed = len(shapes) - len(named)
    parts = [_terms(named, language)] if named else []
    if unnamed:
        parts.append(words["shape" if unnamed == 1 else "shapes"].format(n=unnamed))
    return ", ".join(parts) or "…"


def _kind(term: Term, words: Mapping[str, str]) -> str:
    if isinstance(term, ox.Literal):
        return shrink(term.datatype.value)
    return words["IRI" if isinstance(term, ox.NamedNode) else "BlankNode"]
