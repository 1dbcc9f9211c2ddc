"""The engine: objectives, optimizers, runs and surfaces. no Qt, no clock but a budget."""

from optlab.engine.activations import ACTIVATIONS
from optlab.engine.datasets import DATASETS
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import LANDSCAPES
from optlab.engine.losses import LOSSES
from optlab.engine.models import MODELS
from optlab.engine.objective import Objective, check, prepare
from optlab.engine.optimizers import OPTIMIZERS
from optlab.engine.penalties import PENALTIES
from optlab.engine.run import advance, begin, race
from optlab.engine.schedules import SCHEDULES
from optlab.engine.snapshot import Chunk, Cost, Snapshot, Status
from optlab.engine.starts import STARTS
from optlab.engine.trouble import Unfit

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "LANDSCAPES",
    "LOSSES",
    "MODELS",
    "OPTIMIZERS",
    "PENALTIES",
    "SCHEDULES",
    "STARTS",
    "Chunk",
    "Cost",
    "Experiment",
    "Fitting",
    "Landscape",
    "Objective",
    "Racer",
    "Snapshot",
    "Status",
    "Unfit",
    "advance",
    "begin",
    "check",
    "prepare",
    "race",
]
