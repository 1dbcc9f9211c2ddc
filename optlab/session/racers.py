"""The list of racers: add, copy, rename and remove, with names that stay unique.

All are pure: they return another experiment, or raise ValueError with one sentence.
"""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from optlab.engine.experiment import LONGEST_NAME, MOST_RACERS, Experiment, Racer
from optlab.engine.optimizers import OPTIMIZERS, AnyOptimizer


def add_racer(experiment: Experiment) -> Experiment:
    """Add the first optimizer of the catalog that does not race yet (else the first) at the end."""
    racing = {type(racer.optimizer) for racer in experiment.racers}
    classes = cast("list[type[AnyOptimizer]]", list(OPTIMIZERS.values()))
    optimizer = next((each for each in classes if each not in racing), classes[0])()
    return insert_racer(experiment, len(experiment.racers), Racer(optimizer.title, optimizer))


def insert_racer(experiment: Experiment, place: int, racer: Racer) -> Experiment:
    """Let `racer` stand at `place`, under a name of its own; the others make room."""
    if len(experiment.racers) == MOST_RACERS:
        raise ValueError(f"At most {MOST_RACERS} racers can run at once.")
    named = replace(racer, name=_unique(racer.name, {each.name for each in experiment.racers}))
    racers = (*experiment.racers[:place], named, *experiment.racers[place:])
    return replace(experiment, racers=racers)


def duplicate_racer(experiment: Experiment, place: int) -> Experiment:
    """Put a copy of racer `place`, under a name of its own, behind it."""
    return insert_racer(experiment, place + 1, experiment.racers[place])


def remove_racer(experiment: Experiment, place: int) -> Experiment:
    """Leave racer `place` out; the last one stays."""
    if len(experiment.racers) == 1:
        raise ValueError("A run needs at least one racer.")
    kept = experiment.racers[:place] + experiment.racers[place + 1 :]
    return replace(experiment, racers=kept)


def rename_racer(experiment: Experiment, place: int, name: str) -> Experiment:
    """Call racer `place` by another name, which no other racer may have."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise ValueError("A racer needs a name.")
    if any(racer.name == name for i, racer in enumerate(experiment.racers) if i != place):
        raise ValueError(f"Another racer is called {name}: every racer needs a name of its own.")
    return replace_racer(experiment, place, replace(experiment.racers[place], name=name))


def replace_racer(experiment: Experiment, place: int, racer: Racer) -> Experiment:
    """Put `racer` at `place`.

    A racer that bears the name of its optimizer takes the name of the new one, too.
    """
    former = experiment.racers[place]
    others = {each.name for i, each in enumerate(experiment.racers) if i != place}
    if racer.name == former.name and _named_after_optimizer(former):
        racer = replace(racer, name=_unique(racer.optimizer.title, others))
    racers = (*experiment.racers[:place], racer, *experiment.racers[place + 1 :])
    return replace(experiment, racers=racers)


def _named_after_optimizer(racer: Racer) -> bool:
    title = racer.optimizer.title
    return racer.name == title or racer.name.removeprefix(f"{title} ").isdigit()


def _unique(name: str, taken: set[str]) -> str:
    """Return `name`, or with the first number behind it that makes it unique."""
    if name not in taken:
        return name
    head, _, tail = name.rpartition(" ")
    stem = head if head and tail.isdigit() else name
    return next(each for n in range(2, len(taken) + 3) if (each := f"{stem} {n}") not in taken)
