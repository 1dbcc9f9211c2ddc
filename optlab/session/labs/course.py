"""The course: the rows that labs say they teach, and the map from a row to its lab steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from optlab.session.labs.lab import Lab

ROWS = {
    1: "A model is a function with parameters: bias, weight, feature, label",
    2: "Parameters are learnt, hyperparameters are set before training",
    3: "From errors to one number: squares, mean, root (RMSE)",
    4: "Cross-entropy punishes confident mistakes; RMSE does not",
    5: "The loss surface over bias and weight: start, path, minimum",
    6: "One knob: exhaustive search tastes every cup",
    7: "A marble: probe the slope, go downhill, stop when flat",
    8: "Curvature tells how far the bottom is: fewer steps, each dearer",
    9: "Where marbles fail: two valleys, wiggle, stairs, a hole on a plateau",
    10: "Fixed steps: too small takes for ever, too large never settles",
    11: "The slope gives direction and size, the learning rate scales it",
    12: "The typical loss curve: big drops first",
    13: "My model changes every time: one minimum or many",
    14: "Local minimum, global minimum, saddle, plateau",
    15: "Batch, stochastic and mini-batch gradient descent",
    16: "What training costs, and how often the loss is checked",
    17: "Sparse, rare features want larger steps: AdaGrad",
    18: "Momentum, its two forms, overshooting, Nesterov",
    19: "RMSProp normalises the step; Adam adds momentum and bias correction",
    20: "Random search around w: accept what is better",
    21: "Genetic algorithm, evolution, annealing: slower, more robust",
    22: "Table of methods: pros, cons, where to use",
    23: "Activations: shape, slope, saturation, dead units",
    24: "Learning rate against size of the weights",
    25: "Several classes: cross-entropy against MSE; a picture is a vector",
    26: "Overparameterization makes the surface kinder",
    27: "Hyperparameter tuning: exhaustive, random, genetic",
    28: "An inappropriate minimum: low loss, wrong model",
    29: "Performance metrics are not the loss",
    30: "Fairness: the same loss, different errors for different groups",
}


class Place(NamedTuple):
    """A step of a lab; steps are counted from 1, as people do."""

    lab: str
    step: int
    title: str


def course_map(labs: Mapping[str, Lab]) -> dict[int, list[Place]]:
    """The lab steps that teach each row of the course, in the order of the labs (by name)."""
    taught: dict[int, list[Place]] = {row: [] for row in ROWS}
    for name, lab in labs.items():
        for number, step in enumerate(lab.steps, 1):
            for row in step.teaches:
                taught[row].append(Place(name, number, step.title))
    return taught
