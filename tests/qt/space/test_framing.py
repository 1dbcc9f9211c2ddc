from __future__ import annotations

import numpy as np
import pytest

from optlab.qt.views.space.camera import Camera, project
from optlab.qt.views.space.framing import SIDES, START, outline, side


@pytest.mark.parametrize("azimuth", SIDES)
def test_the_low_side_comes_to_the_front(ground, azimuth):
    away = -np.array([np.cos(np.radians(azimuth)), np.sin(np.radians(azimuth))])
    assert side(ground(lambda u, v: np.exp(0.5 * (away[0] * u + away[1] * v)))) == azimuth


def test_the_usual_side_is_kept_unless_another_is_clearly_better(ground, bowl):
    assert side(ground(bowl)) == START
    assert side(ground(bowl), now=SIDES[2]) == SIDES[2]


def test_a_flat_surface_is_seen_larger_than_its_box(ground):
    on = ground(lambda u, v: np.where((u > 1.9) & (v > 2.9), 50.0, 0.1 * u))
    held = outline(on)
    camera = Camera(outline=held)
    places, in_box = (
        project(seen.matrix(2.0), held, (1.0, 1.0))[:, :2] for seen in (camera, Camera())
    )
    assert places.min() >= 0.0
    assert places.max() <= 1.0
    assert (np.ptp(places, axis=0) > 1.05 * np.ptp(in_box, axis=0)).all()


def test_a_surface_of_holes_is_framed_by_its_floor(ground):
    on = ground(lambda u, _: np.full_like(u, np.nan))
    assert outline(on).shape == (4, 3)
    assert side(on) == START
