"""Validation: the graph, or a user's files, against SHACL shapes."""

from actip_graph.validation.check import validate
from actip_graph.validation.report import Fault, Report, Severity

__all__ = ["Fault", "Report", "Severity", "validate"]
