# pyright: standard
"""What everything drawn in the box has in common."""

from __future__ import annotations

from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem


class Item(GLGraphicsItem):
    """Something drawn whose buffers live as long as a context: the view makes and releases them."""

    def releaseGL(self) -> None:
        """Give back what lives in the current context."""


def blend() -> None:
    """Mix colours by their opacity and leave the picture itself opaque."""
    GL.glEnable(GL.GL_BLEND)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glBlendFuncSeparate(
        GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA
    )
