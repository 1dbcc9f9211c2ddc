"""The same model, batches and optimizers in PyTorch give the same path (where it is installed)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Racer, begin, prepare, race
from optlab.engine.activations import Identity, Relu, Sigmoid, Tanh
from optlab.engine.datasets import Circle, Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import (
    CrossEntropy,
    MeanSquaredError,
    RootMeanSquaredError,
    SoftmaxCrossEntropy,
)
from optlab.engine.models import Linear, Logistic, Mlp, Softmax
from optlab.engine.optimizers import (
    Adadelta,
    AdaGrad,
    Adam,
    AdamW,
    AmsGrad,
    AnyOptimizer,
    GradientDescent,
    Momentum,
    Nadam,
    RmsProp,
)
from optlab.engine.penalties import L2

torch: Any = pytest.importorskip("torch", exc_type=ImportError)

STEPS = 200

ACTIVATIONS: dict[Any, Any] = {
    Identity(): lambda z: z,
    Sigmoid(): torch.sigmoid,
    Tanh(): torch.tanh,
    Relu(): torch.relu,
}


def optimizer_of(optimizer: AnyOptimizer, weights: list[Any]) -> Any:
    it: Any = optimizer
    if isinstance(it, GradientDescent | Momentum):
        return torch.optim.SGD(weights, it.learning_rate, getattr(it, "beta", 0.0))
    if isinstance(it, AdaGrad):
        return torch.optim.Adagrad(weights, it.learning_rate, eps=it.epsilon)
    if isinstance(it, RmsProp | Adadelta):
        make = torch.optim.RMSprop if isinstance(it, RmsProp) else torch.optim.Adadelta
        return make(weights, it.learning_rate, it.decay, it.epsilon)
    shared = weights, it.learning_rate, (it.beta1, it.beta2), it.epsilon
    if isinstance(it, AdamW):
        return torch.optim.AdamW(*shared, it.weight_decay)
    if isinstance(it, Nadam):
        return torch.optim.NAdam(*shared, momentum_decay=1e6)
    return torch.optim.Adam(*shared, amsgrad=isinstance(it, AmsGrad))


def loss_of(fitting: Fitting, scores: Any, targets: Any) -> Any:
    if isinstance(fitting.loss, SoftmaxCrossEntropy):
        return torch.nn.functional.cross_entropy(scores, targets.T)
    scores = scores[:, 0]
    functional = torch.nn.functional
    if isinstance(fitting.loss, CrossEntropy):
        return functional.binary_cross_entropy_with_logits(scores, targets)
    regression = isinstance(fitting.dataset, Line)
    mean = functional.mse_loss(scores if regression else torch.sigmoid(scores), targets)
    return mean if isinstance(fitting.loss, MeanSquaredError) else torch.sqrt(mean)


def path_in_torch(
    objective: FittingObjective, optimizer: AnyOptimizer, start: np.ndarray, steps: int
) -> np.ndarray:
    fitting = objective.fitting
    layers = [
        torch.tensor(layer.copy(), requires_grad=True) for layer in objective.network.layers(start)
    ]
    stepper = optimizer_of(optimizer, layers)
    path = [start]
    for step in range(steps):
        batch = objective.batch(step)
        signal = torch.tensor(batch.rows[:, :-1].copy())
        for depth, layer in enumerate(layers, 1):
            signal = signal @ layer[:, :-1].T + layer[:, -1]
            if depth < len(layers):
                signal = ACTIVATIONS[objective.network.activations[depth - 1]](signal)
        loss = loss_of(fitting, signal, torch.tensor(batch.targets.copy()))
        if isinstance(fitting.penalty, L2):
            amount = fitting.penalty.amount
            loss = loss + amount / 2 * sum((layer[:, :-1] ** 2).sum() for layer in layers)
        stepper.zero_grad()
        loss.backward()
        stepper.step()
        path.append(np.concatenate([layer.detach().numpy().ravel() for layer in layers]))
    return np.array(path)


OPTIMIZERS_OF_PYTORCH = (
    GradientDescent(0.1),
    Momentum(0.03, 0.9),
    AdaGrad(0.1),
    RmsProp(0.01, 0.95),
    Adadelta(1.0, 0.9),
    Adam(0.03),
    AdamW(0.03, weight_decay=0.1),
    Nadam(0.03),
    AmsGrad(0.03, 0.8, 0.9),
)


@pytest.fixture(autouse=True)
def doubles() -> Iterator[None]:
    """Nadam's products of β₁ are in PyTorch's default type, even where theta is not."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(usual)


@pytest.mark.parametrize("optimizer", OPTIMIZERS_OF_PYTORCH, ids=lambda each: each.title)
@pytest.mark.parametrize(
    "fitting",
    [
        Fitting(),
        Fitting(model=Mlp((5, 3), Sigmoid()), loss=RootMeanSquaredError()),
        Fitting(model=Mlp((8,), Relu()), loss=MeanSquaredError(), penalty=L2(0.05)),
        Fitting(Circle(samples=50), Logistic(), batch_size=7),
        Fitting(Line(), Linear(), MeanSquaredError(), batch_size=0),
        Fitting(Line(), Mlp((4,), Identity()), RootMeanSquaredError(), L2(0.1)),
        Fitting(Circle(samples=50), Softmax(), SoftmaxCrossEntropy(), batch_size=7),
    ],
    ids=[
        "default",
        "sigmoid-rmse",
        "relu-mse-l2",
        "logistic",
        "least-squares",
        "identity",
        "softmax",
    ],
)
def test_pytorch_walks_the_same_path(fitting: Fitting, optimizer: AnyOptimizer):
    experiment = Experiment(objective=fitting, racers=(Racer("it", optimizer),))
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    (start,) = begin(experiment)
    chunks = [chunk for (chunk,) in race(experiment, (start,), STEPS)]
    path = np.concatenate([start.theta[None], *(chunk.theta for chunk in chunks)])
    wanted = path_in_torch(objective, optimizer, start.theta, len(path) - 1)
    apart = np.linalg.norm(path - wanted, axis=1) / np.linalg.norm(wanted, axis=1)
    assert apart.max() < 1e-9
