"""What is wrong with a step of a lab, as far as it can be told without running anything."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from optlab.engine.experiment import Experiment, Fitting
from optlab.engine.objective import prepare
from optlab.engine.slices.recipes import TwoParameters
from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile
from optlab.session.labs.conditions import AnyCondition
from optlab.session.labs.lab import Lab, LabStep
from optlab.session.labs.locks import locks_of
from optlab.session.labs.pointing import path_trouble
from optlab.session.labs.prompts import AnyPrompt, DrawnCurve, MarkedPoint
from optlab.session.labs.proof.complaint import Complaint, Complaints, impossible
from optlab.session.labs.proofreading import targets_in
from optlab.session.labs.reading import experiment_at, owner_of
from optlab.session.labs.trial import Trial
from optlab.session.validation import nearest

OF_A_FITTING = {"network": "a model made of units", "metrics": "predictions to judge"}
"""Tabs that have nothing to show on a landscape, and what they would need."""


def step_complaints(lab: Lab, place: int) -> Complaints:
    """Everything that can be seen by reading one step."""
    step, experiment = lab.steps[place], experiment_at(lab, place)
    around = f"steps[{place}]"
    yield from _controls(step, experiment, around)
    yield from _view(step, experiment, around)
    yield from _prompts(step, experiment, around)
    if _was_played(lab, place):
        yield from _known(step, around)
    yield from _goals(step, experiment, around)
    for at, claim in enumerate(step.claims):
        path = f"{around}.claims[{at}]"
        changed = yield from _changed(experiment, claim.set, f"{path}.set")
        if changed is not None:
            yield from _fits(claim.check, changed, f"{path}.check")


def _controls(step: LabStep, experiment: Experiment, around: str) -> Complaints:
    for name in ("shown", "fixed", "hidden"):
        for path in getattr(step.controls, name):
            said = path_trouble(path, experiment)
            if said:
                yield Complaint(f"{around}.controls.{name}", said)


def _view(step: LabStep, experiment: Experiment, around: str) -> Complaints:
    view = step.view
    if view.tab in OF_A_FITTING and not isinstance(experiment.objective, Fitting):
        yield Complaint(
            f"{around}.view.tab",
            f"The tab {view.tab} shows nothing on a landscape, which has no "
            f"{OF_A_FITTING[view.tab].removeprefix('a ')}.",
            "Choose another tab, or leave it out.",
        )
    if view.step > experiment.steps:
        yield Complaint(
            f"{around}.view.step",
            f"The run has {experiment.steps} steps, so the cursor cannot stand at {view.step}.",
        )
    if view.racer:
        yield from _named(view.racer, experiment, f"{around}.view.racer")
    if isinstance(view.slice, TwoParameters):
        size, chosen = prepare(experiment).size, (view.slice.first, view.slice.second)
        if size > 2 and (max(chosen) >= size or chosen[0] == chosen[1]):
            yield Complaint(
                f"{around}.view.slice",
                f"There is no such slice: it takes two different parameters from 0 to {size - 1}.",
            )


def _prompts(step: LabStep, experiment: Experiment, around: str) -> Complaints:
    for at, prompt in enumerate(step.prompts):
        path = f"{around}.prompts[{at}]"
        yield from _fits(prompt, experiment, path)


def _known(step: LabStep, around: str) -> Complaints:
    """Complaints about what is to be drawn although it was seen."""
    for at, prompt in enumerate(step.prompts):
        if isinstance(prompt, DrawnCurve | MarkedPoint):
            yield Complaint(
                f"{around}.prompts[{at}]",
                "What is to be drawn here was seen already: a step before it plays the same run.",
                "Give this step an experiment of its own.",
            )


def _was_played(lab: Lab, place: int) -> bool:
    """Whether a step before this one, with the same experiment, wants it to be run."""
    owner = owner_of(lab, place)
    before = lab.steps[owner or 0 : place]
    return any(each.checks or "play" in targets_in(each.task) for each in before)


def _goals(step: LabStep, experiment: Experiment, around: str) -> Complaints:
    locks = locks_of(step.controls)
    for at, goal in enumerate(step.checks):
        path = f"{around}.checks[{at}]"
        if goal.given and goal.solution:
            yield Complaint(
                f"{path}.given", "A goal that is given needs no solution.", "Keep one of the two."
            )
        changed = yield from _changed(experiment, goal.solution, f"{path}.solution")
        if changed is None:
            continue
        yield from _fits(goal.check, changed, f"{path}.check")
        refusal = locks.refusal(experiment, changed)
        if refusal is not None:
            yield Complaint(
                f"{path}.solution",
                f"The solution does what a student may not: {str(refusal).rstrip('.')}.",
                "Free that control, or find another solution.",
            )


def _changed(
    experiment: Experiment, changes: Sequence[str], path: str
) -> Generator[Complaint, None, Experiment | None]:
    """The experiment with changes; None, after a complaint, when they cannot be made."""
    try:
        return Trial(experiment).elsewhere(changes).experiment
    except (BadFile, Unfit) as trouble:
        yield impossible(path, trouble)
        return None


def _fits(asked: AnyCondition | AnyPrompt, experiment: Experiment, path: str) -> Complaints:
    """A complaint when what is asked of a run can never be."""
    try:
        asked.check(experiment)
    except (BadFile, Unfit) as trouble:
        yield impossible(path, trouble, type(asked).__struct_fields__)


def _named(racer: str, experiment: Experiment, path: str) -> Complaints:
    names = [each.name for each in experiment.racers]
    if racer not in names:
        yield Complaint(
            path,
            f'There is no racer "{racer}" here{nearest(racer, names)}.',
            f"There is {', '.join(names)}.",
        )
