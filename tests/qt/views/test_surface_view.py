import numpy as np
import pytest
from PySide6.QtCore import Qt

from optlab.engine.slices import SLICES, PathPlane, TwoParameters
from optlab.engine.truth import truth
from optlab.qt.views.software.view import SurfacePainter
from optlab.qt.views.surface_view import SurfaceView
from optlab.qt.views.truth_meter import TruthMeter, leader
from optlab.session.numbers import figure


@pytest.fixture
def flat(qtbot, draw, circle):
    """A pane that was told to begin with the view from above."""
    pane = SurfaceView(renderer="contour")
    qtbot.addWidget(pane)
    pane.resize(505, 430)
    pane.show_moment(draw(circle, 40))
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


@pytest.fixture
def pane(qtbot, draw, circle):
    widget = SurfaceView()
    qtbot.addWidget(widget)
    widget.resize(505, 430)
    widget.show_moment(draw(circle, 40))
    assert isinstance(widget.stack.currentWidget(), SurfacePainter)  # until OpenGL is loaded
    with qtbot.waitExposed(widget):
        widget.show()
    qtbot.waitUntil(lambda: widget.settled)
    return widget


def test_opengl_comes_after_the_first_show(pane):
    assert not isinstance(pane.solid, SurfacePainter)
    assert pane.stack.currentWidget() is pane.solid


def test_both_views_are_one_click_away(pane, qtbot):
    qtbot.mouseClick(pane.from_above, Qt.MouseButton.LeftButton)
    assert pane.stack.currentWidget() is pane.contour
    qtbot.mouseClick(pane.in_space, Qt.MouseButton.LeftButton)
    assert pane.stack.currentWidget() is pane.solid


def test_trouble_with_opengl_ends_in_the_painter_and_a_sentence(pane, qtbot):
    pane.solid.look("side")
    seen = pane.solid.camera
    with qtbot.waitSignals([pane.noticed, pane.lost]) as told:
        pane.solid.failed.emit("no driver")
    assert all("no driver" in each.args[0] for each in told.all_signals_and_args)
    assert isinstance(pane.solid, SurfacePainter)
    assert pane.stack.currentWidget() is pane.solid
    assert pane.solid.camera == seen
    qtbot.waitUntil(lambda: pane.settled)


def test_opengl_is_announced_before_it_is_loaded_and_proved_by_frames(qtbot, draw, circle):
    widget = SurfaceView(renderer="software")
    qtbot.addWidget(widget)
    widget.resize(505, 430)
    widget.show_moment(draw(circle, 40))
    with qtbot.waitExposed(widget):
        widget.show()
    with qtbot.waitSignals([widget.tried, widget.proved], order="strict"):
        widget.draw_with("gl")
    assert not isinstance(widget.solid, SurfacePainter)
    widget.draw_with("software")
    assert isinstance(widget.solid, SurfacePainter)


def test_the_painter_is_at_hand_where_the_view_from_above_comes_first(flat, qtbot):
    assert flat.stack.currentWidget() is flat.contour
    qtbot.mouseClick(flat.in_space, Qt.MouseButton.LeftButton)
    assert isinstance(flat.stack.currentWidget(), SurfacePainter)


def test_a_click_from_above_chooses_a_start_in_the_plane(flat, qtbot, draw, circle):
    plane = draw(circle, 40).slice
    frame = flat.contour.frame()
    place = frame.place(frame.x[0] + 0.3 * (frame.x[1] - frame.x[0]), sum(frame.y) / 2)
    with qtbot.waitSignal(flat.start_chosen) as told:
        qtbot.mouseClick(flat.contour, Qt.MouseButton.LeftButton, pos=place.toPoint())
    theta = told.args[0]
    assert theta.shape == (circle_size(flat),)
    uv = plane.coordinates(theta)
    cell = (frame.x[1] - frame.x[0]) / 32
    assert uv == pytest.approx(np.array(frame.data(place)), abs=cell)
    assert plane.theta(uv) == pytest.approx(theta)


def circle_size(pane) -> int:
    return pane._moment.objective.size


def test_the_log_chip_changes_the_picture(flat, qtbot):
    before = flat.contour.grab().toImage()
    qtbot.mouseClick(flat.log, Qt.MouseButton.LeftButton)
    assert flat.contour.grab().toImage() != before


def test_two_parameters_are_chosen_from_lists(flat, qtbot, draw, circle):
    with qtbot.waitSignal(flat.slice_chosen) as told:
        flat.slice.pair.trigger()
    assert told.args == [TwoParameters(0, 1)]
    picker = flat.slice.picker
    flat.show_moment(draw(circle, 40, TwoParameters(0, 1)))
    assert "×" in flat.slice.text()
    with qtbot.waitSignal(flat.slice_chosen) as told:
        qtbot.keyClick(picker.deep, Qt.Key.Key_Down)
    assert told.args == [TwoParameters(0, 2)]
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    with qtbot.waitSignal(flat.slice_chosen) as told:
        flat.slice.plane.trigger()
    assert told.args == [PathPlane()]


def test_a_long_pair_of_names_stands_whole_in_the_tooltip(flat, draw, circle):
    flat.show_moment(draw(circle, 40, TwoParameters(0, 4)))
    flat.resize(372, 350)
    assert flat.slice.width() < flat.slice.sizeHint().width()
    assert flat.slice.text() in flat.slice.toolTip()
    assert flat.title.width() >= flat.title.sizeHint().width()
    assert flat.log.height() == 24


def test_the_two_parameters_differ(flat, qtbot, draw, circle):
    flat.show_moment(draw(circle, 40, TwoParameters(0, 1)))
    picker = flat.slice.picker
    with qtbot.waitSignal(flat.slice_chosen) as told:
        qtbot.keyClick(picker.across, Qt.Key.Key_Down)
    assert told.args == [TwoParameters(1, 2)]


def test_two_dimensions_need_no_slice(flat, draw, rosenbrock):
    flat.show_moment(draw(rosenbrock, 10))
    assert flat.slice.isHidden()
    assert "whole space" in flat.foot.accessibleName()


def test_the_foot_is_the_truth_meter(flat, draw, circle):
    moment = draw(circle, 40)
    racer = leader(moment.train_losses)
    path = moment.recording.track(racer).path.theta
    found = truth(moment.objective, moment.slice, path, moment.snapshots[racer].theta)
    drawn, true, error, *_, share = TruthMeter().facts(moment)
    assert float(drawn.value) == pytest.approx(found.drawn, rel=1e-3)
    assert float(true.value) == pytest.approx(found.true, rel=1e-3)
    assert true.value in flat.foot.accessibleName()
    assert error.tone == ("warn" if abs(found.error) > 0.1 else "good")
    assert error.label.startswith("far off" if error.tone == "warn" else "off by")
    assert f"{100 * found.share:.0f} %" in share.label


def test_a_thin_slice_is_called_far_off(draw, circle):
    facts = TruthMeter().facts(draw(circle, 40, TwoParameters(0, 1)))
    assert facts[2].tone == "warn"
    assert facts[2].label.startswith("far off")
    assert facts[3].label == "better: the path's plane"


def test_the_foot_explains_itself(flat, draw, circle, rosenbrock):
    assert "25 parameters" in flat.foot.toolTip()
    flat.show_moment(draw(rosenbrock, 10))
    assert "parameters" not in flat.foot.toolTip()


def test_the_surface_of_a_batch_is_offered_where_there_are_batches(flat, draw, rosenbrock, births):
    assert flat.batch.isVisible()
    assert "noise" in flat.batch.toolTip()
    flat.show_moment(draw(rosenbrock, 10))
    assert flat.batch.isHidden()
    flat.show_moment(draw(births, 10))
    assert flat.batch.isVisible()


def test_the_lead_changes_only_when_another_is_clearly_ahead():
    assert leader([1.0, 0.95], before=0) == 0
    assert leader([1.0, 0.80], before=0) == 1
    assert leader([np.nan, 0.80], before=0) == 1
    assert leader([-1.0, -1.05], before=0) == 0
    assert leader([-1.0, -1.5], before=0) == 1
    assert leader([1.0, 0.5], before=7) == 1


def test_without_a_surface_the_pane_waits(flat, draw, circle):
    from dataclasses import replace

    flat.show_moment(replace(draw(circle, 40), slice=None, surface=None))
    flat.grab()
    assert flat.foot.facts == ()


def test_parts_of_the_scene_can_be_left_out(flat, draw, saddle):
    flat.show_moment(draw(saddle, 20))
    full = flat._scene
    assert len(full.saddles) == 1
    assert full.named
    assert full.isolines
    assert full.arrows
    for action in flat.view.parts.values():
        action.trigger()
    bare = flat._scene
    assert (len(bare.saddles), bare.named, bare.isolines, bare.arrows) == (0, False, (), ())
    assert all(path.ghost is None and len(path.cloud) == 0 for path in bare.paths)
    flat.view.parts["arrows"].trigger()
    assert [arrow.kind for arrow in flat._scene.arrows] == [arrow.kind for arrow in full.arrows]


def test_the_ceiling_moves_by_slider_and_keys_and_goes_back(flat, qtbot, draw, rosenbrock):
    flat.show_moment(draw(rosenbrock, 10))
    usual = flat._scene.relief
    assert usual.cut
    qtbot.keyClick(flat.contour, Qt.Key.Key_PageDown)
    lower = flat._scene.relief
    assert lower.top - lower.low == pytest.approx((usual.top - usual.low) * 2**-0.25)
    assert flat.view.ceiling.said.text() == f"cut above {figure(lower.top)}"
    slider = flat.view.ceiling.slider
    slider.setValue(slider.maximum())
    highest = flat._scene.relief
    assert highest.top == pytest.approx(float(np.max(usual.surface.loss)))
    assert flat.view.ceiling.said.text() == "nothing is cut"
    flat.view.automatic.trigger()
    assert flat._scene.relief.top == usual.top


def test_the_menu_looks_from_fixed_places_and_turns(pane, qtbot):
    for action in pane.view.looks[:3]:
        action.trigger()
        assert pane.solid.camera == pane.solid.camera.preset(
            action.data(), pane.solid.camera.azimuth
        )
    pane.view.looks[3].trigger()
    before = pane.solid.camera
    qtbot.waitUntil(lambda: pane.solid.camera != before)
    pane.view.looks[3].trigger()
    assert not pane.solid.pilot.turntable.turning
    qtbot.mouseClick(pane.from_above, Qt.MouseButton.LeftButton)
    assert not pane.view.looks[0].isEnabled()


@pytest.mark.parametrize("name", SLICES)
def test_no_slice_leaves_an_error_in_opengl(pane, draw, circle, name):
    from OpenGL import GL

    pane.show_moment(draw(circle, 40, SLICES[name]()))
    for _ in range(2):
        pane.solid.grabFramebuffer()
        pane.solid.makeCurrent()
        assert GL.glGetError() == GL.GL_NO_ERROR
        pane.solid.doneCurrent()
        pane.log.toggle()


def test_what_has_no_room_is_offered_in_the_menu(flat, qtbot, draw, circle):
    entry = next(a for a in flat.view.menu().actions() if a.text() == "Logarithmic height")
    assert flat.log.isVisible()
    assert not entry.isVisible()

    def narrowed() -> bool:
        flat.resize(flat.width() - 8, flat.height())  # as a hand pulls it
        return not flat.log.isVisible()

    qtbot.waitUntil(narrowed)
    assert entry.isVisible()
    entry.trigger()
    assert flat.log.isChecked()
    assert flat._scene.relief.log
