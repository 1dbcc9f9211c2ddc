"""Datasets, a family per file; the catalog is the union of the families."""

from optlab.engine.datasets.generated import (
    Circle,
    Generated,
    Line,
    Sine,
    TwoGaussians,
    TwoMoons,
    TwoSpirals,
    Xor,
)
from optlab.engine.datasets.real import Births, Real
from optlab.engine.datasets.samples import Samples, split
from optlab.engine.declare import Catalog

AnyDataset = Generated | Real

DATASETS = Catalog(AnyDataset)

__all__ = [
    "DATASETS",
    "AnyDataset",
    "Births",
    "Circle",
    "Line",
    "Samples",
    "Sine",
    "TwoGaussians",
    "TwoMoons",
    "TwoSpirals",
    "Xor",
    "split",
]
