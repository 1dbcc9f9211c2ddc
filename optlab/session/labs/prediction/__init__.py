"""Predict, then check: how far a drawn curve or a marked place is from what came, and why."""

from optlab.session.labs.prediction.curve import RISE, CurveGap, curve_gap
from optlab.session.labs.prediction.curve_cause import curve_cause
from optlab.session.labs.prediction.point import PointGap, point_cause, point_gap

__all__ = ["RISE", "CurveGap", "PointGap", "curve_cause", "curve_gap", "point_cause", "point_gap"]
