"""The painter beside OpenGL: the same picture from the same place, moved by the same hands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from optlab.qt.theme.palette import DARK, LIGHT
from optlab.qt.views.gl.platform import prepare
from optlab.qt.views.software.view import SurfacePainter
from optlab.qt.views.space.camera import Camera
from optlab.qt.views.space.framing import outline

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (505, 370)


@pytest.fixture
def painter(qtbot):
    return shown(qtbot, SurfacePainter(LIGHT))


@pytest.fixture
def pair(qtbot, painter):
    """The painter, and the view in OpenGL."""
    prepare()
    from optlab.qt.views.gl.view import SurfaceGL

    return painter, shown(qtbot, SurfaceGL(LIGHT))


def shown(qtbot, view):
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    qtbot.waitExposed(view)
    view.clearFocus()
    return view


def picture(view, qtbot):
    """The finest picture of a view, as (height, width, 3)."""
    if isinstance(view, SurfacePainter):
        view.repaint()
        qtbot.waitUntil(lambda: view.settled)
        image = view.grab().toImage()
    else:
        image = view.grabFramebuffer()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., :3].astype(int)


def rgb(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def share_of(seen, colour, within=40):
    return float((np.abs(seen - rgb(colour)).max(axis=-1) < within).mean())


def differing(one, other):
    return np.abs(one - other).max(axis=-1) > 12


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("angles", [None, (-25.0, 65.0), (130.0, 20.0)])
def test_silhouettes_are_those_of_opengl(pair, scene, qtbot, log, angles):
    camera = Camera(*angles) if angles else Camera()
    assert overlap(pair, scene(log=log), camera, qtbot) > 0.95


@pytest.mark.parametrize("angles", [(-60.0, 40.0), (100.0, 15.0)])
def test_a_wall_is_cut_and_a_hole_left_out_as_in_opengl(pair, scene, ground, qtbot, angles):
    def broken(u, v):
        loss = u * u + (v - 1.0) ** 2 + np.where(u > 1.8, 5e6, 0.0)
        return np.where(np.hypot(u + 1.0, v) < 0.5, np.nan, loss)

    whole = replace(scene(), relief=ground(broken))
    assert whole.relief.cut
    assert overlap(pair, whole, Camera(*angles), qtbot) > 0.95


def overlap(pair, whole, camera, qtbot):
    """The share of what either view covers with the surface that both cover."""
    whole = replace(whole, relief=replace(whole.relief, level=1e9))  # no lines on the floor
    bare = replace(whole, paths=(), isolines=())
    above = whole.relief.top + 9.0 * (whole.relief.top - whole.relief.low)  # all of it is cut off
    height = np.where(np.isnan(whole.relief.height), np.nan, above)
    empty = replace(bare, relief=replace(whole.relief, height=height))
    camera = replace(camera, outline=outline(whole.relief))
    masks = []
    for view in pair:
        pictures = []
        for each in (bare, empty):
            view.show_scene(each)
            view.pilot.turn(camera)
            view.pilot.camera = camera  # with the outline of the whole
            pictures.append(picture(view, qtbot))
        masks.append(differing(*pictures))
    one, other = masks
    assert one.mean() > 0.1
    return (one & other).sum() / (one | other).sum()


def test_marbles_are_within_two_pixels_of_those_of_opengl(pair, scene, qtbot):
    whole = scene()
    for racer in (0, 1):
        alone = replace(whole, paths=(replace(whole.paths[racer], ghost=None),), named=False)
        without = replace(alone, paths=(replace(alone.paths[0], marble=None),))
        middles = []
        for view in pair:
            pictures = []
            for each in (alone, without):
                view.show_scene(each)
                pictures.append(picture(view, qtbot))
            vivid = np.abs(pictures[0] - pictures[1]).max(axis=-1) > 90
            middles.append(np.argwhere(vivid).mean(axis=0))
        assert np.abs(middles[0] - middles[1]).max() < 2.0


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_paths_take_as_much_of_the_picture_as_in_opengl(pair, scene, qtbot, palette):
    whole = scene(palette)
    shares = []
    for view in pair:
        view.set_palette(palette)
        shares.append([])
        for path in whole.paths:
            line = replace(path, marble=None, ghost=None)
            seen = [
                shot(view, replace(whole, paths=paths, arrows=()), qtbot) for paths in ((line,), ())
            ]
            changed = differing(*seen)
            near = np.abs(seen[0] - rgb(path.colour)).max(axis=-1) < 40
            shares[-1].append((changed & near).mean())
    painted, card = np.array(shares)
    assert (card > 0.003).all()
    np.testing.assert_allclose(painted, card, rtol=0.25)


def test_the_whole_picture_is_near_that_of_opengl(pair, scene, qtbot):
    whole = scene()
    one, other = (shot(view, whole, qtbot) for view in pair)
    assert np.abs(one - other).mean() < 6.0


def shot(view, whole, qtbot):
    view.show_scene(whole)
    return picture(view, qtbot)


def test_a_path_behind_a_hill_is_faint(painter, ground, walked, scene, qtbot):
    on = ground(lambda u, v: np.exp(-4.0 * ((v - 0.0) ** 2)) + 0.0 * u)
    behind = np.column_stack([np.linspace(-1.5, 1.5, 50), np.full(50, 1.6)])
    front = behind - (0.0, 2.4)
    shares = []
    for line in (behind, front):
        path = replace(walked(on, line, 49), marble=None, ghost=None)
        painter.show_scene(replace(scene(), relief=on, paths=(path,), named=False))
        painter.look("side")
        shares.append(share_of(picture(painter, qtbot), LIGHT.racer(0).colour, 25))
    assert shares[0] < 0.3 * shares[1]


def test_it_is_coarse_while_it_turns_and_fine_when_it_rests(painter, scene, qtbot):
    painter.show_scene(scene())
    painter.repaint()
    assert not painter.settled
    qtbot.waitUntil(lambda: painter.settled)
    painter.pilot.turn(painter.camera.orbited(10.0, 0.0))
    assert not painter.settled
    qtbot.waitUntil(lambda: painter.settled)


def test_nothing_is_drawn_anew_while_only_the_marble_moves(painter, scene, qtbot):
    whole = scene()
    painter.show_scene(whole)
    picture(painter, qtbot)
    painter.show_scene(replace(whole, paths=whole.paths[:1]))
    assert painter.settled
    with qtbot.assertNotEmitted(painter.orbited):  # reading the ground is no turn
        qtbot.mouseMove(painter, QPoint(240, 180))
        qtbot.waitUntil(lambda: painter.pilot.reading is not None)
    assert painter.settled


def test_a_click_picks_and_a_drag_turns(painter, scene, qtbot):
    painter.show_scene(scene())
    middle = QPoint(250, 170)
    with qtbot.waitSignal(painter.picked) as picked:
        qtbot.mouseClick(painter, Qt.MouseButton.LeftButton, pos=middle)
    u, v = picked.args
    assert -2.0 <= u <= 2.0
    assert -1.0 <= v <= 3.0
    before = painter.camera
    with qtbot.waitSignal(painter.orbited), qtbot.assertNotEmitted(painter.picked):
        qtbot.mousePress(painter, Qt.MouseButton.LeftButton, pos=middle)
        for step in range(1, 6):
            qtbot.mouseMove(painter, middle + QPoint(20 * step, 8 * step))
        qtbot.mouseRelease(painter, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 40))
    assert painter.camera.azimuth < before.azimuth


def test_keys_and_wheel_move_the_camera(painter, scene, qtbot):
    painter.show_scene(scene())
    start = painter.camera
    for key, moved in (
        (Qt.Key.Key_Left, lambda c: c.azimuth < start.azimuth),
        (Qt.Key.Key_Plus, lambda c: c.zoom > start.zoom),
        (Qt.Key.Key_2, lambda c: c.elevation == 90.0),
        (Qt.Key.Key_Home, lambda c: c == start),
    ):
        qtbot.keyClick(painter, key)
        assert moved(painter.camera), key
    at, none = QPointF(100.0, 100.0), Qt.MouseButton.NoButton
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(at, at, QPoint(), QPoint(0, 120), none, keys, phase, False)
    QApplication.sendEvent(painter, wheel)
    assert painter.camera.zoom > start.zoom


def test_it_says_what_it_is_and_shows_who_has_the_keys(painter, scene, qtbot):
    assert painter.accessibleName()
    assert "Arrows" in painter.accessibleDescription()
    assert painter.toolTip()
    painter.show_scene(scene())
    painter.activateWindow()
    painter.setFocus()
    qtbot.waitUntil(painter.hasFocus)
    assert share_of(picture(painter, qtbot)[:2], LIGHT.accent) > 0.9


def test_without_a_scene_it_is_an_empty_pane(painter, qtbot):
    assert share_of(picture(painter, qtbot), LIGHT.panel, 2) == 1.0
