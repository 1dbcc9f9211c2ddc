"""Triangles as pixels, against the plain definition: is the middle of the pixel inside."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optlab.qt.views.software.scan import Triangles, owners, scan

SIZE = (23, 17)
CORNERS = arrays(np.float64, (3, 2), elements=st.floats(-10.0, 33.0))


def covered(corners):
    """Pixels (height, width) of SIZE whose middle lies inside a triangle (3, 2), by its sides."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]] + 0.5
    sides = []
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along, away = other - one, np.stack([x, y], axis=-1) - one
        sides.append(along[0] * away[..., 1] - along[1] * away[..., 0])
    found = np.stack(sides)
    inside = np.logical_or((found > 0.0).all(axis=0), (found < 0.0).all(axis=0))
    return inside, np.abs(found).min(axis=0)


@given(CORNERS)
def test_a_triangle_covers_the_pixels_whose_middle_it_holds(corners):
    spans = scan(corners[None, :, 0], corners[None, :, 1], SIZE)
    found = owners(spans, SIZE).reshape(SIZE[1], SIZE[0]) >= 0
    expected, near = covered(corners)
    clear = near > 1e-3  # on an edge either answer is right
    np.testing.assert_array_equal(found[clear], expected[clear])


@given(arrays(np.float64, (5, 5, 2), elements=st.floats(-0.375, 0.375)))
def test_no_pixel_falls_between_triangles_or_belongs_to_two(shifts):
    lines = np.arange(5.0) * 4.0 + 1.0
    places = np.stack(np.meshgrid(lines, lines), axis=-1) + np.where(
        np.pad(np.ones((3, 3), dtype=bool), 1)[..., None], 2.0 * shifts, 0.0
    )
    first = (np.arange(4)[:, None] * 5 + np.arange(4)).reshape(-1, 1)
    corners = (first + np.array([0, 1, 5, 5, 1, 6])).reshape(-1, 3)
    x, y = places.reshape(-1, 2)[corners].transpose(2, 0, 1)
    spans = scan(x, y, SIZE)
    times = np.zeros(SIZE[0] * SIZE[1], int)
    for row, begin, end in zip(spans.row, spans.first, spans.end, strict=True):
        times[row * SIZE[0] + begin : row * SIZE[0] + end] += 1
    times = times.reshape(SIZE[1], SIZE[0])
    assert (times[1:17, 1:17] == 1).all()
    times[1:17, 1:17] = 0
    assert not times.any()


def test_the_last_of_two_covers_the_first():
    x, y = np.array([[0.0, 20.0, 0.0]] * 2), np.array([[0.0, 0.0, 15.0]] * 2)
    spans = scan(x, y, SIZE)
    shown = owners(spans, SIZE)
    assert set(spans.triangle[shown[shown >= 0]]) == {1}


def test_a_value_is_even_across_a_triangle():
    x, y = np.array([[1.0, 21.0, 3.0]]), np.array([[1.0, 4.0, 16.0]])
    value = 0.3 * x - 0.7 * y + 2.0
    made = Triangles(x, y, (value,))
    spans = scan(x, y, SIZE)
    ramp = spans.ramp(made, 0, made.slopes()[0])
    for number in range(len(spans.row)):
        along = np.arange(spans.end[number] - spans.first[number])
        found = ramp.at(np.full(len(along), number), along)
        middle = spans.first[number] + along + 0.5
        expected = 0.3 * middle - 0.7 * (spans.row[number] + 0.5) + 2.0
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
