"""Explain: the numbers of one update, term by term, from the code that makes it."""

from optlab.engine.explain.explanation import Explanation, Term, Trial
from optlab.engine.explain.heard import Bent, Felt
from optlab.engine.explain.lines import Line
from optlab.engine.explain.step import explain

__all__ = ["Bent", "Explanation", "Felt", "Line", "Term", "Trial", "explain"]
