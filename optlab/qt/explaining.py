"""The lower pane: the views that explain, each made when its tab is first shown.

Together they take as long to load as the rest of the window, and nobody looks at more than one at
a time: so a view that was never opened is not even imported, and one that is hidden rests.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.tab_order import follow_layouts
from optlab.qt.widgets.tabs import TabbedPane

if TYPE_CHECKING:
    from optlab.qt.conductor import Conductor
    from optlab.qt.views.curvature.view import CurvatureView
    from optlab.qt.views.data_view import DataView
    from optlab.qt.views.health.view import HealthView
    from optlab.qt.views.metrics.metrics_view import MetricsView
    from optlab.qt.views.network.view import NetworkView
    from optlab.qt.views.one_step.view import OneStepView
    from optlab.qt.views.shapes.shapes_view import ShapesView
    from optlab.session.moment import Moment


class View(Protocol):
    """What all of them have in common."""

    def show_moment(self, moment: Moment) -> None:
        """Show a moment, as soon as the view is on the screen."""
        ...

    def follow(self, racer: int) -> None:
        """Show this racer."""
        ...


class Foreseeing(Protocol):
    """What a view has that shows more than the moment at the cursor."""

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        ...


class Explaining(TabbedPane):
    """A tab for every view; `data`, `step` ... are the views themselves, made when asked for."""

    racer_chosen = Signal(int)
    noticed = Signal(str)
    """A sentence for the user."""

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(tr("Views"), parent)
        self._conductor = conductor
        self._moment: Moment | None = None
        self._racer = 0
        self._veiled = False
        self._made: dict[str, View] = {}
        self._names: list[str] = []
        for name, title, about in (
            ("data", tr("Data and prediction"), tr("The points and what the model says.")),
            ("step", tr("One step in numbers"), tr("One update taken apart into its numbers.")),
            ("network", tr("Network"), tr("Nodes, weights, and what each unit sees.")),
            ("curves", tr("Curves"), tr("Losses, activations and learning rates.")),
            ("metrics", tr("Metrics"), tr("How good the model is, in other numbers.")),
            ("curvature", tr("Curvature"), tr("How the ground bends, and which steps it bears.")),
            ("health", tr("Health"), tr("What goes wrong, what to try, what it costs.")),
        ):
            self._names.append(name)
            self.add(title, QWidget(), about)
        self.bar.currentChanged.connect(self._open)
        conductor.computed.connect(self._refresh)
        self._open(0)

    # The views -----------------------------------------------------------------------------------

    @property
    def data(self) -> DataView:
        """The points and what the model says."""
        from optlab.qt.views.data_view import DataView

        return cast("DataView", self._view("data", DataView))

    @property
    def step(self) -> OneStepView:
        """One update taken apart."""
        from optlab.qt.views.one_step.view import OneStepView

        return cast("OneStepView", self._view("step", OneStepView))

    @property
    def network(self) -> NetworkView:
        """Nodes and weights."""
        from optlab.qt.views.network.view import NetworkView

        return cast("NetworkView", self._view("network", NetworkView))

    @property
    def curves(self) -> ShapesView:
        """The shapes of losses, activations and schedules."""
        from optlab.qt.views.shapes.shapes_view import ShapesView

        return cast("ShapesView", self._view("curves", ShapesView))

    @property
    def metrics(self) -> MetricsView:
        """How good the model is."""
        from optlab.qt.views.metrics.metrics_view import MetricsView

        return cast("MetricsView", self._view("metrics", MetricsView))

    @property
    def curvature(self) -> CurvatureView:
        """How the ground bends."""
        from optlab.qt.views.curvature.view import CurvatureView

        return cast("CurvatureView", self._view("curvature", CurvatureView))

    @property
    def health(self) -> HealthView:
        """What goes wrong."""
        from optlab.qt.views.health.view import HealthView

        return cast("HealthView", self._view("health", HealthView))

    @property
    def shown(self) -> str:
        """The name of the view in front."""
        return self._names[self.bar.currentIndex()]

    def show_view(self, name: str) -> None:
        """Bring a view to the front: `data`, `step`, `network` ..."""
        self.bar.setCurrentIndex(self._names.index(name))

    def show_moment(self, moment: Moment) -> None:
        """Hand the moment to every view that was opened."""
        self._moment = moment
        for view in self._made.values():
            view.show_moment(moment)

    def follow(self, racer: int) -> None:
        """Show this racer in every view."""
        self._racer = racer
        for view in self._made.values():
            view.follow(racer)

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again, in views opened later as well."""
        self._veiled = on
        for view in self._made.values():
            if hasattr(view, "veil"):
                cast("Foreseeing", view).veil(on)

    # Making them ---------------------------------------------------------------------------------

    def _view(self, name: str, kind: type[QWidget]) -> View:
        """Return a view, made and wired when it is asked for first."""
        if name not in self._made:
            widget = kind()
            view = cast("View", widget)
            self.put(self._names.index(name), widget)
            self._made[name] = view
            self._wire(name, widget)
            if hasattr(widget, "veil"):
                cast("Foreseeing", widget).veil(self._veiled)
            if self._moment is not None:
                view.show_moment(self._moment)
                view.follow(self._racer)
            follow_layouts(self.window())
        return self._made[name]

    def _wire(self, name: str, view: QWidget) -> None:
        """Connect what a view may ask for, as far as it asks."""
        conductor = self._conductor
        for signal, slot in (
            ("racer_chosen", self.racer_chosen),
            ("noticed", self.noticed),
            ("sample_chosen", self._send),
            ("sought", conductor.seek),
            ("cursor_dragged", conductor.seek),
            ("start_chosen", conductor.start_from),
            ("tried", conductor.edit),
            ("threshold_chosen", self._decide),
            ("wanted", partial(conductor.compute, name)),
        ):
            if hasattr(view, signal):
                getattr(view, signal).connect(slot)
        if name == "network" and self.data.sample is not None:
            self._send(*self.data.sample)

    @Slot(float)
    def _decide(self, threshold: float) -> None:
        self.data.decide(threshold)

    @Slot(int, bool)
    def _send(self, sample: int, test: bool) -> None:
        """Send the chosen sample through the network, if that was opened yet."""
        if "network" in self._made:
            self.network.choose_sample(sample, test=test)

    @Slot(int)
    def _open(self, place: int) -> None:
        """Make the view whose tab was chosen."""
        getattr(self, self._names[place])

    @Slot(str)
    def _refresh(self, lane: str) -> None:
        """Show what a view has asked for and the background has worked out."""
        refresh = getattr(self._made.get(lane), "refresh", None)
        if refresh is not None:
            refresh()
