"""What makes a surface legible: its ceiling, numbers on isolines, arrows, populations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine.experiment import Racer
from optlab.engine.landscapes import LANDSCAPES
from optlab.engine.optimizers import OPTIMIZERS, Genetic, GradientDescent, Momentum
from optlab.qt import theme
from optlab.qt.views.colours import viridis
from optlab.qt.views.contour_image import Ground, contour_pixels, coverage, enlarged
from optlab.qt.views.isolines import isolines
from optlab.qt.views.relief import FLAT, PEAK, relief
from optlab.qt.views.scene import compose
from optlab.qt.views.shown import Shown
from optlab.qt.views.space.vertices import pack

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
CEILINGS = st.floats(0.05, 1000.0)
NOTHING = Ground(0xFF000000, 0xFF000000)


@SHARED
@given(CEILINGS, st.booleans())
def test_height_colour_and_isolines_agree_under_any_ceiling(ground, hills, ceiling, log):
    on = relief(ground(hills, 33).surface, log=log, ceiling=ceiling)
    known = on.height <= np.float32(on.top)
    share = ((on.height - on.low) / (on.top - on.low))[known]
    assert 0.0 <= share.min() <= share.max() <= 1.0 + 1e-6
    z = pack(on)[..., 0][known]  # what stands in space
    np.testing.assert_allclose(z, FLAT + (PEAK - FLAT) * share, atol=1e-5)
    drawn = contour_pixels(on, (33, 33), viridis(), NOTHING)[::-1]
    lines = coverage(enlarged(on.height, 33, 33), on.level, 1.0)[::-1]
    at = on.at(np.stack(np.meshgrid(*(_middles(each) for each in (on.u, on.v))), axis=-1))
    place = (at - on.low) / (on.top - on.low) * 255.0
    sure = (place < 254.0) & (np.abs(place - np.rint(place)) > 0.01)  # not between two colours
    sure &= lines == 0.0
    np.testing.assert_array_equal(drawn[sure], viridis()[place[sure].astype(int)])
    for line in isolines(on):
        number = line.places[:, 2] / on.level
        np.testing.assert_allclose(number, np.rint(number[0]))
        np.testing.assert_allclose(on.at(line.places[:, :2]), line.places[:, 2], atol=1e-4)
        assert on.low < line.places[0, 2] < on.top
        said = float(line.text.replace("\N{MINUS SIGN}", "-").replace(",", ""))
        assert said == pytest.approx(on.loss_of(line.places[0, 2]), rel=0.06, abs=1e-9)


def _middles(line):
    """The places of 33 pixels over a line of 33 points."""
    return line[0] + (np.arange(33) + 0.5) / 33 * (line[-1] - line[0])


def test_the_ceiling_is_a_factor_and_ends_at_the_summit(ground):
    surface = ground(lambda u, v: u * u + v * v + np.where(u > 1.8, 1e6, 0.0)).surface
    usual = relief(surface, log=False)
    for ceiling in (0.25, 0.5, 2.0, 64.0):
        made = relief(surface, log=False, ceiling=ceiling)
        assert made.top - made.low == pytest.approx(ceiling * (usual.top - usual.low))
        assert made.cut
    highest = relief(surface, log=False, ceiling=1e9)
    assert highest.top == pytest.approx(surface.loss.max())
    assert not highest.cut


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("log", [False, True])
def test_every_landscape_has_a_few_numbers_on_its_isolines(ground, name, log):
    landscape: Any = LANDSCAPES[name]()
    if len(landscape.axes) != 2:
        pytest.skip("a curve has no isolines")
    (left, right), (low, high) = landscape.box

    def loss(u, v):  # the box of the landscape, stretched over that of the test
        return landscape.value(
            left + (u + 2.0) / 4.0 * (right - left), low + (v + 1.0) / 4.0 * (high - low)
        )

    lines = isolines(ground(loss, log=log))
    assert 2 <= len(lines) <= 7
    assert len({line.text for line in lines}) == len(lines)


def test_arrows_point_downhill_along_the_step_and_along_the_velocity(draw, rosenbrock):
    experiment = replace(
        rosenbrock, racers=(Racer("M", Momentum(learning_rate=0.0007, beta=0.95)),)
    )
    moment = draw(experiment, 2)
    scene = compose(moment, theme.LIGHT, Shown())
    now = moment.snapshots[0]
    ways = {arrow.kind: arrow.points[-1, :2] - arrow.points[0, :2] for arrow in scene.arrows}
    assert set(ways) == {"downhill", "step", "velocity"}
    ahead = moment.recording.snapshot(0, 3).theta
    np.testing.assert_allclose(ways["step"], ahead - now.theta, rtol=1e-9)
    before = moment.recording.snapshot(0, 1).theta
    np.testing.assert_allclose(ways["velocity"], now.theta - before, rtol=1e-9)
    slope = moment.objective.gradient(now.theta)
    down = ways["downhill"]
    assert down @ slope == pytest.approx(-np.linalg.norm(down) * np.linalg.norm(slope))


def test_in_a_slice_the_arrow_points_down_the_drawn_ground(draw, circle):
    moment = draw(circle, 20)
    scene = compose(moment, theme.LIGHT, Shown())
    (down,) = (arrow for arrow in scene.arrows if arrow.kind == "downhill")
    begin, way = down.points[0, :2], down.points[-1, :2] - down.points[0, :2]
    cell = scene.relief.u[1] - scene.relief.u[0]
    way = way / np.linalg.norm(way)

    def height(turn):
        across = np.array([way[1], -way[0]])
        return float(scene.relief.at(begin + cell * (np.cos(turn) * way + np.sin(turn) * across)))

    turns = np.linspace(-np.pi, np.pi, 73)
    steepest = turns[int(np.argmin([height(turn) for turn in turns]))]
    assert abs(steepest) < 0.5


def test_the_followed_racer_has_the_arrows(draw, rosenbrock):
    moment = draw(rosenbrock, 3)
    for racer in (0, 1):
        scene = compose(moment, theme.LIGHT, Shown(), followed=racer)
        for arrow in scene.arrows:
            np.testing.assert_allclose(arrow.points[0, :2], moment.snapshots[racer].theta)
    assert compose(moment, theme.LIGHT, Shown(), followed=9).followed == 2


def test_at_the_last_step_there_is_no_next_one(draw, rosenbrock):
    experiment = replace(rosenbrock, racers=(Racer("D", GradientDescent(learning_rate=0.001)),))
    scene = compose(draw(experiment), theme.LIGHT, Shown())
    assert "step" not in {arrow.kind for arrow in scene.arrows}


def test_a_population_lies_on_the_ground(draw, rosenbrock):
    genetic = Racer("G", Genetic(population_size=12))
    moment = draw(replace(rosenbrock, racers=(genetic,)), 4)
    scene = compose(moment, theme.LIGHT, Shown())
    (path,) = scene.paths
    kept = Genetic(population_size=12).population(moment.snapshots[0].memory)
    (left, right), (low, high) = moment.slice.box
    inside = [
        tuple(point) for point in kept if left <= point[0] <= right and low <= point[1] <= high
    ]
    assert len(inside) > 3
    np.testing.assert_allclose(path.cloud[:, :2], inside)
    lift = path.cloud[:, 2] - np.minimum(scene.relief.at(path.cloud[:, :2]), scene.relief.top)
    assert (lift > 0.0).all()
    assert len(compose(moment, theme.LIGHT, Shown(population=False)).paths[0].cloud) == 0


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_method_gives_a_scene(draw, rosenbrock, name):
    optimizer: Any = OPTIMIZERS[name]()
    experiment = replace(rosenbrock, steps=4, racers=(Racer("R", optimizer),))
    moment = draw(experiment, 2)
    scene = compose(moment, theme.LIGHT, Shown(log=True))
    for arrow in scene.arrows:
        assert np.isfinite(arrow.points).all()
    assert np.isfinite(scene.paths[0].cloud).all()


def test_more_saddles_than_anybody_can_tell_apart_are_not_marked(draw, rosenbrock):
    for name, count in (("himmelblau", 4), ("monkey-saddle", 1), ("rastrigin", 0)):
        objective = replace(rosenbrock.objective, landscape=LANDSCAPES[name]())
        scene = compose(draw(replace(rosenbrock, objective=objective), 1), theme.LIGHT, Shown())
        assert len(scene.saddles) == count
