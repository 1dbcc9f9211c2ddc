"""Isolines as lines: where the loss has their height, closed around a minimum, in a sound file."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine.arrays import Array
from optlab.engine.slices import PathPlane, Slice
from optlab.engine.surface import Surface
from optlab.qt.theme.palette import DARK, LIGHT
from optlab.qt.views.contour_lines import contour_lines, levels
from optlab.qt.views.contour_svg import contour_svg
from optlab.qt.views.relief import Relief, relief
from optlab.qt.views.scene import compose
from optlab.qt.views.shown import Shown

BOX = ((-2.0, 2.0), (-1.0, 3.0))
SVG = "{http://www.w3.org/2000/svg}"


def ground(loss: Array) -> Relief:
    plane = Slice(PathPlane(), np.zeros(2), np.eye(2), BOX, ("u", "v"))
    rows, columns = loss.shape
    axes = np.linspace(*BOX[0], columns), np.linspace(*BOX[1], rows)
    return relief(Surface(plane, *axes, loss, 0.0), log=False)


def over(f: str, size: int = 65) -> Array:
    u, v = np.meshgrid(np.linspace(*BOX[0], size), np.linspace(*BOX[1], size))
    return {"plane": u + 2.0 * v, "bowl": u**2 + (v - 1.0) ** 2, "saddle": u * (v - 1.0)}[f]


@pytest.mark.parametrize("height", [-0.4, 1.3, 4.0])
def test_the_isolines_of_a_plane_are_straight_and_one_each(height: float) -> None:
    (line,) = contour_lines(ground(over("plane")), height)
    np.testing.assert_allclose(line @ (1.0, 2.0), height, atol=1e-5)
    assert len(line) > 30


def test_around_a_minimum_the_line_is_closed_and_as_long_as_a_circle() -> None:
    (line,) = contour_lines(ground(over("bowl")), 0.49)
    np.testing.assert_array_equal(line[0], line[-1])
    np.testing.assert_allclose(np.hypot(line[:, 0], line[:, 1] - 1.0), 0.7, atol=2e-3)
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    assert length == pytest.approx(2.0 * np.pi * 0.7, rel=2e-3)


@pytest.mark.parametrize("height", [0.01, -0.01])
def test_at_a_saddle_two_lines_pass_each_other(height: float) -> None:
    lines = contour_lines(ground(over("saddle", 64)), height)
    assert len(lines) == 2
    for line in lines:
        product = line[:, 0] * (line[:, 1] - 1.0)
        assert (np.sign(product) == np.sign(height)).all()


def test_a_hole_has_no_lines() -> None:
    loss = over("bowl")
    loss[20:40, 20:40] = np.nan
    for line in contour_lines(ground(loss), 0.49):
        assert np.isfinite(line).all()
    assert contour_lines(ground(np.full((5, 5), np.nan)), 0.5) == []


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), rows=st.integers(2, 9), columns=st.integers(2, 9))
def test_every_crossing_of_a_grid_line_is_on_one_line_once(
    seed: int, rows: int, columns: int
) -> None:
    loss = np.random.default_rng(seed).normal(size=(rows, columns))
    made = ground(loss)
    height = 0.05
    grid = made.height.astype(np.float64) > height
    crossings = int((grid[:, 1:] != grid[:, :-1]).sum() + (grid[1:] != grid[:-1]).sum())
    lines = contour_lines(made, height)
    closed = sum(bool((line[0] == line[-1]).all()) for line in lines)
    assert sum(len(line) for line in lines) - closed == crossings


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_file_holds_the_isolines_of_the_picture_and_every_path(draw, circle, palette) -> None:
    scene = compose(draw(circle, 40), palette, Shown())
    assert scene is not None
    root = ET.fromstring(contour_svg(scene, palette, (640, 480)))  # noqa: S314  (our own)
    assert root.attrib["viewBox"] == "0 0 640 480"
    drawn = [each for each in root.iter(f"{SVG}path") if each.get("class") == "isoline"]
    losses = [float(each.attrib["data-loss"]) for each in drawn]
    heights = [h for h in levels(scene.relief) if contour_lines(scene.relief, h)]
    assert losses == pytest.approx(heights, rel=1e-5)
    paths = [each for each in root.iter(f"{SVG}path") if each.get("class") == "path"]
    assert len(paths) == 2 * len(scene.paths)
    words = {each.text for each in root.iter(f"{SVG}text")}
    assert {path.name for path in scene.paths} | set(scene.relief.names) <= words


def test_names_cannot_break_the_file(draw, rosenbrock) -> None:
    from dataclasses import replace

    scene = compose(draw(rosenbrock, 10), LIGHT, Shown(log=True))
    assert scene is not None
    odd = replace(scene, paths=(replace(scene.paths[0], name="a < b & c"), *scene.paths[1:]))
    root = ET.fromstring(contour_svg(odd, LIGHT, (300, 300)))  # noqa: S314  (our own)
    assert "a < b & c" in {each.text for each in root.iter(f"{SVG}text")}
