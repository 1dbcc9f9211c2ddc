# pyright: standard
"""The surface itself: a height field whose grid stays on the graphics card.

Per change only height, slope and a flag for holes are uploaded, four floats a vertex; colour, light
and isolines are worked out per pixel. pyqtgraph's own surface item takes 158 ms for what takes 1 ms
here, because it finds its normals in a loop.

What rises above the drawing is cut off per pixel, so that one looks over the edge into the valley
instead of at a lid. Cells that touch a hole are left out. The same buffers, pressed flat, are the
contours on the floor.
"""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from PySide6.QtGui import QColor
from PySide6.QtOpenGL import QOpenGLBuffer

from optlab.engine.arrays import Array
from optlab.qt.views.colours import viridis
from optlab.qt.views.gl.item import Item, bind, blend, texture
from optlab.qt.views.gl.program import Program, fill, vertices
from optlab.qt.views.relief import FLAT, PEAK, Relief
from optlab.qt.views.space.vertices import CUT, HATCH, ISOLINE, STRIPES, WIDTH, pack

MOST_MARBLES = 8
"""As many as the shader has room for."""

VERTEX = """
attribute vec2 a_place;
attribute vec4 a_ground;  // z, its slope along x and y, 1 or 0 for a hole
uniform mat4 u_matrix;
uniform float u_flat;     // 1 presses the surface on the floor
varying vec3 v_world;
varying vec2 v_slope;
varying float v_solid;
void main() {
    v_world = vec3(a_place, a_ground.x);
    v_slope = a_ground.yz;
    v_solid = a_ground.w;
    gl_Position = u_matrix * vec4(a_place, a_ground.x * (1.0 - u_flat), 1.0);
}
"""

FRAGMENT = """
uniform sampler2D u_colours;
uniform vec3 u_eye;
uniform vec3 u_light;
uniform vec4 u_isoline;    // colour and opacity
uniform vec3 u_scale;      // lowest z, highest z, width of a line in pixels
uniform vec3 u_levels;     // isolines per unit of z, z of number 0, number at the lowest point
uniform float u_flat;
uniform float u_hatch;     // opacity of the hatch over holes
uniform float u_stripes;   // of it per unit of x plus y
uniform float u_cut;       // how dark the edge is where the surface is cut
uniform int u_marbles;
uniform vec4 u_marble[8];  // place and radius
varying vec3 v_world;
varying vec2 v_slope;
varying float v_solid;

void main() {
    float level = (v_world.z - u_levels.y) * u_levels.x;
    float spread = max(fwidth(level), 1e-5);
    float rise = max(fwidth(v_world.z), 1e-6);
    float edge = (u_scale.y - v_world.z) / rise + 0.5;
    float stripe = (v_world.x + v_world.y) * u_stripes;
    float apart = abs(fract(stripe) - 0.5) / max(fwidth(stripe), 1e-5);
    if (v_solid < 0.999) {  // no number: a hole, hatched on the floor
        if (u_flat < 0.5) discard;
        FRAGMENT = vec4(u_isoline.rgb, u_hatch * (1.0 - smoothstep(0.4, 1.4, apart / u_scale.z)));
        return;
    }
    if (edge <= 0.0) discard;
    // Lines thin out where they would merge into a white patch, and on a plain that is one level.
    float away = abs(fract(level - 0.5) - 0.5) / spread;
    float line = 1.0 - smoothstep(u_scale.z * 0.5 - 0.35, u_scale.z * 0.5 + 0.65, away);
    line *= 1.0 - smoothstep(0.18, 0.45, spread);
    line *= step(u_levels.z + 0.05, floor(level + 0.5));  // none that only touches the bottom
    float share = clamp((v_world.z - u_scale.x) / (u_scale.y - u_scale.x), 0.0, 1.0);
    vec3 colour = texture2D(u_colours, vec2(share * 0.99609375 + 0.001953125, 0.5)).rgb;
    if (u_flat > 0.5) {
        FRAGMENT = vec4(mix(u_isoline.rgb, colour, 0.6), 0.5 * line * min(edge, 1.0));
        return;
    }
    vec3 normal = normalize(vec3(-v_slope, 1.0));
    vec3 toward = normalize(u_eye - v_world);
    float facing = dot(normal, toward);
    float ambient = 0.38;
    if (facing < 0.0) { normal = -normal; ambient = 0.52; }
    edge = min(edge, 0.25 + abs(facing) / max(fwidth(facing), 1e-5));
    float direct = max(dot(normal, u_light), 0.0);
    float shine = max(dot(normal, normalize(u_light + toward)), 0.0);
    shine *= shine; shine *= shine; shine *= shine; shine *= shine;  // to the 16th
    float shade = 1.0;
    for (int i = 0; i < 8; i++) {
        if (i >= u_marbles) break;
        vec3 apart = (v_world - u_marble[i].xyz) / u_marble[i].w;
        float near = max(1.0 - dot(apart, apart) * 0.16, 0.0);
        shade *= 1.0 - 0.6 * near * near;
    }
    colour *= (ambient + 0.66 * direct) * shade;
    colour += 0.06 * shine * shade;
    colour = mix(colour, u_isoline.rgb, line * u_isoline.a);
    colour *= 1.0 - u_cut * (1.0 - smoothstep(1.0, 2.4, edge / u_scale.z));
    FRAGMENT = vec4(colour, min(edge, 1.0));
}
"""


class HeightField(Item):
    """Draws a relief; `upload` is the whole cost of another one of the same size."""

    def __init__(self) -> None:
        super().__init__()
        self._relief: Relief | None = None
        self._marbles: Array = np.empty((0, 4))
        self._size = 0
        self._fresh = False

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = Program(VERTEX, FRAGMENT)
        self._place, self._ground = vertices(), vertices()
        self._cells = QOpenGLBuffer(QOpenGLBuffer.Type.IndexBuffer)
        self._cells.create()
        self._colours = texture(colour_pixels(), smooth=True)
        self._size, self._fresh = 0, False

    def show_relief(self, relief: Relief) -> None:
        """Draw `relief` from the next frame on."""
        self._fresh = self._fresh and relief is self._relief
        self._relief = relief

    def show_marbles(self, marbles: Array) -> None:
        """Let spheres (k, 4) of world place and radius shade the ground."""
        self._marbles = marbles[:MOST_MARBLES]

    def paint(self) -> None:
        """Draw the surface."""
        self._draw(ISOLINE, flat=False)

    def paint_floor(self, colour: QColor) -> None:
        """Draw the isolines on the floor of the box, in `colour` and a trace of their own."""
        self._draw(colour, flat=True)

    def _draw(self, isoline: QColor, *, flat: bool) -> None:
        relief, seen = self._relief, self.viewpoint
        if relief is None:
            return
        if not self._fresh:
            self.upload(relief)
        span = relief.top - relief.low
        blend(depth=True, write=not flat)
        bind(self._colours)
        with self._program as program:
            program.uniforms(
                matrix=seen.matrix,
                eye=seen.eye,
                light=seen.light,
                flat=float(flat),
                colours=0,
                isoline=isoline,
                hatch=HATCH,
                stripes=float(STRIPES),
                cut=CUT if relief.cut else 0.0,
                scale=(FLAT, PEAK, WIDTH * seen.ratio),
                levels=(
                    span / (PEAK - FLAT) / relief.level,
                    FLAT - relief.low / span * (PEAK - FLAT),
                    relief.low / relief.level,
                ),
                marbles=len(self._marbles),
                marble=self._marbles,
            )
            program.attribute("place", self._place, 2)
            program.attribute("ground", self._ground, 4)
            count = 6 * (self._size - 1) ** 2
            order = 2 * int(seen.eye[1] > 0.0) + int(seen.eye[0] > 0.0)
            begin = ctypes.c_void_p(4 * count * order)
            self._cells.bind()
            GL.glDrawElements(GL.GL_TRIANGLES, count, GL.GL_UNSIGNED_INT, begin)
            self._cells.release()

    def upload(self, relief: Relief) -> None:
        """Send the heights and slopes of `relief`; the context must be current."""
        size = len(relief.u)
        if size != self._size:
            fill(self._place, grid(size))
            fill(self._cells, cells(size))
            self._size = size
        fill(self._ground, pack(relief))
        self._fresh = True


def grid(size: int) -> NDArray[np.float32]:
    """World x and y of the vertices (size, size, 2)."""
    line = np.linspace(-1.0, 1.0, size, dtype=np.float32)
    return np.stack(np.meshgrid(line, line), axis=-1)


def cells(size: int) -> NDArray[np.uint32]:
    """The two triangles of every cell as vertex numbers (4, cells, 6), from far to near.

    Four times: with the eye at negative x and y, at positive x, at positive y, at both. So soft
    edges are mixed with what lies behind them.
    """
    first = np.arange(size - 1)[:, None] * size + np.arange(size - 1)
    corners = np.array([0, 1, size, size, 1, size + 1])
    orders = [first[:: 1 - 2 * (y == 0), :: 1 - 2 * (x == 0)] for y in (0, 1) for x in (0, 1)]
    return (np.reshape(orders, (4, -1, 1)) + corners).astype(np.uint32)


def colour_pixels() -> NDArray[np.uint8]:
    """The 256 colours of the surface, low to high, as one row of RGBA pixels (1, 256, 4)."""
    table = viridis()
    parts = [table >> shift & 0xFF for shift in (16, 8, 0, 24)]
    return np.stack(parts, axis=-1)[None].astype(np.uint8)
