"""Optimizers, a family per file; the catalog is the union of the families."""

from optlab.engine.declare import Catalog
from optlab.engine.optimizers.adam import Adam, AdamW, AmsGrad, Moments, Nadam
from optlab.engine.optimizers.adaptive import Adadelta, AdaGrad, Adaptive, RmsProp
from optlab.engine.optimizers.bfgs import Bfgs
from optlab.engine.optimizers.conjugate import ConjugateGradient
from optlab.engine.optimizers.descent import (
    Descent,
    GradientDescent,
    Momentum,
    Nesterov,
    NormalisedDescent,
    SignDescent,
)
from optlab.engine.optimizers.linesearch import Backtracking, LineSearch
from optlab.engine.optimizers.newton import Newton
from optlab.engine.optimizers.oracle import Differentiator, Oracle
from optlab.engine.optimizers.probing import FiniteDifferences, Probing

Curved = Newton | Bfgs | ConjugateGradient
AnyOptimizer = Descent | Adaptive | Moments | LineSearch | Probing | Curved

OPTIMIZERS = Catalog(AnyOptimizer)

__all__ = [
    "OPTIMIZERS",
    "AdaGrad",
    "Adadelta",
    "Adam",
    "AdamW",
    "AmsGrad",
    "AnyOptimizer",
    "Backtracking",
    "Bfgs",
    "ConjugateGradient",
    "Differentiator",
    "FiniteDifferences",
    "GradientDescent",
    "Momentum",
    "Nadam",
    "Nesterov",
    "Newton",
    "NormalisedDescent",
    "Oracle",
    "RmsProp",
    "SignDescent",
]
