"""actip-graph: ASEAN's regime against trafficking in persons as a knowledge graph."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.api import Graph as Graph
    from actip_graph.errors import ActipGraphError as ActipGraphError

__version__ = "0.1.0"
__all__ = ["ActipGraphError", "Graph", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded at first use, so that the command line starts without what it does not need.
    if name == "Graph":
        from actip_graph.api import Graph

        return Graph
    if name == "ActipGraphError":
        from actip_graph.errors import ActipGraphError

        return ActipGraphError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
