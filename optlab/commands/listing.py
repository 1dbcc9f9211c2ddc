"""`optlab list`: what there is to choose from, as a table for people or as JSON for programs."""

import argparse
import json
import textwrap
from typing import Any

import msgspec

from optlab.commands.command import ANSWERED, Command
from optlab.engine.activations import ACTIVATIONS
from optlab.engine.datasets import DATASETS
from optlab.engine.declare import Catalog, Choice, Knob, kind_of, knobs
from optlab.engine.landscapes import LANDSCAPES
from optlab.engine.losses import LOSSES
from optlab.engine.models import MODELS
from optlab.engine.optimizers import OPTIMIZERS
from optlab.engine.penalties import PENALTIES
from optlab.engine.schedules import SCHEDULES
from optlab.engine.slices import SLICES
from optlab.engine.starts import STARTS
from optlab.engine.stops import CHECKS, STOPS

FAMILIES: dict[str, Catalog] = {
    "optimizers": OPTIMIZERS,
    "losses": LOSSES,
    "activations": ACTIVATIONS,
    "datasets": DATASETS,
    "landscapes": LANDSCAPES,
    "models": MODELS,
    "schedules": SCHEDULES,
    "starts": STARTS,
    "slices": SLICES,
    "penalties": PENALTIES,
    "stops": STOPS,
    "checks": CHECKS,
}


OF_LABS = ("labs", "measures", "conditions", "prompts")
"""What belongs to labs, and is imported when it is asked for."""


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab list`."""
    known = (*FAMILIES, *OF_LABS)
    parser.add_argument("family", choices=known, metavar="FAMILY", help=", ".join(known))
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def run(arguments: argparse.Namespace) -> int:
    """Print one family."""
    if arguments.family == "labs":
        from optlab.commands.labs.listing import course, in_lines

        print(json.dumps(course(), indent=2) if arguments.json else "\n".join(in_lines()))
        return ANSWERED
    family = catalog(arguments.family)
    if arguments.json:
        print(json.dumps([described(each) for each in family.values()], indent=2))
    else:
        print("\n\n".join(in_words(each) for each in family.values()))
    return ANSWERED


def catalog(name: str) -> Catalog:
    """The catalog of one family."""
    if name not in OF_LABS:
        return FAMILIES[name]
    from optlab.session.labs.conditions import CONDITIONS
    from optlab.session.labs.measures import MEASURES
    from optlab.session.labs.prompts import PROMPTS

    return {"measures": MEASURES, "conditions": CONDITIONS, "prompts": PROMPTS}[name]


def described(choice: type[Choice]) -> dict[str, Any]:
    """All that a declaration says, as plain data."""
    return {
        "kind": kind_of(choice),
        "title": choice.title,
        "help": choice.help,
        "formula": choice.formula,
        "source": choice.source,
        "knobs": [plain(knob) for knob in knobs(choice)],
    }


def plain(knob: Knob) -> dict[str, Any]:
    """A knob as plain data; a knob that is a choice names the family's kinds instead of limits."""
    kinds = {} if knob.catalog is None else {"kinds": list(knob.catalog)}
    return {
        "name": knob.name,
        "title": knob.title,
        "help": knob.help,
        "type": knob.type,
        "default": msgspec.to_builtins(knob.default),
        "symbol": knob.symbol,
        "unit": knob.unit,
        "scale": knob.scale,
        "low": knob.low,
        "high": knob.high,
        "low_open": knob.low_open,
        "high_open": knob.high_open,
        "slider": knob.slider,
        **kinds,
    }


def in_words(choice: type[Choice]) -> str:
    """The name, the help and one line for each knob, 100 columns wide."""
    lines = [f"{kind_of(choice)}: {choice.title}"]
    lines += textwrap.wrap(choice.help, 96, initial_indent="    ", subsequent_indent="    ")
    for knob in knobs(choice):
        allowed = knob.range if knob.catalog is None else ", ".join(knob.catalog)
        facts = f"{knob.name}{value_of(knob)}" + (f" ({allowed})" if allowed else "")
        lines += textwrap.wrap(
            f"{facts}  {knob.help}", 96, initial_indent="    ", subsequent_indent="        "
        )
    return "\n".join(lines)


def value_of(knob: Knob) -> str:
    """` = 0.1`: what stands there when nothing is said; empty where something must be."""
    if knob.default is None:
        return ""
    kind = kind_of(knob.default) if isinstance(knob.default, Choice) else written(knob.default)
    return f" = {kind}"


def written(value: object) -> str:
    """A value as it stands in a file."""
    return json.dumps(msgspec.to_builtins(value))


LIST = Command("list", "show what there is to choose from, with every knob", declare, run)
