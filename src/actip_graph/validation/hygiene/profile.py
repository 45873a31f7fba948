"""The profile: how grave each check is, and what is excepted from it.

A profile is a YAML file with one entry a check, which names its severity and may except terms,
each with the reason::

    missing-label: violation
    missing-domain: off
    shared-definition:
      severity: warning
      except:
        indicator:gsi-asia-pacific-share: the same measure, from another data set

Every check has its entry, so that none is left out by oversight.
"""

from __future__ import annotations

from typing import NamedTuple

from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import expand
from actip_graph.validation.report import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn

    import yaml

    from actip_graph.validation.hygiene.checks import Check

_SEVERITIES = {
    "violation": Severity.VIOLATION,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "off": None,
}
_KEYS = ("severity", "except")


class Setting(NamedTuple):
    """How grave a check is, None where it is off, and by IRI why what is excepted from it."""

    severity: Severity | None
    excepted: dict[str, str]


class Profile:
    """The settings of a profile, by the name of the check."""

    __slots__ = ("_path", "_settings")

    def __init__(self, path: str, settings: dict[str, Setting]) -> None:
        """Take the ``path`` that error lines name, and the ``settings``."""
        self._path = path
        self._settings = settings

    def __getitem__(self, name: str) -> Setting:
        """Return the setting of the check ``name``. Raises ActipGraphError where it has none."""
        if name not in self._settings:
            raise ActipGraphError(f"{self._path}: {name!r} has no severity; {_choose()}")
        return self._settings[name]


def load_profile(path: str, checks: Iterable[Check] | None = None) -> Profile:
    """Return the profile in the file at ``path`` for ``checks``, by default the project's.

    Raises ActipGraphError, with the line, for what is no profile, an unknown check or severity,
    an exception without a reason, and a check without an entry.
    """
    names = sorted(check.name for check in (_own_checks() if checks is None else checks))
    settings: dict[str, Setting] = {}
    for name, key, value in _entries(path, _compose(path), "the profile"):
        if name not in names:
            _refuse(path, key, f"unknown check {name!r}; {nearest(name, names)}")
        settings[name] = _setting(path, name, value)
    profile = Profile(path, settings)
    for name in names:
        profile[name]  # raises where there is no entry
    return profile


def _own_checks() -> list[Check]:
    from actip_graph import resources
    from actip_graph.validation.hygiene import FILE_CHECKS, load_checks

    return [*load_checks(resources.checks_folder()), *FILE_CHECKS]


def _compose(path: str) -> yaml.Node | None:
    import yaml

    try:
        with open(path, encoding="utf-8") as file:
            # Nodes, not values: they know their lines, and ``off`` stays a word.
            return yaml.compose(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ActipGraphError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise ActipGraphError(f"{path}: cannot be read: {reason}") from error


def _setting(path: str, name: str, value: yaml.Node) -> Setting:
    import yaml

    severity: yaml.Node | None = value
    excepted: dict[str, str] = {}
    if isinstance(value, yaml.MappingNode):
        severity = None
        for word, key, inner in _entries(path, value, name):
            if word == "severity":
                severity = inner
            elif word == "except":
                excepted = _excepted(path, name, inner)
            else:
                _refuse(path, key, f"unknown key {word!r} of {name}; {nearest(word, list(_KEYS))}")
        if severity is None:
            _refuse(path, value, f"{name} has no severity; {_choose()}")
    if not isinstance(severity, yaml.ScalarNode) or severity.value not in _SEVERITIES:
        given = severity.value if isinstance(severity, yaml.ScalarNode) else ""
        _refuse(path, severity or value, f"{given!r} is no severity of {name}; {_choose()}")
    return Setting(_SEVERITIES[severity.value], excepted)


def _excepted(path: str, name: str, value: yaml.Node) -> dict[str, str]:
    import yaml

    excepted: dict[str, str] = {}
    for iri, key, reason in _entries(path, value, f"except of {name}"):
        if not isinstance(reason, yaml.ScalarNode) or not reason.value.strip():
            _refuse(path, key, f"the exception {iri!r} of {name} needs a reason")
        excepted[f"<{expand(iri) or iri}>"] = reason.value
    return excepted


def _entries(
    path: str, node: yaml.Node | None, what: str
) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield each key of a mapping, the node of the key, and that of the value."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        _refuse(path, node, f"{what} is a list of entries 'name: value'")
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            _refuse(path, key, f"a name is expected in {what}")
        if key.value in seen:
            _refuse(path, key, f"{key.value!r} stands twice in {what}")
        seen.add(key.value)
        yield key.value, key, value


def _choose() -> str:
    return f"give it one of {', '.join(_SEVERITIES)}"


def _refuse(path: str, node: yaml.Node | None, complaint: str) -> NoReturn:
    line = node.start_mark.line + 1 if node else 1
    raise ActipGraphError(f"{path}:{line}: {complaint}")
