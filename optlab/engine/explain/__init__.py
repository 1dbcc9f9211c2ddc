"""Explain: the numbers of one update, term by term, from the code that makes it.

What an optimizer declares for it: its `formula`, in the notation of `parser` or in words; for a
formula the `memory_symbols`, one for each row of its memory; and where it tries points, `accepts`,
the condition on a point q to be good enough.
"""

from optlab.engine.explain.explanation import Explanation, Term, Trial
from optlab.engine.explain.heard import Bent, Felt
from optlab.engine.explain.lines import Line
from optlab.engine.explain.passes import LayerPass, Passes, passes
from optlab.engine.explain.step import explain

__all__ = [
    "Bent",
    "Explanation",
    "Felt",
    "LayerPass",
    "Line",
    "Passes",
    "Term",
    "Trial",
    "explain",
    "passes",
]
