"""actip-graph: ASEAN's regime against trafficking in persons as a knowledge graph."""

__version__ = "0.1.0"
