"""Optimizers, a family per file; the catalog is the union of the families."""

from optlab.engine.declare import Catalog
from optlab.engine.optimizers.adam import Adam, AdamW, AmsGrad, Moments, Nadam
from optlab.engine.optimizers.adaptive import Adadelta, AdaGrad, Adaptive, RmsProp
from optlab.engine.optimizers.annealing import Annealing
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
from optlab.engine.optimizers.evolution import EvolutionStrategy, Evolving
from optlab.engine.optimizers.genetic import Genetic
from optlab.engine.optimizers.linesearch import Backtracking, LineSearch
from optlab.engine.optimizers.newton import Newton
from optlab.engine.optimizers.oracle import Differentiator, Oracle, TeamOracle
from optlab.engine.optimizers.probing import FiniteDifferences, Probing
from optlab.engine.optimizers.search import Exhaustive, RandomSearch, Search

Curved = Newton | Bfgs | ConjugateGradient
AnyOptimizer = (
    Descent | Adaptive | Moments | LineSearch | Probing | Curved | Search | Annealing | Evolving
)

NumberByNumber = Descent | Adaptive | Moments
"""Rules that move every parameter by its own numbers: several racers can take a step in one call.

A normalised step counts too: the norm it divides by is at hand."""

OPTIMIZERS = Catalog(AnyOptimizer)

__all__ = [
    "OPTIMIZERS",
    "AdaGrad",
    "Adadelta",
    "Adam",
    "AdamW",
    "AmsGrad",
    "Annealing",
    "AnyOptimizer",
    "Backtracking",
    "Bfgs",
    "ConjugateGradient",
    "Differentiator",
    "EvolutionStrategy",
    "Exhaustive",
    "FiniteDifferences",
    "Genetic",
    "GradientDescent",
    "Momentum",
    "Nadam",
    "Nesterov",
    "Newton",
    "NormalisedDescent",
    "NumberByNumber",
    "Oracle",
    "RandomSearch",
    "RmsProp",
    "SignDescent",
    "TeamOracle",
]
