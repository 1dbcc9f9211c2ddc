"""Author mode: a lab is written beside the window that it is about."""

from optlab.qt.authoring.authoring import Authoring

__all__ = ["Authoring"]
