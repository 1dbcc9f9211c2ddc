"""What stands beside the picture of the data: one racer's result, and the key to the points."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.views.data_rows import Words
from optlab.qt.views.distance_bars import DistanceBars
from optlab.qt.views.points import paint_class
from optlab.qt.views.spread import Spread, SpreadBars
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import ElidedLabel

Sign = Literal["zero", "one", "train", "test"]


class RacerResult(QWidget):
    """Whose model it is, how good it is, and how its answers are spread.

    A chip draws the misses of a regression into the picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._racer = _Marker()
        self._name = ElidedLabel(role="title")
        self._headline, self._caption = QLabel(), ElidedLabel(role="muted")
        self._headline.setProperty("role", "product")
        self.misses = Chip(
            tr("misses"),
            tr("Draw how far the chosen racer is off each training point: the loss adds these up."),
            checkable=True,
        )
        self.bars = SpreadBars()
        self.distances = DistanceBars()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._racer)
        head.addWidget(self._name, 1)
        head.addWidget(self.misses)
        result = QHBoxLayout()
        result.setSpacing(8)
        result.addWidget(self._headline)
        result.addWidget(self._caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(result)
        column.addWidget(self.bars, 1)
        column.addWidget(self.distances, 1)

    def show_result(self, racer: int, name: str, words: Words, shown: Spread | None) -> None:
        """Show the headline of `words` and the spread; None leaves the room to `distances`."""
        self._racer.show_racer(racer)
        self._name.setText(name)
        self._headline.setText(words.headline)
        self._caption.setText(words.caption)
        self.setAccessibleName(f"{name}: {words.headline} {words.caption}")
        self.bars.setVisible(shown is not None)
        self.distances.setVisible(shown is None)
        self.bars.show_spread(shown, racer)


class PointKey(QWidget):
    """The signs of the points: classes by colour and shape, training filled and test hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._entries: tuple[tuple[Sign, str], ...] = ()

    def show_key(self, objective: FittingObjective | None) -> None:
        """Explain the points of `objective`; nothing without data."""
        entries: list[tuple[Sign, str]] = []
        if objective is not None:
            entries += _class_entries(objective.train)
            entries.append(("train", tr("training")))
            if objective.has_test:
                entries.append(("test", tr("test")))
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleName(", ".join(text for _, text in entries))
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Signs and words in one line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        use_font(painter, LABEL)
        metrics, x = QFontMetrics(font(LABEL)), 5.0
        for sign, text in self._entries:
            place = QPointF(x, self.height() / 2.0)
            if sign in {"zero", "one"}:
                paint_class(painter, place, int(sign == "one"), 4.5, hollow=False)
            else:
                ink = QColor(theme.current().muted)
                painter.setPen(QPen(ink, 1.2))
                painter.setBrush(ink if sign == "train" else QColor(theme.current().panel))
                painter.drawPath(marker_path("disc", place, 4.0))
            painter.setPen(QColor(theme.current().muted))
            width = metrics.horizontalAdvance(text)
            painter.drawText(
                int(x) + 9, 0, width + 4, self.height(), Qt.AlignmentFlag.AlignVCenter, text
            )
            x += 9.0 + width + 16.0


class _Marker(QWidget):
    """The marker of one racer."""

    def __init__(self) -> None:
        super().__init__()
        self._look = 0
        self.setFixedSize(12, 20)

    def show_racer(self, racer: int) -> None:
        """Take the look of `racer`."""
        self._look = racer
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the current theme."""
        del event
        look = theme.racer(self._look)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(6.0, self.height() / 2.0)
        painter.fillPath(marker_path(look.marker, centre, 4.5), QColor(look.colour))


def _class_entries(samples: Samples) -> list[tuple[Sign, str]]:
    signs: tuple[Sign, Sign] = ("zero", "one")
    return list(zip(signs[: len(samples.class_names)], samples.class_names, strict=True))
