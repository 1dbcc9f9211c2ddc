"""Errors of a regression over what was predicted: a good model leaves a level, shapeless cloud."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.engine.metrics import RegressionReport
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views import points
from optlab.qt.views.colours import mixed
from optlab.qt.views.feature_plane import with_unit
from optlab.qt.views.frame import Frame, Interval, inside, paint_axes
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_dots, pen
from optlab.qt.views.ticks import rung_above

BAND = 0.12
"""How strong the band of the typical error is."""


class ResidualCanvas(QWidget):
    """Training samples are filled, test samples hollow; the band is as wide as the RMSE."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Errors over predictions"))
        self.setToolTip(
            tr(
                "Every dot is a sample: across what was predicted, upwards predicted minus true. "
                "A bow or a funnel says that the model misses something. The band is ± RMSE."
            )
        )
        self.setMinimumSize(140, 100)
        PictureActions(self, tr("Errors over predictions"))
        self._reports: tuple[RegressionReport, ...] = ()
        self._rmse = 0.0
        self._names = "", ""
        self._racer = 0

    def show_quality(self, quality: Quality) -> None:
        """Draw the errors on both sets of samples, and the band of those told in detail."""
        train, test, told = quality.train, quality.test, quality.report
        if not isinstance(told, RegressionReport):
            return
        self._reports = tuple(each for each in (train, test) if isinstance(each, RegressionReport))
        self._rmse, self._racer = told.rmse, quality.racer
        unit = quality.samples.target_unit
        self._names = with_unit(tr("predicted"), unit), with_unit(tr("error"), unit)
        self.update()

    def frame(self) -> Frame:
        """All that was predicted across, all errors upwards, 0 in the middle."""
        said = np.concatenate([each.predictions for each in self._reports])
        errors = np.concatenate([errors_of(each) for each in self._reports])
        finite = np.isfinite(said) & np.isfinite(errors) & (np.abs(errors) < 1e200)
        across: Interval = (0.0, 1.0)
        reach = 1.0
        if finite.any():
            low, high = float(said[finite].min()), float(said[finite].max())
            air = 0.05 * (high - low) or 1.0
            across = low - air, high + air
            largest = float(np.abs(errors[finite]).max())
            reach = rung_above(largest) if largest > 0.0 else 1.0
        return Frame(inside(self.width(), self.height()), across, (-reach, reach))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, band, the line of exact answers, dots."""
        del event
        if not self._reports:
            return
        frame, palette = self.frame(), theme.current()
        painter = QPainter(self)
        paint_axes(painter, frame, *self._names, grid=True)
        painter.setClipRect(frame.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.racer(self._racer).colour
        if np.isfinite(self._rmse):
            upper = frame.place(frame.x[0], min(self._rmse, frame.y[1]))
            lower = frame.place(frame.x[1], max(-self._rmse, frame.y[0]))
            painter.fillRect(
                round(upper.x()),
                round(upper.y()),
                round(lower.x() - upper.x()),
                max(round(lower.y() - upper.y()), 1),
                mixed(colour, palette.panel, BAND),
            )
        painter.setPen(pen(palette.muted, 1.2, (5.0, 4.0)))
        painter.drawLine(frame.place(frame.x[0], 0.0), frame.place(frame.x[1], 0.0))
        size = 2.0 * points.radius(sum(map(len, self._reports)), frame)
        train, test = (_places(frame, each) for each in self._reports)
        draw_dots(painter, test, colour, size)
        draw_dots(painter, test, palette.panel, size - 2.4)
        draw_dots(painter, train, palette.panel, size + 1.4)
        draw_dots(painter, train, colour, size)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(300, 200)


def errors_of(report: RegressionReport) -> Array:
    """Predicted minus true (n,)."""
    with np.errstate(all="ignore"):
        return report.predictions - report.targets


def _places(frame: Frame, report: RegressionReport) -> Array:
    there = np.column_stack([report.predictions, errors_of(report)])
    return frame.places(there[np.isfinite(there).all(axis=1)])
