"""Steps that a parabola cannot bear: known before the first one is taken.

The curvature of a parabola is the same everywhere, so it is measured once for each objective. Other
ground may bend less where the racer is thrown, so nothing is foretold there: the view of the
curvature shows how it stands against the edge.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from optlab.engine.curvature import parabolic, spectrum
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.rolled import LandscapeObjective
from optlab.engine.stability import edge
from optlab.session.health import trials
from optlab.session.health.case import WORK, Case
from optlab.session.health.finding import Finding, Severity
from optlab.session.health.words import fact, rate
from optlab.session.message import Message
from optlab.session.numbers import figure

BEYOND = Message("Beyond the edge of stability")

MOST = 20
"""Parameters up to which a spectrum is a matter of milliseconds."""


def beyond(case: Case) -> Finding | None:
    """On a parabola: its curvature is more than the learning rate can bear."""
    if not case.going or not case.follows_slope or not case.objective.exact:
        return None
    limit = edge(case.chosen, case.objective, case.step, case.plan)
    largest = steepest(case.objective)
    if limit is None or largest is None or largest <= limit.curvature:
        return None
    facts = (
        fact("largest curvature", largest),
        fact("the edge", limit.curvature),
        *rate(case),
    )
    line = Message(
        "The largest curvature of this parabola, {largest}, is above {rule} = {limit}: along the "
        "steepest direction every step ends further out, and the run will blow up.",
        {"largest": figure(largest), "rule": limit.formula, "limit": figure(limit.curvature)},
    )
    brief = Message("{who} is beyond the edge of stability and will blow up.")
    trial = trials.gentler(case, 2.0 * largest / limit.curvature)
    return Finding(BEYOND, Severity.alarm, case.racer, facts, line, brief, trial)


@lru_cache(maxsize=4)
def steepest(objective: Objective) -> float | None:
    """The largest curvature where the loss is a parabola of few parameters, else None."""
    theta = np.zeros(objective.size)
    if isinstance(objective, LandscapeObjective):
        theta = np.array(objective.landscape.start, dtype=np.float64)
    elif isinstance(objective, FittingObjective):
        work = len(objective.train) * objective.size**2
        if objective.network.hidden or work > WORK:
            return None
    if objective.size > MOST:
        return None
    *_, known = spectrum(objective, theta)
    bent = math.isfinite(known.largest) and known.largest > 0.0
    return known.largest if bent and parabolic(objective, known) else None
