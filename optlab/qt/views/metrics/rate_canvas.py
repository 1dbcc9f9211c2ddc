"""ROC and precision-recall curves, on which the threshold can be dragged.

Of two classes one curve over the training and one over the test samples are drawn, and the point of
the threshold on the one that counts. Of more, one curve per class against all others, and no point:
the likeliest class is said, whatever the threshold.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.metrics import ClassificationReport
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.frame import Frame, inside, paint_axes
from optlab.qt.views.metrics.rates import Kind, Rates, corners, here, rates, threshold_near
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.points import class_look
from optlab.qt.views.strokes import draw_polyline, pen
from optlab.session.numbers import figure

STEP, LEAP = 0.01, 0.1
"""How far a key moves the threshold, alone and with Shift."""
AIR = 0.02
"""Beyond 0 and 1, so that a point at an end is whole."""
DOTS = (1.5, 2.5)
KEY = 0.6
"""How much of the frame's height the names of several classes may take."""


class RateCanvas(QWidget):
    """Draws a kind of curve; `threshold_chosen` tells what a person dragged or typed."""

    threshold_chosen = Signal(float)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self._report: ClassificationReport | None = None
        self._other: ClassificationReport | None = None
        self._racer = 0
        name = tr("ROC curve") if kind == "roc" else tr("Precision-recall curve")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(140, 100)
        PictureActions(self, name)

    def show_quality(self, quality: Quality) -> None:
        """Draw the curve of the samples told in detail, and faintly that of the others."""
        report, other = quality.report, quality.other
        if not isinstance(report, ClassificationReport):
            return
        self._report, self._racer = report, quality.racer
        self._other = other if isinstance(other, ClassificationReport) else None
        two = len(report.class_names) == 2
        self.setCursor(Qt.CursorShape.PointingHandCursor if two else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._help(report))
        self.update()

    def _help(self, report: ClassificationReport) -> str:
        names = report.class_names
        yes = names[-1]
        if len(names) > 2:
            areas = (figure(rates(report, self._kind, label).area) for label in range(len(names)))
            lines = [f"{name}: {area}" for name, area in zip(names, areas, strict=True)]
            head = tr("A curve for every class against all others. Areas below them:")
            return "\n".join([head, *lines])
        if self._kind == "roc":
            return tr(
                "Upwards: the share of all “{yes}” that is found. Across: the share of the others "
                "that is called “{yes}” by mistake. Drag, or use the arrow keys, to move the "
                "threshold.",
                yes=yes,
            )
        return tr(
            "Across: the share of all “{yes}” that is found. Upwards: how much of what is called "
            "“{yes}” is. Drag, or use the arrow keys, to move the threshold.",
            yes=yes,
        )

    def frame(self) -> Frame:
        """A square of shares."""
        rect = inside(self.width(), self.height())
        side = min(rect.width(), rect.height())
        left = rect.left() + (rect.width() - side) / 2.0
        span = -AIR, 1.0 + AIR
        return Frame(QRectF(left, rect.top(), side, side), span, span)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, what a coin would give, curves, the point of the threshold, the areas."""
        del event
        report = self._report
        if report is None:
            return
        frame, palette = self.frame(), theme.current()
        painter = QPainter(self)
        names = (tr("false alarms"), tr("found"))
        if self._kind == "precision-recall":
            names = (tr("recall"), tr("precision"))
        paint_axes(painter, frame, *names, grid=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._kind == "roc":
            painter.setPen(pen(palette.muted, 1.0, (5.0, 4.0)))
            painter.drawLine(frame.place(0.0, 0.0), frame.place(1.0, 1.0))
        if len(report.class_names) == 2:
            self._paint_two(painter, frame, report)
        else:
            self._paint_several(painter, frame, report)
        if self.hasFocus():
            painter.setPen(pen(palette.accent, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.rect)

    def _paint_two(self, painter: QPainter, frame: Frame, report: ClassificationReport) -> None:
        palette, look = theme.current(), theme.racer(self._racer)
        shown = rates(report, self._kind, 1)
        if self._other is not None:
            other = rates(self._other, self._kind, 1)
            self._paint_curve(painter, frame, other, look.colour, DOTS)
        self._paint_curve(painter, frame, shown, look.colour, ())
        x, y = here(report, self._kind)
        if math.isfinite(x) and math.isfinite(y):
            size = sized(6) * palette.marble_scale
            shape = marker_path(look.marker, frame.place(x, y), size)
            painter.setPen(pen(palette.panel, 1.5))
            painter.setBrush(QColor(look.colour))
            painter.drawPath(shape)
        self._paint_area(painter, frame, shown)

    def _paint_several(self, painter: QPainter, frame: Frame, report: ClassificationReport) -> None:
        """A curve per class, and as many names with areas as there is room for."""
        palette, metrics = theme.current(), QFontMetricsF(font(LABEL))
        line = metrics.lineSpacing()
        room = int(KEY * frame.rect.height() // line)
        use_font(painter, LABEL)
        for label, name in enumerate(report.class_names):
            shown, (colour, shape) = rates(report, self._kind, label), class_look(label)
            self._paint_curve(painter, frame, shown, colour, ())
            if label >= room or len(report.class_names) > room:
                continue
            text = f"{name}  {figure(shown.area)}"
            y = frame.rect.bottom() - 8.0 - line * (len(report.class_names) - 1 - label)
            x = frame.rect.right() - metrics.horizontalAdvance(text) - 8.0
            if self._kind == "precision-recall":
                x = frame.rect.left() + 24.0
            mark = QPointF(x - 9.0, y - metrics.xHeight() / 2.0)
            painter.fillPath(marker_path(shape, mark, 4.0), QColor(colour))
            painter.setPen(QColor(palette.text))
            painter.drawText(QPointF(x, y), text)

    def _paint_curve(
        self, painter: QPainter, frame: Frame, shown: Rates, colour: str, dash: tuple[float, ...]
    ) -> None:
        if shown.known:
            painter.setPen(pen(colour, 1.2 if dash else 2.0, dash))
            draw_polyline(painter, frame.places(corners(shown, self._kind)))

    def _paint_area(self, painter: QPainter, frame: Frame, shown: Rates) -> None:
        palette = theme.current()
        text = tr("area {area}", area=figure(shown.area))
        if not shown.known:
            text = tr("no curve: it takes samples of both classes")
        metrics = QFontMetricsF(font(LABEL))
        at = QPointF(
            frame.rect.right() - metrics.horizontalAdvance(text) - 8.0, frame.rect.bottom() - 8.0
        )
        use_font(painter, LABEL)
        painter.setPen(QColor(palette.text))
        painter.drawText(at, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the threshold to the point of the curve under the mouse."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the threshold along the curve."""
        report = self._report
        if not event.buttons() & Qt.MouseButton.LeftButton or report is None:
            return
        if len(report.class_names) == 2:
            shown = rates(report, self._kind, 1)
            threshold = threshold_near(shown, *self.frame().data(event.position()))
            if threshold is not None:
                self.threshold_chosen.emit(threshold)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, or down and up, move the threshold."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        way = ways.get(Qt.Key(event.key()), 0)
        if not way or self._report is None or len(self._report.class_names) > 2:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moved = self._report.threshold + way * (LEAP if shifted else STEP)
        self.threshold_chosen.emit(min(max(round(moved, 4), 0.0), 1.0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Square but for the numbers around it."""
        return QSize(240, 200)
