"""A report with a fault of every kind, about real files in the working directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph.namespaces import PREFIXES
from actip_graph.validation.paths import Inverse, Sequence, Step
from actip_graph.validation.report import Fault, Place, Report, Rule, Severity

if TYPE_CHECKING:
    from pathlib import Path

SH = PREFIXES["sh"]
SHAPE = PREFIXES["shape"] + "StateShape"
DATA = """@prefix e: <http://e.org/> .
e:a e:name "Nama" ;
    e:age -1 .
"""


def named(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://e.org/{name}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def report(folder: Path) -> Report:
    (folder / "my data").mkdir()
    inside = "my data/a,b.ttl"
    (folder / inside).write_text(DATA, encoding="utf-8")
    outside = str(folder.parent / "outside.ttl")
    (folder.parent / "outside.ttl").write_text(DATA, encoding="utf-8")
    (folder / "clean.ttl").write_text(DATA, encoding="utf-8")
    nested = Fault(
        severity=Severity.VIOLATION,
        rule="",
        component=SH + "MinInclusiveConstraintComponent",
        focus=named("a"),
        path=Step(named("age")),
        value=ox.Literal(-1),
        messages={"en": "No age is below 0.", "id": "Tidak ada usia di bawah 0."},
        place=Place(inside, 3, 11, 3, 13),
    )
    return Report(
        faults=[
            Fault(
                severity=Severity.VIOLATION,
                rule=SHAPE,
                component=SH + "NodeConstraintComponent",
                focus=named("a"),
                path=Sequence((Inverse(Step(named("part"))), Step(named("age")))),
                value=ox.Literal(-1),
                messages={
                    "en": "100%: the {age},\nmust be [right](now): mend it.",
                    "id": "100%: usia harus benar: perbaiki.",
                },
                source=ox.BlankNode("shapeinshape"),
                details=(nested,),
                place=Place(inside, 3, 5, 3, 13),
            ),
            Fault(
                severity=Severity.WARNING,
                rule=SHAPE,
                component=SH + "SPARQLConstraintComponent",
                focus=ox.BlankNode("fromdata"),
                path=None,
                value=ox.Literal("<Nama> & \x0b\x1b[31m", language="id"),
                messages={"en": "Control \x01 character.", "id": "Karakter kendali \x01."},
                place=Place(outside, 2, 5, 3, 13),
            ),
            Fault(
                severity=Severity.INFO,
                rule="dates-agree",
                component="",
                focus=named("b"),
                path=None,
                value=named("b"),
                messages={"en": "Dates differ."},
            ),
        ],
        unreadable=["broken.ttl:1:7: not valid Turtle: no", f"{folder}/gone: cannot be read"],
        checked=[inside, outside, "clean.ttl", "broken.ttl"],
        shapes=2,
        rules={
            SHAPE: Rule(
                {"en": "State, complete", "id": "Negara, lengkap"},
                {"en": "A state has an age.", "id": "Negara mempunyai usia."},
            )
        },
        engines=("pyshacl 0.40.0",),
    )
