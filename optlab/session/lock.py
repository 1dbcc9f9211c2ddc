"""Holding a file, so that two windows do not write the same one.

The system lets go of a held file when the program dies, however it dies.
"""

from __future__ import annotations

import errno
import sys
from io import FileIO

BEYOND = 1 << 30
"""The byte that is locked on Windows, where nobody can read a locked one: behind any file here."""


def hold(file: FileIO) -> None:
    """Hold a file until it is closed; raises BlockingIOError when somebody else does.

    Another OSError means that the disk (of a network, perhaps) knows no locks. The place where the
    file is read and written next is undefined afterwards.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  (it is on Windows only)

        file.seek(BEYOND)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(errno.EAGAIN, "the file is held") from error
    else:
        import fcntl  # noqa: PLC0415  (it is everywhere else)

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
