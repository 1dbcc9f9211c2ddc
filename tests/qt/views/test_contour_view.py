import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from optlab.qt import theme
from optlab.qt.views.colours import viridis
from optlab.qt.views.contour_image import Ground, contour_pixels, coverage, enlarged
from optlab.qt.views.contour_paint import polylines
from optlab.qt.views.contour_view import ContourView
from optlab.qt.views.frame import Frame, inside
from optlab.qt.views.scene import compose
from optlab.qt.views.shown import Shown
from optlab.qt.views.window import NARROWEST, Window


@pytest.fixture
def contour(qtbot, draw, rosenbrock):
    widget = ContourView()
    qtbot.addWidget(widget)
    widget.resize(505, 360)
    widget.show_scene(compose(draw(rosenbrock, 20), theme.LIGHT, Shown(log=True)))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def pixel(contour, u: float, v: float) -> QPoint:
    return contour.frame().place(u, v).toPoint()


def wheel(contour, at: QPointF, angle: int) -> None:
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    modifier = Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(at, at, QPoint(), QPoint(0, angle), buttons, modifier, phase, False)
    QApplication.sendEvent(contour, turned)


def moved(contour, at: QPoint) -> None:
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, modifier)
    QApplication.sendEvent(contour, event)


def test_a_click_picks_the_place_under_it(contour, qtbot):
    frame = contour.frame()
    cell = (frame.x[1] - frame.x[0]) / 32, (frame.y[1] - frame.y[0]) / 32
    for u, v in ((0.0, 0.0), (1.0, 1.0), (-1.2, 2.5)):
        with qtbot.waitSignal(contour.picked) as told:
            qtbot.mouseClick(contour, Qt.MouseButton.LeftButton, pos=pixel(contour, u, v))
        assert told.args[0] == pytest.approx(u, abs=cell[0])
        assert told.args[1] == pytest.approx(v, abs=cell[1])


def test_a_click_beside_the_ground_picks_nothing(contour, qtbot):
    with qtbot.assertNotEmitted(contour.picked):
        qtbot.mouseClick(contour, Qt.MouseButton.LeftButton, pos=QPoint(3, 200))
        qtbot.mouseClick(contour, Qt.MouseButton.RightButton, pos=pixel(contour, 0.0, 0.0))


def test_the_keyboard_picks_too(contour, qtbot):
    qtbot.keyClick(contour, Qt.Key.Key_Right)
    with qtbot.waitSignal(contour.picked) as told:
        qtbot.keyClick(contour, Qt.Key.Key_Return)
    frame = contour.frame()
    assert told.args[0] == pytest.approx(frame.x[0] + 0.52 * (frame.x[1] - frame.x[0]))
    assert told.args[1] == pytest.approx((frame.y[0] + frame.y[1]) / 2)


def test_the_ground_is_kept_while_the_cursor_moves(contour, draw, rosenbrock):
    contour.grab()
    ground, scene = contour._ground, contour._scene
    later = compose(draw(rosenbrock, 25), theme.LIGHT, Shown(log=True), before=scene)
    contour.show_scene(later)
    contour.grab()
    assert contour._ground is ground


def test_the_wheel_zooms_where_the_mouse_is(contour):
    at = QPointF(pixel(contour, -1.0, 2.0))
    under, whole = contour.frame().data(at), contour.frame()
    for _ in range(4):
        wheel(contour, at, 120)
    frame = contour.frame()
    assert frame.data(at) == pytest.approx(under)
    assert frame.x[1] - frame.x[0] == pytest.approx((whole.x[1] - whole.x[0]) / 1.15**4)
    wheel(contour, at, -120 * 9)
    assert contour.frame() == whole


def test_a_drag_pulls_the_picture_along_and_picks_nothing(contour, qtbot):
    contour._show(Window(0.25, 0.25, 0.5))
    at, to = QPoint(200, 200), QPoint(240, 170)
    under = contour.frame().data(QPointF(at))
    with qtbot.assertNotEmitted(contour.picked, wait=QApplication.doubleClickInterval() + 100):
        qtbot.mousePress(contour, Qt.MouseButton.LeftButton, pos=at)
        for place in (QPoint(215, 190), QPoint(230, 180), to):
            moved(contour, place)
        qtbot.mouseRelease(contour, Qt.MouseButton.LeftButton, pos=to)
    assert contour.frame().data(QPointF(to)) == pytest.approx(under)


def test_two_clicks_centre_and_do_not_start(contour, qtbot):
    contour._show(Window(0.25, 0.25, 0.5))
    at = contour.frame().rect.center().toPoint() + QPoint(30, 20)
    under = contour.frame().data(QPointF(at))
    with qtbot.assertNotEmitted(contour.picked, wait=QApplication.doubleClickInterval() + 100):
        qtbot.mouseClick(contour, Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(contour, Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseRelease(contour, Qt.MouseButton.LeftButton, pos=at)
    middle = contour.frame().data(contour.frame().rect.center())
    assert middle == pytest.approx(under)


def test_keys_zoom_move_and_reset(contour, qtbot):
    whole = contour.frame()
    for _ in range(3):
        qtbot.keyClick(contour, Qt.Key.Key_Plus)
    near = contour.frame()
    assert sum(near.x) == pytest.approx(sum(whole.x))  # there was no cross: at the middle
    assert near.x[1] - near.x[0] < 0.7 * (whole.x[1] - whole.x[0])
    qtbot.keyClick(contour, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert contour.frame().x[0] > near.x[0]
    assert contour.frame().y == near.y
    qtbot.keyClick(contour, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert contour.frame().y[0] > near.y[0]
    qtbot.keyClick(contour, Qt.Key.Key_0)
    assert contour.frame() == whole


@given(
    st.lists(st.tuples(st.floats(0.1, 10.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0)), max_size=12)
)
def test_a_window_never_leaves_the_whole(moves):
    window = Window()
    for factor, x, y in moves:
        for seen in (window.zoomed(factor, x, y), window.moved(factor, -x)):
            assert NARROWEST <= seen.size <= 1.0
            assert seen.left >= 0.0
            assert seen.low >= 0.0
            assert max(seen.left, seen.low) + seen.size <= 1.0 + 1e-12
            window = seen


def test_a_part_is_drawn_as_the_same_part_of_the_whole():
    v, u = np.mgrid[0:1:65j, 0:1:65j]
    grid = (2.0 * u + 3.0 * v).astype(np.float32)
    part = enlarged(grid, 40, 30, Window(0.25, 0.5, 0.25))
    rows, columns = np.mgrid[0:30, 0:40]
    expected = 2.0 * (0.25 + 0.25 * (columns + 0.5) / 40)
    expected = expected + 3.0 * (0.5 + 0.25 * (1.0 - (rows + 0.5) / 30))
    assert part == pytest.approx(expected, abs=1e-5)


def test_without_a_scene_a_sentence_stands_there(contour):
    before = contour.grab().toImage()
    contour.show_scene(None)
    assert contour.grab().toImage() != before


def test_places_and_data_are_each_others_inverse():
    frame = Frame(inside(505, 360), (-3.0, 5.0), (10.0, 20.0))
    assert frame.data(frame.place(1.25, 17.5)) == pytest.approx((1.25, 17.5))


def test_enlarging_keeps_a_plane_a_plane():
    v, u = np.mgrid[0:1:9j, 0:1:9j]
    grid = (2.0 * u + 3.0 * v).astype(np.float32)
    made = enlarged(grid, 200, 100)
    rows, columns = np.mgrid[0:100, 0:200]
    expected = 2.0 * (columns + 0.5) / 200 + 3.0 * (1.0 - (rows + 0.5) / 100)
    assert made == pytest.approx(expected, abs=1e-5)


def test_isolines_are_as_wide_as_asked_on_any_slope():
    for slope in (0.01, 0.05):
        heights = np.tile(np.arange(2000, dtype=np.float32) * np.float32(slope), (3, 1))
        covered = coverage(heights, 1.0, 1.5)
        assert covered[1].sum() / (2000 * slope) == pytest.approx(1.5, rel=0.1)


def test_holes_stay_empty(draw, rosenbrock):
    scene = compose(draw(rosenbrock), theme.LIGHT, Shown())
    assert scene is not None
    relief = scene.relief
    relief.height[:8, :8] = np.nan
    pixels = contour_pixels(relief, (120, 80), viridis(), Ground(0xFF123456, 0xFF654321))
    hole = pixels[-12:, :20]
    assert set(np.unique(hole)) == {0xFF123456, 0xFF654321}  # hatched
    assert (hole == 0xFF123456).mean() > 0.7
    assert not np.isin(pixels[:12, -20:], np.unique(hole)).any()


def test_paths_break_where_they_leave_the_ground():
    frame = Frame(inside(505, 360), (0.0, 1.0), (0.0, 1.0))
    gap = [np.nan] * 3
    points = np.array([[0, 0, 0], [0.5, 0.5, 0], gap, [0.2, 0.9, 0], [0.3, 0.9, 0]])
    found = polylines(frame, points)
    assert [len(line) for line in found] == [2, 2]
    assert polylines(frame, np.empty((0, 3))) == []


def test_many_frames_in_both_themes(contour, draw, rosenbrock, circle, qapp):
    scene = None
    for frame in range(200):
        moment = draw((rosenbrock, circle)[frame // 50 % 2], frame % 60)
        scene = compose(moment, theme.current(), Shown(log=True), before=scene)
        contour.show_scene(scene)
        if frame == 100:
            theme.apply(qapp, theme.DARK)
        contour.grab()
    theme.apply(qapp, theme.LIGHT)
