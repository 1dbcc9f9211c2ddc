"""Experiments of every kind, generated from the declarations, written and read again."""

import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine.declare import Declared, Knob, knobs
from optlab.engine.experiment import MOST_RACERS, Experiment, Racer
from optlab.engine.objective import check
from optlab.engine.trouble import Unfit
from optlab.session.coherent import coherent
from optlab.session.files import dump, parse

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    str.strip
)
MODEST = {"steps": 10_000, "samples": 200, "batch_size": 20}
"""Small enough to be prepared a hundred times in a test."""


def values(knob: Knob) -> st.SearchStrategy[Any]:
    low, high = knob.low, min(knob.high or math.inf, MODEST.get(knob.name, math.inf))
    match knob.type:
        case "number":
            return st.floats(
                low,
                None if math.isinf(high) else high,
                exclude_min=knob.low_open,
                exclude_max=knob.high_open,
                allow_nan=False,
                allow_infinity=False,
                allow_subnormal=False,
            ).map(float)
        case "integer":
            top = None if math.isinf(high) else int(high) - knob.high_open
            return st.integers(None if low is None else int(low), top)
        case "flag":
            return st.booleans()
        case "sizes":
            return st.lists(st.integers(1, 8), max_size=3).map(tuple)
        case "numbers":
            return st.just(())
        case "choice":
            assert knob.catalog is not None
            return st.one_of([choices(each) for each in knob.catalog.values()])
        case "choices":
            assert knob.catalog is not None
            entries = [choices(each) for each in knob.catalog.values()]
            return st.lists(st.one_of(entries), max_size=3).map(tuple)
        case _:
            return NAMES


def choices(cls: type[Declared]) -> st.SearchStrategy[Any]:
    return st.builds(cls, **{knob.name: values(knob) for knob in knobs(cls)}).map(sized)


def sized(choice: Declared) -> Declared:
    """Give a list that goes with sizes as many entries as there are sizes, if it has any."""
    lists: dict[str, object] = {}
    for knob in knobs(type(choice)):
        if knob.per:
            count = len(getattr(choice, knob.per))
            lists[knob.name] = (getattr(choice, knob.name) * count)[:count]
    return replace(choice, **lists)


def fits(experiment: Experiment) -> bool:
    try:
        check(experiment)
    except Unfit:
        return False
    return True


def mended(experiment: Experiment) -> Experiment:
    """The nearest experiment whose choices fit each other: of those drawn alone hardly two do."""
    try:
        return coherent(experiment)[0]
    except Unfit:
        return experiment


def knob_of(cls: type[Any], name: str) -> Knob:
    return next(knob for knob in knobs(cls) if knob.name == name)


RACERS = st.lists(
    choices(Racer), min_size=1, max_size=MOST_RACERS, unique_by=lambda racer: racer.name
).map(tuple)

EXPERIMENTS = (
    st.builds(
        Experiment,
        steps=values(knob_of(Experiment, "steps")),
        seed=values(knob_of(Experiment, "seed")),
        check=values(knob_of(Experiment, "check")),
        stops=values(knob_of(Experiment, "stops")),
        objective=values(knob_of(Experiment, "objective")),
        start=values(knob_of(Experiment, "start")),
        racers=RACERS,
    )
    .map(mended)
    .filter(fits)
)


@given(EXPERIMENTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_experiment_survives_its_file(experiment):
    assert parse(dump(experiment), "x") == experiment
