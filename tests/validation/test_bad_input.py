"""Files that nobody should be hurt by: one line, exit code 2, bounded memory, no network."""

from __future__ import annotations

import http.server
import os
import resource
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final

import pytest

from actip_graph import ActipGraphError
from actip_graph.validation import Options, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

    Cli = Callable[..., Run]

PREFIXES: Final = """@prefix : <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE: Final = PREFIXES + ":S a sh:NodeShape ; sh:targetNode :a ; sh:nodeKind sh:IRI .\n"
DATA: Final = PREFIXES + ":a :p 1 .\n"
DEEP: Final = 100_000
MEMORY: Final = 2_000_000_000


def files(folder: Path, data: str | bytes, shapes: str | bytes) -> list[str]:
    for name, content in (("data.ttl", data), ("shapes.ttl", shapes)):
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return [str(folder / "data.ttl"), "--shapes", str(folder / "shapes.ttl")]


def run_bounded(*arguments: str) -> tuple[int, str, str]:
    """Run the command with bounded memory."""
    done = subprocess.run(
        [sys.executable, "-m", "actip_graph", "validate", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    return done.returncode, done.stdout, done.stderr


def assert_refused(arguments: list[str], *told: str) -> None:
    code, _, err = run_bounded(*arguments)
    assert code == 2, err
    assert err.startswith("actip-graph: ") and err.count("\n") == 1, err
    assert all(text in err for text in told), err


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ("this is no Turtle", "shapes.ttl:1:1: not valid Turtle"),
        (os.urandom(2000), "shapes.ttl"),
        (SHAPE + ":S sh:node :S .", "refers to itself"),
        (SHAPE + ":S sh:property [ sh:path :p ; sh:or ( :T ) ] . :T sh:not :S .", "itself"),
        (SHAPE + ":S sh:property [ sh:minCount 1 ] .", "shapes.ttl:4:16: The shapes cannot be"),
        (SHAPE + ":S sh:property [ sh:path :p ; sh:minCount -1 ] .", "no whole number"),
        (SHAPE + ":S sh:pattern '(' .", "sh:pattern"),
        (SHAPE + ":S sh:in :p .", "no list"),
        (SHAPE + ":S sh:in _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ;"
         " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .", "no list"),
        (SHAPE + ":S sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .", "leads to no path"),
        (SHAPE + ':S sh:sparql [ sh:select "SELECT $this { $this" ] .', "not valid SPARQL"),
        (SHAPE + ":S sh:sparql [ ] .", "sh:select"),
        (SHAPE + ":S sh:node :N0 ." + "".join(f":N{i} sh:node :N{i + 1} .\n" for i in range(5000)),
         "nested too deeply"),
        (SHAPE + ":S sh:property [ sh:path " + "[ sh:inversePath " * 5000 + ":p" + " ]" * 5000
         + " ] .", "nested too deeply"),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_used(tmp_path: Path, shapes: str | bytes, told: str) -> None:
    assert_refused(files(tmp_path, DATA, shapes), told)


@pytest.mark.parametrize(
    "data",
    [b"\x00\xff" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(500), b"<" * 100_000, b'"""' + b"x" * 99],
)  # fmt: skip
def test_binary_junk(tmp_path: Path, data: bytes) -> None:
    assert_refused(files(tmp_path, data, SHAPE), "data.ttl")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    arguments = files(tmp_path, DATA, SHAPE)
    os.truncate(tmp_path / "data.ttl", 200_000_000)
    assert_refused(arguments, "data.ttl", "larger than 150 MB", "--max-size")
    assert_refused([*arguments, "--max-size", "1"], "larger than 1 MB")


@pytest.mark.parametrize(
    "shapes", [SHAPE, SHAPE.replace(":a", ":x"), SHAPE + ":S sh:closed true ."]
)
def test_deeply_nested_blank_nodes_are_judged(tmp_path: Path, shapes: str) -> None:
    data = PREFIXES + ":a :p " + "[ :p " * DEEP + "1" + " ]" * DEEP + " .\n"
    code, out, err = run_bounded(*files(tmp_path, data, shapes))
    assert (code, err) == (1 if "closed" in shapes else 0, "")
    assert ("data.ttl:3:7" in out) == ("closed" in shapes)


def test_nested_brackets_in_shapes_are_one_line(tmp_path: Path) -> None:
    shapes = SHAPE + ":S sh:node " + "[ sh:node " * DEEP + "[ sh:nodeKind sh:IRI ]" + " ]" * DEEP
    assert_refused(files(tmp_path, DATA, shapes + " ."), "nested too deeply")


class _Counted(http.server.BaseHTTPRequestHandler):
    asked: Final[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = {
            "/classes": b"@prefix : <http://e.org/> . "
            b":D <http://www.w3.org/2000/01/rdf-schema#subClassOf> :C .",
            "/html": b"<!doctype html><p>Not here",
        }.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html" if self.path == "/html" else "text/turtle")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    _Counted.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counted) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


CLASS_SHAPE: Final = PREFIXES + ":S a sh:NodeShape ; sh:targetNode :a ; sh:class :C .\n"


def test_imports_are_fetched_only_when_asked(tmp_path: Path, server: str, cli: Cli) -> None:
    shapes = CLASS_SHAPE + f": a owl:Ontology ; owl:imports <{server}/classes> .\n"
    arguments = files(tmp_path, PREFIXES + ":a a :D .", shapes)
    assert_refused(arguments, "shapes.ttl:4:32: imports <http://127", "--online", "--ontology")
    assert cli("validate", *arguments, "--ignore-imports").code == 1
    assert _Counted.asked == []
    assert cli("validate", *arguments, "--online").code == 0
    assert _Counted.asked == ["/classes"]
    copy = tmp_path / "copy.ttl"
    copy.write_text(f"<{server}/classes> a <http://www.w3.org/2002/07/owl#Ontology> .")
    assert cli("validate", *arguments, "--ontology", str(copy)).code == 1


@pytest.mark.parametrize("page", ["html", "missing"])
def test_an_import_that_cannot_be_fetched(tmp_path: Path, server: str, cli: Cli, page: str) -> None:
    shapes = SHAPE + f": a owl:Ontology ; owl:imports <{server}/{page}> .\n"
    run = cli("validate", *files(tmp_path, DATA, shapes), "--online")
    assert run.code == 3 and run.err.count("\n") == 1 and f"{server}/{page}" in run.err


def test_unknown_names(tmp_path: Path) -> None:
    data, _, shapes = files(tmp_path, DATA, SHAPE)
    for options, told in (
        (Options(only=["T"]), "no shape 'T' with targets"),
        (Options(focus=["http://e.org/z"]), "no such node"),
        (Options(focus=["Indonesia"]), "no such node"),
    ):
        with pytest.raises(ActipGraphError, match=told):
            validate([data], [shapes], options=options)


def test_the_wrong_engine_says_so(tmp_path: Path) -> None:
    custom = SHAPE + ":S sh:expression [ ] ."
    data, _, shapes = files(tmp_path, DATA, custom)
    with pytest.raises(ActipGraphError, match="choose auto"):
        validate([data], [shapes], options=Options(engine="indexed"))
