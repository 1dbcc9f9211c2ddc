"""How good the models of a run are, in numbers and in words: what the view of metrics shows."""

from optlab.session.quality.course import Course, QualityJob, courses_due
from optlab.session.quality.lines import Figure, Line, class_lines, group_lines, quality_lines
from optlab.session.quality.verdict import group_verdict, verdict

__all__ = [
    "Course",
    "Figure",
    "Line",
    "QualityJob",
    "class_lines",
    "courses_due",
    "group_lines",
    "group_verdict",
    "quality_lines",
    "verdict",
]
