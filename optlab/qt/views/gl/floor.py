# pyright: standard
"""The floor of the box: a quiet grid at the ticks, and the isolines as a trace of their own."""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from PySide6.QtGui import QColor

from optlab.qt.views.gl.heightfield import HeightField
from optlab.qt.views.gl.item import Item, blend
from optlab.qt.views.gl.program import Program, fill, vertices
from optlab.qt.views.relief import Relief, Tick

REACH = 1.03
"""Half the width of the square that is drawn: room for a soft edge around the floor."""

VERTEX = """
attribute vec2 a_place;
uniform mat4 u_matrix;
varying vec2 v_place;
void main() {
    v_place = a_place;
    gl_Position = u_matrix * vec4(a_place, 0.0, 1.0);
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


class Floor(Item):
    """Draws the floor under a height field."""

    def __init__(self, field: HeightField) -> None:
        super().__init__()
        self._field = field
        self._grid = (0.0, 0.0, 1.0, 1.0)
        self._ground, self._line = QColor(), QColor()

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = Program(VERTEX, FRAGMENT)
        self._buffer = vertices()
        corners = [(-REACH, -REACH), (REACH, -REACH), (-REACH, REACH), (REACH, REACH)]
        fill(self._buffer, np.array(corners, np.float32))

    def show_floor(self, relief: Relief, ground: QColor, line: QColor) -> None:
        """Rule the floor at the ticks of `relief`."""
        across = _ruled(relief.u_ticks, relief.u[0], relief.u[-1])
        deep = _ruled(relief.v_ticks, relief.v[0], relief.v[-1])
        self._grid = (across[0], deep[0], across[1], deep[1])
        self._ground, self._line = ground, line

    def paint(self) -> None:
        """Draw the grid, then the isolines on it."""
        seen = self.viewpoint
        blend(depth=True)
        with self._program as program:
            program.uniforms(
                matrix=seen.matrix,
                ground=self._ground,
                line=self._line,
                grid=self._grid,
                width=seen.ratio,
            )
            program.attribute("place", self._buffer, 2)
            GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
        self._field.paint_floor(self._line)


def _ruled(ticks: tuple[Tick, ...], low: float, high: float) -> tuple[float, float]:
    """Where the grid begins in the world, and its lines per unit."""
    if len(ticks) < 2:
        return -1.0, 0.5
    scale = 2.0 / (high - low)
    return (ticks[0].place - low) * scale - 1.0, 1.0 / ((ticks[1].place - ticks[0].place) * scale)
