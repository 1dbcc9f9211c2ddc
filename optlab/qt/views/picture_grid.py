"""Samples that are pictures, each with what the chosen racer's model takes it for.

The pictures never change and are drawn once per size and theme; the answers below them are written
anew for every moment. The first samples are shown, always the same ones, so that one can watch an
answer change while the model learns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.metrics import ClassificationReport
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.answers import Answers
from optlab.qt.views.colours import image, table
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.sample_picture import NOWHERE, SamplePicture
from optlab.session.one_sample import Pick

LEFT, EDGE = 18, 8
"""Pixels before the grid, and on its other sides."""
WORDS = 17
"""Pixels below a picture for the answer."""
SMALLEST, LARGEST = 44, 84
"""Pixels of a picture's side."""
GAP, APART = 10, 18
"""Pixels between rows and between columns, where answers must not touch."""


@dataclass(frozen=True)
class Grid:
    """Where the pictures stand: how many in a row and in a column, the side of one, the gap."""

    columns: int
    rows: int
    side: float
    apart: float

    @classmethod
    def inside(cls, width: float, height: float) -> Grid:
        """As many rows as let pictures be large enough to see, and the columns that then fit."""
        wide, high = width - LEFT - EDGE + APART, height - 2 * EDGE + GAP
        words = sized(WORDS)
        rows = max(int(high // (SMALLEST + words + GAP)), 1)
        side = min(max(high / rows - words - GAP, SMALLEST), LARGEST)
        columns = max(int(wide // (side + APART)), 1)
        spare = max(wide - columns * (side + APART), 0.0) / max(columns - 1, 1)
        return cls(columns, rows, side, APART + min(spare, side))

    def __len__(self) -> int:
        return self.columns * self.rows

    def box(self, place: int) -> QRectF:
        """Where picture `place` stands."""
        row, column = divmod(place, self.columns)
        x = LEFT + column * (self.side + self.apart)
        return QRectF(x, EDGE + row * (self.side + sized(WORDS) + GAP), self.side, self.side)


class PictureGrid(SamplePicture):
    """Pictures with class and certainty; a wrong answer has a cross and the colour of danger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Pictures and answers"))
        self.setMinimumSize(160, 140)
        self.setMouseTracking(True)
        PictureActions(self, tr("Pictures and answers"))
        self._samples: Samples | None = None
        self._report: ClassificationReport | None = None
        self._pictures: QPixmap | None = None
        self._tested = False

    def show_answers(self, answers: Answers) -> None:
        """Show what the chosen racer's model takes the pictures for."""
        if isinstance(answers.report, ClassificationReport):
            if self._samples is not answers.samples:
                self._samples, self._pictures = answers.samples, None
            self._report, self._tested = answers.report, answers.objective.has_test
            self.update()

    def width_for(self, height: int) -> int:
        """As wide as it may be."""
        return 4 * height

    def sample_places(self) -> tuple[Array, Array]:
        """The middles of the pictures that are shown: of one set only."""
        if self._samples is None:
            return NOWHERE, NOWHERE
        grid = self._grid()
        middles = [grid.box(place).center() for place in range(self._count(grid))]
        places = np.array([(middle.x(), middle.y()) for middle in middles]).reshape(-1, 2)
        return (NOWHERE, places) if self._tested else (places, NOWHERE)

    def row_length(self) -> int:
        """One picture lies below the other."""
        return self._grid().columns

    def sample_at(self, at: QPointF) -> Pick | None:
        """The picture under a pixel, its answer included."""
        place = self._place_at(at)
        return None if place is None else Pick(place, self._tested)

    def paint_ring(self, painter: QPainter, centre: QPointF) -> None:
        """A frame just outside the picture's own."""
        side = self._grid().side + 6.0
        painter.drawRect(QRectF(centre.x() - side / 2.0, centre.y() - side / 2.0, side, side))

    def _grid(self) -> Grid:
        return Grid.inside(self.width(), self.height())

    def _count(self, grid: Grid) -> int:
        return min(len(grid), len(self._samples)) if self._samples else 0

    def _place_at(self, at: QPointF) -> int | None:
        grid = self._grid()
        for place in range(self._count(grid)):
            if _room(grid, place).contains(at):
                return place
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pictures, then an answer below each."""
        del event
        samples, report = self._samples, self._report
        if samples is None or report is None:
            return
        grid = self._grid()
        if self._pictures is None:
            self._pictures = self._drawn(samples, grid)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._pictures)
        for place in range(self._count(grid)):
            self._paint_answer(painter, grid.box(place), report, place)
        self.paint_pick(painter)

    def _paint_answer(
        self, painter: QPainter, box: QRectF, report: ClassificationReport, place: int
    ) -> None:
        palette, said = theme.current(), int(report.said[place])
        right = said == int(report.targets[place])
        below = box.adjusted(-APART / 2, box.height() + 2.0, APART / 2, float(sized(WORDS)))
        painter.setPen(QPen(QColor(palette.border if right else palette.danger), 1 if right else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        ink = QColor(palette.muted if right else palette.danger)
        use_font(painter, LABEL, strong=not right)
        text = "—"
        if said >= 0:
            text = f"{report.class_names[said]}  {report.probabilities[said, place]:.0%}"
        painter.setPen(ink)
        if not right:
            width = painter.fontMetrics().horizontalAdvance(text)
            cross = QPointF(below.center().x() - width / 2.0 - 3.0, below.center().y())
            painter.save()
            painter.translate(cross)
            painter.rotate(45.0)
            painter.fillPath(marker_path("cross", QPointF(), 4.0), ink)
            painter.restore()
            below.translate(5.0, 0.0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _drawn(self, samples: Samples, grid: Grid) -> QPixmap:
        scale = self.devicePixelRatioF()
        made = QPixmap(self.size() * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        for place in range(self._count(grid)):
            painter.drawImage(grid.box(place), pixels(samples, place))
        painter.end()
        return made

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say in words what is under the mouse."""
        place = self._place_at(event.position())
        if self._report is None or place is None:
            QToolTip.hideText()
            return
        words, room = in_words(self._report, place), _room(self._grid(), place).toRect()
        QToolTip.showText(event.globalPosition().toPoint(), words, self, room)

    def resizeEvent(self, event: QEvent) -> None:
        """The pictures are drawn for one size."""
        del event
        self._pictures = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._pictures = None
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Two rows of eight."""
        return QSize(480, 230)


def _room(grid: Grid, place: int) -> QRectF:
    """A picture and the answer below it."""
    return grid.box(place).adjusted(0.0, 0.0, 0.0, sized(WORDS))


def pixels(samples: Samples, place: int) -> QImage:
    """One sample from paper to ink; raises ValueError where samples are no pictures."""
    if samples.image is None:
        raise ValueError("These samples are no pictures.")
    palette = theme.current()
    share = np.clip(samples.features[place].reshape(samples.image), 0.0, 1.0)
    return image(table([palette.panel, palette.text])[(share * 255.99).astype(np.uint8)])


def in_words(report: ClassificationReport, place: int) -> str:
    """Verdict on one picture, as in `Taken for 7 (63 %), but it is 1. Next: 1 (30 %).`."""
    names, said = report.class_names, int(report.said[place])
    true = names[int(report.targets[place])]
    if said < 0:
        return tr("It is {true}; the model gives no number.", true=true)
    likely = report.probabilities[:, place]
    order = np.argsort(-likely, kind="stable")
    after = int(order[1] if order[0] == said else order[0])
    sure, next_ = f"{likely[said]:.0%}", f"{likely[after]:.0%}"
    if names[said] == true:
        verdict = tr("Taken for {said} ({sure}), which is right.", said=true, sure=sure)
    else:
        verdict = tr(
            "Taken for {said} ({sure}), but it is {true}.", said=names[said], sure=sure, true=true
        )
    return f"{verdict} {tr('Next: {name} ({sure}).', name=names[after], sure=next_)}"
