"""`Show me`: from what a link in a lab names to the control or the view on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from optlab.qt.widgets.scroll import bring_into_view
from optlab.qt.widgets.spotlight import Spotlight
from optlab.session.labs.locks import whole
from optlab.session.labs.pointing import TAB, VIEW

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow


class Pointer:
    """Points at things of one window, at one thing at a time."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._light: Spotlight | None = None

    def point(self, target: str) -> bool:
        """Bring `target` into sight with a frame around it; False when there is none."""
        window = self._window
        if target.startswith(TAB):
            window.views.show_view(target.removeprefix(TAB))
        widget = self.widget(target)
        if widget is None:
            return False
        if window.setup.isAncestorOf(widget):
            window.left.show_setup()
        bring_into_view(widget)
        QTimer.singleShot(0, widget, lambda: self._light_up(widget))
        return True

    def widget(self, target: str) -> QWidget | None:
        """What a link names, if it is in this window."""
        window = self._window
        transport, surface, loss = window.transport, window.surface, window.loss
        if target.startswith(TAB):
            return window.views
        places: dict[str, QWidget] = {
            "play": transport.play,
            "step": transport.forward,
            "back": transport.back,
            "restart": transport.restart,
            "speed": transport.speed,
            "stride": transport.stride,
            "dice": transport.dice,
            "seed": transport.seed,
            "racer": transport.racer,
            "timeline": window.footer.timeline,
            f"{VIEW}surface": surface,
            f"{VIEW}slice": surface.slice,
            f"{VIEW}height": surface.log,
            f"{VIEW}truth": surface.foot,
            f"{VIEW}loss": loss,
            f"{VIEW}axis": loss.axis,
            f"{VIEW}sentence": window.footer.sentence,
        }
        if target in places:
            found = places[target]
            return found if found.isVisible() else found.parentWidget()
        return self._control(target)

    def _control(self, target: str) -> QWidget | None:
        """The control at a path: that beside the text of the step, else that of the setup."""
        path, window = whole(target), self._window
        controls = window.lesson.panel.page.controls
        beside = controls.field_at(path) if controls is not None else None
        found = beside or window.setup.field_at(path)
        return found if found is not None and not found.isHidden() else None

    def _light_up(self, widget: QWidget) -> None:
        if self._light is not None:
            self._light.leave()
        self._light = Spotlight(widget)
        self._light.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._light = None
