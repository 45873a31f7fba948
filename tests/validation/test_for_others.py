"""Other projects can use the command: in a shell, as a GitHub Action, and before a commit."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree

import pytest
import rdflib
import yaml

from actip_graph.validation.formats import FORMATS
from tests.conftest import ROOT, unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

EXAMPLE: Final = ROOT / "examples" / "validate-foreign"
OPTIONS: Final = ("--shapes", "shapes/book.ttl", "--ontology", "ontology/terms.ttl")
# Line and severity of each fault in data/bad.ttl.
FAULTS: Final = {
    8: "violation",
    9: "violation",
    13: "warning",
    14: "violation",
    18: "violation",
    22: "violation",
}
COMMANDS: Final = {"violation": "error", "warning": "warning"}

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
INPUT = re.compile(r"inputs\.([\w-]+)")
SHELL_LINES = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
YAML_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a copy of the example as a git repository of its own."""
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@localhost")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "A state")


# The example through the command -----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_the_good_file_is_clean_in_every_format(
    form: str, project: Path, cli: Callable[..., Run]
) -> None:
    done = cli("validate", "data/good.ttl", *OPTIONS, "--format", form, cwd=project)
    assert (done.code, done.err) == (0, "")
    assert all(found == {} for _, found in [places(form, done.out)])


@pytest.mark.parametrize("form", FORMATS)
def test_the_bad_file_has_its_faults_in_their_places_in_every_format(
    form: str, project: Path, cli: Callable[..., Run]
) -> None:
    done = cli("validate", "data/good.ttl", "data/bad.ttl", *OPTIONS, "--format", form, cwd=project)
    assert (done.code, done.err) == (1, "")
    number, found = places(form, done.out)
    assert number == len(FAULTS)
    if form != "ttl":
        assert found == {("data/bad.ttl", line): severity for line, severity in FAULTS.items()}


def places(form: str, report: str) -> tuple[int, dict[tuple[str, int], str]]:
    """Return the number of faults in ``report``, and the severity of that in each file and line."""
    return globals()[f"in_{form}"](report)  # type: ignore[no-any-return]


def in_text(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    found = re.findall(r"^(\S+?):(\d+):\d+: (\w+): ", report, re.M)
    return len(found), {(file, int(line)): severity for file, line, severity in found}


def in_github(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    severities = {command: severity for severity, command in COMMANDS.items()}
    found = re.findall(r"^::(\w+) file=([^,]+),line=(\d+),", report, re.M)
    return len(found), {(file, int(line)): severities[command] for command, file, line in found}


def in_json(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    faults = json.loads(report)["faults"]
    return len(faults), {(f["place"]["file"], f["place"]["line"]): f["severity"] for f in faults}


def in_sarif(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    severities = {command: severity for severity, command in COMMANDS.items()}
    results = json.loads(report)["runs"][0]["results"]
    found = {}
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        file, line = place["artifactLocation"]["uri"], place["region"]["startLine"]
        found[file, line] = severities[result["level"]]
    return len(results), found


def in_junit(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    failures = list(ElementTree.fromstring(report.encode()).iter("failure"))
    found: dict[tuple[str, int], str] = {}
    for failure in failures:
        found |= in_text(failure.text or "")[1]
    return len(failures), found


def in_ttl(report: str) -> tuple[int, dict[tuple[str, int], str]]:
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    graph = rdflib.Graph().parse(data=report, format="turtle")
    results = list(graph.objects(predicate=shacl.result))
    assert (None, shacl.conforms, rdflib.Literal(not results)) in graph
    return len(results), {}


def test_both_engines_find_the_same(project: Path, cli: Callable[..., Run]) -> None:
    found = [
        in_json(
            cli("validate", "data/bad.ttl", *OPTIONS, "--format", "json", *engine, cwd=project).out
        )
        for engine in ((), ("--engine", "pyshacl"))
    ]
    assert found[0] == found[1]


def test_the_readme_of_the_example_is_right(project: Path, cli: Callable[..., Run]) -> None:
    blocks = SHELL_LINES.findall((project / "README.md").read_text(encoding="utf-8"))
    lines = "".join(blocks).splitlines()
    assert lines
    for line in lines:
        command, _, code = line.partition("# exit code ")
        done = cli(*shlex.split(command)[1:], cwd=project)
        assert done.code == int(code or 0), done.err


# The action --------------------------------------------------------------------------------------

ACTION: Final = load(ROOT / "action.yml")
STEPS: Final = [step for step in ACTION["runs"]["steps"] if "run" in step]
INSTALL, VALIDATE = STEPS


class Job(NamedTuple):
    """How a step ended, and what it gave out."""

    code: int
    log: str
    outputs: dict[str, str]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Give a folder for PATH with the programs that the scripts of the action call."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program(folder / "actip-graph", f'exec "{sys.executable}" -m actip_graph "$@"')
    program(folder / "python", f'exec "{sys.executable}" "$@"')
    return folder


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def run(step: dict[str, Any], project: Path, programs: Path, **inputs: str) -> Job:
    """Run a step of the action as GitHub does, in a checkout of ``project``."""
    declared = ACTION["inputs"]
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() <= declared.keys()
    values = {name: given.get(name, told.get("default", "")) for name, told in declared.items()}
    temp = project.parent / "runner"
    temp.mkdir(exist_ok=True)
    script, output = temp / "script.sh", temp / "output"
    script.write_text(step["run"], encoding="utf-8")
    output.write_text("", encoding="utf-8")
    environment = {
        name: EXPRESSION.sub(lambda found: values[found[1].removeprefix("inputs.")], value)
        for name, value in step.get("env", {}).items()
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=project,
        env={
            **os.environ,
            **environment,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_WORKSPACE": str(project),
            "RUNNER_TEMP": str(temp),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
    return Job(done.returncode, done.stdout, outputs)


def test_the_action_has_what_github_asks_for() -> None:
    assert {"name", "description", "inputs", "outputs", "runs"} <= ACTION.keys()
    assert ACTION["runs"]["using"] == "composite"
    for told in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert told["description"]
    for step in ACTION["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"
    for told in ACTION["inputs"].values():  # GitHub hands on every input as text
        assert told.get("required") or isinstance(told["default"], str)


def test_every_input_of_the_action_is_declared_and_used() -> None:
    used = set(INPUT.findall(json.dumps(ACTION["runs"])))
    assert used == ACTION["inputs"].keys()


def test_no_input_becomes_part_of_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step["run"]
        for name in step.get("env", {}):
            assert f"${name}" in step["run"] or f"${{{name}" in step["run"]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["name"])
def test_the_scripts_of_the_action_are_bash(step: dict[str, Any]) -> None:
    done = subprocess.run(
        ["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_action_installs_itself(project: Path, programs: Path) -> None:
    program(programs / "python", "for word; do printf '<%s>' \"$word\"; done")
    done = run(INSTALL, project, programs)
    assert (done.code, done.log) == (0, f"<-m><pip><install><--quiet><{ROOT}>")


def test_the_action_passes_a_clean_project(project: Path, programs: Path) -> None:
    done = run(
        VALIDATE,
        project,
        programs,
        files="data/good.ttl\n",
        shapes="shapes/*.ttl\n",
        ontology="ontology/*.ttl\n",
    )
    assert done.code == 0, done.log
    assert done.outputs["faults"] == "0"
    assert done.log == (project.parent / done.outputs["report"]).read_text("utf-8")
    assert done.log.startswith("No fault")


def test_the_action_fails_at_faults_and_annotates_them(project: Path, programs: Path) -> None:
    (project / "out").mkdir()
    done = run(
        VALIDATE,
        project,
        programs,
        files="data/**/*.ttl",
        shapes="shapes/*.ttl",
        ontology="ontology/*.ttl",
        sarif_file="out/rdf.sarif",
    )
    assert done.code == 1, done.log
    assert done.outputs["faults"] == str(len(FAULTS))
    assert in_github(done.log)[1] == {("data/bad.ttl", n): s for n, s in FAULTS.items()}
    number, found = in_sarif((project / "out" / "rdf.sarif").read_text("utf-8"))
    assert number == len(FAULTS) == len(found)


def test_the_action_hands_on_each_choice(project: Path, programs: Path) -> None:
    usual = {"shapes": "shapes/*.ttl", "ontology": "ontology/*.ttl"}

    def faults(**inputs: str) -> str:
        return run(VALIDATE, project, programs, **usual, **inputs).outputs["faults"]

    assert faults(files="data/bad.ttl", severity="violation") == "5"
    assert int(faults(files="data/bad.ttl", checks="true")) > len(FAULTS)
    assert faults(files="data/*.ttl", changed_since="HEAD") == "0"
    book = project / "data" / "bad.ttl"
    book.write_text(book.read_text("utf-8").replace("1928-01-01", "1928-01-02"), encoding="utf-8")
    assert faults(files="data/*.ttl", changed_since="HEAD") == "2"  # those of the changed book
    report = run(VALIDATE, project, programs, **usual, files="data/bad.ttl", format="json")
    assert in_json(report.log)[0] == len(FAULTS)


def test_the_action_takes_files_of_any_name(project: Path, programs: Path) -> None:
    odd = project / "data" / "rak buku" / "$(touch pwned) ; 'dua'"
    odd.mkdir(parents=True)
    (project / "data" / "bad.ttl").rename(odd / "--online.ttl")
    (project / "data" / "good.ttl").rename(project / "--help.ttl")
    done = run(
        VALIDATE,
        project,
        programs,
        files="\n  data/rak b*/**/*.ttl\t\n\n*.ttl\n",
        shapes="shapes/*.ttl",
        ontology="ontology/*.ttl",
    )
    assert done.code == 1, done.log
    assert done.outputs["faults"] == str(len(FAULTS))
    assert "in 2 files" in done.log
    assert not (project / "pwned").exists()


@pytest.mark.parametrize(
    "inputs",
    [
        {"files": "nothing/*.ttl"},
        {"files": "data/*.ttl", "shapes": "nothing/*.ttl"},
        {"files": "data/*.ttl", "severity": "$(touch pwned)"},
        {"files": "data/*.ttl", "format": "text; touch pwned"},
        {"files": "data/*.ttl", "changed_since": "no-such-revision"},
    ],
    ids=lambda inputs: " ".join(list(inputs)[-1:]),
)
def test_the_action_fails_where_it_cannot_check(
    inputs: dict[str, str], project: Path, programs: Path
) -> None:
    done = run(VALIDATE, project, programs, **{"shapes": "shapes/*.ttl", **inputs})
    assert done.code == 2, done.log
    assert done.outputs == {}
    assert done.log
    assert "Traceback" not in done.log
    assert not (project / "pwned").exists()


def test_a_broken_file_fails_the_action_and_is_annotated(project: Path, programs: Path) -> None:
    (project / "data" / "good.ttl").write_text("<> <p> .\n", encoding="utf-8")
    usual = {"shapes": "shapes/*.ttl", "ontology": "ontology/*.ttl"}
    done = run(VALIDATE, project, programs, **usual, files="data/*.ttl")
    assert done.code == 2
    assert re.search(r"^::error file=data/good\.ttl,line=1,", done.log, re.M)
    assert done.outputs["faults"] == str(len(FAULTS))


# The workflow that others call -------------------------------------------------------------------

WORKFLOW: Final = load(ROOT / ".github" / "workflows" / "validate.yml")
CALL: Final = WORKFLOW[True]["workflow_call"]  # in YAML 1.1, which PyYAML reads, "on" is true


def test_the_workflow_has_the_inputs_of_the_action() -> None:
    assert list(CALL["inputs"]) == list(ACTION["inputs"])
    for name, told in CALL["inputs"].items():
        same = ACTION["inputs"][name]
        assert told.get("required", False) == same.get("required", False)
        default = told.get("default")
        assert default == (same.get("default") if told["type"] == "string" else False)


def test_the_workflow_hands_every_input_to_the_action() -> None:
    (job,) = WORKFLOW["jobs"].values()
    (step,) = (step for step in job["steps"] if step.get("uses", "").startswith("./"))
    assert step["with"] == {name: f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}
    (own,) = (s for s in job["steps"] if s.get("with", {}).get("path") == step["uses"][2:])
    assert own["uses"].startswith("actions/checkout@")
    used = set(INPUT.findall(json.dumps(WORKFLOW["jobs"])))
    assert used == CALL["inputs"].keys()
    assert not any("run" in step for step in job["steps"])


def test_outputs_come_from_steps_that_exist() -> None:
    (job,) = WORKFLOW["jobs"].values()
    for outputs, steps in (
        (ACTION["outputs"], ACTION["runs"]["steps"]),
        (job["outputs"], job["steps"]),
    ):
        ids = {step.get("id") for step in steps}
        for told in outputs.values():
            value = told if isinstance(told, str) else told["value"]
            assert set(re.findall(r"steps\.(\w+)\.", value)) <= ids


def calls_of(document: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return each use of the action or the workflow, with what it is given."""
    if isinstance(document, list):
        return [call for part in document for call in calls_of(part)]
    if not isinstance(document, dict):
        return []
    found = calls_of(list(document.values()))
    if "OWNER/actip-graph" in str(document.get("uses", "")):
        found.append((document["uses"], document.get("with", {})))
    return found


def test_the_calls_in_example_and_documentation_fit() -> None:
    page = (ROOT / "docs" / "validate.md").read_text(encoding="utf-8")
    documents = [yaml.safe_load(block) for block in YAML_BLOCK.findall(page)]
    documents.append(load(EXAMPLE / ".github" / "workflows" / "rdf.yml"))
    calls = calls_of(documents)
    assert len(calls) >= 4
    for uses, given in calls:
        of_workflow = uses == "OWNER/actip-graph/.github/workflows/validate.yml@REF"
        assert of_workflow or uses == "OWNER/actip-graph@REF"
        declared = CALL["inputs"] if of_workflow else ACTION["inputs"]
        assert given.keys() <= declared.keys()
        assert {name for name, told in declared.items() if told.get("required")} <= given.keys()


# Before a commit ---------------------------------------------------------------------------------

HOOKS: Final = {hook["id"]: hook for hook in load(ROOT / ".pre-commit-hooks.yaml")}


def hook(name: str, args: list[str], files: list[str]) -> list[str]:
    """Return what pre-commit gives to the command line."""
    program, *entry = shlex.split(HOOKS[name]["entry"])
    assert program == "actip-graph"
    assert HOOKS[name]["language"] == "python"
    assert HOOKS[name].get("pass_filenames", True)
    return [*entry, *args, *(f for f in files if re.search(HOOKS[name]["files"], f))]


@pytest.mark.parametrize(("file", "code"), [("data/good.ttl", 0), ("data/bad.ttl", 1)])
def test_the_hook_of_the_example_checks(
    file: str, code: int, project: Path, cli: Callable[..., Run]
) -> None:
    (repo,) = load(project / ".pre-commit-config.yaml")["repos"]
    (chosen,) = repo["hooks"]
    assert re.search(chosen["files"], file)
    done = cli(*hook(chosen["id"], chosen["args"], [file, "README.md"]), cwd=project)
    assert (done.code, done.err) == (code, "")


def test_the_canonical_hook_rewrites_and_judges_nothing_else(
    project: Path, cli: Callable[..., Run]
) -> None:
    file = project / "data" / "untidy.ttl"
    file.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#>.\n"
        "@prefix e:   <https://e.org/> . e:b e:p 1. e:o owl:imports e:x. e:a e:p 'x' .\n",
        encoding="utf-8",
    )
    line = hook("actip-graph-canonical", [], ["data/untidy.ttl"])
    done = cli(*line, cwd=project)
    assert (done.code, done.err) == (0, "data/untidy.ttl: rewritten\n")
    assert 'e:a e:p "x" .\n\ne:b e:p 1 .\n' in file.read_text(encoding="utf-8")
    assert cli(*line, cwd=project).err == ""


def test_the_canonical_hook_keeps_comments(project: Path, cli: Callable[..., Run]) -> None:
    file = project / "data" / "remark.ttl"
    text = "<urn:b> <urn:p>  1 . # a remark\n"
    file.write_text(text, encoding="utf-8")
    done = cli(*hook("actip-graph-canonical", [], ["data/remark.ttl"]), cwd=project)
    assert done.code == 2
    assert "would lose this comment" in done.err
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", EXAMPLE / ".pre-commit-config.yaml"),
    ],
)
def test_pre_commit_takes_it(command: str, path: Path) -> None:
    if importlib.util.find_spec("pre_commit") is None:
        unavailable("pre-commit is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", command, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
