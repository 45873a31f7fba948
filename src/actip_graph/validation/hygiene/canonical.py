"""The check that Turtle files are in the canonical form, and bringing them into it."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from itertools import zip_longest

import pyoxigraph as ox

import actip_graph
import actip_graph.validation.quiet  # ill-typed literals have a check of their own
from actip_graph import cache
from actip_graph.errors import ActipGraphError
from actip_graph.files import whole
from actip_graph.graph import graph_name
from actip_graph.terms import XSD, triple_to_rdflib
from actip_graph.validation.hygiene.checks import Check, Row, found
from actip_graph.validation.hygiene.profile import Setting
from actip_graph.validation.hygiene.tokens import TOKEN
from actip_graph.validation.report import Place, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from actip_graph.validation.report import Fault

CANONICAL = Check(
    name="not-canonical-turtle",
    label={"en": "File not in the canonical form", "id": "Berkas tidak dalam bentuk baku"},
    problem={
        "en": "A Turtle file is not in the canonical form, so a diff shows more than what changed.",
        "id": "Berkas Turtle tidak dalam bentuk baku sehingga diff menunjukkan lebih dari yang berubah.",  # noqa: E501
    },
    remedy={
        "en": "Rewrite the file; this line would be: {?value}",
        "id": "Tulis ulang berkasnya; baris ini seharusnya: {?value}",
    },
)


# So many digests fill 330 kB.
_REMEMBERED = 10_000

# For a caller without a profile.
_WARNING = Setting(Severity.WARNING, {})


def canonical_faults(paths: Sequence[str], setting: Setting = _WARNING) -> list[Fault]:
    """Return a fault for each of ``paths`` that is not in the canonical form.

    Its focus is the named graph of the file, its value what the first line that differs would be.
    A file that is empty or cannot be read as Turtle has no such form and is passed over.
    """
    faults: list[Fault] = []
    known = _known()
    seen: set[str] = set()
    for path in paths:
        try:
            digest = cache.content_fingerprint([path])
            if digest in known:
                seen.add(digest)
                continue
            before, after = _forms(path)
        except (ActipGraphError, OSError):
            continue
        if before == after or not before:
            seen.add(digest)
        else:
            lines, wanted = before.split("\n"), after.split("\n")
            pairs = enumerate(zip_longest(lines, wanted), start=1)
            number, (_, line) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
            number = min(number, len(lines))
            place = Place(path, number, 1, number, len(lines[number - 1]) + 1)
            row = Row(ox.NamedNode(graph_name(path)), None, ox.Literal(line or ""))
            faults += found(CANONICAL, row, setting, place)
    if not seen <= known:
        _remember(seen | known)
    return faults


def _known() -> set[str]:
    """Return the digests of files that were found to be in the canonical form."""
    try:
        with open(_memory(), encoding="utf-8") as file:
            return set(file.read().split())
    except (OSError, ValueError):
        return set()


def _remember(digests: set[str]) -> None:
    with suppress(ActipGraphError, OSError), whole(_memory(), parents=True) as file:
        file.write("\n".join(sorted(digests)[-_REMEMBERED:]).encode())


def _memory() -> str:
    # Another writer may have another form.
    writer = os.path.join(os.path.dirname(actip_graph.__file__), "turtle.py")
    return os.path.join(cache.folder(), f"canonical-{cache.content_fingerprint([writer])}")


def fix(paths: Sequence[str], force: bool = False) -> list[str]:
    """Bring Turtle files into the canonical form; return the paths of those that were not in it.

    Comments would be lost, so files with comments are refused, before any file is rewritten,
    unless ``force`` is given. No literal changes its value; a file with an ill-typed one that would
    is refused too. Raises ActipGraphError for these and for what cannot be read or written.
    """
    forms = {path: _forms(path) for path in paths}
    changed = {path: after for path, (before, after) in forms.items() if before != after}
    for path in () if force else changed:
        before = forms[path][0]
        comments = (token for token in TOKEN.finditer(before) if token["comment"] is not None)
        if comment := next(comments, None):
            line = before.count("\n", 0, comment.start()) + 1
            raise ActipGraphError(
                f"{path}:{line}: rewriting would lose this comment; say it in an annotation such"
                " as skos:editorialNote, or force the rewriting"
            )
    for path, after in changed.items():
        if _meaning(forms[path][0]) != _meaning(after):
            raise ActipGraphError(f"{path}: correct its ill-typed literals before rewriting it")
    for path, after in changed.items():
        with whole(path) as out:
            out.write(after.encode("utf-8"))
    return list(changed)


def _forms(path: str) -> tuple[str, str]:
    """Return the text of the file at ``path`` as it is and as it would be in canonical form."""
    import rdflib

    from actip_graph.turtle import canonical_turtle

    try:
        with open(path, encoding="utf-8") as file:
            before = file.read()
        # rdflib's own parser is not used: it would take the time zone off a date.
        parser = ox.parse(before, format=ox.RdfFormat.TURTLE)
        graph = rdflib.Graph(bind_namespaces="none")
        with warnings.catch_warnings(action="ignore"):
            for quad in parser:
                graph.add(triple_to_rdflib(_plain(quad.triple)))
            for prefix, namespace in parser.prefixes.items():
                graph.bind(prefix, namespace)
            return before, canonical_turtle(graph)
    except SyntaxError as error:
        reason = str(error.msg).split(": ", 1)[-1]
        if "No scheme" in reason:  # for which the canonical form would need the file's address
            reason = (
                "an IRI is relative to the address of the file: write it in full before rewriting"
            )
            raise ActipGraphError(f"{path}:{error.lineno}:{error.offset}: {reason}") from error
        raise ActipGraphError(
            f"{path}:{error.lineno}:{error.offset}: not valid Turtle: {reason}"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ActipGraphError(f"{path}: cannot be read: {reason}") from error


def _meaning(text: str) -> ox.Dataset | None:
    """Return the graph of ``text`` with each number in one form, or None where it is not valid."""
    store = ox.Store()
    try:
        store.load(text.encode(), ox.RdfFormat.TURTLE)
    except SyntaxError:
        return None
    graph = ox.Dataset(store)
    graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return graph


def _plain(triple: ox.Triple) -> ox.Triple:
    """Return ``triple`` with a boolean in its words; rdflib would write its number as a number."""
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value == XSD + "boolean":
        word = {"0": "false", "1": "true"}.get(value.value)
        if word:
            value = ox.Literal(word, datatype=value.datatype)
    return ox.Triple(triple.subject, triple.predicate, value)
