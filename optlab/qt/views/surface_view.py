"""The pane "Loss surface": the scene in 3-D or from above, the choice of plane, the truth meter.

A landscape of one parameter is a curve: there is nothing to turn or to look at from above, so the
chips for that go, and the foot tells slope and step instead.

A place can be marked here where a racer is expected to end, because a lab asks for it: then a click
sets a flag and no start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views.contour_view import ContourView
from optlab.qt.views.curve_scene import CurveScene, compose_curve
from optlab.qt.views.curve_view import CurveView, curve_facts
from optlab.qt.views.in_space import InSpace
from optlab.qt.views.prediction.ask_bar import AskBar
from optlab.qt.views.prediction.point_prediction import PointPrediction
from optlab.qt.views.scene import Scene, compose
from optlab.qt.views.software.view import SurfacePainter
from optlab.qt.views.surface_head import SurfaceHead
from optlab.qt.views.truth_meter import TruthMeter, explanation
from optlab.qt.widgets.pane import Pane
from optlab.session.moment import Moment

if TYPE_CHECKING:
    from optlab.qt.views.gl.view import SurfaceGL

Renderer = Literal["gl", "software", "contour"]
"""OpenGL, the painter, or the painter with the view from above at first."""

LIFTS: dict[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
"""What keys do to the ceiling."""


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
    marked = Signal(object)
    """theta (D,) as a list: where a racer is expected to end, locked."""

    def __init__(self, parent: QWidget | None = None, *, renderer: Renderer = "gl") -> None:
        super().__init__(tr("Loss surface"), parent)
        self._moment: Moment | None = None
        self._scene: Scene | None = None
        self._curve_scene: CurveScene | None = None
        self._followed = 0
        self._meter = TruthMeter()
        self._veiled = False
        self.stack = QStackedWidget()
        self._space = InSpace(self.stack, awaited=renderer == "gl")
        self._space.picked.connect(self._pick)
        for told, passed_on in (
            (self._space.noticed, self.noticed),
            (self._space.tried, self.tried),
            (self._space.proved, self.proved),
            (self._space.lost, self.lost),
        ):
            told.connect(passed_on)
        self.bar = AskBar()
        self.prediction = PointPrediction(self.bar)
        self.prediction.changed.connect(self._refresh)
        self.prediction.marked.connect(self.marked)
        self.contour = ContourView()
        self.contour.picked.connect(self._pick)
        self.curve = CurveView()
        self.curve.picked.connect(self._pick_place)
        for page in (self.contour, self.curve):
            self.stack.addWidget(page)
        self.set_body(self.bar)
        self.set_body(self.stack)
        self._head = head = SurfaceHead(self, above=renderer == "contour")
        head.redrawn.connect(self._refresh)
        head.buttonClicked.connect(self._show_kind)
        self.slice, self.log, self.batch = head.slice, head.log, head.batch
        self.view, self.in_space, self.from_above = head.view, head.in_space, head.from_above
        self.slice.chosen.connect(self.slice_chosen)
        self.view.look_chosen.connect(self._look)
        self.view.turntable_chosen.connect(self._revolve)
        self._space.swapped.connect(self._show_kind)
        self._show_kind()

    @property
    def settled(self) -> bool:
        """Whether the view that was chosen is the one on the screen."""
        if self.stack.currentWidget() is self.solid and not self._space.settled:
            return False
        return not (self.in_space.isChecked() and self._space.awaited)

    def show_moment(self, moment: Moment) -> None:
        """Draw `moment`, as far as its surface is known."""
        self._moment = moment
        size = moment.objective.size
        self.title.setText(tr("Loss curve") if size == 1 else tr("Loss surface"))
        self._head.show_moment(moment)
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
        self.prediction.follow(moment)
        ahead = not (self._veiled or self.prediction.pending)
        shown = replace(self.view.shown, log=self.log.isChecked(), ahead=ahead)
        if self._on_line:
            followed = min(self._followed, len(moment.snapshots) - 1)
            self._curve_scene = compose_curve(
                moment,
                theme.current(),
                followed=followed,
                shown=shown,
                before=self._curve_scene,
                guess=self.prediction.guess,
            )
            self.foot.show_facts(curve_facts(self._curve_scene) if self._curve_scene else ())
        else:
            self._scene = compose(
                moment,
                theme.current(),
                shown,
                followed=self._followed,
                before=self._scene,
                guess=self.prediction.guess,
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
        self._head.fit(self._moment)

    @Slot()
    def _show_kind(self) -> None:
        self._turn_page()
        self._draw()

    @Slot(float, float)
    def _pick_place(self, x: float, height: float) -> None:
        del height
        if self._curve_scene is not None:
            line = self._curve_scene.relief.surface.slice
            self._choose(line.theta(np.array([x, 0.0])))

    @Slot(float, float)
    def _pick(self, u: float, v: float) -> None:
        if self._scene is not None:
            self._choose(self._scene.relief.surface.slice.theta(np.array([u, v])))

    def _choose(self, theta: Array) -> None:
        if self.prediction.asking:
            self.prediction.put(theta)
        else:
            self.start_chosen.emit(theta)

    # What is predicted ---------------------------------------------------------------------------

    def ask_point(self, racer: int, instruction: str = "") -> None:
        """Ask where a racer will end: a flag is put there, and ends with `marked`."""
        if self._moment is not None:
            self.prediction.ask(self._moment, racer, instruction)
            page = self.stack.currentWidget()
            page.setFocus()

    def show_guess(
        self,
        theta: Sequence[float] | Array | None,
        end: Sequence[float] | Array | None = None,
        outcome: str = "",
        *,
        racer: int = 0,
    ) -> None:
        """Show the place theta (D,) that was marked for a racer; None forgets it.

        It is joined to the `end` (D,), and the `outcome` told; without an end the view finds both
        by itself once the cursor is at the end of the run, and hides until then what lies ahead.
        """
        self.prediction.show(theta, end, outcome, racer=racer)

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        self._veiled = on
        self._refresh()

    # The view in space ---------------------------------------------------------------------------

    @property
    def solid(self) -> SurfaceGL | SurfacePainter:
        """The picture in space."""
        return self._space.widget

    def draw_with(self, renderer: Renderer) -> None:
        """Draw with another renderer from now on."""
        self._space.draw_with(gl=renderer == "gl")
        if renderer == "contour":
            self.from_above.setChecked(True)
            self._show_kind()

    @Slot(str)
    def _look(self, name: str) -> None:
        self.solid.look(name)

    @Slot()
    def _revolve(self) -> None:
        pilot = self.solid.pilot
        pilot.revolve(not pilot.turntable.turning)

    # Events --------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Load OpenGL once the window is on the screen."""
        super().showEvent(event)
        self._space.come_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other chips."""
        super().resizeEvent(event)
        self._head.fit(self._moment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down move the ceiling."""
        if event.key() == Qt.Key.Key_Escape and self.prediction.asking:
            self.prediction.clear()
        elif event.key() in LIFTS and not self._on_line:
            self.view.lift(LIFTS[event.key()])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._space.set_palette(theme.current())
            self._refresh()
        super().changeEvent(event)
