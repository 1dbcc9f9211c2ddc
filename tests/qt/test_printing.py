import re
import zlib

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QPalette, QPdfWriter

from optlab.qt.printing import KEPT, _laid_out, print_pdf
from optlab.session.bad_file import BadFile
from optlab.session.labs.report.figure import curves_address

CHART = curves_address(np.array([[0, 1.0], [9, 0.5]]), np.array([[0, 0.8], [9, 0.1]]))
ASK = (
    '<table width="100%"><tr><td width="3%">✓</td><td width="97%"><p>How will it fall?</p>'
    f'<p><img src="{CHART}" width="560" height="230"></p><p>Like that.</p></td></tr></table>'
)
STEP = (
    f'<h2>A step</h2><p class="meta">done</p>{ASK}<h3>Runs</h3><table><tr><td>1</td></tr></table>'
)


def pages(data):
    return len(re.findall(rb"/Type\s*/Page\b", data))


def streams(data):
    """What the PDF draws, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    unpacked = []
    for each in found:
        try:
            unpacked.append(zlib.decompress(each))
        except zlib.error:
            continue
    return b"".join(unpacked)


@pytest.fixture
def made(qapp, tmp_path):
    path = tmp_path / "a.pdf"

    def make(html, foot="seal 1234"):
        print_pdf(html, path, "A title", foot)
        return path.read_bytes()

    return make


def test_a_report_becomes_pages(made):
    short, long = made(f"<body>{STEP}</body>"), made(f"<body>{STEP * 9}</body>")
    assert short.startswith(b"%PDF-")
    assert pages(short) == 1
    assert 4 <= pages(long) <= 9
    assert b"/Title" in short
    assert b"/Author" not in short or b"/Author ()" in short


def test_drawings_stay_lines(made):
    """A picture would be an image object of a hundred thousand dots."""
    assert b"/Subtype /Image" not in made(f"<body>{STEP}</body>")


def test_nothing_is_torn_apart_and_no_heading_stays_behind(qapp):
    writer = QPdfWriter("/dev/null")
    writer.setResolution(600)
    sheet = QSizeF(4110, 6200)
    page = _laid_out(
        f"<body>{''.join(STEP + '<p>x</p>' * n for n in range(24))}</body>", writer, sheet
    )
    layout = page.documentLayout()
    assert page.pageCount() > 8
    for frame in page.rootFrame().childFrames():
        box = layout.frameBoundingRect(frame)
        assert box.top() // sheet.height() == (box.bottom() - 1) // sheet.height()
    block = page.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() in KEPT:
            here = layout.blockBoundingRect(block).top() // sheet.height()
            after = layout.blockBoundingRect(block.next()).top() // sheet.height()
            assert here == after
        block = block.next()


def test_a_dark_theme_does_not_reach_the_paper(qapp, made):
    before = qapp.palette()
    bright = made(f"<body>{STEP}</body>")
    dark = QPalette()
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        dark.setColor(role, QColor("#fefefe"))
    try:
        qapp.setPalette(dark)
        assert streams(made(f"<body>{STEP}</body>")) == streams(bright)
    finally:
        qapp.setPalette(before)


@pytest.mark.parametrize("src", ["file:///etc/passwd", "data:image/png;base64,!", "x.png", ""])
def test_a_picture_that_is_none_leaves_a_gap(made, src):
    assert pages(made(f'<body><p>a<img src="{src}">b</p></body>')) == 1


def test_a_picture_of_which_only_the_width_is_said(qapp, made):
    from base64 import b64encode

    from optlab.resources import resource

    png = b64encode((resource("pictures") / "window-light.png").read_bytes()).decode()
    picture = f'<img src="data:image/png;base64,{png}" width="600">'
    data = made(f"<body><p>{picture}</p><p>{picture}</p><p>{picture}</p></body>")
    assert pages(data) == 2  # three pictures of 600 x 375 pixels need 1125 of a page's 960


def test_a_place_that_cannot_be_written_is_one_sentence(qapp, tmp_path):
    with pytest.raises(BadFile, match=r"a\.pdf: the PDF cannot be written: "):
        print_pdf("<body>x</body>", tmp_path / "none" / "a.pdf", "t", "f")
