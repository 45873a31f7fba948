"""Claims of a publication against the record: each decided by a rule, or as curated."""

from actip_graph.claims.check import check_claims
from actip_graph.claims.model import Report

__all__ = ["Report", "check_claims"]
