"""The profile: complete, and every fault of it one line that says where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError, resources
from actip_graph.namespaces import PREFIXES
from actip_graph.validation.hygiene import FILE_CHECKS, Check, load_checks, load_profile
from actip_graph.validation.report import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str], str]

OWN = Path(resources.checks_folder()) / "profile.yaml"
NAMES = [c.name for c in (*load_checks(resources.checks_folder()), *FILE_CHECKS)]
TEXT = {"en": "x", "id": "y"}
CHECKS = [Check(name, TEXT, TEXT, TEXT) for name in ("missing-label", "missing-domain", "tidy")]
PROFILE = """# how grave
missing-label: violation
missing-domain: off
tidy:
  severity: info
  except:
    actip:Thing: it is so
    http://e.org/onto#A: so it is
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> str:
        path = tmp_path / "profile.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_profile_says_how_grave_and_what_is_excepted(write: Write) -> None:
    profile = load_profile(write(PROFILE), CHECKS)
    assert profile["missing-label"] == (Severity.VIOLATION, {})
    assert profile["missing-domain"] == (None, {})
    assert profile["tidy"] == (
        Severity.INFO,
        {f"<{PREFIXES['actip']}Thing>": "it is so", "<http://e.org/onto#A>": "so it is"},
    )


def test_the_projects_own_names_every_check() -> None:
    profile = load_profile(str(OWN))
    severities = [profile[name].severity for name in NAMES]
    assert Severity.VIOLATION in severities and Severity.WARNING in severities


@pytest.mark.parametrize("name", NAMES)
def test_no_check_can_be_left_out(write: Write, name: str) -> None:
    lines = OWN.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{name}:"))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    path = write("".join(lines[:start] + lines[end:]))
    with pytest.raises(ActipGraphError) as caught:
        load_profile(path)
    assert str(caught.value) == (
        f"{path}: {name!r} has no severity; give it one of violation, warning, info, off"
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "missing-label:",
            "mising-label:",
            ":2: unknown check 'mising-label'; did you mean missing-label",
        ),
        ("violation", "violaton", ":2: 'violaton' is no severity of missing-label; give it one of"),
        (
            "violation",
            "error",
            ":2: 'error' is no severity of missing-label; give it one of violation,",
        ),
        (": off", ":", ":3: '' is no severity of missing-domain; give it one of"),
        (": off", ": [off]", ":3: '' is no severity of missing-domain"),
        (": off", ": {except: {}}", ":3: missing-domain has no severity; give it one of"),
        ("severity: info", "severity: [info]", ":5: '' is no severity of tidy"),
        (
            "severity: info",
            "severty: info",
            ":5: unknown key 'severty' of tidy; did you mean severity?",
        ),
        (" it is so", "", ":7: the exception 'actip:Thing' of tidy needs a reason"),
        (
            "except:\n",
            "except: [x]\nx: \n",
            ":6: except of tidy is a list of entries 'name: value'",
        ),
        ("off", "off\nmissing-label: info", ":4: 'missing-label' stands twice in the profile"),
        ("missing-domain: off", "[missing-domain]: off", ":3: a name is expected in the profile"),
        ("missing-label: violation", "missing-label: violation: x", ":2: not valid YAML"),
        (PROFILE, "", ":1: the profile is a list of entries 'name: value'"),
        (PROFILE, "- missing-label", ":1: the profile is a list of entries 'name: value'"),
    ],
)
def test_a_fault_is_one_line_that_says_where(
    write: Write, old: str, new: str, complaint: str
) -> None:
    path = write(PROFILE.replace(old, new, 1))
    with pytest.raises(ActipGraphError) as caught:
        load_profile(path, CHECKS)
    message = str(caught.value)
    assert message.startswith(path) and "\n" not in message
    assert message.removeprefix(path).startswith(complaint)


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match=r"none\.yaml: cannot be read: No such file"):
        load_profile(str(tmp_path / "none.yaml"), CHECKS)


def test_a_profile_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ActipGraphError, match=r"p\.yaml: cannot be read"):
        load_profile(str(tmp_path / "p.yaml"), CHECKS)
