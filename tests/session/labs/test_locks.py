"""Locks: what is fixed stays, what is shown may change, and nothing else is in the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import Experiment, Landscape, Racer
from optlab.engine.optimizers import Adam, GradientDescent, Momentum
from optlab.session.labs.lab import Controls
from optlab.session.labs.locks import Locks, locks_of, racer_at, title_at, whole
from optlab.session.override import override
from optlab.session.racers import add_racer, remove_racer, rename_racer

CHANGES = {
    "seed": "seed=8",
    "steps": "steps=77",
    "dataset": "dataset.kind=two-spirals",
    "dataset.noise": "dataset.noise=0.33",
    "dataset.samples": "dataset.samples=50",
    "model.hidden": "model.hidden=[3]",
    "batch_size": "batch_size=17",
    "start": "start.kind=he",
    "optimizer.learning_rate": "optimizer.learning_rate=0.011",
    "racers[1].optimizer": "racers[1].optimizer.kind=rmsprop",
    "schedule": "schedule.kind=exponential",
}
"""What may be locked, and an edit that changes it and nothing else."""

PATHS = st.lists(st.sampled_from(sorted(CHANGES)), unique=True, max_size=4).map(tuple)


def below(path: str, lock: str) -> bool:
    """Whether a lock means all of this path, said in another way than the locks say it."""
    theirs, ours = whole(path), whole(lock)
    pairs = zip(ours, theirs, strict=False)
    return len(ours) <= len(theirs) and all(each in (part, "*") for each, part in pairs)


def meets(path: str, lock: str) -> bool:
    """Whether a lock means some of what lies at or below this path: of every racer, or of one."""
    pairs = zip(whole(path), whole(lock), strict=False)
    return all(part == each or "*" in (part, each) for part, each in pairs)


@given(PATHS, PATHS, PATHS)
def test_nothing_is_no_change(
    shown: tuple[str, ...], fixed: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    locks = locks_of(Controls(shown, fixed, hidden))
    assert locks.refusal(Experiment(), Experiment()) is None


@given(PATHS, PATHS, st.sampled_from(sorted(CHANGES)))
def test_an_edit_passes_exactly_when_its_control_is_free(
    shown: tuple[str, ...], fixed: tuple[str, ...], edited: str
) -> None:
    locks = locks_of(Controls(shown=shown, fixed=fixed))
    before = Experiment()
    after = override(before, CHANGES[edited])
    touched = [lock for lock in fixed if meets(edited, lock)]
    told = [lock for lock in shown if below(edited, lock)]
    refusal = locks.refusal(before, after)
    if not touched:
        assert (refusal is None) == (not shown or bool(told))
    elif any(below(edited, lock) for lock in touched):
        assert refusal is not None


@given(PATHS, PATHS, PATHS, st.sampled_from(sorted(CHANGES)))
def test_what_passes_one_way_passes_back(
    shown: tuple[str, ...], fixed: tuple[str, ...], hidden: tuple[str, ...], edited: str
) -> None:
    locks = locks_of(Controls(shown, fixed, hidden))
    before = Experiment()
    after = override(before, CHANGES[edited])
    there, back = locks.refusal(before, after), locks.refusal(after, before)
    assert (there is None) == (back is None)


@given(PATHS, PATHS, PATHS, PATHS)
def test_a_control_looks_as_the_strongest_word_says(
    shown: tuple[str, ...], fixed: tuple[str, ...], hidden: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    locks = locks_of(Controls(shown, fixed, hidden))
    for row in rows:
        state = locks.state(whole(row))
        if any(below(row, lock) for lock in hidden):
            assert state == "hidden"
        elif any(below(row, lock) for lock in fixed):
            assert state == "fixed"
        elif shown:
            assert state == ("free" if any(below(row, lock) for lock in shown) else "hidden")
        else:
            assert state == "free"


def test_the_sentence_names_what_is_locked() -> None:
    before = Experiment()
    refusal = locks_of(Controls(fixed=("optimizer.learning_rate",))).refusal(
        before, override(before, "racers[2].optimizer.learning_rate=0.5")
    )
    assert str(refusal) == "This step of the lab does not let you change this: Learning rate."


@pytest.mark.parametrize("lock", ["dataset", "model", "objective.kind"])
def test_what_is_fixed_cannot_go_away_with_the_data(lock: str) -> None:
    before = Experiment()
    after = replace(before, objective=Landscape())
    assert locks_of(Controls(fixed=(lock,))).refusal(before, after) is not None


def test_a_hidden_knob_goes_with_its_choice_but_never_changes() -> None:
    locks = locks_of(Controls(hidden=("optimizer.beta",)))
    before = replace(Experiment(), racers=(Racer("A", Momentum()),))
    assert locks.refusal(before, replace(before, racers=(Racer("A", Adam()),))) is None
    assert locks.refusal(before, override(before, "optimizer.beta=0.5")) is not None


def test_racers_come_and_go_beside_a_fixed_learning_rate() -> None:
    locks = locks_of(Controls(fixed=("optimizer.learning_rate",)))
    before = Experiment()
    assert locks.refusal(before, add_racer(before)) is None
    assert locks.refusal(before, remove_racer(before, 0)) is None
    changed = override(add_racer(before), "optimizer.learning_rate=0.5")
    assert locks.refusal(before, changed) is not None


def test_fixed_racers_keep_number_names_and_knobs() -> None:
    locks = locks_of(Controls(fixed=("racers",)))
    before = Experiment()
    for after in (
        add_racer(before),
        remove_racer(before, 0),
        rename_racer(before, 0, "Bob"),
        override(before, "optimizer.learning_rate=0.5"),
    ):
        assert locks.refusal(before, after) is not None


def test_a_locked_kind_leaves_the_knobs_of_the_choice_free() -> None:
    locks = locks_of(Controls(fixed=("dataset.kind",)))
    before = Experiment()
    assert locks.state(("objective", "dataset", "kind")) == "fixed"
    assert locks.state(("objective", "dataset", "noise")) == "free"
    assert locks.refusal(before, override(before, "dataset.noise=0.4")) is None
    assert locks.refusal(before, override(before, "dataset.kind=two-spirals")) is not None


def test_one_racer_can_be_locked_alone() -> None:
    locks = locks_of(Controls(fixed=("racers[0].optimizer",)))
    before = Experiment()
    assert locks.refusal(before, override(before, "racers[1].optimizer.kind=adagrad")) is None
    changed = replace(before.racers[0], optimizer=GradientDescent())
    after = replace(before, racers=(changed, *before.racers[1:]))
    assert locks.refusal(before, after) is not None


def test_no_locks_refuse_nothing() -> None:
    assert Locks().refusal(Experiment(), replace(Experiment(), objective=Landscape())) is None
    assert Locks().state(("steps",)) == "free"


def test_an_unknown_path_has_a_name_still() -> None:
    assert title_at(("no_such_thing",), Experiment()) == "No such thing"


@pytest.mark.parametrize(
    ("controls", "change", "what"),
    [
        (
            Controls(fixed=("racers[1].optimizer.learning_rate",)),
            "optimizer.learning_rate=0.2",
            "Learning rate of Adam",
        ),
        (
            Controls(shown=("racers[0].optimizer.learning_rate",)),
            "racers[2].optimizer.learning_rate=0.2",
            "Learning rate of Gradient descent",
        ),
        (
            Controls(fixed=("optimizer.learning_rate",)),
            "racers[1].optimizer.learning_rate=0.2",
            "Learning rate",
        ),
        (Controls(fixed=("batch_size",)), "batch_size=3", "Batch size"),
    ],
)
def test_a_sentence_names_the_racer_that_a_lock_is_about(
    controls: Controls, change: str, what: str
) -> None:
    before = Experiment()
    said = locks_of(controls).refusal(before, override(before, change))
    assert str(said) == f"This step of the lab does not let you change this: {what}."
    alone = replace(before, racers=before.racers[:1])
    assert racer_at(("racers", "0", "optimizer"), alone) == ""
