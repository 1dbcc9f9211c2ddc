"""Beginnings of prompts, checks and claims, for authors to go on from: each is whole and sound."""

from __future__ import annotations

from optlab.session.labs.draft import Part

SNIPPETS: dict[Part, dict[str, str]] = {
    "prompts": {
        "Choice": """\
[[prompts]]
kind = "multiple-choice"
key = "{key}"
question = "What will happen?"
options = ["The loss falls", "The loss rises"]
answer = 1
predict = true
why = "Because every step goes downhill."
""",
        "Number": """\
[[prompts]]
kind = "number"
key = "{key}"
question = "How large is the loss at the end?"
answer = { kind = "loss" }
within = 0.02
relative = true
""",
        "Text": """\
[[prompts]]
kind = "free-text"
key = "{key}"
question = "Say in your own words what you saw."
least = 20
sample = "A good answer, for the teacher's guide."
""",
        "Table from runs": """\
[[prompts]]
kind = "table"
key = "{key}"
question = "Three runs with different steps."
least = 3
columns = [
    { title = "steps", setting = "steps" },
    { title = "loss at the end", measure = { kind = "loss" } },
]
""",
        "Drawn curve": """\
[[prompts]]
kind = "drawn-curve"
key = "{key}"
question = "Draw the loss curve that you expect."
predict = true
within = 0.3
""",
        "Marked point": """\
[[prompts]]
kind = "marked-point"
key = "{key}"
question = "Where will it end? Mark the place on the surface."
predict = true
within = 0.1
""",
    },
    "checks": {
        "The loss falls below": """\
[[checks]]
says = "The loss falls below 0.1."
check = { kind = "below", what = { kind = "loss" }, limit = 0.1 }
solution = ["steps=1000"]
""",
        "The run diverges": """\
[[checks]]
says = "The run diverges."
check = { kind = "ends", how = "diverged" }
solution = ["optimizer.learning_rate=10"]
""",
        "At least so accurate": """\
[[checks]]
says = "At least 90 % of the training samples are right."
check = { kind = "above", what = { kind = "metric", name = "accuracy" }, limit = 0.9 }
solution = ["steps=1000"]
""",
        "Fewer evaluations": """\
[[checks]]
says = "It takes at most 100 evaluations to get to a loss of 0.1."
check = { kind = "below", what = { kind = "cost-to", loss = 0.1 }, limit = 100.0 }
solution = ["optimizer.learning_rate=0.1"]
""",
    },
    "claims": {
        "Lower than at the start": """\
[[claims]]
says = "The loss at the end is less than half of that at the start."
check = { kind = "less", times = 2.0, what = { kind = "loss" }, than = { kind = "loss", step = 0 } }
""",
        "One racer is faster": """\
[[claims]]
says = "The second racer gets to a loss of 0.3 with less cost than the first."
check = { kind = "less", what = { kind = "cost-to", racer = "Adam", loss = 0.3 }, than = { kind = "cost-to", racer = "Momentum", loss = 0.3 } }
""",
        "It grows with a setting": """\
[[claims]]
says = "The loss at the end falls with the number of steps."
check = { kind = "falling", what = { kind = "loss" }, path = "steps", values = [10.0, 100.0, 500.0] }
""",
        "End points fall in k basins": """\
[[claims]]
says = "From twenty starts the runs end at two different places."
check = { kind = "about", what = { kind = "basins", seeds = 20 }, value = 2.0, within = 0.0 }
""",
    },
}


def snippet(part: Part, name: str, taken: tuple[str, ...]) -> str:
    """A beginning by its name; a prompt gets a key that is not among those `taken`."""
    stem = name.lower().replace(" ", "-")
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
    return SNIPPETS[part][name].replace("{key}", f"{stem}-{number}")
