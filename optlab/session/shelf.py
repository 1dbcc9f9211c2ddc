"""The shelf: what has been recorded and drawn is kept for a while, so that going back is instant.

An experiment is a value, and its recording and surfaces follow from it: what was made for an equal
one serves again, after undo and redo as well as when somebody switches there and back. The things
used longest ago make room when the bytes run out. Pictures that a recording was made from stay with
it, and may be most of it: they count as well, once for all recordings of one objective.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.slices import AnySlice, Slice
from optlab.session.recording import Recording
from optlab.session.survey import Survey

BUDGET = 96 << 20
"""Bytes of everything on the shelf."""


@dataclass
class Kept:
    """A recording and the finished surveys of it, by what was asked for."""

    recording: Recording
    surveys: dict[AnySlice | Slice, Survey] = field(default_factory=dict[AnySlice | Slice, Survey])

    @property
    def nbytes(self) -> int:
        """What it takes."""
        return self.recording.nbytes + sum(survey.nbytes for survey in self.surveys.values())


class Shelf:
    """Recordings and surveys by experiment; used by one thread."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: OrderedDict[Experiment, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """What everything takes."""
        objectives = {
            id(each): each for each in (k.recording.objective for k in self._kept.values())
        }
        data = sum(_data_bytes(objective) for objective in objectives.values())
        return data + sum(kept.nbytes for kept in self._kept.values())

    def keep(self, recording: Recording) -> None:
        """Put a recording in front, with what is already there of it, as far as there is room."""
        experiment = recording.experiment
        kept = self._kept.get(experiment)
        if kept is None or kept.recording is not recording:
            self._kept[experiment] = Kept(recording)
        self._kept.move_to_end(experiment)
        while self.nbytes > self._budget:
            self._kept.popitem(last=False)

    def keep_survey(self, survey: Survey) -> None:
        """Put a survey with its recording, when it is done and saw all of a finished recording."""
        if survey.done and survey.whole:
            self.keep(survey.recording)
            kept = self._kept.get(survey.recording.experiment)
            if kept is not None:
                kept.surveys[survey.asked] = survey
                self.keep(survey.recording)

    def recording(self, experiment: Experiment) -> Recording | None:
        """The recording of an equal experiment, if it is still here."""
        kept = self._kept.get(experiment)
        return kept.recording if kept else None

    def survey(self, recording: Recording, asked: AnySlice | Slice) -> Survey | None:
        """The survey of this very recording along this recipe or locked slice."""
        kept = self._kept.get(recording.experiment)
        return kept.surveys.get(asked) if kept and kept.recording is recording else None


def _data_bytes(objective: Objective) -> int:
    """What the samples take: once as they came, once as columns for the network."""
    if not isinstance(objective, FittingObjective):
        return 0
    return 2 * (objective.train.features.nbytes + objective.test.features.nbytes)
