"""The experiment: all that was chosen, as one frozen value.

Edits make copies (`msgspec.structs.replace`), `==` decides what must be redone, and a file is this
value written down. Numbers that follow from it (data, theta, surfaces) are never kept in it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from optlab.engine.datasets import AnyDataset, Circle
from optlab.engine.declare import Choice, Declared, knob
from optlab.engine.landscapes import AnyLandscape, Rosenbrock
from optlab.engine.losses import AnyLoss, CrossEntropy
from optlab.engine.models import AnyModel, Mlp
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum
from optlab.engine.penalties import AnyPenalty, NoPenalty
from optlab.engine.schedules import AnySchedule, Constant
from optlab.engine.starts import AnyStart, Glorot
from optlab.engine.stops import AnyCheck, AnyStop, NoCheck

MOST_RACERS = 8
LONGEST_NAME = 40


class Fitting(Choice, frozen=True, tag="fitting"):
    """An objective made of data: dataset, model, loss, penalty, batch size, test share."""

    title: ClassVar[str] = "Fitting"
    help: ClassVar[str] = "Fit a model to data."

    dataset: Annotated[AnyDataset, knob("Dataset", "The points to learn from.")] = Circle()
    model: Annotated[AnyModel, knob("Model", "The function whose parameters are learnt.")] = Mlp()
    loss: Annotated[AnyLoss, knob("Loss", "How the errors become one number.")] = CrossEntropy()
    penalty: Annotated[AnyPenalty, knob("Penalty", "A price on large weights.")] = NoPenalty()
    batch_size: Annotated[
        int,
        knob(
            "Batch size",
            "Samples seen per update; 0 stands for the whole training set.",
            ge=0,
            le=10_000,
            slider=(0, 100),
        ),
    ] = 10
    test_share: Annotated[
        float,
        knob(
            "Test share", "Share of the data kept back to test on.", ge=0, le=0.9, slider=(0, 0.9)
        ),
    ] = 0.5
    standardise: Annotated[
        bool,
        knob(
            "Standardise",
            "Shift and scale every feature to mean 0 and spread 1, so one learning rate fits all.",
        ),
    ] = True


class Landscape(Choice, frozen=True, tag="landscape"):
    """An objective given by an analytic function of its parameters."""

    title: ClassVar[str] = "Landscape"
    help: ClassVar[str] = "Roll down a known landscape, without data."

    landscape: Annotated[AnyLandscape, knob("Landscape", "The ground to roll on.")] = Rosenbrock()


AnyObjective = Fitting | Landscape


class Racer(Declared, frozen=True):
    """A named optimizer in a run, with the schedule of its learning rate."""

    name: Annotated[str, knob("Name", "How this racer is called in every view.")] = "Adam"
    optimizer: Annotated[AnyOptimizer, knob("Optimizer", "The rule that makes a step.")] = Adam()
    schedule: Annotated[
        AnySchedule, knob("Schedule", "How the learning rate changes along the run.")
    ] = Constant()


DEFAULT_RACERS = (
    Racer("Momentum", Momentum()),
    Racer("Adam", Adam()),
    Racer("Gradient descent", GradientDescent(learning_rate=0.1)),
)


class Experiment(Declared, frozen=True):
    """All that was chosen: objective, start, racers, steps and seed."""

    format: Annotated[Literal[1], knob("Format", "The version of the file format.")] = 1
    steps: Annotated[
        int,
        knob(
            "Steps",
            "Updates each racer makes.",
            ge=1,
            le=10_000_000,
            slider=(50, 5000),
            scale="log",
        ),
    ] = 500
    seed: Annotated[
        int,
        knob("Seed", "The number behind everything random: data, start, batches.", ge=0, lt=2**31),
    ] = 7
    check: Annotated[
        AnyCheck, knob("Loss check", "How often the loss of all training samples is looked at.")
    ] = NoCheck()
    stops: Annotated[
        tuple[AnyStop, ...],
        knob("Stops", "What ends a racer's run before its last step.", entry="Stop"),
    ] = ()
    objective: Annotated[AnyObjective, knob("Objective", "What is minimised.")] = Fitting()
    start: Annotated[AnyStart, knob("Start", "Where theta begins.")] = Glorot()
    racers: Annotated[tuple[Racer, ...], knob("Racers", "The optimizers that race.")] = (
        DEFAULT_RACERS
    )
