"""All that can be asked of the window by menu, button or key: one place for names, keys and help.

Space plays and pauses too, but only where no control wants the key for itself: see
`MainWindow.keyPressEvent`. A shortcut on Space would take it away from focused buttons.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from optlab.qt import theme
from optlab.qt.settings import locked
from optlab.qt.text import tr
from optlab.qt.theme import icons

Standard = QKeySequence.StandardKey


class Actions(QObject):
    """The actions of the main window; what they do is wired there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.restart = self._action(
            tr("Restart"),
            "rotate-ccw",
            "Ctrl+Home",
            tr("Back to the same start, with the same data."),
        )
        self.back = self._action(
            tr("Back"),
            "step-back",
            "Ctrl+Left",
            tr("One update or one epoch back. Nothing is lost."),
        )
        self.play = self._action(tr("Play"), "play", "F5", tr("Watch the training run (Space)."))
        self.forward = self._action(
            tr("Step"), "step-forward", "Ctrl+Right", tr("One update or one epoch on.")
        )
        self.dice = self._action(
            tr("Roll the dice"),
            "dice",
            "Ctrl+D",
            tr("Another seed: new data, a new start, new batches. Restart keeps them."),
        )
        self.add_racer = self._action(
            tr("Racer"), "plus", "Ctrl+Shift+R", tr("Let one more optimizer race, up to eight.")
        )
        self.lab = self._action(
            tr("Lab"), "graduation-cap", "Ctrl+L", tr("Guided labs: one idea after the other.")
        )
        self.write_lab = self._action(
            tr("Write a lab"),
            "pencil",
            "Ctrl+Shift+L",
            tr("Build a lab step by step; the first begins with what is on screen."),
        )
        self.edit_lab = self._action(
            tr("Edit a lab…"), "folder-open", "", tr("Go on with a lab in a file.")
        )
        self.undo = self._action(
            tr("Undo"), "undo", Standard.Undo, tr("Take the last choice back.")
        )
        self.redo = self._action(tr("Redo"), "redo", Standard.Redo, tr("Make the choice again."))
        self.new = self._action(
            tr("New"), "flask", Standard.New, tr("Start over with the default experiment.")
        )
        self.open = self._action(
            tr("Open…"), "folder-open", Standard.Open, tr("Open an experiment (.optlab).")
        )
        self.save = self._action(
            tr("Save"), "save", Standard.Save, tr("Save what is chosen as an .optlab file.")
        )
        self.save_as = self._action(
            tr("Save as…"), "save", "Ctrl+Shift+S", tr("Save under another name.")
        )
        self.export_csv = self._action(
            tr("Numbers as CSV…"),
            "download",
            "Ctrl+E",
            tr("Every step of every racer as a table, the same as optlab run --csv."),
        )
        self.export_picture = self._action(
            tr("Picture of the window…"), "image", "Ctrl+Shift+E", tr("Save what you see as a PNG.")
        )
        self.looks = self._looks()
        self.next_look = self._action(
            tr("Next theme"),
            "moon",
            "Ctrl+T",
            tr("Change the look: light, dark, high contrast, projector, and light again."),
        )
        self.reduce_motion = self._action(
            tr("Reduce motion"),
            "",
            "",
            tr("Let nothing move by itself except the run while it plays."),
        )
        self.full_screen = self._action(
            tr("Full screen"), "maximize", "F11", tr("Use the whole screen, for a projector.")
        )
        self.draw_by_itself = self._action(
            tr("What suits this computer"),
            "settings",
            "",
            tr("Draw the surface with the graphics card where that works, else without."),
        )
        self.draw_with_card = self._action(
            tr("Graphics card"), "move-3d", "", tr("Draw the surface with OpenGL.")
        )
        self.draw_without = self._action(
            tr("Processor alone"),
            "mountain",
            "",
            tr("Draw the surface without OpenGL: slower, and never in the way."),
        )
        self.means = QActionGroup(self)
        for action, choice in (
            (self.draw_by_itself, "auto"),
            (self.draw_with_card, "gl"),
            (self.draw_without, "software"),
        ):
            action.setCheckable(True)
            action.setData(choice)
            self.means.addAction(action)
        self.help = self._action(
            tr("Keys and words"), "help", "F1", tr("All keys, and what the words mean.")
        )
        self.report = self._action(
            tr("Diagnostic report…"),
            "activity",
            "",
            tr("What to send when something does not work; it holds nothing personal."),
        )
        self.quit = self._action(tr("Quit"), "x", "Ctrl+Q", tr("Close OptLab."))
        self._lock()

    def show_means(self, choice: str) -> None:
        """Check how the surface is drawn."""
        for action in self.means.actions():
            action.setChecked(action.data() == choice)

    def all(self) -> list[QAction]:
        """Every action, in the order of the help."""
        return [each for each in vars(self).values() if isinstance(each, QAction)]

    def _lock(self) -> None:
        """Close what a preset has settled for everybody, and say so."""
        for name, actions in (
            ("look", [*self.looks.values(), self.next_look]),
            ("reduced_motion", [self.reduce_motion]),
            ("drawing", self.means.actions()),
        ):
            for action in actions if locked(name) else ():
                action.setEnabled(False)
                action.setToolTip(tr("Settled for everybody who uses OptLab here."))
                action.setStatusTip(action.toolTip())

    def _looks(self) -> dict[theme.Look, QAction]:
        return {
            "system": self._action(
                tr("As the system"), "", "", tr("Light or dark, whichever the system has.")
            ),
            "light": self._action(tr("Light"), "", "", tr("Dark words on a light ground.")),
            "dark": self._action(tr("Dark"), "", "", tr("Light words on a dark ground.")),
            "high-contrast": self._action(
                tr("High contrast"),
                "",
                "",
                tr("White on black, thick lines, and a thick frame around what has the keyboard."),
            ),
            "projector": self._action(
                tr("Projector"),
                "",
                "",
                tr("Larger words, thicker lines and strong colours, for a lit lecture room."),
            ),
        }

    def _action(
        self, text: str, icon: str, key: str | QKeySequence.StandardKey, tip: str
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        if icon:
            icons.dress(action, icon)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} [{shown}]" if shown else tip)
        action.setStatusTip(tip)
        return action
