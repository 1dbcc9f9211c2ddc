"""All that a drawn network shows at one moment: made by the view, read by the painters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QImage

from optlab.engine.arrays import Array
from optlab.engine.links import Identity
from optlab.engine.network import Network
from optlab.engine.units import LayerUnits
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views.colours import image
from optlab.qt.views.network.maps import NodeMaps, weight_pictures
from optlab.session.inside import Inside


@dataclass(frozen=True, eq=False)
class Shown:
    """The model inside, and what of it is drawn.

    `maps` holds the pictures of the nodes one below the other (None where samples are pictures),
    `place` is where the sample lies in them (0 to 1 across and down). Units are None while they
    are being looked at, and so is the gradient.
    """

    inside: Inside
    maps: QImage | None
    place: tuple[float, float] | None
    weight_pictures: QImage | None
    units: tuple[LayerUnits, ...] | None
    gradient: Array | None
    norms: tuple[float, ...] | None
    slopes: bool = False
    """Lines show the gradient instead of the weights."""

    @property
    def network(self) -> Network:
        """The network that is drawn."""
        return self.inside.objective.network

    @property
    def values(self) -> Array | None:
        """What the lines show (D,)."""
        return self.gradient if self.slopes else self.inside.theta

    @cached_property
    def matrices(self) -> list[Array] | None:
        """The same, layer by layer."""
        return None if self.values is None else self.network.layers(self.values)

    @cached_property
    def first_nodes(self) -> tuple[int, ...]:
        """How many nodes are in the layers before each."""
        counts = [0]
        for width in self.network.widths:
            counts.append(counts[-1] + width)
        return tuple(counts)

    @cached_property
    def output_names(self) -> tuple[str, ...]:
        """What the outputs stand for."""
        train = self.inside.objective.train
        if self.network.several:
            return train.class_names
        if isinstance(self.network.link, Identity):
            return (train.target_name,)
        return (tr("chance of {name}", name=train.class_names[1]),)

    def node_name(self, layer: int, unit: int) -> str:
        """What a node is called."""
        if layer == 0:
            return self.network.feature_names[unit]
        if layer == len(self.network.widths) - 1:
            return self.output_names[unit]
        return f"h{layer}.{unit + 1}"

    def dead(self, layer: int, unit: int) -> bool:
        """Whether node `unit` of bank `layer` is a dead unit."""
        return self._has_units(layer) and bool(self._units(layer).dead[unit])

    def saturated(self, layer: int, unit: int) -> bool:
        """Whether it is a saturated one."""
        return self._has_units(layer) and bool(self._units(layer).saturated[unit])

    def ill(self, layer: int) -> tuple[int, int]:
        """How many dead and how many saturated units bank `layer` has."""
        if not self._has_units(layer):
            return 0, 0
        units = self._units(layer)
        return int(units.dead.sum()), int(units.saturated.sum())

    def _has_units(self, layer: int) -> bool:
        return self.units is not None and 0 < layer <= len(self.units)

    def _units(self, layer: int) -> LayerUnits:
        assert self.units is not None  # noqa: S101  (`_has_units` was asked before)
        return self.units[layer - 1]


def compose(inside: Inside, maps: NodeMaps | None, *, closely: bool, slopes: bool = False) -> Shown:
    """Draw the pictures of the nodes; what takes long is asked for only when `closely`."""
    palette, image_of = theme.current(), inside.objective.train.image
    pictures: QImage | None = None
    if image_of is not None:
        weights = inside.objective.network.layers(inside.theta)[0][:, :-1]
        pictures = image(weight_pictures(weights, image_of, palette))
    return Shown(
        inside,
        image(maps.pixels(inside.theta, palette)) if maps else None,
        _place(maps, inside) if maps else None,
        pictures,
        inside.units if closely else None,
        inside.gradient if closely else None,
        inside.norms if closely else None,
        slopes,
    )


def _place(maps: NodeMaps, inside: Inside) -> tuple[float, float]:
    """Where the sample lies in the maps, as shares across and down."""
    plane = maps.plane
    (left, right), (low, high) = plane.view
    features = inside.samples.features[inside.sample]
    x = float(features[plane.first])
    y = float(features[plane.second]) if plane.second is not None else (low + high) / 2.0
    return (x - left) / (right - left), (high - y) / (high - low)
