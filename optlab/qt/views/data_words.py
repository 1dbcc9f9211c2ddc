"""What stands beside the picture of the data: one racer's result, and the key to the points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import fix, sized
from optlab.qt.theme.palette import Marker
from optlab.qt.views.colours import image, viridis
from optlab.qt.views.distance_bars import DistanceBars
from optlab.qt.views.feature_plane import target_span, with_unit
from optlab.qt.views.fitting_words import Words
from optlab.qt.views.points import paint_class
from optlab.qt.views.spread import Spread, SpreadBars
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import ElidedLabel
from optlab.session.numbers import figure

Sign = int | Literal["filled", "hollow", "square", "wrong", "batch", "levels"]
"""The class of a point, or how points of any class are told apart."""


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

    @property
    def has_entries(self) -> bool:
        """Whether there is anything to explain."""
        return bool(self._entries)

    def show_key(self, objective: FittingObjective | None) -> None:
        """Explain the points of `objective`; nothing without data."""
        entries = tuple(_entries(objective)) if objective else ()
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName(", ".join(text for _, text in entries))
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, sized(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Signs and words in one line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        use_font(painter, LABEL)
        metrics, x = QFontMetrics(font(LABEL)), 0.0
        for sign, text in self._entries:
            wide, width = _sign_width(sign), metrics.horizontalAdvance(text)
            if x + wide + 4.0 + width > self.width():
                break
            _paint_sign(painter, QRectF(x, 0.0, wide, self.height()), sign)
            painter.setPen(QColor(theme.current().muted))
            words = QRectF(x + wide + 4.0, 0.0, width + 4.0, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
            x += wide + 4.0 + width + 16.0


class _Marker(QWidget):
    """The marker of one racer."""

    def __init__(self) -> None:
        super().__init__()
        self._look = 0
        fix(self, width=12, height=20)

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
        centre = QPointF(self.width() / 2.0, self.height() / 2.0)
        painter.fillPath(marker_path(look.marker, centre, sized(4.5)), QColor(look.colour))


def _entries(objective: FittingObjective) -> Iterator[tuple[Sign, str]]:
    """What is to be explained, the most needed first: the last ones may find no room."""
    train = objective.train
    if train.image:
        return
    yield from enumerate(train.class_names)
    ground = objective.task == "regression" and train.features.shape[1] == 2
    if ground:
        yield "levels", _levels(objective)
    yield "filled", tr("training")
    if objective.has_test:
        yield ("square" if ground else "hollow"), tr("test")
    if train.class_names and train.features.shape[1] > 2:
        yield "wrong", tr("mistake")
    if not objective.exact and (train.class_names or train.features.shape[1] < 3):
        yield "batch", tr("next batch")


def _levels(objective: FittingObjective) -> str:
    """What the colours of a map of numbers mean."""
    train = objective.train
    low, high = target_span(train, objective.test)
    name = with_unit(train.target_name, train.target_unit)
    return tr("{name} from {low} to {high}", name=name, low=figure(low), high=figure(high))


def _sign_width(sign: Sign) -> float:
    return float(sized(36 if sign == "levels" else 10))


def _paint_sign(painter: QPainter, room: QRectF, sign: Sign) -> None:
    place = room.center()
    if isinstance(sign, int):
        paint_class(painter, place, sign, sized(4.5), hollow=False)
    elif sign == "levels":
        painter.drawImage(room.adjusted(0.0, 6.0, 0.0, -6.0), image(viridis()[None, :]))
    else:
        outlined = sign in {"wrong", "batch"}
        ink = QColor(theme.current().text if outlined else theme.current().muted)
        painter.setPen(QPen(ink, 1.2))
        solid = sign in {"filled", "square"}
        painter.setBrush(ink if solid else QColor(theme.current().panel))
        size = sized(5.0 if outlined else 4.0)
        shapes: dict[Sign, Marker] = {"square": "square", "batch": "diamond"}
        painter.drawPath(marker_path(shapes.get(sign, "disc"), place, size))
