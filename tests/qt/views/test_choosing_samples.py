"""A click on a sample tells what the model makes of it, in the engine's own numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QLayout

from optlab.engine import Experiment
from optlab.engine.datasets import Diabetes, Iris, SmallDigits
from optlab.engine.experiment import Fitting, Racer
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Softmax
from optlab.engine.optimizers import GradientDescent
from optlab.qt import app
from optlab.qt.views.data_view import DataView
from optlab.session.numbers import figure
from optlab.session.one_sample import OneSample, Pick

LEFT = Qt.MouseButton.LeftButton
RACERS = (Racer("Slow", GradientDescent(learning_rate=0.01)), Racer("Quick", GradientDescent()))


def fitting(dataset, model, loss) -> Experiment:
    objective = Fitting(dataset=dataset, model=model, loss=loss, batch_size=0, test_share=0.3)
    return Experiment(steps=20, objective=objective, racers=RACERS)


IRIS = fitting(Iris(), Softmax(), SoftmaxCrossEntropy())
DIGITS = fitting(SmallDigits(), Softmax(), SoftmaxCrossEntropy())
DIABETES = fitting(Diabetes(), Linear(), MeanSquaredError())


@pytest.fixture
def view(qtbot, draw, circle):
    widget = DataView()
    qtbot.addWidget(widget)
    widget.resize(990, 300)
    widget.show_moment(draw(circle, 60))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def click(qtbot, canvas, pick: Pick) -> None:
    x, y = canvas.sample_places()[pick.test][pick.row].tolist()
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(x), round(y)))


def alone(canvas, *, test: bool) -> Pick:
    """The sample of a set that stands farthest from all others."""
    places = np.concatenate(canvas.sample_places())
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(away, np.inf)
    trains = len(canvas.sample_places()[0])
    nearest = away.min(axis=1)
    rows = nearest[trains:] if test else nearest[:trains]
    assert rows.max() > 2.0
    return Pick(int(rows.argmax()), test)


def own_loss(moment, racer: int, pick: Pick) -> float:
    """The engine's loss of one row of columns, by its own score."""
    objective = moment.objective
    samples = objective.test if pick.test else objective.train
    row = samples.features[[pick.row]]
    scores = objective.network.scores(moment.snapshots[racer].theta, objective.inputs(row))
    target = samples.targets[[pick.row]]
    if objective.network.several:
        target = np.eye(samples.classes)[:, target.astype(int)]
    return float(objective.fitting.loss.value(scores, target, objective.network.link))


def test_a_click_tells_both_terms_of_the_cross_entropy(view, qtbot, draw, circle):
    moment, canvas = draw(circle, 60), view.decision
    before = canvas.grab().toImage()
    for test in (True, False):
        pick = alone(canvas, test=test)
        with qtbot.waitSignal(view.sample_chosen) as told:
            click(qtbot, canvas, pick)
        assert told.args == [pick.row, test]
        assert view.sample == pick
        samples = moment.objective.test if test else moment.objective.train
        p = float(moment.objective.predict(moment.snapshots[0].theta, samples.features)[pick.row])
        y = int(samples.targets[pick.row])
        text = view.sentence.text().replace("\N{NO-BREAK SPACE}", " ")
        which, said, charge = text.split("\n")
        kind = "Test" if test else "Training"
        assert which.startswith(f"{kind} sample {pick.row + 1} of {len(samples)}: ")
        assert f"{samples.class_names[y]} (y = {y})" in which
        assert said.endswith(f"p = {figure(p)}.")
        positive = figure(-math.log(p)) if y else "0"
        negative = "0" if y else figure(-math.log1p(-p))
        assert f"−y log p = {positive}" in charge
        assert f"log(1 − p) = {negative}" in charge
        assert f"(it is {samples.class_names[y]}: only this term counts)" in charge
    assert canvas.grab().toImage() != before


def test_the_words_follow_cursor_and_racer(view, qtbot, draw, circle):
    pick = alone(view.decision, test=True)
    click(qtbot, view.decision, pick)
    seen = set()
    for cursor, racer in ((60, 0), (60, 1), (5, 1)):
        moment = draw(circle, cursor)
        view.show_moment(moment)
        view.follow(racer)
        assert figure(own_loss(moment, racer, pick)) in view.sentence.text()
        seen.add(view.sentence.text())
    assert len(seen) == 3


def test_escape_and_a_click_elsewhere_let_go(view, qtbot):
    usual = view.sentence.text()
    canvas = view.decision
    pick = alone(canvas, test=True)
    click(qtbot, canvas, pick)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert view.sample is None
    assert view.sentence.text() == usual
    click(qtbot, canvas, pick)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(2, canvas.height() - 2))
    assert view.sample is None


def test_the_keys_walk_through_all_samples(view, qtbot):
    canvas, trains = view.decision, len(view.decision.sample_places()[0])
    tests = len(canvas.sample_places()[1])
    for key, pick in (
        (Qt.Key.Key_Right, Pick(0, test=False)),
        (Qt.Key.Key_PageDown, Pick(10, test=False)),
        (Qt.Key.Key_Left, Pick(9, test=False)),
        (Qt.Key.Key_Down, Pick(10, test=False)),
        (Qt.Key.Key_End, Pick(tests - 1, test=True)),
        (Qt.Key.Key_Right, Pick(tests - 1, test=True)),
        (Qt.Key.Key_PageUp, Pick(tests - 11, test=True)),
        (Qt.Key.Key_Home, Pick(0, test=False)),
    ):
        qtbot.keyClick(canvas, key)
        assert view.sample == pick
    for _ in range(trains - 1):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert view.sample == Pick(trains - 1, test=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert view.sample == Pick(0, test=True)
    assert canvas.accessibleDescription() == view.sentence.text()


@pytest.mark.parametrize("test", [True, False])
def test_a_point_of_a_line_tells_its_miss(view, qtbot, draw, births, test):
    moment = draw(births)
    view.show_moment(moment)
    view.resize(1800, 900)
    pick = alone(view.fit, test=test)
    click(qtbot, view.fit, pick)
    assert view.sample == pick
    samples = moment.objective.test if test else moment.objective.train
    said = moment.objective.predict(moment.snapshots[0].theta, samples.features)[pick.row]
    miss, text = float(said - samples.targets[pick.row]), view.sentence.text()
    assert f"birth weight {figure(float(samples.targets[pick.row]))} kg" in text
    assert f"mother's age {figure(float(samples.features[pick.row, 0]))} years" in text
    way = "high" if miss > 0 else "low"
    assert f"says {figure(float(said))} kg: {figure(abs(miss))} kg too {way}." in text
    assert text.endswith(f"(MSE): {figure(miss * miss)}.")


@pytest.mark.parametrize(
    ("experiment", "page"), [(IRIS, "decision"), (DIABETES, "agreement"), (DIGITS, "pictures")]
)
def test_every_picture_lets_choose(view, qtbot, draw, experiment, page):
    moment, canvas = draw(experiment), getattr(view, page)
    view.show_moment(moment)
    assert view.picture.currentWidget() is canvas
    pick = alone(canvas, test=True)
    before = canvas.grab().toImage()
    click(qtbot, canvas, pick)
    assert view.sample == pick
    assert canvas.grab().toImage() != before
    assert f"{figure(own_loss(moment, 0, pick))}." in view.sentence.text()


def test_down_goes_to_the_picture_below(view, qtbot, draw):
    view.show_moment(draw(DIGITS))
    qtbot.keyClick(view.pictures, Qt.Key.Key_Right)
    qtbot.keyClick(view.pictures, Qt.Key.Key_Down)
    places = view.pictures.sample_places()[1]
    assert places[view.sample.row][0] == places[0][0]
    assert places[view.sample.row][1] > places[0][1]


def test_other_data_let_the_sample_go(view, qtbot, draw, circle, births):
    click(qtbot, view.decision, alone(view.decision, test=True))
    slower = tuple(replace(each, name=each.name + "!") for each in circle.racers)
    view.show_moment(draw(replace(circle, racers=slower), 10))
    assert view.sample is not None
    view.show_moment(draw(births))
    assert view.sample is None


def test_the_mean_of_the_parts_is_the_loss(draw, circle):
    moment = draw(circle, 60)
    objective, theta = moment.objective, moment.snapshots[0].theta
    parts = [
        OneSample(objective, theta, Pick(index, test=True)) for index in range(len(objective.test))
    ]
    assert np.mean([one.loss for one in parts]) == pytest.approx(float(objective.test_value(theta)))
    assert all(sum(one.terms or ()) == pytest.approx(one.loss) for one in parts)


def test_the_network_shows_the_sample_even_if_opened_later(qtbot):
    experiment = replace(Experiment(), steps=20)
    window = app.open_window(experiment, "light", QSize(1280, 800))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.waitUntil(lambda: window.conductor.recording.finished, timeout=30_000)
    views, data = window.views, window.views.data
    qtbot.waitUntil(lambda: len(data.decision.sample_places()[0]) > 0 and window.settled())
    click(qtbot, data.decision, alone(data.decision, test=True))
    chosen = data.sample.row
    assert "network" not in views._made
    views.bar.setCurrentIndex(2)
    assert views.network.sample.name.text().startswith(f"Test {chosen + 1} of ")
    views.bar.setCurrentIndex(0)
    pick = alone(data.decision, test=False)
    click(qtbot, data.decision, pick)
    views.bar.setCurrentIndex(2)
    assert views.network.sample.name.text().startswith(f"Training {pick.row + 1} of ")
    window.close()


def test_the_loss_of_a_sample_is_told_in_a_low_pane(view, qtbot, draw, births):
    view.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # as inside a window
    view.show_moment(draw(births))
    view.resize(726, 154)
    qtbot.keyClick(view.fit, Qt.Key.Key_Right)
    line = view.sentence.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: view.sentence.height() >= len(view.sentence.lines()) * line)
    assert not view.key.isVisible()
    qtbot.keyClick(view.fit, Qt.Key.Key_Escape)
    assert view.key.isVisible()
