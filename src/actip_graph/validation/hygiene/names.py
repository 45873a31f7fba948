"""The check that the IRIs which queries and shapes name exist.

A query that names a thing that is not there runs and finds nothing, which looks like an answer;
a shape that does so never fires.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.graph import triples
from actip_graph.namespaces import KINDS, ONTOLOGY, PREFIXES, expand
from actip_graph.queries.stored import read_header
from actip_graph.validation.hygiene.checks import Check, Row, found
from actip_graph.validation.hygiene.tokens import TOKEN
from actip_graph.validation.report import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actip_graph.validation.hygiene.profile import Setting
    from actip_graph.validation.report import Fault

NAMES = Check(
    name="unknown-term-in-query",
    label={
        "en": "Query or shape that names nothing",
        "id": "Kueri atau shape yang menyebut hal yang tidak ada",
    },
    problem={
        "en": "A query or shape names an IRI of the project that nothing describes, so it finds nothing.",  # noqa: E501
        "id": "Kueri atau shape menyebut IRI proyek yang tidak diuraikan di mana pun sehingga tidak menemukan apa pun.",  # noqa: E501
    },
    remedy={
        "en": "Correct {?entity}, or describe it.",
        "id": "Perbaiki {?entity}, atau uraikan.",
    },
)

_SH = PREFIXES["sh"]
_QUERIES = {_SH + name for name in ("select", "ask", "construct", "update")}
_SPACES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX vann: <http://purl.org/vocab/vann/>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?space WHERE {
  { ?header vann:preferredNamespaceUri|void:uriSpace ?declared . BIND(STR(?declared) AS ?space) }
  UNION {
    ?ontology a owl:Ontology . FILTER(isIRI(?ontology)) VALUES ?mark { "#" "/" }
    BIND(CONCAT(REPLACE(STR(?ontology), "[#/]$", ""), ?mark) AS ?space)
  }
}
"""


def unknown_terms(store: ox.Store, paths: Sequence[str], setting: Setting) -> list[Fault]:
    """Return a fault for each IRI that a file of ``paths`` names and ``store`` does not describe.

    The files are queries (``.rq``), where the defaults of parameters count too, and shapes
    (``.ttl``) with their queries; what one of the shapes describes is known. Only IRIs in a
    namespace of the project are looked at, as the default graph of ``store`` declares them: by
    vann:preferredNamespaceUri, by void:uriSpace or by the IRI of an ontology. Raises
    ActipGraphError for a file that cannot be read.
    """
    spaces = _spaces(store)
    shapes = {path: list(triples(path)) for path in paths if path.endswith(".ttl")}
    described = {triple.subject for listed in shapes.values() for triple in listed}
    faults: list[Fault] = []
    for path in paths:
        text = _text(path)
        named = _in_shapes(text, shapes[path]) if path in shapes else _in_query(path, text)
        seen: set[str] = set()
        for iri, start, end in named:
            if iri in seen or not iri.startswith(spaces) or iri.endswith(("/", "#")):
                continue
            seen.add(iri)
            node = ox.NamedNode(iri)
            known = next(store.quads_for_pattern(node, None, None, None), None)
            if known is None and node not in described:
                faults += found(NAMES, Row(node), setting, _place(path, text, start, end))
    return faults


def _spaces(store: ox.Store) -> tuple[str, ...]:
    answer = store.query(_SPACES)
    assert isinstance(answer, ox.QuerySolutions)
    return tuple(row["space"].value for row in answer)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ActipGraphError(f"{path}: cannot be read: {error}") from error


def _in_query(path: str, text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each IRI that a query names, with where it begins and ends in ``text``."""
    for iri, token in _names(text, PREFIXES):
        yield iri, token.start(), token.end()
    if not text.startswith("#+"):
        return
    for name, parameter in (read_header(path, text).get("params") or {}).items():
        kind, default = parameter.get("kind"), parameter.get("default")
        namespace = ONTOLOGY if kind == "class" else PREFIXES[kind] if kind in KINDS else None
        values = [value for value in (default, *parameter.get("enum", [])) if value is not None]
        line = re.search(rf"^#\+\s+{re.escape(name)}:.*$", text, re.MULTILINE)
        for value in map(str, values if namespace else ()):
            iri = expand(value) or f"{namespace}{value.removeprefix(str(namespace))}"
            yield iri, *(line.span() if line else (0, 0))


def _in_shapes(text: str, listed: Sequence[ox.Triple]) -> Iterator[tuple[str, int, int]]:
    """Yield each IRI that shapes or their queries name, with where ``text`` first has it."""
    for iri, token in _names(text, {}):
        yield iri, token.start(), token.end()
    prefixes = dict(PREFIXES)
    queries: list[str] = []
    declared: dict[object, dict[str, str]] = {}
    for triple in listed:
        predicate = triple.predicate.value
        if isinstance(triple.object, ox.Literal):
            if predicate in _QUERIES:
                queries.append(triple.object.value)
            elif predicate.startswith(_SH):
                declared.setdefault(triple.subject, {})[predicate] = triple.object.value
    for entry in declared.values():
        if _SH + "prefix" in entry and _SH + "namespace" in entry:
            prefixes[entry[_SH + "prefix"]] = entry[_SH + "namespace"]
    for query in queries:
        for iri, token in _names(query, prefixes):
            start = max(text.find(token[0]), 0)
            yield iri, start, start + len(token[0])


def _names(query: str, prefixes: dict[str, str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each IRI that the text of a query names, in full, with its token."""
    known = dict(prefixes)
    for token in TOKEN.finditer(query):
        if token["prefix"] is not None:
            known[token["prefix"]] = token["namespace"]
        elif token["iri"]:
            yield token["iri"], token
        elif token["name"]:
            prefix, _, local = token["name"].partition(":")
            if prefix in known:
                yield known[prefix] + re.sub(r"\\(.)", r"\1", local), token


def _place(path: str, text: str, start: int, end: int) -> Place:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Place(path, line, column, line, column + end - start)
