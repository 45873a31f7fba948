"""Raising what agrees with a text from recalled to seen, in the data files of a checkout."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from actip_graph import resources
from actip_graph.errors import ActipGraphError
from actip_graph.files import whole
from actip_graph.namespaces import GRAPHS, ONTOLOGY, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import rdflib
    from rdflib import Graph

    from actip_graph.texts.compare import Report

_SOURCES = "data/evidence/sources/accepted"
_DATE = {10: "date", 7: "gYearMonth", 4: "gYear"}


class Citation(NamedTuple):
    """How others find the document: in words, and if there is one by address and date."""

    words: str
    url: str | None = None
    date: str | None = None


class Accepted(NamedTuple):
    """How many provisions and norms were raised, in which file, and the source they now name."""

    provisions: int
    norms: int
    source: str
    path: str


def checkout(root: str | None = None) -> str:
    """Return the top of the checkout whose data files can be changed.

    Raises ActipGraphError where the package is installed without one.
    """
    top = root or resources.root()
    if os.path.basename(top) == "_bundle":
        raise ActipGraphError(
            "--accept changes the data files of the project, and this is an installed package:"
            " get a checkout, run 'pip install -e .' in it, and then this command"
        )
    return top


def citation(words: str | None, url: str | None, date: str | None) -> Citation:
    """Return the citation that the arguments make, or raise ActipGraphError."""
    import datetime
    from urllib.parse import urlsplit

    words = " ".join((words or "").split())
    if not words:
        raise ActipGraphError(
            "--accept needs --citation: who published the text, its title, and where it stands"
        )
    if url is not None:
        try:
            parts = urlsplit(url)
            bad = parts.scheme not in ("http", "https") or not parts.hostname
        except ValueError:
            bad = True
        if bad or re.search(r"[\s<>\"{}|\\^`]", url):
            raise ActipGraphError(f"--url {url!r} is no http or https address")
    if date is not None:
        full = date + "-01-01"[len(date) - 4 :] if len(date) in _DATE else ""
        try:
            valid = re.fullmatch(r"[\d-]+", date) and datetime.date.fromisoformat(full)
        except ValueError:
            valid = None
        if not valid:
            raise ActipGraphError(f"--date {date!r} is no YYYY, YYYY-MM or YYYY-MM-DD")
    return Citation(words, url, date)


def accept(report: Report, cited: Citation, root: str | None = None) -> Accepted:
    """Raise what matches in ``report`` to basis:Seen, with a source that ``cited`` describes.

    Of the text only its hash is kept. Until now the sources of a recalled statement named the
    document to check it against; the one it was checked against takes their place.
    """
    import rdflib
    from rdflib.namespace import DCTERMS

    top = checkout(root)
    digest = report.document.digest
    name = f"{report.record.instrument.lower()}-text-{digest.partition(':')[2][:12]}"
    source = rdflib.URIRef(PREFIXES["source"] + name)
    path = os.path.join(top, "data", "instruments", f"{report.record.instrument}.ttl")
    matching = [finding.provision for finding in report.of_status("match")]
    provisions = [p.iri for p in matching if not p.seen]
    norms = [norm.iri for p in matching for norm in p.norms if not norm.seen]
    if provisions or norms:
        graph = _load(path)
        basis, seen = rdflib.URIRef(ONTOLOGY + "basis"), rdflib.URIRef(PREFIXES["basis"] + "Seen")
        for iri in map(rdflib.URIRef, [*provisions, *norms]):
            graph.set((iri, basis, seen))
            graph.set((iri, DCTERMS.source, source))
        sources = _with_source(os.path.join(top, f"{_SOURCES}.ttl"), source, report, cited)
        # The source first: no statement may ever name one that is not there.
        _save(sources, os.path.join(top, f"{_SOURCES}.ttl"))
        _save(graph, path)
    shown = os.path.relpath(path, top)
    return Accepted(len(provisions), len(norms), str(source), shown)


def _with_source(path: str, source: rdflib.URIRef, report: Report, cited: Citation) -> Graph:
    """Return the graph of the accepted sources at ``path`` with ``source`` described in it."""
    from rdflib import RDF, XSD, Literal, URIRef
    from rdflib.namespace import DCTERMS, SKOS

    graph = _load(path) if os.path.exists(path) else _load(None)
    header = URIRef(GRAPHS + _SOURCES)
    graph.set((header, RDF.type, URIRef(PREFIXES["dcat"] + "Dataset")))
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    graph.set((header, DCTERMS.license, licence))
    graph.add((header, DCTERMS.title, Literal("Sources: Texts compared with the record", "en")))
    graph.add((header, DCTERMS.title, Literal("Sumber: Naskah yang dicocokkan", "id")))
    graph.set((source, RDF.type, URIRef(ONTOLOGY + "Source")))
    graph.set((source, DCTERMS.title, Literal(cited.words, report.language)))
    graph.set((source, DCTERMS.bibliographicCitation, Literal(cited.words)))
    if cited.url:
        address = Literal(cited.url, datatype=XSD.anyURI)
        graph.set((source, URIRef(ONTOLOGY + "url"), address))
    if cited.date:
        datatype = URIRef(PREFIXES["xsd"] + _DATE[len(cited.date)])
        graph.set((source, DCTERMS.date, Literal(cited.date, datatype=datatype, normalize=False)))
    graph.set((source, URIRef(ONTOLOGY + "textHash"), Literal(report.document.digest)))
    note = "Locators, words of duty and qualifiers were compared with it; the summaries were not."
    catatan = "Letak, kata kewajiban, dan pembatas dicocokkan dengannya; ringkasannya tidak."
    graph.add((source, SKOS.editorialNote, Literal(note, "en")))
    graph.add((source, SKOS.editorialNote, Literal(catatan, "id")))
    return graph


def _load(path: str | None) -> Graph:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    return graph.parse(path, format="turtle") if path else graph


def _save(graph: Graph, path: str) -> None:
    """Write ``graph`` to ``path`` in the canonical form, whole or not at all."""
    from actip_graph.turtle import canonical_turtle

    with whole(path, parents=True) as file:
        file.write(canonical_turtle(graph).encode("utf-8"))
