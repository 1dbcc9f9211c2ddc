"""The row at the top: where in time we are asked to be, and the few acts on the whole run."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from optlab.qt.actions import Actions
from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.segmented import Segmented
from optlab.qt.widgets.speed import SpeedSlider
from optlab.session.playback import Playback

HEIGHT = 48


class Transport(QFrame):
    """Restart, back, play, step, stride, speed; seed, racer, export, lab and menu at the right."""

    stride_chosen = Signal(str)
    speed_chosen = Signal(float)
    seed_asked = Signal()

    def __init__(self, actions: Actions, menu: QMenu, export: QMenu) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAccessibleName(tr("Transport"))
        fix(self, height=HEIGHT)
        self.restart = _button(actions.restart, word=tr("Restart"))
        self.back = _button(actions.back)
        self.play = _button(actions.play, word=tr("Play"), primary=True)
        self.play.reserve(tr("Play"), tr("Pause"))
        self.forward = _button(actions.forward)
        self.stride = Segmented(
            tr("Step by"),
            [
                ("update", tr("1 update"), tr("Step moves by one update of theta.")),
                ("epoch", tr("1 epoch"), tr("Step moves by one pass over the training set.")),
            ],
        )
        self.speed = SpeedSlider()
        self.seed = Button(tr("Seed {seed}", seed=7))
        self.seed.setAccessibleName(tr("Seed"))
        self.seed.setToolTip(
            tr("The number behind data, start and batches. Click to type another.")
        )
        self.dice = _button(actions.dice)
        self.racer = _button(actions.add_racer, word=tr("Racer"))
        self.export = _menu_button(
            tr("Export"), "download", export, tr("Save numbers or pictures.")
        )
        self.lab = _button(actions.lab, word=tr("Lab"))
        self.menu = _menu_button("", "ellipsis", menu, tr("File, look and help."))
        self.menu.setAccessibleName(tr("Menu"))
        worded = (self.restart, self.racer, self.export, self.lab)
        self._words = {each: each.text() for each in worded}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._give_up_words)
        self._lay_out()
        self.stride.chosen.connect(self.stride_chosen)
        self.speed.changed.connect(self.speed_chosen)
        self.seed.clicked.connect(self._ask_seed)

    def show_playback(self, playback: Playback) -> None:
        """Show whether it plays, how fast, and by what it steps."""
        word, sign = (tr("Pause"), "pause") if playback.playing else (tr("Play"), "play")
        if self.play.text() != word:
            self.play.setText(word)
            self.play.setAccessibleName(word)
            icons.dress(self.play, sign, "on_accent")
        self.stride.show_key(playback.stride)
        self.speed.show_speed(playback.speed)

    def show_seed(self, seed: int) -> None:
        """Show the seed."""
        self.seed.setText(tr("Seed {seed}", seed=seed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything visible in a narrow window."""
        super().resizeEvent(event)
        self._give_up_words()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need more room, or fewer of them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:  # the parts hear of it after this
            self._soon.start()

    @Slot()
    def _give_up_words(self) -> None:
        """Leave out what says least, until the rest has room: signs and tooltips say it too."""
        for given_up in range(5):
            for button, word in self._words.items():
                button.setText("" if given_up > 0 else word)
                button.updateGeometry()
            self.product.setVisible(given_up == 0)
            self.speed.title.setVisible(given_up < 2)
            self.speed.set_short(given_up >= 3)
            self.speed.caption.setVisible(given_up < 4)
            self.speed.updateGeometry()
            if self._row.sizeHint().width() <= self.width():
                break

    def _lay_out(self) -> None:
        self.product = QLabel("OptLab")
        self.product.setProperty("role", "product")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        left: tuple[QWidget, ...] = (
            self.product,
            self.restart,
            self.back,
            self.play,
            self.forward,
            self.stride,
        )
        for widget in left:
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.speed)
        row.addStretch(1)
        for widget in (self.seed, self.dice, self.racer, self.export, self.lab, self.menu):
            row.addWidget(widget)

    @Slot()
    def _ask_seed(self) -> None:
        self.seed_asked.emit()


def _button(action: QAction, word: str = "", *, primary: bool = False) -> Button:
    sign = str(action.property("icon_name"))
    button = Button(word, sign, primary=primary)
    button.setToolTip(action.toolTip())
    button.setAccessibleName(action.text())
    button.clicked.connect(action.trigger)
    return button


def _menu_button(word: str, sign: str, menu: QMenu, tip: str) -> Button:
    button = Button(word, sign)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolTip(tip)
    button.setAccessibleName(word)
    return button
