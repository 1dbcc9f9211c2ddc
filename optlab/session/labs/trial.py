"""A trial: one experiment, run as far as a lab asks, and looked at through measures.

A student's run is a trial on the live recording up to the cursor, so that a check never knows more
than what was seen on screen. A claim of an author is a trial of its own. Whatever takes long is a
generator with stop points, whose value comes at its end: the window draws from it in the
background, the command line and the tests `finish` it.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.engine.keys import generator
from optlab.engine.objective import Objective, prepare
from optlab.engine.run import races
from optlab.engine.snapshot import Snapshot
from optlab.engine.team import Run
from optlab.engine.trouble import Unfit
from optlab.session.override import override
from optlab.session.recording import Recording
from optlab.session.track import Rows
from optlab.session.training import train

T = TypeVar("T")

MOST_SEEDS = 200


class Trial:
    """`experiment` up to step `until` (its last one when None), recorded when first asked for."""

    def __init__(
        self,
        experiment: Experiment,
        recording: Recording | None = None,
        until: int | None = None,
    ) -> None:
        self.experiment = experiment
        self.until = experiment.steps if until is None else min(until, experiment.steps)
        self._recording = recording
        self._given = recording is not None
        self._seeds: dict[int, list[Trial]] = {}
        self._elsewhere: dict[tuple[str, ...], Trial] = {}

    @property
    def objective(self) -> Objective:
        """What is minimised."""
        return self.recording.objective

    @property
    def recording(self) -> Recording:
        """All steps so far: none but the start before `run`."""
        if self._recording is None:
            self._recording = Recording(self.experiment, prepare(self.experiment))
        return self._recording

    def racer(self, name: str = "") -> int:
        """The place of the racer of this name, of the first one when empty; raises Unfit."""
        names = [racer.name for racer in self.experiment.racers]
        if name and name not in names:
            raise Unfit("racer", f'there is no racer "{name}" here, only {", ".join(names)}')
        return names.index(name) if name else 0

    def run(self) -> Generator[None, None, Recording]:
        """Record all racers up to `until`."""
        recording = self.recording
        if not self._given:
            yield from train(recording, self.until)
        return recording

    def rows(self, racer: int) -> Rows:
        """The curves of one racer up to `until`, as far as they are recorded."""
        track = self.recording.track(racer)
        return track.rows[: track.count(self.until)]

    def snapshot(self, racer: int, step: int = -1) -> Snapshot:
        """One racer after `step` updates; -1 stands for the end of what is looked at."""
        return self.recording.snapshot(racer, self.until if step < 0 else min(step, self.until))

    def elsewhere(self, changes: Sequence[str]) -> Trial:
        """The same with changes as of `--set`, run whole; raises BadFile for one that cannot be."""
        known = tuple(changes)
        if known not in self._elsewhere:
            experiment = self.experiment
            for change in known:
                experiment = override(experiment, change)
            self._elsewhere[known] = Trial(experiment)
        return self._elsewhere[known]

    def seeds(self, count: int) -> Generator[None, None, list[Trial]]:
        """The same experiment with `count` seeds, its own first, all run to the end together."""
        if count not in self._seeds:
            trials = [
                Trial(replace(self.experiment, seed=seed))
                for seed in seeds_from(self.experiment.seed, count)
            ]
            yield from _run_together(trials)
            self._seeds[count] = trials
        return self._seeds[count]


def seeds_from(seed: int, count: int) -> list[int]:
    """`count` different seeds: this one, and others that it leads to."""
    drawn = generator(seed, "lab-seeds").permutation(10_000).tolist()
    return [seed, *(each for each in drawn if each != seed)][: min(count, MOST_SEEDS)]


def finish(work: Generator[Any, None, T]) -> T:
    """The value of a generator that is run to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _run_together(trials: Sequence[Trial]) -> Generator[None]:
    """Record trials of one experiment with different seeds side by side."""
    recordings = [trial.recording for trial in trials]
    owners: list[int] = []
    runs: list[Run] = []
    for owner, recording in enumerate(recordings):
        for head in recording.heads():
            owners.append(owner)
            runs.append(Run(recording.experiment, recording.objective, head))
    for item in races(runs, trials[0].until):
        for place, chunk in item:
            recordings[owners[place]].append([chunk])
        yield
    for recording in recordings:
        yield from recording.measure()
