"""What buttons with words share: a sign, a word that may change, an arrow.

Painted here and not by the style sheet, which can neither centre a sign with its word in a
QToolButton nor draw an arrow without a file per colour.
"""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from optlab.qt.theme import icons
from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.theme.palette import Role

_GAP, _ARROW = 6, 12


class Inks(NamedTuple):
    """The colours of a button in its present state."""

    fill: str
    edge: str
    text: str


class TextButton(QToolButton):
    """A rounded box with a sign and a word; a subclass sets its measures and its inks."""

    height_, padding, type_, strong = 32, 12, 13, False
    tight = padding
    """Pixels of padding where room is short."""
    least: int | None = None
    """Pixels of the word that stay where room is short; None never cuts it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._reserved: tuple[str, ...] = ()

    def reserve(self, *texts: str) -> None:
        """Keep room for the longest of `texts`, so that nothing moves when the word changes."""
        self._reserved = texts
        self.updateGeometry()

    def open_menu(self, menu: QMenu) -> None:
        """Open `menu` on a press."""
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def sizeHint(self) -> QSize:
        """Leave room for the longest word, the sign and the arrow."""
        return QSize(self._content(self._widest()) + 2 * sized(self.padding), sized(self.height_))

    def minimumSizeHint(self) -> QSize:
        """Tight padding, and as much of the word as has to stay."""
        word = self._widest() if self.least is None else min(self._widest(), sized(self.least))
        return QSize(self._content(word) + 2 * sized(self.tight), sized(self.height_))

    def snug_width(self) -> int:
        """Return the width that the whole word takes with tight padding."""
        return self._content(self._widest()) + 2 * sized(self.tight)

    def used_font(self) -> QFont:
        """Return the font of the word."""
        return font(self.type_, strong=self.strong)

    def inks(self) -> Inks:
        """Return the colours of the present state."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then sign, word and arrow centred as one."""
        del event
        inks, painter = self.inks(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(inks.edge), 1))
        painter.setBrush(QColor(inks.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        metrics = QFontMetrics(self.used_font())
        full = metrics.horizontalAdvance(self.text())
        room = self.width() - 2 * sized(self.tight) - (self._content(full) - full)
        text = self.text()
        if full > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        start = (self.width() - self._content(metrics.horizontalAdvance(text))) // 2
        x = start
        x += self._paint_sign(painter, x)
        use_font(painter, self.type_, strong=self.strong)
        painter.setPen(QColor(inks.text))
        painter.drawText(x, 0, self.width() - x, self.height(), Qt.AlignmentFlag.AlignVCenter, text)
        if self.menu():
            side = sized(_ARROW)
            arrow = icons.pixmap("chevron-down", "muted", side, self.devicePixelRatioF())
            left = self.width() - min(sized(self.padding), start) - side + 2
            painter.drawPixmap(left, (self.height() - side) // 2, arrow)

    def _widest(self) -> int:
        metrics = QFontMetrics(self.used_font())
        return max(metrics.horizontalAdvance(text) for text in (self.text(), *self._reserved))

    def _content(self, text_width: int) -> int:
        sign = 0 if self.icon().isNull() else self.iconSize().width()
        gap = sized(_GAP) if sign and text_width else 0
        arrow = sized(_ARROW) + 2 if self.menu() else 0
        return sign + gap + text_width + arrow

    def _paint_sign(self, painter: QPainter, x: int) -> int:
        """Paint the sign at `x`; how far the word moves to the right."""
        if self.icon().isNull():
            return 0
        size = self.iconSize()
        mode = self.icon().Mode.Normal if self.isEnabled() else self.icon().Mode.Disabled
        picture = self.icon().pixmap(size, self.devicePixelRatioF(), mode)
        painter.drawPixmap(x, (self.height() - size.height()) // 2, picture)
        return size.width() + (sized(_GAP) if self.text() else 0)


def plain_inks(button: TextButton, ink: Role) -> Inks:
    """Return the inks of a secondary button: quiet, tinted when on, edged when in focus."""
    colours = current()
    edge = colours.accent if button.hasFocus() or button.isChecked() else colours.border
    if not button.isEnabled():
        return Inks(colours.background, colours.border, colours.muted)
    if button.isChecked():
        return Inks(colours.accent_background, edge, colours.accent)
    if button.isDown():
        return Inks(colours.track, edge, colours.text)
    if button.underMouse():
        return Inks(colours.hover, edge, colours.text)
    return Inks(colours.field, edge, colours.role(ink))
