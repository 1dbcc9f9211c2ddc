"""A loss curve is drawn with the mouse and with the keys, locked, and compared with what came."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.optimizers import GradientDescent
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views.loss_lines import Choice, LossLines
from optlab.qt.views.loss_plot import LossPlot
from optlab.qt.views.prediction.sketch import COLUMNS, Scale, Sketch
from optlab.session.labs.prediction import curve_gap

LEFT = Qt.MouseButton.LeftButton
PLAIN = Scale(0.0, 2.0, log=False)


@pytest.fixture
def plot(qtbot, draw, circle):
    pane = LossPlot()
    qtbot.addWidget(pane)
    pane.resize(475, 430)
    pane.show_moment(draw(circle, 0))
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def pixel(plot, step: float, share: float) -> QPoint:
    """A pixel of the chart at a step and a share of the drawn height."""
    low, high = plot.chart.frame().bottom(), plot.chart.frame().top()
    return QPoint(round(plot.chart.place(step, 0.0).x()), round(low + share * (high - low)))


def stroke(plot, qtbot, *places: tuple[float, float]) -> None:
    """Drag across steps and shares of the height, stopping at every tenth of each piece."""
    area = plot.chart.viewport()
    qtbot.mousePress(area, LEFT, pos=pixel(plot, *places[0]))
    for begin, end in pairwise(places):
        for way in np.linspace(0.1, 1.0, 10):
            at = (1.0 - way) * np.array(begin) + way * np.array(end)
            qtbot.mouseMove(area, pixel(plot, *at.tolist()))
            QApplication.processEvents()
    qtbot.mouseRelease(area, LEFT, pos=pixel(plot, *places[-1]))


def locked(plot, qtbot) -> np.ndarray:
    with qtbot.waitSignal(plot.drawn) as told:
        qtbot.mouseClick(plot.bar.lock, LEFT)
    return np.array(told.args[0])


# Drawing ---------------------------------------------------------------------------------------


def test_a_curve_is_drawn_with_the_mouse(plot, qtbot):
    plot.ask_curve(0, 80, "What will the loss be?")
    assert plot.bar.isVisible()
    assert plot.bar.words.text() == "What will the loss be?"
    with qtbot.assertNotEmitted(plot.cursor_dragged):
        stroke(plot, qtbot, (0, 0.4), (40, 0.1), (80, 0.1))
    curve = locked(plot, qtbot)
    start = plot._moment.train_losses[0]
    assert curve[0] == pytest.approx([0.0, start], rel=1e-5)  # where the racer stands
    assert curve[-1, 0] == 80.0
    assert (np.diff(curve[:, 0]) > 0).all()
    high = plot.chart.height_at(pixel(plot, 60, 0.1).toPointF())
    assert np.interp(60.0, *curve.T) == pytest.approx(high, abs=0.03)


def test_a_later_stroke_overwrites_what_lies_below_it(plot, qtbot):
    plot.ask_curve(0, 80)
    stroke(plot, qtbot, (0, 0.4), (80, 0.4))
    stroke(plot, qtbot, (60, 0.1), (40, 0.1))  # backwards
    sketch = plot.prediction._sketch
    curve = sketch.curve(plot.prediction._pencil.scale)
    heights = np.interp([20.0, 50.0, 70.0], *curve.T)
    assert heights[1] < 0.5 * heights[0]
    assert heights[0] == pytest.approx(heights[2], rel=0.02)
    qtbot.mouseClick(plot.bar.undo, LEFT)
    after = np.interp(50.0, *sketch.curve(plot.prediction._pencil.scale).T)
    assert after == pytest.approx(heights[0], rel=0.02)


def test_a_curve_is_drawn_with_the_keys_alone(plot, qtbot):
    plot.ask_curve(0, 80)
    assert plot.chart.hasFocus()
    start = plot._moment.train_losses[0]
    with qtbot.assertNotEmitted(plot.cursor_dragged):
        for _ in range(10):
            qtbot.keyClick(plot.chart, Qt.Key.Key_Right)
            qtbot.keyClick(plot.chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(plot.drawn) as told:
        qtbot.keyClick(plot.chart, Qt.Key.Key_Return)
    curve = np.array(told.args[0])
    assert curve[-1, 0] == 80.0
    stops = np.interp(np.linspace(0.0, 80.0, 11), *curve.T)
    assert (np.diff(stops) < 0.0).all()
    assert stops[0] == pytest.approx(start, rel=1e-5)
    assert np.diff(stops) == pytest.approx(np.diff(stops)[0], rel=1e-3)  # every key as much


def test_shift_pulls_further_and_up_is_up(plot, qtbot):
    plot.ask_curve(0, 80)
    qtbot.keyClick(plot.chart, Qt.Key.Key_Up)  # goes to the first stop by itself
    scale, sketch = plot.prediction._pencil.scale, plot.prediction._sketch
    little = sketch.held(scale)[1] - sketch.known
    qtbot.keyClick(plot.chart, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert little > 0.0
    assert sketch.held(scale)[1] - sketch.known == pytest.approx(6.0 * little, rel=1e-3)


def test_what_is_not_drawn_to_the_end_is_not_locked(plot, qtbot):
    plot.ask_curve(0, 80)
    stroke(plot, qtbot, (0, 0.4), (40, 0.2))
    assert not plot.bar.lock.isEnabled()
    with qtbot.assertNotEmitted(plot.drawn):
        qtbot.keyClick(plot.chart, Qt.Key.Key_Return)
    assert "step 80" in plot.bar.words.text()
    stroke(plot, qtbot, (40, 0.2), (80, 0.1))
    assert plot.bar.lock.isEnabled()


def test_escape_clears_and_backspace_takes_back(plot, qtbot):
    plot.ask_curve(0, 80)
    stroke(plot, qtbot, (0, 0.4), (80, 0.2))
    sketch = plot.prediction._sketch
    qtbot.keyClick(plot.chart, Qt.Key.Key_Escape)
    assert sketch.blank
    qtbot.keyClick(plot.chart, Qt.Key.Key_Backspace)
    assert sketch.whole
    qtbot.mouseClick(plot.bar.clear, LEFT)
    assert sketch.blank


def test_undo_of_the_drawing_does_not_undo_choices(plot, qtbot):
    stack = QUndoStack()
    action = stack.createUndoAction(plot)
    action.setShortcut("Ctrl+Z")
    action.setEnabled(True)
    action.triggered.connect(lambda: pytest.fail("the window undid something"))
    plot.addAction(action)
    plot.ask_curve(0, 80)
    stroke(plot, qtbot, (0, 0.4), (80, 0.2))
    qtbot.keyClick(plot.chart, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert plot.prediction._sketch.blank


def test_on_a_logarithmic_plot_lines_are_straight_there(plot, qtbot):
    plot.ask_curve(0, 80, log=True)
    assert plot.log.isChecked()
    stroke(plot, qtbot, (0, 0.9), (80, 0.1))
    curve = locked(plot, qtbot)
    logs = np.log10(curve[2:, 1])
    assert np.diff(logs) == pytest.approx(np.diff(logs).mean(), abs=0.02)
    assert curve[-1, 1] < 0.01 * curve[0, 1]


# The future ------------------------------------------------------------------------------------


def test_nothing_of_the_future_is_told_while_a_curve_is_asked_for(qtbot, draw):
    """Two runs that differ only in what comes later look the same, pixel by pixel."""
    pictures = []
    for rate in (0.001, 1.5):  # crawls, explodes
        experiment = Experiment(
            steps=60,
            objective=Landscape(Bowl()),
            start=At(theta=(2.0, 1.0)),
            racers=(Racer(name="Descent", optimizer=GradientDescent(learning_rate=rate)),),
        )
        pane = LossPlot()
        qtbot.addWidget(pane)
        pane.resize(475, 430)
        pane.show_moment(draw(experiment, 0))
        pane.ask_curve(0, 60)
        with qtbot.waitExposed(pane):
            pane.show()
        pictures.append(pane.chart.grab().toImage())
        pane.prediction.forget()
        assert pane.chart.grab().toImage() != pictures[-1]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("logarithmic", [False, True])
def test_a_veil_leaves_the_past(draw, circle, logarithmic):
    moment = draw(circle, 30)
    drawing = LossLines().draw(moment, Choice(logarithmic=logarithmic), veiled=True)
    whole = LossLines().draw(moment, Choice(logarithmic=logarithmic))
    assert drawing.x_range == (0.0, circle.steps)
    for veiled, open_ in zip(drawing.racers, whole.racers, strict=True):
        assert veiled.train.x[-1] == veiled.train.at == 30
        assert open_.train.x[-1] == 80
        assert veiled.end is None


def test_the_veil_can_be_put_on_from_outside(plot, qtbot):
    before = plot.chart.grab().toImage()
    with qtbot.waitSignal(plot.veiled) as told:
        plot.veil(True)
    assert told.args == [True]
    assert plot.chart.grab().toImage() != before
    plot.veil(False)
    assert plot.chart.grab().toImage() == before


def test_the_future_stays_hidden_until_the_run_was_watched(plot, qtbot, draw, circle):
    told: list[bool] = []
    plot.veiled.connect(told.append)
    plot.ask_curve(0, 60)
    stroke(plot, qtbot, (0, 0.4), (60, 0.2))
    locked(plot, qtbot)
    plot.show_moment(draw(circle, 59))
    assert told == [True]
    assert plot.prediction.gap is None
    plot.show_moment(draw(circle, 60))
    assert told == [True, False]
    assert plot.prediction.gap is not None


# The gap ---------------------------------------------------------------------------------------


def test_the_gap_is_that_of_the_curves(plot, qtbot, draw, circle):
    plot.ask_curve(1, 80)
    stroke(plot, qtbot, (0, 0.4), (80, 0.3))
    curve = locked(plot, qtbot)
    moment = draw(circle, 80)
    plot.show_moment(moment)
    track = moment.recording.track(1)
    wanted = curve_gap(curve, track.steps, track.train_loss)
    assert plot.prediction.gap.share == pytest.approx(wanted.share)
    sheet = plot.prediction._layer.sheet
    assert f"{100 * wanted.share:.1f}" in sheet.figure
    assert moment.experiment.racers[1].name in sheet.label
    assert str(wanted.says) in plot.bar.words.text()


def test_a_kept_curve_is_shown_again_with_what_is_to_be_said(plot, draw, circle):
    plot.show_prediction([[0.0, 0.7], [40.0, 0.2], [80.0, 0.1]], 0, "Well drawn.")
    assert plot.prediction._layer.isVisible()
    assert plot.bar.words.text() == "Well drawn."
    assert not plot.bar.lock.isVisible()
    plot.show_moment(draw(circle, 80))
    assert plot.prediction.gap is not None
    assert plot.bar.words.text() == "Well drawn."
    plot.forget_prediction()
    assert not plot.prediction._layer.isVisible()
    assert not plot.bar.isVisible()


def test_another_run_is_measured_anew(plot, draw, circle):
    plot.show_prediction([[0.0, 0.7], [80.0, 0.1]], 0)
    plot.show_moment(draw(circle, 80))
    first = plot.prediction.gap.share
    other = replace(circle, seed=8)
    plot.show_moment(draw(other, 10))
    assert plot.prediction.gap is None
    plot.show_moment(draw(other, 80))
    again = plot.prediction.gap
    assert again is not None
    assert again.share != first


def test_the_gap_follows_the_horizontal_axis(plot, draw, circle):
    plot.show_prediction([[0.0, 0.7], [80.0, 0.1]], 0)
    plot.show_moment(draw(circle, 80))
    per_epoch = plot._moment.objective.steps_per_epoch
    plot.axis.menu().actions()[1].trigger()
    assert plot.prediction._layer.sheet.curve[-1, 0] == pytest.approx(80 / per_epoch)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_the_gap_is_hatched_so_that_it_shows_without_colour(plot, qapp, draw, circle, palette):
    theme.apply(qapp, palette)
    plot.show_prediction([[0.0, 0.7], [80.0, 0.7]], 0)
    plot.show_moment(draw(circle, 80))
    image = plot.chart.grab().toImage()
    steps = range(30, 50)
    places = [plot.chart.place(step, 0.5).toPoint() for step in steps]
    greys = {image.pixelColor(at).lightness() for at in places}
    assert len(greys) > 2


# The chip --------------------------------------------------------------------------------------


def test_the_chip_asks_anyone_and_puts_away(plot, qtbot, draw, circle):
    qtbot.mouseClick(plot.predict, LEFT)
    assert plot.prediction.asking
    stroke(plot, qtbot, (0, 0.4), (80, 0.2))
    locked(plot, qtbot)
    plot.show_moment(draw(circle, 80))
    assert plot.prediction.gap is not None
    qtbot.mouseClick(plot.bar.leave, LEFT)
    assert plot.prediction.gap is None
    assert not plot.bar.isVisible()


def test_the_chip_goes_back_to_the_start_first(plot, qtbot, draw, circle):
    plot.show_moment(draw(circle, 70))
    with qtbot.waitSignal(plot.cursor_dragged) as told:
        qtbot.mouseClick(plot.predict, LEFT)
    assert told.args == [0]
    assert not plot.prediction.asking
    plot.show_moment(draw(circle, 0))
    assert plot.prediction.asking


def test_the_chip_cancels_what_it_asked(plot, qtbot):
    qtbot.mouseClick(plot.predict, LEFT)
    qtbot.mouseClick(plot.bar.leave, LEFT)
    assert not plot.prediction.asking
    with qtbot.waitSignal(plot.cursor_dragged):  # the chart has its mouse back
        qtbot.mouseClick(plot.chart.viewport(), LEFT, pos=pixel(plot, 40, 0.5))


def test_a_lab_is_not_put_away_by_the_chip(plot):
    plot.ask_curve(0, 80)
    assert not plot.predict.isEnabled()
    assert not plot.bar.leave.isVisible()


# The sketch by itself --------------------------------------------------------------------------


def test_a_curve_has_one_loss_per_step_whatever_is_scribbled():
    sketch, random = Sketch(0.0, 100.0, 1.0), np.random.default_rng(3)
    sketch.press(20.0, 1.0)
    for step, loss in zip(random.uniform(-20, 120, 200), random.uniform(0, 2, 200), strict=True):
        sketch.drag(step, loss, PLAIN)
    curve = sketch.curve(PLAIN)
    assert len(curve) <= COLUMNS
    assert (np.diff(curve[:, 0]) > 0).all()
    assert ((curve[:, 1] >= 0.0) & (curve[:, 1] <= 2.0)).all()
    assert curve[0, 1] == 1.0


def test_gaps_are_bridged_in_a_straight_line_of_the_scale():
    sketch = Sketch(0.0, 120.0, 1.0)
    sketch.press(120.0, 1e-4)
    assert np.interp(60.0, *sketch.curve(PLAIN).T) == pytest.approx(0.5, abs=1e-3)
    log = Scale(1e-5, 10.0, log=True)
    assert np.interp(60.0, *sketch.curve(log).T) == pytest.approx(1e-2, rel=1e-6)


def test_keys_never_leave_the_plot():
    sketch = Sketch(0.0, 100.0, 1.0)
    for share in (0.5, 0.5, 0.5, -0.9, -0.9):
        sketch.lift(share, PLAIN)
        assert 0.0 <= sketch.held(PLAIN)[1] <= 2.0
    for by in (-3, 40):
        sketch.walk(by, PLAIN)
    assert sketch.held(PLAIN)[0] == 100.0
