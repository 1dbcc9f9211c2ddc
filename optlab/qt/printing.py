"""A page of HTML as a PDF on A4: numbered pages with a line at their foot.

QTextDocument lays out and breaks the pages; two things it cannot do are done here. A heading would
stay behind at the foot of a page: it is sent on to the next one. And a picture that stands in the
page as an address is taken out of it, SVG sharp enough for a printer.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
)
from PySide6.QtSvg import QSvgRenderer

from optlab.qt.text import tr
from optlab.qt.theme.fonts import FAMILY, install
from optlab.session.bad_file import BadFile

MARGINS = QMarginsF(18, 16, 18, 14)
"""Millimetres."""
FOOT = 10.0
"""Millimetres at the foot of a page for its line."""
RESOLUTION = 600
KEPT = (2, 3)
"""Levels of headings that stay with what follows."""
MOST_MOVED = 0.6
"""Share of a page; what is higher is broken all the same."""
SHARPNESS = 4
"""Pixels of a drawing for each pixel of the page."""

FAMILIES = re.compile(rb'(font-family="[^",]+),[^"]*')
"""Qt knows one family in a drawing: the first one that is named."""

MUTED = QColor("#5b6470")


class Page(QTextDocument):
    """A document whose pictures all stand in its HTML; nothing is ever fetched."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ARG002  (Qt's own)
        """The picture of an address that holds one, else nothing."""
        return _image(name.toString() if isinstance(name, QUrl) else name) or QImage()


def print_pdf(html: str, path: Path, title: str, foot: str) -> None:
    """Write the page to `path`, with `foot` on every sheet; raises BadFile."""
    install()
    writer = QPdfWriter(str(path))
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
    painter = QPainter()
    if not painter.begin(writer):
        raise BadFile("the PDF cannot be written.", name=path.name)
    foot_height = FOOT / 25.4 * RESOLUTION
    sheet = QSizeF(writer.width(), writer.height() - foot_height)
    page = _laid_out(html, writer, sheet)
    for number in range(page.pageCount()):
        if number:
            writer.newPage()
        _paint_sheet(painter, page, number, sheet)
        _paint_foot(
            painter,
            QRectF(0, sheet.height(), sheet.width(), foot_height),
            foot,
            number + 1,
            page.pageCount(),
        )
    painter.end()


def _laid_out(html: str, writer: QPdfWriter, sheet: QSizeF) -> Page:
    """The document in pages of this size, its headings with what follows them."""
    page = Page()
    page.setDocumentMargin(0)
    page.setDefaultFont(QFont(FAMILY, 9))
    page.documentLayout().setPaintDevice(writer)
    page.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    page.setHtml(html)
    page.setPageSize(sheet)
    _keep_together(page, sheet.height())
    return page


def _keep_together(page: Page, height: float) -> None:
    """Send what a page would break on to the next one, with the headings above it."""
    layout = page.documentLayout()
    headings: list[QTextBlock] = []
    frames = {each.firstPosition(): each for each in page.rootFrame().childFrames()}
    block = page.begin()
    while block.isValid():
        frame = frames.get(block.position())
        heading = not frame and (_level(block) in KEPT or _below_title(block, headings))
        box = layout.frameBoundingRect(frame) if frame else layout.blockBoundingRect(block)
        top = layout.blockBoundingRect(headings[0]).top() if headings else box.top()
        whole = box.bottom() - top < MOST_MOVED * height
        if not heading and whole and top // height != (box.bottom() - 1) // height:
            _break_before(headings[0] if headings else frame or block)
        headings = [*headings, block] if heading else []
        block = frame.lastCursorPosition().block().next() if frame else block.next()


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


def _paint_sheet(painter: QPainter, page: Page, number: int, sheet: QSizeF) -> None:
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


def _image(address: str) -> QImage | None:
    """The picture that an address holds."""
    head, comma, body = address.partition(",")
    if not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error:
        return None
    if head != "data:image/svg+xml;base64":
        return QImage.fromData(data)
    drawing = QSvgRenderer(QByteArray(FAMILIES.sub(rb"\1", data)))
    image = QImage(drawing.defaultSize() * SHARPNESS, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    return image
