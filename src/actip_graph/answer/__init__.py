"""The answer to the research question, computed from the graph.

What is asked, in which order and what follows from it is kept as data in ``plan.yaml``: which
stored query supports which finding. No number is written anywhere but in the graph.
"""

from actip_graph.answer.build import build_answer
from actip_graph.answer.model import Answer
from actip_graph.answer.render import FORMATS, render

__all__ = ["FORMATS", "Answer", "build_answer", "render"]
