"""A file that stands while OpenGL is tried, so that the next start knows if it took OptLab along.

A driver can end the program before anybody can say a word. So a lock is taken before OpenGL is
loaded, and given back once it has drawn some frames, or failed in peace. A lock without a living
owner was left by a crash. One that another OptLab holds at this moment says nothing.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from optlab.session.places import state_folder


class Trial:
    """The lock of this process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or state_folder()) / "opengl.lock"
        self._lock: QLockFile | None = None

    def crashed(self) -> bool:
        """Whether the last trial ended with its program; asking forgets it."""
        if not self.path.exists():
            return False
        lock = _lock(self.path)
        if not lock.tryLock(0):
            return False
        lock.unlock()
        return True

    def begin(self) -> None:
        """OpenGL is about to be loaded."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        lock = _lock(self.path)
        if lock.tryLock(0):
            self._lock = lock

    def end(self) -> None:
        """OpenGL works, or does not, and OptLab is still there."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def _lock(path: Path) -> QLockFile:
    made = QLockFile(str(path))
    made.setStaleLockTime(0)  # only the death of its owner makes it stale, never its age
    return made
