"""How far long work has come, on one line of a terminal that is wiped at the end."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

PAUSE = 0.1
"""Seconds between two looks, so that a terminal over a slow line keeps up."""


class Progress:
    """`with Progress() as progress: progress.show("step 3 of 5")`; silent without a terminal."""

    def __init__(self) -> None:
        self.awake = sys.stderr is not None and sys.stderr.isatty()
        self.shown_at = monotonic()
        self.width = 0

    def show(self, text: str) -> None:
        """Show `text` in place of what is there, unless that is newer than PAUSE."""
        if self.awake and monotonic() - self.shown_at >= PAUSE:
            self.shown_at = monotonic()
            self._write(text)

    def wipe(self) -> None:
        """Take away what is shown, so that something else can be printed."""
        if self.width:
            self._write("")
            print("\r", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wipe()

    def _write(self, text: str) -> None:
        self.width = max(self.width, len(text))  # before Ctrl+C can come: what is shown is wiped
        print(f"\r{text:<{self.width}}", end="", file=sys.stderr, flush=True)
