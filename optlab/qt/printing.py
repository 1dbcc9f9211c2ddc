"""A page of HTML as a PDF on A4: numbered pages with a line at their foot.

QTextDocument lays out and breaks the pages; two things it cannot do are done here. A heading would
stay behind at the foot of a page: it is sent on to the next one. And a picture that stands in the
page as an address is taken out of it, where SVG stays a drawing of lines.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
)
from PySide6.QtSvg import QSvgRenderer

from optlab.qt.text import tr
from optlab.qt.theme.fonts import FAMILY, install
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.plain_file import reason

MARGINS = QMarginsF(18, 16, 18, 14)
"""Millimetres."""
FOOT = 10.0
"""Millimetres at the foot of a page for its line."""
RESOLUTION = 600
KEPT = (2, 3)
"""Levels of headings that stay with what follows."""
MOST_MOVED = 0.6
"""Share of a page; what is higher is broken all the same."""

FAMILIES = re.compile(rb'(font-family="[^",]+),[^"]*')
"""Qt knows one family in a drawing: the first one that is named."""

MUTED = QColor("#5b6470")


class Pictures(QPyTextObject):
    """Pictures whose addresses hold them; `scale` is dots of the paper per pixel of the page."""

    def __init__(self, scale: float) -> None:
        super().__init__()
        self._scale = scale

    def intrinsicSize(self, document: QTextDocument, place: int, style: QTextFormat) -> QSizeF:  # noqa: ARG002
        """As wide and high as the page says; one that it does not say follows from the other."""
        asked = style.toImageFormat()
        wide, high = asked.width(), asked.height()
        if not (wide and high):
            own = _decoded(_data(asked.name())[1]).size()
            share = own.height() / max(own.width(), 1)
            wide, high = (wide, wide * share) if wide else (own.width(), own.height())
        return QSizeF(wide, high) * self._scale

    def drawObject(  # noqa: D102  (Qt's own)
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,  # noqa: ARG002
        place: int,  # noqa: ARG002
        style: QTextFormat,
    ) -> None:
        kind, data = _data(style.toImageFormat().name())
        if kind == "svg+xml":
            QSvgRenderer(QByteArray(FAMILIES.sub(rb"\1", data))).render(painter, rect)
        else:
            painter.drawImage(rect, _decoded(data))


def print_pdf(html: str, path: Path, title: str, foot: str) -> None:
    """Write the page to `path`, whole or not at all, with `foot` on every sheet; raises BadFile."""
    install()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            MARGINS,
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setTitle(title)
    writer.setCreator("OptLab")
    painter = QPainter(writer)
    foot_height = FOOT / 25.4 * RESOLUTION
    sheet = QSizeF(writer.width(), writer.height() - foot_height)
    strip = QRectF(0, sheet.height(), sheet.width(), foot_height)
    page = _laid_out(html, writer, sheet)
    for number in range(page.pageCount()):
        if number:
            writer.newPage()
        _paint_sheet(painter, page, number, sheet)
        _paint_foot(painter, strip, foot, number + 1, page.pageCount())
    painter.end()
    try:
        write_whole(path, bytes(held.data().data()))
    except OSError as error:
        raise BadFile(f"the PDF cannot be written: {reason(error)}.", name=path.name) from error


def _laid_out(html: str, writer: QPdfWriter, sheet: QSizeF) -> QTextDocument:
    """The document in pages of this size, its headings with what follows them."""
    page = QTextDocument()
    page.setDocumentMargin(0)
    page.setDefaultFont(QFont(FAMILY, 9))
    page.documentLayout().setPaintDevice(writer)
    pictures = Pictures(RESOLUTION / 96)
    pictures.setParent(page)
    page.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject, pictures)
    page.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    page.setDefaultStyleSheet("body { color: #1b1f24; }")  # else that of the window's theme
    page.setHtml(html)
    page.setPageSize(QSizeF(sheet.width(), -1))  # one endless sheet
    breaks = _breaks(page, sheet.height())
    cursor = QTextCursor(page)
    cursor.beginEditBlock()  # all at once: each change lays out all that follows
    for part in breaks:
        _break_before(part)
    cursor.endEditBlock()
    page.setPageSize(sheet)
    return page


def _breaks(page: QTextDocument, height: float) -> list[QTextBlock | QTextFrame]:
    """Before what a new page must begin, so that nothing is torn apart or left by its headings."""
    layout = page.documentLayout()
    frames = {each.firstPosition(): each for each in page.rootFrame().childFrames()}
    breaks: list[QTextBlock | QTextFrame] = []
    headings: list[QTextBlock] = []
    start = above = end = 0.0  # of the page; of what belongs together; of what came before
    block = page.begin()
    while block.isValid():
        frame = frames.get(block.position())
        box = layout.frameBoundingRect(frame) if frame else layout.blockBoundingRect(block)
        above = above if headings else end
        if not frame and (_level(block) in KEPT or _below_title(block, headings)):
            headings.append(block)
        else:
            if box.bottom() - start > height:
                if box.bottom() - above < MOST_MOVED * height:
                    breaks.append(headings[0] if headings else frame or block)
                    start = above
                else:
                    start += (box.bottom() - start) // height * height
            headings = []
        end = box.bottom()
        block = frame.lastCursorPosition().block().next() if frame else block.next()
    return breaks


def _level(block: QTextBlock) -> int:
    return block.blockFormat().headingLevel()


def _below_title(block: QTextBlock, headings: Sequence[QTextBlock]) -> bool:
    """Whether this is the line of facts right below the title of a step."""
    return len(headings) == 1 and _level(headings[0]) == KEPT[0] and block.text() != ""


def _break_before(part: QTextBlock | QTextFrame) -> None:
    always = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
    if isinstance(part, QTextFrame):
        style = part.frameFormat()
        style.setPageBreakPolicy(always)
        part.setFrameFormat(style)
        return
    cursor = QTextCursor(part)
    line = cursor.blockFormat()
    line.setPageBreakPolicy(always)
    cursor.setBlockFormat(line)


def _paint_sheet(painter: QPainter, page: QTextDocument, number: int, sheet: QSizeF) -> None:
    top = number * sheet.height()
    painter.save()
    painter.translate(0, -top)
    page.drawContents(painter, QRectF(0, top, sheet.width(), sheet.height()))
    painter.restore()


def _paint_foot(painter: QPainter, place: QRectF, foot: str, number: int, count: int) -> None:
    painter.save()
    painter.setFont(QFont(FAMILY, 7))
    painter.setPen(MUTED)
    low = Qt.AlignmentFlag.AlignBottom
    numbers = tr("Page {number} of {total}", number=number, total=count)
    painter.drawText(place, low | Qt.AlignmentFlag.AlignRight, numbers)
    room = place.width() - painter.fontMetrics().horizontalAdvance(numbers) * 1.5
    short = painter.fontMetrics().elidedText(foot, Qt.TextElideMode.ElideMiddle, int(room))
    painter.drawText(place, low | Qt.AlignmentFlag.AlignLeft, short)
    painter.restore()


def _data(address: str) -> tuple[str, bytes]:
    """The kind of the picture that an address holds, and its bytes; none for another address."""
    head, _, body = address.partition(";base64,")
    try:
        return head.removeprefix("data:image/"), base64.b64decode(body, validate=True)
    except binascii.Error:
        return "", b""


@lru_cache(maxsize=32)
def _decoded(data: bytes) -> QImage:
    return QImage.fromData(data)
