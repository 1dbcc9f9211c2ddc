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
from optlab.engine.datasets.real import (
    Births,
    BreastCancer,
    Diabetes,
    Digits,
    Iris,
    Penguins,
    Real,
    SmallDigits,
    Wine,
)
from optlab.engine.datasets.samples import Samples, split
from optlab.engine.declare import Catalog

AnyDataset = Generated | Real

DATASETS = Catalog(AnyDataset)

__all__ = [
    "DATASETS",
    "AnyDataset",
    "Births",
    "BreastCancer",
    "Circle",
    "Diabetes",
    "Digits",
    "Iris",
    "Line",
    "Penguins",
    "Samples",
    "Sine",
    "SmallDigits",
    "TwoGaussians",
    "TwoMoons",
    "TwoSpirals",
    "Wine",
    "Xor",
    "split",
]
