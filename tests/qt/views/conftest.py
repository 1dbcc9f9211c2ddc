"""Moments to draw: small runs, made once, and the program's own style to draw them in."""

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from optlab.engine.datasets import Births
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Rosenbrock, Saddle
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.slices import AnySlice, PathPlane, cut
from optlab.engine.starts import At
from optlab.engine.surface import Surface, refine
from optlab.qt import theme
from optlab.session.moment import Moment, moment
from optlab.session.recording import Recording
from optlab.session.training import train

SLOW_AND_FAST = (
    Racer("Adam", Adam(learning_rate=0.05)),
    Racer("Careful", GradientDescent(learning_rate=0.001)),
)
WILD = Racer("Wild", GradientDescent(learning_rate=0.05))

CIRCLE = Experiment(steps=80)
BIRTHS = Experiment(
    steps=60,
    objective=Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError(), batch_size=50),
    racers=SLOW_AND_FAST,
)
ROSENBROCK = Experiment(
    steps=60,
    objective=Landscape(Rosenbrock()),
    start=At(theta=(-1.5, 2.0)),
    racers=(*SLOW_AND_FAST, WILD),
)
SADDLE = replace(ROSENBROCK, objective=Landscape(Saddle()))

Draw = Callable[..., Moment]


@cache
def recorded(experiment: Experiment, until: int) -> Recording:
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, until):
        pass
    return recording


@cache
def ground(recording: Recording, recipe: AnySlice) -> Surface:
    racers = range(len(recording.experiment.racers))
    paths = [recording.track(racer).path.theta for racer in racers]
    *_, surface = refine(recording.objective, cut(recording.objective, recipe, paths), (33,))
    return surface


def drawn(
    experiment: Experiment,
    cursor: int | None = None,
    recipe: AnySlice | None = None,
    until: int | None = None,
) -> Moment:
    """The moment at `cursor` (the last step), with a surface of 33 by 33 points."""
    recording = recorded(experiment, experiment.steps if until is None else until)
    surface = ground(recording, recipe or PathPlane())
    at = recording.reached if cursor is None else cursor
    return moment(recording, at, surface.slice, surface)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    if not qapp.styleSheet() or theme.current() is not theme.LIGHT:
        theme.apply(qapp, theme.LIGHT)


@pytest.fixture
def draw() -> Draw:
    return drawn


@pytest.fixture
def circle() -> Experiment:
    return CIRCLE


@pytest.fixture
def births() -> Experiment:
    return BIRTHS


@pytest.fixture
def rosenbrock() -> Experiment:
    return ROSENBROCK


@pytest.fixture
def saddle() -> Experiment:
    return SADDLE
