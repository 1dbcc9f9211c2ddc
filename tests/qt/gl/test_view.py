from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from optlab.qt.theme.palette import DARK, LIGHT
from optlab.qt.views.gl.platform import prepare

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
