"""What is shipped: the wheel holds all that an answer needs, and answers where nothing else is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUNDLED = ("ontology", "data", "queries")
LOCKS = ("run.txt", "test.txt")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    done = subprocess.run(
        [*build, "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_all_that_belongs_to_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src"
    wanted = {path.relative_to(package).as_posix() for path in files_below(package / "actip_graph")}
    for top in BUNDLED:
        wanted |= {
            f"actip_graph/_bundle/{path.relative_to(ROOT).as_posix()}"
            for path in files_below(ROOT / top)
        }
    shipped = {name for name in names if ".dist-info/" not in name}
    assert shipped == wanted
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-DATA"}


def files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def test_wheel_answers_where_nothing_else_is(wheel: Path, tmp_path: Path) -> None:
    """An empty environment, the locked dependencies, the wheel; no checkout, no known cache."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    env["ACTIP_GRAPH_CACHE"] = str(tmp_path / "cache")

    def run(program: str, *arguments: str) -> str:
        done = subprocess.run(
            [programs / program, *arguments],
            cwd=place,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        if program == "pip" and done.returncode and "connection" in done.stderr.casefold():
            unavailable("there is no network to install the dependencies from")
        assert done.returncode == 0, done.stderr
        return done.stdout

    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    lock = str(ROOT / "requirements" / "run.txt")
    run("pip", "install", "--retries", "2", "--require-hashes", "-r", lock)
    run("pip", "install", "--no-deps", "--no-index", str(wheel))
    run("pip", "check")

    where = "from actip_graph import resources; print(resources.root())"
    assert run("python", "-c", where).startswith(str(tmp_path / "venv"))

    answer = json.loads(run("actip-graph", "answer", "--format", "json", "--as-of", "2026-01-01"))
    assert answer["as_of"] == "2026-01-01"
    assert answer["verdicts"]
    assert all(any(finding["sources"] for finding in p["findings"]) for p in answer["parts"])
    urls = {source["url"] for source in answer["sources"] if source["url"]}
    assert urls
    text = run("actip-graph", "answer", "--as-of", "2026-01-01")
    assert all(url in text for url in urls)

    rows = run("actip-graph", "query", "run", "ratification-status", "--as-of", "2017-03-08")
    assert "state:PH" in rows
    assert "usage:" in run("actip-graph", "validate", "--help")
    assert run("actip-graph", "export", "--format", "nt", "--include", "shapes")


def requirements(lock: str) -> Iterator[str]:
    """Yield each requirement of a lock file as one line, with its hashes."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    yield from text.replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_names_no_host(lock: str) -> None:
    for line in requirements(lock):
        pinned = re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^#]+?)?((\s+--hash=sha256:\w{64})+)", line)
        assert pinned, line


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_fits_the_project(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if lock == "test.txt":
        wanted += [
            r for extra in project["project"]["optional-dependencies"].values() for r in extra
        ]
        wanted += project["dependency-groups"]["dev"] + project["build-system"]["requires"]
    locked: dict[str, list[str]] = {}
    for line in requirements(lock):
        name, version = line.split()[0].split("==")
        locked.setdefault(name, []).append(version)
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement} is not locked; see CONTRIBUTING.md"
        assert all(requirement.specifier.contains(version) for version in versions), requirement
