"""The lab: a guided sheet, as one frozen value that a TOML file holds.

A lab is a list of steps. A step has a text, the experiment it starts from, the controls that may be
used, a task, prompts to answer, checks that the student's own run must meet, and claims: sentences
of the text that the engine must confirm before the lab is shipped (`optlab lab check`).

Everything is a declaration like those of the engine, so reading, validation and the documentation
of the format follow from it. An experiment stands in the file as it stands in an `.optlab` file and
is read by the same code, which is why it is kept here as the plain data that was written.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from optlab.engine.declare import Declared, knob
from optlab.engine.slices import AnySlice
from optlab.engine.slices.recipes import PathPlane
from optlab.session.labs.conditions import AnyCondition
from optlab.session.labs.prompts import AnyPrompt

LEVELS = ("first steps", "going on", "going deeper")

Tab = Literal["", "data", "step", "network", "curves", "metrics", "curvature", "health"]


class Controls(Declared, frozen=True):
    """What of the setup is shown, and what of it may be changed.

    A path is that of `--set`: `optimizer.learning_rate` (of every racer), `dataset`, `start`,
    `model.hidden`, `racers`, `seed` ... and means all that lies below it. Hidden wins over fixed,
    fixed over shown.
    """

    shown: Annotated[
        tuple[str, ...], knob("Shown", "If there are any, only these can be seen and changed.")
    ] = ()
    fixed: Annotated[tuple[str, ...], knob("Fixed", "Seen, but not to be changed.")] = ()
    hidden: Annotated[tuple[str, ...], knob("Hidden", "Not even seen.")] = ()


class View(Declared, frozen=True):
    """How the window looks when a step begins; whatever is left out stays as it is."""

    tab: Annotated[Tab, knob("Tab", "The view of the lower pane to look at.")] = ""
    step: Annotated[int, knob("Step", "Where the cursor stands.", ge=0, le=10_000_000)] = 0
    racer: Annotated[str, knob("Racer", "Whom to follow; the first one if empty.")] = ""
    slice: Annotated[AnySlice, knob("Slice", "Which plane is drawn.")] = PathPlane()
    speed: Annotated[float, knob("Speed", "Steps per second; 0 leaves it.", ge=0, le=100_000)] = 0.0


class Claim(Declared, frozen=True):
    """A sentence of the step that the engine must confirm, on its experiment with `set` applied."""

    says: Annotated[str, knob("Says", "What is claimed, as one sentence.")]
    check: Annotated[AnyCondition, knob("Check", "What must come out.")]
    set: Annotated[tuple[str, ...], knob("Set", "Changes, as of `--set`.")] = ()


class Goal(Declared, frozen=True):
    """What the student's own run must meet; `solution` is one way to get there.

    `given` says that the step's experiment meets it already: the student only has to run it.
    """

    says: Annotated[str, knob("Says", "What is to be reached, as one sentence.")]
    check: Annotated[AnyCondition, knob("Check", "What must come out.")]
    solution: Annotated[tuple[str, ...], knob("Solution", "Changes, as of `--set`.")] = ()
    given: Annotated[bool, knob("Given", "The run as it is meets it.")] = False


class LabStep(Declared, frozen=True):
    """One step of a lab. Without an experiment of its own it goes on with what there is.

    `teaches` are rows of the course (see `optlab.session.labs.course`). With `varied` the seed of
    the experiment is that of the student.
    """

    title: Annotated[str, knob("Title", "What the step is called in the list.")]
    text: Annotated[str, knob("Text", "Markdown, shown when the step begins.")]
    teaches: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=30)], ...],
        knob("Teaches", "Rows of the course."),
    ] = ()
    experiment: Annotated[
        dict[str, Any] | None, knob("Experiment", "As in an .optlab file, below this step.")
    ] = None
    varied: Annotated[bool, knob("Varied", "Every student has a seed of their own.")] = False
    view: Annotated[View, knob("View", "What is looked at.")] = View()
    controls: Annotated[Controls, knob("Controls", "What may be changed.")] = Controls()
    task: Annotated[str, knob("Task", "Markdown: what is to be done.")] = ""
    prompts: Annotated[tuple[AnyPrompt, ...], knob("Prompts", "What is asked.")] = ()
    checks: Annotated[tuple[Goal, ...], knob("Checks", "What the run must meet.")] = ()
    hints: Annotated[tuple[str, ...], knob("Hints", "Shown one by one when asked for.")] = ()
    conclusion: Annotated[str, knob("Conclusion", "Markdown, shown when the step is done.")] = ""
    claims: Annotated[tuple[Claim, ...], knob("Claims", "What the engine must confirm.")] = ()


class Lab(Declared, frozen=True):
    """A guided sheet. `seeds` are those that students are given, each proven by `lab check`."""

    title: Annotated[str, knob("Title", "What the lab is called.")]
    summary: Annotated[str, knob("Summary", "One sentence for the list of labs.")]
    minutes: Annotated[int, knob("Minutes", "How long it takes.", ge=1, le=240)]
    goals: Annotated[tuple[str, ...], knob("Goals", "What one can do afterwards.")]
    steps: Annotated[tuple[LabStep, ...], knob("Steps", "The steps, in order.")]
    format: Annotated[Literal[1], knob("Format", "The version of the file format.")] = 1
    level: Annotated[
        Literal["first steps", "going on", "going deeper"], knob("Level", "How hard it is.")
    ] = "first steps"
    order: Annotated[int, knob("Order", "Its place in the list of labs.", ge=0, le=1000)] = 100
    authors: Annotated[tuple[str, ...], knob("Authors", "Who wrote it.")] = ()
    seeds: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=0, lt=2**31)], ...],
        knob("Seeds", "Those that students are given in varied steps."),
    ] = ()
    learnt: Annotated[tuple[str, ...], knob("Learnt", "What was learnt, at the end.")] = ()
    question: Annotated[str, knob("Question", "A question to take home.")] = ""
    teacher: Annotated[str, knob("Teacher", "Markdown for the teacher's guide.")] = ""


def prompt_keys(lab: Lab) -> tuple[str, ...]:
    """The keys of all prompts, in order: how answers are called in reports and grade tables."""
    return tuple(prompt.key for step in lab.steps for prompt in step.prompts)


def changed(step: LabStep, **fields: Any) -> LabStep:
    """A copy with other fields."""
    return msgspec.structs.replace(step, **fields)
