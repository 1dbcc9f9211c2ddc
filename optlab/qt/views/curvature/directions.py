"""Directions in which the ground bends on its own, and the parameters that make them up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.engine.arrays import Array
from optlab.engine.curvature import Spectrum
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.pictures import PictureActions
from optlab.session.numbers import figure, percent

ENDS = 2
"""Directions shown of each end of the spectrum."""
MOST_PARTS = 8
HEAD, ROW, NARROWEST, GAP = 36, 16, 108, 16
"""Pixels of the words above a direction, of a parameter, and across."""
NAME = 0.5
"""Share of the width that the name of a parameter has."""


@dataclass(frozen=True)
class Direction:
    """A curvature, its share of the loss above the bottom (nan: unknown), and its parameters.

    `parts` are the names of the parameters that count most in it, with their components.
    """

    title: str
    curvature: float
    share: float
    parts: tuple[tuple[str, float], ...]


def directions(known: Spectrum, names: tuple[str, ...], *, split: bool) -> tuple[Direction, ...]:
    """The steepest and the flattest directions; `split` the loss between them where it can be."""
    count = len(known.curvatures)
    rows = range(count - 1, -1, -1)
    chosen = list(rows) if count <= 2 * ENDS else [*rows[:ENDS], *rows[-ENDS:]]
    heights = known.heights(known.theta) if split else np.full(count, np.nan)
    total = float(heights.sum())
    shares = heights / total if total > 0.0 else np.full(count, np.nan)
    made: list[Direction] = []
    for place, row in enumerate(chosen):
        if count == 1:
            title = tr("the only direction")
        elif place == 0:
            title = tr("steepest")
        elif place == len(chosen) - 1:
            title = tr("flattest") if known.smallest >= 0.0 else tr("bends down most")
        else:
            title = tr("number {place} of {count}", place=count - row, count=count)
        parts = _parts(known.directions[row], names)
        made.append(Direction(title, float(known.curvatures[row]), float(shares[row]), parts))
    return tuple(made)


def _parts(direction: Array, names: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    order: list[int] = np.argsort(-np.abs(direction))[:MOST_PARTS].tolist()
    # A direction has no front: its largest part counts as upwards.
    sign = math.copysign(1.0, float(direction[order[0]]))
    return tuple((names[row], sign * float(direction[row])) for row in order)


class DirectionBars(QWidget):
    """Draws Directions side by side, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Directions of curvature"))
        self.setToolTip(
            tr(
                "The ground bends along each of these directions on its own; λ is its curvature. A "
                "bar is how much of a parameter is in it; the share is that of the loss above the "
                "bottom."
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        PictureActions(self, tr("Directions"))
        self._shown: tuple[Direction, ...] = ()

    @property
    def shown(self) -> tuple[Direction, ...]:
        """What is drawn."""
        return self._shown

    def show_directions(self, shown: tuple[Direction, ...]) -> None:
        """Draw `shown`."""
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleDescription("; ".join(_told(each) for each in shown))
        self.update()

    def sizeHint(self) -> QSize:
        """Two directions side by side."""
        return QSize(sized(300), sized(HEAD) + 6 * sized(ROW))

    def minimumSizeHint(self) -> QSize:
        """One direction and two parameters."""
        return QSize(sized(NARROWEST), sized(HEAD) + 2 * sized(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A column per direction; the ends first where there is no room for all."""
        del event
        shown = self._shown
        if not shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = sized(GAP)
        fits = max((self.width() + gap) // (sized(NARROWEST) + gap), 1)
        order = sorted(range(len(shown)), key=lambda at: min(at, len(shown) - 1 - at))
        kept = sorted(order[:fits])
        wide = (self.width() - gap * (len(kept) - 1)) / len(kept)
        for column, place in enumerate(kept):
            box = QRectF(column * (wide + gap), 0.0, wide, self.height())
            self._paint(painter, shown[place], box)
        if self.hasFocus():
            painter.setPen(QColor(theme.current().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint(self, painter: QPainter, one: Direction, box: QRectF) -> None:
        palette, left = theme.current(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        line = sized(HEAD) / 2
        use_font(painter, LABEL, strong=True)
        painter.setPen(QColor(palette.text))
        painter.drawText(QRectF(box.left(), 0.0, box.width(), line), left, one.title)
        use_font(painter, LABEL)
        painter.setPen(QColor(palette.muted))
        said = tr("λ = {number}", number=figure(one.curvature))
        if math.isfinite(one.share):
            said = tr("{curvature} · {share} of the loss", curvature=said, share=percent(one.share))
        metrics = painter.fontMetrics()
        short = metrics.elidedText(said, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(QRectF(box.left(), line, box.width(), line), left, short)
        row, top = sized(ROW), float(sized(HEAD))
        name_width = NAME * box.width()
        half = (box.width() - name_width - 6.0) / 2.0
        middle = box.left() + name_width + 6.0 + half
        for name, part in one.parts:
            if top + row > box.bottom():
                break
            painter.setPen(QColor(palette.muted))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(name_width))
            painter.drawText(QRectF(box.left(), top, name_width, row), left, short)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.track))
            thick = 0.5 * row
            lane = QRectF(middle - half, top + (row - thick) / 2.0, 2.0 * half, thick)
            painter.drawRoundedRect(lane, 3.0, 3.0)
            bar = QRectF(min(middle, middle + part * half), lane.top(), abs(part) * half, thick)
            painter.setBrush(QColor(palette.accent if part > 0.0 else palette.warn))
            painter.drawRect(bar)
            painter.setPen(QColor(palette.muted))
            painter.drawLine(int(middle), int(top + 1), int(middle), int(top + row - 1))
            top += row

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _told(one: Direction) -> str:
    """A direction in words, for a screen reader."""
    parts = ", ".join(f"{name} {figure(part)}" for name, part in one.parts[:3])
    return tr(
        "{title}, curvature {number}: {parts}",
        title=one.title,
        number=figure(one.curvature),
        parts=parts,
    )
