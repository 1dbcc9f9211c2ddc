import math
from dataclasses import replace as changed

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.landscapes import FinickyDrinker, IcedTea, Tea, TenPointScale
from optlab.engine.optimizers import Exhaustive, FiniteDifferences, GradientDescent, RandomSearch
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views import curve_view
from optlab.qt.views.curve_scene import CurveScene, compose_curve
from optlab.qt.views.curve_view import CurveView, curve_facts
from optlab.qt.views.shown import Shown
from optlab.qt.views.surface_view import SurfaceView

RATE = 0.1
RACERS = (
    Racer("Plain", GradientDescent(learning_rate=RATE)),
    Racer("Careful", GradientDescent(learning_rate=0.01)),
)
TEA = Experiment(steps=30, objective=Landscape(Tea()), start=At((28.0,)), racers=RACERS)


def composed(moment, *, log: bool = False, followed: int = 0, before=None) -> CurveScene:
    scene = compose_curve(
        moment, theme.current(), followed=followed, shown=Shown(log=log), before=before
    )
    assert scene is not None
    return scene


@pytest.fixture
def curve(qtbot, draw):
    widget = CurveView()
    qtbot.addWidget(widget)
    widget.resize(505, 360)
    widget.show_scene(composed(draw(TEA, 4)))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def pane(qtbot, draw):
    widget = SurfaceView(renderer="contour")
    qtbot.addWidget(widget)
    widget.resize(505, 430)
    widget.show_moment(draw(TEA, 4))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def pixel(widget, x: float) -> QPoint:
    frame = widget.frame()
    return frame.place(x, sum(frame.y) / 2).toPoint()


# ------------------------------------------------------------------------------------ the scene


def test_a_marble_lies_on_the_curve_where_its_racer_is(draw):
    scene = composed(draw(TEA, 3))
    for walk, rate in zip(scene.walks, (RATE, 0.01), strict=True):
        x = 60.0 - 32.0 * (1.0 - 2.0 * rate) ** 3
        assert walk.marble == pytest.approx((x, (x - 60.0) ** 2))


def test_the_step_is_the_slope_times_the_learning_rate(draw):
    reading = composed(draw(TEA, 3)).reading
    assert reading.slope == pytest.approx(2.0 * (reading.place - 60.0))
    assert reading.end is not None
    assert reading.end - reading.place == pytest.approx(-RATE * reading.slope)
    assert reading.paid == 3
    assert composed(draw(TEA, 30)).reading.end is None


def test_the_tangent_touches_the_drawn_curve_on_both_scales(draw):
    for log in (False, True):
        scene = composed(draw(TEA, 5), log=log)
        x, ground = scene.reading.place, scene.relief
        beside = ground.height_of(np.array([(x - 60.0 + h) ** 2 for h in (-1e-4, 1e-4)]))
        assert scene.reading.tilt == pytest.approx((beside[1] - beside[0]) / 2e-4, rel=1e-5)


def test_a_tick_for_every_place_tasted_and_none_before_the_first_step(draw):
    for cursor in (0, 1, 7):
        scene = composed(draw(TEA, cursor))
        walk = scene.walks[0]
        assert walk.tasted.tolist() == pytest.approx([60.0 - 32.0 * 0.8**k for k in range(cursor)])
        assert scene.reading.paid == len(walk.tasted)


def test_exhaustive_search_has_tasted_the_cups_of_its_grid(draw):
    search = (Racer("All", Exhaustive(points=5)),)
    scene = composed(draw(replace(TEA, racers=search), 3))
    walk = scene.walks[0]
    assert walk.tasted.tolist() == [20.0, 40.0, 60.0]
    assert walk.cloud.tolist() == [60.0]
    assert scene.reading.paid == 3
    assert walk.marble == (60.0, 0.0)


def test_a_population_and_probes_are_counted(draw):
    racers = (Racer("Luck", RandomSearch(tries=4)), Racer("Probe", FiniteDifferences()))
    moment = draw(replace(TEA, racers=racers), 2)
    scene = composed(moment)
    assert scene.walks[0].cloud.shape == (4,)
    assert len(scene.walks[0].tasted) == 8
    for followed in range(2):
        cost = moment.snapshots[followed].cost
        assert composed(moment, followed=followed).reading.paid == cost.loss_evaluations > 0


def test_a_marble_that_left_the_drawing_is_not_drawn_elsewhere(draw):
    wild = (Racer("Wild", GradientDescent(learning_rate=1.5)),)
    moment = draw(replace(TEA, racers=wild), 12)
    scene = composed(moment)
    assert abs(moment.snapshots[0].theta[0]) > 1000.0
    assert scene.walks[0].marble is None


# ------------------------------------------------------------------------------------- the view


def test_a_click_picks_the_place_under_it(curve, qtbot):
    frame = curve.frame()
    for x in (25.0, 60.0, 97.5):
        with qtbot.waitSignal(curve.picked) as told:
            qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=pixel(curve, x))
        assert told.args[0] == pytest.approx(x, abs=(frame.x[1] - frame.x[0]) / 400)
    with qtbot.assertNotEmitted(curve.picked):
        qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(3, 200))
        qtbot.mouseClick(curve, Qt.MouseButton.RightButton, pos=pixel(curve, 60.0))


def test_the_keyboard_picks_too(curve, qtbot):
    qtbot.keyClick(curve, Qt.Key.Key_Left)
    qtbot.keyClick(curve, Qt.Key.Key_Up)  # there is nothing above a curve
    with qtbot.waitSignal(curve.picked) as told:
        qtbot.keyClick(curve, Qt.Key.Key_Return)
    assert told.args[0] == pytest.approx(60.0 - 0.02 * 80.0)


def turn(widget, x: float, notches: int) -> None:
    """Turn the wheel over x, towards the person when negative."""
    at = QPointF(pixel(widget, x))
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), turned, *none, False)
    QApplication.sendEvent(widget, event)


def test_the_wheel_zooms_around_the_mouse_and_back_to_everything(curve, qtbot):
    whole, x = curve.frame().x, curve.frame().data(QPointF(pixel(curve, 70.0)))[0]
    turn(curve, 70.0, 3)
    left, right = curve.frame().x
    assert right - left == pytest.approx(80.0 * 0.8**3)
    assert (x - left) / (right - left) == pytest.approx((x - 20.0) / 80.0)
    low, top = curve.frame().y
    assert low < 0.0 < top < 1600.0  # the heights follow
    turn(curve, 70.0, 30)
    left, right = curve.frame().x
    assert right - left == pytest.approx(5.0)
    with qtbot.waitSignal(curve.picked) as told:
        qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=pixel(curve, 70.5))
    assert told.args[0] == pytest.approx(70.5, abs=0.02)
    curve.grab()
    turn(curve, 70.5, -40)
    assert curve.frame().x == whole
    qtbot.keyClick(curve, Qt.Key.Key_Plus)
    assert curve.frame().x != whole
    qtbot.keyClick(curve, Qt.Key.Key_0)
    assert curve.frame().x == whole


def test_dragging_moves_a_part_and_is_no_click(curve, qtbot):
    turn(curve, 60.0, 4)
    left, right = curve.frame().x
    wide = curve.frame().rect.width()
    start, button = pixel(curve, 60.0), Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(curve.picked):
        qtbot.mousePress(curve, button, pos=start)
        for far in (20, 40):
            qtbot.mouseMove(curve, start + QPoint(far, 0))
            qtbot.waitUntil(lambda: curve.frame().x[0] < left)
        qtbot.waitUntil(
            lambda: curve.frame().x[0] == pytest.approx(left - 40 / wide * (right - left))
        )
        qtbot.mouseRelease(curve, button, pos=start + QPoint(40, 0))
    moved = curve.frame().x
    assert moved[1] - moved[0] == pytest.approx(right - left)


def test_another_ground_is_shown_whole(curve, draw):
    turn(curve, 60.0, 4)
    there = replace(TEA, objective=Landscape(IcedTea()), start=At(IcedTea.start))
    curve.show_scene(composed(draw(there, 2)))
    whole = curve.frame().x
    assert whole[0] <= IcedTea.box[0][0]
    assert whole[1] >= IcedTea.box[0][1]


def test_the_mouse_reads_place_and_loss(curve, qtbot, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(curve_view, "paint_reading", lambda *given: said.append(given[-1]))
    where = pixel(curve, 40.0)
    qtbot.mouseMove(curve, where)
    qtbot.waitUntil(lambda: bool(said))
    x = curve.frame().data(QPointF(where))[0]
    assert said[-1].endswith(f"at {x:.4g}")
    loss = float(said[-1].split()[1])
    assert loss == pytest.approx((x - 60.0) ** 2, rel=0.02)  # the curve has 33 points here


def test_the_marble_is_painted_in_its_colour_where_it_is(curve, draw):
    scene = composed(draw(TEA, 4))
    place = curve.frame().place(*scene.walks[0].marble)
    found = curve.grab().toImage()
    assert found.pixelColor(place.toPoint()) == QColor(theme.LIGHT.racer(0).colour)


def test_the_ground_is_kept_while_the_cursor_moves(curve, draw):
    curve.grab()
    ground, scene = curve._ground, curve._scene
    assert ground is not None
    curve.show_scene(composed(draw(TEA, 5), before=scene))
    curve.grab()
    assert curve._ground is ground
    curve.show_scene(composed(draw(TEA, 5), log=True, before=scene))
    curve.grab()
    assert curve._ground is not ground


def test_gaps_and_narrow_holes_and_stairs_are_painted_in_both_themes(curve, draw, qapp):
    for landscape in (FinickyDrinker(), TenPointScale(), IcedTea()):
        there = replace(TEA, objective=Landscape(landscape), start=At(landscape.start))
        moment = draw(there, min(3, len(draw(there).recording.track(0).path.steps) - 1))
        surface = moment.surface
        loss = surface.loss.copy()
        loss[0, 5:9] = np.nan
        loss[0, 20] = np.inf
        scene = composed(changed(moment, surface=changed(surface, loss=loss)))
        curve.show_scene(scene)
        for palette in (theme.DARK, theme.LIGHT):
            theme.apply(qapp, palette)
            curve.grab()
        middle = float(surface.u[6])
        assert math.isnan(float(scene.height(np.array(middle))))


def test_without_a_scene_a_sentence_stands_there(curve):
    before = curve.grab().toImage()
    curve.show_scene(None)
    assert curve.grab().toImage() != before


# ------------------------------------------------------------------------------------- the pane


def test_one_parameter_is_shown_as_a_curve_without_chips_for_space(pane):
    assert pane.stack.currentWidget() is pane.curve
    assert pane.title.text() == "Loss curve"
    assert pane.log.isVisible()
    for chip in (pane.slice, pane.in_space, pane.from_above, pane.view):
        assert chip.isHidden()


def test_a_click_on_the_curve_chooses_a_start_of_one_number(pane, qtbot):
    with qtbot.waitSignal(pane.start_chosen) as told:
        qtbot.mouseClick(pane.curve, Qt.MouseButton.LeftButton, pos=pixel(pane.curve, 75.0))
    theta = told.args[0]
    assert theta.shape == (1,)
    assert theta[0] == pytest.approx(75.0, abs=0.3)


def test_the_foot_tells_slope_step_and_cups_of_the_racer_that_is_followed(pane, draw):
    plain = {fact.label: fact.value for fact in pane.foot.facts}
    assert plain == {
        "loss": "171.8",
        "at": "46.89",
        "tasted": "4",
        "slope": "−26.21",
        "step": "+2.621",
    }
    pane.follow(1)
    assert pane.foot.facts[0].racer == 1
    assert pane.foot.facts == curve_facts(composed(draw(TEA, 4), followed=1))
    pane.follow(7)  # a table may know racers that are gone
    assert pane.foot.facts[0].racer == 1


def test_from_a_curve_to_a_surface_to_a_network_and_back(pane, draw, rosenbrock, circle):
    for _ in range(2):
        pane.show_moment(draw(rosenbrock, 10))
        assert pane.stack.currentWidget() is pane.contour
        assert pane.title.text() == "Loss surface"
        assert not pane.from_above.isHidden()
        assert pane.slice.isHidden()
        assert "whole space" in pane.foot.accessibleName()
        pane.show_moment(draw(circle, 40))
        assert not pane.slice.isHidden()
        assert "drawn" in pane.foot.accessibleName()
        pane.show_moment(draw(TEA, 4))
        assert pane.stack.currentWidget() is pane.curve
        assert "slope" in pane.foot.accessibleName()
        pane.grab()


def test_without_a_surface_the_pane_waits(pane, draw):
    pane.show_moment(changed(draw(TEA, 4), slice=None, surface=None))
    pane.grab()
    assert pane.foot.facts == ()
