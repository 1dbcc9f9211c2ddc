# pyright: standard
"""What everything drawn in the box has in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from optlab.qt.views.space.viewpoint import Viewpoint


class Item(GLGraphicsItem):
    """Something drawn; the view says from where before each `paint`.

    `initializeGL` makes all that lives in a context, as often as there is a new one. The first
    `paint` after it sends everything again.
    """

    viewpoint: Viewpoint


def blend(*, depth: bool, write: bool = False) -> None:
    """Mix colours by their opacity and leave the picture itself opaque.

    `depth` is whether the surface hides what is drawn, `write` whether that hides what comes later.
    """
    (GL.glEnable if depth else GL.glDisable)(GL.GL_DEPTH_TEST)
    GL.glDepthMask(write)
    GL.glEnable(GL.GL_BLEND)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glBlendFuncSeparate(
        GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA
    )


def texture(pixels: NDArray[np.uint8], *, smooth: bool) -> int:
    """A texture of RGBA pixels (rows, columns, 4). Qt's own complains if its widget dies first."""
    made = int(GL.glGenTextures(1))  # pyright: ignore[reportArgumentType]
    show(made, pixels)
    for name in (GL.GL_TEXTURE_MIN_FILTER, GL.GL_TEXTURE_MAG_FILTER):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, GL.GL_LINEAR if smooth else GL.GL_NEAREST)
    for name in (GL.GL_TEXTURE_WRAP_S, GL.GL_TEXTURE_WRAP_T):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, GL.GL_CLAMP_TO_EDGE)
    return made


def show(made: int, pixels: NDArray[np.uint8]) -> None:
    """Send other pixels (rows, columns, 4) to a texture and leave it bound."""
    rows, columns, _ = pixels.shape
    bind(made)
    rgba, kind = GL.GL_RGBA, GL.GL_UNSIGNED_BYTE
    GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, rgba, columns, rows, 0, rgba, kind, pixels)


def bind(made: int) -> None:
    """Make a texture the one that shaders know as 0."""
    GL.glActiveTexture(GL.GL_TEXTURE0)
    GL.glBindTexture(GL.GL_TEXTURE_2D, made)
