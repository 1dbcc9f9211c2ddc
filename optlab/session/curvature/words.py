"""What the curvature at a step means, in sentences; every number in them is the engine's."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.curvature import Spectrum
from optlab.engine.stability import Edge
from optlab.session.message import Message
from optlab.session.numbers import figure

NEAR = 0.9
"""The share of the edge from which on it is close."""
OVAL, RAVINE = 10.0, 50.0
"""Condition numbers from which on a valley is long, and a ravine."""


class Standing(enum.Enum):
    """Where the largest curvature stands against the edge of stability."""

    unknown = enum.auto()
    safe = enum.auto()
    close = enum.auto()
    beyond = enum.auto()


@dataclass(frozen=True)
class Verdict:
    """How it stands, and why."""

    standing: Standing
    sentence: Message


def verdict(known: Spectrum, limit: Edge | None, *, parabolic: bool) -> Verdict:
    """Compare the largest curvature with the edge, before the step that it decides about."""
    largest = known.largest
    if math.isnan(largest):
        line = Message("The slope is no number here, so the ground has no curvature to measure.")
        return Verdict(Standing.unknown, line)
    if limit is None:
        line = Message(
            "The largest curvature is {largest}. This method has no learning rate that it limits.",
            {"largest": figure(largest)},
        )
        return Verdict(Standing.unknown, line)
    values = {"largest": figure(largest), "limit": figure(limit.curvature), "rule": limit.formula}
    share = largest / limit.curvature
    if share < NEAR:
        line = Message(
            "Below the edge: the largest curvature, {largest}, is less than {rule} = {limit}.",
            values,
        )
        return Verdict(Standing.safe, _guided(line, limit))
    if share <= 1.0:
        line = Message(
            "Close to the edge: the largest curvature, {largest}, is nearly {rule} = {limit}.",
            values,
        )
        return Verdict(Standing.close, _guided(line, limit))
    if parabolic:
        line = Message(
            "Beyond the edge: the largest curvature, {largest}, is above {rule} = {limit}. "
            "Along the steepest direction every step ends further out: it will blow up.",
            values,
        )
    else:
        line = Message(
            "Beyond the edge: the largest curvature, {largest}, is above {rule} = {limit}. "
            "Along the steepest direction the next steps end further out, until the ground there "
            "bends less; networks often swing at this edge.",
            values,
        )
    return Verdict(Standing.beyond, _guided(line, limit))


def _guided(line: Message, limit: Edge) -> Message:
    if limit.exact:
        return line
    return Message(
        "{line} Only a guide here: the rule is for plain or momentum descent on all samples.",
        {"line": line},
    )


def condition_words(known: Spectrum) -> Message:
    """The shape of the ground: how much more it bends one way than another."""
    odd = _no_valley(known)
    if odd is not None:
        return odd
    values = {"condition": figure(known.condition)}
    if not known.whole:
        return Message(
            "Condition number at least {condition}: the steepest direction bends so many times as "
            "much as the flattest that was found.",
            values,
        )
    if known.condition < OVAL:
        return Message("Condition number {condition}: a round bowl, easy to descend.", values)
    if known.condition < RAVINE:
        return Message(
            "Condition number {condition}: a long valley; steps that are safe across it are small "
            "along it.",
            values,
        )
    return Message(
        "Condition number {condition}: a narrow ravine; steps that are safe across it hardly move "
        "along it.",
        values,
    )


def _no_valley(known: Spectrum) -> Message | None:
    """What the ground is where a condition number would say little."""
    negative = int(np.count_nonzero((known.curvatures < 0.0) & ~known.flat))
    flat, total = int(np.count_nonzero(known.flat)), len(known.theta)
    if flat == len(known.curvatures):
        return Message("The ground is flat here, as far as was looked at.")
    if negative and known.whole:
        return Message(
            "The ground curves downwards in {negative} of {total} directions: no valley yet, but "
            "a saddle or a hill.",
            {"negative": negative, "total": total},
        )
    if negative:
        return Message(
            "The ground curves downwards in some directions (the strongest: {smallest}): no valley "
            "yet.",
            {"smallest": figure(known.smallest)},
        )
    if flat:
        return Message(
            "The ground is flat in {flat} of {total} directions: along them nothing changes.",
            {"flat": flat, "total": total},
        )
    if total == 1:
        return Message("A valley along a single parameter: it bends upwards to both sides.")
    return None
