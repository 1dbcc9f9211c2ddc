# pyright: standard
"""A painted picture laid over the frame.

Qt can paint into an OpenGL widget directly, but its paint engine compiles shaders of its own,
leaves the state of the context changed, and smooths no edge without multisampling. So the words are
painted by the raster engine, and this puts the result on the screen as one rectangle.
"""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from PySide6.QtGui import QImage
from PySide6.QtOpenGL import QOpenGLBuffer

from optlab.qt.views.gl.program import build
from optlab.qt.views.gl.state import blend, texture

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


class Overlay(GLGraphicsItem):
    """Draws a picture of the size of the pane over everything."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels = np.zeros((1, 1, 4), np.uint8)
        self._fresh = False

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = build(VERTEX, FRAGMENT)
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._buffer.create()
        self._buffer.bind()
        square = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], np.float32)
        self._buffer.allocate(square, square.nbytes)
        self._buffer.release()
        self._texture = texture(GL.GL_NEAREST)
        self._fresh = False

    def show_image(self, image: QImage) -> None:
        """Draw `image`, of premultiplied RGBA bytes, from the next frame on."""
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        self._pixels = rows[:, : image.width()].copy()
        self._fresh = False

    def paint(self) -> None:
        """Draw the picture."""
        program = self._program
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        if not self._fresh:
            rgba, (height, width, _) = GL.GL_RGBA, self._pixels.shape
            kind, pixels = GL.GL_UNSIGNED_BYTE, self._pixels
            GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, rgba, width, height, 0, rgba, kind, pixels)
            self._fresh = True
        blend()
        GL.glDisable(GL.GL_DEPTH_TEST)
        program.bind()
        program.setUniformValue1i("u_picture", 0)
        place = program.attributeLocation("a_place")
        self._buffer.bind()
        program.enableAttributeArray(place)
        program.setAttributeBuffer(place, GL.GL_FLOAT, 0, 2)
        self._buffer.release()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
        program.disableAttributeArray(place)
        program.release()
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)
