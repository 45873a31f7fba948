"""The contract of the command line: results on stdout, one line on stderr, and the exit codes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from actip_graph.cli import COMMANDS
from tests.conftest import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Cli = Callable[..., Run]

STATUS = ("query", "run", "ratification-status")


def _one_line(run: Run, code: int) -> str:
    assert run.code == code, run
    assert run.out == ""
    assert run.err.startswith("actip-graph: ") and run.err.count("\n") == 1, run.err
    assert "Traceback" not in run.err
    return run.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_an_example(cli: Cli, command: str) -> None:
    run = cli(command, "--help")
    assert run.code == 0
    assert f"actip-graph {command}" in re.split(r"^examples?:", run.out, flags=re.MULTILINE)[-1]


def test_help_names_every_command(cli: Cli) -> None:
    run = cli("--help")
    assert run.code == 0
    assert all(f"  {command} " in run.out for command in COMMANDS)
    assert cli().out == run.out
    assert cli("--version").out.startswith("actip-graph ")


def test_done_is_zero(cli: Cli) -> None:
    run = cli(*STATUS, "--as-of", "2017-03-08", "--format", "json")
    assert run.code == 0 and run.err == ""
    assert len(json.loads(run.out)["results"]["bindings"]) >= 10


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("anwser",), "did you mean answer"),
        (("query", "run", "ratification-statu"), "did you mean ratification-status"),
        ((*STATUS, "--as-of", "2017-02-30"), "is not a date"),
        ((*STATUS, "-p", "instrument=ACTPI"), "did you mean ACTIP"),
        (("query", "run", "state-participation", "-p", "state=XX"), "no known state"),
        ((*STATUS, "-p", "instrument"), "KEY=VALUE"),
        ((*STATUS, "-p", "as_of=today", "-p", "as_of=today"), "given twice"),
        ((*STATUS, "-p", "colour=red"), "no parameter 'colour'"),
        ((*STATUS, "--format", "pdf"), "invalid choice"),
        ((*STATUS, "--lang", "fr"), "invalid choice"),
        ((*STATUS, "--timeout", "-1"), "invalid"),
        (("query", "run"), "required"),
        (("query", "list", "--topic", "weather"), "no topic 'weather'"),
        (("sparql",), "give one query"),
        (("sparql", "SELECT ?x WHERE { ?x"), "not valid SPARQL"),
        (("sparql", "DROP ALL"), "not valid SPARQL"),
        (("sparql", "-f", "/no/such/file.rq"), "cannot be read"),
        (("sparql", "ASK {}", "--store", "nowhere"), "no address"),
        (("describe", "no such thing"), "nothing is called"),
        (("answer", "--as-of", "yesterday"), "is not a date"),
        (("export", "--format", "docx"), "invalid choice"),
        (("validate", "--shapes", "x.ttl"), "need files to check"),
    ],
)
def test_bad_input_is_two(cli: Cli, arguments: tuple[str, ...], complaint: str) -> None:
    assert complaint in _one_line(cli(*arguments), 2)


def test_a_broken_file_is_two_and_the_others_are_still_checked(cli: Cli, tmp_path: Path) -> None:
    broken, sound = tmp_path / "broken.ttl", tmp_path / "sound.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c ;; ] .\n", encoding="utf-8")
    sound.write_text("<http://a/b> <http://a/p> 1 .\n", encoding="utf-8")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix a: <http://a/> .
        a:S a sh:NodeShape ; sh:targetNode a:b ;
            sh:property [ sh:path a:p ; sh:minInclusive 5 ; sh:message "Too small."@en ] .""",
        encoding="utf-8",
    )
    run = cli("validate", str(broken), str(sound), "--shapes", str(shapes))
    assert run.code == 2
    assert "broken.ttl:2:" in run.err and run.err.count("\n") == 1
    assert "Too small." in run.out and "sound.ttl" in run.out


def test_faults_are_one(cli: Cli, tmp_path: Path) -> None:
    bad = ROOT / "tests" / "shapes"
    files = sorted(bad.glob("*/bad*.ttl"))
    run = cli("validate", str(files[0]))
    assert run.code == 1, run.err
    assert run.err == ""


def test_an_impossible_date_is_a_fault_and_no_traceback(cli: Cli, tmp_path: Path) -> None:
    act = ROOT / "tests" / "shapes" / "participation-act" / "good.ttl"
    path = tmp_path / "act.ttl"
    path.write_text(act.read_text("utf-8").replace("2015-11-30", "2015-11-31"), encoding="utf-8")
    run = cli("validate", str(path))
    assert run.code == 1 and "actip:latest" in run.out
    assert run.err == ""


def test_a_store_that_is_down_is_three(cli: Cli) -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    assert "cannot be reached" in _one_line(cli(*STATUS, "--store", address), 3)


def test_a_query_that_runs_away_is_four(cli: Cli) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
    assert "gave up after 1 seconds" in _one_line(cli("sparql", endless, "--timeout", "1"), 4)


def test_a_server_is_asked_with_store(cli: Cli, server: str) -> None:
    local = cli(*STATUS, "--as-of", "2017-03-08", "--format", "csv")
    remote = cli(*STATUS, "--as-of", "2017-03-08", "--format", "csv", "--store", server)
    assert remote == local


def test_out_writes_the_same_to_a_file(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    run = cli(*STATUS, "--format", "csv", "--out", str(target))
    assert run.code == 0 and run.out == ""
    assert target.read_text(encoding="utf-8") == cli(*STATUS, "--format", "csv").out


def test_sparql_reads_argument_file_and_stdin(cli: Cli, tmp_path: Path) -> None:
    query = "ASK { instrument:ACTIP a actip:Convention }"
    path = tmp_path / "q.rq"
    path.write_text(query, encoding="utf-8")
    outs = {
        cli("sparql", query).out,
        cli("sparql", "-f", str(path)).out,
        cli("sparql", "-", stdin=query).out,
    }
    assert outs == {"true\n"}


def test_prefixes_of_ones_own_are_kept(cli: Cli) -> None:
    query = "PREFIX state: <http://e.org/> SELECT (STR(state:ID) AS ?x) {}"
    assert "http://e.org/ID" in cli("sparql", query, "--format", "csv").out


def test_queries_are_listed_and_shown(cli: Cli) -> None:
    english, indonesian = cli("query", "list"), cli("query", "list", "--lang", "id")
    assert "ratification-status" in english.out and english.out != indonesian.out
    shown = cli("query", "show", "ratification-status").out
    assert "as_of" in shown and "SELECT" in shown and "#+" not in shown


def test_describe_in_three_forms(cli: Cli) -> None:
    assert "14(7)" in cli("describe", "provision:ACTIP-14.7").out
    document = json.loads(cli("describe", "norm:ACTIP-14.7", "--format", "json").out)
    assert document["sources"]
    assert "provision:ACTIP-14.7" in cli("describe", "norm:ACTIP-14.7", "--format", "ttl").out
