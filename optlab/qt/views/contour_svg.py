"""The view from above as an SVG: isolines, paths, marks and axes as lines and words.

It is written as text, because Qt's generator turns words into shapes and clipped lines into
thousands of pieces; what a person opens in a drawing program should be what they would draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.theme.palette import Palette
from optlab.qt.views.colours import viridis
from optlab.qt.views.contour_lines import contour_lines, levels
from optlab.qt.views.isolines import isolines
from optlab.qt.views.scene import Path, Scene

LEFT, RIGHT, TOP, BOTTOM = 64, 18, 40, 64
"""Pixels around the ground."""
LABEL, LETTER = 12, 7
"""Pixels of the words, and of a letter on average."""


def contour_svg(scene: Scene, palette: Palette, size: tuple[int, int]) -> str:
    """`scene` as an SVG of width and height in pixels."""
    return "\n".join(Drawing(scene, palette, size).lines()) + "\n"


class Drawing:
    """One scene on one sheet."""

    def __init__(self, scene: Scene, palette: Palette, size: tuple[int, int]) -> None:
        self.scene, self.palette = scene, palette
        self.width, self.height = size
        relief = scene.relief
        self.low = np.array([relief.u[0], relief.v[0]])
        self.high = np.array([relief.u[-1], relief.v[-1]])
        self.box = (LEFT, TOP, self.width - LEFT - RIGHT, self.height - TOP - BOTTOM)

    def lines(self) -> Iterator[str]:
        """All of the file, line by line."""
        palette, (x, y, w, h) = self.palette, self.box
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" font-family="Inter, sans-serif" '
            f'font-size="{LABEL}" fill="none">'
        )
        yield f"<title>{escape(' × '.join(self.scene.relief.names))}</title>"
        yield f'<rect width="{self.width}" height="{self.height}" fill="{palette.panel}"/>'
        yield f'<clipPath id="box"><rect x="{x}" y="{y}" width="{w}" height="{h}"/></clipPath>'
        yield '<g clip-path="url(#box)" stroke-linejoin="round" stroke-linecap="round">'
        yield from self._isolines()
        for path in self.scene.paths:
            yield from self._path(path)
        yield "</g>"
        yield from self._numbers()
        yield from self._marks()
        yield from self._axes()
        yield from self._legend()
        yield "</svg>"

    def _isolines(self) -> Iterator[str]:
        relief = self.scene.relief
        table = viridis()
        for height in levels(relief):
            share = (height - relief.low) / (relief.top - relief.low)
            colour = f"#{int(table[round(255 * share)]) & 0xFFFFFF:06x}"
            found = contour_lines(relief, height)
            if found:
                shape = " ".join(self._shape(line) for line in found)
                loss = f"{relief.loss_of(height):.6g}"
                yield f'<path class="isoline" data-loss="{loss}" stroke="{colour}" d="{shape}"/>'

    def _numbers(self) -> Iterator[str]:
        for line in isolines(self.scene.relief):
            u, v = line.places[0, :2]
            yield self._text(self._place(np.array([u, v])), line.text, "middle", lift=4)

    def _path(self, path: Path) -> Iterator[str]:
        for points, opacity in ((path.ahead, 0.5), (path.past, 1.0)):
            parts = np.split(points, np.flatnonzero(np.isnan(points).any(axis=1)))
            known = [part[~np.isnan(part).any(axis=1), :2] for part in parts]
            shape = " ".join(self._shape(part) for part in known if len(part) > 1)
            if shape:
                look = f'stroke="{path.colour}" stroke-width="2" stroke-opacity="{opacity}"'
                yield f'<path class="path" {look} d="{shape}"/>'

    def _marks(self) -> Iterator[str]:
        for minimum in self.scene.minima:
            x, y = self._place(minimum[:2])
            shape = f"M{x - 4:.1f} {y - 4:.1f}l8 8M{x - 4:.1f} {y + 4:.1f}l8 -8"
            yield f'<path class="minimum" stroke="{self.palette.text}" d="{shape}"/>'
        for path in self.scene.paths:
            if path.marble is None:
                continue
            x, y = self._place(path.marble[:2])
            look = f'fill="{path.colour}" stroke="{self.palette.panel}"'
            yield f'<circle class="marble" {look} cx="{x:.1f}" cy="{y:.1f}" r="5"/>'

    def _legend(self) -> Iterator[str]:
        """The racers side by side above the ground, where no name can cover another."""
        x = LEFT
        for path in self.scene.paths:
            yield f'<circle fill="{path.colour}" cx="{x + 5}" cy="{TOP / 2:.1f}" r="5"/>'
            yield self._text((x + 16, TOP / 2), path.name, "start", lift=4)
            x += 32 + LETTER * len(path.name)

    def _axes(self) -> Iterator[str]:
        relief, (x, y, w, h) = self.scene.relief, self.box
        muted = self.palette.muted
        yield f'<rect stroke="{muted}" x="{x}" y="{y}" width="{w}" height="{h}"/>'
        for tick in relief.u_ticks:
            at, _ = self._place(np.array([tick.place, self.low[1]]))
            yield f'<path stroke="{muted}" d="M{at:.1f} {y + h}v5"/>'
            yield self._text((at, y + h + 20), tick.text, "middle")
        for tick in relief.v_ticks:
            _, at = self._place(np.array([self.low[0], tick.place]))
            yield f'<path stroke="{muted}" d="M{x} {at:.1f}h-5"/>'
            yield self._text((x - 9, at), tick.text, "end", lift=4)
        across, deep = relief.names
        yield self._text((x + w / 2, self.height - 14), across, "middle")
        turn = f' transform="rotate(-90 16 {y + h / 2:.1f})"'
        yield self._text((16, y + h / 2), deep, "middle", more=turn)

    def _text(
        self,
        place: tuple[float, float],
        text: str,
        anchor: str,
        *,
        lift: float = 0.0,
        more: str = "",
    ) -> str:
        x, y = place
        where = f'x="{x:.1f}" y="{y + lift:.1f}" text-anchor="{anchor}"{more}'
        halo = f'stroke="{self.palette.panel}" stroke-width="3"'
        ink = f'fill="{self.palette.text}"'
        return "".join(f"<text {where} {look}>{escape(text)}</text>" for look in (halo, ink))

    def _place(self, uv: Array) -> tuple[float, float]:
        (x,), (y,) = self._places(uv[None]).T
        return float(x), float(y)

    def _places(self, uv: Array) -> Array:
        x, y, w, h = self.box
        share = (uv - self.low) / (self.high - self.low)
        return np.column_stack([x + w * share[:, 0], y + h * (1.0 - share[:, 1])])

    def _shape(self, uv: Array) -> str:
        places = self._places(uv).tolist()
        end = "Z" if len(uv) > 2 and (uv[0] == uv[-1]).all() else ""
        return f"M{_points(places)}{end}"


def _points(places: Iterable[Sequence[float]]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
