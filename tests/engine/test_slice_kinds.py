"""Planes by random directions, by three points and by curvature: what makes each what it is."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine import ACTIVATIONS, Experiment, Fitting, prepare
from optlab.engine.activations import AnyActivation, Identity, LeakyRelu, Maxout, Relu
from optlab.engine.arrays import Array
from optlab.engine.batches import Batch
from optlab.engine.datasets import Digits, Iris
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import SoftmaxCrossEntropy
from optlab.engine.models import Mlp
from optlab.engine.network import Network
from optlab.engine.penalties import L2
from optlab.engine.slices import (
    SLICES,
    AnySlice,
    GradientAndCurvature,
    PathPlane,
    RandomDirections,
    Slice,
    ThreePoints,
    TwoParameters,
    cut,
    cutting,
    meaning,
)
from optlab.engine.slices.filters import passes_scale
from optlab.engine.slices.walked import Walked
from optlab.engine.surface import refine
from optlab.engine.truth import truth


def fitted(fitting: Fitting) -> FittingObjective:
    objective = prepare(Experiment(objective=fitting))
    assert isinstance(objective, FittingObjective)
    return objective


NETWORK = fitted(Fitting())
OBJECTIVES: dict[str, AnyObjective] = {
    "circle": Fitting(),
    "penalty": Fitting(model=Mlp(hidden=(3, 3), activation=Relu()), penalty=L2(amount=0.1)),
    "maxout": Fitting(model=Mlp(hidden=(3,), activation=Maxout())),
    "three-classes": Fitting(dataset=Iris(), model=Mlp(hidden=(4,)), loss=SoftmaxCrossEntropy()),
}


def wander(size: int, seed: int = 0, steps: int = 40) -> Array:
    return np.cumsum(np.random.default_rng(seed).normal(scale=0.1, size=(steps, size)), axis=0)


@pytest.mark.parametrize("kind", SLICES)
@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_slice_shows_the_loss_itself(kind: str, name: str) -> None:
    fitting = OBJECTIVES[name]
    assert isinstance(fitting, Fitting)
    objective = fitted(fitting)
    plane = cut(objective, cast("AnySlice", SLICES[kind]()), [wander(objective.size)])
    *_, drawn = refine(objective, plane, (17,))
    *_, written = refine(objective, plane, (17,), precise=True)
    points = plane.theta(np.stack(np.meshgrid(drawn.u, drawn.v), axis=-1))
    loss = objective.value(points)
    np.testing.assert_allclose(written.loss, loss, rtol=1e-9)
    np.testing.assert_allclose(drawn.loss, loss, rtol=1e-4)
    batch: Batch = objective.batch(3)
    *_, shaking = refine(objective, plane, (17,), batch, precise=True)
    np.testing.assert_allclose(shaking.loss, objective.value(points, batch), rtol=1e-9)
    assert not np.allclose(shaking.loss, loss, rtol=1e-3)


# Random directions -------------------------------------------------------------------------------


def test_only_activations_that_are_straight_on_both_sides_pass_a_scale_on() -> None:
    passing = {type(each) for each in (Identity(), Relu(), LeakyRelu(), Maxout())}
    assert {
        each for each in ACTIVATIONS.values() if passes_scale(cast("AnyActivation", each()))
    } == passing


def test_every_filter_is_as_long_as_the_weights_it_changes() -> None:
    centre = wander(NETWORK.size)[-1]
    plane = cut(NETWORK, RandomDirections(), [centre[None]])
    for axis in plane.axes:
        for moved, weights in zip(
            NETWORK.network.layers(axis), NETWORK.network.layers(centre), strict=True
        ):
            lengths = (np.linalg.norm(each, axis=1) for each in (moved, weights))
            np.testing.assert_allclose(*lengths, rtol=1e-12)


def test_another_roll_is_another_draw_and_the_same_roll_the_same() -> None:
    paths = [wander(NETWORK.size)]
    first, again, other = (cut(NETWORK, RandomDirections(roll), paths) for roll in (1, 1, 2))
    np.testing.assert_array_equal(first.axes, again.axes)
    assert np.abs(first.axes - other.axes).max() > 0.1


@pytest.mark.parametrize("start", [0.0, 1.0])
def test_units_without_weights_do_not_move_unless_there_are_no_others(start: float) -> None:
    centre = np.full(NETWORK.size, start)
    NETWORK.network.layers(centre)[0][1] = 0.0
    plane = cut(NETWORK, RandomDirections(), [centre[None]])
    moved = [np.abs(NETWORK.network.layers(axis)[0][1]).max() > 0.0 for axis in plane.axes]
    assert moved == [start == 0.0] * 2
    assert np.isfinite(plane.duals).all()


def rescaled(network: Network, theta: Array, factors: list[Array]) -> Array:
    """Multiply what comes into each hidden unit by its factor, and divide what goes out by it."""
    changed = theta.copy()
    layers = network.layers(changed)
    for layer, after, factor, parts in zip(
        layers, layers[1:], factors, network.pieces, strict=False
    ):
        layer[:] = layer * np.repeat(factor, parts)[:, None]
        after[..., :-1] /= factor
    return changed


@pytest.mark.parametrize("activation", [Relu(), LeakyRelu(), Identity(), Maxout()])
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), reach=st.floats(0.0, 4.0))
def test_networks_that_are_one_function_have_one_picture(
    activation: Relu | LeakyRelu | Identity | Maxout, seed: int, reach: float
) -> None:
    objective = fitted(Fitting(model=Mlp(hidden=(4, 3), activation=activation)))
    network, rng = objective.network, np.random.default_rng(seed)
    path = wander(objective.size, seed)
    factors = [np.exp(rng.normal(scale=reach, size=width)) for width in network.widths[1:-1]]
    twin = np.array([rescaled(network, theta, factors) for theta in path])
    np.testing.assert_allclose(objective.value(twin), objective.value(path), rtol=1e-9)
    one, other = (cut(objective, RandomDirections(3), [rows]) for rows in (path, twin))
    np.testing.assert_allclose(one.box, other.box, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(one.coordinates(path), other.coordinates(twin), rtol=1e-6, atol=1e-8)
    uv = rng.uniform(-1.5, 1.5, (50, 2))
    seen = [objective.value(plane.theta(uv)) for plane in (one, other)]
    np.testing.assert_allclose(*seen, rtol=1e-7)


def test_the_rule_of_the_paper_alone_would_give_them_two_pictures() -> None:
    objective = fitted(Fitting(model=Mlp(hidden=(4, 3), activation=Relu())))
    tanh = fitted(Fitting(model=Mlp(hidden=(4, 3))))  # whose units are measured by the paper's rule
    theta = wander(objective.size)[-1]
    twin = rescaled(objective.network, theta, [np.array([8.0, 1.0, 1.0, 0.1]), np.ones(3)])
    one, other = (cut(tanh, RandomDirections(3), [rows[None]]) for rows in (theta, twin))
    uv = np.array([[0.5, 0.5], [-0.5, 0.3]])
    seen = [objective.value(plane.theta(uv)) for plane in (one, other)]
    assert np.abs(seen[0] / seen[1] - 1.0).max() > 0.01


def test_the_share_in_a_plane_of_slanted_axes_is_that_of_the_nearest_points() -> None:
    path = wander(NETWORK.size)
    plane = cut(NETWORK, RandomDirections(), [path])
    moved = path - path.mean(axis=0)
    inside = moved @ np.linalg.lstsq(plane.axes.T, np.eye(NETWORK.size), rcond=None)[0].T
    share = np.square(inside @ plane.axes).sum() / np.square(moved).sum()
    assert truth(NETWORK, plane, path, path[0]).share == pytest.approx(share)


# Three points ------------------------------------------------------------------------------------


def test_start_end_and_best_lie_in_their_plane_and_in_the_box() -> None:
    paths = [wander(NETWORK.size, seed) for seed in (0, 1)]
    rows = np.concatenate(paths)
    best = rows[NETWORK.value(rows).argmin()]
    for seen in (None, best):
        plane = cut(NETWORK, ThreePoints(), paths, best=seen)
        points = np.stack([paths[0][0], paths[0][-1], best])
        uv = plane.coordinates(points)
        np.testing.assert_allclose(plane.theta(uv), points, atol=1e-12)
        low, high = np.array(plane.box).T
        assert ((uv > low) & (uv < high)).all()
        np.testing.assert_allclose(uv[:2, 1], 0.0, atol=1e-12)
        assert uv[2, 1] > 0.0
        assert plane.names == ("from start to end", "towards the best point")


def test_what_a_racer_has_seen_between_kept_rows_counts() -> None:
    path, seen = wander(NETWORK.size), wander(NETWORK.size, 5)[-1]
    plane = cut(NETWORK, ThreePoints(), [path], best=seen)
    np.testing.assert_allclose(plane.theta(plane.coordinates(seen)), seen, atol=1e-12)
    walked = Walked(NETWORK, [path], seen=np.full(NETWORK.size, np.nan))
    assert any((walked.best == row).all() for row in path)


def test_where_the_end_is_the_best_the_farthest_point_takes_its_place() -> None:
    path = wander(NETWORK.size)
    plane = cut(NETWORK, ThreePoints(), [path], best=path[-1])
    assert plane.names[1] == "towards the farthest point"
    line = (path[-1] - path[0]) / np.linalg.norm(path[-1] - path[0])
    beside = (path - path[0]) - np.outer((path - path[0]) @ line, line)
    farthest = path[np.linalg.norm(beside, axis=1).argmax()]
    np.testing.assert_allclose(plane.theta(plane.coordinates(farthest)), farthest, atol=1e-12)


def test_a_straight_path_and_a_point_still_have_a_plane() -> None:
    end = wander(NETWORK.size)[-1]
    straight = np.linspace(0.0, 1.0, 9)[:, None] * end
    assert cut(NETWORK, ThreePoints(), [straight], best=end).names[1] == "downhill"
    assert cut(NETWORK, ThreePoints(), [end[None]]).names == ("downhill", NETWORK.names[0])


# Gradient and curvature --------------------------------------------------------------------------


@pytest.mark.parametrize("objective", [NETWORK, fitted(Fitting(model=Mlp(hidden=(10, 10))))])
def test_the_plane_holds_the_gradient_and_the_steepest_bend(objective: FittingObjective) -> None:
    path = 0.3 * wander(objective.size)
    plane = cut(objective, GradientAndCurvature(), [path])
    end, slope = path[-1], objective.gradient(path[-1])
    np.testing.assert_allclose(plane.axes[0], -slope / np.linalg.norm(slope), atol=1e-12)
    hessian = np.array([objective.hessian_vector(end, axis) for axis in np.eye(objective.size)])
    curvatures, directions = np.linalg.eigh(0.5 * (hessian + hessian.T))
    steepest = directions[:, -1]
    held = np.linalg.norm(plane.axes @ steepest)
    assert held == pytest.approx(1.0, abs=2e-3)
    inside = np.linalg.eigvalsh(plane.axes @ hessian @ plane.axes.T)
    assert inside[-1] == pytest.approx(curvatures[-1], rel=1e-2)


def test_the_work_of_a_large_network_can_be_dropped_between_products() -> None:
    digits = fitted(Fitting(Digits(), Mlp(hidden=(8,)), SoftmaxCrossEntropy()))
    work = cutting(digits, GradientAndCurvature(), [wander(digits.size, steps=2)])
    for _ in range(5):
        next(work)
    work.close()


def test_where_nothing_slopes_or_bends_parameters_stand_in() -> None:
    objective = fitted(Fitting(model=Mlp(hidden=(2,), activation=Relu())))
    dead = np.zeros(objective.size)
    objective.network.layers(dead)[0][:, -1] = -50.0  # no unit ever speaks, and nothing changes
    plane = cut(objective, GradientAndCurvature(), [dead[None]])
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-12)


# Meaning -----------------------------------------------------------------------------------------


def along(*parts: float, size: int = NETWORK.size) -> Slice:
    axes = np.zeros((2, size))
    axes[0, : len(parts)] = parts
    axes[1, -1] = 1.0
    return Slice(PathPlane(), np.zeros(size), axes, ((0.0, 1.0), (0.0, 1.0)), ("a", "b"))


def test_an_axis_is_said_in_words() -> None:
    names = NETWORK.names
    first, second = meaning(along(0.6, 0.0, -0.8), names)
    assert first.sentence == f"mostly {names[2]}"
    assert second.sentence == f"only {names[-1]}"
    assert [weight.name for weight in first.weights] == [names[2], names[0]]
    assert [weight.part for weight in first.weights] == pytest.approx([-0.8, 0.6])
    assert first.rest == pytest.approx(0.0)
    three = meaning(along(0.55, 0.5, 0.45, *[0.16] * 10), names)[0]
    assert three.sentence == f"mostly {names[0]} and {names[1]}"


def test_an_axis_of_many_weights_says_so_and_counts_what_it_leaves_out() -> None:
    first, _ = meaning(along(*[0.2] * 25), NETWORK.names, most=8)
    assert first.sentence == f"spread over all 25: the most, 4%, is {NETWORK.names[0]}"
    assert len(first.weights) == 8
    assert first.rest == pytest.approx(17 / 25)


@settings(deadline=None, max_examples=40)
@given(recipe=st.sampled_from(list(SLICES.values())), seed=st.integers(0, 10**6))
def test_the_listed_shares_and_the_rest_make_up_the_whole(
    recipe: type[PathPlane], seed: int
) -> None:
    plane = cut(NETWORK, recipe(), [wander(NETWORK.size, seed)])
    for direction, axis in zip(meaning(plane, NETWORK.names), plane.axes, strict=True):
        shares = [weight.share for weight in direction.weights]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) + direction.rest == pytest.approx(1.0)
        for weight in direction.weights:
            assert np.sign(weight.part) == np.sign(axis[weight.index])


def test_a_line_has_one_direction_and_two_parameters_are_themselves() -> None:
    line = Slice(PathPlane(), np.zeros(1), np.eye(2, 1), ((0.0, 1.0), (0.0, 0.0)), ("x", ""))
    assert [each.sentence for each in meaning(line, ("x",))] == ["only x"]
    plane = cut(NETWORK, TwoParameters(4, 2), [wander(NETWORK.size)])
    assert [each.sentence for each in meaning(plane, NETWORK.names)] == [
        f"only {NETWORK.names[4]}",
        f"only {NETWORK.names[2]}",
    ]
