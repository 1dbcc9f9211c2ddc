"""The lab that is open: what it shows and forbids, what was answered, and what came out."""

from optlab.qt.lesson.lesson import Lesson

__all__ = ["Lesson"]
