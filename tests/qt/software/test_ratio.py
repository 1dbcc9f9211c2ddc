"""Screens with more pixels than points: a real window, scaled by Qt in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

PICTURE = """
import sys
from optlab.qt import app
from optlab.commands.screen import pump
app.application()
import tests.qt.conftest as made
from optlab.qt.theme.palette import LIGHT
kind, path = sys.argv[1:]
if kind == "software":
    from optlab.qt.views.software.view import SurfacePainter as View
else:
    from optlab.qt.views.gl.platform import prepare
    prepare()
    from optlab.qt.views.gl.view import SurfaceGL as View
view = View(LIGHT)
view.resize(400, 300)
view.show()
view.show_scene(made._scene())
for _ in range(60):
    pump(10)
view.clearFocus()
pump(50)
(view.grab().toImage() if kind == "software" else view.grabFramebuffer()).save(path)
"""


def picture(tmp_path: Path, kind: str, factor: str) -> np.ndarray:
    path = tmp_path / f"{kind}-{factor}.png"
    environment = {**os.environ, "QT_SCALE_FACTOR": factor}
    subprocess.run(
        [sys.executable, "-c", PICTURE, kind, str(path)], env=environment, check=True, timeout=60
    )
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., :3].astype(float)


def reduced(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at another size, smoothly."""
    height, width, _ = pixels.shape
    data = np.dstack([pixels, np.full((height, width), 255.0)]).astype(np.uint8).copy()
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    smaller = image.smoothScaled(*size).convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(smaller.constBits(), np.uint8).reshape(size[1], -1, 4)
    return rows[..., :3].astype(float)


@pytest.mark.usefixtures("qapp", "xvfb")
@pytest.mark.parametrize("factor", ["1.25", "2"])
def test_a_finer_screen_shows_the_same_picture_more_finely(tmp_path: Path, factor: str) -> None:
    plain = picture(tmp_path, "software", "1")
    fine = picture(tmp_path, "software", factor)
    card = picture(tmp_path, "gl", factor)
    assert plain.shape == (300, 400, 3)
    assert fine.shape == card.shape == (round(300 * float(factor)), round(400 * float(factor)), 3)
    same = reduced(fine, (400, 300))
    assert np.abs(same - plain).mean() < 6.0
    assert np.abs(fine - card).mean() < 6.0
