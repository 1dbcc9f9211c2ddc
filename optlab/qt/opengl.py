"""What OpenGL this computer has, found out in a process of its own: a bad driver may take it along.

`optlab --gl-probe` is that process. It makes a context the way the surface view will, asks it for
its names through PyOpenGL, as drawing does, and prints them as JSON.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import cast

LIMIT = 4.0
"""Seconds to wait for the answer."""

NEEDED = (2, 1)
"""The oldest OpenGL that the surface view can draw with."""

WINDOWLESS = frozenset({"offscreen", "minimal"})
"""Platforms of Qt that have contexts, but no widget to show one in."""

NAMES = (0x1F00, 0x1F01, 0x1F02)
"""GL_VENDOR, GL_RENDERER, GL_VERSION."""

SOFTWARE = re.compile(
    r"llvmpipe|softpipe|swrast|software|swiftshader|gdi generic|basic render", re.IGNORECASE
)


@dataclass(frozen=True)
class Renderer:
    """The names a driver gives itself, and the platform plugin of Qt it was asked through."""

    platform: str
    vendor: str
    name: str
    version: str

    @property
    def software(self) -> bool:
        """Whether the processor does the work of a graphics card."""
        return SOFTWARE.search(self.name) is not None

    @property
    def usable(self) -> bool:
        """Whether the surface can be drawn with it: new enough, and on a platform with windows."""
        return release(self.version) >= NEEDED and self.platform not in WINDOWLESS


def release(version: str) -> tuple[int, int]:
    """Major and minor number in what a driver calls its version, `4.5 (Core) Mesa 22.3`."""
    found = re.search(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def agree_with(platform: str) -> None:
    """Make PyOpenGL, before its import, load what the platform plugin of Qt draws with.

    Left alone it goes by the session, and then an X11 program in a Wayland session gets nothing.
    """
    loader = {"xcb": "glx", "wayland": "egl", "wayland-egl": "egl"}.get(platform)
    if loader is not None:
        os.environ.setdefault("PYOPENGL_PLATFORM", loader)


def itself() -> list[str]:
    """The words that start this program, installed or frozen."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "optlab"]


def ask(program: Sequence[str], limit: float = LIMIT) -> Renderer | str:
    """Run `program --gl-probe`; return what it found, or half a sentence that says why nothing."""
    try:
        answer = subprocess.run(
            [*program, "--gl-probe"], capture_output=True, timeout=limit, check=False, text=True
        )
    except subprocess.TimeoutExpired:
        return silent(limit)
    except OSError as error:
        return f"the probe did not start: {error}"
    return understood(answer.stdout, answer.stderr, answer.returncode)


def silent(limit: float = LIMIT) -> str:
    """Why there is no answer when none came in time."""
    return f"the driver did not answer within {limit:g} s"


def understood(out: str, err: str, status: int) -> Renderer | str:
    """What a probe that has ended found, or half a sentence that says why nothing."""
    try:
        return Renderer(**json.loads(out.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        said = (out + err).strip().splitlines()
        return said[-1] if said else f"the probe ended with status {status}"


def probe() -> Renderer:
    """Make a context, in this process, and read its names; raises RuntimeError without one."""
    from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

    application = QGuiApplication.instance() or QGuiApplication([])
    platform = QGuiApplication.platformName()
    agree_with(platform)
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        raise RuntimeError(f'Qt makes no OpenGL context on the platform "{platform}"')
    from OpenGL.GL import glGetString  # pyright: ignore[reportUnknownVariableType]

    read = cast("Callable[[int], bytes]", glGetString)
    vendor, name, version = (read(each).decode(errors="replace") for each in NAMES)
    context.doneCurrent()
    del application
    return Renderer(platform, vendor, name, version)


def print_probe() -> int:
    """Print the answer as one line of JSON, or why there is none; return an exit status."""
    try:
        print(json.dumps(asdict(probe())))
    except Exception as error:  # noqa: BLE001 - whatever is missing, the answer is no
        print(error)
        return 1
    return 0
