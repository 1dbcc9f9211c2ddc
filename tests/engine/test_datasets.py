"""Datasets: shapes, units, classes, and the same seed for the same data."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from optlab.engine.datasets import (
    AnyDataset,
    Circle,
    Line,
    Samples,
    Sine,
    TwoGaussians,
    TwoMoons,
    TwoSpirals,
    Xor,
    split,
)
from optlab.engine.keys import generator


def draw(dataset: AnyDataset, seed: int = 7):
    return dataset.draw(generator(seed, "data"))


def test_samples_are_complete(any_dataset: AnyDataset):
    samples = draw(any_dataset)
    count, features = samples.features.shape
    assert count == len(samples) == len(samples.targets) >= 10
    assert samples.features.dtype == samples.targets.dtype == np.float64
    assert np.isfinite(samples.features).all()
    assert np.isfinite(samples.targets).all()
    assert len(samples.feature_names) == len(samples.feature_units) == features
    assert len(set(samples.feature_names)) == features
    assert samples.target_name
    assert samples.task == any_dataset.task


def drawn(dataset: AnyDataset) -> bool:
    """Whether the seed has a say: small real tables are given as they are."""
    return any(field.name == "samples" for field in fields(dataset))


def test_as_many_samples_as_asked(any_dataset: AnyDataset):
    if drawn(any_dataset):
        assert len(draw(replace(any_dataset, samples=23))) == 23
    else:
        assert len(draw(any_dataset)) == len(draw(any_dataset, 8))


def test_classes_are_all_there_and_named(any_dataset: AnyDataset):
    samples = draw(any_dataset)
    if samples.task == "classification":
        classes = np.unique(samples.targets).tolist()
        assert classes == [float(each) for each in range(samples.classes)]
        assert len(set(samples.class_names)) == samples.classes >= 2
    else:
        assert samples.class_names == ()
        assert len(np.unique(samples.targets)) > 2


def test_groups_are_all_there_and_named(any_dataset: AnyDataset):
    samples = draw(any_dataset)
    if samples.groups is None:
        assert samples.group_names == ()
    else:
        assert samples.groups.shape == samples.targets.shape
        assert np.unique(samples.groups).tolist() == list(range(len(samples.group_names)))
        assert samples.group_name


def test_the_same_seed_draws_the_same_data(any_dataset: AnyDataset):
    one, two, other = draw(any_dataset), draw(any_dataset), draw(any_dataset, 8)
    assert one.features.tolist() == two.features.tolist()
    assert one.targets.tolist() == two.targets.tolist()
    assert (one.features.tolist() != other.features.tolist()) == drawn(any_dataset)


def test_without_noise_the_pattern_is_exact():
    circle = draw(Circle(samples=300, noise=0))
    radius = np.linalg.norm(circle.features, axis=1)
    assert radius[circle.targets == 1].max() <= 0.5
    assert radius[circle.targets == 0].min() >= 0.7
    assert radius.max() <= 1
    line = draw(Line(noise=0, slope=-2, intercept=3))
    assert line.targets == pytest.approx(3 - 2 * line.features[:, 0])
    assert abs(line.features).max() <= 1
    spirals = draw(TwoSpirals(noise=0, turns=2))
    radius = np.linalg.norm(spirals.features, axis=1)
    angle = np.arctan2(spirals.features[:, 1], spirals.features[:, 0])
    wound = (4 * np.pi * radius + np.pi * spirals.targets - angle) / (2 * np.pi)
    assert wound == pytest.approx(np.round(wound), abs=1e-9)


def test_more_patterns_are_exact_without_noise():
    xor = draw(Xor(noise=0))
    assert (np.prod(xor.features, axis=1) < 0).tolist() == (xor.targets == 1).tolist()
    assert abs(xor.features).min() >= 0.1
    assert abs(xor.features).max() <= 1
    corners = np.unique(np.column_stack((np.sign(xor.features), xor.targets)), axis=0)
    assert len(corners) == 4
    moons = draw(TwoMoons(noise=0))
    mirrored = moons.features * (1 - 2 * moons.targets)[:, None]
    assert np.linalg.norm(mirrored + np.array([0.5, 0.25]), axis=1) == pytest.approx(1)
    assert mirrored[:, 1].min() >= -0.25
    sine = draw(Sine(noise=0, waves=2))
    assert sine.targets == pytest.approx(np.sin(2 * np.pi * sine.features[:, 0]))
    assert abs(sine.features).max() <= 1


def test_clouds_lie_as_far_apart_and_are_as_wide_as_they_say():
    clouds = draw(TwoGaussians(samples=10_000, distance=2, spread=0.5))
    low, high = (clouds.features[clouds.targets == label] for label in (0, 1))
    assert np.linalg.norm(high.mean(axis=0) - low.mean(axis=0)) == pytest.approx(2, rel=0.03)
    for cloud in (low, high):
        assert cloud.std(axis=0) == pytest.approx([0.5, 0.5], rel=0.03)
    points = draw(TwoGaussians(spread=0))
    assert len(np.unique(points.features, axis=0)) == 2


def test_noise_pushes_by_as_much_as_it_says():
    line = draw(Line(samples=10_000, noise=0.5))
    errors = line.targets - 1.5 * line.features[:, 0] - 0.5
    assert errors.std() == pytest.approx(0.5, rel=0.03)
    quiet, loud = draw(Circle(samples=10_000, noise=0)), draw(Circle(samples=10_000, noise=0.2))
    assert (loud.features - quiet.features).std() == pytest.approx(0.2, rel=0.03)


# ------------------------------------------------------------------------------------------ split


@pytest.mark.parametrize(("share", "tests"), [(0.0, 0), (0.5, 50), (0.25, 25), (0.9, 90)])
def test_a_split_parts_the_samples(share: float, tests: int):
    samples = draw(Line(samples=100))
    train, test = split(samples, share, generator(7, "split"))
    assert len(test) == tests
    assert sorted([*train.targets, *test.targets]) == sorted(samples.targets)
    assert train.feature_names == test.feature_names == samples.feature_names


def test_a_split_keeps_every_sample_and_the_share_of_every_class(any_dataset: AnyDataset):
    samples = draw(any_dataset)
    rows = np.arange(len(samples), dtype=np.float64)
    numbered = dataclasses.replace(samples, features=rows[:, None])
    train, test = split(numbered, 0.3, generator(7, "split"))
    assert len(test) == round(0.3 * len(samples))
    assert sorted([*train.features[:, 0], *test.features[:, 0]]) == rows.tolist()
    for part in (train, test):
        assert part.targets.tolist() == samples.targets[part.features[:, 0].astype(int)].tolist()
        if samples.groups is not None and part.groups is not None:
            assert part.groups.tolist() == samples.groups[part.features[:, 0].astype(int)].tolist()
    for label in range(samples.classes):
        count = (samples.targets == label).sum()
        assert abs((test.targets == label).sum() - count * len(test) / len(samples)) < 1


@given(
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    share=st.floats(0, 0.9),
    seed=st.integers(0, 99),
)
def test_any_classes_are_split_by_their_share(sizes: list[int], share: float, seed: int):
    targets = np.repeat(np.arange(len(sizes), dtype=np.float64), sizes)
    names = tuple("abcdef"[: len(sizes)])
    samples = Samples(targets[:, None], targets, "classification", ("x",), "y", class_names=names)
    train, test = split(samples, share, generator(seed, "split"))
    tests = min(round(share * len(samples)), len(samples) - 1)
    assert (len(train), len(test)) == (len(samples) - tests, tests)
    for label, size in enumerate(sizes):
        assert abs((test.targets == label).sum() - size * tests / len(samples)) < 1
    rarest = int(np.argmin(sizes))
    wanted = sizes[rarest] * tests / len(samples)
    assert abs((test.targets == rarest).sum() - wanted) <= 0.5


def test_another_seed_splits_otherwise():
    samples = draw(Circle())
    one, other = (split(samples, 0.5, generator(seed, "split"))[1] for seed in (1, 2))
    assert one.features.tolist() != other.features.tolist()


def test_a_split_keeps_features_with_their_targets_and_their_order():
    samples = draw(Line(samples=100, noise=0))
    for part in split(samples, 0.3, generator(7, "split")):
        assert part.targets == pytest.approx(1.5 * part.features[:, 0] + 0.5)
        rows = [samples.targets.tolist().index(target) for target in part.targets]
        assert rows == sorted(rows)


def test_at_least_one_sample_is_left_to_train_on():
    samples = draw(Line(samples=10))
    train, test = split(samples.take(np.arange(2)), 0.9, generator(7, "split"))
    assert (len(train), len(test)) == (1, 1)


def test_what_was_split_cannot_be_changed():
    train, _ = split(draw(Circle()), 0.5, generator(7, "split"))
    for array in (train.features, train.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
