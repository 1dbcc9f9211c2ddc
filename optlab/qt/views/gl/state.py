# pyright: standard
"""What the items drawn in the box have in common."""

from __future__ import annotations

from OpenGL import GL


def blend() -> None:
    """Mix colours by their opacity and leave the picture itself opaque."""
    GL.glEnable(GL.GL_BLEND)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glBlendFuncSeparate(
        GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA
    )


def texture(smoothing: int) -> int:
    """A texture without repetition, bound. Qt's own complains when its widget dies first."""
    made = int(GL.glGenTextures(1))
    GL.glBindTexture(GL.GL_TEXTURE_2D, made)
    for name in (GL.GL_TEXTURE_MIN_FILTER, GL.GL_TEXTURE_MAG_FILTER):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, smoothing)
    for name in (GL.GL_TEXTURE_WRAP_S, GL.GL_TEXTURE_WRAP_T):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, GL.GL_CLAMP_TO_EDGE)
    return made
