# pyright: standard
"""Marbles: spheres worked out per pixel, smooth at any size and on any driver.

Each is a square that faces the viewer; light, shine and edge come from the sphere inside it. A
ghost is the same sphere hollow: where the marble would be if the picture were the truth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from PySide6.QtGui import QColor

from optlab.qt.views.gl.item import Item, blend
from optlab.qt.views.gl.program import Program, fill, vertices
from optlab.qt.views.space.shapes import HIDDEN, LIGHT, SMALLEST, Marble, rgb

VERTEX = """
attribute vec4 a_sphere;   // place and radius
attribute vec3 a_corner;   // of the square, and 1 for a hollow one
attribute vec3 a_colour;
uniform mat4 u_matrix;
uniform vec3 u_eye;
uniform vec2 u_size;
uniform vec2 u_scale;      // pixels per unit at distance 1, smallest radius in pixels
varying vec2 v_place;      // in pixels
varying float v_radius;
varying float v_hollow;
varying vec3 v_colour;
void main() {
    vec4 clip = u_matrix * vec4(a_sphere.xyz + a_sphere.w * normalize(u_eye - a_sphere.xyz), 1.0);
    v_radius = max(a_sphere.w * u_scale.x / clip.w, u_scale.y * min(a_sphere.w / 0.04, 1.0));
    v_place = a_corner.xy * (v_radius + 2.5);
    v_hollow = a_corner.z;
    v_colour = a_colour;
    clip.xy += v_place / u_size * 2.0 * clip.w;
    gl_Position = clip;
}
"""

FRAGMENT = """
uniform vec4 u_casing;
uniform vec3 u_light;  // as the eye sees it
uniform float u_alpha;
uniform float u_ratio; // device pixels per logical pixel
varying vec2 v_place;
varying float v_radius;
varying float v_hollow;
varying vec3 v_colour;
void main() {
    float away = length(v_place);
    if (v_hollow > 0.5) {
        float ring = abs(away - v_radius + 1.1 * u_ratio);
        float core = clamp(1.0 * u_ratio - ring + 0.5, 0.0, 1.0);
        float whole = clamp(2.0 * u_ratio - ring + 0.5, 0.0, 1.0);
        float inner = 0.16 * clamp(v_radius - away, 0.0, 1.0);
        float alpha = max(max(whole * u_casing.a, core), inner) * u_alpha;
        if (alpha < 0.004) discard;
        FRAGMENT = vec4(mix(mix(v_colour, u_casing.rgb, whole), v_colour, core), alpha);
        return;
    }
    float casing = clamp(v_radius + 1.2 * u_ratio - away + 0.5, 0.0, 1.0) * u_casing.a;
    float core = clamp(v_radius - away + 0.5, 0.0, 1.0);
    vec2 q = v_place / v_radius;
    vec3 normal = normalize(vec3(q, sqrt(max(1.0 - dot(q, q), 0.0))));
    float direct = max(dot(normal, u_light), 0.0);
    float shine = pow(max(dot(normal, normalize(u_light + vec3(0.0, 0.0, 1.0))), 0.0), 48.0);
    float rim = 0.75 + 0.25 * normal.z;
    vec3 colour = v_colour * (0.42 + 0.75 * direct) * rim + 0.75 * shine;
    float alpha = mix(casing, 1.0, core) * u_alpha;
    if (alpha < 0.004) discard;
    FRAGMENT = vec4(mix(u_casing.rgb, colour, core), alpha);
}
"""


class Marbles(Item):
    """Draws the marbles, far ones first; one that the surface hides shimmers through."""

    def __init__(self) -> None:
        super().__init__()
        self._marbles: tuple[Marble, ...] = ()
        self._casing = QColor()

    def initializeGL(self) -> None:
        """Make everything that lives in the current context anew."""
        self._program = Program(VERTEX, FRAGMENT)
        self._buffer = vertices()

    def show_marbles(self, marbles: Sequence[Marble], casing: QColor) -> None:
        """Draw `marbles` from the next frame on, each with a rim of `casing`."""
        self._marbles, self._casing = tuple(marbles), casing

    def paint(self) -> None:
        """Draw what the surface hides faintly, then everything that it does not hide."""
        if not self._marbles:
            return
        seen = self.viewpoint
        rows = corners(sorted(self._marbles, key=lambda m: -np.linalg.norm(m.place - seen.eye)))
        fill(self._buffer, rows)
        with self._program as program:
            program.uniforms(
                matrix=seen.matrix,
                eye=seen.eye,
                size=seen.size,
                scale=(seen.scale, SMALLEST * seen.ratio),
                casing=self._casing,
                light=LIGHT,
                ratio=seen.ratio,
            )
            for name, offset, size in (("sphere", 0, 4), ("corner", 4, 3), ("colour", 7, 3)):
                program.attribute(name, self._buffer, size, offset, 10)
            for depth, alpha in ((False, HIDDEN), (True, 1.0)):
                blend(depth=depth)
                program.uniforms(alpha=alpha)
                GL.glDrawArrays(GL.GL_TRIANGLES, 0, len(rows))


def corners(marbles: Sequence[Marble]) -> NDArray[np.float32]:
    """Place, radius, corner, hollowness and colour of the six vertices of each, (6 k, 10)."""
    square = ((-1, -1), (1, -1), (-1, 1), (-1, 1), (1, -1), (1, 1))
    return np.array(
        [
            (*marble.place, marble.radius, *corner, marble.hollow, *rgb(marble.colour))
            for marble in marbles
            for corner in square
        ],
        np.float32,
    )
