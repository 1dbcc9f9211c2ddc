# pyright: standard
"""Shaders that run on every OpenGL pyqtgraph runs on: one source, four dialects.

Sources are written in GLSL 1.20 words (`attribute`, `varying`, `texture2D`) and end in FRAGMENT. A
prelude translates them for the core profile and for OpenGL ES. A program belongs to the item that
made it: pyqtgraph's own are kept for the first context, and fail in a second widget.
"""

from __future__ import annotations

from PySide6.QtGui import QOpenGLContext, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLShader, QOpenGLShaderProgram

_OLD = "#define FRAGMENT gl_FragColor\n"
_NEW_VERTEX = "#define attribute in\n#define varying out\n"
_NEW_FRAGMENT = "#define varying in\n#define texture2D texture\nout vec4 FRAGMENT;\n"
_PRECISE = "precision highp float;\n"


def build(vertex: str, fragment: str) -> QOpenGLShaderProgram:
    """Compile and link for the current context; raises RuntimeError with the driver's words."""
    program = QOpenGLShaderProgram()
    before_vertex, before_fragment = preludes(QOpenGLContext.currentContext())
    stage = QOpenGLShader.ShaderTypeBit
    done = program.addShaderFromSourceCode(stage.Vertex, before_vertex + vertex)
    done = done and program.addShaderFromSourceCode(stage.Fragment, before_fragment + fragment)
    if not (done and program.link()):
        raise RuntimeError(program.log().strip() or "the shaders do not link")
    return program


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
