from __future__ import annotations

import contextlib
import io
import logging
import socket
from functools import partial
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib

from actip_graph.cli import main
from tests.validation.suite.known import KNOWN
from tests.validation.suite.manifest import Case, Report, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

# How many tests the official list has.
FOLDERS = {
    "core/complex": 2,
    "core/misc": 5,
    "core/node": 32,
    "core/path": 13,
    "core/property": 38,
    "core/targets": 7,
    "core/validation-reports": 1,
    "sparql/component": 3,
    "sparql/node": 4,
    "sparql/pre-binding": 14,
    "sparql/property": 1,
}


def by_command(engine: str, case: Case, folder: Path) -> Report | None:
    """Return what ``actip-graph validate`` reports, or None where it says that it cannot."""
    out = folder / "report.ttl"
    files = [str(case.data), "--shapes", str(case.shapes), "--out", str(out)]
    with contextlib.redirect_stderr(io.StringIO()) as stderr:
        code = main(["validate", *files, "--ignore-imports", "--format", "ttl", "--engine", engine])
    if code == 2:
        assert len(stderr.getvalue().splitlines()) == 1, stderr.getvalue()
        return None
    report = Report.parse(out.read_bytes())
    assert code == (1 if report.results else 0), stderr.getvalue()
    return report


def by_pyshacl(case: Case, _folder: Path) -> Report | None:
    """Return what pyshacl itself reports, or None where it gives up."""
    try:
        _, report, _ = pyshacl.validate(str(case.data), shacl_graph=str(case.shapes))
    except Exception:
        return None
    if not isinstance(report, rdflib.Graph):
        return None
    return Report.parse(report.serialize(format="nt", encoding="utf-8"))


def differences(report: Report | None, expected: Report | None) -> list[str]:
    """Return what is wrong with ``report``, or with its absence."""
    if report is None:
        return ["+ failure"] if expected else []
    return report.differences(expected) if expected else ["- failure"]


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing reach the network, and rdflib not log each ill-typed literal."""

    def refuse(*arguments: object) -> None:
        pytest.fail(f"a connection was tried: {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)


ENGINES: dict[str, Callable[[Case, Path], Report | None]] = {
    "auto": partial(by_command, "auto"),
    "pyshacl": partial(by_command, "pyshacl"),
    "pyshacl itself": by_pyshacl,
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_case_passes_but_the_known_ones(
    suite: Path, tmp_path: Path, folder: str, engine: str
) -> None:
    failed: dict[str, list[str]] = {}
    for case in read(suite, folder):
        report = ENGINES[engine](case, tmp_path)
        if told := differences(report, case.expected):
            failed[case.name] = told
    unexpected = {name: told for name, told in failed.items() if name not in KNOWN[engine]}
    assert not unexpected, "\n".join(f"{n}\n  " + "\n  ".join(t) for n, t in unexpected.items())
    cured = {name for name in KNOWN[engine] if name.startswith(f"{folder}/") and name not in failed}
    assert not cured, "known.py says of these that they fail"


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_what_pyshacl_itself_passes_we_pass(engine: str) -> None:
    assert KNOWN[engine].keys() <= KNOWN["pyshacl itself"].keys()


def test_the_suite_is_whole(suite: Path) -> None:
    assert sum(FOLDERS.values()) == 120
    missing = [folder for folder, count in FOLDERS.items() if len(read(suite, folder)) < count]
    assert not missing


@pytest.mark.parametrize(
    ("folder", "name", "code"),
    [
        ("core/misc", "core/misc/message-001", 1),
        ("core/complex", "core/complex/shacl-shacl", 0),
        ("sparql/pre-binding", "sparql/pre-binding/unsupported-sparql-001", 2),
    ],
)
def test_as_a_process(
    suite: Path, cli: Callable[..., Run], folder: str, name: str, code: int
) -> None:
    (case,) = [case for case in read(suite, folder) if case.name == name]
    files = (str(case.data), "--shapes", str(case.shapes))
    run = cli("validate", *files, "--ignore-imports", "--format", "ttl")
    assert run.code == code, run.err
    if case.expected is None:
        assert not run.out
        assert len(run.err.splitlines()) == 1
    else:
        assert Report.parse(run.out.encode()).differences(case.expected) == []
