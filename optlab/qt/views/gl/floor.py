# pyright: standard
"""The floor of the box: a quiet grid at the ticks, and the isolines as a trace of their own."""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from PySide6.QtGui import QColor
from PySide6.QtOpenGL import QOpenGLBuffer

from optlab.qt.views.gl.heightfield import HeightField
from optlab.qt.views.gl.program import build
from optlab.qt.views.gl.state import blend
from optlab.qt.views.relief import Relief, Tick

VERTEX = """
attribute vec2 a_place;
uniform mat4 u_mvp;
varying vec2 v_place;
void main() {
    v_place = a_place;
    gl_Position = u_mvp * vec4(a_place, 0.0, 1.0);
}
"""

FRAGMENT = """
uniform vec4 u_ground;
uniform vec4 u_line;
uniform vec4 u_grid;  // where it begins in x and y, and lines per unit
uniform float u_width;
varying vec2 v_place;
void main() {
    vec2 cell = (v_place - u_grid.xy) * u_grid.zw;
    vec2 away = abs(fract(cell - 0.5) - 0.5) / fwidth(cell);
    vec2 border = (1.0 - abs(v_place)) / fwidth(v_place);  // pixels to the edge, below 0 outside
    float inside = min(border.x, border.y);
    float near = min(min(away.x, away.y), abs(inside));
    float line = clamp(u_width * 0.5 + 0.5 - near, 0.0, 1.0);
    FRAGMENT = mix(u_ground, u_line, line);
    FRAGMENT.a *= clamp(inside + 1.0, 0.0, 1.0);
}
"""


class Floor(GLGraphicsItem):
    """Draws the floor under a height field."""

    def __init__(self, field: HeightField) -> None:
        super().__init__()
        self._field = field
        self._grid = (0.0, 0.0, 1.0, 1.0)
        self._ground, self._line = QColor(), QColor()

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = build(VERTEX, FRAGMENT)
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._buffer.create()
        self._buffer.bind()
        square = np.float32(1.03) * np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], np.float32)
        self._buffer.allocate(square, square.nbytes)
        self._buffer.release()

    def show_floor(self, relief: Relief, ground: QColor, line: QColor) -> None:
        """Rule the floor at the ticks of `relief`."""
        across = _ruled(relief.u_ticks, relief.u[0], relief.u[-1])
        deep = _ruled(relief.v_ticks, relief.v[0], relief.v[-1])
        self._grid = (across[0], deep[0], across[1], deep[1])
        self._ground, self._line = ground, line

    def paint(self) -> None:
        """Draw the grid, then the isolines on it."""
        program = self._program
        blend()
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthMask(False)
        program.bind()
        program.setUniformValue("u_mvp", self.mvpMatrix())
        program.setUniformValue("u_ground", self._ground)
        program.setUniformValue("u_line", self._line)
        GL.glUniform4f(program.uniformLocation("u_grid"), *self._grid)
        program.setUniformValue1f("u_width", self.view().devicePixelRatioF())
        place = program.attributeLocation("a_place")
        self._buffer.bind()
        program.enableAttributeArray(place)
        program.setAttributeBuffer(place, GL.GL_FLOAT, 0, 2)
        self._buffer.release()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
        program.disableAttributeArray(place)
        program.release()
        self._field.paint_floor(self._line)


def _ruled(ticks: tuple[Tick, ...], low: float, high: float) -> tuple[float, float]:
    """Where the grid begins in the world, and its lines per unit."""
    if len(ticks) < 2:
        return -1.0, 0.5
    scale = 2.0 / (high - low)
    return (ticks[0].place - low) * scale - 1.0, 1.0 / ((ticks[1].place - ticks[0].place) * scale)
