"""What is read off a surface at a place, in words."""

from __future__ import annotations

import numpy as np

from optlab.qt.text import tr
from optlab.qt.views.relief import Relief, bilinear
from optlab.session.numbers import figure


def told(relief: Relief, u: float, v: float) -> str:
    """Loss and coordinates at (u, v): the loss as it is, not as high as it is drawn."""
    surface = relief.surface
    loss = float(bilinear(surface.u, surface.v, surface.loss, np.array([u, v])))
    return tr("loss {loss}  at ({u}, {v})", loss=figure(loss), u=f"{u:.3g}", v=f"{v:.3g}")
