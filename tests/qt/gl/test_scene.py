from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optlab.engine import Experiment, Landscape, prepare, refine
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import Bowl
from optlab.engine.slices import PathPlane, cut
from optlab.qt.theme.palette import LIGHT
from optlab.qt.views.draping import LIFT, drape
from optlab.qt.views.relief import FLAT, PEAK
from optlab.qt.views.scene import MOST_ROWS, compose
from optlab.qt.views.shown import Shown
from optlab.session.moment import moment
from optlab.session.recording import Recording
from optlab.session.training import train


def lift(on):
    return LIFT * (on.top - on.low)


def test_a_path_lies_on_the_drawn_surface(ground, walked, spiral):
    for log in (False, True):
        on = ground(log=log)
        path = walked(on, spiral, 70)
        for points in (path.past, path.ahead):
            np.testing.assert_allclose(points[:, 2], on.at(points[:, :2]) + lift(on), rtol=1e-6)


def test_past_and_future_meet_at_the_marble(ground, walked, spiral):
    path = walked(ground(), spiral, 70)
    np.testing.assert_allclose(path.past[-1], path.marble)
    np.testing.assert_allclose(path.ahead[0], path.marble)
    np.testing.assert_allclose(path.past[0, :2], spiral[0])
    np.testing.assert_allclose(path.ahead[-1, :2], spiral[-1])


def test_height_is_the_logarithm_for_surface_path_and_ticks(ground, bowl):
    flat, log = ground(bowl), ground(bowl, log=True)
    below = flat.height < flat.top
    np.testing.assert_allclose(
        log.height[below], np.log10(flat.height[below] - log.floor), rtol=1e-4, atol=1e-5
    )
    for tick in log.height_ticks:
        assert log.height_of(np.array(float(tick.text.replace(",", "")))) == pytest.approx(
            tick.place, abs=1e-6
        )


def test_the_box_is_filled(ground):
    on = ground()
    corner = on.world(np.array([[on.u[0], on.v[-1], on.low], [on.u[-1], on.v[0], on.top]]))
    np.testing.assert_allclose(corner, [(-1.0, 1.0, FLAT), (1.0, -1.0, PEAK)])
    np.testing.assert_allclose(on.uv(corner[:, :2]), [(-2.0, 3.0), (2.0, -1.0)])


def test_what_is_no_number_is_a_hole_and_breaks_the_path(ground, walked):
    on = ground(lambda u, v: np.where(np.abs(u) < 0.3, np.inf, u * u + v * v))
    assert np.isnan(on.height[:, len(on.u) // 2]).all()
    assert np.isfinite(on.top)
    path = walked(on, np.array([(-1.0, 1.0), (1.0, 1.0), (1.5, 1.0)]), 2)
    assert np.isnan(path.past[:, 2]).any()
    assert np.isfinite(path.marble).all()


def test_a_wall_does_not_flatten_the_valley(ground):
    on = ground(lambda u, v: u * u + v * v + np.where(u > 1.8, 1e12, 0.0))
    assert on.top < 20.0
    assert np.isfinite(on.height).all()


@pytest.mark.parametrize("log", [False, True])
def test_a_plain_can_be_drawn(ground, log):
    on = ground(lambda u, _: np.full_like(u, 3.0), log=log)
    assert on.low < on.top
    z = on.world(np.array([[0.0, 0.0, on.height[0, 0]]]))[0, 2]
    assert FLAT < z < PEAK


def test_long_paths_are_thinned_and_keep_their_points_when_the_cursor_moves(ground, walked):
    theta = np.cumsum(np.full((20_000, 2), 5e-5), axis=0)
    early, late = walked(ground(), theta, 5_000), walked(ground(), theta, 5_100)
    for path in (early, late):
        assert len(path.past) + len(path.ahead) <= 2_000
    first, second = (
        {tuple(row) for row in np.round(path.past[:, :2], 12)} for path in (early, late)
    )
    assert len(first & second) > 0.9 * len(first)


def test_a_diverging_path_ends_at_the_box(ground, walked):
    theta = np.array([(0.0, 0.0), (1.0, 1.0), (-9.0, 1.0), (1e200, -1e200), (np.nan, 0.0)])
    path = walked(ground(), theta, 4)
    assert path.marble is None
    assert path.ghost is None
    inside = path.past[np.isfinite(path.past[:, 2])]
    assert inside[:, 0].min() == pytest.approx(-2.0)
    assert np.abs(inside[:, 0]).max() <= 2.0 + 1e-9


def test_the_ghost_shows_only_when_the_picture_is_off(ground, walked, spiral):
    on = ground()
    drawn = float(on.at(spiral[70:71])[0])
    assert walked(on, spiral, 70, loss=drawn).ghost is None
    assert walked(on, spiral, 70, loss=np.nan).ghost is None
    assert walked(on, spiral, 70, loss=1.3 * drawn).ghost > walked(on, spiral, 70).marble[2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*2 * [st.floats(-1e6, 1e6)]), min_size=1, max_size=MOST_ROWS))
def test_any_line_stays_in_the_box(ground, points):
    laid = drape(ground(), np.array(points))
    assert len(laid) <= 2_000
    laid = laid[np.isfinite(laid[:, 2])]
    assert (np.abs(laid[:, :2] - (0.0, 1.0)) <= 2.0 + 1e-6).all()


def test_a_moment_becomes_a_scene():
    experiment = Experiment(objective=Landscape(Bowl()), steps=40)
    objective = prepare(experiment)
    recording = Recording(experiment, objective)
    for _ in train(recording, 40):
        pass
    assert compose(moment(recording, 10), LIGHT, Shown(log=True)) is None
    plane = cut(objective, PathPlane(), [recording.track(0).path.theta])
    *_, surface = refine(objective, plane, sizes=(17,))
    now = moment(recording, 10, plane, surface)
    shown = compose(now, LIGHT, Shown(log=True))
    assert shown is not None
    assert [path.name for path in shown.paths] == [racer.name for racer in experiment.racers]
    marble = shown.paths[0].marble
    assert marble is not None
    np.testing.assert_allclose(marble[:2], now.snapshots[0].theta)
    np.testing.assert_allclose(shown.minima[:, :2], [(0.0, 0.0)], atol=1e-9)
    later = compose(moment(recording, 30, plane, surface), LIGHT, Shown(log=True), before=shown)
    assert later is not None
    assert later.relief is shown.relief
    other = compose(now, LIGHT, Shown(), before=shown)
    assert other is not None
    assert other.relief is not shown.relief


def test_the_surface_of_a_batch_trembles_on_the_scale_of_the_whole_set():
    experiment = Experiment(steps=20)
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    recording = Recording(experiment, objective)
    for _ in train(recording, 20):
        pass
    plane = cut(objective, PathPlane(), [recording.track(0).path.theta])
    *_, surface = refine(objective, plane, sizes=(17,))
    still = compose(moment(recording, 10, plane, surface), LIGHT, Shown(log=False))
    assert still is not None
    scene = still
    for step in (10, 11):
        *_, batch = refine(objective, plane, (9,), objective.batch(step))
        now = moment(recording, step, plane, surface, batch)
        before, scene = scene, compose(now, LIGHT, Shown(log=False), before=scene)
        assert scene is not None
        assert scene.relief.surface is batch
        assert scene.relief.height.shape == (9, 9)
        assert (scene.relief.low, scene.relief.top) == (still.relief.low, still.relief.top)
        assert scene.relief.height_ticks == still.relief.height_ticks
        assert scene.relief.world(np.array([0.0, 0.0, scene.relief.height.min()]))[2] >= -1e-6
        assert scene.relief is not before.relief
        again = compose(now, LIGHT, Shown(log=False), before=scene)
        assert again is not None
        assert again.relief is scene.relief
    back = compose(moment(recording, 11, plane, surface), LIGHT, Shown(log=False), before=scene)
    assert back is not None
    assert back.relief is still.relief
