"""A fitting made ready: data drawn and split, features scaled, the model's network built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.backprop import Backprop
from optlab.engine.batches import Batch, Batches
from optlab.engine.datasets import Samples, split
from optlab.engine.experiment import Fitting
from optlab.engine.hessian import along
from optlab.engine.keys import generator
from optlab.engine.links import Softmax
from optlab.engine.losses import AnyLoss
from optlab.engine.models import AnyModel, expanded
from optlab.engine.network import Network, columns
from optlab.engine.plane import losses_on_plane
from optlab.engine.starts import AnyStart, At
from optlab.engine.trouble import Unfit

MOST_PARAMETERS = 100_000
"""A recording keeps every step: larger models would fill the memory before they have moved."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Features minus `shift`, over `spread` (both (F,)), as learnt from the training samples."""

    shift: Array
    spread: Array

    @classmethod
    def of(cls, features: Array, wanted: bool) -> Scaling:  # noqa: FBT001
        """To mean 0 and spread 1 when wanted; a constant feature is only shifted."""
        if not wanted:
            return cls(np.zeros_like(features[0]), np.ones_like(features[0]))
        varies = np.ptp(features, axis=0) > 0.0  # the std of equal numbers may round to 1e-17
        return cls(features.mean(axis=0), np.where(varies, features.std(axis=0), 1.0))

    def __call__(self, features: Array) -> Array:
        """Scaled features (n, F)."""
        return (features - self.shift) / self.spread


class FittingObjective:
    """Objective protocol for a Fitting; `train` and `test` samples are in the user's own units."""

    box = None
    minima = ()
    saddles = ()

    def __init__(self, fitting: Fitting, seed: int) -> None:
        self.fitting = fitting
        samples = fitting.dataset.draw(generator(seed, "data"))
        self.train, self.test = split(samples, fitting.test_share, generator(seed, "split"))
        _check_model(fitting, self.train)
        self.task = samples.task
        inputs = expanded(fitting.model, self.train)
        self.scaling = Scaling.of(inputs.features, fitting.standardise)
        self.network: Network = fitting.model.network(inputs)
        _check_loss(fitting, self.network, self.train)
        if self.size > MOST_PARAMETERS:
            raise Unfit(
                "objective.model",
                f"This model has {self.size:,} parameters: "
                f"take fewer or smaller layers, for at most {MOST_PARAMETERS:,}.",
            )
        self._columns = frozen(self._inputs(self.train.features))
        self._test_columns = frozen(self._inputs(self.test.features))
        self._targets, self._test_targets = (
            frozen(self._answers(each.targets)) for each in (self.train, self.test)
        )
        self.batches = Batches(self._columns, self._targets, fitting.batch_size, (seed,))

    @property
    def size(self) -> int:
        """D, the number of parameters."""
        return self.network.size

    @property
    def samples(self) -> int:
        """How many training samples there are."""
        return len(self.train)

    @property
    def architecture(self) -> object:
        """Equal for fittings of one network, loss, penalty and batch size, on as many samples."""
        network, fitting = self.network, self.fitting
        shape = network.widths, network.activations, type(network.link)
        return shape, fitting.loss, fitting.penalty, fitting.batch_size, len(self.train)

    @property
    def names(self) -> tuple[str, ...]:
        """A name for every parameter."""
        return self.network.names

    @property
    def has_test(self) -> bool:
        """Whether some samples were kept back for testing."""
        return len(self.test) > 0

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training set."""
        return self.batches.per_epoch

    @property
    def exact(self) -> bool:
        """Whether every step sees the whole training set."""
        return self.steps_per_epoch == 1

    def value(self, theta: Array, batch: Batch | None = None) -> Array:
        """Training loss with penalty at theta (..., D) -> (...), on all samples or on one batch."""
        batch = self.batches.whole if batch is None else batch
        loss = self._loss(theta, batch.columns, batch.targets)
        if self.fitting.penalty.active:
            with np.errstate(all="ignore"):
                loss = loss + self.fitting.penalty.value(theta[..., self.network.weights])
        return loss

    def test_value(self, theta: Array) -> Array:
        """Loss on the test samples at theta (..., D) -> (...): no penalty; nan without a test."""
        if not self.has_test:
            return np.full(theta.shape[:-1], np.nan)
        return self._loss(theta, self._test_columns, self._test_targets)

    def loss_on(self, theta: Array, samples: Samples) -> Array:
        """Loss at theta (..., D) on any samples with these features -> (...): no penalty."""
        return self._loss(theta, self.inputs(samples.features), self._answers(samples.targets))

    def gradient(self, theta: Array, batch: Batch | None = None) -> Array:
        """Gradient of `value` at theta (D,)."""
        slope = self.differentiator()
        slope.take(self.batches.whole if batch is None else batch)
        with np.errstate(all="ignore"):
            slope(theta)
        return slope.gradient

    def batch(self, step: int) -> Batch:
        """Return the batch that step `step` (counted from 0) sees."""
        return self.batches[step]

    def predict(self, theta: Array, features: Array) -> Array:
        """Predictions at theta (..., D) for features (n, F) in the user's own units.

        Numbers or probabilities of class 1 (..., n), or the probabilities of all classes
        (..., C, n) where the model has a score for each.
        """
        with np.errstate(all="ignore"):
            return self.network.link.apply(self.network.scores(theta, self.inputs(features)))

    def probabilities(self, theta: Array, features: Array) -> Array:
        """Probabilities (..., C, n) of all classes, at least two; features as in `predict`."""
        said = self.predict(theta, features)
        return said if self.network.several else np.stack([1.0 - said, said], axis=-2)

    def in_own_units(self, theta: Array) -> Array:
        """Read theta (..., D) of a model without hidden layers in the user's own units.

        With w of standardised features z = (x - m) / s, the weights of x are w / s and the bias is
        b - Σ w m / s: the same predictions. Raises ValueError where there are hidden layers.
        """
        if self.network.hidden:
            raise ValueError("Only the weights of a model without hidden layers have units.")
        own = theta.copy()
        (layer,) = self.network.layers(own)
        layer[..., :-1] /= self.scaling.spread
        layer[..., -1] -= layer[..., :-1] @ self.scaling.shift
        return own

    def hessian_vector(self, theta: Array, vector: Array, batch: Batch | None = None) -> Array:
        """Hessian of `value` at theta (D,) times a vector (D,)."""
        return along(lambda at: self.gradient(at, batch), theta, vector)

    def on_plane(
        self,
        origin: Array,
        axes: Array,
        u: Array,
        v: Array,
        batch: Batch | None = None,
        *,
        precise: bool = False,
    ) -> Array:
        """`value` at origin (D,) + u axes[0] + v axes[1] for u, v (N,) -> (N,), fast or precise."""
        batch = self.batches.whole if batch is None else batch
        return losses_on_plane(
            self.network,
            self.fitting.loss,
            self.fitting.penalty,
            batch.columns,
            batch.targets,
            origin,
            axes,
            u,
            v,
            precise,
        )

    def differentiator(self) -> Backprop:
        """Loss and gradient batch by batch, with buffers of its own."""
        fitting = self.fitting
        return Backprop(self.network, fitting.loss, fitting.penalty, self.batches)

    def beside(self, others: Sequence[FittingObjective]) -> Backprop:
        """Loss and gradient of this and others of its architecture, one theta for each."""
        fitting, together = self.fitting, [self, *others]
        batches = self.batches
        if any(each is not self for each in others):
            batches = Batches.side_by_side([each.batches for each in together])
        return Backprop(self.network, fitting.loss, fitting.penalty, batches, (len(together),))

    def start(self, start: AnyStart, seed: int) -> Array:
        """Make the theta (D,) at which all racers begin; biases begin at 0."""
        if isinstance(start, At):
            return frozen(start.point(self.size))
        theta = np.zeros(self.size)
        rng = generator(seed, "start")
        for layer in self.network.layers(theta):
            outputs, inputs = layer.shape
            layer[:, :-1] = start.weights(rng, outputs, inputs - 1)
        return frozen(theta)

    def inputs(self, features: Array) -> Array:
        """Columns (inputs + 1, n) of the network for features (n, F) in the user's own units."""
        if features is self.train.features:  # thousands of pictures are not laid out twice
            return self._columns
        return self._test_columns if features is self.test.features else self._inputs(features)

    def _inputs(self, features: Array) -> Array:
        """Turn features (n, F) in the user's own units into columns for the network."""
        samples = replace(self.train, features=features)
        return columns(self.scaling(expanded(self.fitting.model, samples).features))

    def _answers(self, targets: Array) -> Array:
        """Targets (n,) as the loss wants them: (C, n) with a 1 per column for several scores."""
        if not self.network.several:
            return targets
        return np.equal(targets, np.arange(self.train.classes)[:, None]).astype(np.float64)

    def _loss(self, theta: Array, at: Array, targets: Array) -> Array:
        with np.errstate(all="ignore"):
            scores = self.network.scores(theta, at)
            return self.fitting.loss.value(scores, targets, self.network.link)


def _check_model(fitting: Fitting, train: Samples) -> None:
    """Raise Unfit, with a sentence that says what fits, when the model cannot learn the data."""
    dataset, model = fitting.dataset, fitting.model
    fit = _titles(AnyModel, lambda each: train.task in each.tasks and _serves(each, train))
    if train.task not in model.tasks:
        raise Unfit(
            "objective.model",
            f"A {_named(model)} cannot learn {dataset.title}, a {train.task} dataset: take {fit}.",
        )
    if not _serves(model, train):
        raise Unfit(
            "objective.model",
            f"A {_named(model)} tells {model.most_classes} classes apart, "
            f"but {dataset.title} has {train.classes}: take {fit}.",
        )
    if fitting.batch_size > len(train):
        raise Unfit(
            "objective.batch_size",
            f"The batch size {fitting.batch_size} is larger than the training set of {len(train)}: "
            f"take at most {len(train)}, or 0 for the whole set.",
        )


def _check_loss(fitting: Fitting, network: Network, train: Samples) -> None:
    """Raise Unfit, with a sentence that says what fits, when the loss cannot read the model."""
    dataset, model, loss = fitting.dataset, fitting.model, fitting.loss
    kind = type(network.link)
    fit = _titles(AnyLoss, lambda each: kind in each.links)
    if kind in loss.links:
        return
    if train.task == "regression":
        why = f"{loss.title} needs classes, but {dataset.title} has numbers to predict"
    elif kind is not Softmax:
        why = (
            f"{loss.title} needs a score for every class, but a {_named(model)} gives one for both"
        )
    elif train.classes > 2:
        why = f"{loss.title} tells two classes apart, but {dataset.title} has {train.classes}"
    else:
        why = f"{loss.title} reads one score, but a {_named(model)} has one per class"
    raise Unfit("objective.loss", f"{why}: take {fit}.")


def _named(model: AnyModel) -> str:
    """What a sentence calls it: `linear model`, `neural network`."""
    title = model.title.lower()
    return title if title.endswith("network") else f"{title} model"


def _serves(model: AnyModel | type[AnyModel], samples: Samples) -> bool:
    return samples.classes <= model.most_classes


def _titles(union: object, fits: Callable[[Any], bool]) -> str:
    """List the choices of a family that fit: `MSE, RMSE or MAE`."""
    *titles, last = (str(each.title) for each in get_args(union) if fits(each))
    return f"{', '.join(titles)} or {last}" if titles else last
