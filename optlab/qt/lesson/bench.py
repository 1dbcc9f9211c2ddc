"""What has to be worked out for a lab, one thing after the other, beside the run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Slot

from optlab.qt.conductor import Conductor

LANE = "lesson"


@dataclass
class Task:
    """A generator whose value is wanted, and who wants it, or the sentence about why not."""

    work: Generator[None, None, Any]
    done: Callable[[Any], None]
    failed: Callable[[str], None]
    value: Any = None
    trouble: str = ""

    def steps(self) -> Iterator[None]:
        """Draw from the work; what cannot be worked out is trouble, not a mistake."""
        try:
            self.value = yield from self.work
        except ValueError as trouble:  # Unfit and BadFile are such
            self.trouble = str(trouble)


class Bench(QObject):
    """`add` work; its value comes back on the thread of the window."""

    def __init__(self, conductor: Conductor, parent: QObject) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self._waiting: deque[Task] = deque()
        self._running: Task | None = None
        conductor.computed.connect(self._finish)

    @property
    def busy(self) -> bool:
        """Whether something is being worked out."""
        return self._running is not None

    def add(
        self,
        work: Generator[None, None, Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Work this out after what waits already."""
        self._waiting.append(Task(work, done, failed))
        self._go_on()

    def clear(self) -> None:
        """Forget what waits and what runs."""
        self._waiting.clear()
        if self._running is not None:
            self._running = None
            self._conductor.compute(LANE, iter(()))

    def _go_on(self) -> None:
        if self._running is None and self._waiting:
            self._running = self._waiting.popleft()
            self._conductor.compute(LANE, self._running.steps())

    @Slot(str)
    def _finish(self, lane: str) -> None:
        if lane != LANE or self._running is None:
            return
        task, self._running = self._running, None
        if task.trouble:
            task.failed(task.trouble)
        else:
            task.done(task.value)
        self._go_on()
