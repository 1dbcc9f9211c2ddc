"""One thread draws from iterators: order, replacement, failure, closing, and a live GUI."""

from __future__ import annotations

import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from optlab.qt.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    threads = threading.active_count()
    made = Background()
    yield made
    made.close()
    assert made.worker_thread.isFinished()
    assert threading.active_count() == threads


class Notes(QObject):
    """Writes down what a background tells, and on which thread."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.finished: list[tuple[str, int]] = []
        self.failed: list[tuple[str, int, Exception]] = []
        self.threads: set[QThread] = set()
        background.finished.connect(self.note_finished)
        background.failed.connect(self.note_failed)

    @Slot(str, int)
    def note_finished(self, lane: str, ticket: int) -> None:
        self.finished.append((lane, ticket))
        self.threads.add(QThread.currentThread())

    @Slot(str, int, object)
    def note_failed(self, lane: str, ticket: int, error: Exception) -> None:
        self.failed.append((lane, ticket, error))
        self.threads.add(QThread.currentThread())


def endless(closed: list[str], name: str) -> Iterator[str]:
    try:
        while True:
            yield name
    finally:
        closed.append(name)


def failing() -> Iterator[int]:
    yield 1
    raise ArithmeticError("the third digit is wrong")


def sit(seconds: float) -> None:
    """Keep the interpreter busy, as the engine does."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def working(seconds: float) -> Iterator[None]:
    while True:
        sit(seconds)
        yield


def test_items_are_drawn_in_order_off_the_gui_thread(background: Background, qtbot: QtBot) -> None:
    drawn: list[int] = []
    threads: set[int] = set()

    def count() -> Iterator[int]:
        for number in range(500):
            drawn.append(number)
            threads.add(threading.get_ident())
            yield number

    notes = Notes(background)
    ticket = background.start("training", count())
    assert background.busy("training")
    qtbot.waitUntil(lambda: notes.finished == [("training", ticket)])
    assert drawn == list(range(500))
    assert threads.isdisjoint({threading.get_ident()})
    assert notes.threads == {QThread.currentThread()}
    assert background.latest("training") == (ticket, 499)
    assert not background.busy("training")


def test_a_lane_without_work_has_nothing_to_show(background: Background) -> None:
    assert background.latest("surface") is None
    assert not background.busy("surface")
    background.stop("surface")


def test_an_iterator_that_yields_nothing_finishes(background: Background, qtbot: QtBot) -> None:
    with qtbot.waitSignal(background.finished) as told:
        ticket = background.start("surface", iter(()))
    assert told.args == ["surface", ticket]
    assert background.latest("surface") is None


def test_a_replaced_iterator_is_closed_and_never_shows(
    background: Background, qtbot: QtBot
) -> None:
    notes = Notes(background)
    closed: list[str] = []
    background.start("surface", endless(closed, "old"))
    qtbot.waitUntil(lambda: background.latest("surface") is not None)
    newer = background.start("surface", iter(["new"]))
    assert background.latest("surface") in (None, (newer, "new"))
    qtbot.waitUntil(lambda: not background.busy("surface"))
    assert closed == ["old"]
    assert background.latest("surface") == (newer, "new")
    assert notes.finished == [("surface", newer)]


def test_an_end_that_was_on_its_way_when_its_job_was_replaced_is_not_told(
    background: Background, qtbot: QtBot
) -> None:
    notes = Notes(background)
    exhausted = threading.Event()

    def short() -> Iterator[int]:
        yield 1
        exhausted.set()

    background.start("surface", short())
    assert exhausted.wait(5)  # the GUI's event loop stands still, so the end waits in its queue
    newer = background.start("surface", iter([2]))
    qtbot.waitUntil(lambda: not background.busy("surface"))
    assert notes.finished == [("surface", newer)]


def test_a_stopped_lane_forgets_what_it_showed(background: Background, qtbot: QtBot) -> None:
    notes = Notes(background)
    closed: list[str] = []
    background.start("training", endless(closed, "stopped"))
    qtbot.waitUntil(lambda: background.latest("training") is not None)
    background.stop("training")
    assert background.latest("training") is None
    assert not background.busy("training")
    qtbot.waitUntil(lambda: closed == ["stopped"])
    assert notes.finished == notes.failed == []


def test_an_exception_arrives_with_its_traceback_and_the_worker_goes_on(
    background: Background, qtbot: QtBot
) -> None:
    notes = Notes(background)
    ticket = background.start("training", failing())
    qtbot.waitUntil(lambda: bool(notes.failed))
    [(lane, told, error)] = notes.failed
    assert (lane, told) == ("training", ticket)
    assert str(error) == "the third digit is wrong"
    assert "in failing" in "".join(traceback.format_exception(error))
    assert notes.finished == []
    assert not background.busy("training")
    assert background.latest("training") == (ticket, 1)
    with qtbot.waitSignal(background.finished):
        background.start("training", iter([1]))


def test_an_exception_while_closing_arrives_too(background: Background, qtbot: QtBot) -> None:
    def stubborn() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            raise OSError("cannot give it back")

    notes = Notes(background)
    ticket = background.start("training", stubborn())
    qtbot.waitUntil(lambda: background.latest("training") is not None)
    background.start("training", iter([2]))
    qtbot.waitUntil(lambda: bool(notes.failed) and bool(notes.finished))
    assert [failed[:2] for failed in notes.failed] == [("training", ticket)]
    assert notes.finished == [("training", ticket + 1)]


def test_lanes_take_turns(background: Background, qtbot: QtBot) -> None:
    order: list[str] = []
    everything_is_handed_over = threading.Event()

    def gate() -> Iterator[None]:
        assert everything_is_handed_over.wait(5)
        yield

    def writing(name: str) -> Iterator[None]:
        for _ in range(20):
            order.append(name)
            yield

    background.start("gate", gate())
    lanes = ("training", "surface", "search")
    for lane in lanes:
        background.start(lane, writing(lane))
    everything_is_handed_over.set()
    qtbot.waitUntil(lambda: not any(map(background.busy, lanes)))
    assert order == list(lanes) * 20


def test_ten_thousand_replacements_close_every_iterator(
    background: Background, qtbot: QtBot
) -> None:
    notes = Notes(background)
    alive: weakref.WeakSet[Counted] = weakref.WeakSet()
    closed: list[int] = []
    for number in range(10_000):
        counted = Counted(number, closed)
        alive.add(counted)
        assert background.start(("training", "surface")[number % 2], counted) == number + 1
        del counted
    background.stop("training")
    background.stop("surface")
    qtbot.waitUntil(lambda: len(closed) == 10_000)
    assert sorted(closed) == list(range(10_000))
    assert notes.finished == notes.failed == []
    qtbot.waitUntil(lambda: len(alive) == 0)


class Counted:
    """An endless iterator that is not a generator and writes down that it was closed."""

    def __init__(self, number: int, closed: list[int]) -> None:
        self.number = number
        self.closed = closed

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return self.number

    def close(self) -> None:
        self.closed.append(self.number)


def test_closing_while_everything_runs_leaves_no_thread_and_tells_nothing(qtbot: QtBot) -> None:
    threads = threading.active_count()
    closed: list[str] = []
    background = Background()
    notes = Notes(background)
    for lane in ("training", "surface", "search"):
        background.start(lane, endless(closed, lane))
    background.start("short", iter(range(3)))
    qtbot.waitUntil(lambda: background.latest("search") is not None)
    notes.finished.clear()
    background.close()
    background.close()
    assert sorted(closed) == ["search", "surface", "training"]
    assert background.worker_thread.isFinished()
    assert threading.active_count() == threads
    assert background.start("late", endless(closed, "late")) > 0
    assert not background.busy("late")
    background.stop("late")
    qtbot.wait(0)
    assert notes.finished == notes.failed == []


def test_many_backgrounds_start_and_close(qtbot: QtBot) -> None:
    threads = threading.active_count()
    for _ in range(50):
        background = Background()
        background.start("training", working(0.0005))
        background.close()
    assert threading.active_count() == threads


class Ticks(QObject):
    """Counts the ticks of a 16 ms timer and the seconds between them."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.tick)
        self.timer.start(16)

    @Slot()
    def tick(self) -> None:
        self.times.append(time.perf_counter())


def test_the_gui_stays_alive_while_the_worker_is_flat_out(
    background: Background, qtbot: QtBot
) -> None:
    background.start("training", working(0.008))
    background.start("surface", working(0.008))
    ticks = Ticks()
    qtbot.waitUntil(lambda: len(ticks.times) >= 120)
    ticks.timer.stop()
    assert np.median(np.diff(ticks.times)) < 0.025


class Relay(QObject):
    """Emits to itself, with the arguments that a broken PySide loses references to."""

    sent = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.received = 0
        self.sent.connect(self.receive)

    @Slot(object, bool)
    def receive(self, nothing: None, flag: bool) -> None:
        assert nothing is None
        assert flag is True
        self.received += 1


def test_thousands_of_signals_and_hundreds_of_paints_keep_the_interpreter_alive(
    qtbot: QtBot,
) -> None:
    """PySide6 6.12.0 on Python 3.11 loses references to None and True here until it aborts."""
    relay = Relay()
    for _ in range(5_000):
        relay.sent.emit(None, True)
    assert relay.received == 5_000
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    strokes: list[Callable[[QPainter], None]] = [
        lambda painter: painter.drawLine(0, 0, 63, 63),
        lambda painter: painter.fillRect(8, 8, 16, 16, QColor("black")),
        lambda painter: painter.drawText(4, 40, "loss"),
        lambda painter: painter.setRenderHint(QPainter.RenderHint.Antialiasing, True),
    ]
    for _ in range(500):
        painter = QPainter(image)
        for stroke in strokes:
            stroke(painter)
        painter.end()
    assert image.pixelColor(10, 10) == QColor("black")
