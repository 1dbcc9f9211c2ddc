"""Runs in a process of its own: one measurement with a real event loop, answered in JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
from PySide6.QtWidgets import QApplication

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.datasets import Circle
from optlab.engine.models import Mlp
from optlab.engine.slices import PathPlane, cut
from optlab.engine.surface import refine
from optlab.qt.background import Background
from optlab.session.recording import Recording
from optlab.session.training import train
from tests.bench.measure import seconds

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow

SECONDS = 6.0
TICK = 16
LONG = 10_000_000
SIZE = QSize(1280, 800)


class Ticks(QObject):
    """Notes when a timer of 16 ms fires, for some seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self.timer = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.note)

    @Slot()
    def note(self) -> None:
        """Keep the time of this tick."""
        self.times.append(perf_counter())

    def answer(self) -> dict[str, float]:
        """Milliseconds between two ticks: median and 99th percentile."""
        self.timer.start()
        until(lambda: False, SECONDS)
        self.timer.stop()
        apart = np.diff(self.times)[5:] * 1e3
        return {"p50": float(np.median(apart)), "p99": float(np.percentile(apart, 99))}


def until(done: Callable[[], bool], limit: float) -> bool:
    """Let the event loop run until `done`, at most `limit` seconds; say whether it is.

    The loop sleeps between events as that of the program does: one that spins takes the interpreter
    away from the worker.
    """
    end = perf_counter() + limit
    loop, look = QEventLoop(), QTimer(interval=2)
    look.timeout.connect(lambda: loop.quit() if done() or perf_counter() > end else None)
    look.start()
    loop.exec()
    return done()


def tick() -> dict[str, float]:
    """Ticks of an empty program while the worker trains flat out."""
    background = Background()
    experiment = Experiment(steps=LONG)
    recording = Recording(experiment, prepare(experiment))
    background.start("training", train(recording, LONG))
    answer = Ticks().answer()
    background.close()
    return answer


def playing() -> dict[str, float]:
    """Ticks of the real window while it plays as fast as it goes."""
    window = opened(Experiment(steps=LONG))
    window.conductor.set_speed(math.inf)
    window.conductor.play()
    answer = Ticks().answer()
    window.close()
    return answer


def edit() -> dict[str, float]:
    """Milliseconds from a new learning rate until the surface made for it has been painted."""
    window = opened(Experiment())
    conductor = window.conductor
    painted = Painted(window.surface.solid)
    times: list[float] = []
    for number in range(12):
        until(window.settled, 20.0)
        racer = conductor.experiment.racers[0]
        optimizer = replace(racer.optimizer, learning_rate=0.01 + 0.002 * number)
        racers = (replace(racer, optimizer=optimizer), *conductor.experiment.racers[1:])
        before = conductor.moment.surface
        begun = perf_counter()
        conductor.edit(replace(conductor.experiment, racers=racers), "Learning rate")
        painted.wait(lambda before=before: conductor.moment.surface is not before)
        until(lambda: painted.at > 0.0, 5.0)
        times.append((painted.at - begun) * 1e3)
    window.close()
    return {"median": median(times[2:]), "slowest": max(times[2:])}


class Painted(QObject):
    """Notes when a widget is painted for the first time after something has happened."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self.at = 0.0
        self.ready: Callable[[], bool] = bool
        widget.installEventFilter(self)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait for the first picture for which `ready` is true."""
        self.at, self.ready = 0.0, ready

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint, then look at the clock."""
        if event.type() != QEvent.Type.Paint or self.at or not self.ready():
            return super().eventFilter(watched, event)
        watched.removeEventFilter(self)
        watched.event(event)
        watched.installEventFilter(self)
        self.at = perf_counter()
        return True


def upload() -> dict[str, float]:
    """Milliseconds of CPU from a relief to the graphics card."""
    from optlab.qt.views.gl import platform

    platform.prepare()
    from OpenGL import GL

    from optlab.qt.views.gl.heightfield import HeightField
    from optlab.qt.views.relief import relief

    context, screen = QOpenGLContext(), QOffscreenSurface()
    context.create()
    screen.setFormat(context.format())
    screen.create()
    context.makeCurrent(screen)
    field = HeightField()
    field.initializeGL()
    objective = prepare(Experiment(objective=Fitting(dataset=Circle(), model=Mlp(hidden=(8, 8)))))
    theta = np.random.default_rng(0).normal(size=(50, objective.size)).cumsum(axis=0) * 0.1
    plane = cut(objective, PathPlane(), [theta])
    answer: dict[str, float] = {}
    for size in (101, 201):
        surface = list(refine(objective, plane, (size,)))[-1]
        ground = relief(surface, log=False)
        uploads: list[float] = []
        reliefs: list[float] = []
        for _ in range(40):
            begun = perf_counter()
            field.upload(ground)
            GL.glFinish()
            uploads.append(perf_counter() - begun)
            begun = perf_counter()
            relief(surface, log=False)
            reliefs.append(perf_counter() - begun)
        answer[f"upload {size}"] = median(uploads) * 1e3
        answer[f"relief {size}"] = median(reliefs) * 1e3
    return answer


def painter() -> dict[str, float]:
    """Pictures a second while the camera turns, and milliseconds of one while only marbles move."""
    from optlab.qt.theme import current
    from optlab.qt.views.scene import compose
    from optlab.qt.views.shown import Shown
    from optlab.qt.views.software.view import SurfacePainter
    from optlab.session.moment import moment

    experiment = Experiment()
    objective = prepare(experiment)
    recording = Recording(experiment, objective)
    for _ in train(recording, experiment.steps):
        pass
    paths = [recording.track(racer).path.theta for racer in range(len(experiment.racers))]
    plane = cut(objective, PathPlane(), paths)
    answer: dict[str, float] = {}
    for size in (49, 129):
        surface = list(refine(objective, plane, (size,)))[-1]
        scene = compose(moment(recording, 200, plane, surface), current(), Shown())
        for width, height in ((505, 360), (1000, 600)):
            view = SurfacePainter(current())
            view.resize(width, height)
            view.show()
            view.show_scene(scene)
            until(view.windowHandle().isExposed, 5.0)
            until(lambda view=view: view.settled, 5.0)
            times: list[float] = []
            for _ in range(60):
                begun = perf_counter()
                view.pilot.turn(view.camera.orbited(3.0, 0.0))
                view.repaint()
                times.append(perf_counter() - begun)
            answer[f"{size} {width}x{height}"] = 1.0 / median(times)
            until(lambda view=view: view.settled, 5.0)
            view.repaint()
            times = [seconds(view.repaint) for _ in range(40)]
            answer[f"still {size} {width}x{height}"] = median(times) * 1e3
            view.close()
    return answer


def opened(experiment: Experiment) -> MainWindow:
    """The real window with everything on the screen."""
    from optlab.qt import app

    window = app.open_window(experiment, "light", SIZE)
    until(window.settled, 20.0)
    return window


CASES = {"tick": tick, "playing": playing, "edit": edit, "upload": upload, "painter": painter}


if __name__ == "__main__":
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(["bench"])
    print(json.dumps(CASES[sys.argv[1]]()))
