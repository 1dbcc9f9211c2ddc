"""The pane "Loss surface": the scene in 3-D or from above, the choice of plane, the truth meter.

A landscape of one parameter is a curve: there is nothing to turn or to look at from above, so the
chips for that go, and the foot tells slope and step instead.

OpenGL is slow to load and may be missing or break, so the pane opens with the painter that needs
none, and turns to OpenGL once it is on the screen, if it was told to. What goes wrong with OpenGL,
then or later, ends in the painter again. Both draw the same picture from the same place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from optlab.qt import theme
from optlab.qt.opengl import WINDOWLESS
from optlab.qt.text import tr
from optlab.qt.views.contour_view import ContourView
from optlab.qt.views.curve_scene import CurveScene, compose_curve
from optlab.qt.views.curve_view import CurveView, curve_facts
from optlab.qt.views.scene import Scene, compose
from optlab.qt.views.scene_menu import SceneMenu
from optlab.qt.views.slice_menu import SliceMenu
from optlab.qt.views.software.view import SurfacePainter
from optlab.qt.views.truth_meter import TruthMeter, explanation
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.pane import Pane
from optlab.session.moment import Moment

if TYPE_CHECKING:
    from optlab.qt.views.gl.view import SurfaceGL

Renderer = Literal["gl", "software", "contour"]
"""OpenGL, the painter, or the painter with the view from above at first."""

FRAMES = 3
"""Frames on the screen after which OpenGL is taken to work."""
LIFTS: dict[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
"""What keys do to the ceiling."""
FIRST_PAINT = 50
"""Milliseconds for the window to appear before OpenGL is loaded, which takes longer."""


class SurfaceView(Pane):
    """Shows the loss surface of a moment with the racers on it."""

    start_chosen = Signal(object)
    """theta (D,) of the place that was picked."""
    slice_chosen = Signal(object)
    """The recipe of the slice that was asked for."""
    noticed = Signal(str)
    """A sentence for the user."""
    tried = Signal()
    """OpenGL is about to be loaded; it may take the program along."""
    proved = Signal()
    """OpenGL has drawn some frames."""
    lost = Signal(str)
    """OpenGL does not work: why."""

    def __init__(self, parent: QWidget | None = None, *, renderer: Renderer = "gl") -> None:
        super().__init__(tr("Loss surface"), parent)
        self._moment: Moment | None = None
        self._scene: Scene | None = None
        self._curve_scene: CurveScene | None = None
        self._followed = 0
        self._meter = TruthMeter()
        self._awaited = renderer == "gl"
        self._frames = 0
        self._painter = SurfacePainter(theme.current())
        self._painter.picked.connect(self._pick)
        self.solid: SurfaceGL | SurfacePainter = self._painter
        self.contour = ContourView()
        self.contour.picked.connect(self._pick)
        self.curve = CurveView()
        self.curve.picked.connect(self._pick_place)
        self.stack = QStackedWidget()
        for page in (self._painter, self.contour, self.curve):
            self.stack.addWidget(page)
        self.set_body(self.stack)
        self.slice = SliceMenu()
        self.slice.chosen.connect(self.slice_chosen)
        self.log = Chip(
            tr("log"),
            tr("Draw equal factors of the loss equally high: shows the floor of a deep valley."),
            checkable=True,
        )
        self.log.toggled.connect(self._refresh)
        self.batch = Chip(
            tr("batch"),
            tr(
                "Draw the loss on the few samples that the next step sees, instead of on all of "
                "them. It trembles as training goes on: this is the noise."
            ),
            checkable=True,
        )
        self.view = SceneMenu()
        self.view.offer(self.log, tr("Logarithmic height"))
        self.view.offer(self.batch, tr("Loss of the next batch"))
        self.view.changed.connect(self._refresh)
        self.view.look_chosen.connect(self._look)
        self.view.turntable_chosen.connect(self._revolve)
        self.in_space = Chip(
            tr("3-D"), tr("The surface in space: drag to turn it, scroll to zoom."), checkable=True
        )
        self.from_above = Chip(
            tr("Contour"), tr("The surface from above, with lines of equal loss."), checkable=True
        )
        self._kinds = QButtonGroup(self)
        for chip in (self.in_space, self.from_above):
            self._kinds.addButton(chip)
        (self.from_above if renderer == "contour" else self.in_space).setChecked(True)
        self._kinds.buttonClicked.connect(self._show_kind)
        for chip in (self.slice, self.log, self.batch):
            self.add_chip(chip)
        for chip in (self.view, self.in_space, self.from_above):
            self.add_chip(chip, "right")
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.timeout.connect(self._load_gl)
        self._show_kind()

    @property
    def settled(self) -> bool:
        """Whether the view that was chosen is the one on the screen."""
        page = self.stack.currentWidget()
        if page is self._painter and not self._painter.settled:
            return False
        return not (self.in_space.isChecked() and self._awaited)

    def show_moment(self, moment: Moment) -> None:
        """Draw `moment`, as far as its surface is known."""
        self._moment = moment
        size = moment.objective.size
        self.title.setText(tr("Loss curve") if size == 1 else tr("Loss surface"))
        for chip in (self.view, self.in_space, self.from_above):
            chip.setVisible(size > 1)
        self.slice.setVisible(size > 2)
        if moment.slice is not None and size > 2:
            names, locked = moment.objective.names, moment.locked
            self.slice.show_slice(moment.slice, names, locked=locked)
        self._turn_page()
        self._refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Draw the arrows of this racer, or read its slope where the whole space is a curve."""
        self._followed = racer
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        moment = self._moment
        if moment is None:
            return
        shown = replace(self.view.shown, log=self.log.isChecked())
        if self._on_line:
            followed = min(self._followed, len(moment.snapshots) - 1)
            self._curve_scene = compose_curve(
                moment,
                theme.current(),
                followed=followed,
                shown=shown,
                before=self._curve_scene,
            )
            self.foot.show_facts(curve_facts(self._curve_scene) if self._curve_scene else ())
        else:
            self._scene = compose(
                moment,
                theme.current(),
                shown,
                followed=self._followed,
                before=self._scene,
            )
            self.view.show_relief(self._scene.relief if self._scene else None)
            self.foot.show_facts(self._meter.facts(moment), explanation(moment))
        self._draw()

    def _draw(self) -> None:
        """Give the scene to the view on the screen; the others get it when they come up."""
        page = self.stack.currentWidget()
        if page is self.curve:
            self.curve.show_scene(self._curve_scene)
        elif page is self.solid:
            self.solid.show_scene(self._scene)
        else:
            self.contour.show_scene(self._scene)

    @property
    def _on_line(self) -> bool:
        return self._moment is not None and self._moment.objective.size == 1

    def _turn_page(self) -> None:
        page: QWidget = self.contour
        if self._on_line:
            page = self.curve
        elif self.in_space.isChecked():
            page = self.solid
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
        self.view.offer_looks(page is self.solid)
        self._fit_chips()

    def _fit_chips(self) -> None:
        """A narrow pane offers what its last chips switch in the menu instead."""
        moment = self._moment
        offered = {self.log: True, self.batch: moment is not None and not moment.objective.exact}
        rest = (self.slice, self.view, self.in_space, self.from_above)
        there: list[Chip] = [chip for chip in rest if not chip.isHidden()]
        for chip, useful in offered.items():
            room = self._on_line or self.has_room((*there, chip))
            self.view.fold(chip, shown=useful and room, offered=useful and not room)
            if useful and room:
                there.append(chip)

    @Slot()
    def _show_kind(self) -> None:
        self._turn_page()
        self._draw()

    @Slot(float, float)
    def _pick_place(self, x: float, height: float) -> None:
        del height
        if self._curve_scene is not None:
            line = self._curve_scene.relief.surface.slice
            self.start_chosen.emit(line.theta(np.array([x, 0.0])))

    @Slot(float, float)
    def _pick(self, u: float, v: float) -> None:
        if self._scene is not None:
            self.start_chosen.emit(self._scene.relief.surface.slice.theta(np.array([u, v])))

    # The view in space ---------------------------------------------------------------------------

    def draw_with(self, renderer: Renderer) -> None:
        """Draw with another renderer from now on."""
        if renderer == "gl" and self.solid is self._painter:
            self._awaited = True
            if self.isVisible():
                self._starter.start(FIRST_PAINT)
        elif renderer != "gl":
            self._leave_gl()
            if renderer == "contour":
                self.from_above.setChecked(True)
                self._show_kind()

    @Slot()
    def _load_gl(self) -> None:
        """Load OpenGL and draw with it; say in a sentence what goes wrong on the way."""
        if not self._awaited:
            return
        self._awaited = False
        if QGuiApplication.platformName() in WINDOWLESS:
            return
        self.tried.emit()
        try:
            from optlab.qt.views.gl.platform import prepare

            prepare()
            from optlab.qt.views.gl.view import SurfaceGL
        except Exception as error:  # noqa: BLE001  (a broken driver raises whatever it likes)
            self._lose_gl(str(error))
            return
        self.solid = SurfaceGL(theme.current())
        self.solid.picked.connect(self._pick)
        self.solid.failed.connect(self._lose_gl)
        self.solid.frameSwapped.connect(self._count_frame)
        self._frames = 0
        self.solid.pilot.take_over(self._painter.pilot)
        self.stack.addWidget(self.solid)
        self._show_kind()

    @Slot()
    def _count_frame(self) -> None:
        self._frames += 1
        if self._frames < FRAMES:
            self.solid.update()
        elif self._frames == FRAMES:
            self.proved.emit()

    @Slot(str)
    def _lose_gl(self, reason: str) -> None:
        self._leave_gl()
        self.lost.emit(reason)
        self.noticed.emit(
            tr(
                "OpenGL does not work here ({reason}), so OptLab paints the surface by itself.",
                reason=reason,
            )
        )

    def _leave_gl(self) -> None:
        """Draw without OpenGL, from the same place."""
        self._awaited = False
        left = self.solid
        if left is not self._painter:
            self.solid = self._painter
            self._painter.pilot.take_over(left.pilot)
            self._show_kind()
            self.stack.removeWidget(left)
            left.deleteLater()  # pyright: ignore[reportUnknownMemberType]

    @Slot(str)
    def _look(self, name: str) -> None:
        self.solid.look(name)

    @Slot()
    def _revolve(self) -> None:
        self.solid.pilot.revolve(not self.solid.pilot.turntable.turning)

    # Events --------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Load OpenGL once the window is on the screen."""
        super().showEvent(event)
        if self._awaited:
            self._starter.start(FIRST_PAINT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other chips."""
        super().resizeEvent(event)
        self._fit_chips()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down move the ceiling."""
        if event.key() in LIFTS and not self._on_line:
            self.view.lift(LIFTS[event.key()])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            for view in {self.solid, self._painter}:
                view.set_palette(theme.current())
            self._refresh()
        super().changeEvent(event)
