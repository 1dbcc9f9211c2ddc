"""What must come out of a run: held and not held, with the numbers that were seen."""

import msgspec
import pytest

from optlab.engine import Experiment
from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile
from optlab.session.labs.conditions import CONDITIONS, AnyCondition, Condition, Outcome
from optlab.session.labs.trial import Trial, finish
from tests.session.labs.grounds import on_bowl

LOSS = {"kind": "loss"}
START = {"kind": "loss", "step": 0}


def judged(experiment: Experiment, **condition: object) -> Outcome:
    asked: Condition = msgspec.convert(condition, AnyCondition)
    asked.check(experiment)
    return finish(asked.of(Trial(experiment)))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"kind": "below", "what": START, "limit": 5.0}, True),
        ({"kind": "below", "what": START, "limit": 4.99}, False),
        ({"kind": "above", "what": START, "limit": 5.0}, True),
        ({"kind": "above", "what": START, "limit": 5.01}, False),
        ({"kind": "about", "what": START, "value": 5.2, "within": 0.2}, True),
        ({"kind": "about", "what": START, "value": 5.2, "within": 0.1}, False),
        ({"kind": "less", "what": LOSS, "than": START}, True),
        ({"kind": "less", "what": START, "than": START}, False),
        ({"kind": "less", "what": LOSS, "than": START, "times": 7523.0}, True),
        ({"kind": "less", "what": LOSS, "than": START, "times": 7524.0}, False),
        ({"kind": "ends", "how": "running"}, True),
        ({"kind": "ends", "how": "diverged"}, False),
    ],
    ids=str,
)
def test_conditions_on_the_bowl(bowl, condition, holds):
    outcome = judged(bowl, **condition)  # the loss falls by 0.8 ** 40, 1 / 7523.2
    assert outcome.holds is holds
    assert str(outcome.figures).endswith(".")


def test_a_number_that_is_none_meets_nothing(bowl):
    never = {"kind": "loss-at", "theta": [1.0]}
    for kind in ("below", "above"):
        assert not judged(bowl, kind=kind, what=never, limit=0.0).holds
    assert not judged(bowl, kind="about", what=never, value=0.0, within=1e9).holds


def test_what_was_never_reached_is_never_less(bowl):
    never = {"kind": "steps-to", "loss": -1.0}
    outcome = judged(bowl, kind="less", what=never, than=never)
    assert not outcome.holds
    assert "never" in str(outcome.figures)


def test_a_run_that_leaves_diverges():
    far = on_bowl(rate=9.0, steps=2000)
    assert judged(far, kind="ends", how="diverged").holds


def test_a_number_rises_and_falls_along_a_setting(bowl):
    along = {"what": LOSS, "path": "optimizer.learning_rate"}
    assert judged(bowl, kind="falling", values=[0.1, 0.2, 0.3], **along).holds
    assert not judged(bowl, kind="rising", values=[0.1, 0.2, 0.3], **along).holds
    assert not judged(bowl, kind="falling", values=[0.3, 0.5, 0.7], **along).holds
    assert judged(bowl, kind="rising", values=[0.6, 0.7, 0.8], **along).holds


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"kind": "ends", "racer": "Nobody"}, "no racer"),
        ({"kind": "rising", "what": LOSS, "path": "steps", "values": [1]}, "at least two"),
        ({"kind": "below", "what": {"kind": "metric"}, "limit": 1.0}, "no data"),
        ({"kind": "rising", "what": LOSS, "path": "nothing", "values": [1, 2]}, "nothing"),
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_refused_before_the_run(bowl, condition, said):
    with pytest.raises((Unfit, BadFile), match=said):
        msgspec.convert(condition, AnyCondition).check(bowl)


def test_what_stands_in_the_catalog_says_what_it_is():
    for condition in CONDITIONS.values():
        assert condition.title
        assert condition.help.endswith(".")
