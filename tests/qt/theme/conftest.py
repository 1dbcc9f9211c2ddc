"""These tests see the program as people do: in its own style and font."""

import pytest
from PySide6.QtWidgets import QApplication

from optlab.qt import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    if not qapp.styleSheet() or theme.current() is not theme.LIGHT:
        theme.apply(qapp, theme.LIGHT)
