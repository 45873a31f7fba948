"""What the documents say is so: commands run, snippets hold, links and paths lead somewhere.

``python -m tests.test_readme`` renews the table of queries in docs/queries.md.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

import pytest
import rdflib

from actip_graph import resources
from actip_graph.cli import COMMANDS, main
from actip_graph.namespaces import PREFIXES
from actip_graph.queries.catalogue import Catalogue
from tests.conftest import ROOT, unavailable
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from actip_graph import Graph

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "ontology/*.md", "benchmarks/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)
# The commands of these are run by tests/interop/test_docs.py.
STORE_PAGES = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/stores/*.md"))
# Where a document speaks of a store or of files of the reader's own, the test has its own.
ENDPOINT = "http://localhost:7878/query"
STORE = "http://127.0.0.1:7878"
OWN_FILES = {
    "mine.ttl": '<https://example.org/a> <http://purl.org/dc/terms/title> "A" .\n',
    "my-shapes.ttl": """\
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://example.org/shape> a sh:NodeShape ;
            sh:targetNode <https://example.org/a> ;
            sh:property [ sh:path <http://purl.org/dc/terms/title> ; sh:minCount 1 ] .
        """,
    "classes.ttl": "<https://example.org/A> a <http://www.w3.org/2002/07/owl#Class> .\n",
    "convention.txt": "Article 1\n\n1. Each Party shall tend its lighthouses.\n",
}
_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_EXIT_CODE = re.compile(r"\s+# exit code (\d)$")
_TABLE = re.compile(r"(?<=<!-- queries -->\n).*?(?=<!-- /queries -->)", re.S)


class Block(NamedTuple):
    """A fenced block of a document."""

    document: str
    kind: str
    body: str


def blocks(document: str, *kinds: str) -> Iterator[Block]:
    for match in _FENCE.finditer(text_of(document)):
        if match["kind"] in kinds:
            yield Block(document, match["kind"], dedent(match["body"]))


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def prose_of(document: str) -> str:
    return _FENCE.sub("", text_of(document))


# Commands ----------------------------------------------------------------------------------------


def documented_commands() -> list[str]:
    """Return each ``actip-graph …`` line of the documents and of ``--help``, once."""
    found: list[str] = []
    for document in DOCUMENTS:
        for block in blocks(document, "sh", "console"):
            lines = (line.removeprefix("$ ") for line in block.body.splitlines())
            found += [line for line in lines if is_command(line)]
        found += [code for code in _INLINE.findall(prose_of(document)) if is_command(code)]
    for arguments in ([name] for name in COMMANDS):
        found += [line for line in examples_of(arguments) if is_command(line)]
    return list(dict.fromkeys(found))


def is_command(line: str) -> bool:
    return re.match(r"(actip-graph|echo .*\| actip-graph) [a-z]", line) is not None


def examples_of(arguments: list[str]) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main([*arguments, "--help"])
    _, found, rest = out.getvalue().rpartition("\nexample")
    return [line.strip() for line in rest.splitlines()[1:]] if found else []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder as a reader has it: the files of the checkout, and some of their own."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("data", "examples", "ontology", "queries"):
        (folder / name).symlink_to(ROOT / name)
    for name, content in OWN_FILES.items():
        (folder / name).write_text(dedent(content), encoding="utf-8")
    programs = folder / ".bin"
    programs.mkdir()
    program = programs / "actip-graph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m actip_graph "$@"\n')
    program.chmod(0o755)
    return folder


def run_line(line: str, desk: Path) -> subprocess.CompletedProcess[str]:
    path = f"{desk / '.bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=desk,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """Give the address of a store that can be written, with the graph in it."""
    with servers.oxigraph() as running:
        running.load(resources.graph_files())
        yield running.address


@pytest.mark.parametrize("line", documented_commands())
def test_documented_command_runs(
    line: str, desk: Path, request: pytest.FixtureRequest, cache_folder: Path
) -> None:
    code = _EXIT_CODE.search(line)
    command = _EXIT_CODE.sub("", line)
    if ENDPOINT in command:
        command = command.replace(ENDPOINT, request.getfixturevalue("server"))
    if STORE in command:
        command = command.replace(STORE, request.getfixturevalue("store"))
    done = run_line(command, desk)
    assert done.returncode == int(code[1] if code else 0), done.stderr
    assert "Traceback" not in done.stderr
    if code and code[1] != "1":
        assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    "block", [b for d in DOCUMENTS for b in blocks(d, "console")], ids=lambda b: b.document
)
def test_shown_output_is_what_comes(block: Block, desk: Path, cache_folder: Path) -> None:
    """In what is shown, … stands for any text; lines may be left out."""
    shown = re.split(r"^\$ (.*)\n", block.body, flags=re.M)[1:]
    for command, lines in zip(shown[::2], shown[1::2], strict=True):
        out = run_line(command, desk).stdout
        for line in lines.splitlines():
            wanted = ".*".join(re.escape(part) for part in line.strip().split("…"))
            assert re.search(wanted, out), f"{command} does not print: {line}\n{out}"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example(name: str) -> None:
    assert any(line.startswith("actip-graph") for line in examples_of([name]))


# Snippets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if list(blocks(d, "python"))])
def test_python_snippets_run(document: str, desk: Path, cache_folder: Path) -> None:
    for needed in ("pandas", "polars"):
        if importlib.util.find_spec(needed) is None:
            unavailable(f"{needed} is not installed")
    script = "\n".join(block.body for block in blocks(document, "python"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=desk,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if list(blocks(d, "turtle"))])
def test_turtle_snippets_are_in_the_data(document: str, graph: Graph) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{ns}> .\n" for prefix, ns in PREFIXES.items())
    for block in blocks(document, "turtle"):
        for triple in rdflib.Graph().parse(data=prefixes + block.body, format="turtle"):
            pattern = " ".join(term.n3() for term in triple)
            assert graph.sparql(f"ASK {{ {pattern} }}").outcome is True, pattern


# The table of queries ----------------------------------------------------------------------------


def table_of_queries() -> str:
    rows = ["| topic | query | question |", "|---|---|---|"]
    topic = ""
    for query in Catalogue.load(resources.query_folder()):
        first = query.topic if query.topic != topic else ""
        topic = query.topic
        rows.append(f"| {first} | `{query.name}` | {query.question['en']} |")
    return "\n".join(rows) + "\n"


def test_table_of_queries_is_the_catalogue() -> None:
    table = _TABLE.search(text_of("docs/queries.md"))
    assert table is not None
    assert table[0] == table_of_queries(), "renew it: python -m tests.test_readme"


# Links and paths ---------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [*DOCUMENTS, *STORE_PAGES])
def test_links_lead_somewhere(document: str) -> None:
    for target in _LINK.findall(prose_of(document)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / document).parent / name if name else ROOT / document
        assert path.exists(), f"{document} links to {target}"
        if anchor:
            assert anchor in anchors_of(path), f"{document} links to {target}"


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", [*DOCUMENTS, *STORE_PAGES])
def test_named_paths_exist(document: str) -> None:
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for code in _INLINE.findall(prose_of(document)):
        top, slash, _ = code.partition("/")
        if slash and top in tops and re.fullmatch(r"[\w./-]+", code):
            assert (ROOT / code).exists(), f"{document} names {code}"


def test_readme_has_its_two_commands() -> None:
    lines = [
        line
        for block in blocks("README.md", "sh")
        for line in block.body.splitlines()
        if line.startswith("python3 -m venv")
    ]
    assert [line.split(" && ")[-1] for line in lines] == [
        ".venv/bin/actip-graph answer",
        ".venv/bin/python -m pytest -n auto",
    ]
    assert all("--require-hashes" in line for line in lines)


if __name__ == "__main__":
    page = ROOT / "docs" / "queries.md"
    page.write_text(_TABLE.sub(lambda _: table_of_queries(), text_of("docs/queries.md")), "utf-8")
