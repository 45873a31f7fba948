"""Amazon Neptune. Documentation: "Neptune Loader Command", "RDF load data formats"."""

from __future__ import annotations

import json
import os

from actip_graph.exchange.bulk.common import write_texts
from actip_graph.exchange.shards import divide
from actip_graph.exchange.write import write_quads
from actip_graph.namespaces import BASE, GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_PARTS = 8
_REQUEST = {
    "source": "s3://BUCKET/actip-graph/",
    "format": "nquads",
    "iamRoleArn": "arn:aws:iam::ACCOUNT:role/ROLE",
    "region": "REGION",
    "failOnError": "TRUE",
    "parallelism": "MEDIUM",
    "parserConfiguration": {"baseUri": BASE, "namedGraphUri": GRAPHS},
    "queueRequest": "TRUE",
}
_README = """\
For Amazon Neptune. Put your bucket, account, role, region and cluster where the words in capitals
stand, here and in load.json; the loader reads all that is below the source, so load.json is not
copied there:

    aws s3 cp --recursive data s3://BUCKET/actip-graph/
    curl -H 'Content-Type: application/json' --data @load.json https://CLUSTER:8182/loader

The union of all graphs is Neptune's default graph anyway.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as the S3 bulk loader takes them, and a request to it."""
    os.mkdir(os.path.join(folder, "data"))
    number = min(_PARTS, len({quad.graph_name for quad in quads}))
    for position, shard in enumerate(divide(quads, number), 1):
        path = os.path.join(folder, "data", f"part-{position}.nq.gz")
        write_quads((quad for _, graph in shard for quad in graph), path)
    request = json.dumps(_REQUEST, indent=2) + "\n"
    write_texts(folder, {"load.json": request, "README.txt": _README})
