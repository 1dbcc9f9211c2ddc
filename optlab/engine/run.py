"""The run: pure steps from one snapshot to the next, alone or in blocks.

A step is a pure function of (experiment, snapshot); `advance` is a block of one step, so a
recording made in blocks equals one made step by step, bit by bit. How a block is made is told in
`team.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from optlab.engine.arrays import frozen
from optlab.engine.experiment import Experiment
from optlab.engine.objective import prepare
from optlab.engine.snapshot import Chunk, Cost, Snapshot, Status
from optlab.engine.team import Run, Team, teams

FIRST_BLOCK = 8
LONGEST_BLOCK = 512


def begin(experiment: Experiment) -> tuple[Snapshot, ...]:
    """Put every racer at the start (step 0): all at the same theta, nothing paid yet."""
    theta = prepare(experiment).start(experiment.start, experiment.seed)
    return tuple(
        Snapshot(
            index, 0, theta, frozen(racer.optimizer.init(theta)), float("nan"), float("nan"), Cost()
        )
        for index, racer in enumerate(experiment.racers)
    )


def advance(experiment: Experiment, snapshot: Snapshot) -> Snapshot:
    """Take one step; a racer that has ended comes back as it is."""
    if snapshot.status is not Status.running:
        return snapshot
    ((_, chunk),) = Team([(0, Run(experiment, prepare(experiment), snapshot))]).block(1)
    return chunk.snapshot(-1)


def race(
    experiment: Experiment, from_row: Sequence[Snapshot], until: int, budget: float = 0.008
) -> Iterator[tuple[Chunk, ...]]:
    """Run all racers on from `from_row` to step `until`, in items of about `budget` seconds.

    Each item holds one chunk per racer that moved: all of them, or one after the other where a
    single step of each would take too long. How the steps are cut into items depends on the speed
    of the machine; the steps themselves do not.
    """
    objective = prepare(experiment)
    runs = [Run(experiment, objective, snapshot) for snapshot in from_row]
    for item in races(runs, until, budget):
        yield tuple(chunk for _, chunk in sorted(item, key=lambda pair: pair[0]))


def races(
    runs: Sequence[Run], until: int, budget: float = 0.008
) -> Iterator[list[tuple[int, Chunk]]]:
    """Run racers of any experiments on to step `until`: chunks with the places of their runs.

    Seeds, settings and whole searches go through here: those of one architecture and one class of
    optimizer advance together, as racers of one experiment do.
    """
    going = teams((place, run) for place, run in enumerate(runs) if _goes_on(run, until))
    block = FIRST_BLOCK
    while going:
        spent, chunks = 0.0, list[tuple[int, Chunk]]()
        for team in going:
            begun = perf_counter()
            chunks += team.block(min(block, until - team.step))
            spent += perf_counter() - begun
            if block == 1 or team is going[-1]:
                yield chunks
                chunks = []
        block = max(1, min(LONGEST_BLOCK, int(block * min(2.0, budget / max(spent, 1e-6)))))
        going = [each for team in going for each in _left(team, until)]


def _left(team: Team, until: int) -> list[Team]:
    """The team itself while all of it goes on, else those of it that do, put together anew."""
    left = [(place, run) for place, run in team.members if _goes_on(run, until)]
    return [team] if len(left) == len(team.members) else teams(left)


def _goes_on(run: Run, until: int) -> bool:
    """Whether there is anything left to do up to step `until`."""
    return run.snapshot.status is Status.running and run.snapshot.step < until
