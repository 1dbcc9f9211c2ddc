from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from optlab.qt.theme.palette import DARK, LIGHT, PALETTES
from optlab.qt.views.gl.platform import prepare
from optlab.qt.views.scene import Scene
from optlab.qt.views.space import turntable

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def view(qtbot):
    prepare()
    from optlab.qt.views.gl.view import SurfaceGL

    shown = SurfaceGL(LIGHT)
    troubles = []
    shown.failed.connect(troubles.append)
    qtbot.addWidget(shown)
    shown.resize(505, 370)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    QApplication.processEvents()
    assert troubles == []


def pixels(view):
    image = view.grabFramebuffer().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., :3].astype(int)


def share_of(picture, colour, within=40):
    colour = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return float((np.abs(picture - colour).max(axis=-1) < within).mean())


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_surface_fills_the_pane_and_paths_are_seen(view, scene, palette):
    view.set_palette(palette)
    assert share_of(pixels(view), palette.panel, 2) == 1.0
    view.show_scene(scene(palette))
    picture = pixels(view)
    vivid = picture.max(axis=-1) - picture.min(axis=-1) > 50
    assert 0.25 < vivid.mean() < 0.9
    for racer in (0, 1):
        assert share_of(picture, palette.racer(racer).colour) > 0.001


def test_isolines_and_words_are_there(view, scene):
    view.show_scene(scene())
    flat = pixels(view)
    view.show_scene(scene(log=True))
    assert (flat != pixels(view)).any(axis=-1).mean() > 0.1
    dark = flat.max(axis=-1) < 90
    assert dark[200:].any()  # names of the axes


def test_nothing_changes_when_nothing_changed(view, scene):
    shown = scene()
    view.show_scene(shown)
    before = pixels(view)
    view.show_scene(shown)
    np.testing.assert_array_equal(before, pixels(view))


def test_it_survives_another_window_hiding_and_showing(view, scene, qtbot):
    view.show_scene(scene())
    before = share_of(pixels(view), LIGHT.panel, 2)
    stack = QStackedWidget()
    stack.addWidget(QWidget())
    stack.addWidget(view)
    window = QWidget()
    QHBoxLayout(window).addWidget(stack)
    qtbot.addWidget(window)
    window.resize(520, 390)
    window.show()
    for page in (1, 0, 1):
        stack.setCurrentIndex(page)
    qtbot.waitExposed(window)
    assert share_of(pixels(view), LIGHT.panel, 2) == pytest.approx(before, abs=0.05)
    view.setParent(None)
    view.show()
    qtbot.waitExposed(view)
    assert share_of(pixels(view), LIGHT.panel, 2) == pytest.approx(before, abs=0.05)


def test_two_views_draw_side_by_side(view, scene, qtbot):
    other = type(view)(LIGHT)
    qtbot.addWidget(other)
    other.resize(view.size())
    other.show()
    qtbot.waitExposed(other)
    shown = scene()
    for one in (view, other):
        one.show_scene(shown)
        one.clearFocus()
    assert np.abs(pixels(view) - pixels(other)).mean() < 2.0


def test_a_click_picks_and_a_drag_turns(view, scene, qtbot):
    view.show_scene(scene())
    middle = QPoint(250, 170)
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    u, v = picked.args
    assert -2.0 <= u <= 2.0
    assert -1.0 <= v <= 3.0
    before = view.camera
    with qtbot.waitSignal(view.orbited), qtbot.assertNotEmitted(view.picked):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
        for step in range(1, 6):
            qtbot.mouseMove(view, middle + QPoint(20 * step, 8 * step))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 40))
    assert view.camera.azimuth < before.azimuth
    assert view.camera.elevation > before.elevation


def test_keys_and_wheel_move_the_camera(view, scene, qtbot):
    view.show_scene(scene())
    start = view.camera
    for key, moved in (
        (Qt.Key.Key_Left, lambda c: c.azimuth < start.azimuth),
        (Qt.Key.Key_Up, lambda c: c.elevation > start.elevation),
        (Qt.Key.Key_Plus, lambda c: c.zoom > start.zoom),
        (Qt.Key.Key_2, lambda c: c.elevation == 90.0),
        (Qt.Key.Key_3, lambda c: c.elevation < start.elevation),
    ):
        qtbot.keyClick(view, key)
        assert moved(view.camera), key
    at = QPointF(100.0, 100.0)
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), buttons, Qt.KeyboardModifier.NoModifier, phase, False
    )
    zoom = view.camera.zoom
    QApplication.sendEvent(view, wheel)
    assert view.camera.zoom > zoom
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.camera == start


LEFT = Qt.MouseButton.LeftButton


def hover(view, at: QPoint) -> None:
    """Move the mouse there, wherever the pointer of the screen is."""
    button, modifier = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(at)
    moved = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, modifier)
    QApplication.sendEvent(view, moved)


def read(view) -> str:
    reading = view.pilot.reading
    assert reading is not None
    return reading.text


def test_the_ground_is_read_under_the_mouse(view, scene):
    view.show_scene(scene())
    assert view.pilot.reading is None
    hover(view, QPoint(250, 190))
    text = read(view)
    assert text.startswith("loss ")
    plain = pixels(view)
    hover(view, QPoint(300, 200))
    assert read(view) != text
    u, v = (float(part) for part in text.partition("(")[2].rstrip(")").split(", "))
    assert float(text.split()[1]) == pytest.approx(u * u + (v - 1.0) ** 2, abs=0.05)
    assert (pixels(view)[:30, 300:] != plain[:30, 300:]).any()
    hover(view, QPoint(2, 2))
    assert view.pilot.reading is None


def test_two_clicks_centre_and_do_not_start(view, scene, qtbot):
    view.show_scene(scene())
    at = QPoint(320, 230)
    under = view.pilot._under(QPointF(at))
    with qtbot.assertNotEmitted(view.picked, wait=QApplication.doubleClickInterval() + 100):
        qtbot.mouseClick(view, LEFT, pos=at)
        qtbot.mouseDClick(view, LEFT, pos=at)
        qtbot.mouseRelease(view, LEFT, pos=at)
    middle = QPointF(view.width() / 2.0, view.height() / 2.0)
    assert view.pilot._under(middle) == pytest.approx(under, abs=0.03)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.camera.pivot is None


def test_shift_and_the_middle_button_move_the_picture(view, scene, qtbot):
    view.show_scene(scene())
    at = QPoint(250, 190)
    for button, modifier in (
        (LEFT, Qt.KeyboardModifier.ShiftModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
    ):
        before = view.camera
        under = view.pilot._under(QPointF(at))
        qtbot.mousePress(view, button, modifier, pos=at)
        for step in (8, 16, 24):
            place = QPointF(at + QPoint(step, 0))
            moved = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, modifier)
            QApplication.sendEvent(view, moved)
        qtbot.mouseRelease(view, button, modifier, pos=at + QPoint(24, 0))
        assert (view.camera.azimuth, view.camera.elevation) == (before.azimuth, before.elevation)
        assert view.pilot._under(QPointF(at) + QPointF(24, 0)) == pytest.approx(under, abs=0.15)


def test_the_keyboard_moves_centres_and_starts(view, scene, qtbot):
    view.show_scene(scene())
    qtbot.keyClick(view, Qt.Key.Key_Return)  # there is no cross yet: it belongs to the window
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.camera.pivot is not None
    assert view.pilot.reading.crossed
    under = view.pilot._under(QPointF(view.width() / 2.0, view.height() / 2.0))
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picked.args == pytest.approx(under)
    qtbot.keyClick(view, Qt.Key.Key_C)
    middle = QPointF(view.width() / 2.0, view.height() / 2.0)
    assert view.pilot._under(middle) == pytest.approx(under, abs=0.03)


def test_the_turntable_turns_until_the_mouse_is_pressed(view, scene, qtbot, monkeypatch):
    view.show_scene(scene())
    before = view.camera
    qtbot.keyClick(view, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: view.camera.azimuth != before.azimuth)
    assert view.camera.elevation == before.elevation
    qtbot.mousePress(view, LEFT, pos=QPoint(100, 100))
    assert not view.pilot.turntable.turning
    qtbot.mouseMove(view, QPoint(140, 120))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(140, 120))
    monkeypatch.setattr(turntable, "reduced_motion", lambda: True)
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert not view.pilot.turntable.turning


def test_the_floor_can_be_picked_through_a_hole(view, ground, qtbot):
    on = ground(lambda u, v: np.where(np.maximum(np.abs(u), np.abs(v - 1.0)) < 1.2, np.nan, u * u))
    view.show_scene(Scene(on, (), np.empty((0, 3))))
    view.look("top")
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, LEFT, pos=QPoint(view.width() // 2, view.height() // 2))
    assert abs(picked.args[0]) < 1.0
    assert abs(picked.args[1] - 1.0) < 1.0


def test_holes_are_hatched_on_the_floor(view, ground):
    whole = ground(lambda u, v: 0.0 * u + v)
    holed = ground(lambda u, v: np.where(np.maximum(np.abs(u), np.abs(v - 1.0)) < 1.2, np.inf, v))
    view.show_scene(Scene(whole, (), np.empty((0, 3))))
    view.look("top")
    middle = np.s_[150:220, 220:290]
    assert np.ptp(pixels(view)[middle].max(axis=-1)) > 0  # the surface and its isolines
    view.show_scene(Scene(holed, (), np.empty((0, 3))))
    row = pixels(view)[middle].sum(axis=-1)[20]
    dark = row < row.max() - 60
    assert np.count_nonzero(np.diff(dark.astype(int)) == 1) >= 3  # stripes, and no surface


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
@pytest.mark.parametrize("log", [False, True])
def test_no_theme_and_no_scale_leaves_an_error_in_opengl(view, scene, ground, palette, log):
    from OpenGL import GL

    view.set_palette(palette)
    for shown in (scene(palette, log=log), Scene(ground(size=33), (), np.empty((0, 3)))):
        view.show_scene(shown)
        for name in ("perspective", "top", "side"):
            view.look(name)
            pixels(view)
            view.makeCurrent()
            assert GL.glGetError() == GL.GL_NO_ERROR
            view.doneCurrent()


def test_focus_is_seen(view, scene, qtbot):
    view.show_scene(scene())
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert share_of(pixels(view)[:2], LIGHT.accent) > 0.9
    view.clearFocus()
    assert share_of(pixels(view)[:2], LIGHT.accent) < 0.1


@pytest.mark.qt_log_ignore("QOpenGLShader::compile", "Problematic Fragment")
def test_trouble_is_told_once_and_nothing_is_raised(qtbot, scene, monkeypatch):
    prepare()
    from optlab.qt.views.gl import heightfield
    from optlab.qt.views.gl.view import SurfaceGL

    monkeypatch.setattr(heightfield, "FRAGMENT", "void main() { nonsense }")
    broken = SurfaceGL(LIGHT)
    qtbot.addWidget(broken)
    broken.show_scene(scene())
    with qtbot.waitSignal(broken.failed) as told, qtbot.captureExceptions() as raised:
        broken.show()
        qtbot.waitExposed(broken)
    assert told.args[0]
    assert raised == []


def test_it_says_what_it_is(view):
    assert view.accessibleName()
    assert "Arrows" in view.accessibleDescription()
    assert view.toolTip()
