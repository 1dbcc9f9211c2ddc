"""The same model, batches and optimizers in PyTorch give the same path (where it is installed)."""

from typing import Any

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Racer, begin, prepare, race
from optlab.engine.activations import Identity, Relu, Sigmoid, Tanh
from optlab.engine.datasets import Circle, Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import CrossEntropy, MeanSquaredError, RootMeanSquaredError
from optlab.engine.models import Linear, Logistic, Mlp
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum
from optlab.engine.penalties import L2

torch: Any = pytest.importorskip("torch", exc_type=ImportError)

ACTIVATIONS = {
    Identity(): lambda z: z,
    Sigmoid(): torch.sigmoid,
    Tanh(): torch.tanh,
    Relu(): torch.relu,
}


def optimizer_of(optimizer: AnyOptimizer, weights: list[Any]) -> Any:
    rate = optimizer.learning_rate
    if isinstance(optimizer, Adam):
        betas = (optimizer.beta1, optimizer.beta2)
        return torch.optim.Adam(weights, rate, betas, optimizer.epsilon)
    beta = 0.0 if isinstance(optimizer, GradientDescent) else optimizer.beta
    return torch.optim.SGD(weights, rate, beta)


def loss_of(fitting: Fitting, scores: Any, targets: Any) -> Any:
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
                signal = ACTIVATIONS[objective.network.activation](signal)
        loss = loss_of(fitting, signal[:, 0], torch.tensor(batch.targets.copy()))
        if isinstance(fitting.penalty, L2):
            amount = fitting.penalty.amount
            loss = loss + amount / 2 * sum((layer[:, :-1] ** 2).sum() for layer in layers)
        stepper.zero_grad()
        loss.backward()
        stepper.step()
        path.append(np.concatenate([layer.detach().numpy().ravel() for layer in layers]))
    return np.array(path)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Momentum(0.03, 0.9), Adam(0.03)])
@pytest.mark.parametrize(
    "fitting",
    [
        Fitting(),
        Fitting(model=Mlp((5, 3), Sigmoid()), loss=RootMeanSquaredError()),
        Fitting(model=Mlp((8,), Relu()), loss=MeanSquaredError(), penalty=L2(0.05)),
        Fitting(Circle(samples=50), Logistic(), batch_size=7),
        Fitting(Line(), Linear(), MeanSquaredError(), batch_size=0),
        Fitting(Line(), Mlp((4,), Identity()), RootMeanSquaredError(), L2(0.1)),
    ],
    ids=["default", "sigmoid-rmse", "relu-mse-l2", "logistic", "least-squares", "identity"],
)
def test_pytorch_walks_the_same_path(fitting: Fitting, optimizer: AnyOptimizer):
    experiment = Experiment(objective=fitting, racers=(Racer("it", optimizer),))
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    (start,) = begin(experiment)
    chunks = [chunk for (chunk,) in race(experiment, (start,), 120)]
    path = np.concatenate([start.theta[None], *(chunk.theta for chunk in chunks)])
    wanted = path_in_torch(objective, optimizer, start.theta, len(path) - 1)
    assert path == pytest.approx(wanted, rel=1e-7, abs=1e-9)
