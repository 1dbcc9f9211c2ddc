# pyright: standard
"""Thick lines that look the same everywhere.

Core profiles draw lines one pixel wide and drivers clamp the rest, so a line is a strip of
triangles that the vertex shader spreads on the screen. Its edges are smoothed per pixel, without
multisampling, and it has a casing in the colour of the panel, as roads have on a map: that is what
keeps a blue path legible on a violet valley.

Each point is stored twice, for the two sides. A vertex sees its neighbours in the same buffer, two
rows before and behind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from optlab.engine.arrays import Array
from optlab.qt.views.gl.item import Item, blend
from optlab.qt.views.gl.program import Program, fill, vertices
from optlab.qt.views.space.shapes import CASING, TOWARD_EYE, Line, faded, runs

VERTEX = """
attribute vec4 a_before;  // place, and the side in w
attribute vec4 a_here;
attribute vec4 a_after;
uniform mat4 u_matrix;
uniform vec3 u_eye;
uniform vec2 u_size;      // of the picture in pixels
uniform float u_lift;     // towards the eye
uniform float u_reach;    // half the width with its soft edge, in pixels
varying float v_across;

vec2 pixel(vec4 clip) { return clip.xy / clip.w * u_size * 0.5; }

void main() {
    vec3 place = a_here.xyz + u_lift * normalize(u_eye - a_here.xyz);
    vec4 clip = u_matrix * vec4(place, 1.0);
    vec2 here = pixel(u_matrix * vec4(a_here.xyz, 1.0));
    vec2 came = here - pixel(u_matrix * vec4(a_before.xyz, 1.0));
    vec2 goes = pixel(u_matrix * vec4(a_after.xyz, 1.0)) - here;
    float arrived = length(came), leaves = length(goes);
    came = arrived > 0.001 ? came / arrived : (leaves > 0.001 ? goes / leaves : vec2(1.0, 0.0));
    goes = leaves > 0.001 ? goes / leaves : came;
    vec2 normal = vec2(-came.y, came.x);
    vec2 middle = normal + vec2(-goes.y, goes.x);
    float size = length(middle);
    if (size > 1.0) normal = middle / size * min(2.0 / size, 1.5);
    v_across = a_here.w * u_reach;
    clip.xy += normal * v_across / u_size * 2.0 * clip.w;
    gl_Position = clip;
}
"""

FRAGMENT = """
uniform vec4 u_colour;
uniform float u_half;  // half the width in pixels
varying float v_across;
void main() {
    float alpha = u_colour.a * clamp(u_half - abs(v_across) + 0.5, 0.0, 1.0);
    if (alpha < 0.004) discard;
    FRAGMENT = vec4(u_colour.rgb, alpha);
}
"""


class Lines(Item):
    """Draws any number of lines in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[tuple[Line, int, int]] = []
        self._rows = np.empty((0, 4), np.float32)
        self._fresh = False

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = Program(VERTEX, FRAGMENT)
        self._buffer = vertices()
        self._fresh = False

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw `lines` from the next frame on."""
        self._runs, rows, first = [], [np.empty((0, 4), np.float32)], 0
        for line in lines:
            for run in runs(line.points):
                rows.append(doubled(run))
                self._runs.append((line, first, 2 * len(run)))
                first += len(rows[-1])
        self._rows = np.concatenate(rows)
        self._fresh = False

    def paint(self) -> None:
        """Draw what the surface hides faintly, then everything that it does not hide."""
        if not self._runs:
            return
        if not self._fresh:
            fill(self._buffer, self._rows)
            self._fresh = True
        seen = self.viewpoint
        with self._program as program:
            program.uniforms(matrix=seen.matrix, eye=seen.eye, size=seen.size, lift=TOWARD_EYE)
            for offset, name in enumerate(("before", "here", "after")):
                program.attribute(name, self._buffer, 4, 8 * offset, 4)
            blend(depth=False)
            for line, first, count in self._runs:
                if line.shimmer > 0.0:
                    self._draw(program, line, first, count, line.shimmer)
            blend(depth=True)
            for line, first, count in self._runs:
                self._draw(program, line, first, count, 1.0)

    def _draw(self, program: Program, line: Line, first: int, count: int, share: float) -> None:
        # The casing goes first and whole, so that a path that doubles back does not erase itself.
        for colour, width in ((line.casing, line.width + 2.0 * CASING), (line.colour, line.width)):
            if colour.alpha():
                half = width / 2.0 * self.viewpoint.ratio
                program.uniforms(colour=faded(colour, share), half=half, reach=half + 1.0)
                GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, first, count)


def doubled(points: Array) -> NDArray[np.float32]:
    """Two rows of place and side per point (k, 3), the ends once more before and behind."""
    rows = np.empty((len(points) + 2, 2, 4), np.float32)
    rows[1:-1, :, :3] = points[:, None]
    rows[0, :, :3], rows[-1, :, :3] = points[0], points[-1]
    rows[:, :, 3] = (-1.0, 1.0)
    return rows.reshape(-1, 4)
