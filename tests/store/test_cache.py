"""The store in the cache: never stale, never half-built, and done without where it cannot be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError
from actip_graph.cache import content_key
from actip_graph.solutions import Solutions
from actip_graph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SCRIPT = """
import sys
from actip_graph.store.embedded import EmbeddedStore
store = EmbeddedStore.cached(sys.argv[1:])
print(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].value)
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ACTIP_GRAPH_CACHE", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.ttl"
    path.write_text("<http://e.org/a> <http://e.org/p> 1 .\n", encoding="utf-8")
    return path


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    path = tmp_path / "big.ttl"
    lines = (f"<http://e.org/{i}> <http://e.org/p> {i} .\n" for i in range(60_000))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _count(store: EmbeddedStore) -> int:
    answer = store.query(COUNT)
    assert isinstance(answer, Solutions)
    (cell,) = answer.rows[0]
    assert cell is not None
    return int(cell.value)


def _stores(cache: Path) -> list[str]:
    return sorted(p.name for p in cache.iterdir() if p.name.startswith("store-"))


def test_it_is_built_once_and_again_when_a_file_changes(cache: Path, file: Path) -> None:
    assert _count(EmbeddedStore.cached([str(file)])) == 1
    (first,) = _stores(cache)
    built = (cache / first).stat().st_mtime_ns
    assert _count(EmbeddedStore.cached([str(file)])) == 1
    assert (cache / first).stat().st_mtime_ns == built
    with file.open("a", encoding="utf-8") as more:
        more.write("<http://e.org/b> <http://e.org/p> 2 .\n")
    assert _count(EmbeddedStore.cached([str(file)])) == 2
    assert len(_stores(cache)) == 2


def test_many_processes_may_start_at_once(cache: Path, big_file: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, big_file], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert [process.communicate(timeout=120)[0].strip() for process in started] == ["60000"] * 4
    assert len(_stores(cache)) == 1


def test_a_process_killed_while_building_leaves_nothing_that_is_taken_for_a_store(
    cache: Path, big_file: Path
) -> None:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, big_file], stdout=subprocess.DEVNULL)
    for _ in range(400):
        if cache.exists() and any(cache.iterdir()):
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    assert _count(EmbeddedStore.cached([str(big_file)])) == 60_000
    old = time.time() - 7200
    for left in cache.iterdir():
        if ".building-" in left.name:
            os.utime(left, (old, old))
    other = big_file.with_name("other.ttl")
    other.write_text("<http://e.org/a> <http://e.org/p> 1 .\n", encoding="utf-8")
    EmbeddedStore.cached([str(other)])
    assert not [p for p in cache.iterdir() if ".building-" in p.name]


def test_a_damaged_store_is_replaced(cache: Path, file: Path) -> None:
    EmbeddedStore.cached([str(file)])
    (name,) = _stores(cache)
    for part in (cache / name).iterdir():
        if part.name.startswith(("CURRENT", "MANIFEST")):
            part.write_bytes(b"junk")
    assert _count(EmbeddedStore.cached([str(file)])) == 1
    assert _count(EmbeddedStore.cached([str(file)])) == 1


def test_without_a_place_to_write_the_store_is_in_memory(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("ACTIP_GRAPH_CACHE", str(occupied / "below"))
    assert _count(EmbeddedStore.cached([str(file)])) == 1


def test_broken_turtle_names_file_line_and_column(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(
        "<http://e.org/a> <http://e.org/p> 1 .\n<http://e.org/b> 2 .\n", encoding="utf-8"
    )
    with pytest.raises(ActipGraphError, match=r"broken\.ttl:2:\d+: not valid Turtle"):
        EmbeddedStore.cached([str(path)])
    assert not _stores(cache)


def test_a_missing_file_is_named(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match=r"absent\.ttl: cannot be read"):
        EmbeddedStore.cached([str(tmp_path / "absent.ttl")])


def test_the_same_bytes_are_not_read_twice_but_any_change_is_seen(
    cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = time.time() - 60
    os.utime(file, (settled, settled))
    monkeypatch.setattr("actip_graph.cache._SETTLED_NS", 0)
    key = content_key([str(file)])
    assert content_key([str(file)]) == key
    size, times = file.stat().st_size, (settled, settled)
    file.write_text("<http://e.org/a> <http://e.org/p> 2 .\n", encoding="utf-8")
    os.utime(file, times)  # the same size and the same time of modification
    assert file.stat().st_size == size
    assert content_key([str(file)]) != key


def test_a_fresh_file_is_not_trusted(cache: Path, file: Path) -> None:
    key = content_key([str(file)])
    assert not list(cache.glob("files-*"))
    assert content_key([str(file)]) == key != content_key([str(file)], "salt")
