"""The engine: objectives, optimizers, runs and surfaces. no Qt, no clock but a budget."""

from optlab.engine.activations import ACTIVATIONS
from optlab.engine.datasets import DATASETS
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import LANDSCAPES
from optlab.engine.losses import LOSSES
from optlab.engine.metrics import ClassificationReport, RegressionReport, by_group, report
from optlab.engine.models import MODELS
from optlab.engine.objective import Objective, check, prepare
from optlab.engine.optimizers import OPTIMIZERS
from optlab.engine.penalties import PENALTIES
from optlab.engine.run import advance, begin, race
from optlab.engine.schedules import SCHEDULES
from optlab.engine.slices import SLICES, Slice, cut
from optlab.engine.snapshot import Chunk, Cost, Snapshot, Status
from optlab.engine.starts import STARTS
from optlab.engine.stops import CHECKS, STOPS
from optlab.engine.surface import Surface, refine
from optlab.engine.trouble import Unfit
from optlab.engine.truth import Truth, truth

__all__ = [
    "ACTIVATIONS",
    "CHECKS",
    "DATASETS",
    "LANDSCAPES",
    "LOSSES",
    "MODELS",
    "OPTIMIZERS",
    "PENALTIES",
    "SCHEDULES",
    "SLICES",
    "STARTS",
    "STOPS",
    "Chunk",
    "ClassificationReport",
    "Cost",
    "Experiment",
    "Fitting",
    "Landscape",
    "Objective",
    "Racer",
    "RegressionReport",
    "Slice",
    "Snapshot",
    "Status",
    "Surface",
    "Truth",
    "Unfit",
    "advance",
    "begin",
    "by_group",
    "check",
    "cut",
    "prepare",
    "race",
    "refine",
    "report",
    "truth",
]
