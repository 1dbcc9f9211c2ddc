"""A virtual screen with a window manager, for computers that have none."""

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Generator

from steps.trouble import Trouble

SIZE = "1920x1200x24"
STARTING_SECONDS = 20.0
NO_DRIVER = {"__EGL_VENDOR_LIBRARY_FILENAMES": os.devnull}
"""What keeps programs from finding any driver; without GLX they would draw through EGL."""


def absent() -> bool:
    """Whether this is a Linux without any screen to show a window on."""
    return sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


@contextlib.contextmanager
def virtual(*, opengl: bool = True) -> Generator[dict[str, str]]:
    """Start Xvfb and openbox; yield the environment variables for what shall draw there."""
    read, write = os.pipe()
    # A process group of its own: Ctrl+C must reach the program first, and its screen after it.
    server = subprocess.Popen(
        (
            *("Xvfb", "-displayfd", str(write), "-screen", "0", SIZE),
            *("+extension" if opengl else "-extension", "GLX", "-nolisten", "tcp"),
        ),
        pass_fds=(write,),
        process_group=0,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        environment = {**os.environ, "DISPLAY": f":{display(read)}", "QT_QPA_PLATFORM": "xcb"}
        environment |= {} if opengl else NO_DRIVER
        manager = subprocess.Popen(
            ("openbox", "--sm-disable"),
            env=environment,
            process_group=0,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield environment
        finally:
            end(manager)
    finally:
        os.close(read)
        end(server)


def display(read: int) -> str:
    """Return the number of the display that Xvfb writes once it is ready."""
    number = b""
    while not number.endswith(b"\n"):
        readable, _, _ = select.select((read,), (), (), STARTING_SECONDS)
        more = os.read(read, 16) if readable else b""
        if not more:
            raise Trouble("The virtual screen (Xvfb) did not start; try `Xvfb :99` to see why.")
        number += more
    return number.decode("ascii").strip()


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a program that was started here, the hard way when it does not listen."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
