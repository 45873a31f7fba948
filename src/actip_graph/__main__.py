"""``python -m actip_graph`` is ``actip-graph``."""

import sys

from actip_graph.cli import main

sys.exit(main())
