"""Where the suite is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import unavailable
from tests.validation.suite.manifest import BASE

FETCH = "pip download --quiet --no-deps --no-binary :all: --disable-pip-version-check --dest"
INSIDE = "test/resources/sht_tests/"


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with ``core/`` and ``sparql/``, each file with its ``@base``.

    The files name themselves by relative IRIs, and where a copy of them lies is nobody's business.
    """
    named = os.environ.get("SHACL_TEST_SUITE")
    source = Path(named) if named else _fetched(request.config)
    copy = tmp_path_factory.mktemp("suite")
    for path in source.glob("*/**/*.ttl"):
        name = path.relative_to(source)
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(
            f"@base <{BASE}{name.as_posix()}> .\n".encode() + path.read_bytes()
        )
    return copy


def _fetched(config: pytest.Config) -> Path:
    release = f"pyshacl-{version('pyshacl')}"
    kept = config.cache.mkdir("shacl-test-suite") / release
    if not kept.exists():
        # Several processes may fetch at once: each does so apart, and the first to be done wins.
        draft = Path(tempfile.mkdtemp(dir=kept.parent))
        try:
            _fetch(release, draft)
            (draft / "suite").rename(kept)
        except OSError:
            if not kept.exists():
                raise
        finally:
            shutil.rmtree(draft)
    return kept


def _fetch(release: str, folder: Path) -> None:
    """Put the suite that the sources of ``release`` hold into ``folder / "suite"``."""
    wanted = release.replace("-", "==")
    command = [sys.executable, "-m", *FETCH.split(), str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
        unavailable(
            f"the SHACL test suite cannot be fetched; name it in SHACL_TEST_SUITE: {reason}"
        )
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            _, _, name = member.name.partition(INSIDE)
            if name.endswith(".ttl"):
                member.name = f"suite/{name}"
                tar.extract(member, folder, filter="data")
