"""What OpenGL needs before the first widget is made and before PyOpenGL is imported."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

from optlab.qt.opengl import SOFTWARE, agree_with

GL_RENDERER = 0x1F01


def prepare() -> None:
    """Let PyOpenGL speak to the window system that Qt speaks to; it decides at its import."""
    agree_with(QGuiApplication.platformName())


@cache
def samples() -> int:
    """Samples per pixel worth asking for: 4, or 0 where the processor would have to paint them all.

    Multisampling makes a frame three to eight times as expensive for a software renderer.
    """
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not (context.create() and context.makeCurrent(surface)):
        return 0
    renderer = str(context.functions().glGetString(GL_RENDERER))
    context.doneCurrent()
    return 0 if SOFTWARE.search(renderer) else 4
