"""The same surface by others: torch.func.vmap, and the loss-landscapes package (a model per point).

Both evaluate a small part of the grid, in float32 on one thread, and say how many points that was.
loss-landscapes shifts its grid off the centre, so only its speed can be compared.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, cast

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import MeanSquaredError

Work = tuple[Callable[[], object], int]
"""What to time, and how many points it evaluates."""

VMAP_POINTS, CHUNK = 256, 64
STEPS = 12
"""Points per side for loss-landscapes."""


def torch_model(objective: FittingObjective) -> tuple[Any, Any, Any, Any, Any] | None:
    """PyTorch, a model like the objective's, its loss, inputs and targets; None without PyTorch."""
    try:
        import torch  # pyright: ignore[reportMissingImports]
    except ImportError:
        return None
    torch.set_num_threads(1)
    widths = objective.network.widths
    parts: list[Any] = []
    for into, out in pairwise(widths):
        parts += [torch.nn.Linear(into, out), torch.nn.Tanh()]
    features = torch.tensor(objective.inputs(objective.train.features)[:-1].T, dtype=torch.float32)
    functional = torch.nn.functional
    if objective.network.several:
        return (
            torch,
            torch.nn.Sequential(*parts[:-1]),
            functional.cross_entropy,
            features,
            torch.tensor(objective.train.targets, dtype=torch.long),
        )
    targets = torch.tensor(objective.train.targets, dtype=torch.float32)[:, None]
    squared = isinstance(objective.fitting.loss, MeanSquaredError)
    loss = functional.mse_loss if squared else functional.binary_cross_entropy_with_logits
    last = [torch.nn.Sigmoid()] if squared else []
    return torch, torch.nn.Sequential(*parts[:-1], *last), loss, features, targets


def by_vmap(objective: FittingObjective, theta: Array) -> Work | None:
    """The losses at the first rows of theta (k, D) with torch.func.vmap."""
    made = torch_model(objective)
    if made is None:
        return None
    torch, model, loss, features, targets = made
    some = theta[:VMAP_POINTS]
    weights: dict[str, Any] = {}
    for layer, matrix in enumerate(objective.network.layers(some)):
        stack = torch.tensor(matrix, dtype=torch.float32)
        weights[f"{2 * layer}.weight"] = stack[..., :-1].contiguous()
        weights[f"{2 * layer}.bias"] = stack[..., -1].contiguous()

    def one(parameters: dict[str, Any]) -> object:
        return loss(torch.func.functional_call(model, parameters, (features,)), targets)

    many = torch.func.vmap(one, chunk_size=CHUNK)

    def work() -> Any:
        with torch.no_grad():
            return many(weights)

    if not np.allclose(work().numpy(), objective.value(some), rtol=1e-3):
        raise RuntimeError("PyTorch finds other losses")
    return work, len(some)


def by_loss_landscapes(objective: FittingObjective) -> Work | None:
    """A random filter-normalised plane of loss-landscapes."""
    made = torch_model(objective)
    try:
        from loss_landscapes import random_plane  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
        from loss_landscapes.metrics import Loss  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
    except ImportError:
        return None
    if made is None:
        return None
    torch, model, loss, features, targets = made
    plane, metric = cast("Any", random_plane), cast("Any", Loss)(loss, features, targets)

    def work() -> object:
        with torch.no_grad():
            return plane(model, metric, 1, STEPS, "filter", deepcopy_model=True)

    return work, STEPS * STEPS
