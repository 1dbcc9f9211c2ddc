"""Surfaces from coarse to fine: nested, complete, equal to the loss."""

from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Landscape, Objective, prepare
from optlab.engine.arrays import Array
from optlab.engine.landscapes import FinickyDrinker, Rosenbrock, Saddle
from optlab.engine.slices import PathPlane, Slice, cut
from optlab.engine.starts import Glorot
from optlab.engine.surface import Surface, refine


def last(objective: Objective, plane: Slice, *sizes: int) -> Surface:
    return list(refine(objective, plane, sizes))[-1]


def landscape(kind: Rosenbrock | Saddle) -> tuple[Objective, Slice]:
    objective = prepare(Experiment(objective=Landscape(landscape=kind)))
    return objective, cut(objective, PathPlane(), [np.array([[0.5, 0.5]])])


class Counting:
    """An objective that counts the points it is asked for, and may take its time."""

    def __init__(self, seconds_per_point: float = 0.0) -> None:
        self.points: list[tuple[float, float]] = []
        self.now = 0.0
        self.seconds_per_point = seconds_per_point

    def on_plane(
        self, origin: Array, axes: Array, u: Array, v: Array, batch: None, *, precise: bool
    ) -> Array:
        del origin, axes, batch, precise
        self.points += zip(u.tolist(), v.tolist(), strict=True)
        self.now += self.seconds_per_point * len(u)
        return u + 10.0 * v


@pytest.fixture
def plane() -> Slice:
    box = ((-1.0, 1.0), (0.0, 3.0))
    return Slice(PathPlane(), np.zeros(2), np.eye(2), box, ("a", "b"))


@pytest.mark.parametrize("kind", [Rosenbrock(), Saddle()])
def test_a_landscape_is_drawn_exactly(kind: Rosenbrock | Saddle) -> None:
    objective, plane = landscape(kind)
    surface = last(objective, plane, 17, 33)
    x, y = np.meshgrid(surface.u, surface.v)
    np.testing.assert_allclose(surface.loss, kind.value(x, y), rtol=1e-9, atol=1e-12)
    assert (surface.u[0], surface.u[-1]) == plane.box[0]
    assert (surface.v[0], surface.v[-1]) == plane.box[1]


def test_a_line_is_one_fine_row_and_not_a_grid(plane: Slice) -> None:
    objective = prepare(Experiment(objective=Landscape(landscape=FinickyDrinker())))
    line = cut(objective, PathPlane(), [np.array([[28.0]])])
    (surface,) = refine(objective, line)
    assert surface.loss.shape == (1, len(surface.u)) == (1, 1025)
    assert surface.v.tolist() == [0.0]
    assert (surface.u[0], surface.u[-1]) == line.box[0]
    np.testing.assert_allclose(surface.loss[0], FinickyDrinker().value(surface.u), rtol=1e-12)
    assert surface.loss.min() < 1.0  # the hole is not missed
    counted = Counting()
    row = Slice(line.recipe, np.zeros(1), line.axes, (*plane.box[:1], (0.0, 0.0)), line.names)
    coarse, fine = refine(cast("Objective", counted), row, (17, 33))
    assert (coarse.loss.shape, fine.loss.shape) == ((1, 17), (1, 33))
    assert len(counted.points) == len(set(counted.points)) == 33


def test_a_fitting_is_drawn_to_float32() -> None:
    objective = prepare(Experiment(objective=Fitting()))
    plane = cut(objective, PathPlane(), [objective.start(Glorot(), 7)[None]])
    surface = last(objective, plane, 17)
    grid = np.stack(np.meshgrid(surface.u, surface.v), axis=-1)
    np.testing.assert_allclose(surface.loss, objective.value(plane.theta(grid)), rtol=1e-5)


def test_every_size_is_yielded_once_complete_and_in_order(plane: Slice) -> None:
    surfaces = list(refine(cast("Objective", Counting()), plane))
    sizes = [len(surface.u) for surface in surfaces]
    assert sorted(set(sizes)) == [17, 33, 65, 129]
    assert sizes == sorted(sizes)
    for surface in surfaces:
        assert surface.loss.shape == (len(surface.v), len(surface.u))
        np.testing.assert_allclose(surface.loss, surface.u + 10.0 * surface.v[:, None], atol=1e-12)
    assert all(a.seconds <= b.seconds for a, b in pairwise(surfaces))


def test_finer_grids_evaluate_only_their_new_points(plane: Slice) -> None:
    objective = Counting()
    list(refine(cast("Objective", objective), plane))
    assert len(objective.points) == 129 * 129


def test_sizes_that_are_not_nested_are_computed_afresh(plane: Slice) -> None:
    surface = last(cast("Objective", Counting()), plane, 2, 10, 101)
    np.testing.assert_allclose(surface.loss, surface.u + 10.0 * surface.v[:, None], atol=1e-12)


def test_slow_points_still_leave_stop_points_ten_milliseconds_apart(
    plane: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    objective = Counting(seconds_per_point=0.0002)
    clock = SimpleNamespace(perf_counter=lambda: objective.now)
    monkeypatch.setattr("optlab.engine.surface.time", clock)
    stops = [0.0]
    seen: Surface | None = None
    for surface in refine(cast("Objective", objective), plane, (17, 33)):
        stops.append(objective.now)
        assert seen is None or surface is seen or len(surface.u) > len(seen.u)
        seen = surface
    assert max(np.diff(stops)) < 0.0101
    assert seen is not None
    assert seen.seconds == pytest.approx(33 * 33 * 0.0002)


def test_holes_stay_holes() -> None:
    objective, plane = landscape(Rosenbrock())
    far = Slice(plane.recipe, plane.origin, plane.axes, ((0.0, 1e200), (0.0, 1.0)), plane.names)
    surface = last(objective, far, 5)
    assert np.isfinite(surface.loss[:, 0]).all()
    assert not np.isfinite(surface.loss[:, 1:]).any()


def test_what_is_published_cannot_be_changed(plane: Slice) -> None:
    surface = last(cast("Objective", Counting()), plane, 3)
    for array in (surface.u, surface.v, surface.loss):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
