"""The indexed engine gives the verdicts of pySHACL: on every shape of the project and on others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from actip_graph import resources
from actip_graph.validation import Options, validate
from tests.validation import random_graphs

if TYPE_CHECKING:
    from actip_graph.terms import Term
    from actip_graph.validation import Fault

SHAPES: Final = Path(__file__).parent.parent / "shapes"
GRAPHS: Final = sorted(SHAPES.glob("*/*.ttl"))
ONTOLOGY: Final = [path for path in resources.graph_files() if "/ontology/" in path]


def verdicts(faults: list[Fault]) -> Counter[object]:
    """Return all that two engines must agree on; blank nodes differ from reading to reading."""
    return Counter(
        (
            fault.severity,
            fault.rule,
            fault.component,
            _known(fault.focus),
            str(fault.path),
            _known(fault.value),
            tuple(sorted(fault.messages.items())),
            fault.place,
        )
        for fault in faults
    )


def _known(term: Term | None) -> str:
    return "blank" if isinstance(term, ox.BlankNode) else str(term)


@pytest.mark.parametrize("data", GRAPHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_engines_agree_on_the_shapes_of_the_project(data: Path) -> None:
    top = Path(resources.root()) / "ontology" / "shapes"
    shapes = [str(top / f"{data.parent.name}.ttl"), str(top / "prefixes.ttl")]
    fast = validate([str(data)], shapes, ONTOLOGY, options=Options(engine="indexed"))
    reference = validate([str(data)], shapes, ONTOLOGY, options=Options(engine="pyshacl"))
    assert verdicts(fast.faults) == verdicts(reference.faults)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(random_graphs.data, random_graphs.shapes())
def test_both_engines_agree_on_any_shapes(tmp_path: Path, data: set[str], shapes: str) -> None:
    files = [str(tmp_path / name) for name in ("data.ttl", "shapes.ttl")]
    for file, text in zip(files, (random_graphs.turtle(data), shapes), strict=True):
        Path(file).write_text(text, encoding="utf-8")
    fast = validate(files[:1], files[1:], options=Options(engine="indexed"))
    reference = validate(files[:1], files[1:], options=Options(engine="pyshacl"))
    assert judged(fast.faults) == judged(reference.faults)


def judged(faults: list[Fault]) -> set[object]:
    """Return the verdicts of ``faults``, which is all that has to be equal for any shapes."""
    return {
        (fault.rule, fault.component, _known(fault.focus), str(fault.path), _known(fault.value))
        for fault in faults
    }
