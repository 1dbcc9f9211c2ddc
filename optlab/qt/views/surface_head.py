"""The chips in the head of the surface pane: which plane, what of it, and from where it is seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from optlab.qt.text import tr
from optlab.qt.views.scene_menu import SceneMenu
from optlab.qt.views.slice_menu import SliceMenu
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.pane import Pane
from optlab.session.moment import Moment


class SurfaceHead(QButtonGroup):
    """Puts its chips into `pane`; the group says when another kind of view is chosen."""

    redrawn = Signal()
    """The same view shall show something else."""

    def __init__(self, pane: Pane, *, above: bool) -> None:
        super().__init__(pane)
        self._pane = pane
        self.slice = SliceMenu()
        self.log = Chip(
            tr("log"),
            tr("Draw equal factors of the loss equally high: shows the floor of a deep valley."),
            checkable=True,
        )
        self.log.toggled.connect(self.redrawn)
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
        self.view.changed.connect(self.redrawn)
        self.in_space = Chip(
            tr("3-D"), tr("The surface in space: drag to turn it, scroll to zoom."), checkable=True
        )
        self.from_above = Chip(
            tr("Contour"), tr("The surface from above, with lines of equal loss."), checkable=True
        )
        for chip in (self.in_space, self.from_above):
            self.addButton(chip)
        (self.from_above if above else self.in_space).setChecked(True)
        for chip in (self.slice, self.log, self.batch):
            pane.add_chip(chip)
        for chip in (self.view, self.in_space, self.from_above):
            pane.add_chip(chip, "right")

    def show_moment(self, moment: Moment) -> None:
        """Offer what there is to choose in its space."""
        size = moment.objective.size
        for chip in (self.view, self.in_space, self.from_above):
            chip.setVisible(size > 1)
        self.slice.setVisible(size > 2)
        if moment.slice is not None and size > 2:
            names, locked = moment.objective.names, moment.locked
            self.slice.show_slice(moment.slice, names, locked=locked)

    def fit(self, moment: Moment | None) -> None:
        """A narrow pane offers what its last chips switch in the menu instead."""
        on_line = moment is not None and moment.objective.size == 1
        offered = {self.log: True, self.batch: moment is not None and not moment.objective.exact}
        rest = (self.slice, self.view, self.in_space, self.from_above)
        there: list[Chip] = [chip for chip in rest if not chip.isHidden()]
        for chip, useful in offered.items():
            room = on_line or self._pane.has_room((*there, chip))
            self.view.fold(chip, shown=useful and room, offered=useful and not room)
            if useful and room:
                there.append(chip)
