"""What is said about one sample: what it is, what the model says of it, what the loss charges."""

from __future__ import annotations

import math

from optlab.engine.metrics import decide
from optlab.qt.text import tr
from optlab.session.numbers import figure
from optlab.session.one_sample import OneSample

MOST_FEATURES = 2
"""More features than these are not told: the line would not end."""
POSITIVE, NEGATIVE = "−y log p", "−(1 − y) log(1 − p)"
"""The terms of the cross-entropy, never broken at the end of a line."""


def sample_words(one: OneSample) -> str:
    """Two or three lines."""
    if one.objective.task == "regression":
        said = _number(one)
    elif one.objective.train.classes == 2:
        said = _one_of_two(one)
    else:
        said = _one_of_many(one)
    return "\n".join((f"{_which(one)}{_where(one)}.", said, _charge(one)))


def _which(one: OneSample) -> str:
    """`Test sample 17 of 200: blue (y = 1)`."""
    objective, sample = one.objective, one.sample
    said = {
        "number": one.pick.row + 1,
        "total": len(objective.test if one.pick.test else objective.train),
    }
    kind = (
        tr("Test sample {number} of {total}", **said)
        if one.pick.test
        else tr("Training sample {number} of {total}", **said)
    )
    if not sample.class_names:
        truth = f"{figure(one.target)} {sample.target_unit}".strip()
        return tr("{kind}: {name} {truth}", kind=kind, name=sample.target_name, truth=truth)
    truth = sample.class_names[int(one.target)]
    if sample.classes == 2:
        return tr("{kind}: {truth} (y = {y})", kind=kind, truth=truth, y=int(one.target))
    return f"{kind}: {truth}"


def _where(one: OneSample) -> str:
    """Its features, where there are few; nothing of pictures and long rows."""
    sample = one.sample
    if sample.features.shape[1] > MOST_FEATURES:
        return ""
    units = sample.feature_units or ("",) * len(sample.feature_names)
    values = zip(sample.feature_names, sample.features[0].tolist(), units, strict=True)
    texts = ", ".join(f"{name} {figure(value)} {unit}".strip() for name, value, unit in values)
    return tr(", at {features}", features=texts)


def _number(one: OneSample) -> str:
    said, unit = one.prediction, one.sample.target_unit
    error = said - one.target
    if not math.isfinite(error):
        return tr("The model gives no number.")
    prediction, miss = (f"{figure(x)} {unit}".strip() for x in (said, abs(error)))
    if error == 0.0:
        return tr("The model says {said}: exact.", said=prediction)
    if error > 0.0:
        return tr("The model says {said}: {miss} too high.", said=prediction, miss=miss)
    return tr("The model says {said}: {miss} too low.", said=prediction, miss=miss)


def _one_of_two(one: OneSample) -> str:
    likely = float(one.probabilities[1])
    if not math.isfinite(likely):
        return tr("The model gives no number.")
    name = one.sample.class_names[1]
    return tr("The model gives {name} the probability p = {p}.", name=name, p=figure(likely))


def _one_of_many(one: OneSample) -> str:
    names, likely = one.sample.class_names, one.probabilities
    best = int(decide(likely[:, None])[0])
    if best < 0:
        return tr("The model gives no number.")
    sure = figure(float(likely[best]))
    if best == int(one.target):
        return tr("The model says: {name} with probability {p}.", name=names[best], p=sure)
    return tr(
        "The model says: {name} with probability {p}; {truth} has {less}.",
        name=names[best],
        p=sure,
        truth=names[int(one.target)],
        less=figure(float(likely[int(one.target)])),
    )


def _charge(one: OneSample) -> str:
    """What the loss takes for it: both terms of a cross-entropy, of which one is 0."""
    terms = one.terms
    if terms is None:
        title = one.objective.fitting.loss.title
        return tr(
            "Loss of this sample alone ({title}): {loss}.", title=title, loss=figure(one.loss)
        )
    truth = one.sample.class_names[int(one.target)]
    positive, negative = (
        f"{term} = {figure(paid)}".replace(" ", "\N{NO-BREAK SPACE}")
        for term, paid in zip((POSITIVE, NEGATIVE), terms, strict=True)
    )
    if one.target:
        return tr(
            "Loss: {positive} (it is {truth}: only this term counts), {negative}.",
            positive=positive,
            truth=truth,
            negative=negative,
        )
    return tr(
        "Loss: {negative} (it is {truth}: only this term counts), {positive}.",
        positive=positive,
        truth=truth,
        negative=negative,
    )
