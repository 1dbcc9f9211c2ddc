"""Words with headings, lists, tables, formulas and pictures, as high as they are at their width.

It shows HTML that was made harmless before it came here, and fetches nothing: what is not inside
the text is not shown. Words follow the theme and `zoom`, pictures shrink to the width.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import BODY, PRODUCT, font
from optlab.qt.theme.measures import sized

LEADING = 130
"""Height of a line in percent of that of its letters."""


LEAST = 40
"""The narrowest place that words are broken for."""


class RichText(QTextBrowser):
    """`show_html(html)`; a link that is followed comes out of `link`, and leads nowhere itself."""

    link = Signal(str)

    def __init__(self, name: str = "", size: int = BODY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self._size, self._zoom = size, 1.0
        self._ink = "text"
        self._widths: dict[int, float] = {}
        self._heights: dict[int, int] = {}
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "words")
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._follow)

    def show_html(self, html: str) -> None:
        """Show this; the same again touches nothing."""
        if html != self._html:
            self._html = html
            self._write()

    def set_zoom(self, zoom: float) -> None:
        """Write so many times as large as elsewhere."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._write()

    def set_ink(self, role: str) -> None:
        """Write in the colour of this role."""
        if role != self._ink:
            self._ink = role
            self._write()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Fetch nothing; a picture has its bytes in its own address."""
        address = QUrl(name)
        return super().loadResource(kind, address) if address.scheme() == "data" else None

    def hasHeightForWidth(self) -> bool:
        """Words need more lines where there is less room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels that all words need at this width."""
        if width not in self._heights:
            ruler = self.document().clone()  # the view lays its own out at the width that it has
            self._break(ruler, width)
            self._heights[width] = math.ceil(ruler.size().height())
            ruler.deleteLater()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the height follows from it."""
        return QSize(LEAST, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls around it."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._break(self.document(), self.viewport().width())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._html:
            self._write()

    def _write(self) -> None:
        document = self.document()
        written = font(self._size)
        written.setPixelSize(round(sized(self._size) * self._zoom))
        document.setDefaultFont(written)
        document.setDefaultStyleSheet(style(self._zoom, self._ink))
        self.setHtml(self._html)
        self._space()
        links = "<a " in self._html
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        if links:
            flags |= Qt.TextInteractionFlag.LinksAccessibleByMouse
            flags |= Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(flags)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(self.toPlainText())
        self._widths = {cursor.position(): width for cursor, width in _pictures(document)}
        self._heights.clear()
        self._break(document, self.viewport().width())
        self.updateGeometry()

    def _space(self) -> None:
        """Give lines some air, and no block a margin above the first or below the last."""
        block = self.document().begin()
        last = self.document().lastBlock()
        first = True
        while block.isValid():
            format_ = block.blockFormat()
            format_.setLineHeight(LEADING, 1)  # QTextBlockFormat.ProportionalHeight
            if first:
                format_.setTopMargin(0)
            if block == last:
                format_.setBottomMargin(0)
            QTextCursor(block).setBlockFormat(format_)
            first = False
            block = block.next()

    def _break(self, document: QTextDocument, width: int) -> None:
        """Break the lines at this width, pictures no wider than it."""
        width = max(width, LEAST)
        for cursor, _ in _pictures(document):
            picture = cursor.charFormat().toImageFormat()
            wide = min(self._widths.get(cursor.position(), picture.width()) * self._zoom, width)
            if wide != picture.width():
                picture.setWidth(wide)
                picture.setHeight(0)
                cursor.mergeCharFormat(picture)
        document.setTextWidth(width)

    @Slot(QUrl)
    def _follow(self, address: QUrl) -> None:
        self.link.emit(address.toString())


def style(zoom: float = 1.0, ink: str = "") -> str:
    """The style sheet of such words in the theme in force, in the ink of a role if one is given."""
    colours = current()
    coloured = f"* {{ color: {getattr(colours, ink)}; }}" if ink else ""
    head = round(sized(PRODUCT) * zoom)
    gap = round(sized(6) * zoom)
    return f"""
        {coloured}
        p, ul, ol, table, pre, blockquote {{ margin-top: 0; margin-bottom: {gap}px; }}
        h1, h2, h3, h4, h5, h6 {{ font-size: {head}px; font-weight: 600;
            margin-top: {gap}px; margin-bottom: {gap}px; }}
        ul, ol {{ -qt-list-indent: 0; margin-left: {2 * gap + 4}px; }}
        li {{ margin-bottom: {gap // 2}px; }}
        th, b, strong {{ font-weight: 600; }}
        a {{ color: {colours.accent}; text-decoration: underline; }}
        code, pre {{ background-color: {colours.hover}; }}
    """


def _pictures(document: QTextDocument) -> list[tuple[QTextCursor, float]]:
    """A cursor that holds each picture of the text, with the width it has."""
    found: list[tuple[QTextCursor, float]] = []
    block: QTextBlock = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            form = fragment.charFormat()
            if form.isImageFormat():
                picture: QTextImageFormat = form.toImageFormat()
                for offset in range(fragment.length()):
                    cursor = QTextCursor(document)
                    cursor.setPosition(fragment.position() + offset)
                    cursor.movePosition(
                        QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
                    )
                    found.append((cursor, picture.width()))
            place += 1
        block = block.next()
    return found
