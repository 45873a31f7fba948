"""What the pages on triple stores say to do works, command by command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.interop import servers

if TYPE_CHECKING:
    from pathlib import Path

# The address that a page gives to its store, for which the test puts that of its own.
PAGES = {
    "fuseki": "http://localhost:3030/actip-graph",
    "oxigraph": "http://localhost:7878",
    "virtuoso": "http://localhost:8890",
    "rdf4j": "http://localhost:8080/rdf4j-server/repositories/actip-graph",
}
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)


def commands(page: str) -> list[str]:
    text = (ROOT / "docs" / "stores" / f"{page}.md").read_text(encoding="utf-8")
    return [line for block in _SHELL.findall(text) for line in block.splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Make a folder as a reader has it, with a file of their own."""
    mine = '<https://example.org/a> <http://purl.org/dc/terms/title> "A" .\n'
    (tmp_path / "mine.ttl").write_text(mine, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("product", PAGES)
def test_the_page_of_a_product(desk: Path, product: str) -> None:
    _follow(commands(product), product, desk)
    assert len(list((desk / "pulled").rglob("*.ttl"))) > 200


def test_the_overview(desk: Path) -> None:
    _follow(commands("README"), "oxigraph", desk)
    assert "https://example.org/a" in (desk / "mine.trig").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["graphdb", "blazegraph", "neptune", "qlever", "stardog"])
def test_what_is_not_run_says_so(page: str) -> None:
    text = (ROOT / "docs" / "stores" / f"{page}.md").read_text(encoding="utf-8")
    assert "The tests do not run" in text


def _follow(lines: list[str], product: str, desk: Path) -> None:
    assert any(line.startswith("actip-graph push ") for line in lines)
    program = desk / "actip-graph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m actip_graph "$@"\n')
    program.chmod(0o755)
    with servers.PRODUCTS[product]() as server:
        environment = {**os.environ, **server.environment}
        environment["PATH"] = f"{desk}{os.pathsep}{environment['PATH']}"
        for line in lines:
            done = subprocess.run(
                [shutil.which("sh") or "sh", "-c", line.replace(PAGES[product], server.address)],
                cwd=desk,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
