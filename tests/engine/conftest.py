"""Catalog-driven tests: an argument called `any_optimizer` runs through all optimizers, and so on.

A new choice is tested by being listed in its catalog. `any_fitting` is every loss with every
dataset, model, activation and penalty, on a few samples; `some_fitting` is few of them in which
every choice occurs.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from msgspec.structs import fields, replace

from optlab.engine import (
    ACTIVATIONS,
    CHECKS,
    DATASETS,
    LANDSCAPES,
    LOSSES,
    MODELS,
    OPTIMIZERS,
    PENALTIES,
    SCHEDULES,
    SLICES,
    STARTS,
    STOPS,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Unfit,
    prepare,
)
from optlab.engine.datasets import Samples
from optlab.engine.declare import Catalog, Choice, kind_of
from optlab.engine.experiment import AnyObjective
from optlab.engine.keys import generator
from optlab.engine.penalties import NoPenalty

MANY_FEATURES = 16
MANY_SAMPLES = 2_000

CATALOGS = {
    "activation": ACTIVATIONS,
    "check": CHECKS,
    "dataset": DATASETS,
    "landscape": LANDSCAPES,
    "loss": LOSSES,
    "model": MODELS,
    "optimizer": OPTIMIZERS,
    "penalty": PENALTIES,
    "schedule": SCHEDULES,
    "slice": SLICES,
    "start": STARTS,
    "stop": STOPS,
}

DECLARATIONS = {
    **{
        f"{family}-{kind}": cls
        for family, catalog in CATALOGS.items()
        for kind, cls in catalog.items()
    },
    "objective-fitting": Fitting,
    "objective-landscape": Landscape,
    "racer": Racer,
    "experiment": Experiment,
}


def each(catalog: Catalog) -> list[Any]:
    return [cls() for cls in catalog.values()]


def has(choice: Choice, name: str) -> bool:
    return any(field.name == name for field in fields(choice))


def datasets() -> Iterator[Any]:
    for dataset in each(DATASETS):
        yield replace(dataset, samples=24) if has(dataset, "samples") else dataset


def models() -> Iterator[Any]:
    for model in each(MODELS):
        if has(model, "activation"):
            yield from (replace(model, activation=act) for act in each(ACTIVATIONS))
        else:
            yield model


def fittings() -> dict[str, Fitting]:
    """Every loss with every model, activation, penalty and dataset, in batches that do not divide.

    At most one of dataset, activation and penalty is not the usual one of its kind: the code has
    no place where two of them meet, and all combinations would be tens of thousands of tests.
    """
    found: dict[str, Fitting] = {}
    small = [(dataset, drawn(dataset)) for dataset in datasets()]
    small = [(dataset, samples) for dataset, samples in small if few(samples)]
    usual = {many(samples): dataset for dataset, samples in reversed(small)}
    for (dataset, samples), model, loss, penalty in product(
        small, models(), each(LOSSES), each(PENALTIES)
    ):
        odd = [dataset != usual[many(samples)], model != type(model)(), penalty != NoPenalty()]
        fitting = Fitting(dataset, model, loss, penalty, 5)
        if sum(odd) <= 1 and possible(fitting):
            parts = [kind_of(dataset), kind_of(model), kind_of(loss), kind_of(penalty)]
            if has(model, "activation"):
                parts.insert(2, kind_of(model.activation))
            found["-".join(parts)] = fitting
    return found


def drawn(dataset: Any) -> Samples:
    return dataset.draw(generator(7, "data"))


def few(samples: Samples) -> bool:
    """Whether central differences by every weight are a matter of milliseconds."""
    return samples.features.shape[1] <= MANY_FEATURES and len(samples) <= MANY_SAMPLES


def many(samples: Samples) -> int:
    """A number to predict, two classes, or more of them."""
    return min(samples.classes, 3)


def possible(fitting: Fitting) -> bool:
    try:
        prepare(Experiment(objective=fitting))
    except Unfit:
        return False
    return True


def covering(fittings: dict[str, Fitting]) -> dict[str, Fitting]:
    """Few fittings in which every choice of every catalog occurs."""
    seen: set[str] = set()
    found: dict[str, Fitting] = {}
    for name, fitting in fittings.items():
        parts = (fitting.dataset, fitting.model, fitting.loss, fitting.penalty)
        if not seen.issuperset(map(repr, parts)):
            seen.update(map(repr, parts))
            found[name] = fitting
    return found


FITTINGS = fittings()

SOME_FITTINGS = covering(FITTINGS)

OBJECTIVES: dict[str, AnyObjective] = {
    **{f"landscape-{kind_of(each)}": Landscape(each) for each in each(LANDSCAPES)},
    **SOME_FITTINGS,
    "whole-set": replace(next(iter(FITTINGS.values())), batch_size=0),
}
"""Every landscape, and fittings with every dataset, model, activation, loss and penalty."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in metafunc.fixturenames:
        family = name.removeprefix("any_")
        if name == "any_fitting":
            metafunc.parametrize(name, list(FITTINGS.values()), ids=list(FITTINGS))
        elif name == "some_fitting":
            metafunc.parametrize(name, list(SOME_FITTINGS.values()), ids=list(SOME_FITTINGS))
        elif name == "any_objective":
            metafunc.parametrize(name, list(OBJECTIVES.values()), ids=list(OBJECTIVES))
        elif name == "any_declaration":
            metafunc.parametrize(name, DECLARATIONS.values(), ids=DECLARATIONS)
        elif name == "any_catalog":
            metafunc.parametrize(name, CATALOGS.values(), ids=CATALOGS)
        elif name.startswith("any_") and family in CATALOGS:
            metafunc.parametrize(name, each(CATALOGS[family]), ids=list(CATALOGS[family]))
