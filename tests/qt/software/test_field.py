"""The surface as pixels, against rays through the same height field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optlab.qt.views.colours import viridis
from optlab.qt.views.relief import FLAT, PEAK
from optlab.qt.views.software.field import field, vertices
from optlab.qt.views.space.camera import Camera, project
from optlab.qt.views.space.picking import pick
from optlab.qt.views.space.viewpoint import viewpoint

SIZE = (300, 220)
SHARED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CAMERAS = st.builds(Camera, st.floats(-180, 180), st.floats(6, 90), st.floats(0.5, 3))


def drawn(on, camera, most=1000):
    seen = viewpoint(camera, SIZE, 1.0)
    return field(vertices(on).thinned(most), on, seen), seen


@SHARED
@given(CAMERAS, st.integers(0, 2**32 - 1))
def test_what_is_seen_at_a_pixel_is_what_a_ray_hits_there(ground, camera, seed):
    on = ground()
    made, seen = drawn(on, camera)
    generator = np.random.default_rng(seed)
    x, y = (generator.integers(0, side, 12) for side in SIZE)
    depths = made.depth(x, y)
    agree = 0
    for column, row, depth in zip(x, y, depths, strict=True):
        found = pick(on, seen.matrix, (column + 0.5, row + 0.5), SIZE)
        hit = None
        if found is not None:
            point = on.world(np.array([*found, float(on.at(np.array(found)))]))
            place = project(seen.matrix, point, SIZE)
            hit = place[2] if np.abs(place[:2] - (column + 0.5, row + 0.5)).max() < 0.5 else None
        agree += not np.isfinite(depth) if hit is None else abs(depth - hit) < 2e-4
    assert agree >= 11  # a ray may graze an edge that the pixel next to it holds


def test_colours_follow_the_heights(ground, bowl):
    on = ground(bowl)
    made, seen = drawn(on, Camera().preset("top"))
    table = np.stack([viridis() >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(float)
    hue = table / table.sum(axis=1, keepdims=True)
    for place in ((0.0, 1.0), (0.7, 1.7), (-1.1, 0.2), (1.3, 0.0)):
        height = float(on.at(np.array(place)))
        z = on.world(np.array([*place, height]))
        x, y, _ = project(seen.matrix, z, SIZE)
        pixel = int(made.pixels[int(y), int(x)])
        parts = np.array([pixel >> shift & 0xFF for shift in (16, 8, 0)], float)
        share = (z[2] - FLAT) / (PEAK - FLAT)
        expected = hue[round(255 * share)]
        if np.abs(height / on.level - round(height / on.level)) > 0.2:  # not on an isoline
            np.testing.assert_allclose(parts / parts.sum(), expected, atol=0.03)


def test_nothing_is_drawn_above_the_cut_and_in_holes(ground, bowl):
    wall = ground(lambda u, v: bowl(u, v) + np.where(u > 1.8, 500.0, 0.0))
    assert wall.cut
    made, seen = drawn(wall, Camera().preset("top"))
    for u, drawn_there in ((1.5, True), (1.97, False)):
        x, y, _ = project(seen.matrix, wall.world(np.array([u, 1.0, wall.top])), SIZE)
        assert (made.pixels[int(y), int(x)] > 0) == drawn_there
    hole = ground(lambda u, v: np.where(np.hypot(u, v - 1.0) < 1.0, np.nan, bowl(u, v)))
    made, seen = drawn(hole, Camera().preset("top"))
    x, y, _ = project(seen.matrix, hole.world(np.array([0.0, 1.0, hole.low])), SIZE)
    assert made.pixels[int(y), int(x)] == 0
    assert made.depth(np.array([int(x)]), np.array([int(y)]))[0] == np.inf


@pytest.mark.parametrize("loss", [lambda u, _: np.full_like(u, np.nan), lambda u, _: 0.0 * u])
def test_a_surface_of_holes_and_a_plain_can_be_drawn(ground, loss):
    made, _ = drawn(ground(loss), Camera())
    assert made.pixels.shape == SIZE[::-1]


def test_outside_of_the_picture_nothing_hides_anything(ground):
    made, _ = drawn(ground(), Camera())
    x, y = np.array([-1, 300, 5, 5]), np.array([5, 5, -1, 220])
    assert np.isinf(made.depth(x, y)).all()


def test_fewer_vertices_keep_the_silhouette(ground):
    fine, _ = drawn(ground(size=129), Camera())
    coarse, _ = drawn(ground(size=129), Camera(), most=49)
    one, other = fine.pixels > 0, coarse.pixels > 0
    assert (one & other).sum() / (one | other).sum() > 0.98
