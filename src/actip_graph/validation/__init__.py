"""Validation: the graph, or a user's files, against SHACL shapes."""

from actip_graph.validation.check import validate
from actip_graph.validation.options import ENGINES, Options
from actip_graph.validation.report import Fault, Place, Report, Rule, Severity

__all__ = ["ENGINES", "Fault", "Options", "Place", "Report", "Rule", "Severity", "validate"]
