"""Surfaces and scenes made without a run, for the tests of the view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from optlab.engine.arrays import Array
from optlab.engine.slices import PathPlane, Slice
from optlab.engine.surface import Surface
from optlab.qt.theme.palette import LIGHT, Palette
from optlab.qt.views.relief import Relief, relief
from optlab.qt.views.scene import Path, Scene, path

Loss = Callable[[Array, Array], Array]
Box = tuple[tuple[float, float], tuple[float, float]]
BOX: Box = ((-2.0, 2.0), (-1.0, 3.0))


def _hills(u: Array, v: Array) -> Array:
    return 1.5 + np.sin(1.7 * u) * np.cos(1.3 * v) + 0.1 * u


def _bowl(u: Array, v: Array) -> Array:
    return u * u + (v - 1.0) ** 2


def _surface(loss: Loss, size: int = 65, box: Box = BOX) -> Surface:
    u, v = (np.linspace(low, high, size) for low, high in box)
    slice = Slice(PathPlane(), np.zeros(2), np.eye(2), box, ("w", "b"))
    return Surface(slice, u, v, loss(*np.meshgrid(u, v)), 0.0)


def _ground(loss: Loss = _hills, size: int = 65, *, log: bool = False) -> Relief:
    return relief(_surface(loss, size), log=log)


def _walked(on: Relief, theta: Array, cursor: int, *, racer: int = 0, loss: float = np.nan) -> Path:
    return path(
        on,
        racer=racer,
        name=f"Racer {racer}",
        colour=LIGHT.racer(racer).colour,
        steps=np.arange(len(theta)),
        theta=theta,
        now=theta[cursor],
        cursor=cursor,
        loss=loss,
    )


def _spiral(turns: float = 2.0, steps: int = 120) -> Array:
    angle = np.linspace(0.0, 2.0 * np.pi * turns, steps)
    radius = np.linspace(1.4, 0.1, steps)
    return np.column_stack([radius * np.cos(angle), 1.0 + radius * np.sin(angle)])


def _scene(palette: Palette = LIGHT, *, log: bool = False) -> Scene:
    on = _ground(_bowl, log=log)
    turned = (0.0, 2.0) - _spiral()
    paths = (_walked(on, _spiral(), 80), _walked(on, turned, 80, racer=1, loss=3.0))
    paths = tuple(replace(path, colour=palette.racer(path.racer).colour) for path in paths)
    return Scene(on, paths, np.empty((0, 3)))


@pytest.fixture
def hills() -> Loss:
    """A surface with several hills and valleys."""
    return _hills


@pytest.fixture
def bowl() -> Loss:
    """A surface with its minimum 0 at (0, 1)."""
    return _bowl


@pytest.fixture
def spiral() -> Array:
    """A path (120, 2) into the minimum of the bowl."""
    return _spiral()


@pytest.fixture
def ground() -> Callable[..., Relief]:
    """Make the relief of a surface."""
    return _ground


@pytest.fixture
def walked() -> Callable[..., Path]:
    """Make a path over a relief."""
    return _walked


@pytest.fixture
def scene() -> Callable[..., Scene]:
    """Make a scene of two paths in the bowl."""
    return _scene
