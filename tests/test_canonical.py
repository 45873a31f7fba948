"""Every Turtle file of the project stands in the canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

from actip_graph.turtle import canonical_turtle
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(
    path.relative_to(ROOT)
    for folder in ("ontology", "data", "tests/shapes")
    for path in (ROOT / folder).rglob("*.ttl")
)


def test_there_are_files() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=str)
def test_file_is_canonical(path: Path) -> None:
    text = (ROOT / path).read_bytes().decode("utf-8")
    graph = rdflib.Graph(bind_namespaces="none").parse(data=text, format="turtle")
    assert text == canonical_turtle(graph), f"{path} is not canonical; see CONTRIBUTING.md"
