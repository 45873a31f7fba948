"""Checks: their files, and running them.

The file of a check is a SPARQL query that selects ``?entity ?property ?value``, headed by ``#+``
lines of YAML like those of the stored queries: ``label``, ``problem`` and ``remedy``, each in
English and Indonesian, and ``graphs``, where the query needs more than the data and the ontology.
A remedy may name a cell of the row that is at fault, as in ``{?value}``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.queries.stored import LANGUAGES, read_header, stem
from actip_graph.solutions import Solutions
from actip_graph.store.embedded import EmbeddedStore
from actip_graph.terms import to_text
from actip_graph.validation.hygiene.tokens import TOKEN
from actip_graph.validation.paths import Step
from actip_graph.validation.report import Fault, Rule, order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from actip_graph.terms import Term
    from actip_graph.validation.hygiene.profile import Profile, Setting
    from actip_graph.validation.report import Place

    Text = dict[str, str]
    Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# What may stand beside the data and the ontology.
NEEDS = ("shapes", "vocabularies")
_KEYS = ("label", "problem", "remedy", "graphs")
_COLUMNS = ["entity", "property", "value"]
_CELL = re.compile(r"\{\?(entity|property|value)\}")
# A literal can be a whole text: as much as makes it known.
_LONGEST = 80


class Check(NamedTuple):
    """A check: its name, its texts by language, its query and what that needs beside the data.

    ``problem`` says what is wrong in general, ``remedy`` what to do. A check that is no query has
    an empty one.
    """

    name: str
    label: Text
    problem: Text
    remedy: Text
    query: str = ""
    needs: tuple[str, ...] = ()


class Row(NamedTuple):
    """A finding: what is at fault, by which property, and with which value."""

    entity: Term
    property: ox.NamedNode | None = None
    value: Term | None = None


def load_checks(folder: str) -> list[Check]:
    """Return the checks in the ``.rq`` files below ``folder``, by name.

    Raises ActipGraphError, with the path and what is amiss, for a faulty header or query, and for
    two checks of one name.
    """
    checks: dict[str, Check] = {}
    for path in resources.files_below(folder, ".rq"):
        check = _read(path)
        if check.name in checks:
            raise ActipGraphError(f"{path}: there is another check named {check.name!r}")
        checks[check.name] = check
    return sorted(checks.values())


def run_checks(
    store: ox.Store,
    checks: Iterable[Check],
    profile: Profile,
    beside: Mapping[str, Sequence[Graph]] | None = None,
) -> list[Fault]:
    """Run ``checks`` over the default graph of ``store`` and return what they find, in order.

    ``beside`` says which graphs of the store hold the shapes and the vocabularies, by the names
    in ``NEEDS``; a check that needs what is not there is left out, like one that ``profile`` turns
    off. Raises ActipGraphError for a check that fails or that the profile does not know.
    """
    graphs = beside or {}
    faults: list[Fault] = []
    for check in checks:
        setting = profile[check.name]
        if setting.severity is None or not check.query or not graphs.keys() >= set(check.needs):
            continue
        extra = [graph for need in check.needs for graph in graphs[need]]
        rows = _rows(check, store, [ox.DefaultGraph(), *extra])
        # Two graphs may state the same.
        faults += [fault for row in dict.fromkeys(rows) for fault in found(check, row, setting)]
    return sorted(faults, key=order)


def found(check: Check, row: Row, setting: Setting, place: Place | None = None) -> list[Fault]:
    """Return the fault that ``row`` of ``check`` is, or none where ``setting`` excepts it."""
    if setting.severity is None or str(row.entity) in setting.excepted:
        return []
    cells = {name: _shown(term) for name, term in row._asdict().items()}
    messages = {
        language: f"{check.problem[language]} "
        + _CELL.sub(lambda cell: cells[cell[1]], check.remedy[language])
        for language in LANGUAGES
    }
    path = Step(row.property) if row.property else None
    fault = Fault(setting.severity, check.name, "", row.entity, path, row.value, messages)
    return [fault._replace(place=place)]


def rules(checks: Iterable[Check]) -> dict[str, Rule]:
    """Return what each of ``checks`` guards, by its name."""
    return {check.name: Rule(check.label, check.problem) for check in checks}


def _rows(check: Check, store: ox.Store, graphs: list[Graph]) -> list[Row]:
    try:
        answer = store.query(check.query, default_graph=graphs)
        assert isinstance(answer, ox.QuerySolutions)
        rows = [Row(*row) for row in answer]
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:
        raise ActipGraphError(f"The check {check.name!r} failed: {error}") from error
    if any(row.entity is None for row in rows):
        raise ActipGraphError(f"The check {check.name!r} gives a row without ?entity: bind it.")
    return rows


def _shown(term: Term | None) -> str:
    text = " ".join(to_text(term).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _read(path: str) -> Check:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ActipGraphError(f"{path}: cannot be read: {error}") from error
    if not text.startswith("#+"):
        raise ActipGraphError(f"{path}: there is no header; begin the file with '#+ label:'")
    fields = read_header(path, text)
    for key in fields:
        if key not in _KEYS:
            near = nearest(str(key), list(_KEYS))
            raise ActipGraphError(f"{path}: unknown key {key!r} in the header; {near}")
    label, problem, remedy = (_text(path, key, fields.get(key)) for key in _KEYS[:3])
    if any(map(_CELL.search, (*label.values(), *problem.values()))):
        raise ActipGraphError(f"{path}: only the remedy may name a cell such as {{?value}}")
    _check_query(path, text)
    return Check(stem(path), label, problem, remedy, text, _needs(path, fields))


def _text(path: str, key: str, value: object) -> Text:
    if not isinstance(value, dict) or sorted(map(str, value)) != sorted(LANGUAGES):
        raise ActipGraphError(f"{path}: {key} needs a text for 'en' and one for 'id'")
    return {language: str(text) for language, text in value.items()}


def _needs(path: str, fields: dict[str, Any]) -> tuple[str, ...]:
    needs = fields.get("graphs", [])
    if not isinstance(needs, list):
        raise ActipGraphError(f"{path}: graphs is a list, such as [shapes]")
    for need in needs:
        if need not in NEEDS:
            raise ActipGraphError(f"{path}: unknown graphs {need!r}; {nearest(need, list(NEEDS))}")
    return tuple(needs)


def _check_query(path: str, text: str) -> None:
    if re.search(r"\bservice\b", TOKEN.sub(" ", text), re.IGNORECASE):
        raise ActipGraphError(f"{path}: a check asks no SERVICE: it answers from the graph alone")
    try:
        answer = EmbeddedStore(ox.Store()).query(text)
    except ActipGraphError as error:
        raise ActipGraphError(f"{path}: {error}") from error
    if not isinstance(answer, Solutions) or list(answer.variables) != _COLUMNS:
        raise ActipGraphError(f"{path}: the query must SELECT ?entity ?property ?value")
