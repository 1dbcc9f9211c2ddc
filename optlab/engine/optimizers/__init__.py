"""Optimizers, a family per file; the catalog is the union of the families."""

from optlab.engine.declare import Catalog
from optlab.engine.optimizers.adaptive import Adam, Adaptive
from optlab.engine.optimizers.descent import Descent, GradientDescent, Momentum, Nesterov
from optlab.engine.optimizers.oracle import Differentiator, Oracle

AnyOptimizer = Descent | Adaptive

OPTIMIZERS = Catalog(AnyOptimizer)

__all__ = [
    "OPTIMIZERS",
    "Adam",
    "AnyOptimizer",
    "Differentiator",
    "GradientDescent",
    "Momentum",
    "Nesterov",
    "Oracle",
]
