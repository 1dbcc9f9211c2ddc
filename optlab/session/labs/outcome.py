"""What a prediction is compared with: its verdict, and the real thing in the form of its value."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from optlab.session.labs.prompts import (
    AnyPrompt,
    DrawnCurve,
    MarkedPoint,
    MultipleChoice,
    Number,
    Verdict,
)
from optlab.session.labs.trial import Trial

POINTS = 121
"""Of a curve that is kept: as many as a drawn one has."""

Coming = Generator[None, None, tuple[Verdict, Any]]


def outcome_of(prompt: AnyPrompt, value: Any, trial: Trial) -> Coming:
    """Judge a prediction by a trial, and say what it came to; raises ValueError as `judge` does."""
    verdict = yield from prompt.judge(value, trial)
    return verdict, (yield from _real(prompt, trial))


def _real(prompt: AnyPrompt, trial: Trial) -> Generator[None, None, Any]:
    """The right option, the number, the curve or the end point; None where there is none."""
    match prompt:
        case MultipleChoice():
            return prompt.answer or None
        case Number():
            found = yield from prompt.answer.of(trial)
            return found if np.isfinite(found) else None
        case DrawnCurve():
            yield from trial.run()
            rows = trial.rows(trial.racer(prompt.racer))
            rows = rows[rows["step"] <= (prompt.until or trial.experiment.steps)]
            rows = rows[np.isfinite(rows["train_loss"])]
            kept = np.unique(np.linspace(0, max(len(rows) - 1, 0), POINTS).astype(int))
            return [
                [float(row["step"]), float(row["train_loss"])]
                for row in rows[kept if len(rows) else []]
            ]
        case MarkedPoint():
            yield from trial.run()
            end = trial.snapshot(trial.racer(prompt.racer)).theta
            return [float(each) for each in end] if np.isfinite(end).all() else None
        case _:
            return None
