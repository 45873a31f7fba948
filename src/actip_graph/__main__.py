"""``python -m actip_graph`` is ``actip-graph``."""

from actip_graph.cli import run_as_program

run_as_program()
