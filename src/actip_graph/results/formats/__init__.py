"""The forms a result can be written in, one module a form.

Each module has one function ``write(result: Result) -> str``. The text ends in a line feed.
"""

from __future__ import annotations

import importlib

from actip_graph.errors import ActipGraphError, nearest
from actip_graph.solutions import Triples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result

# Form, and the module that writes it.
_MODULES = {
    "table": "plain_table",
    "csv": "comma_separated",
    "tsv": "tab_separated",
    "json": "sparql_json",
    "xml": "sparql_xml",
    "md": "markdown",
    "html": "html_table",
    "ttl": "turtle_graph",
}
NAMES = tuple(_MODULES)


def write(result: Result, form: str) -> str:
    """Return ``result`` written in ``form``, one of ``NAMES``.

    A graph is written as Turtle and yes or no as ``true`` or ``false`` where a table was asked
    for. Raises ActipGraphError for a form that cannot hold the result.
    """
    if form not in _MODULES:
        raise ActipGraphError(f"no format {form!r}; {nearest(form, list(NAMES))}")
    if isinstance(result.outcome, bool):
        if form in ("json", "xml"):
            return _write(result, form)
        return "true\n" if result.outcome else "false\n"
    if isinstance(result.outcome, Triples):
        if form not in ("table", "ttl"):
            raise ActipGraphError(f"this query gives a graph, which {form} cannot hold; use ttl")
        return _write(result, "ttl")
    if form == "ttl":
        raise ActipGraphError("this query gives rows, which Turtle cannot hold; use csv or json")
    return _write(result, form)


def _write(result: Result, form: str) -> str:
    module = importlib.import_module(f"{__name__}.{_MODULES[form]}")
    return str(module.write(result))
