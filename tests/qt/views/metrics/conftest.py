"""Runs whose metrics are shown, and the view that shows them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from optlab.engine import Experiment, Fitting, Landscape, prepare
from optlab.engine.datasets import Births, Parking, Penguins, SmallDigits, TwoGroups
from optlab.engine.landscapes import Rosenbrock
from optlab.engine.losses import CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Logistic, Mlp, Softmax
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views.metrics.metrics_view import MetricsView
from optlab.session.moment import moment
from optlab.session.recording import Recording
from optlab.session.training import train

RUNS = {
    "circle": Experiment(steps=60),
    "parking": Experiment(
        steps=30, objective=Fitting(Parking(), model=Logistic(), loss=CrossEntropy())
    ),
    "groups": Experiment(
        steps=30, objective=Fitting(TwoGroups(), model=Logistic(), loss=CrossEntropy())
    ),
    "penguins": Experiment(
        steps=30, objective=Fitting(Penguins(), model=Softmax(), loss=SoftmaxCrossEntropy())
    ),
    "digits": Experiment(
        steps=20,
        objective=Fitting(SmallDigits(), model=Mlp(hidden=(8,)), loss=SoftmaxCrossEntropy()),
    ),
    "births": Experiment(
        steps=30, objective=Fitting(Births(), model=Linear(), loss=MeanSquaredError())
    ),
    "landscape": Experiment(
        steps=30, objective=Landscape(Rosenbrock()), start=At(theta=(-1.5, 2.0))
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
def view(qtbot, at) -> MetricsView:
    """The view at the end of the default run, wide enough for every page, its jobs done at once."""
    widget = MetricsView()
    qtbot.addWidget(widget)
    widget.resize(1800, 400)

    def work(job: Any) -> None:
        for _ in job:
            pass

    widget.wanted.connect(work)
    widget.show_moment(at("circle"))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
