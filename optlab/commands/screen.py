"""A screen to draw on: the one that is there, or on Linux a virtual one.

The virtual screen is an Xvfb that lives as long as a second copy of the same command does. It
cannot be shared with this process: Xvfb has to end after the last window, and a program that loses
its X server is ended by Qt on the spot.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys

from optlab.commands.command import FAILED, Refusal
from optlab.qt.opengl import itself

LARGEST = (3840, 2160)
HOW_TO = (
    "install Xvfb (on Debian and Ubuntu: apt install xvfb), "
    "or start OptLab on a computer with a screen"
)


def missing() -> bool:
    """Whether Qt would find no screen here, and would end the program."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return False
    if os.environ.get("WAYLAND_DISPLAY") and "QT_QPA_PLATFORM" not in os.environ:
        return False
    return not answers()


def answers() -> bool:
    """Whether the X server that DISPLAY names lets this program in."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt says itself what it lacks
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection) != 0
    xcb.xcb_disconnect(connection)
    return not refused


def again_on_a_virtual_one(words: list[str]) -> int:
    """Run `optlab WORDS` on an Xvfb of its own; return its exit status, or raise Refusal."""
    server = shutil.which("Xvfb")
    if server is None:
        raise Refusal(f"There is no screen to draw the window on: {HOW_TO}.", FAILED)
    reading, writing = os.pipe()
    size = "x".join(map(str, LARGEST))
    options = ["-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        [server, *options, "+extension", "GLX"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as xvfb:
        try:
            os.close(writing)
            with os.fdopen(reading) as answer:
                number = answer.readline().strip()
            if not number:
                raise Refusal(f"Xvfb did not start, so there is no screen: {HOW_TO}.", FAILED)
            environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
            environment.pop("WAYLAND_DISPLAY", None)
            return subprocess.run([*itself(), *words], env=environment, check=False).returncode
        finally:
            xvfb.terminate()


def let_ctrl_c_end() -> None:
    """Let Ctrl+C end the program at once: Qt's event loop would not let Python see it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def pump(milliseconds: int = 10) -> None:
    """Let the window live for a moment."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    timer.start(milliseconds)
    loop.exec()
