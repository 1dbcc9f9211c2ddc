"""What all prompts have in common: what is asked, what may be answered, how it is judged.

An answer is plain data as it stands in the journal; `read` says in one sentence what is wrong with
one that cannot be, so that a report which was tampered with is met by the same words as a slip.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, Any

from optlab.engine.declare import Choice, knob
from optlab.engine.experiment import Experiment
from optlab.session.labs.trial import Trial
from optlab.session.message import Message


@dataclass(frozen=True)
class Verdict:
    """What became of an answer: right, wrong, or neither (None); its gap; one sentence.

    `gap` says how far off it was: a share for predictions, a difference for numbers, nan for texts.
    """

    right: bool | None
    gap: float
    says: Message


Judging = Generator[None, None, Verdict]


class Prompt(Choice, frozen=True, kw_only=True):
    """Something that is asked. One with `predict` is answered, and locked, before the run plays."""

    key: Annotated[str, knob("Key", "What the answer is called in reports: a-z, 0-9 and -.")]
    question: Annotated[str, knob("Question", "Markdown, one or two sentences.")]
    predict: Annotated[bool, knob("Predict", "To be answered before the run plays.")] = False
    why: Annotated[str, knob("Why", "Markdown, said once it is answered.")] = ""
    points: Annotated[float, knob("Points", "What a right answer is worth.", ge=0, le=100)] = 1.0

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when this cannot be asked of a run of the experiment."""

    def read(self, value: object) -> Any:
        """Check an answer's form; raise ValueError with one sentence."""
        raise NotImplementedError

    def judge(self, value: object, trial: Trial) -> Judging:
        """Judge an answer by a trial; raises ValueError as `read` does."""
        raise NotImplementedError
