"""Keys and words: the help of the window, made from the actions themselves."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme.fonts import PRODUCT
from optlab.qt.theme.measures import sized


def words() -> list[tuple[str, str]]:
    """The words of the program, each in one sentence."""
    return [
        (tr("Objective"), tr("What is made small: a landscape, or the loss of a model on data.")),
        (tr("Theta (θ)"), tr("All parameters of the model in one list: what is learnt.")),
        (tr("Knob"), tr("A number you set before training (a hyperparameter): it is not learnt.")),
        (tr("Racer"), tr("One optimizer with its knobs; all racers begin at the same start.")),
        (tr("Step"), tr("One update of theta.")),
        (tr("Epoch"), tr("One pass over the training set: as many updates as there are batches.")),
        (tr("Cursor"), tr("The step you look at; every view shows that step.")),
        (
            tr("Slice"),
            tr("The plane through parameter space that is drawn when there are more than two."),
        ),
        (tr("Surface"), tr("The true loss over the slice, computed from the model in training.")),
        (tr("Truth"), tr("How far the drawn height is from the true loss at the marble.")),
    ]


class Guide(QDialog):
    """A window with all keys and all words."""

    def __init__(self, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and words"))
        self.resize(560, 620)
        browser = QTextBrowser()
        browser.setAccessibleName(tr("Keys and words"))
        browser.setHtml(
            _heading(tr("Keys"))
            + _table(_keys(actions))
            + _heading(tr("In the 3-D surface"))
            + _table(_surface_keys())
            + _heading(tr("In the contour view"))
            + _table(_contour_keys())
            + _heading(tr("Words"))
            + _table(words())
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(browser)
        layout.addWidget(buttons)


def _keys(actions: list[QAction]) -> list[tuple[str, str]]:
    rows = [(tr("Space"), tr("Play or pause"))]
    for action in actions:
        keys = action.shortcut().toString()
        if keys:
            rows.append((keys, action.statusTip()))
    return rows


def _surface_keys() -> list[tuple[str, str]]:
    return [
        (tr("Drag, arrows"), tr("Turn the surface.")),
        (tr("With Shift"), tr("Move it: drag, or arrows. The middle button moves it too.")),
        (tr("Wheel, + and −"), tr("Nearer or farther.")),
        (tr("Double click, C"), tr("Bring the place under the mouse to the middle.")),
        (tr("Click, Enter"), tr("Let all racers start there (Enter: at the cross).")),
        (tr("1, 2, 3"), tr("From the corner, from above, from the side.")),
        (tr("0"), tr("Back to the fitted view.")),
        (tr("Page Up, Page Down"), tr("A higher or a lower ceiling: walls above it are cut off.")),
        (tr("T"), tr("Turn slowly by itself, until the mouse is pressed.")),
    ]


def _contour_keys() -> list[tuple[str, str]]:
    return [
        (tr("Arrows"), tr("Move the cross that reads the loss.")),
        (tr("Drag, Shift + arrows"), tr("Move the picture.")),
        (tr("Wheel, + and −"), tr("Nearer or farther, at the mouse or the cross.")),
        (tr("Double click, C"), tr("Bring that place to the middle.")),
        (tr("Click, Enter"), tr("Let all racers start there.")),
        (tr("0"), tr("Show all of it.")),
    ]


def _heading(text: str) -> str:
    size = sized(PRODUCT)
    style = f"font-size:{size}px; font-weight:600; margin:14px 0 6px 0"
    return f"<p style='{style}'>{escape(text)}</p>"


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding:3px 18px 3px 0; font-weight:600'>{escape(name)}</td>"
        f"<td style='padding:3px 0'>{escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table>{cells}</table>"
