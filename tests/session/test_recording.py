import math
import threading

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine.datasets import Circle, Line
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Bowl, Ravine
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Adam, GradientDescent, Momentum
from optlab.engine.run import advance, begin
from optlab.engine.snapshot import Snapshot, Status
from optlab.session.recording import Recording
from optlab.session.track import Rows, Track
from optlab.session.training import train

NET = replace(
    Experiment(),
    steps=300,
    objective=Fitting(dataset=Circle(samples=60)),
    racers=(Racer("Adam", Adam()), Racer("Heavy", Momentum()), Racer("Plain", GradientDescent())),
)
ROLL = replace(
    NET,
    objective=Landscape(Ravine(condition=100.0)),
    racers=(
        Racer("Adam", Adam()),
        Racer("Wild", GradientDescent(learning_rate=0.5)),  # diverges
        Racer("Still", Momentum(learning_rate=0.01, beta=0.5)),
    ),
)


def recorded(experiment: Experiment, until: int = 10**9, budget_bytes: int = 64 << 20) -> Recording:
    recording = Recording(experiment, prepare(experiment), budget_bytes=budget_bytes)
    for _ in train(recording, until, budget=0.001):
        pass
    return recording


def step_by_step(experiment: Experiment) -> list[list[Snapshot]]:
    runs = []
    for snapshot in begin(experiment):
        run = [snapshot]
        for _ in range(experiment.steps):
            run.append(advance(experiment, run[-1]))
        runs.append(run)
    return runs


def same(a: Snapshot, b: Snapshot) -> bool:
    return (
        a.theta.tobytes() == b.theta.tobytes()
        and a.memory.tobytes() == b.memory.tobytes()
        and np.array([a.loss, a.gradient_norm]).tobytes()
        == np.array([b.loss, b.gradient_norm]).tobytes()
        and (a.racer, a.step, a.cost, a.status, a.evidence)
        == (b.racer, b.step, b.cost, b.status, b.evidence)
    )


@pytest.mark.parametrize("experiment", [NET, ROLL], ids=["net", "landscape"])
@pytest.mark.parametrize("budget_bytes", [64 << 20, 0], ids=["whole", "thinned"])
def test_every_step_comes_back_bit_by_bit(experiment, budget_bytes):
    recording = recorded(experiment, budget_bytes=budget_bytes)
    assert recording.finished
    runs = step_by_step(experiment)
    order = np.random.default_rng(3).permutation(experiment.steps + 1).tolist()
    for racer, run in enumerate(runs):
        for step in order:
            assert same(recording.snapshot(racer, step), run[step])


@pytest.mark.parametrize("experiment", [NET, ROLL], ids=["net", "landscape"])
def test_losses_have_the_same_bits_measured_at_once_or_on_demand(experiment, monkeypatch):
    whole = recorded(experiment)
    monkeypatch.setattr("optlab.session.recording.MOST_CURVE_ROWS", 16)
    thinned = recorded(experiment)
    for racer in range(3):
        assert len(thinned.track(racer).steps) <= 17
        for step in range(experiment.steps + 1):
            assert np.array_equal(
                whole.losses(racer, step), thinned.losses(racer, step), equal_nan=True
            )


def test_what_is_kept_does_not_depend_on_how_the_run_was_cut(monkeypatch):
    monkeypatch.setattr("optlab.session.recording.MOST_CURVE_ROWS", 20)
    monkeypatch.setattr("optlab.session.recording.MOST_PATH_ROWS", 100)
    fine, coarse = recorded(NET), Recording(NET, prepare(NET))
    for _ in train(coarse, 300, budget=1.0):
        pass
    for racer in range(3):
        a, b = fine.track(racer), coarse.track(racer)
        assert a.steps.tolist() == b.steps.tolist() == [*range(0, 300, 16), 300]
        assert a.path.steps.tolist() == b.path.steps.tolist() == [*range(0, 301, 4)]
        assert a.rows.tobytes() == b.rows.tobytes()
        assert a.path.rows.tobytes() == b.path.rows.tobytes()


def test_the_curves_are_what_the_snapshots_say():
    recording = recorded(NET)
    track = recording.track(0)
    assert track.steps.tolist() == list(range(301))
    assert math.isnan(track.batch_loss[0])
    assert track.count(10) == 11
    for row in (1, 150, 300):
        snapshot = recording.snapshot(0, row)
        assert track.batch_loss[row] == snapshot.loss
        assert track.gradient_norm[row] == snapshot.gradient_norm
        assert tuple(track.cost[row]) == snapshot.cost
        assert track.train_loss[row] == recording.objective.value(snapshot.theta)
        assert track.test_loss[row] == recording.objective.test_value(snapshot.theta)
        assert track.path.upto(row)[-1].tobytes() == snapshot.theta.tobytes()


def test_without_a_test_set_the_test_loss_is_no_number():
    track = recorded(ROLL).track(0)
    assert np.isnan(track.test_loss).all()
    assert np.isfinite(track.train_loss).all()


def test_a_track_never_changes():
    recording = Recording(NET, prepare(NET), budget_bytes=0)
    held: list[tuple[Track, bytes, bytes]] = []
    for _ in train(recording, 300, budget=0.0):
        track = recording.track(1)
        held.append((track, track.rows.tobytes(), track.path.rows.tobytes()))
    assert len(held) > 20
    for track, rows, path in held:
        assert track.rows.tobytes() == rows
        assert track.path.rows.tobytes() == path
        assert not track.train_loss.flags.writeable
        assert not track.path.theta.flags.writeable


def test_the_cursor_may_go_as_far_as_all_running_racers_are():
    recording = Recording(ROLL, prepare(ROLL))
    assert (recording.reached, recording.finished) == (0, False)
    for _ in train(recording, 100):
        pass
    assert (recording.reached, recording.finished) == (100, False)
    wild = recording.track(1)
    assert wild.status is Status.diverged
    assert wild.last < 100
    assert wild.steps[-1] == wild.last
    assert wild.evidence == recording.heads()[1].evidence != ""
    assert same(recording.snapshot(1, 99), recording.heads()[1])
    for _ in train(recording, 10_000):
        pass
    assert (recording.reached, recording.finished) == (300, True)


def test_when_all_have_ended_the_last_end_counts():
    experiment = replace(ROLL, racers=ROLL.racers[1:2])
    recording = recorded(experiment)
    assert recording.finished
    assert recording.reached == recording.track(0).last < 300


def test_a_job_may_be_dropped_at_any_yield():
    whole = recorded(NET)
    for stops in range(1, 8):
        recording = Recording(NET, prepare(NET))
        while not recording.finished:
            job = train(recording, 300, budget=0.0005)
            for _ in zip(range(stops), job, strict=False):
                pass
            del job
        for _ in recording.measure():
            pass
        for racer in range(3):
            assert recording.track(racer).rows.tobytes() == whole.track(racer).rows.tobytes()


def test_a_recording_may_begin_in_the_middle():
    whole = recorded(NET)
    start = tuple(whole.snapshot(racer, 120) for racer in range(3))
    fork = Recording(NET, prepare(NET), start)
    assert fork.reached == 120
    for _ in train(fork, 300):
        pass
    assert fork.track(0).steps.tolist() == list(range(120, 301))
    for step in (120, 121, 250, 300):
        assert same(fork.snapshot(2, step), whole.snapshot(2, step))
    assert same(fork.snapshot(2, 5), start[2])


def room(view: Rows) -> int:
    """Bytes of the array behind a view."""
    assert view.base is not None
    return view.base.nbytes


def test_memory_stays_flat_in_a_long_run(monkeypatch):
    monkeypatch.setattr("optlab.session.recording.MOST_PATH_ROWS", 512)
    monkeypatch.setattr("optlab.session.recording.MOST_CURVE_ROWS", 128)
    line = Fitting(dataset=Line(samples=20), model=Linear(), loss=MeanSquaredError())
    experiment = replace(NET, objective=line, steps=20_000, racers=(Racer("Adam", Adam()),))
    recording = Recording(experiment, prepare(experiment))
    sizes = []
    for until in range(1000, 20_001, 1000):
        for _ in train(recording, until):
            pass
        track = recording.track(0)
        sizes.append(room(track.rows) + room(track.path.rows))
    assert max(sizes) == sizes[1]
    track = recording.track(0)
    assert 256 <= len(track.path.steps) <= 512
    assert 64 <= len(track.steps) <= 129


def test_bytes_are_shared_between_the_racers():
    experiment = replace(NET, objective=Landscape(Bowl()), steps=2000)
    recording = recorded(experiment, budget_bytes=3 * 40_000)
    for racer in range(3):
        assert recording.track(racer).path.rows.nbytes <= 40_000
        assert len(recording.track(racer).path.steps) > 150


def test_readers_need_no_lock():
    recording = Recording(replace(NET, steps=3000), prepare(NET), budget_bytes=0)
    whole = recorded(replace(NET, steps=3000))
    trouble: list[str] = []

    def read() -> None:
        rng = np.random.default_rng(5)
        while not recording.finished:
            racer = int(rng.integers(3))
            track, step = recording.track(racer), int(rng.integers(recording.reached + 1))
            if (
                track.count(track.last) != len(track.steps)
                or np.diff(track.steps).min(initial=1) < 1
            ):
                trouble.append(f"steps of {racer} out of order")
            if not same(recording.snapshot(racer, step), whole.snapshot(racer, step)):
                trouble.append(f"step {step} of {racer} differs")

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in train(recording, 3000, budget=0.001):
        pass
    for reader in readers:
        reader.join()
    assert not trouble
