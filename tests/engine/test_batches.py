"""Batches: keyed by seed and epoch, one pass per epoch, the same for every racer."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.batches import KEPT_BYTES, Batches
from optlab.engine.datasets import Circle
from optlab.engine.fitted import FittingObjective


def numbered(count: int, size: int, seed: int = 7) -> Batches:
    """Batches of samples whose one feature and target are their number."""
    numbers = np.arange(count, dtype=np.float64)
    return Batches(np.vstack((numbers, np.ones(count))), numbers, size, (seed,))


@given(st.integers(1, 40), st.integers(0, 45), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_an_epoch_is_one_pass_over_the_training_set(count: int, size: int, epoch: int, seed: int):
    batches = numbered(count, size, seed)
    assert batches.per_epoch == (math.ceil(count / size) if 0 < size < count else 1)
    first = epoch * batches.per_epoch
    seen = [batches[step] for step in range(first, first + batches.per_epoch)]
    assert sorted(np.concatenate([batch.targets for batch in seen])) == list(range(count))
    assert all(batch.samples == size for batch in seen[:-1])
    assert 1 <= seen[-1].samples <= (size or count)


@given(st.integers(2, 30), st.integers(1, 29), st.integers(0, 99))
def test_a_batch_holds_each_sample_whole(count: int, size: int, step: int):
    batch = numbered(count, size)[step]
    assert batch.columns[0].tolist() == batch.targets.tolist()
    assert batch.columns[1].tolist() == [1.0] * batch.samples
    assert batch.rows.tolist() == batch.columns.T.tolist()


def test_any_step_can_be_asked_for_alone():
    batches = numbered(20, 3)
    there = [batches[step].targets.tolist() for step in range(50)]
    assert [numbered(20, 3)[step].targets.tolist() for step in reversed(range(50))] == there[::-1]


def test_epochs_and_seeds_shuffle_anew():
    batches = numbered(50, 25)
    firsts = [batches[step].targets.tolist() for step in (0, 2, 4)]
    firsts.append(numbered(50, 25, seed=8)[0].targets.tolist())
    assert len({tuple(first) for first in firsts}) == 4


@pytest.mark.parametrize("size", [0, 20, 25])
def test_the_whole_training_set_keeps_its_order(size: int):
    assert numbered(20, size)[3].targets.tolist() == list(range(20))


@pytest.mark.parametrize("size", [0, 3])
def test_a_batch_cannot_be_changed(size: int):
    objective = prepare(Experiment(objective=Fitting(Circle(samples=20), batch_size=size)))
    assert isinstance(objective, FittingObjective)
    batch = objective.batch(1)
    for array in (batch.columns, batch.rows, batch.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_all_racers_are_handed_the_very_same_batches():
    objective = prepare(Experiment(objective=Fitting(Circle(samples=40), batch_size=3)))
    assert isinstance(objective, FittingObjective)
    assert objective.batch(5) is objective.batch(5)


@pytest.mark.parametrize("count", [4, 100, 3000])
def test_what_is_kept_stays_small(count: int):
    batches = numbered(count, 2)
    tracemalloc.start()
    for step in range(0, 10_000, max(1, batches.per_epoch // 20)):
        batches[step]
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1.5 * KEPT_BYTES
