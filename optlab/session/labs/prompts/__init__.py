"""Prompts: what a lab asks, what may be answered, and how an answer is judged."""

from optlab.engine.declare import Catalog
from optlab.session.labs.prompts.asked import FreeText, MultipleChoice, Number
from optlab.session.labs.prompts.predicted import DrawnCurve, MarkedPoint
from optlab.session.labs.prompts.prompt import Prompt, Verdict
from optlab.session.labs.prompts.table import Column, Table

AnyPrompt = MultipleChoice | Number | FreeText | Table | DrawnCurve | MarkedPoint

PROMPTS = Catalog(AnyPrompt)

__all__ = [
    "PROMPTS",
    "AnyPrompt",
    "Column",
    "DrawnCurve",
    "FreeText",
    "MarkedPoint",
    "MultipleChoice",
    "Number",
    "Prompt",
    "Table",
    "Verdict",
]
