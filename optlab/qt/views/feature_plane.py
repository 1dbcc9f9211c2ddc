"""The plane of two features in which data and answers are drawn, and what all others are on it.

Of more than two features, the two are drawn that tell the classes apart best, until a person
chooses others; all others rest at their training mean. A single feature is drawn across, with the
classes above each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples

MARGIN = 0.06
"""Room around the data, as a share of their extent."""

Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class FeaturePlane:
    """Feature `first` across and feature `second` up (None where there is only one)."""

    train: Samples
    test: Samples
    first: int = 0
    second: int | None = 1

    @classmethod
    def telling(cls, train: Samples, test: Samples) -> FeaturePlane:
        """The plane of the two features that tell the classes apart best."""
        count = train.features.shape[1]
        if count < 2:
            return cls(train, test, 0, None)
        return cls(train, test, *(telling_pair(train) if count > 2 else (0, 1)))

    @property
    def others(self) -> int:
        """How many features rest at their mean."""
        return max(self.train.features.shape[1] - 2, 0)

    @cached_property
    def view(self) -> tuple[Interval, Interval]:
        """The x and y to show: all points and some room, two lengths of one unit at one scale."""
        points = np.concatenate([self.places(self.train), self.places(self.test)])
        low, high = points.min(axis=0), points.max(axis=0)
        middle, half = (low + high) / 2.0, (0.5 + MARGIN) * (high - low)
        half = np.where(half > 0.0, half, 1.0)
        if self.second is not None and not self.others and len(set(self.train.feature_units)) <= 1:
            half = np.full(2, half.max())
        left, right = (middle - half).tolist(), (middle + half).tolist()
        return (left[0], right[0]), (left[1], right[1])

    @cached_property
    def span(self) -> Interval:
        """The lowest and the highest target."""
        return target_span(self.train, self.test)

    @property
    def names(self) -> tuple[str, str]:
        """The names of both axes with their units."""
        names = axis_names(self.train)
        upwards = self.train.target_name if self.second is None else names[self.second]
        return names[self.first], upwards

    def places(self, samples: Samples) -> Array:
        """Where the samples lie in the plane, (n, 2)."""
        if self.second is None:
            return np.column_stack([samples.features[:, self.first], samples.targets])
        return samples.features[:, [self.first, self.second]]

    def middles(self, cells: int) -> Array:
        """The middles of cells x cells of the view (cells², 2), row by row from the top."""
        (left, right), (low, high) = self.view
        share = (np.arange(cells) + 0.5) / cells
        across, down = left + share * (right - left), high - share * (high - low)
        return cast("Array", np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2))

    def features(self, places: Array) -> Array:
        """All features (n, F) of points (n, 2) of the plane."""
        made = np.tile(self.train.features.mean(axis=0), (len(places), 1))
        made[:, self.first] = places[:, 0]
        if self.second is not None:
            made[:, self.second] = places[:, 1]
        return made


def target_span(train: Samples, test: Samples) -> Interval:
    """The lowest and the highest target of all samples."""
    targets = np.concatenate([train.targets, test.targets])
    return float(targets.min()), float(targets.max())


def telling_pair(samples: Samples) -> tuple[int, int]:
    """The two features whose means differ most from class to class, measured by their spread.

    Fisher's ratio: the variance between classes over the mean variance within them.
    """
    parts = [samples.features[samples.targets == label] for label in np.unique(samples.targets)]
    with np.errstate(all="ignore"):
        between = np.var([part.mean(axis=0) for part in parts], axis=0)
        within = np.mean([part.var(axis=0) for part in parts], axis=0)
        ratio = np.nan_to_num(between / within, nan=0.0)
    best, next_ = np.argsort(-ratio, kind="stable")[:2].tolist()
    return cast("int", best), cast("int", next_)


def axis_names(samples: Samples) -> tuple[str, ...]:
    """The names of all features with their units."""
    units = samples.feature_units or ("",) * len(samples.feature_names)
    return tuple(map(with_unit, samples.feature_names, units))


def with_unit(name: str, unit: str) -> str:
    """`mother's age (years)`."""
    return f"{name} ({unit})" if unit else name
