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
from pyqtgraph import colormap
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from PySide6.QtGui import QColor, QVector3D
from PySide6.QtOpenGL import QOpenGLBuffer

from optlab.qt.views.gl.program import build
from optlab.qt.views.gl.state import blend, texture
from optlab.qt.views.relief import FLAT, PEAK, Relief

MOST_MARBLES = 8

VERTEX = """
attribute vec2 a_place;
attribute vec4 a_ground;  // z, its slope along x and y, 1 or 0 for a hole
uniform mat4 u_mvp;
uniform float u_flat;     // 1 presses the surface on the floor
varying vec3 v_world;
varying vec2 v_slope;
varying float v_solid;
void main() {
    v_world = vec3(a_place, a_ground.x);
    v_slope = a_ground.yz;
    v_solid = a_ground.w;
    gl_Position = u_mvp * vec4(a_place, a_ground.x * (1.0 - u_flat), 1.0);
}
"""

FRAGMENT = """
uniform sampler2D u_colours;
uniform vec3 u_eye;
uniform vec3 u_light;
uniform vec4 u_isoline;    // colour and opacity
uniform vec3 u_scale;      // lowest z, highest z, width of a line in pixels
uniform vec2 u_levels;     // isolines per unit of z, and where they begin
uniform float u_flat;
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
    if (v_solid < 0.999 || edge <= 0.0) discard;
    // Lines thin out where they would merge into a white patch, and on a plain that is one level.
    float away = abs(fract(level - 0.5) - 0.5) / spread;
    float line = 1.0 - smoothstep(u_scale.z * 0.5 - 0.35, u_scale.z * 0.5 + 0.65, away);
    line *= 1.0 - smoothstep(0.18, 0.45, spread);
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
    FRAGMENT = vec4(colour, min(edge, 1.0));
}
"""


class HeightField(GLGraphicsItem):
    """Draws a relief; `upload` is the whole cost of another one of the same size."""

    def __init__(self) -> None:
        super().__init__()
        self._relief: Relief | None = None
        self._size = 0
        self._fresh = False
        self._marbles = np.empty((0, 4))
        self._pixel = 1.0

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        stage = QOpenGLBuffer.Type
        self._program = build(VERTEX, FRAGMENT)
        self._place = QOpenGLBuffer(stage.VertexBuffer)
        self._ground = QOpenGLBuffer(stage.VertexBuffer)
        self._cells = QOpenGLBuffer(stage.IndexBuffer)
        for buffer in (self._place, self._ground, self._cells):
            buffer.create()
        self._colours = texture(GL.GL_LINEAR)
        rgba, colours = GL.GL_RGBA, viridis()
        kind = GL.GL_UNSIGNED_BYTE
        GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, rgba, len(colours), 1, 0, rgba, kind, colours)
        self._size = 0
        self._fresh = False

    def show_relief(self, relief: Relief) -> None:
        """Draw `relief` from the next frame on."""
        if relief is not self._relief:
            self._relief, self._fresh = relief, False

    def show_marbles(self, marbles: np.ndarray) -> None:
        """Let spheres (k, 4) of world place and radius shade the ground."""
        self._marbles = marbles[:MOST_MARBLES]

    def paint(self) -> None:
        """Draw the surface."""
        self._draw(flat=False, isoline=QColor.fromRgbF(1.0, 1.0, 1.0, 0.34), width=1.15)

    def paint_floor(self, colour: QColor) -> None:
        """Draw the isolines on the floor of the box, in `colour` and a trace of their own."""
        self._draw(flat=True, isoline=colour, width=1.0)

    def _draw(self, *, flat: bool, isoline: QColor, width: float) -> None:
        if self._relief is None:
            return
        if not self._fresh:
            self.upload(self._relief)
        blend()
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthMask(not flat)
        view, program = self.view(), self._program
        program.bind()
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._colours)
        relief = self._relief
        per_z = (relief.top - relief.low) / (PEAK - FLAT) / relief.level
        begin = FLAT - relief.low / (relief.top - relief.low) * (PEAK - FLAT)
        program.setUniformValue("u_mvp", self.mvpMatrix())
        program.setUniformValue1f("u_flat", float(flat))
        program.setUniformValue1i("u_colours", 0)
        program.setUniformValue("u_eye", QVector3D(*view.eye()))
        program.setUniformValue("u_light", QVector3D(*view.light()))
        program.setUniformValue("u_isoline", isoline)
        program.setUniformValue("u_scale", QVector3D(FLAT, PEAK, width * view.devicePixelRatioF()))
        GL.glUniform2f(program.uniformLocation("u_levels"), per_z, begin)
        program.setUniformValue1i("u_marbles", len(self._marbles))
        if len(self._marbles):
            GL.glUniform4fv(
                program.uniformLocation("u_marble"), len(self._marbles), self._marbles.astype("f4")
            )
        place, ground = program.attributeLocation("a_place"), program.attributeLocation("a_ground")
        for buffer, location, width_ in ((self._place, place, 2), (self._ground, ground, 4)):
            buffer.bind()
            program.enableAttributeArray(location)
            program.setAttributeBuffer(location, GL.GL_FLOAT, 0, width_)
            buffer.release()
        eye = view.eye()
        count = 6 * (self._size - 1) ** 2
        order = ctypes.c_void_p(4 * count * (2 * int(eye[1] > 0.0) + int(eye[0] > 0.0)))
        self._cells.bind()
        GL.glDrawElements(GL.GL_TRIANGLES, count, GL.GL_UNSIGNED_INT, order)
        self._cells.release()
        program.disableAttributeArray(place)
        program.disableAttributeArray(ground)
        program.release()
        GL.glDepthMask(True)

    def upload(self, relief: Relief) -> None:
        """Send the heights and slopes of `relief`; the context must be current."""
        size = len(relief.u)
        if size != self._size:
            _fill(self._place, grid(size))
            _fill(self._cells, cells(size))
            self._size = size
            self._ground.bind()
            self._ground.allocate(size * size * 16)
            self._ground.release()
        packed = pack(relief)
        self._ground.bind()
        self._ground.write(0, packed, packed.nbytes)
        self._ground.release()
        self._fresh = True


def pack(relief: Relief) -> NDArray[np.float32]:
    """World z, its slopes along x and y, and 1 or 0 for a hole: (n, n, 4), never nan."""
    size = len(relief.u)
    packed = np.empty((size, size, 4), np.float32)
    z, solid = packed[..., 0], packed[..., 3]
    scale = (PEAK - FLAT) / (relief.top - relief.low)
    np.multiply(relief.height, np.float32(scale), out=z)
    z += np.float32(FLAT - relief.low * scale)
    np.isfinite(z, out=solid, casting="unsafe")
    if not solid.all():
        z[solid == 0.0] = PEAK
    step = np.float32((size - 1) / 4.0)  # half of one over the distance of two vertices
    np.subtract(z[:, 2:], z[:, :-2], out=packed[:, 1:-1, 1])
    np.subtract(z[2:], z[:-2], out=packed[1:-1, :, 2])
    packed[:, (0, -1), 1] = 2.0 * (z[:, (1, -1)] - z[:, (0, -2)])
    packed[(0, -1), :, 2] = 2.0 * (z[(1, -1), :] - z[(0, -2), :])
    packed[..., 1:3] *= step
    return packed


def grid(size: int) -> NDArray[np.float32]:
    """World x and y of the vertices (size, size, 2)."""
    line = np.linspace(-1.0, 1.0, size, dtype=np.float32)
    return np.stack(np.meshgrid(line, line), axis=-1)


def cells(size: int) -> NDArray[np.uint32]:
    """The two triangles of every cell as vertex numbers (4, cells, 6), from far to near.

    Four times: the eye is at negative x and y, at positive x, at positive y, at both. So soft edges are mixed
    with what lies behind them.
    """
    first = np.arange(size - 1)[:, None] * size + np.arange(size - 1)
    corners = np.array([0, 1, size, size, 1, size + 1])
    orders = [first[:: 1 - 2 * (y == 0), :: 1 - 2 * (x == 0)] for y in (0, 1) for x in (0, 1)]
    return (np.reshape(orders, (4, -1, 1)) + corners).astype(np.uint32)


def viridis() -> NDArray[np.uint8]:
    """The 256 colours of the surface (256, 4), from low to high."""
    return colormap.get("viridis").getLookupTable(nPts=256, alpha=True).astype(np.uint8)


def _fill(buffer: QOpenGLBuffer, values: np.ndarray) -> None:
    values = np.ascontiguousarray(values)
    buffer.bind()
    buffer.allocate(values, values.nbytes)
    buffer.release()
