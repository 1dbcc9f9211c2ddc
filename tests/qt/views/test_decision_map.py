from time import perf_counter

import numpy as np
import pytest

from optlab.qt import theme
from optlab.qt.views.colours import diverging
from optlab.qt.views.decision_canvas import view
from optlab.qt.views.decision_map import CELLS, DecisionMap


@pytest.fixture
def world(draw, circle):
    objective = draw(circle).objective
    return DecisionMap.over(objective, (-1.2, 1.4), (-1.0, 1.5))


def test_the_map_says_what_the_network_predicts(world, draw, circle):
    theta = draw(circle).snapshots[1].theta
    rng = np.random.default_rng(3)
    rows, columns = rng.integers(0, CELLS, (2, 200))
    x = -1.2 + (columns + 0.5) * 2.6 / CELLS
    y = 1.5 - (rows + 0.5) * 2.5 / CELLS
    said = world.probability(theta)[rows, columns]
    expected = world.objective.predict(theta, np.column_stack([x, y]))
    assert said == pytest.approx(expected, abs=1e-4)


def test_classes_take_the_ends_of_the_table(world, draw, circle):
    table = diverging(theme.LIGHT)
    pixels = world.pixels(draw(circle).snapshots[1].theta, table)
    middle, corner = pixels[60, 46], pixels[0, 0]  # about (0, 0), and outside the ring
    orange, blue = table[:100], table[156:]
    assert middle in blue
    assert corner in orange


def test_an_exploded_model_is_drawn_undecided(world):
    table = diverging(theme.LIGHT)
    pixels = world.pixels(np.full(world.objective.size, np.nan), table)
    assert set(pixels.ravel().tolist()) <= {int(table[127]), int(table[128])}


def test_all_points_are_in_view(draw, circle):
    objective = draw(circle).objective
    x, y = view(objective.train, objective.test)
    for samples in (objective.train, objective.test):
        assert (samples.features[:, 0] > x[0]).all()
        assert (samples.features[:, 0] < x[1]).all()
        assert (samples.features[:, 1] > y[0]).all()
        assert (samples.features[:, 1] < y[1]).all()


def test_a_map_with_colours_is_made_in_a_moment(world, draw, circle):
    theta, table = draw(circle).snapshots[0].theta, diverging(theme.LIGHT)
    took: list[float] = []
    for _ in range(20):
        begun = perf_counter()
        world.pixels(theta, table)
        took.append(perf_counter() - begun)
    assert min(took) < 0.001
