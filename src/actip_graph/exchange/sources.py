"""Where graphs come from: files, folders, git revisions, the package itself and triple stores.

Whatever the place, its graphs have the same names, so that any two places can be compared: each
Turtle file of the project is ``https://w3id.org/actip-graph/graph/<path without .ttl>``.
"""

from __future__ import annotations

import os
import zlib
from typing import cast

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.graph import graph_name
from actip_graph.namespaces import GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, TypeAlias

    Graphs: TypeAlias = dict[str, Iterable[ox.Triple]]

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
}
_UMBRELLA = "ontology/actip.ttl"
_PARTS = ("ontology/modules/", "ontology/vocabularies/", "data/")


class Again:
    """Triples that are read anew each time they are gone through."""

    def __init__(self, read: Callable[[], Iterator[ox.Triple]]) -> None:
        """Take what begins to read."""
        self._read = read

    def __iter__(self) -> Iterator[ox.Triple]:
        return self._read()


def named_graphs(where: str, base: str | None = None) -> Graphs:
    """Return the graphs at ``where`` by name; each can be gone through again.

    ``where`` is one of:

    * a file, its format told by its suffix, with or without ``.gz``. One that knows no graphs is
      one graph, named as ``actip_graph.graph.graph_name`` does; in one that does, the default
      graph is ``""``. Only the latter has to be read at once, for the names in it;
    * a folder: of a checkout the ontology and the data, else every Turtle file, named by its path;
    * ``git:REVISION``: the same of the checkout in the current folder, as it was then;
    * ``installed``: the graph that comes with the package;
    * the ``http(s)://`` address of a triple store: its graphs below
      ``https://w3id.org/actip-graph/graph/``.

    Relative IRIs are relative to the name of their graph, or to ``base``. Raises ActipGraphError,
    here or while a graph is gone through, for what is missing or cannot be read, RemoteError for
    a store that fails.
    """
    if is_store(where):
        return _of_server(where)
    if where.startswith("git:"):
        return _of_revision(where.removeprefix("git:"), base)
    if where == "installed":
        return _of_folder(resources.root(), base)
    if os.path.isdir(where):
        return _of_folder(where, base)
    if not os.path.exists(where):
        raise ActipGraphError(
            f"{where}: there is no such file or folder; else give git:REVISION, installed or "
            "the http:// address of a store"
        )
    if _format(where).supports_datasets:
        return _of_dataset(where, base)
    return {graph_name(_bare(where)): _file(where, base)}


def is_store(where: str) -> bool:
    """Say whether ``where`` is the address of a triple store."""
    return where.startswith(("http://", "https://"))


def is_single_graph(where: str) -> bool:
    """Say whether ``where`` is a file in a format that knows no graphs, such as Turtle."""
    return os.path.isfile(where) and not _format(where).supports_datasets


def _of_server(address: str) -> Graphs:
    from actip_graph.store import open_server

    store = open_server(address)

    def graph(name: str) -> Again:
        return Again(lambda: store.get(name))

    return {name: graph(name) for name in sorted(store.sizes()) if name.startswith(GRAPHS)}


def _of_folder(folder: str, base: str | None) -> Graphs:
    # Of a checkout only what is needed is looked through, also where that is a link.
    whole = not os.path.isfile(os.path.join(folder, *_UMBRELLA.split("/")))
    tops = [folder] if whole else [os.path.join(folder, part) for part in ("ontology", "data")]
    paths = {
        os.path.relpath(path, folder).replace(os.sep, "/"): path
        for top in tops
        for path in resources.files_below(top, ".ttl")
    }
    chosen = _chosen(paths, folder)
    names = {relative: _name(relative) for relative in chosen}
    return {name: _file(paths[relative], base or name) for relative, name in names.items()}


def _of_revision(revision: str, base: str | None) -> Graphs:
    commit = _git(
        revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    arguments = ["ls-tree", "-r", "-z", commit.decode().strip()]
    # A project in a folder of a larger repository, or a folder inside the project.
    for listed in (_git(revision, *arguments), _git(revision, *arguments, "--full-tree")):
        blobs = dict(_entries(listed))
        if _UMBRELLA in blobs:
            break
    chosen = _chosen(blobs, f"git:{revision}")

    def graph(relative: str) -> Again:
        def read() -> Iterator[ox.Triple]:
            content = _git(revision, "cat-file", "blob", blobs[relative])
            return _parsed(
                f"git:{revision}:{relative}",
                base or _name(relative),
                ox.RdfFormat.TURTLE,
                lambda: content,
            )

        return Again(read)

    return {_name(relative): graph(relative) for relative in chosen}


def _entries(listed: bytes) -> Iterator[tuple[str, str]]:
    """Yield path and object of each Turtle file in what ``git ls-tree -z`` lists."""
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = entry.partition("\t")
        if path.endswith(".ttl") and " blob " in head:
            yield path, head.split()[2]


def _of_dataset(path: str, base: str | None) -> Graphs:
    """Return the graphs of the file at ``path``, kept as lines until they are asked for."""
    lines: dict[str, list[str]] = {}
    for quad in _quads(path, base):
        graph = quad.graph_name
        if isinstance(graph, ox.BlankNode):
            raise ActipGraphError(
                f"{path}: a graph in it has a blank node for a name, by which none can be found "
                "again; give it an IRI"
            )
        name = graph.value if isinstance(graph, ox.NamedNode) else ""
        lines.setdefault(name, []).append(str(quad.triple))

    def graph_of(kept: bytes) -> Again:
        form = ox.RdfFormat.N_TRIPLES
        return Again(lambda: (quad.triple for quad in ox.parse(kept, form)))

    found: Graphs = {}
    for name in sorted(lines):
        found[name] = graph_of(" .\n".join([*lines.pop(name), ""]).encode())
    return found or {"": ()}


def _file(path: str, base: str | None) -> Again:
    return Again(lambda: (quad.triple for quad in _quads(path, base)))


def _quads(path: str, base: str | None) -> Iterator[ox.Quad]:
    """Yield what is in the file at ``path``; blank nodes keep the labels that they have there."""
    base = base or graph_name(_bare(path))
    return _statements(path, base, _format(path), lambda: _opened(path))


def _parsed(
    place: str, base: str, form: ox.RdfFormat, content: Callable[[], bytes | IO[bytes]]
) -> Iterator[ox.Triple]:
    for quad in _statements(place, base, form, content):
        yield quad.triple


def _statements(
    place: str, base: str, form: ox.RdfFormat, content: Callable[[], bytes | IO[bytes]]
) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(content(), format=form, base_iri=base)
    except SyntaxError as error:
        at = f"{place}:{error.lineno}:{error.offset}" if error.lineno else place
        reason = str(error.msg).split(": ", 1)[-1] if error.lineno else str(error.msg)
        raise ActipGraphError(f"{at}: not valid {form.name}: {reason}") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ActipGraphError(f"{place}: cannot be read: {reason}") from error


def _opened(path: str) -> IO[bytes]:
    if path.endswith(".gz"):
        import gzip

        return cast("IO[bytes]", gzip.open(path))
    return open(path, "rb")


def _bare(path: str) -> str:
    return path.removesuffix(".gz")


def _format(path: str) -> ox.RdfFormat:
    suffix = os.path.splitext(_bare(path))[1].removeprefix(".").lower()
    if suffix not in _FORMATS:
        raise ActipGraphError(
            f"{path}: its suffix {suffix!r} names no RDF format; {nearest(suffix, list(_FORMATS))}"
        )
    return _FORMATS[suffix]


def _name(relative: str) -> str:
    """Return the name of the graph of a file of the project, by its path from the top."""
    return graph_name(os.path.join(resources.root(), *relative.split("/")))


def _chosen(paths: Iterable[str], where: str) -> list[str]:
    """Return those of ``paths`` that are graphs: in a checkout only its ontology and its data."""
    found = sorted(paths)
    if _UMBRELLA in found:
        return [path for path in found if path == _UMBRELLA or path.startswith(_PARTS)]
    if not found:
        raise ActipGraphError(f"{where}: there are no Turtle files")
    return found


def _git(revision: str, *arguments: str) -> bytes:
    import subprocess

    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout
    except FileNotFoundError as error:
        raise ActipGraphError(f"git:{revision} asks for git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        complaint = error.stderr.decode("utf-8", "replace").strip()
        reason = complaint.removeprefix("fatal: ") or "there is no such revision here"
        raise ActipGraphError(f"git:{revision}: {reason}") from error
