"""What a person wants to see of the scene, and how high it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """Parts of the scene that can be left out, and the scale of its height.

    `arrows` are those at the followed marble, `ghosts` the true heights, `marks` minima and
    saddles, `names` those of the racers, `values` the losses along isolines. Without `ahead`
    nothing tells what comes after the cursor.
    """

    log: bool = False
    ceiling: float = 1.0
    arrows: bool = True
    ghosts: bool = True
    marks: bool = True
    names: bool = True
    population: bool = True
    values: bool = True
    ahead: bool = True
