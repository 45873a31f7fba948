"""What the graph records of an instrument: its provisions and the norms they express."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.graph import triples
from actip_graph.namespaces import ONTOLOGY, PREFIXES
from actip_graph.texts.cut import Key, from_roman

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["skos"] + "prefLabel"
_PROVISION = PREFIXES["provision"]
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PLACE = re.compile(
    r"(?P<key>\d{1,3}(?:\(\w{1,6}\))*)(?:-\((?P<end>\w{1,6})\))?"
    r"(?: (?P<portion>chapeau|(?:[a-z]+ limb)|[a-z ]+ sentences?))?"
)


class Norm(NamedTuple):
    """A norm: its grade and qualifiers by their local names, and its own-word summaries."""

    iri: str
    kind: str
    modality: str
    qualifiers: tuple[str, ...]
    summaries: dict[str, str]
    seen: bool


class Provision(NamedTuple):
    """A provision. ``key`` is its place in the text, None where the locator names none.

    ``portion`` says which words at that place are meant: all ("" ), those before the list
    ("chapeau"), some sentences ("sentences 1 2"), or a part that cannot be told ("part").
    """

    iri: str
    kind: str
    locator: str
    key: Key | None
    last: str
    portion: str
    labels: dict[str, str]
    seen: bool
    norms: tuple[Norm, ...]


class Record(NamedTuple):
    """The provisions of an instrument in the order of the file, and where that file is."""

    instrument: str
    path: str
    provisions: tuple[Provision, ...]


def record_of(instrument: str, root: str | None = None) -> Record:
    """Return what is recorded of ``instrument`` (``ACTIP`` or ``instrument:ACTIP``).

    ``root`` is the folder that holds ``data/``; that of the package if None. Raises
    ActipGraphError where the instrument or its provisions are not recorded.
    """
    folder = os.path.join(root or resources.root(), "data", "instruments")
    wanted = instrument.removeprefix("instrument:").casefold()
    try:
        keys = sorted(n[:-4] for n in os.listdir(folder) if n.endswith(".ttl"))
    except OSError as error:
        raise ActipGraphError(f"{folder}: cannot be read: {error.strerror or error}") from error
    found = [key for key in keys if key.casefold() == wanted]
    if not found:
        raise ActipGraphError(f"no instrument {instrument!r} in the graph; {nearest(wanted, keys)}")
    path = os.path.join(folder, f"{found[0]}.ttl")
    provisions = tuple(_provisions(path))
    if not provisions:
        raise ActipGraphError(
            f"the graph records no provisions of {found[0]} yet, so there is nothing to compare"
            " a text with; provisions are recorded of ACTIP, UNTOC, Palermo and Declaration-2004"
        )
    return Record(found[0], path, provisions)


class _Node:
    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}  # property and language
        self.links: dict[str, list[str]] = {}

    def link(self, name: str) -> str:
        return self.links.get(name, [""])[0]


def _provisions(path: str) -> list[Provision]:
    nodes: dict[str, _Node] = {}
    for triple in triples(path):
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        node = nodes.setdefault(triple.subject.value, _Node())
        name = triple.predicate.value.removeprefix(ONTOLOGY)
        if isinstance(triple.object, ox.Literal):
            node.texts[name, triple.object.language or ""] = triple.object.value
        elif isinstance(triple.object, ox.NamedNode):
            node.links.setdefault(name, []).append(triple.object.value)
    norms: dict[str, list[Norm]] = {}
    for iri, node in nodes.items():
        for provision in node.links.get("expressedIn", []):
            norms.setdefault(provision, []).append(
                Norm(
                    iri=iri,
                    kind=_local(node.link(_TYPE)),
                    modality=_local(node.link("modality")),
                    qualifiers=tuple(sorted(map(_local, node.links.get("qualifier", [])))),
                    summaries=_by_language(node, "summary"),
                    seen=_local(node.link("basis")) == "Seen",
                )
            )
    provisions = []
    for iri, node in nodes.items():
        locator = node.texts.get(("locator", ""))
        if locator is None or not iri.startswith(_PROVISION):
            continue
        key, last, portion = place(locator, _local(node.link(_TYPE)))
        provisions.append(
            Provision(
                iri=iri,
                kind=_local(node.link(_TYPE)),
                locator=locator,
                key=key,
                last=last,
                portion=portion,
                labels=_by_language(node, _LABEL),
                seen=_local(node.link("basis")) == "Seen",
                norms=tuple(norms.get(iri, [])),
            )
        )
    return provisions


def place(locator: str, kind: str = "") -> tuple[Key | None, str, str]:
    """Return where ``locator`` points: key, last item of a range, and portion.

    ``14(7)`` is ``("14", "7")``; chapters and recitals are keyed by their class and number.
    """
    if kind == "Preamble":
        return ("preamble",), "", ""
    if kind == "Recital":
        number = re.search(r"\d+", locator)
        return (("preamble", number[0]) if number else None), "", ""
    if kind == "Chapter":
        written = locator.rsplit(maxsplit=1)[-1]
        value = from_roman(written) or (int(written) if written.isdigit() else None)
        return (("chapter", str(value)) if value else None), "", ""
    match = _PLACE.fullmatch(locator)
    if match is None:
        return None, "", ""
    key = tuple(re.findall(r"\w+", match["key"]))
    portion = match["portion"] or ""
    if portion.endswith(("sentence", "sentences")):
        numbers = [str(_ORDINALS.index(w) + 1) for w in portion.split() if w in _ORDINALS]
        portion = "sentences " + " ".join(numbers) if numbers else "part"
    elif portion.endswith("limb"):
        portion = "part"
    return key, match["end"] or "", portion


def _by_language(node: _Node, name: str) -> dict[str, str]:
    return {language: text for (key, language), text in node.texts.items() if key == name}


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
