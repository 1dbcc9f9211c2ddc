"""What every test gets: its own settings, a window manager, and a check that nothing is left."""

import gc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import hypothesis
import pytest
from pytest_xvfb import Xvfb

# A shared machine may be slow at any moment; a change must not fail by the luck of a draw.
hypothesis.settings.register_profile("optlab", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("optlab")

FOLDERS = {
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "local",
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test empty folders for settings, data, caches and state."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    for variable, name in FOLDERS.items():
        monkeypatch.setenv(variable, str(home / name))
    if sys.platform == "darwin":
        monkeypatch.setenv("HOME", str(home))
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:  # Qt asks the environment only once
        native, user = core.QSettings.Format.NativeFormat, core.QSettings.Scope.UserScope
        core.QSettings.setPath(native, user, str(home / FOLDERS["XDG_CONFIG_HOME"]))
    return home


@pytest.fixture(scope="session")
def window_manager(xvfb: Xvfb | None) -> Generator[None]:
    """Run openbox on the virtual screen: without it windows get no focus and no key events."""
    program = shutil.which("openbox")
    if xvfb is None or program is None:
        yield
        return
    with subprocess.Popen(
        (program, "--sm-disable"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as manager:
        yield
        manager.terminate()


@pytest.fixture(scope="session")
def qapp_args(window_manager: None) -> list[str]:
    """Have the window manager there before the one QApplication of the run is made."""
    from PySide6.QtCore import QCoreApplication, Qt

    # Shader programs are cached for the first OpenGL context: all of them must share.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return ["optlab"]


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Generator[None]:
    """Fail the test that leaves a thread running or a window open."""
    threads = set(threading.enumerate())
    shows_windows = "qapp" in request.fixturenames
    before = window_ids() if shows_windows else set[int]()
    yield
    left = [thread.name for thread in alive() if thread not in threads]
    assert not left, f"threads left running: {left}"
    if shows_windows:
        windows = settled(lambda: new_windows(before))
        assert not windows, f"windows left open: {windows}"


def alive() -> list[threading.Thread]:
    """List Python's threads, without the stand-ins for Qt's, which never end for Python."""
    stand_in = type(threading.main_thread()), threading.Thread
    return [thread for thread in threading.enumerate() if type(thread) in stand_in]


def window_ids() -> set[int]:
    from PySide6.QtWidgets import QApplication

    return {id(window) for window in QApplication.topLevelWidgets()}


def new_windows(before: set[int]) -> list[str]:
    """List the top-level widgets that were not there, but for those that Qt makes for itself."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [
        f"{type(window).__name__} {window.objectName()!r}"
        for window in QApplication.topLevelWidgets()
        if id(window) not in before and window.objectName() != "qtooltip_label"
    ]


def settled(found: Callable[[], list[str]]) -> list[str]:
    """Look once more after a garbage collection before calling something left behind."""
    if found():
        gc.collect()
    return found()
