"""Measures: the numbers that labs ask for, claim and check, each worked out from a trial."""

from optlab.session.labs.measures.combined import MEASURES, AnyMeasure, sweep
from optlab.session.labs.measures.measure import Measure, Measuring

__all__ = ["MEASURES", "AnyMeasure", "Measure", "Measuring", "sweep"]
