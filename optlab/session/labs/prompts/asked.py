"""Prompts that are answered by choosing, by a number, and by words."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures import AnyMeasure
from optlab.session.labs.measures.combined import Constant
from optlab.session.labs.prompts.prompt import Judging, Prompt, Verdict
from optlab.session.labs.trial import Trial
from optlab.session.message import Message
from optlab.session.numbers import trimmed

LONGEST_TEXT = 10_000


@final
class MultipleChoice(Prompt, frozen=True, kw_only=True, tag="multiple-choice"):
    """One of several options."""

    title: ClassVar[str] = "Choice"
    help: ClassVar[str] = "One of several options."

    options: Annotated[tuple[str, ...], knob("Options", "What can be chosen.")]
    answer: Annotated[
        int, knob("Answer", "The right one, counted from 1; 0: none is wrong.", ge=0, le=20)
    ]

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when the answer is no option."""
        if not 2 <= len(self.options) <= 12:
            raise Unfit("options", f"there must be 2 to 12 options, not {len(self.options)}")
        if self.answer > len(self.options):
            raise Unfit(
                "answer", f"there are {len(self.options)} options, so {self.answer} is none of them"
            )

    def read(self, value: object) -> int:
        """A whole number from 1."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("Choose one of the options.")
        if not 1 <= value <= len(self.options):
            raise ValueError(f"There are only {len(self.options)} options.")
        return value

    def judge(self, value: object, trial: Trial) -> Judging:
        """Compare with the right option."""
        yield from ()
        chosen = self.read(value)
        if not self.answer:
            return Verdict(None, math.nan, Message("Your answer is kept."))
        if chosen == self.answer:
            return Verdict(right=True, gap=0.0, says=Message("That is right."))
        right = Message("It is: {option}", {"option": self.options[self.answer - 1]})
        said = right if self.predict else Message("Not yet: think again, or look at a run.")
        return Verdict(right=False, gap=1.0, says=said)


@final
class Number(Prompt, frozen=True, kw_only=True, tag="number"):
    """A number, compared with one that the engine works out from the run of the step."""

    title: ClassVar[str] = "Number"
    help: ClassVar[str] = "A number, right within a tolerance."

    answer: Annotated[AnyMeasure, knob("Answer", "What it is compared with.")] = Constant(value=0.0)
    within: Annotated[float, knob("Within", "How far off it may be.", ge=0)] = 0.05
    relative: Annotated[bool, knob("Relative", "`within` is a share of the right number.")] = False
    unit: Annotated[str, knob("Unit", "What stands behind the field.")] = ""

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such number."""
        self.answer.check(experiment)

    def read(self, value: object) -> float:
        """A finite number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("A number is wanted, such as 0.25.")
        if not math.isfinite(value):
            raise ValueError("A finite number is wanted.")
        return float(value)

    def judge(self, value: object, trial: Trial) -> Judging:
        """Compare within the tolerance."""
        said = self.read(value)
        right = yield from self.answer.of(trial)
        gap = abs(said - right)
        allowed = self.within * abs(right) if self.relative else self.within
        holds = gap <= allowed * (1 + 1e-9)
        figures = {"right": trimmed(right), "said": trimmed(said), "unit": self.unit}
        if holds:
            told = Message("That is right: {right} {unit}", figures)
        elif self.predict:
            told = Message("It is {right} {unit}, where you said {said}.", figures)
        else:
            told = Message("Not yet: look at the run again.")
        return Verdict(holds, gap, told)


@final
class FreeText(Prompt, frozen=True, kw_only=True, tag="free-text"):
    """A few words of one's own; a teacher reads them, nothing judges them."""

    title: ClassVar[str] = "Text"
    help: ClassVar[str] = "A few words of one's own."

    least: Annotated[int, knob("Least", "Characters at least.", ge=1, le=1000)] = 15
    sample: Annotated[str, knob("Sample", "A good answer, for the teacher's guide.")] = ""

    def read(self, value: object) -> str:
        """A text that is neither empty nor endless."""
        if not isinstance(value, str):
            raise ValueError("A text is wanted.")
        text = value.strip()
        if len(text) < self.least:
            raise ValueError(f"Say a little more: at least {self.least} characters.")
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"At most {LONGEST_TEXT:,} characters, please.")
        return text

    def judge(self, value: object, trial: Trial) -> Judging:
        """Keep it."""
        yield from ()
        self.read(value)
        return Verdict(None, math.nan, Message("Your answer is kept."))
