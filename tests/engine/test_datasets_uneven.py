"""Uneven data: how rare the rare is, and that it is hard for the reason it is meant to be."""

import numpy as np
import pytest

from optlab.engine.datasets import (
    Blobs,
    BumpField,
    Circle,
    Parking,
    Plane,
    RareFeature,
    Samples,
    TwoGaussians,
    TwoGroups,
    TwoMoons,
    TwoSpirals,
    Xor,
    split,
)
from optlab.engine.keys import generator

BALANCED = [Circle, Xor, TwoGaussians, TwoMoons, TwoSpirals]


def draw(dataset, seed: int = 7) -> Samples:
    return dataset.draw(generator(seed, "data"))


def counts(samples: Samples) -> list[int]:
    return np.bincount(samples.targets.astype(int), minlength=samples.classes).tolist()


def border(samples: Samples) -> np.ndarray:
    """Straight border of least squares: class 1 is said where the features (n, 2) are above it."""
    ones = np.column_stack((samples.features, np.ones(len(samples))))
    weights = np.linalg.lstsq(ones, 2 * samples.targets - 1)[0]
    return ones @ weights > 0


# ---------------------------------------------------------------------------------------- balance


@pytest.mark.parametrize("dataset", BALANCED)
@pytest.mark.parametrize("count", [10, 11, 49, 400])
def test_by_default_the_classes_take_turns(dataset, count: int):
    assert draw(dataset(samples=count)).targets.tolist() == [each % 2 for each in range(count)]


@pytest.mark.parametrize("dataset", BALANCED)
@pytest.mark.parametrize("balance", [0.02, 0.1, 0.3, 0.7, 0.98])
def test_the_balance_is_the_share_of_class_1(dataset, balance: float):
    samples = draw(dataset(samples=500, balance=balance))
    assert counts(samples)[1] == round(500 * balance)
    assert abs(np.cumsum(samples.targets) - balance * np.arange(1, 501)).max() <= 1


@pytest.mark.parametrize("dataset", BALANCED)
@pytest.mark.parametrize("count", [10, 11, 31, 49])
def test_however_rare_a_class_is_it_is_there(dataset, count: int):
    assert counts(draw(dataset(samples=count, balance=0.02))) == [count - 1, 1]
    assert counts(draw(dataset(samples=count, balance=0.98))) == [1, count - 1]


def test_the_balance_moves_no_point_of_a_class_out_of_its_pattern():
    xor = draw(Xor(noise=0, balance=0.1))
    assert (np.prod(xor.features, axis=1) < 0).tolist() == (xor.targets == 1).tolist()
    circle = draw(Circle(noise=0, balance=0.9))
    radius = np.linalg.norm(circle.features, axis=1)
    assert (radius <= 0.5).tolist() == (circle.targets == 1).tolist()


# ------------------------------------------------------------------------ several classes, surfaces


@pytest.mark.parametrize("classes", range(2, 11))
def test_blobs_lie_evenly_on_a_circle(classes: int):
    blobs = draw(Blobs(samples=2000, classes=classes, spread=0.05))
    assert blobs.classes == classes
    assert np.ptp(counts(blobs)) <= 1
    centres = np.array(
        [blobs.features[blobs.targets == label].mean(axis=0) for label in range(classes)]
    )
    assert np.linalg.norm(centres, axis=1) == pytest.approx(1, abs=0.02)
    assert centres[0] == pytest.approx([0, 1], abs=0.02)
    sides = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    assert sides == pytest.approx(2 * np.sin(np.pi / classes), abs=0.03)
    around = blobs.features - centres[blobs.targets.astype(int)]
    assert around.std(axis=0) == pytest.approx([0.05, 0.05], rel=0.06)


def test_least_squares_finds_the_plane_again():
    plane = draw(Plane(samples=10_000, noise=0.3, slope_1=2, slope_2=-1, intercept=0.7))
    ones = np.column_stack((plane.features, np.ones(10_000)))
    weights, rest = np.linalg.lstsq(ones, plane.targets)[:2]
    assert weights == pytest.approx([2, -1, 0.7], abs=5 * 0.3 * np.sqrt(3 / 10_000))
    assert np.sqrt(rest[0] / 10_000) == pytest.approx(0.3, rel=0.03)
    exact = draw(Plane(noise=0))
    assert exact.targets == pytest.approx(exact.features @ [1.5, -0.5] + 0.5)


def test_bumps_are_three_hills_and_three_hollows():
    field = draw(BumpField(samples=10_000, noise=0, width=0.1))
    x, y = field.features, field.targets
    for centre, height in (
        ((-0.65, 0.5), 1),
        ((0, 0.5), -1),
        ((0.65, 0.5), 1),
        ((-0.65, -0.5), -1),
        ((0, -0.5), 1),
        ((0.65, -0.5), -1),
    ):
        away = np.linalg.norm(x - np.array(centre), axis=1)
        near = away < 0.2  # where the other bumps are as good as flat
        assert y[near] == pytest.approx(height * np.exp(-50 * away[near] ** 2), abs=1e-4)
    ones = np.column_stack((x, np.ones(10_000)))
    rest = np.linalg.lstsq(ones, y)[1][0] / 10_000
    assert rest > 0.9 * y.var()  # a plane explains next to nothing


# ------------------------------------------------------------------------------------ rare feature


@pytest.mark.parametrize(("share", "kept"), [(0.001, 1), (0.02, 8), (0.05, 20), (1.0, 400)])
def test_the_rare_feature_is_there_as_often_as_it_says(share: float, kept: int):
    samples = draw(RareFeature(rare=share))
    assert np.count_nonzero(samples.features, axis=0).tolist() == [400, kept]


def test_both_features_count_the_same():
    samples = draw(RareFeature(samples=10_000, weight=1.5, noise=0.1))
    weights = np.linalg.lstsq(samples.features, samples.targets)[0]
    assert weights == pytest.approx([1.5, 1.5], abs=0.03)
    there = samples.features[:, 1] != 0
    assert samples.features[there].std(axis=0) == pytest.approx([1, 1], rel=0.1)


def test_the_slope_along_the_rare_weight_is_smaller_by_its_share():
    samples = draw(RareFeature(samples=10_000, rare=0.05, noise=0))
    slope = -2 / 10_000 * samples.features.T @ samples.targets  # of the squared error, at 0
    assert slope[1] / slope[0] == pytest.approx(0.05, rel=0.2)


# ----------------------------------------------------------------------------------------- parking


def test_of_1000_parking_spaces_990_are_taken():
    parking = draw(Parking())
    assert parking.class_names == ("taken", "free")
    assert counts(parking) == [990, 10]
    assert (parking.targets == 0).mean() == 0.99  # what always to say "taken" is right


@pytest.mark.parametrize(("spaces", "share", "free"), [(20, 0.001, 1), (2000, 0.05, 100)])
def test_as_many_spaces_are_free_as_asked(spaces: int, share: float, free: int):
    assert counts(draw(Parking(samples=spaces, free=share))) == [spaces - free, free]


def test_the_sensors_are_what_they_say():
    parking = draw(Parking(samples=10_000, free=0.5))
    assert parking.feature_units == ("µT", "%")
    for label, means in ((0, [25, 30]), (1, [10, 60])):
        readings = parking.features[parking.targets == label]
        assert readings.mean(axis=0) == pytest.approx(means, abs=0.6)
    assert parking.features.min() >= 0
    assert parking.features[:, 1].max() <= 100


def test_the_sensors_tell_but_not_for_sure():
    even = draw(Parking(samples=10_000, free=0.5))
    wrong = (border(even) != even.targets).mean()
    assert 0.02 < wrong < 0.2
    sharp = draw(Parking(samples=10_000, free=0.5, blur=0.3))
    assert (border(sharp) != sharp.targets).mean() < 0.002


def test_both_sides_of_any_split_have_free_spaces():
    for seed in range(50):
        parts = split(draw(Parking(), seed), 0.1, generator(seed, "split"))
        assert [counts(part)[1] for part in parts] == [9, 1]


# -------------------------------------------------------------------------------------- two groups


def test_the_smaller_group_has_its_share_and_both_classes():
    samples = draw(TwoGroups(samples=1000, share=0.2))
    assert samples.groups is not None
    assert np.bincount(samples.groups).tolist() == [800, 200]
    for group in (0, 1):
        assert samples.targets[samples.groups == group].mean() == 0.5


def test_one_border_errs_more_on_the_smaller_group():
    samples = draw(TwoGroups(samples=10_000))
    wrong = border(samples) != samples.targets
    larger, smaller = (wrong[samples.groups == group].mean() for group in (0, 1))
    assert smaller > 2.5 * larger
    assert wrong.mean() < 0.08  # on the whole it looks fine


def test_a_border_of_its_own_serves_the_smaller_group_as_well():
    samples = draw(TwoGroups(samples=10_000))
    for group in (0, 1):
        own = samples.take(np.flatnonzero(samples.groups == group))
        assert (border(own) != own.targets).mean() == pytest.approx(0.013, abs=0.006)  # Φ(-1/σ)


def test_groups_without_a_difference_are_served_alike():
    samples = draw(TwoGroups(samples=10_000, turn=0))
    wrong = border(samples) != samples.targets
    larger, smaller = (wrong[samples.groups == group].mean() for group in (0, 1))
    assert larger == pytest.approx(smaller, abs=0.008)
