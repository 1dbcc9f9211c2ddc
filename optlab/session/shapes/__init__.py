"""The shapes behind a run: of its losses, its activations and its schedules, all by the engine."""

from optlab.session.shapes.penalty import Penalties, penalties, penalty_words
from optlab.session.shapes.rates import Rate, rate_words, rates
from optlab.session.shapes.units import Layer, Units, layers, unit_words, units

__all__ = [
    "Layer",
    "Penalties",
    "Rate",
    "Units",
    "layers",
    "penalties",
    "penalty_words",
    "rate_words",
    "rates",
    "unit_words",
    "units",
]
