"""The shapes that tell racers apart where colour alone would have to."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from optlab.qt.theme.palette import Marker


def marker_path(marker: Marker, centre: QPointF, radius: float) -> QPainterPath:
    """Return the outline of `marker` around `centre`, to be filled; all look equally heavy."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    match marker:
        case "disc" | "ring":
            path.addEllipse(centre, radius, radius)
            if marker == "ring":
                path.addEllipse(centre, 0.45 * radius, 0.45 * radius)
        case "square":
            half = 0.88 * radius
            path.addRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
        case "cross":
            path = _cross(centre, radius)
        case "star":
            _ring(path, centre, (1.25 * radius, 0.55 * radius), 10)
        case "triangle":
            _ring(path, QPointF(centre.x(), centre.y() + 0.15 * radius), (1.2 * radius,), 3)
        case "diamond":
            _ring(path, centre, (1.2 * radius,), 4)
        case "hexagon":
            _ring(path, centre, (1.08 * radius,), 6)
    return path


def _cross(centre: QPointF, radius: float) -> QPainterPath:
    path, upright = QPainterPath(), QPainterPath()
    arm, half = 0.38 * radius, 1.05 * radius
    path.addRect(QRectF(centre.x() - half, centre.y() - arm, 2 * half, 2 * arm))
    upright.addRect(QRectF(centre.x() - arm, centre.y() - half, 2 * arm, 2 * half))
    return path.united(upright)


def _ring(path: QPainterPath, centre: QPointF, radii: tuple[float, ...], corners: int) -> None:
    """Add corners around a centre, the first on top, the radii taken in turn."""
    for corner in range(corners):
        angle = math.tau * corner / corners
        radius = radii[corner % len(radii)]
        x, y = centre.x() + radius * math.sin(angle), centre.y() - radius * math.cos(angle)
        if corner == 0:
            path.moveTo(x, y)
        else:
            path.lineTo(x, y)
    path.closeSubpath()
