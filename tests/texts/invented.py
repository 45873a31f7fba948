"""An invented treaty on the care of lighthouses: its text, and the record that fits it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

FOLDER = Path(__file__).parent
ENGLISH = FOLDER / "lighthouses.en.txt"
INDONESIAN = FOLDER / "lighthouses.id.txt"
RECORD = FOLDER / "Lighthouses.ttl"


def checkout(folder: Path) -> Path:
    """Return a copy in ``folder`` of what a checkout has, with the invented treaty recorded."""
    top = folder / "checkout"
    shutil.copytree(ROOT / "src", top / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", top / "ontology")
    (top / "data" / "instruments").mkdir(parents=True)
    shutil.copy(RECORD, top / "data" / "instruments")
    return top
