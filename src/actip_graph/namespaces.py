"""The prefixes of the project, and the two directions between IRI and CURIE.

One prefix stands for each kind of individual, so that every local name is plain
(``provision:ACTIP-14.7``, ``state:ID``).
"""

from __future__ import annotations

import re

BASE = "https://w3id.org/actip-graph/"
ONTOLOGY = BASE + "ontology#"
GRAPHS = BASE + "graph/"

KINDS = (
    "absence",
    "act",
    "actor",
    "area",
    "assertion",
    "assessment",
    "basis",
    "body",
    "claim",
    "claimkind",
    "claimtopic",
    "component",
    "concept",
    "confidence",
    "constraint",
    "correspondence",
    "coverage",
    "criterion",
    "critique",
    "critiquetopic",
    "dataset",
    "dimension",
    "duty",
    "entryrule",
    "event",
    "finding",
    "flowrole",
    "focus",
    "indicator",
    "instrument",
    "law",
    "level",
    "measure",
    "mechanism",
    "mechanismkind",
    "membership",
    "modality",
    "norm",
    "obs",
    "opinion",
    "predicate",
    "provision",
    "publicationkind",
    "qualifier",
    "reach",
    "regionalnorm",
    "relation",
    "role",
    "roleattribution",
    "scale",
    "scheme",
    "series",
    "source",
    "stance",
    "state",
    "status",
    "structure",
    "tenor",
    "theme",
    "threat",
    "tier",
    "unit",
    "verdict",
)

PREFIXES: dict[str, str] = {
    "actip": ONTOLOGY,
    **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
    "graph": GRAPHS,
    "shape": BASE + "shapes#",
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# PN_LOCAL of Turtle 1.1 without escapes and without the colon, which some tools split on.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9-]*):([^/\s].*)\Z")
# Longest namespace first: graph: lies inside the base that other namespaces share.
_BY_NAMESPACE = sorted(((ns, prefix) for prefix, ns in PREFIXES.items()), key=lambda x: -len(x[0]))


def shrink(iri: str) -> str:
    """Return the CURIE of ``iri`` if one of our prefixes fits, else ``iri`` itself."""
    for namespace, prefix in _BY_NAMESPACE:
        if iri.startswith(namespace) and _LOCAL.match(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(curie: str) -> str | None:
    """Return the IRI that ``curie`` stands for, or None where the prefix is not ours."""
    match = _CURIE.match(curie)
    if match is None or match[1] not in PREFIXES:
        return None
    return PREFIXES[match[1]] + match[2]


def is_plain_local_name(name: str) -> bool:
    """Say whether ``name`` can stand after a prefix in Turtle without an escape."""
    return _LOCAL.match(name) is not None
