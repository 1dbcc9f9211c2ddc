"""What is right for a student: the answers of a lab, worked out again by the engine.

A teacher's guide and the marking of reports ask the same thing: what comes out of the run of this
step with the seed of that student. Runs are shared by everybody with the same seed, and a number is
measured once, so a class costs as many runs as there are seeds.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Generator

from msgspec.structs import replace

from optlab.session.labs.lab import Lab
from optlab.session.labs.measures.combined import Constant
from optlab.session.labs.plain import plain_words
from optlab.session.labs.prompts import (
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Table,
    Verdict,
)
from optlab.session.labs.reading import experiment_at
from optlab.session.labs.trial import Trial
from optlab.session.message import Message
from optlab.session.numbers import MINUS, figure

MOST_TRIALS = 12
"""Runs kept at a time; each may hold tens of megabytes."""


class Expected:
    """The right answers of one lab, for any seed."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.steps = {
            prompt.key: place for place, step in enumerate(lab.steps) for prompt in step.prompts
        }
        self.prompts = {prompt.key: prompt for step in lab.steps for prompt in step.prompts}
        self._trials: OrderedDict[tuple[int, int | None], Trial] = OrderedDict()
        self._numbers: dict[tuple[str, int | None], float] = {}

    def trial(self, key: str, seed: int | None) -> Trial:
        """The run of the step in which a prompt is asked, as it is for this seed."""
        place = self.steps[key]
        known = (place, seed if self.lab.steps[place].varied else None)
        if known not in self._trials:
            self._trials[known] = Trial(experiment_at(self.lab, place, seed))
            if len(self._trials) > MOST_TRIALS:
                self._trials.popitem(last=False)
        self._trials.move_to_end(known)
        return self._trials[known]

    def number(self, key: str, seed: int | None) -> Generator[None, None, float]:
        """The right number; nan for a prompt that asks for none."""
        known = (key, seed if self.lab.steps[self.steps[key]].varied else None)
        prompt = self.prompts[key]
        if known not in self._numbers and isinstance(prompt, Number):
            self._numbers[known] = yield from prompt.answer.of(self.trial(key, seed))
        return self._numbers.get(known, float("nan"))

    def verdict(self, key: str, seed: int | None, value: object) -> Generator[None, None, Verdict]:
        """The verdict on an answer; raises ValueError for one that cannot be read."""
        prompt = self.prompts[key]
        if isinstance(prompt, Number):  # measured once for all
            right = yield from self.number(key, seed)
            prompt = replace(prompt, answer=Constant(value=right))
        return (yield from prompt.judge(value, self.trial(key, seed)))

    def told(self, key: str, seed: int | None) -> Generator[None, None, Message]:
        """The right answer in words, for a teacher."""
        prompt = self.prompts[key]
        match prompt:
            case MultipleChoice():
                return _option(prompt)
            case Number():
                return _number(prompt, (yield from self.number(key, seed)))
            case FreeText() if prompt.sample:
                return Message("For example: {sample}", {"sample": plain_words(prompt.sample)})
            case FreeText():
                return Message("A text of one's own.")
            case DrawnCurve() | MarkedPoint():
                return (yield from self._end(prompt, seed))
            case Table():
                return _rows(prompt)

    def allowed(self, key: str) -> Message | None:
        """How far off a number may be, in words; None where nothing can be off."""
        prompt = self.prompts[key]
        if not isinstance(prompt, Number) or not prompt.within:
            return None
        share = f"{100 * prompt.within:.3g} %" if prompt.relative else f"{prompt.within:.3g}"
        return Message("give or take {share}", {"share": share})

    def _end(
        self, prompt: DrawnCurve | MarkedPoint, seed: int | None
    ) -> Generator[None, None, Message]:
        """Where the run goes that is predicted."""
        trial = self.trial(prompt.key, seed)
        recording = yield from trial.run()
        racer = trial.racer(prompt.racer)
        if isinstance(prompt, MarkedPoint):
            theta = ", ".join(figure(float(each)) for each in trial.snapshot(racer).theta)
            return Message("It ends at ({theta}).", {"theta": theta})
        until = prompt.until or trial.experiment.steps
        first, last = (recording.losses(racer, step)[0] for step in (0, until))
        values = {"first": figure(first), "last": figure(last), "step": until}
        return Message("The loss goes from {first} to {last} at step {step}.", values)


def _option(prompt: MultipleChoice) -> Message:
    if not prompt.answer:
        return Message("Every answer is welcome.")
    values = {"number": prompt.answer, "option": plain_words(prompt.options[prompt.answer - 1])}
    return Message("{number}. {option}", values)


def _number(prompt: Number, right: float) -> Message:
    whole = math.isfinite(right) and right == int(right)  # 81 cups, and not 81.00
    shown = f"{int(right)}".replace("-", MINUS) if whole else figure(right)
    if prompt.unit:
        return Message("{right} {unit}", {"right": shown, "unit": prompt.unit})
    return Message("{right}", {"right": shown})


def _rows(prompt: Table) -> Message:
    names = {"first": prompt.columns[0].title, "last": prompt.columns[-1].title}
    match prompt.relation:
        case "rising":
            return Message(
                "At least {least} rows; {last} rises with {first}.",
                {"least": prompt.least, **names},
            )
        case "falling":
            return Message(
                "At least {least} rows; {last} falls as {first} grows.",
                {"least": prompt.least, **names},
            )
        case "any":
            return Message("At least {least} rows.", {"least": prompt.least})
