"""A file that stands while OpenGL is tried, so that the next start knows if it took OptLab along.

A driver can end the program before anybody can say a word. So a file is held before OpenGL is
loaded, and goes once it has drawn some frames, or failed in peace. One that stands and that nobody
holds was left by a crash. One that another OptLab holds at this moment says nothing.
"""

from __future__ import annotations

import contextlib
from io import FileIO
from pathlib import Path

from optlab.session.lock import hold
from optlab.session.places import state_folder

UNDER_WAY = b"OpenGL is being tried.\n"


class Trial:
    """The trial of this process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or state_folder()) / "opengl.lock"
        self._file: FileIO | None = None

    def crashed(self) -> bool:
        """Whether the last trial ended with its program; asking forgets it."""
        try:
            file = _held(self.path, "r+")
        except OSError:  # there is none, or it is somebody's
            return False
        file.seek(0)
        left = bool(file.read(1))
        self._forget(file)
        return left

    def begin(self) -> None:
        """OpenGL is about to be loaded."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = _held(self.path, "a+")
            file.truncate(0)
            file.write(UNDER_WAY)
            self._file = file

    def end(self) -> None:
        """OpenGL works, or does not, and OptLab is still there."""
        if self._file is not None:
            self._forget(self._file)
            self._file = None

    def _forget(self, file: FileIO) -> None:
        """Take the file away; it is emptied first, for Windows removes none that is open."""
        with file, contextlib.suppress(OSError):
            file.truncate(0)
        with contextlib.suppress(OSError):
            self.path.unlink()


def _held(path: Path, mode: str) -> FileIO:
    """The file, held; raises OSError when it cannot be opened or somebody else holds it."""
    file = FileIO(path, mode)
    try:
        hold(file)
    except BlockingIOError:
        file.close()
        raise
    except OSError:
        pass  # a disk without locks: nobody can tell, and a start that is too careful does no harm
    return file
