"""Landscapes: analytic functions of one or two parameters, the ground for watching optimizers.

A file per family; the catalog is the union of the families. `value` and `gradient` serve a point
and a whole grid; `box` is the part worth looking at, which is often smaller than in the literature;
`minima` are all places of the lowest height (not the local minima).
"""

from optlab.engine.declare import Catalog
from optlab.engine.landscapes.flat import Flat, MonkeySaddle, Plateau, Saddle
from optlab.engine.landscapes.ground import Box, Point
from optlab.engine.landscapes.quadratic import Booth, Bowl, Quadratic, Ravine
from optlab.engine.landscapes.rippled import Ackley, Rastrigin, Rippled
from optlab.engine.landscapes.several import (
    DoubleWell,
    Himmelblau,
    Several,
    StyblinskiTang,
    ThreeHumpCamel,
)
from optlab.engine.landscapes.single import (
    FinickyDrinker,
    IcedTea,
    RavineSlice,
    Single,
    Tea,
    TenPointScale,
    Trains,
)
from optlab.engine.landscapes.winding import Beale, GoldsteinPrice, Rosenbrock, Winding

AnyLandscape = Single | Quadratic | Flat | Winding | Several | Rippled

LANDSCAPES = Catalog(AnyLandscape)

__all__ = [
    "LANDSCAPES",
    "Ackley",
    "AnyLandscape",
    "Beale",
    "Booth",
    "Bowl",
    "Box",
    "DoubleWell",
    "FinickyDrinker",
    "GoldsteinPrice",
    "Himmelblau",
    "IcedTea",
    "MonkeySaddle",
    "Plateau",
    "Point",
    "Rastrigin",
    "Ravine",
    "RavineSlice",
    "Rosenbrock",
    "Saddle",
    "StyblinskiTang",
    "Tea",
    "TenPointScale",
    "ThreeHumpCamel",
    "Trains",
]
