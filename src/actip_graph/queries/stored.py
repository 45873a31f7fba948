"""One stored query, and the reading of its file.

A file is plain SPARQL 1.1 that runs in any store, headed by ``#+`` lines of YAML. The header is
grlc's (https://github.com/CLARIAH/grlc) in form and holds more: the question in two languages,
typed parameters, labelled columns, a chart and what the answer is expected to be.
"""

from __future__ import annotations

import os

from actip_graph.errors import ActipGraphError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Text = dict[str, str]

_MARK = "#+"
_KEYS = ("summary", "question", "topic", "tags", "params", "columns", "chart", "expect")
_REQUIRED = ("summary", "question", "topic", "columns")
_PARAM_KEYS = ("kind", "required", "default", "enum", "label")
LANGUAGES = ("en", "id")


class Parameter:
    """A typed parameter of a stored query: a variable that is replaced before the query runs."""

    __slots__ = ("default", "enum", "kind", "label", "name", "required")

    def __init__(self, name: str, fields: dict[str, Any]) -> None:
        self.name = name
        self.kind: str = fields["kind"]
        self.required: bool = fields.get("required", False)
        self.default: str | None = _as_text(fields.get("default"))
        self.enum: list[str] = [str(value) for value in fields.get("enum", [])]
        self.label: Text = fields["label"]


class StoredQuery:
    """A stored query: its name, its header and its text."""

    __slots__ = ("fields", "name", "parameters", "text")

    def __init__(self, name: str, fields: dict[str, Any], text: str) -> None:
        """Take the ``name``, the ``fields`` of a checked header and the ``text`` of the file."""
        self.name = name
        self.fields = fields
        self.text = text
        self.parameters = [
            Parameter(name, given) for name, given in fields.get("params", {}).items()
        ]

    @property
    def summary(self) -> str:
        """One English line on what the rows are."""
        return str(self.fields["summary"])

    @property
    def question(self) -> Text:
        """The question that the rows answer, by language."""
        return dict(self.fields["question"])

    @property
    def topic(self) -> str:
        """The folder the query stands in."""
        return str(self.fields["topic"])

    @property
    def tags(self) -> list[str]:
        """Words to find it by."""
        return list(self.fields.get("tags", []))

    @property
    def chart(self) -> dict[str, Any] | None:
        """A Vega-Lite mark and its encoding, where a picture helps."""
        return self.fields.get("chart")

    @property
    def expectations(self) -> list[dict[str, Any]]:
        """Cases of parameters and what the answer must then be; see ``tests/queries``."""
        return list(self.fields.get("expect", []))

    def column_label(self, variable: str, language: str) -> str:
        """Return the heading of the column ``variable``."""
        column = self.fields["columns"].get(variable)
        return str(column["label"][language]) if column else variable


def read(path: str) -> StoredQuery:
    """Read the stored query at ``path``; its stem is its name.

    Raises ActipGraphError, with the path and what is amiss, for a header that is not as it should
    be.
    """
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ActipGraphError(f"{path}: cannot be read: {error}") from error
    name = stem(path)
    fields = read_header(path, text)
    _check(path, fields)
    return StoredQuery(name, fields, text)


def stem(path: str) -> str:
    """Return the name of the query in the file at ``path``."""
    return os.path.splitext(os.path.basename(path))[0]


def read_header(path: str, text: str) -> dict[str, Any]:
    """Return the YAML that the ``#+`` lines of ``text`` hold; ``path`` is for error lines."""
    import yaml

    lines = [line[len(_MARK) :] for line in text.splitlines() if line.startswith(_MARK)]
    # One space behind the mark belongs to the mark; a line without it is an empty one.
    source = "\n".join(line.removeprefix(" ") for line in lines)
    try:
        fields = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise ActipGraphError(f"{path}: the header is not valid YAML: {reason}") from error
    if not isinstance(fields, dict):
        raise ActipGraphError(f"{path}: there is no header; begin the file with '#+ summary: …'")
    return fields


def _check(path: str, fields: dict[str, Any]) -> None:
    for key in fields:
        if key not in _KEYS:
            raise ActipGraphError(f"{path}: unknown key {key!r} in the header; {_near(key, _KEYS)}")
    for key in _REQUIRED:
        if not fields.get(key):
            raise ActipGraphError(f"{path}: the header lacks {key!r}")
    _check_text(path, "question", fields["question"])
    for name, column in fields["columns"].items():
        _check_text(path, f"columns.{name}.label", (column or {}).get("label"))
    for name, given in (fields.get("params") or {}).items():
        for key in given:
            if key not in _PARAM_KEYS:
                near = _near(key, _PARAM_KEYS)
                raise ActipGraphError(f"{path}: unknown key {key!r} in params.{name}; {near}")
        if "kind" not in given:
            raise ActipGraphError(f"{path}: params.{name} lacks 'kind'")
        _check_text(path, f"params.{name}.label", given.get("label"))


def _check_text(path: str, where: str, value: object) -> None:
    if not isinstance(value, dict) or sorted(value) != sorted(LANGUAGES):
        raise ActipGraphError(f"{path}: {where} needs a text for 'en' and one for 'id'")


def _near(key: object, known: tuple[str, ...]) -> str:
    return nearest(str(key), list(known))


def _as_text(value: object) -> str | None:
    """Return a YAML scalar as the text a user would type: dates and booleans as in XSD."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
