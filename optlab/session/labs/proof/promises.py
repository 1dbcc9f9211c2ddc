"""What only the engine can tell: whether what a lab promises comes out, on every seed it ships.

A claim must hold. A goal must be reached by its solution, and not be reached already, or a student
would be praised for nothing; where running the step as it is is all that is asked, the goal says so
by `given`. A number that is asked for must be a number.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from typing import NamedTuple

from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile
from optlab.session.labs.conditions import AnyCondition, Outcome
from optlab.session.labs.lab import Claim, Goal, Lab, LabStep
from optlab.session.labs.measures import AnyMeasure
from optlab.session.labs.prompts import Number
from optlab.session.labs.proof.complaint import Complaint
from optlab.session.labs.reading import experiment_at
from optlab.session.labs.trial import Trial


class Working(NamedTuple):
    """A stop point, with what is being looked at."""

    text: str


Proving = Generator[Complaint | Working, None, None]


def broken_promises(lab: Lab) -> Proving:
    """Complaints about what does not come out; what can never come out was said before."""
    for place, step in enumerate(lab.steps):
        seeds = lab.seeds if step.varied and lab.seeds else (None,)
        if not (step.claims or step.checks or any(isinstance(p, Number) for p in step.prompts)):
            continue
        for seed in seeds:
            told = f"step {place + 1} of {len(lab.steps)}"
            note = Working(told if seed is None else f"{told}, seed {seed}")
            yield note
            trial = Trial(experiment_at(lab, place, seed))
            for work in _promises(step, trial, f"steps[{place}]"):
                complaint = yield from _noting(work, note)
                if complaint is not None:
                    yield _on(seed, complaint)


Judging = Generator[None, None, Complaint | None]


def _promises(step: LabStep, trial: Trial, around: str) -> Iterator[Judging]:
    """The judging of everything that a step promises and that can be judged."""
    for at, claim in enumerate(step.claims):
        if _fits(claim.check, trial, claim.set):
            yield _claim(claim, trial, f"{around}.claims[{at}]")
    for at, goal in enumerate(step.checks):
        if _fits(goal.check, trial) and _fits(goal.check, trial, goal.solution):
            yield _goal(goal, trial, f"{around}.checks[{at}]")
    for at, prompt in enumerate(step.prompts):
        if isinstance(prompt, Number) and _fits(prompt.answer, trial):
            yield _number(prompt, trial, f"{around}.prompts[{at}]")


def _fits(asked: AnyCondition | AnyMeasure, trial: Trial, changes: tuple[str, ...] = ()) -> bool:
    """Whether there can be such a thing; the reading has complained where there cannot."""
    try:
        asked.check(_with(trial, changes).experiment)
    except (BadFile, Unfit):
        return False
    return True


def _claim(claim: Claim, trial: Trial, path: str) -> Judging:
    outcome = yield from claim.check.of(_with(trial, claim.set))
    if outcome.holds:
        return None
    return Complaint(
        path,
        f'The engine does not confirm "{claim.says}": {_seen(outcome)}',
        "Correct the sentence, or the experiment.",
    )


def _goal(goal: Goal, trial: Trial, path: str) -> Judging:
    before = yield from goal.check.of(trial)
    if goal.given:
        if before.holds:
            return None
        return Complaint(
            path,
            f'The run as it is does not meet "{goal.says}": {_seen(before)}',
            "Name a solution instead of given = true.",
        )
    if before.holds:
        return Complaint(
            path,
            f'The run as it is meets "{goal.says}" already, so there is nothing to reach: '
            f"{_seen(before)}",
            "Ask for more, or write given = true where running it is all that is asked.",
        )
    if not goal.solution:
        return Complaint(
            path,
            f'The run as it is does not meet "{goal.says}", and no solution is named: '
            f"{_seen(before)}",
            'Name one, such as solution = ["optimizer.learning_rate=0.1"].',
        )
    after = yield from goal.check.of(_with(trial, goal.solution))
    if after.holds:
        return None
    return Complaint(
        path,
        f'The solution {", ".join(goal.solution)} does not meet "{goal.says}": {_seen(after)}',
        "Find one that does.",
    )


def _number(prompt: Number, trial: Trial, path: str) -> Judging:
    value = yield from prompt.answer.of(trial)
    if math.isfinite(value):
        return None
    told = "no number" if math.isnan(value) else "infinite"
    return Complaint(
        f"{path}.answer",
        f"What is asked for here is {told} in the run of this step.",
        "Ask for something that comes out of it.",
    )


def _noting(work: Judging, note: Working) -> Generator[Working, None, Complaint | None]:
    """The same work, whose stop points say what is being looked at."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        yield note


def _with(trial: Trial, changes: tuple[str, ...]) -> Trial:
    return trial.elsewhere(changes) if changes else trial


def _seen(outcome: Outcome) -> str:
    return str(outcome.figures)


def _on(seed: int | None, complaint: Complaint) -> Complaint:
    """The complaint with the seed on which it came up."""
    if seed is None:
        return complaint
    return complaint._replace(sentence=f"With seed {seed}: {complaint.sentence}")
