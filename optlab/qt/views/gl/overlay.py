# pyright: standard
"""A painted picture laid over the frame.

Qt can paint into an OpenGL widget directly, but its paint engine compiles shaders of its own,
leaves the state of the context changed, and smooths no edge without multisampling. So the words are
painted by the raster engine, and this puts the result on the screen as one rectangle.
"""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from PySide6.QtGui import QImage

from optlab.qt.views.gl.item import Item, bind, blend, show, texture
from optlab.qt.views.gl.program import Program, fill, vertices

VERTEX = """
attribute vec2 a_place;
varying vec2 v_place;
void main() {
    v_place = vec2(a_place.x, -a_place.y) * 0.5 + 0.5;
    gl_Position = vec4(a_place, 0.0, 1.0);
}
"""

FRAGMENT = """
uniform sampler2D u_picture;
varying vec2 v_place;
void main() {
    vec4 colour = texture2D(u_picture, v_place);
    if (colour.a == 0.0) discard;
    FRAGMENT = vec4(colour.rgb / colour.a, colour.a);
}
"""


class Overlay(Item):
    """Draws a picture of the size of the pane over everything."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels = np.zeros((1, 1, 4), np.uint8)
        self._fresh = False

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = Program(VERTEX, FRAGMENT)
        self._buffer = vertices()
        fill(self._buffer, np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], np.float32))
        self._texture = texture(self._pixels, smooth=False)
        self._fresh = False

    def show_image(self, image: QImage) -> None:
        """Draw `image`, of premultiplied RGBA bytes, from the next frame on."""
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        self._pixels = rows.copy()
        self._fresh = False

    def paint(self) -> None:
        """Draw the picture."""
        bind(self._texture)
        if not self._fresh:
            show(self._texture, self._pixels)
            self._fresh = True
        blend(depth=False)
        with self._program as program:
            program.uniforms(picture=0)
            program.attribute("place", self._buffer, 2)
            GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
