"""Measures of what was paid."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

from optlab.engine.declare import knob
from optlab.engine.objective import Objective
from optlab.engine.snapshot import Cost
from optlab.session.bill import bill
from optlab.session.labs.measures.measure import OfRacer
from optlab.session.labs.trial import Trial

Coin = Literal[
    "evaluations", "loss-evaluations", "gradient-evaluations", "samples", "steps", "seconds"
]


@final
class Paid(OfRacer, frozen=True, kw_only=True, tag="cost"):
    """What a racer has paid."""

    title: ClassVar[str] = "Cost"
    help: ClassVar[str] = "What was paid up to some step: evaluations, samples, modelled seconds."

    coin: Annotated[Coin, knob("Coin", "What is counted.")] = "evaluations"

    def at(self, trial: Trial, racer: int) -> float:
        """What stands on the bill."""
        snapshot = trial.snapshot(racer, self.step)
        return _counted(self.coin, snapshot.step, snapshot.cost, trial.objective)


@final
class PaidTo(OfRacer, frozen=True, kw_only=True, tag="cost-to"):
    """What a racer had paid when its training loss first was so low; inf: it never was."""

    title: ClassVar[str] = "Cost to a loss"
    help: ClassVar[str] = "What was paid until the training loss first was this low."

    loss: Annotated[float, knob("Loss", "The loss to be reached.")]
    coin: Annotated[Coin, knob("Coin", "What is counted.")] = "evaluations"

    def at(self, trial: Trial, racer: int) -> float:
        """The bill at the first recorded step with such a loss."""
        rows = trial.rows(racer)
        low = rows[rows["train_loss"] <= self.loss]
        if not len(low):
            return math.inf
        cost = Cost(*low[0]["cost"].tolist())
        return _counted(self.coin, int(low[0]["step"]), cost, trial.objective)


def _counted(coin: Coin, steps: int, cost: Cost, objective: Objective) -> float:
    paid = bill(steps, cost, objective)
    return float(getattr(paid, coin.replace("-", "_")))
