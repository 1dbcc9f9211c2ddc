"""Waiting for what other programs do."""

import time
from collections.abc import Callable

from steps.trouble import Trouble


def wait(until: Callable[[], bool], limit: float, complaint: str) -> None:
    """Ask again and again; raise Trouble with the complaint after `limit` seconds."""
    end = time.monotonic() + limit
    while not until():
        if time.monotonic() > end:
            raise Trouble(f"After {limit:g} s {complaint}.")
        time.sleep(0.02)
