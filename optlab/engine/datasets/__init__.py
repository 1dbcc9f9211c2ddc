"""Datasets, a family per file; the catalog is the union of the families."""

from optlab.engine.datasets.classes import (
    Blobs,
    Circle,
    Classes,
    TwoGaussians,
    TwoMoons,
    TwoSpirals,
    Xor,
)
from optlab.engine.datasets.curves import BumpField, Curves, Line, Plane, Sine
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
from optlab.engine.datasets.uneven import Parking, RareFeature, TwoGroups, Uneven
from optlab.engine.declare import Catalog

AnyDataset = Classes | Curves | Uneven | Real

DATASETS = Catalog(AnyDataset)

__all__ = [
    "DATASETS",
    "AnyDataset",
    "Births",
    "Blobs",
    "BreastCancer",
    "BumpField",
    "Circle",
    "Diabetes",
    "Digits",
    "Iris",
    "Line",
    "Parking",
    "Penguins",
    "Plane",
    "RareFeature",
    "Samples",
    "Sine",
    "SmallDigits",
    "TwoGaussians",
    "TwoGroups",
    "TwoMoons",
    "TwoSpirals",
    "Wine",
    "Xor",
    "split",
]
