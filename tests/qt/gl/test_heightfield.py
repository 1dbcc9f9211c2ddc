from __future__ import annotations

import numpy as np

from optlab.qt.views.gl.heightfield import cells, colour_pixels, grid
from optlab.qt.views.gl.paths import doubled
from optlab.qt.views.relief import FLAT, PEAK
from optlab.qt.views.space.shapes import runs
from optlab.qt.views.space.vertices import pack


def test_heights_and_slopes_are_those_of_the_world(ground, bowl):
    on = ground(bowl, 33)
    packed = pack(on)
    assert packed.dtype == np.float32
    assert packed[..., 0].min() == np.float32(FLAT)
    steps = np.gradient(packed[..., 0].astype(float), 2.0 / 32, edge_order=1)
    np.testing.assert_allclose(packed[..., 1], steps[1], atol=1e-4)
    np.testing.assert_allclose(packed[..., 2], steps[0], atol=1e-4)


def test_holes_are_flagged_and_never_reach_the_card(ground):
    on = ground(lambda u, v: np.where(u > 1.0, np.nan, u + v), 17)
    packed = pack(on)
    assert np.isfinite(packed).all()
    np.testing.assert_array_equal(packed[..., 3] == 0.0, np.isnan(on.height))
    assert packed[..., 0].max() <= PEAK + 1.0


def test_every_order_draws_every_cell_once_and_the_nearest_last():
    orders, places = cells(5), grid(5).reshape(-1, 2)
    assert orders.shape == (4, 16, 6)
    for order, eye in zip(orders, ((-1, -1), (1, -1), (-1, 1), (1, 1)), strict=True):
        middles = places[order].mean(axis=1)
        assert len({tuple(middle) for middle in np.round(middles, 5)}) == 16
        distance = np.linalg.norm(middles - eye, axis=1)
        assert distance[0] == distance.max()
        assert distance[-1] == distance.min()


def test_colours_go_from_violet_to_yellow():
    pixels = colour_pixels()
    assert pixels.shape == (1, 256, 4)
    assert tuple(pixels[0, 0]) == (68, 1, 84, 255)
    assert tuple(pixels[0, -1]) == (253, 231, 37, 255)


def test_lines_break_where_they_leave_the_box():
    points = np.arange(21.0).reshape(7, 3)
    points[3] = np.nan
    points[5] = np.nan
    first, *others = runs(points)
    np.testing.assert_array_equal(first, points[:3])
    assert others == []
    rows = doubled(first)
    assert rows.shape == (10, 4)
    np.testing.assert_array_equal(rows[0, :3], rows[2, :3])
