"""Nodes: what each one sees, what it gives for the sample, and a sign on those that are ill."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.theme.palette import Role
from optlab.qt.views.colours import class_colours, image, table
from optlab.qt.views.network.layout import Bank, Layout
from optlab.qt.views.network.maps import CELLS, heat, shares_of
from optlab.qt.views.network.shown import Shown
from optlab.qt.views.network.words import ill_words, layer_title, short

SMALL = 11
"""Type of the numbers beside nodes."""
NEGATIVE = (2.0, 1.6)
"""Dashes of the frame of a node that gives something negative, in widths of the pen."""
DOT_FROM = 18.0
"""A node of this side has room for a dot where the sample lies."""
WORD_ROW, NAME_ROW = 28.0, 34.0
"""A step between nodes that has room for a second line beside them, or beside outputs."""


def paint_nodes(painter: QPainter, layout: Layout, shown: Shown) -> None:
    """All banks with their nodes, names and numbers."""
    for layer, bank in enumerate(layout.banks):
        given = shown.inside.activations[layer]
        if bank.picture:
            _paint_sample(painter, bank, shown)
            continue
        shares = shares_of(given)
        fills = image(heat(given[None], theme.current()))
        for unit in range(bank.shown):
            box = QRectF(*bank.box(unit))
            if not _paint_map(painter, box, layer, unit, shown):
                painter.fillRect(box, QColor(fills.pixel(unit, 0)))
            _paint_frame(painter, box, float(shares[unit]))
            _paint_illness(painter, box, shown, layer, unit)
        if bank.more:
            use_font(painter, LABEL)
            painter.setPen(QColor(theme.current().muted))
            edge = min(20.0, bank.left)
            below = QRectF(bank.left, bank.bottom + 1.0, bank.width, sized(15))
            below.adjust(-edge, 0.0, edge, 0.0)
            text = tr("+{number} more", number=bank.more)
            if painter.fontMetrics().horizontalAdvance(text) > below.width():
                text = f"+{bank.more}"
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        _paint_words(painter, layout, shown, layer)


def paint_heads(painter: QPainter, layout: Layout, shown: Shown) -> None:
    """The names of the layers above their banks, with how many units are ill."""
    palette = theme.current()
    right = 0.0
    for layer, bank in enumerate(layout.banks):
        dead, saturated = shown.ill(layer)
        text = layer_title(shown, layer)
        ill = ill_words(dead, saturated)
        middle = bank.left + bank.width / 2.0
        last = layer == len(layout.banks) - 1
        following = layout.width if last else layout.banks[layer + 1].left - 4.0
        role: Role = "danger" if dead else "warn" if saturated else "muted"
        use_font(painter, LABEL, strong=bool(ill))
        metrics = QFontMetricsF(font(LABEL, strong=bool(ill)))
        words = f"{text}: {ill}" if ill else text
        room = following - right
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(words)
        left = min(max(middle - wide / 2.0, right), following - wide)
        painter.setPen(QColor(palette.role(role)))
        painter.drawText(QPointF(left, metrics.ascent() + 2.0), words)
        right = left + wide + 8.0


def paint_norms(painter: QPainter, layout: Layout, shown: Shown) -> None:
    """Below each layer of weights, how long its gradient is, as a bar and a number."""
    if shown.norms is None:
        return
    palette = theme.current()
    use_font(painter, SMALL)
    metrics = QFontMetricsF(font(SMALL))
    most = max((norm for norm in shown.norms if np.isfinite(norm)), default=0.0) or 1.0
    middle = layout.height - sized(9)
    base = middle + metrics.ascent() / 2.0 - 1.0
    painter.setPen(QColor(palette.muted))
    painter.drawText(QPointF(2.0, base), tr("gradient"))
    first = metrics.horizontalAdvance(tr("gradient")) + 10.0
    for norm, (before, right) in zip(shown.norms, layout.slots, strict=True):
        left = max(before, first)
        text = short_norm(norm)
        wide = metrics.horizontalAdvance(text)
        if wide + 22.0 > right - left:  # the tooltip has the number
            text, wide = "", -6.0
        bar = min(max(right - left - wide - 10.0, 6.0), 90.0)
        begin = (left + right - wide - 6.0 - bar) / 2.0
        painter.fillRect(QRectF(begin, middle - 2.5, bar, 5.0), QColor(palette.track))
        share = norm / most if np.isfinite(norm) else 0.0
        painter.fillRect(QRectF(begin, middle - 2.5, bar * share, 5.0), QColor(palette.accent))
        painter.setPen(QColor(palette.muted))
        painter.drawText(QPointF(begin + bar + 6.0, base), text)


def short_norm(norm: float) -> str:
    """A length with two digits that count: `0.034`, `1.2e-6`."""
    if not np.isfinite(norm) or norm == 0.0:
        return short(norm)
    if 1e-3 <= norm < 1e4:
        return f"{norm:.2g}" if norm < 100.0 else f"{norm:.0f}"
    mantissa, _, power = f"{norm:.1e}".partition("e")
    return f"{mantissa}e{int(power)}".replace("-", "−")


def _paint_map(painter: QPainter, box: QRectF, layer: int, unit: int, shown: Shown) -> bool:
    """The picture in a node, where there is one."""
    pictures: QImage | None = None
    if shown.maps is not None:
        pictures, high, place = shown.maps, CELLS, shown.first_nodes[layer] + unit
    elif shown.weight_pictures is not None and layer == 1:
        parts, size = shown.network.pieces[0], shown.inside.objective.train.image
        pictures, high, place = shown.weight_pictures, size[0] if size else 1, unit * parts
    else:
        return False
    source = QRectF(0.0, place * high, pictures.width(), high)
    painter.drawImage(box, pictures, source)
    if shown.place is not None and box.width() >= DOT_FROM:
        x = box.left() + shown.place[0] * box.width()
        y = box.top() + shown.place[1] * box.height()
        if box.contains(x, y):
            painter.setPen(QPen(QColor(theme.current().panel), 1.0))
            painter.setBrush(QColor(theme.current().text))
            painter.drawEllipse(QPointF(x, y), 2.4, 2.4)
    return True


def _paint_frame(painter: QPainter, box: QRectF, share: float) -> None:
    """Solid for what is positive, dashed for what is negative; the thicker the more."""
    palette = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.border), 1.0))
    painter.drawRect(box)
    if share == 0.0:
        return
    negative, positive = class_colours(palette)[:2]
    size = (1.0 + 1.8 * abs(share)) * palette.line_scale
    made = QPen(QColor(positive if share > 0 else negative), size)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if share < 0:
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setDashPattern(NEGATIVE)  # pyright: ignore[reportUnknownMemberType]
    painter.setPen(made)
    painter.drawRect(box)


def _paint_illness(painter: QPainter, box: QRectF, shown: Shown, layer: int, unit: int) -> None:
    """A cross over a dead unit, two flat lines over a saturated one."""
    palette, inner = theme.current(), box.adjusted(3.0, 3.0, -3.0, -3.0)
    if shown.dead(layer, unit):
        strokes = [
            QLineF(inner.topLeft(), inner.bottomRight()),
            QLineF(inner.topRight(), inner.bottomLeft()),
        ]
        ink = palette.danger
    elif shown.saturated(layer, unit):
        strokes = [
            QLineF(inner.left(), inner.top() + 1.0, inner.right(), inner.top() + 1.0),
            QLineF(inner.left(), inner.bottom() - 1.0, inner.right(), inner.bottom() - 1.0),
        ]
        ink = palette.warn
    else:
        return
    for colour, size in ((palette.panel, 4.5), (ink, 2.4)):
        painter.setPen(QPen(QColor(colour), size))
        painter.drawLines(strokes)  # pyright: ignore[reportUnknownMemberType]


def _paint_words(painter: QPainter, layout: Layout, shown: Shown, layer: int) -> None:
    """Names of inputs and outputs, and the numbers that the nodes give."""
    bank, palette = layout.banks[layer], theme.current()
    if not bank.single:
        return
    last = layer == len(layout.banks) - 1
    given = shown.inside.activations[layer]
    for unit in range(bank.shown):
        left, top, side, _ = bank.box(unit)
        row = QRectF(left, top + side / 2.0 - sized(8), side, sized(16))
        if layer == 0:
            use_font(painter, LABEL)
            painter.setPen(QColor(palette.text))
            name = _elided(shown.node_name(0, unit), left - 6.0)
            words = QRectF(0.0, row.top(), left - 6.0, row.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, flags, name)
        beside = row.translated(side + 6.0, 0.0)
        beside.setWidth(max(bank.value_room - 8.0, 0.0))
        two = bank.down >= sized(NAME_ROW if last else WORD_ROW) or bank.units == 1
        if last:
            beside.setWidth(layout.width - beside.left() - 2.0)
            _paint_output(painter, beside, shown, unit, two=two)
        elif bank.value_room:
            word, ink = "", ""
            if two and shown.dead(layer, unit):
                word, ink = tr("dead"), palette.danger
            elif two and shown.saturated(layer, unit):
                word, ink = tr("flat"), palette.warn
            _paint_number(painter, beside, float(given[unit]), word, ink)


def _paint_number(painter: QPainter, row: QRectF, given: float, word: str, ink: str) -> None:
    """What a node gives, above the word for what ails it, if anything does."""
    use_font(painter, SMALL)
    painter.setPen(QColor(theme.current().text))
    up = row.translated(0.0, -sized(7)) if word else row
    painter.drawText(up, Qt.AlignmentFlag.AlignVCenter, short(given))
    if word:
        use_font(painter, SMALL, strong=True)
        painter.setPen(QColor(ink))
        below = row.translated(0.0, sized(7))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, word)


def _paint_output(painter: QPainter, row: QRectF, shown: Shown, unit: int, *, two: bool) -> None:
    """The number in bold, and what it is: below it, or behind it where nodes stand close."""
    palette = theme.current()
    said = float(shown.inside.activations[-1][unit])
    number = f"{said:.0%}" if shown.network.several and np.isfinite(said) else short(said)
    use_font(painter, LABEL, strong=True)
    painter.setPen(QColor(palette.text))
    painter.drawText(
        row.translated(0.0, -sized(8)) if two else row, Qt.AlignmentFlag.AlignVCenter, number
    )
    below = row.translated(0.0, sized(8)) if two else row.adjusted(sized(40), 0.0, 0.0, 0.0)
    use_font(painter, SMALL)
    painter.setPen(QColor(palette.muted))
    name = _elided(shown.output_names[unit], below.width(), SMALL)
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, name)


def _paint_sample(painter: QPainter, bank: Bank, shown: Shown) -> None:
    """The sample itself, where samples are pictures."""
    samples, palette = shown.inside.samples, theme.current()
    if samples.image is None:
        return
    ink = samples.features[shown.inside.sample].reshape(samples.image)
    levels = (255.0 * np.clip(ink, 0.0, 1.0)).astype(np.uint8)
    box = QRectF(*bank.box(0))
    painter.drawImage(box, image(table([palette.panel, palette.text])[levels]))
    painter.setPen(QPen(QColor(palette.border), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _elided(text: str, width: float, size: int = LABEL) -> str:
    return QFontMetricsF(font(size)).elidedText(text, Qt.TextElideMode.ElideRight, width)
