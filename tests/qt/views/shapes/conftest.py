"""The view of curves, wide enough for all of its pages."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from optlab.engine import Experiment, Fitting, Landscape, Racer, prepare
from optlab.engine.activations import Maxout
from optlab.engine.datasets import Births, Iris
from optlab.engine.landscapes import Rosenbrock
from optlab.engine.losses import MeanSquaredError, RootMeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Mlp, Softmax
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.schedules import Stairs
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views.shapes.shapes_view import ShapesView
from optlab.session.moment import moment
from optlab.session.recording import Recording
from optlab.session.training import train

CIRCLE = Experiment(steps=40)
RUNS = {
    "circle": CIRCLE,
    "rmse": replace(CIRCLE, objective=Fitting(loss=RootMeanSquaredError())),
    "maxout": replace(CIRCLE, objective=Fitting(model=Mlp(hidden=(3,), activation=Maxout()))),
    "iris": replace(CIRCLE, objective=Fitting(Iris(), model=Softmax(), loss=SoftmaxCrossEntropy())),
    "births": replace(CIRCLE, objective=Fitting(Births(), model=Linear(), loss=MeanSquaredError())),
    "landscape": replace(CIRCLE, objective=Landscape(Rosenbrock()), start=At(theta=(-1.5, 2.0))),
    "stairs": replace(
        CIRCLE,
        racers=(
            Racer("Stairs", Adam(learning_rate=0.1), Stairs(decay=0.5, every=10)),
            Racer("Even", GradientDescent(learning_rate=0.05)),
        ),
    ),
}


@cache
def recorded(name: str) -> Recording:
    experiment = RUNS[name]
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, experiment.steps):
        pass
    return recording


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    if not qapp.styleSheet() or theme.current() is not theme.LIGHT:
        theme.apply(qapp, theme.LIGHT)


@pytest.fixture
def at() -> Callable[..., Any]:
    """The moment of a run at a step, its last if none is told."""

    def make(name: str, cursor: int | None = None) -> Any:
        recording = recorded(name)
        return moment(recording, recording.reached if cursor is None else cursor)

    return make


@pytest.fixture
def view(qtbot, at) -> ShapesView:
    widget = ShapesView()
    qtbot.addWidget(widget)
    widget.resize(1600, 330)
    widget.show_moment(at("circle"))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
