"""The main window: puts the panes in their places and wires them to the conductor. Nothing more.

It comes up empty, in the time that any window takes, and is filled after it was painted: panes,
engine and plots take a few times as long to load, and a person who double-clicks wants an answer at
once. So what fills it is imported in `fill`, not above.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QInputDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from optlab.qt.settings import keep, kept
from optlab.qt.text import say, tr

if TYPE_CHECKING:
    from optlab.engine import Experiment
    from optlab.qt.actions import Actions
    from optlab.qt.conductor import Conductor
    from optlab.qt.documents import Documents
    from optlab.qt.drawing import Choice, Drawing
    from optlab.qt.explaining import Explaining
    from optlab.qt.left import LeftPane
    from optlab.qt.lesson import Lesson
    from optlab.qt.panels.footer import Footer
    from optlab.qt.panels.setup import SetupPanel
    from optlab.qt.panels.transport import Transport
    from optlab.qt.status import Status
    from optlab.qt.views.loss_plot import LossPlot
    from optlab.qt.views.surface_view import SurfaceView
    from optlab.qt.widgets.notice import Notice

LABS = (".toml", ".zip")
OPENED = (".optlab", *LABS)
"""What the names of files end in that can be dropped on the window."""
SMALLEST = QSize(1024, 700)
USUAL = QSize(1280, 800)
GAP = 8


class MainWindow(QMainWindow):
    """Setup at the left; surface and loss above, the other views below; time at top and bottom."""

    conductor: Conductor
    documents: Documents
    drawing: Drawing
    acts: Actions
    transport: Transport
    notice: Notice
    left: LeftPane
    setup: SetupPanel
    surface: SurfaceView
    loss: LossPlot
    views: Explaining
    footer: Footer
    status: Status

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("OptLab")
        self.setMinimumSize(SMALLEST)
        self.filled = False
        self._remembers = True
        self._wanted: int | None = None  # the racer to follow, of an experiment only just chosen
        opening = QLabel(tr("OptLab opens …"))
        opening.setProperty("role", "muted")
        opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(opening)

    def fill(
        self, experiment: Experiment, path: Path | None = None, asked: Choice | None = "gl"
    ) -> None:
        """Put everything into the window, which may be on the screen already.

        The surface is drawn as `asked`; None goes by the preferences.
        """
        from optlab.qt.actions import Actions
        from optlab.qt.conductor import Conductor
        from optlab.qt.documents import Documents
        from optlab.qt.drawing import Drawing
        from optlab.qt.explaining import Explaining
        from optlab.qt.left import LeftPane
        from optlab.qt.panels.footer import Footer
        from optlab.qt.panels.transport import Transport
        from optlab.qt.status import Status
        from optlab.qt.views.loss_plot import LossPlot
        from optlab.qt.views.surface_view import SurfaceView
        from optlab.qt.widgets.notice import Notice
        from optlab.qt.widgets.tab_order import follow_layouts

        self._shown = experiment
        self.conductor = Conductor(experiment, self)
        self.documents = Documents(self.conductor, self, path)
        self.acts = Actions(self)
        self.addActions(self.acts.all())
        self.transport = Transport(self.acts, self._menu(), self._export_menu())
        self.notice = Notice()
        self.drawing = Drawing(asked, self)
        self.surface = SurfaceView(renderer=self.drawing.decision.means)
        self.loss = LossPlot()
        self.views = Explaining(self.conductor)
        self.footer = Footer()
        self.status = Status()
        self.left = LeftPane(self)
        self.setup = self.left.setup
        self.setStatusBar(self.status)
        self._lay_out()
        self._wire()
        self._show_choice()
        self._show_moment()
        self._show_playback()
        self.drawing.start()
        self.setAcceptDrops(True)
        follow_layouts(self)
        self.transport.play.setFocus()  # or Qt takes the first button, and Space restarts
        self.filled = True

    # What others use -----------------------------------------------------------------------------

    def place(self, size: QSize | None) -> None:
        """Take `size`, or the size and place the window had last time."""
        left = kept("geometry")
        self._remembers = size is None
        if size is not None:
            self.resize(size)
        elif not (isinstance(left, QByteArray) and self.restoreGeometry(left)):
            self.resize(USUAL)

    @property
    def lesson(self) -> Lesson:
        """The labs, made when they are asked for first."""
        return self.left.lesson

    def settled(self) -> bool:
        """Whether all that was asked for is computed and on screen."""
        return self.conductor.settled and self.drawing.settled and self.surface.settled

    def picture(self) -> QImage:
        """The window as it is on the screen, the 3-D view included."""
        return self.grab().toImage()

    def small_picture(self) -> bytes:
        """Surface and loss as they are on the screen, small enough for a report, as PNG."""
        from optlab.qt.picture import shrunk

        return shrunk(self.above.grab())

    def keep_safe(self) -> None:
        """Autosave from now on, and after a crash offer what was running then."""
        self.documents.keep_safe()

    def greet(self, sentences: Sequence[str]) -> None:
        """Tell what a start has to tell, after what the notice tells already."""
        before = [self.notice.text.text()] if self.notice.isVisible() else []
        if sentences:
            self._notice(" ".join([*before, *sentences]))

    # Events --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses, wherever no control has a use for it."""
        if not self.filled:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.conductor.toggle()
        elif event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.clear()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].toLocalFile().endswith(OPENED):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped: an experiment, or a lab."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        if path.name.endswith(LABS):
            self.lesson.open(path)
        else:
            self.documents.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about changes; then stop everything and wait."""
        if not self.filled:
            super().closeEvent(event)
            return
        if not (self.left.may_close() and self.documents.may_close()):
            event.ignore()
            return
        if self._remembers:
            keep("geometry", self.saveGeometry())
        self.left.close_labs()
        self.conductor.close()
        self.documents.close()
        self.drawing.close()
        super().closeEvent(event)

    # Places --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.above = above = _splitter(Qt.Orientation.Horizontal, self.surface, self.loss)
        above.setSizes([512, 476])
        right = _splitter(Qt.Orientation.Vertical, above, self.views)
        right.setSizes([430, 236])
        right.setStretchFactor(0, 6)
        right.setStretchFactor(1, 1)
        self.whole = whole = _splitter(Qt.Orientation.Horizontal, self.left, right)
        whole.setSizes([272, 1000])
        whole.setStretchFactor(1, 1)
        whole.setContentsMargins(GAP, GAP, GAP, GAP)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self.notice)
        column.addWidget(whole, 1)
        column.addWidget(self.footer)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)

    def _menu(self) -> QMenu:
        from optlab.qt.view_menu import ViewMenu

        acts = self.acts
        menu = QMenu(self)
        menu.addActions([acts.new, acts.open, acts.save, acts.save_as])
        menu.addSeparator()
        menu.addActions([acts.undo, acts.redo])
        menu.addSeparator()
        menu.addActions([acts.lab, acts.write_lab, acts.edit_lab])
        menu.addSeparator()
        view = ViewMenu(acts, menu)
        menu.addMenu(view)
        means = view.addMenu(tr("Draw with"))
        means.setToolTipsVisible(True)
        means.addActions(acts.means.actions())
        menu.addSeparator()
        menu.addActions([acts.help, acts.report, acts.quit])
        return menu

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self.acts.export_csv, self.acts.export_picture])
        return menu

    # Wires ---------------------------------------------------------------------------------------

    def _wire(self) -> None:
        conductor, acts, documents = self.conductor, self.acts, self.documents
        conductor.chosen.connect(self._show_choice)
        conductor.moved.connect(self._show_moment)
        conductor.transported.connect(self._show_playback)
        conductor.noticed.connect(self._notice)
        documents.noticed.connect(self._notice)
        documents.renamed.connect(self._show_name)
        self.setup.edited.connect(conductor.edit)
        self.setup.noticed.connect(self._tell)
        self.surface.start_chosen.connect(conductor.set_start)
        self.surface.slice_chosen.connect(conductor.set_slice)
        self.surface.slice.fitted.connect(conductor.fit_slice)
        self.surface.slice.locked.connect(conductor.lock_slice)
        self.surface.batch.toggled.connect(conductor.show_batch)
        self.surface.noticed.connect(self._tell)
        self.surface.tried.connect(self.drawing.begin)
        self.surface.proved.connect(self.drawing.prove)
        self.surface.lost.connect(self.drawing.lose)
        self.drawing.decided.connect(self._draw_anew)
        self.drawing.noticed.connect(self._notice)
        acts.show_means(self.drawing.choice)
        acts.means.triggered.connect(self._choose_means)
        self.loss.cursor_dragged.connect(conductor.seek)
        self.loss.veiled.connect(self.surface.veil)
        self.loss.veiled.connect(self.views.veil)
        self.views.racer_chosen.connect(self.follow)
        self.views.noticed.connect(self._tell)
        self.footer.sought.connect(conductor.seek)
        self.transport.stride_chosen.connect(conductor.set_stride)
        self.transport.speed_chosen.connect(conductor.set_speed)
        self.transport.seed_asked.connect(self._ask_seed)
        for action, slot in (
            (acts.restart, conductor.restart),
            (acts.back, conductor.back),
            (acts.play, conductor.toggle),
            (acts.forward, conductor.forward),
            (acts.dice, conductor.reroll),
            (acts.add_racer, self.setup.add_racer),
            (acts.lab, self.left.show_lab),
            (acts.write_lab, self.left.write_lab),
            (acts.edit_lab, self.left.edit_lab),
            (acts.undo, conductor.undo),
            (acts.redo, conductor.redo),
            (acts.new, documents.new),
            (acts.open, documents.open),
            (acts.save, documents.save),
            (acts.save_as, documents.save_as),
            (acts.export_csv, documents.export_csv),
            (acts.export_picture, documents.export_picture),
            (acts.full_screen, self._change_full_screen),
            (acts.help, self._show_guide),
            (acts.report, self._show_report),
            (acts.quit, self.close),
        ):
            action.triggered.connect(slot)

    @Slot()
    def _show_choice(self) -> None:
        conductor = self.conductor
        if conductor.experiment != self._shown:  # what the notice said is about another one
            self._shown = conductor.experiment
            self.notice.clear()
        self.setup.show_experiment(conductor.experiment)
        self.transport.show_seed(conductor.experiment.seed)
        for action, label, word in (
            (self.acts.undo, conductor.history.undo_label, tr("Undo")),
            (self.acts.redo, conductor.history.redo_label, tr("Redo")),
        ):
            action.setEnabled(bool(label))
            action.setText(f"{word}: {label}" if label else word)
        self._show_name()

    @Slot()
    def _show_moment(self) -> None:
        from optlab.session.sentence import sentence

        moment = self.conductor.moment
        self.setup.show_moment(moment)
        self.surface.show_moment(moment)
        self.loss.show_moment(moment)
        self.views.show_moment(moment)
        self.footer.show_moment(moment)
        self.footer.show_sentence(say(sentence(moment)))
        self.status.show_moment(moment)
        self._follow_on()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """All views show the racer that was chosen, once they have seen a moment with it."""
        self._wanted = racer
        self._follow_on()

    def _follow_on(self) -> None:
        moment = self.conductor.moment
        if self._wanted is not None and self._wanted < len(moment.experiment.racers):
            self.surface.follow(self._wanted)
            self.views.follow(self._wanted)
            self._wanted = None

    @Slot()
    def _show_playback(self) -> None:
        self.transport.show_playback(self.conductor.playback)

    @Slot()
    def _show_name(self) -> None:
        mark = " *" if self.documents.path and self.documents.modified else ""
        self.setWindowTitle(f"{self.documents.name}{mark} - OptLab")

    @Slot(str)
    def _notice(self, text: str) -> None:
        self.notice.tell(text, "warn")

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.notice.tell(text)

    @Slot()
    def _ask_seed(self) -> None:
        seed, chosen = QInputDialog.getInt(
            self,
            tr("Seed"),
            tr("The same seed gives the same data, start and batches:"),
            self.conductor.experiment.seed,
            0,
            2**31 - 1,
        )
        if chosen:
            self.conductor.set_seed(seed)

    @Slot()
    def _draw_anew(self) -> None:
        self.surface.draw_with(self.drawing.decision.means)

    @Slot(QAction)
    def _choose_means(self, action: QAction) -> None:
        self.drawing.choose(action.data())

    @Slot()
    def _change_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _show_guide(self) -> None:
        from optlab.qt.guide import Guide

        Guide(self.acts.all(), self).exec()

    @Slot()
    def _show_report(self) -> None:
        from optlab.qt import checks, report
        from optlab.qt.diagnosis import Diagnosis

        decision = self.drawing.decision
        found = report.of_window(f"{decision.means}: {decision.why}")
        lines = [line for _, line in checks.made(checks.QUICK)]
        Diagnosis(report.composed(found, lines), self).open()


def _splitter(way: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(way)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
