"""The shapes notice nearly every small mistake in the data, and what they let pass is known.

``python -m tests.mutation.score --all`` tells more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

from actip_graph import resources
from actip_graph.graph import triples
from actip_graph.validation import validate
from actip_graph.validation.dataset import Dataset
from tests.mutation.bench import Bench
from tests.mutation.mutants import OPERATORS, Mutant, mutants
from tests.mutation.score import SAMPLE, Result, names, results, sample, score, survivors
from tests.mutation.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from actip_graph.validation import Report

SEED: Final = 7
# The list was made with these; which thing of a class is broken may decide what is noticed.
SEEDS: Final = (0, 1, 2)
AT_ONCE: Final = 15


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def everything(bench: Bench) -> list[Mutant]:
    return list(mutants(World(bench.index), SEED))


@pytest.fixture(scope="module")
def found(bench: Bench, everything: list[Mutant]) -> list[Result]:
    return list(results(bench, sample(everything, SAMPLE, SEED)))


def test_each_operator_makes_mutants(everything: list[Mutant]) -> None:
    assert {mutant.operator for mutant in everything} == OPERATORS.keys()


def test_nearly_all_mutants_are_noticed(found: list[Result]) -> None:
    survived = [str(r.mutant) for r in found if not r.shape and not r.reason]
    assert score(found) >= 0.95, "\n".join(survived)


def test_listed_survivors_survive(bench: Bench, found: list[Result]) -> None:
    survived = {(r.mutant.operator, name) for r in found if not r.shape for name in names(r.mutant)}
    world, listed = World(bench.index), survivors().keys() - survived
    for seed in SEEDS:
        for mutant in mutants(world, seed) if listed else ():
            about = {(mutant.operator, name) for name in names(mutant)} & listed
            if about and not bench.noticed_by(mutant):
                listed -= about
    assert not listed, "no longer survive; remove them from survivors.yaml"


def test_the_bench_is_left_as_it_was(bench: Bench, found: list[Result]) -> None:
    before = {ox.Triple(*triple) for triple in Dataset(resources.graph_files()).index}  # type: ignore[arg-type]
    assert found
    assert without_blanks({ox.Triple(*triple) for triple in bench.index}) == without_blanks(before)  # type: ignore[arg-type]


def without_blanks(some: set[ox.Triple]) -> set[ox.Triple]:
    """Leave out triples with blank nodes, which differ from reading to reading."""
    return {t for t in some if not any(isinstance(x, ox.BlankNode) for x in (t.subject, t.object))}


def test_validate_gives_the_same_verdicts(found: list[Result], tmp_path: Path) -> None:
    """Mutants of as many files, made in copies of them, all at once."""
    noticed = one_a_file([r for r in found if r.shape])
    report = validated({path: result.mutant for path, result in noticed.items()}, tmp_path)
    for path, result in noticed.items():
        nodes = {node for triple in result.mutant.removed + result.mutant.added for node in triple}
        assert any(
            fault.rule.endswith("#" + result.shape)
            and (
                {fault.focus, fault.value} & nodes
                or (fault.place is not None and fault.place.file == str(copy_of(path, tmp_path)))
            )
            for fault in report.faults
        ), result


def test_validate_lets_the_survivors_pass(found: list[Result], tmp_path: Path) -> None:
    survived = one_a_file([r for r in found if not r.shape])
    report = validated({path: result.mutant for path, result in survived.items()}, tmp_path)
    assert report.conforms, report.faults


def one_a_file(some: list[Result]) -> dict[str, Result]:
    """Return results whose mutants change one file each, and none the file of another."""
    files = Dataset(resources.graph_files())
    chosen: dict[str, Result] = {}
    for result in some:
        changed = result.mutant.removed or result.mutant.added
        paths = {path for subject, _, _ in changed for path in files.described_in(subject)}
        if len(paths) == 1 and len(chosen) < AT_ONCE:
            chosen.setdefault(paths.pop(), result)
    assert len(chosen) == AT_ONCE
    return chosen


def validated(changes: dict[str, Mutant], folder: Path) -> Report:
    """Validate the graph with ``changes`` made in copies of the files that they concern."""
    for path, mutant in changes.items():
        statements = {*triples(path)} - {ox.Triple(*t) for t in mutant.removed}
        statements |= {ox.Triple(*t) for t in mutant.added}
        with copy_of(path, folder).open("wb") as out:
            ox.serialize(sorted(statements, key=str), out, format=ox.RdfFormat.N_TRIPLES)
    files = [
        str(copy_of(path, folder)) if path in changes else path for path in resources.graph_files()
    ]
    return validate(files, resources.shape_files())


def copy_of(path: str, folder: Path) -> Path:
    return folder / path.removeprefix(resources.root()).replace("/", "_")
