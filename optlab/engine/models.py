"""Models: functions with parameters. All are dense networks: inputs, depth and link differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.activations import AnyActivation, Identity, Sigmoid, Tanh
from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.links import Softmax as SoftmaxLink
from optlab.engine.losses import Task
from optlab.engine.network import Network
from optlab.engine.trouble import Unfit

Width = Annotated[int, knob("Units", "Units in this hidden layer.", ge=1, le=256)]
MANY_CLASSES = 1_000_000

MOST_TERMS = 2_000
"""Terms of a polynomial: more would take minutes before the first step."""


def _network(
    samples: Samples,
    hidden: tuple[int, ...] = (),
    activations: tuple[AnyActivation, ...] = (),
) -> Network:
    """One output for a number or the probability of class 1, or one output per class."""
    inputs = samples.features.shape[1]
    if samples.classes > 2:
        return Network(
            (inputs, *hidden, samples.classes),
            activations,
            SoftmaxLink(),
            samples.feature_names,
            samples.class_names,
        )
    link = Identity() if samples.task == "regression" else Sigmoid()
    return Network((inputs, *hidden, 1), activations, link, samples.feature_names)


@final
class Linear(Choice, frozen=True, tag="linear"):
    """ŷ = w·x + b."""

    title: ClassVar[str] = "Linear"
    help: ClassVar[str] = "A straight line (or plane): one weight per feature and a bias."
    formula: ClassVar[str] = "ŷ = w·x + b"
    tasks: ClassVar[tuple[Task, ...]] = ("regression",)
    most_classes: ClassVar[int] = 0

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples, without a hidden layer."""
        return _network(samples)


@final
class Polynomial(Choice, frozen=True, tag="polynomial"):
    """ŷ = b + Σ w m(x) over all products m of at most `degree` features, such as x, x², x₁x₂."""

    title: ClassVar[str] = "Polynomial"
    help: ClassVar[str] = "A curve made of powers: still linear in its weights, so one valley."
    formula: ClassVar[str] = "ŷ = b + w₁ x + w₂ x² + …"
    source: ClassVar[str] = "Gergonne (1815), Application de la méthode des moindres quarrés"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")
    most_classes: ClassVar[int] = MANY_CLASSES

    degree: Annotated[
        int, knob("Degree", "The highest power.", symbol="d", ge=1, le=12, slider=(1, 9))
    ] = 3

    def network(self, samples: Samples) -> Network:
        """Build the network for samples that are already expanded."""
        return _network(samples)

    def terms(self, names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        """Name every product of 1 to `degree` features, and say which features are its factors.

        Raises Unfit when there are too many.
        """
        found: dict[str, tuple[int, ...]] = {}
        for degree in range(1, self.degree + 1):
            for factors in combinations_with_replacement(range(len(names)), degree):
                found[_product(names, factors)] = factors
                if len(found) > MOST_TERMS:
                    raise Unfit(
                        "objective.model.degree",
                        f"A polynomial of degree {self.degree} in {len(names)} features has more "
                        f"than {MOST_TERMS:,} terms: take a lower degree.",
                    )
        return found


@final
class Logistic(Choice, frozen=True, tag="logistic"):
    """p = sigmoid(w·x + b)."""

    title: ClassVar[str] = "Logistic"
    help: ClassVar[str] = "A straight border between two classes, read off as a probability."
    formula: ClassVar[str] = "p = σ(w·x + b)"
    source: ClassVar[str] = "Cox (1958), The regression analysis of binary sequences"
    tasks: ClassVar[tuple[Task, ...]] = ("classification",)
    most_classes: ClassVar[int] = 2

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples, without a hidden layer."""
        return _network(samples)


@final
class Softmax(Choice, frozen=True, tag="softmax"):
    """p = softmax(W x + b): a weighted sum per class, read off as probabilities."""

    title: ClassVar[str] = "Softmax"
    help: ClassVar[str] = "Straight borders between any number of classes: a score for each."
    formula: ClassVar[str] = "p = softmax(W x + b)"
    source: ClassVar[str] = "Cox (1966), Some procedures connected with the logistic curve"
    tasks: ClassVar[tuple[Task, ...]] = ("classification",)
    most_classes: ClassVar[int] = MANY_CLASSES

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples: an output per class, even for two."""
        widths = (samples.features.shape[1], samples.classes)
        return Network(widths, (), SoftmaxLink(), samples.feature_names, samples.class_names)


@final
class Mlp(Choice, frozen=True, tag="mlp"):
    """A multi-layer perceptron: layers of units, each an activation of a weighted sum."""

    title: ClassVar[str] = "Neural network"
    help: ClassVar[str] = "Layers of units: bends lines and borders into any shape."
    formula: ClassVar[str] = "a = φ(W a + b), layer by layer"
    source: ClassVar[str] = "Rumelhart, Hinton and Williams (1986), Nature 323"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")
    most_classes: ClassVar[int] = MANY_CLASSES

    hidden: Annotated[
        tuple[Width, ...], knob("Hidden layers", "Units of each hidden layer, such as 4, 2.")
    ] = (4, 2)
    activation: Annotated[
        AnyActivation, knob("Activation", "What a hidden unit makes of its weighted sum.")
    ] = Tanh()
    activations: Annotated[
        tuple[AnyActivation, ...],
        knob(
            "Per layer",
            "An activation for every hidden layer; without any, all have the one above.",
            entry="Layer",
            per="hidden",
            like="activation",
        ),
    ] = ()

    def network(self, samples: Samples) -> Network:
        """Build the network; raise Unfit when there are not as many activations as layers."""
        layers = len(self.hidden)
        if self.activations and len(self.activations) != layers:
            raise Unfit(
                "objective.model.activations",
                f"Activations given: {len(self.activations)}, hidden layers: {layers}. "
                f"Give one for each layer, or none to use the same in all.",
            )
        return _network(samples, self.hidden, self.activations or (self.activation,) * layers)


def expanded(model: AnyModel, samples: Samples) -> Samples:
    """Return the samples as the model wants them: with all powers and products of a polynomial."""
    if not isinstance(model, Polynomial):
        return samples
    terms = model.terms(samples.feature_names)
    features = products(samples.features, terms.values())
    return replace(samples, features=features, feature_names=tuple(terms), feature_units=())


def products(features: Array, terms: Iterable[tuple[int, ...]]) -> Array:
    """Multiply features (n, F): a column for every tuple of factors (n, terms)."""
    return np.column_stack([features[:, list(factors)].prod(axis=1) for factors in terms])


def _product(names: tuple[str, ...], factors: tuple[int, ...]) -> str:
    """Write a product such as x₁² x₂."""
    powers = Counter(factors)
    return " ".join(
        names[each] + (str(power).translate(RAISED) if power > 1 else "")
        for each, power in powers.items()
    )


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

AnyModel = Linear | Polynomial | Logistic | Softmax | Mlp

MODELS = Catalog(AnyModel)
