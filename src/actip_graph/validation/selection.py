"""Which shapes are used and which nodes are checked, where that is not all of them."""

from __future__ import annotations

import re

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import expand
from actip_graph.validation.change import Change
from actip_graph.validation.revision import Revision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.dataset import Dataset
    from actip_graph.validation.index import Index
    from actip_graph.validation.shapes import Shape, Shapes, Targets


class Selection:
    """The shapes and nodes that were asked for; all of them where none were named."""

    def __init__(
        self,
        data: Index,
        shapes: Shapes,
        only: Sequence[str] = (),
        focus: Sequence[str] = (),
        change: Change | None = None,
    ) -> None:
        """Look up the names in ``only`` and ``focus``.

        Raises ActipGraphError for a shape that has no targets or a node that is not in ``data``.
        """
        self._data = data
        self._change = change
        self._nodes = {_node(name, data) for name in focus}
        self.shapes = [_shape(name, shapes) for name in only]

    def uses(self, shape: Term) -> bool:
        """Say whether ``shape`` is to be used."""
        return not self.shapes or shape in self.shapes

    def focus(self, shape: Shape, targets: Targets) -> Collection[Term]:
        """Return the focus nodes of ``shape`` that are to be checked."""
        if self._change is None:
            found = targets.among(self._data)
        else:
            found = self._change.touched(shape, targets, self._data)
        return [node for node in found if node in self._nodes] if self._nodes else found

    def checks(self, focus: Term) -> bool:
        """Say whether ``focus`` is among the nodes that were named."""
        return not self._nodes or focus in self._nodes


def change_since(base: str | None, dataset: Dataset, beside: Sequence[str]) -> Change | None:
    """Return what has changed in the files of ``dataset`` since the git revision ``base``.

    None where all must be checked: without a ``base``, where shapes or other files ``beside`` have
    changed, or where a file was not valid Turtle then. Raises ActipGraphError for an unknown
    revision.
    """
    if base is None:
        return None
    files = dataset.files
    revision = Revision(base, files)
    if revision.changed(beside):
        return None
    changed = revision.changed(files)
    try:
        before = list(revision.triples([*changed, *revision.removed_beside(files)]))
    except SyntaxError:
        return None
    return Change(before, (triple for path in changed for triple in dataset.triples(path)))


def _shape(name: str, shapes: Shapes) -> Term:
    nodes = [*(shape.node for shape, _ in shapes.targeted), *shapes.unsupported]
    named = {node.value: node for node in nodes if isinstance(node, ox.NamedNode)}
    last_parts = {re.split(r"[/#]", iri)[-1]: node for iri, node in named.items()}
    found = named.get(expand(name) or name) or last_parts.get(name)
    if found is None:
        raise ActipGraphError(f"no shape {name!r} with targets; {nearest(name, list(last_parts))}")
    return found


def _node(name: str, data: Index) -> Term:
    node = ox.NamedNode(expand(name) or name) if ":" in name else None
    if node is None or node not in data:
        raise ActipGraphError(f"{name}: no such node in the data; give its IRI or CURIE")
    return node
