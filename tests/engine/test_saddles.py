"""Saddles against closed forms, the literature, and what a saddle is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.experiment import Experiment, Landscape
from optlab.engine.landscapes import (
    LANDSCAPES,
    Ackley,
    Beale,
    Bowl,
    DoubleWell,
    Himmelblau,
    MonkeySaddle,
    Plateau,
    Rastrigin,
    Rosenbrock,
    Saddle,
    StyblinskiTang,
    ThreeHumpCamel,
)
from optlab.engine.objective import prepare
from optlab.engine.saddles import saddles

KINDS: dict[str, Any] = dict(LANDSCAPES)
PLANES = [made() for made in KINDS.values() if len(made.axes) == 2]

HIMMELBLAU = (  # as in the literature, to the digits that are usually printed
    (-3.07303, -0.08135),
    (-0.12796, -1.95371),
    (0.08668, 2.88425),
    (3.38515, 0.07385),
)


def found(landscape):
    return saddles(landscape.gradient, landscape.box)


@pytest.mark.parametrize("landscape", [Saddle(), MonkeySaddle()])
def test_a_saddle_of_any_order_lies_at_the_origin(landscape):
    np.testing.assert_allclose(found(landscape), [(0.0, 0.0)], atol=1e-9)


def test_himmelblau_has_its_four():
    np.testing.assert_allclose(found(Himmelblau()), HIMMELBLAU, atol=1e-5)


def test_known_ones():
    np.testing.assert_allclose(found(Beale()), [(0.0, 1.0)], atol=1e-8)
    x = (
        np.sqrt((4.2 + np.sqrt(4.2**2 - 4.0 * 3.5)) / 2.0),
        np.sqrt((4.2 - np.sqrt(4.2**2 - 4.0 * 3.5)) / 2.0),
    )  # the slope of the camel is 0 on y = -x/2 where x⁴ - 4.2x² + 3.5 = 0; the inner are passes
    np.testing.assert_allclose(found(ThreeHumpCamel()), [(-x[1], x[1] / 2), (x[1], -x[1] / 2)])
    flat = np.sort(np.roots((4.0, 0.0, -32.0, 5.0)).real)  # of one of the two equal summands
    expected = [(flat[i], flat[j]) for i, j in ((0, 1), (1, 0), (1, 2), (2, 1))]
    np.testing.assert_allclose(found(StyblinskiTang()), expected, atol=1e-9)


@pytest.mark.parametrize("landscape", [Bowl(), Rosenbrock(), Plateau()])
def test_a_valley_without_a_pass_has_none(landscape):
    assert found(landscape).shape == (0, 2)


@given(st.floats(0.0, 1.0))
def test_the_pass_moves_with_the_tilt(tilt):
    landscape = DoubleWell(tilt=tilt)
    middle = sorted(np.roots((4.0, 0.0, -4.0, tilt)).real)[1]
    np.testing.assert_allclose(found(landscape), [(middle, 0.0)], atol=1e-9)


@pytest.mark.parametrize("landscape", PLANES, ids=lambda made: made.title)
def test_there_are_ways_down_and_ways_up_from_every_saddle(landscape):
    turn = np.linspace(0.0, 2.0 * np.pi, 64)
    for x, y in found(landscape):
        around = landscape.value(x + 1e-3 * np.cos(turn), y + 1e-3 * np.sin(turn))
        assert around.min() < landscape.value(x, y) < around.max()


def test_between_the_dips_of_an_egg_box_there_is_one_on_every_side():
    places = found(Rastrigin())
    dips, tops = np.arange(-2, 3) * 0.995, np.arange(-2.5, 3.0) * 1.005
    expected = 2 * len(dips) * len(tops)
    assert len(places) == expected
    assert len(found(Ackley())) > 50


def test_an_objective_knows_its_saddles():
    experiment = Experiment(objective=Landscape(Himmelblau()))
    np.testing.assert_allclose(prepare(experiment).saddles, HIMMELBLAU, atol=1e-5)
    assert prepare(Experiment()).saddles == ()
