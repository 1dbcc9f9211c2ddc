"""The question what OpenGL there is, asked beside the window and remembered.

Asking takes a second and may take four, so the window does not wait: the answer comes as a signal.
It is kept in a file, under everything cheap to know that may change it: this version of OptLab, the
system, the kind of session, the graphics cards. Home directories travel in schools, so the answers
of several computers are kept.
"""

from __future__ import annotations

import os
import platform
from dataclasses import asdict
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from optlab import __version__
from optlab.qt.opengl import LIMIT, Renderer, itself, silent, understood
from optlab.session.atomic import write_whole
from optlab.session.places import state_folder

MOST = 16
"""Answers that are kept, the newest."""
SWITCHES = (
    "QT_QPA_PLATFORM",
    "QT_XCB_GL_INTEGRATION",
    "QT_OPENGL",
    "LIBGL_ALWAYS_SOFTWARE",
    "LIBGL_DRIVERS_PATH",
    "MESA_LOADER_DRIVER_OVERRIDE",
    "GALLIUM_DRIVER",
    "__GLX_VENDOR_LIBRARY_NAME",
    "SESSIONNAME",
)
"""Variables of the environment that choose a driver, or tell a remote desktop."""

Answer = Renderer | str
"""What was found, or half a sentence that says why nothing."""


def facts(cards: Path = Path("/sys/class/drm")) -> str:
    """What an answer holds for, as one line."""
    display = os.environ.get("DISPLAY", "").partition(":")[0]
    session = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11" if display else ""
    found = [__version__, platform.node(), platform.platform(), session, display]
    found += [f"{name}={os.environ[name]}" for name in SWITCHES if name in os.environ]
    for card in sorted(cards.glob("card[0-9]/device")):
        found.append(":".join(_read(card / name) for name in ("vendor", "device")))
    return "; ".join(part for part in found if part)


def remember(answer: Answer) -> None:
    """Keep an answer for the next start; where nothing can be written it will be asked again."""
    kept = _kept()
    kept.pop(facts(), None)
    kept[facts()] = answer if isinstance(answer, str) else asdict(answer)
    newest = dict(list(kept.items())[-MOST:])
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_file(), msgspec.json.encode(newest))
    except OSError:
        return


def remembered() -> Answer | None:
    """The answer for this computer as it is now; None when it is not known."""
    answer = _kept().get(facts())
    try:
        return Renderer(**answer) if isinstance(answer, dict) else answer
    except TypeError:  # another version wrote it
        return None


class Probe(QObject):
    """Asks once; `answered` comes with a Renderer or half a sentence."""

    answered = Signal(object)

    def __init__(self, program: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        command = [*(program or itself()), "--gl-probe"]
        self._process = QProcess(self)
        self._process.setProgram(command[0])
        self._process.setArguments(command[1:])
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail)
        self._limit = QTimer(self, singleShot=True, interval=round(1000 * LIMIT))
        self._limit.timeout.connect(self._give_up)

    def start(self) -> None:
        """Ask now."""
        self._process.start()
        self._limit.start()

    def close(self) -> None:
        """Stop asking, and wait until the process is gone."""
        self._limit.stop()
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished()

    @Slot()
    def _finish(self) -> None:
        out, err = (
            bytes(said.data()).decode(errors="replace")
            for said in (
                self._process.readAllStandardOutput(),
                self._process.readAllStandardError(),
            )
        )
        self._tell(understood(out, err, self._process.exitCode()))

    @Slot(QProcess.ProcessError)
    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._tell(f"the probe did not start: {self._process.errorString()}")

    @Slot()
    def _give_up(self) -> None:
        self.close()
        self._tell(silent())

    def _tell(self, answer: Answer) -> None:
        self._limit.stop()
        self.answered.emit(answer)


def _file() -> Path:
    return state_folder() / "opengl.json"


def _kept() -> dict[str, str | dict[str, str]]:
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, str | dict[str, str]])
    except (OSError, msgspec.MsgspecError):
        return {}


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
