"""The conductor decides; `work` keeps what it asked for going in the background."""

from optlab.qt.conductor.conductor import Conductor

__all__ = ["Conductor"]
