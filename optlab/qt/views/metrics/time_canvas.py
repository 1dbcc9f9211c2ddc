"""A metric over time beside the loss: the loss falls evenly, what people ask for moves in stairs.

The metric is known at some of the recorded steps only, the loss is thinned to as many points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array, Counts
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.curves import horizon, known, linear_range, thin
from optlab.qt.views.frame import BOTTOM, LEFT, RIGHT, TOP, Frame, Interval, paint_axes
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_polyline, pen
from optlab.session.moment import Moment
from optlab.session.quality import Course

POINTS = 300
"""Drawn of one loss curve."""
AHEAD = 0.32
"""How much of its colour a curve keeps beyond the cursor."""
WIDE, HIGH = 400, 250
"""Pixels from which two charts stand beside each other, or one above the other."""
DOTS = (1.5, 2.5)


@dataclass(frozen=True, eq=False)
class Series:
    """One curve: points (k,) of x and y, nan left out, whose it is, and whether of the test."""

    x: Array
    y: Array
    racer: int
    test: bool


class TimeCanvas(QWidget):
    """Draws the courses of all racers; a click or a key moves the cursor."""

    cursor_dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Metric over time"))
        self.setToolTip(
            tr(
                "Solid: training samples. Dotted: test samples. Faint: beyond the cursor. "
                "Click or drag to look at another step."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setMinimumSize(140, 100)
        PictureActions(self, tr("Metric over time"))
        self._moment: Moment | None = None
        self._courses: tuple[Course, ...] = ()
        self._racer = 0
        self._share = True
        self._veiled = False

    def show_courses(
        self, moment: Moment, courses: tuple[Course, ...], racer: int, *, share: bool
    ) -> None:
        """Draw the `courses` of all racers so far, `racer`'s in front; `share` ends at 1."""
        self._moment, self._courses, self._racer, self._share = moment, courses, racer, share
        self.update()

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        if on is not self._veiled:
            self._veiled = on
            self.update()

    def frames(self) -> list[QRectF]:
        """Where the metric is drawn, and where the loss if there is room for both."""
        width, height = self.width(), self.height()
        boxes = [QRectF(0, 0, width, height)]
        if width >= sized(WIDE):
            boxes = [QRectF(0, 0, width / 2, height), QRectF(width / 2, 0, width / 2, height)]
        elif height >= sized(HIGH):
            boxes = [QRectF(0, 0, width, height / 2), QRectF(0, height / 2, width, height / 2)]
        left, top, right, bottom = (sized(each) for each in (LEFT, TOP, RIGHT, BOTTOM))
        return [box.adjusted(left, top, -right, -bottom) for box in boxes]

    def measures(self) -> list[Series]:
        """The curves of the metric, the chosen racer's last and so in front."""
        made: list[Series] = []
        for racer, course in enumerate(self._courses):
            for y, test in ((course.test, True), (course.train, False)):
                there = np.isfinite(y) & self._told(course.steps)
                made.append(Series(course.steps[there].astype(float), y[there], racer, test))
        return sorted(made, key=lambda each: each.racer == self._racer)

    def losses(self) -> list[Series]:
        """The curves of the loss, in the same order."""
        if self._moment is None:
            return []
        made: list[Series] = []
        for racer in range(len(self._moment.experiment.racers)):
            track = self._moment.recording.track(racer)
            for column, test in ((track.test_loss, True), (track.train_loss, False)):
                y = known(column)
                y = y[self._told(track.steps[: len(y)])]
                made.append(
                    Series(*thin(track.steps[: len(y)].astype(float), y, POINTS), racer, test)
                )
        return sorted(made, key=lambda each: each.racer == self._racer)

    def _told(self, steps: Counts) -> NDArray[np.bool]:
        """Which of the steps (k,) are shown: under a veil none ahead of the cursor."""
        last = self._moment.cursor if self._veiled and self._moment else np.inf
        return steps <= last

    def paintEvent(self, event: QPaintEvent) -> None:
        """The metric, and where there is room the loss."""
        del event
        moment = self._moment
        if moment is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metric, rects = self.measures(), self.frames()
        name = tr("accuracy") if self._share else tr("RMSE")
        if not any(len(each.x) for each in metric):
            painter.setPen(theme.current().muted)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("counting …"))
            return
        span = (0.0, 1.0) if self._share else linear_range([each.y for each in metric])
        self._paint_chart(painter, Frame(rects[0], self._across(moment), span), name, metric)
        if len(rects) > 1:
            losses = self.losses()
            span = linear_range([each.y for each in losses])
            frame = Frame(rects[1], self._across(moment), span)
            self._paint_chart(painter, frame, tr("loss"), losses)

    def _across(self, moment: Moment) -> Interval:
        recording = moment.recording
        if self._veiled:  # that it ends early would be told, too
            return 0.0, max(float(moment.experiment.steps), 1.0)
        reached = float(recording.reached)
        whole = reached if recording.finished else horizon(reached, float(moment.experiment.steps))
        return 0.0, max(whole, 1.0)

    def _paint_chart(
        self, painter: QPainter, frame: Frame, name: str, series: list[Series]
    ) -> None:
        palette, moment = theme.current(), self._moment
        if moment is None:
            return
        paint_axes(painter, frame, tr("update"), name, grid=True)
        painter.save()
        painter.setClipRect(frame.rect.adjusted(-2.0, -2.0, 2.0, 2.0))
        for each in series:
            colour = theme.racer(each.racer).colour
            width = (1.2 if each.test else 1.75) * (1.0 if each.racer == self._racer else 0.7)
            dash = DOTS if each.test else ()
            cut = int(np.searchsorted(each.x, moment.cursor, side="right"))
            places = frame.places(np.column_stack([each.x, np.clip(each.y, -1e200, 1e200)]))
            places = np.clip(places, -1e5, 1e5)
            painter.setPen(pen(mixed(colour, palette.panel, AHEAD), width, dash))
            draw_polyline(painter, places[max(cut - 1, 0) :])
            painter.setPen(pen(colour, width, dash))
            draw_polyline(painter, places[:cut])
        painter.restore()
        painter.setPen(pen(palette.muted, 1.0, (4.0, 3.0)))
        x = frame.place(float(moment.cursor), frame.y[0]).x()
        painter.drawLine(round(x), round(frame.rect.top()), round(x), round(frame.rect.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the cursor there."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging takes it along."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._moment is not None:
            boxes, at = self.frames(), event.position()
            box = min(boxes, key=lambda box: abs((box.center() - at).manhattanLength()))
            step = Frame(box, self._across(self._moment), (0.0, 1.0)).data(at)[0]
            self._seek(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the cursor by an update, with Shift by ten."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not way or self._moment is None:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._seek(self._moment.cursor + way * (10 if shifted else 1))

    def _seek(self, step: float) -> None:
        if self._moment is not None and math.isfinite(step):
            self.cursor_dragged.emit(min(max(round(step), 0), self._moment.recording.reached))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Two charts."""
        return QSize(420, 200)
