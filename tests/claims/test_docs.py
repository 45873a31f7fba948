"""The table of rules in the documents is that of the rules themselves."""

from __future__ import annotations

from actip_graph.claims.rules import load_rules
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "check-claims.md"


def rules_table() -> str:
    rows = [
        f"| `{name}` | {rule.compare} | {rule.summary['en']} |"
        for name, rule in sorted(load_rules().items())
    ]
    return "\n".join(["| rule | how | compares the claim with |", "|---|---|---|", *rows])


def test_every_rule_is_documented() -> None:
    written = PAGE.read_text("utf-8").split("<!-- rules -->\n")[1].split("\n<!-- /rules -->")[0]
    assert written == rules_table()
