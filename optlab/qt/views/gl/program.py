# pyright: standard
"""Shaders that run on every OpenGL pyqtgraph runs on: one source, four dialects.

Sources are written in GLSL 1.20 words (`attribute`, `varying`, `texture2D`) and end in FRAGMENT. A
prelude translates them for the core profile and for OpenGL ES. A program belongs to the item that
made it: pyqtgraph's own are kept for the first context, and fail in a second widget.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from PySide6.QtGui import QColor, QOpenGLContext, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLBuffer, QOpenGLShader, QOpenGLShaderProgram

from optlab.engine.arrays import Floats

Uniform = float | int | QColor | tuple[float, ...] | Floats

_OLD = "#define FRAGMENT gl_FragColor\n"
_NEW_VERTEX = "#define attribute in\n#define varying out\n"
_NEW_FRAGMENT = "#define varying in\n#define texture2D texture\nout vec4 FRAGMENT;\n"
_PRECISE = "precision highp float;\n"


class Program:
    """A vertex and a fragment shader, linked for the current context; `with` it, draw.

    Raises RuntimeError with the driver's words when they do not compile or link.
    """

    def __init__(self, vertex: str, fragment: str) -> None:
        self._program = QOpenGLShaderProgram()
        self._enabled: list[int] = []
        before_vertex, before_fragment = preludes(QOpenGLContext.currentContext())
        stage, add = QOpenGLShader.ShaderTypeBit, self._program.addShaderFromSourceCode
        done = add(stage.Vertex, before_vertex + vertex)
        done = done and add(stage.Fragment, before_fragment + fragment)
        if not (done and self._program.link()):
            raise RuntimeError(self._program.log().strip() or "the shaders do not link")

    def __enter__(self) -> Self:
        self._program.bind()
        return self

    def __exit__(self, *_: object) -> None:
        for place in self._enabled:
            self._program.disableAttributeArray(place)
        self._enabled.clear()
        self._program.release()

    def uniforms(self, **values: Uniform) -> None:
        """Set `u_name` to a number, a colour, a vector, rows (k, 4), or the (4, 4) `matrix`."""
        for name, value in values.items():
            place = self._program.uniformLocation(f"u_{name}")
            if isinstance(value, QColor):
                GL.glUniform4f(place, value.redF(), value.greenF(), value.blueF(), value.alphaF())
            elif isinstance(value, int):
                GL.glUniform1i(place, value)
            elif isinstance(value, float):
                GL.glUniform1f(place, value)
            elif np.ndim(value) == 1:
                (GL.glUniform2f, GL.glUniform3f, GL.glUniform4f)[len(value) - 2](place, *value)
            elif np.shape(value) == (4, 4) and name == "matrix":
                # Turned around here: OpenGL ES does not do it.
                turned = np.ascontiguousarray(np.transpose(value), np.float32)
                GL.glUniformMatrix4fv(place, 1, False, turned)
            elif len(value):
                GL.glUniform4fv(place, len(value), np.ascontiguousarray(value, np.float32))

    def attribute(
        self, name: str, buffer: QOpenGLBuffer, size: int, offset: int = 0, stride: int = 0
    ) -> None:
        """Read `a_name` from `buffer`: `size` floats each, `offset` and `stride` in floats."""
        place = self._program.attributeLocation(f"a_{name}")
        buffer.bind()
        self._program.enableAttributeArray(place)
        self._program.setAttributeBuffer(place, int(GL.GL_FLOAT), 4 * offset, size, 4 * stride)
        buffer.release()
        self._enabled.append(place)


def preludes(context: QOpenGLContext) -> tuple[str, str]:
    """What stands before a vertex and a fragment shader in the dialect of `context`."""
    chosen = context.format()
    if context.isOpenGLES():
        if chosen.majorVersion() >= 3:
            head = "#version 300 es\n" + _PRECISE
            return head + _NEW_VERTEX, head + _NEW_FRAGMENT
        head = "#version 100\n"
        derivatives = "#extension GL_OES_standard_derivatives : enable\n"
        return head + _PRECISE, head + derivatives + _PRECISE + _OLD
    if chosen.profile() == QSurfaceFormat.OpenGLContextProfile.CoreProfile:
        head = "#version 150\n"
        return head + _NEW_VERTEX, head + _NEW_FRAGMENT
    return "#version 120\n", "#version 120\n" + _OLD


def vertices() -> QOpenGLBuffer:
    """An empty buffer for vertices in the current context."""
    made = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
    made.create()
    return made


def fill(buffer: QOpenGLBuffer, values: NDArray[np.float32] | NDArray[np.uint32]) -> None:
    """Send `values`; a buffer of the same size is written over, not made again."""
    buffer.bind()
    data = np.ascontiguousarray(values).tobytes()
    if buffer.size() == values.nbytes:
        buffer.write(0, data, values.nbytes)  # pyright: ignore[reportArgumentType]
    else:
        buffer.allocate(data, values.nbytes)
    buffer.release()
