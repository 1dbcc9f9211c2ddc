"""The program finds a screen where a login names one that is not there."""

import os
import subprocess
import sys

import pytest

PLATFORM = "from optlab.qt import app; print(app.application().platformName())"


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="there is no X server")
@pytest.mark.parametrize("platform", ["wayland", "wayland-egl"])
def test_wayland_without_a_compositor_falls_back_to_x11(platform: str):
    started = subprocess.run(
        [sys.executable, "-c", PLATFORM],
        env={**os.environ, "QT_QPA_PLATFORM": platform, "WAYLAND_DISPLAY": "wayland-gone"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.stdout.split() == ["xcb"], started.stderr
