"""Whether pictures may move by themselves: as a person chose, else as the system says.

Windows can be asked; Qt cannot be before 6.11, so elsewhere it is off until somebody chooses it.
"""

import ctypes
import sys

from optlab.qt.settings import keep, kept

_KEY = "reduced_motion"
_CLIENT_AREA_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION of winuser.h


def reduced_motion() -> bool:
    """Return whether nothing should move that nobody moves; ask again before each movement."""
    chosen = kept(_KEY)
    return _wanted_by_the_system() if chosen is None else str(chosen).lower() == "true"


def reduce_motion(on: bool) -> None:
    """Remember a person's choice."""
    keep(_KEY, on)


def _wanted_by_the_system() -> bool:
    if sys.platform != "win32":
        return False
    animated = ctypes.c_int(1)
    asked = ctypes.windll.user32.SystemParametersInfoW(
        _CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0
    )
    return bool(asked) and not animated.value
