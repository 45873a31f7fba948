"""The mutation score: what share of all small mistakes in the data do the shapes notice?

    python -m tests.mutation.score [--sample N] [--seed S] [--shape NAME] [--all]

Without ``--all``, a sample of the strata is scored. The score is the share that is noticed of all
mutants but those that survive for a reason that ``survivors.yaml`` gives. With ``--shape``, only
that shape is used, to see what it notices by itself.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from actip_graph.namespaces import shrink
from actip_graph.validation.index import TYPE
from tests.mutation.bench import Bench
from tests.mutation.mutants import OPERATORS, Mutant, mutants
from tests.mutation.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SURVIVORS: Final = Path(__file__).with_name("survivors.yaml")
SAMPLE: Final = 800


class Result(NamedTuple):
    """A mutant, the shape that noticed it, and why it may survive; either may be empty."""

    mutant: Mutant
    shape: str
    reason: str


def survivors() -> dict[tuple[str, str], str]:
    """Return why mutants survive, by operator and what ``names`` calls the place."""
    return {
        (operator, item): group["reason"]
        for group in yaml.safe_load(SURVIVORS.read_text(encoding="utf-8"))
        for operator, items in group["survive"].items()
        for item in items
    }


def names(mutant: Mutant) -> tuple[str, ...]:
    """Return under what the place of ``mutant`` can be listed among the survivors.

    That is a property, of one class or of all; for a change of a thing as a whole, its class.
    """
    if mutant.property == shrink(TYPE.value):
        return (mutant.kind,)
    return f"{mutant.kind} {mutant.property}", mutant.property


def sample(everything: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """Return ``size`` mutants, chosen by ``seed``."""
    return random.Random(seed).sample(everything, min(size, len(everything)))


def results(bench: Bench, chosen: Iterable[Mutant]) -> Iterator[Result]:
    """Yield what becomes of each mutant."""
    reasons = survivors()
    for mutant in chosen:
        shape = bench.noticed_by(mutant)
        why = [reasons.get((mutant.operator, name), "") for name in names(mutant)]
        yield Result(mutant, shape, "" if shape else max(why))


def score(found: Iterable[Result]) -> float:
    """Return the share of mutants that are noticed, of those without a reason to survive."""
    counted = [result for result in found if not result.reason]
    return sum(bool(result.shape) for result in counted) / len(counted)


def report(found: Sequence[Result], bench: Bench) -> Iterator[str]:
    """Yield the lines of a report on ``found``."""

    def row(name: str, some: Sequence[Result]) -> str:
        noticed = sum(bool(result.shape) for result in some)
        excused = sum(bool(result.reason) for result in some)
        share = f"{100 * noticed / (len(some) - excused):6.1f} %" if noticed else "     -  "
        return f"{name:18}{len(some):8}{noticed:9}{excused:9}{share:>10}"

    yield f"{'operator':18}{'mutants':>8}{'noticed':>9}{'excused':>9}{'score':>9}"
    for operator in OPERATORS:
        some = [result for result in found if result.mutant.operator == operator]
        if some:
            yield row(operator, some)
    yield row("all", found)
    yield ""
    yield "Mutants by the shape that noticed them first:"
    for shape, count in Counter(result.shape for result in found if result.shape).most_common():
        yield f"{count:8}  {shape}"
    idle = sorted({*bench.names.values()} - {result.shape for result in found})
    yield f"No mutant was noticed first by: {', '.join(idle) or 'none'}"
    yield ""
    yield "Survivors without a reason:"
    yield from (str(result.mutant) for result in found if not result.shape and not result.reason)


def main() -> None:
    """Score, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.score", description=__doc__)
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help="so many strata")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="choose others")
    parser.add_argument("--shape", default="", metavar="NAME", help="use this shape alone")
    parser.add_argument("--all", action="store_true", help="a mutant of each stratum")
    given = parser.parse_args()
    bench = Bench(given.shape)
    everything = list(mutants(World(bench.index), given.seed))
    chosen = everything if given.all else sample(everything, given.sample, given.seed)
    for line in report(list(results(bench, chosen)), bench):
        print(line)


if __name__ == "__main__":
    main()
