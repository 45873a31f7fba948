"""``actip-graph push``: graphs into a triple store."""

from __future__ import annotations

import os
import sys
from argparse import BooleanOptionalAction

from actip_graph.cli.common import add_server, server_of
from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from actip_graph.store.server import ServerStore

EXAMPLE = """FROM is a file, a folder, git:REVISION or another store, as for actip-graph diff.

Who signs in: ACTIP_GRAPH_USER and ACTIP_GRAPH_PASSWORD, or ACTIP_GRAPH_TOKEN; else the entry of the
host in ~/.netrc; with --user, the password is asked for.

example (a server: oxigraph serve --location store --union-default-graph):
  actip-graph push http://127.0.0.1:7878"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_server(parser)
    parser.add_argument(
        "--from",
        dest="source",
        default="installed",
        metavar="FROM",
        help="what to push (default: the graph that comes with the package)",
    )
    parser.add_argument(
        "--graph",
        action="append",
        default=[],
        metavar="IRI",
        help="push only this named graph, by IRI or by its path as in data/instruments/ACTIP"
        " (again for more)",
    )
    parser.add_argument(
        "--as", dest="target", metavar="IRI", help="the name of the graph that FROM is one of"
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="remove graphs of the project that the store has and FROM has not",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and no more")
    parser.add_argument(
        "--verify",
        action=BooleanOptionalAction,
        default=True,
        help="read back what was written and prove that it is the same (default: yes)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from collections import Counter

    from actip_graph.exchange.push import Action, push
    from actip_graph.exchange.sources import named_graphs
    from actip_graph.namespaces import GRAPHS

    if args.prune and (args.graph or args.target is not None):
        raise ActipGraphError("--prune goes by all graphs of FROM; leave out --graph and --as")
    _keep_apart(args.url, args.source)
    graphs = _chosen(named_graphs(args.source), args.graph, args.target)
    store = server_of(args)
    print(f"{store.name}: {store.capabilities.product}", file=sys.stderr)
    steps = push(
        graphs,
        store,
        remove=(lambda name: name.startswith(GRAPHS)) if args.prune else None,
        dry_run=args.dry_run,
        verify=args.verify,
    )
    done: Counter[str] = Counter()
    for step in steps:
        done[step.action] += 1
        if step.action is not Action.KEEP:
            after = "" if step.after is None else f" -> {step.after}"
            print(f"{step.action:8}{step.graph}  {step.before}{after} triples", flush=True)
    counts = ", ".join(f"{done[action]} {_DONE[action]}" for action in Action if done[action])
    verb = "would be " if args.dry_run else ""
    wrote = done[Action.ADD] or done[Action.REPLACE]
    proof = "; read back and equal" if wrote and args.verify and not args.dry_run else ""
    print(f"{verb}{counts or 'nothing to do'}{proof}")
    if not args.dry_run:
        _advise(store)
    return 0


_DONE = {"keep": "unchanged", "add": "added", "replace": "replaced", "remove": "removed"}


def _keep_apart(target: str, source: str) -> None:
    """Raise ActipGraphError where the password for one host would be sent to another too."""
    from urllib.parse import urlsplit

    from actip_graph.exchange.sources import is_store
    from actip_graph.store.credentials import TOKEN, USER

    if is_store(source) and urlsplit(source).netloc != urlsplit(target).netloc:
        for name in (TOKEN, USER):
            if os.environ.get(name):
                raise ActipGraphError(
                    f"{name} would sign in at both stores; put who signs in where into ~/.netrc"
                )


def _chosen(
    graphs: Mapping[str, Iterable[ox.Triple]], names: list[str], target: str | None
) -> Mapping[str, Iterable[ox.Triple]]:
    """Return those of ``graphs`` that ``names`` name, or the only one under the name ``target``."""
    from actip_graph.errors import nearest
    from actip_graph.namespaces import GRAPHS

    if target is not None:
        if len(graphs) != 1:
            raise ActipGraphError(f"--as names one graph, and there are {len(graphs)}")
        import pyoxigraph as ox

        try:
            ox.NamedNode(target)
        except ValueError:
            raise ActipGraphError(f"{target!r} is no IRI, by which --as names a graph") from None
        return {target: next(iter(graphs.values()))}
    chosen = {}
    for name in names:
        iri = name if name in graphs else GRAPHS + name
        if iri not in graphs:
            known = [graph.removeprefix(GRAPHS) for graph in graphs]
            raise ActipGraphError(f"no graph {name!r} to push; {nearest(name, known)}")
        chosen[iri] = graphs[iri]
    return chosen or graphs


def _advise(store: ServerStore) -> None:
    """Say how queries get to see the graphs, where they do not."""
    if store.sees_named_graphs():
        return
    advice = store.product.advice or "give it a default graph that is the union of all"
    print(
        f"A query without a GRAPH clause does not see these graphs there: {advice}; until then"
        " actip-graph asks for them by name.",
        file=sys.stderr,
    )
