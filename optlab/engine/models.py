"""Models: functions with parameters. All are dense networks: depth and link differ."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

from optlab.engine.activations import AnyActivation, Identity, Sigmoid, Tanh
from optlab.engine.datasets import Samples
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.losses import Link, Task
from optlab.engine.network import Network

Width = Annotated[int, knob("Units", "Units in this hidden layer.", ge=1, le=256)]


def _link(samples: Samples) -> Link:
    """Choose how a score is read off: a number as it is, a class as a probability."""
    return Identity() if samples.task == "regression" else Sigmoid()


@final
class Linear(Choice, frozen=True, tag="linear"):
    """ŷ = w·x + b."""

    title: ClassVar[str] = "Linear"
    help: ClassVar[str] = "A straight line (or plane): one weight per feature and a bias."
    formula: ClassVar[str] = "ŷ = w·x + b"
    tasks: ClassVar[tuple[Task, ...]] = ("regression",)

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples, without a hidden layer."""
        widths = (samples.features.shape[1], 1)
        return Network(widths, Identity(), Identity(), samples.feature_names)


@final
class Logistic(Choice, frozen=True, tag="logistic"):
    """p = sigmoid(w·x + b)."""

    title: ClassVar[str] = "Logistic"
    help: ClassVar[str] = "A straight border between two classes, read off as a probability."
    formula: ClassVar[str] = "p = σ(w·x + b)"
    source: ClassVar[str] = "Cox (1958), The regression analysis of binary sequences"
    tasks: ClassVar[tuple[Task, ...]] = ("classification",)

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples, without a hidden layer."""
        widths = (samples.features.shape[1], 1)
        return Network(widths, Identity(), Sigmoid(), samples.feature_names)


@final
class Mlp(Choice, frozen=True, tag="mlp"):
    """A multi-layer perceptron: layers of units, each an activation of a weighted sum."""

    title: ClassVar[str] = "Neural network"
    help: ClassVar[str] = "Layers of units: bends lines and borders into any shape."
    formula: ClassVar[str] = "a = φ(W a + b), layer by layer"
    source: ClassVar[str] = "Rumelhart, Hinton and Williams (1986), Nature 323"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    hidden: Annotated[
        tuple[Width, ...], knob("Hidden layers", "Units of each hidden layer, such as 4, 2.")
    ] = (4, 2)
    activation: Annotated[
        AnyActivation, knob("Activation", "What a hidden unit makes of its weighted sum.")
    ] = Tanh()

    def network(self, samples: Samples) -> Network:
        """Build the network for these samples."""
        widths = (samples.features.shape[1], *self.hidden, 1)
        return Network(widths, self.activation, _link(samples), samples.feature_names)


AnyModel = Linear | Logistic | Mlp

MODELS = Catalog(AnyModel)
