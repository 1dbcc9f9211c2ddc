"""The only thread of the program: one worker that draws from iterators.

Work that takes longer than a frame (a training run, a surface, a search) is written as an iterator
whose yields are at most about 10 ms apart. `Background` draws from it on one long-lived QThread:

* *Messages, no locks.* A job travels to the worker through a queued signal, and word of its end
  travels back the same way. The one thing that both sides touch is `Job.latest`: the worker writes
  it, the GUI reads it, each in one attribute access. Items are announced to nobody: a signal for
  each buries the event loop (428,000 were queued in 12 s when it was tried). Views pull `latest` on
  a timer of their own, so only paints are ever dropped.
* *Tickets.* `latest` and `finished` speak of the newest job of a lane only, so a replaced job
  cannot show itself, whatever the worker is doing just then.
* *One item a turn.* A timer of 0 ms in the worker's own event loop draws one item from the next
  lane. So every yield is a stop point for `start`, `stop` and `close`, lanes take turns, an idle
  worker sleeps, and `QThread.quit` simply works.
* *A short switch interval.* Python code gives up the interpreter every 5 ms by default; every 1 ms
  takes the 99th percentile of a 16 ms GUI timer from 26 ms to 17 ms with the engine flat out.
  Going back to the event loop after every item gives it up too, as `time.sleep(0)` would.
"""

import sys
from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, QTimer, Signal, Slot

SWITCH_INTERVAL = 0.001


@runtime_checkable
class Closable(Protocol):
    """An iterator that wants to be told when nobody draws from it any more, as generators do."""

    def close(self) -> None:
        """Give back what the iterator holds."""
        ...


class Job:
    """One iterator in a lane, under its ticket."""

    def __init__(self, lane: str, ticket: int, iterator: Iterator[object]) -> None:
        self.lane = lane
        self.ticket = ticket
        self.iterator = iterator
        self.latest: tuple[int, object] | None = None  # written by the worker alone
        self.error: Exception | None = None  # set before the worker says that the job has ended
        self.ended = False  # true once the GUI knows

    def draw(self) -> bool:
        """Take one item; say whether there may be more."""
        try:
            self.latest = (self.ticket, next(self.iterator))
        except StopIteration:
            return False
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a job is told to the GUI
            self.error = error
            return False
        return True

    def close(self) -> bool:
        """Close the iterator; say whether that went well."""
        try:
            if isinstance(self.iterator, Closable):
                self.iterator.close()
        except Exception as error:  # noqa: BLE001 - the same
            self.error = error
            return False
        return True


class Worker(QObject):
    """Draws one item a turn from the newest job of every lane, on the thread of `Background`."""

    ended = Signal(object)  # the Job

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}  # in the order of their next turns
        self.turns = QTimer(self)
        self.turns.timeout.connect(self.draw)

    @Slot(object)
    def take(self, job: Job) -> None:
        """Put a job in place of the one that its lane has."""
        self.close_job(job.lane)
        self.jobs[job.lane] = job  # keeps the turn of the one before it
        self.turns.start(0)

    @Slot(str)
    def drop(self, lane: str) -> None:
        """Close the job of a lane and forget it."""
        self.close_job(lane)
        self.jobs.pop(lane, None)

    @Slot()
    def draw(self) -> None:
        """Draw one item from the lane whose turn it is."""
        if not self.jobs:
            self.turns.stop()
            return
        lane = next(iter(self.jobs))
        job = self.jobs.pop(lane)
        if job.draw():
            self.jobs[lane] = job
        else:
            self.ended.emit(job)

    @Slot()
    def close(self) -> None:
        """Close every job, on the thread that has drawn from them."""
        self.turns.stop()
        for lane in self.jobs:
            self.close_job(lane)
        self.jobs.clear()

    def close_job(self, lane: str) -> None:
        """Close the iterator that a lane has, if any."""
        job = self.jobs.get(lane)
        if job is not None and not job.close():
            self.ended.emit(job)


class Background(QObject):
    """Draws from the newest iterator of every named lane, on one thread, until it is closed.

    Use it from the thread that made it. `finished` and `failed` arrive on that thread.
    """

    finished = Signal(str, int)  # lane, ticket: the newest job of the lane has come to its end
    failed = Signal(
        str, int, object
    )  # lane, ticket, the exception with its traceback; replaced jobs tell theirs too

    handed = Signal(object)  # to the worker: a Job
    halted = Signal(str)  # to the worker: a lane

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.tickets = 0
        self.newest: dict[str, Job] = {}
        self.closed = False
        self.worker = Worker()
        self.worker_thread = QThread()
        self.worker_thread.setObjectName("background")
        self.worker.moveToThread(self.worker_thread)
        queued = Qt.ConnectionType.QueuedConnection
        self.handed.connect(self.worker.take, queued)
        self.halted.connect(self.worker.drop, queued)
        self.worker.ended.connect(self.settle, queued)
        # The thread's last act, so the iterators are closed where they were drawn from.
        self.worker_thread.finished.connect(self.worker.close, Qt.ConnectionType.DirectConnection)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)
        self.worker_thread.start()

    def start(self, lane: str, iterator: Iterator[object]) -> int:
        """Draw from `iterator` in place of what `lane` has; return its ticket.

        Once the background is closed nothing is drawn any more.
        """
        self.tickets += 1
        if not self.closed:
            job = Job(lane, self.tickets, iterator)
            self.newest[lane] = job
            self.handed.emit(job)
        return self.tickets

    def stop(self, lane: str) -> None:
        """Close the iterator of `lane` at its next yield and forget what it has yielded."""
        if self.newest.pop(lane, None) is not None:
            self.halted.emit(lane)

    def busy(self, lane: str) -> bool:
        """Whether `lane` has work whose end has not been told."""
        job = self.newest.get(lane)
        return job is not None and not job.ended

    def latest(self, lane: str) -> tuple[int, object] | None:
        """Ticket and last item of the newest job of `lane`, ended or not; None before an item."""
        job = self.newest.get(lane)
        return job.latest if job is not None else None

    @Slot(object)
    def settle(self, job: Job) -> None:
        """Tell the end of a job: a failure always, a success only while it is the newest."""
        if self.closed:
            return
        job.ended = True
        if job.error is not None:
            self.failed.emit(job.lane, job.ticket, job.error)
        elif self.newest.get(job.lane) is job:
            self.finished.emit(job.lane, job.ticket)

    @Slot()
    def close(self) -> None:
        """Stop at the next yield, close all iterators, wait for the thread; twice is harmless."""
        self.closed = True
        self.newest.clear()
        self.worker_thread.quit()
        self.worker_thread.wait()
