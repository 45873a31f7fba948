"""What a change can touch: nothing that a full run finds is missed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from actip_graph import ActipGraphError
from actip_graph.graph import triples
from actip_graph.validation import Options, indexed, validate
from actip_graph.validation.change import Change
from actip_graph.validation.dataset import Dataset
from actip_graph.validation.shapes import Shapes
from actip_graph.validation.solver import Solver
from tests.validation import random_graphs

if TYPE_CHECKING:
    from collections.abc import Callable

    from actip_graph.validation import Fault
    from tests.conftest import Run

    Cli = Callable[..., Run]


def judged(faults: list[Fault]) -> set[tuple[str, ...]]:
    def known(term: object) -> str:
        return "blank" if isinstance(term, ox.BlankNode) else str(term)

    return {(f.rule, f.component, known(f.focus), str(f.path), known(f.value)) for f in faults}


def found(
    path: str, shapes: Shapes, before: str | None = None
) -> tuple[set[tuple[str, ...]], set[str]]:
    """Return the verdicts on a file, or only those that the change from ``before`` can touch.

    The second are shapes that this engine leaves to the other, which checks them in full.
    """
    solver = Solver()
    dataset = Dataset([path], solver=solver)
    data = dataset.index
    change = Change(triples(before), dataset.triples(path)) if before else None
    work = [
        (shape, targets.among(data) if change is None else change.touched(shape, targets, data))
        for shape, targets in shapes.targeted
    ]
    faults, beyond = indexed.judge(data, solver, shapes.graph, work)
    return judged(faults), {shape.value for shape in beyond}


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(random_graphs.data, random_graphs.data, random_graphs.data, random_graphs.shapes())
def test_a_full_run_finds_nothing_that_was_not_there_before_or_touched(
    tmp_path: Path, kept: set[str], removed: set[str], added: set[str], shapes_text: str
) -> None:
    before, after, shapes_file = (str(tmp_path / name) for name in ("b.ttl", "a.ttl", "s.ttl"))
    Path(before).write_text(random_graphs.turtle(kept | removed), encoding="utf-8")
    Path(after).write_text(random_graphs.turtle(kept | added), encoding="utf-8")
    Path(shapes_file).write_text(shapes_text, encoding="utf-8")
    shapes = Shapes(Dataset([shapes_file]).index)
    runs = [found(after, shapes), found(after, shapes, before), found(before, shapes)]
    left = set[str]().union(*(beyond for _, beyond in runs))
    full, touched, old = ({v for v in verdicts if v[0] not in left} for verdicts, _ in runs)
    assert touched <= full
    assert full - touched <= old


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e.org/> .
:Count a sh:NodeShape ; sh:targetClass :State ;
    sh:property [ sh:path [ sh:inversePath :of ] ; sh:maxCount 1 ; sh:message "One act a state." ] ,
        [ sh:path :name ; sh:minCount 1 ; sh:message "A state has a name." ] .
"""
STATES = "@prefix : <http://e.org/> .\n:a a :State ; :name 'A' .\n:b a :State ; :name 'B' .\n"
ACTS = "@prefix : <http://e.org/> .\n:one :of :a .\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in (("shapes", SHAPES), ("states", STATES), ("acts", ACTS)):
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "-qm", "first")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def places(repository: Path, base: str | None) -> list[tuple[str, int]]:
    files = [
        str(repository / name)
        for name in ("states.ttl", "acts.ttl")
        if (repository / name).exists()
    ]
    report = validate(files, [str(repository / "shapes.ttl")], options=Options(changed_since=base))
    return [(Path(f.place.file).name, f.place.line) for f in report.faults if f.place]


def test_only_what_the_change_can_touch_is_checked(repository: Path) -> None:
    states, acts = repository / "states.ttl", repository / "acts.ttl"
    states.write_text(STATES.replace(":name 'B'", ":size 1"), encoding="utf-8")
    git(repository, "-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "-qam", "nameless")
    assert places(repository, None) == [("states.ttl", 3)]
    assert places(repository, "HEAD") == []
    assert places(repository, "HEAD~1") == [("states.ttl", 3)]
    acts.write_text(ACTS + ":two :of :a .\n", encoding="utf-8")  # breaks a rule on another file
    assert places(repository, "HEAD") == [("states.ttl", 2)]


def test_new_and_removed_files_count(repository: Path) -> None:
    acts, states = repository / "acts.ttl", repository / "states.ttl"
    git(repository, "rm", "-q", "--cached", "acts.ttl")
    git(repository, "-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "-qm", "untracked")
    acts.write_text(ACTS + ":two :of :a .\n", encoding="utf-8")
    assert places(repository, "HEAD") == [("states.ttl", 2)]
    states.unlink()
    (repository / "more.ttl").write_text(STATES.replace(":name 'A'", ":size 1"), encoding="utf-8")
    report = validate(
        [str(repository / "more.ttl")],
        [str(repository / "shapes.ttl")],
        options=Options(changed_since="HEAD"),
    )
    assert [str(fault.focus) for fault in report.faults] == ["<http://e.org/a>"]


def test_changed_shapes_check_all(repository: Path) -> None:
    (repository / "shapes.ttl").write_text(SHAPES.replace(":name", ":title"), encoding="utf-8")
    assert [name for name, _ in places(repository, "HEAD")] == ["states.ttl", "states.ttl"]


def test_an_unknown_revision_is_one_line(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(ActipGraphError, match="git revision 'v9'"):
        places(repository, "v9")
    elsewhere = tmp_path_factory.mktemp("none")
    (elsewhere / "a.ttl").write_text("", encoding="utf-8")
    with pytest.raises(ActipGraphError, match="not a git repository"):
        validate(
            [str(elsewhere / "a.ttl")],
            [str(repository / "shapes.ttl")],
            options=Options(changed_since="HEAD"),
        )


def test_the_command_line(cli: Cli, repository: Path) -> None:
    (repository / "acts.ttl").write_text(ACTS + ":two :of :a .\n", encoding="utf-8")
    common = ("validate", "states.ttl", "acts.ttl", "--shapes", "shapes.ttl")
    run = cli(*common, "--changed", cwd=repository)
    assert run.code == 1 and "states.ttl:2:1" in run.out
    run = cli(*common, "--changed=v9", cwd=repository)
    assert run.code == 2 and run.err.count("\n") == 1
