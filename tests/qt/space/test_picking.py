from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optlab.qt.views.space.camera import BOX, PRESETS, Camera, project
from optlab.qt.views.space.picking import pick, ray, visible

SIZES = st.sampled_from([(505.0, 370.0), (900.0, 700.0), (360.0, 800.0), (1400.0, 300.0)])
SHARED = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


CAMERAS = st.builds(
    Camera,
    st.floats(-180, 180),
    st.floats(4, 90),
    st.floats(0.4, 3),
    pivot=st.none() | st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.86)),
)
PLACES = st.tuples(st.floats(-2, 2), st.floats(-1, 3))


def steepness(on, place, eye):
    """Sine of the angle between the ground and the line of sight: near 0 it only touches."""
    around = place + 0.01 * np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)])
    near = np.clip(around, *np.array(on.surface.slice.box).T)
    points = on.world(np.column_stack([near, on.at(near)]))
    normal = np.cross(points[3] - points[0], points[2] - points[1])
    sight = eye - points.mean(axis=0)
    return abs(normal @ sight) / np.linalg.norm(normal) / np.linalg.norm(sight)


@SHARED
@given(CAMERAS, PLACES, SIZES)
def test_what_is_drawn_at_a_pixel_is_picked_there(ground, camera, place, size):
    on = ground()
    height = float(on.at(np.array(place)))
    assume(height <= on.top)  # what is cut off is not drawn
    matrix = camera.matrix(size[0] / size[1])
    point = on.world(np.array([*place, height]))
    assume(steepness(on, np.array(place), camera.eye(size[0] / size[1])) > 0.1)
    x, y, depth = (float(part) for part in project(matrix, point, size))
    found = pick(on, matrix, (x, y), size)
    assert found is not None
    hit = on.world(np.array([*found, float(on.at(np.array(found)))]))
    seen_x, seen_y, seen_depth = project(matrix, hit, size)
    assert (seen_x, seen_y) == pytest.approx((x, y), abs=0.5)
    cell = 2.0 / (len(on.u) - 1)
    hidden = seen_depth < depth
    assert hidden or np.abs(hit - point)[:2].max() < 0.5 * cell


@SHARED
@given(PLACES, SIZES)
def test_from_the_top_nothing_is_hidden(ground, place, size):
    on = ground()
    height = float(on.at(np.array(place)))
    assume(height <= on.top)
    matrix = Camera().preset("top").matrix(size[0] / size[1])
    x, y, _ = project(matrix, on.world(np.array([*place, height])), size)
    found = pick(on, matrix, (float(x), float(y)), size)
    assert found == pytest.approx(place, abs=0.5 * 4.0 / 64)


def test_beside_the_box_there_is_nothing(ground):
    assert pick(ground(), Camera().matrix(1.5), (2.0, 2.0), (600.0, 400.0)) is None


def test_through_a_hole_the_floor_is_picked(ground):
    on = ground(lambda u, v: np.where(np.maximum(np.abs(u), np.abs(v - 1.0)) < 1.5, np.nan, u * u))
    matrix = Camera().preset("top").matrix(1.0)
    x, y, _ = project(matrix, np.array([0.1, 0.2, 0.0]), (500.0, 500.0))
    assert pick(on, matrix, (float(x), float(y)), (500.0, 500.0)) == pytest.approx(
        (0.2, 1.4), abs=1e-4
    )


def test_a_ray_is_seen_as_a_point():
    matrix = Camera(20.0, 50.0).matrix(1.3)
    ends = project(matrix, np.stack(ray(matrix, (123.0, 45.0), (520.0, 400.0))), (520.0, 400.0))
    np.testing.assert_allclose(ends[:, :2], [(123.0, 45.0)] * 2, atol=1e-6)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("aspect", [0.4, 0.8, 1.36, 2.5, 5.0])
def test_the_box_fills_the_pane_and_stays_inside(name, aspect):
    camera = Camera().preset(name)
    corners = project(camera.matrix(aspect), BOX, (aspect, 1.0))[:, :2] / (aspect, 1.0)
    room = camera.margins
    low, high = corners.min(axis=0), corners.max(axis=0)
    assert (low >= (room.left - 1e-9, room.top - 1e-9)).all()
    assert (high <= (1.0 - room.right + 1e-9, 1.0 - room.bottom + 1e-9)).all()
    free = np.array([1.0 - room.left - room.right, 1.0 - room.top - room.bottom])
    assert ((high - low) / free).max() > 0.97


def test_turning_keeps_to_its_limits():
    camera = Camera().orbited(500.0, 500.0)
    assert -180.0 <= camera.azimuth <= 180.0
    assert camera.elevation == 90.0
    assert camera.orbited(0.0, -500.0).elevation > 0.0
    assert Camera().zoomed(1e9).zoom == pytest.approx(8.0)
    assert Camera().preset("perspective") == Camera()


def test_panning_pulls_the_point_under_the_mouse_along():
    camera, size = Camera(35.0, 50.0, 1.7), (600.0, 400.0)
    still = camera.moved(0.0, 0.0, 1.5)
    np.testing.assert_allclose(still.matrix(1.5), camera.matrix(1.5), atol=1e-12)
    before = project(still.matrix(1.5), np.array(still.pivot), size)
    after = project(still.moved(0.1, -0.05, 1.5).matrix(1.5), np.array(still.pivot), size)
    np.testing.assert_allclose((after - before)[:2], (40.0, 20.0), atol=0.5)


@SHARED
@given(CAMERAS, PLACES, SIZES)
def test_what_is_centred_stands_in_the_middle(ground, camera, place, size):
    on = ground()
    point = on.world(np.array([*place, float(on.at(np.array(place)))]))
    seen = project(camera.centred(point).matrix(size[0] / size[1]), point, size)
    assume(point[2] <= BOX[:, 2].max())
    assert seen[:2] == pytest.approx((size[0] / 2.0, size[1] / 2.0), abs=1e-6)
    turned = camera.centred(point).orbited(31.0, -7.0).matrix(size[0] / size[1])
    assert project(turned, point, size)[:2] == pytest.approx(seen[:2], abs=1e-6)


def test_what_a_hill_hides_is_not_visible(ground):
    on = ground(lambda u, v: np.exp(-4.0 * (u * u + (v - 1.0) ** 2)))
    behind, before, below = (0.0, 0.6, 0.1), (0.0, -0.9, 0.1), (0.9, -0.1, 0.0)
    eye = Camera(-90.0, 12.0).eye(1.5)
    assert visible(on, np.array([behind, before, below]), eye).tolist() == [False, True, False]
    holed = ground(lambda u, _: np.where(np.abs(u) < 1.5, np.nan, u * u))
    above = Camera().preset("top").eye(1.5)
    floor = np.array([(0.0, 0.0, 0.0), (0.95, 0.0, 0.0)])
    assert visible(holed, floor, above).tolist() == [True, False]
