"""Ontologies that files import (owl:imports) and that are not among them."""

from __future__ import annotations

import os
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

import pyoxigraph as ox

from actip_graph.errors import RemoteError
from actip_graph.namespaces import PREFIXES
from actip_graph.validation.locate import Locator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.validation.dataset import Dataset

_IMPORTS = ox.NamedNode(PREFIXES["owl"] + "imports")
_ACCEPT = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8"
_SECONDS = 30
_LARGEST = 50_000_000


def missing(dataset: Dataset) -> list[str]:
    """Return the IRIs that files of ``dataset`` import and that none of its files describes."""
    index = dataset.index
    imported = {
        value.value: None
        for values in index.objects_by(_IMPORTS).values()
        for value in values
        if isinstance(value, ox.NamedNode) and not index.describes(value)
    }
    return sorted(imported)


def complaint(iri: str, dataset: Dataset) -> str:
    """Return one line that says where ``iri`` is imported, and what can be done."""
    place = Locator(dataset).of_value(ox.NamedNode(iri))
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    return (
        f"{where}imports <{iri}>, which is not fetched: add a copy of it with --ontology, allow"
        " the network with --online, or go without it with --ignore-imports"
    )


def fetch(iri: str, folder: str) -> str:
    """Fetch the ontology ``iri`` over HTTP into ``folder`` and return the path of its file.

    Raises RemoteError where that fails, and for what is no RDF.
    """
    if urlsplit(iri).scheme not in ("http", "https"):
        raise RemoteError(f"{iri}: cannot be fetched: only http and https are")
    request = urllib.request.Request(iri, headers={"Accept": _ACCEPT})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            content = answer.read(_LARGEST + 1)
            kind = answer.headers.get_content_type()
            address = answer.url
        if len(content) > _LARGEST:
            raise RemoteError(f"{iri}: larger than {_LARGEST} bytes")
        form = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.TURTLE
        triples = _parse(content, form, address)
        path = os.path.join(folder, f"{len(os.listdir(folder))}.ttl")
        ox.serialize(triples, path, ox.RdfFormat.N_TRIPLES)  # which is Turtle too
    except (OSError, HTTPException, SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise RemoteError(f"{iri}: cannot be fetched: {reason}") from error
    return path


def _parse(content: bytes, form: ox.RdfFormat, base: str) -> Iterator[ox.Triple]:
    for quad in ox.parse(content, form, base_iri=base, rename_blank_nodes=True):
        yield quad.triple
