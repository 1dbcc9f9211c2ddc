"""The place where a racer will end is marked on every view of the surface, locked, and compared."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.landscapes import Tea
from optlab.engine.optimizers import GradientDescent
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views.curve_scene import compose_curve
from optlab.qt.views.prediction.flag import Guess, flag
from optlab.qt.views.scene import compose
from optlab.qt.views.shown import Shown
from optlab.qt.views.software.view import SurfacePainter
from optlab.qt.views.surface_view import Renderer, SurfaceView
from optlab.session.moment import Moment
from optlab.session.numbers import figure

LEFT = Qt.MouseButton.LeftButton
TEA = Experiment(
    steps=30,
    objective=Landscape(Tea()),
    start=At(theta=(40.0,)),
    racers=(Racer(name="Descent", optimizer=GradientDescent(learning_rate=0.1)),),
)


@pytest.fixture
def pane(qtbot):
    def opened(moment: Moment, renderer: Renderer = "software") -> SurfaceView:
        widget = SurfaceView(renderer=renderer)
        qtbot.addWidget(widget)
        widget.resize(505, 430)
        widget.show_moment(moment)
        with qtbot.waitExposed(widget):
            widget.show()
        qtbot.waitUntil(lambda: widget.settled)
        return widget

    return opened


def middle(widget) -> QPoint:
    return QPoint(widget.width() // 2, widget.height() // 2 + 10)


@pytest.mark.parametrize("renderer", ["software", "contour", "gl"])
def test_a_click_sets_a_flag_and_no_start(pane, qtbot, draw, rosenbrock, renderer):
    view = pane(draw(rosenbrock, 0), renderer)
    view.ask_point(0, "Where will it end?")
    assert view.bar.words.text() == "Where will it end?"
    assert not view.bar.lock.isEnabled()
    page = view.stack.currentWidget()
    qtbot.waitUntil(lambda: view.settled)
    before = page.grab().toImage()
    with qtbot.assertNotEmitted(view.start_chosen, wait=600):
        qtbot.mouseClick(page, LEFT, pos=middle(page))
        qtbot.waitUntil(lambda: view.prediction.guess is not None)
    assert page.grab().toImage() != before
    with qtbot.waitSignal(view.marked) as told:
        qtbot.mouseClick(view.bar.lock, LEFT)
    theta = told.args[0]
    assert isinstance(theta, list)
    assert len(theta) == 2
    assert view.prediction.guess is not None  # it stays
    with qtbot.waitSignal(view.start_chosen):  # and a click is a click again
        qtbot.mouseClick(page, LEFT, pos=middle(page))


def test_the_flag_stands_where_it_was_clicked(pane, qtbot, draw, rosenbrock):
    view = pane(draw(rosenbrock, 0), "contour")
    view.ask_point(0)
    frame = view.contour.frame()
    at = QPointF(frame.rect.left() + 0.3 * frame.rect.width(), frame.rect.center().y())
    qtbot.mouseClick(view.contour, LEFT, pos=at.toPoint())
    qtbot.waitUntil(lambda: view.prediction.guess is not None)
    assert view.prediction.guess.theta == pytest.approx(frame.data(QPointF(at.toPoint())), abs=1e-6)


def test_the_flag_moves_until_it_is_locked_and_escape_takes_it_away(pane, qtbot, draw, rosenbrock):
    view = pane(draw(rosenbrock, 0), "contour")
    view.ask_point(0)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(view.contour, key)
    first = view.prediction.guess.theta
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(view.contour, key)
    assert (view.prediction.guess.theta != first).any()
    qtbot.keyClick(view.contour, Qt.Key.Key_Escape)
    assert view.prediction.guess is None
    assert view.prediction.asking
    assert not view.bar.lock.isEnabled()


def test_on_a_curve_the_flag_is_set_with_the_keys(pane, qtbot, draw):
    view = pane(draw(TEA, 0))
    assert view.stack.currentWidget() is view.curve
    view.ask_point(0)
    with qtbot.assertNotEmitted(view.start_chosen):
        for _ in range(5):
            qtbot.keyClick(view.curve, Qt.Key.Key_Right)
        qtbot.keyClick(view.curve, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.marked) as told:
        qtbot.mouseClick(view.bar.lock, LEFT)
    frame = view.curve.frame()
    assert told.args[0] == pytest.approx([np.mean(frame.x) + 0.1 * np.ptp(frame.x)], abs=0.5)


@pytest.mark.parametrize("experiment", [TEA, "rosenbrock"])
def test_the_end_is_joined_once_the_run_was_watched(pane, draw, rosenbrock, experiment):
    experiment = rosenbrock if experiment == "rosenbrock" else experiment
    view = pane(draw(experiment, 0), "contour")
    start = view._moment.snapshots[0].theta
    view.show_guess(start + 0.5, racer=0)
    view.show_moment(draw(experiment, experiment.steps - 1))
    assert view.prediction.guess.end is None
    last = draw(experiment, experiment.steps)
    view.show_moment(last)
    assert view.prediction.guess.end == pytest.approx(last.snapshots[0].theta)
    assert view.bar.isVisible()
    scene = view._curve_scene if view._on_line else view._scene
    away = np.linalg.norm(start + 0.5 - last.snapshots[0].theta)
    assert scene.flag.distance == f"off by {figure(float(away))}"
    assert len(scene.flag.join) > 10
    other = replace(experiment, seed=experiment.seed + 1)
    view.show_moment(draw(other, 0))
    assert view.prediction.guess.end is None  # another run
    view.show_guess(None)
    assert not view.bar.isVisible()
    scene = view._curve_scene if view._on_line else view._scene
    assert scene.flag is None


def test_what_is_known_is_told_as_it_is(pane, draw, rosenbrock):
    view = pane(draw(rosenbrock, 10), "contour")
    view.show_guess([0.5, 0.5], [1.0, 1.0], "It went further.")
    assert view.bar.words.text() == "It went further."
    assert view._scene.flag.distance.startswith("off by 0.7071")


def test_a_flag_outside_the_drawing_is_not_drawn(draw, rosenbrock):
    scene = compose(draw(rosenbrock, 0), theme.LIGHT, Shown())
    assert flag(scene.relief, Guess(np.array([1e6, 0.0]))) is None
    assert flag(scene.relief, Guess(np.array([0.0, 0.5]), np.array([np.inf, 0.0]))).distance == ""


def test_a_veil_hides_paths_steps_and_tastes(draw, rosenbrock):
    scene = compose(draw(rosenbrock, 20), theme.LIGHT, Shown(ahead=False))
    open_ = compose(draw(rosenbrock, 20), theme.LIGHT, Shown())
    assert all(len(path.ahead) == 0 < len(path.past) for path in scene.paths)
    assert any(len(path.ahead) for path in open_.paths)
    assert "step" not in {arrow.kind for arrow in scene.arrows}
    curve = compose_curve(draw(TEA, 5), theme.LIGHT, followed=0, shown=Shown(ahead=False))
    assert curve.reading.end is None
    assert len(curve.walks[0].ahead) == 0 < len(curve.walks[0].tasted)


def test_the_veil_is_put_on_and_taken_off(pane, draw, rosenbrock):
    view = pane(draw(rosenbrock, 20), "contour")
    before = view.contour.grab().toImage()
    view.veil(True)
    assert view.contour.grab().toImage() != before
    view.veil(False)
    assert view.contour.grab().toImage() == before


def test_what_is_asked_hides_the_future_by_itself(pane, draw, rosenbrock):
    view = pane(draw(rosenbrock, 20))
    assert isinstance(view.stack.currentWidget(), SurfacePainter)
    assert any(len(path.ahead) for path in view._scene.paths)
    view.ask_point(0)
    assert not any(len(path.ahead) for path in view._scene.paths)
    view.show_guess(None)
    assert any(len(path.ahead) for path in view._scene.paths)
