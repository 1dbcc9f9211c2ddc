"""What is wrong with the texts of a lab."""

from __future__ import annotations

from collections.abc import Iterator

from optlab.engine.experiment import Experiment
from optlab.session.labs.lab import Lab, LabStep
from optlab.session.labs.locks import locks_of, whole
from optlab.session.labs.pointing import path_trouble, target_trouble
from optlab.session.labs.proof.complaint import Complaint, Complaints, sentence
from optlab.session.labs.proofreading import problems, targets_in
from optlab.session.labs.reading import LabFile, experiment_at
from optlab.session.layout import line_of

LONGEST_LINE = 300
"""Characters of a title, an option or a sentence that a check or a claim says."""


def word_complaints(file: LabFile) -> Complaints:
    """Texts that are missing, too long, or hold what cannot be shown."""
    for path, line in _lines(file.lab):
        if not line.strip():
            yield Complaint(path, "There is nothing here to read.", "Say it in one sentence.")
        elif len(line) > LONGEST_LINE:
            yield Complaint(
                path,
                f"This is {len(line)} characters long; {LONGEST_LINE} fit.",
                "Say it shorter, or in the text of the step.",
            )
    yield from _proofread(file, "teacher", file.lab.teacher, None)
    yield from _proofread(file, "question", file.lab.question, None)
    for place, step in enumerate(file.lab.steps):
        experiment = experiment_at(file.lab, place)
        for path, text in texts_of(step, place):
            yield from _proofread(file, path, text, experiment)
        yield from _hidden_targets(step, place)


def texts_of(step: LabStep, place: int) -> Iterator[tuple[str, str]]:
    """(path, Markdown) of everything in a step that is shown as a text."""
    around = f"steps[{place}]"
    yield f"{around}.text", step.text
    yield f"{around}.task", step.task
    yield from ((f"{around}.hints[{at}]", hint) for at, hint in enumerate(step.hints))
    yield f"{around}.conclusion", step.conclusion
    for at, prompt in enumerate(step.prompts):
        yield f"{around}.prompts[{at}].question", prompt.question
        yield f"{around}.prompts[{at}].why", prompt.why


def _lines(lab: Lab) -> Iterator[tuple[str, str]]:
    """(path, text) of what must not be empty."""
    yield "title", lab.title
    yield "summary", lab.summary
    for at, goal in enumerate(lab.goals):
        yield f"goals[{at}]", goal
    for place, step in enumerate(lab.steps):
        around = f"steps[{place}]"
        yield f"{around}.title", step.title
        yield f"{around}.text", step.text[:LONGEST_LINE]
        for at, hint in enumerate(step.hints):
            yield f"{around}.hints[{at}]", hint[:LONGEST_LINE]
        for at, prompt in enumerate(step.prompts):
            yield f"{around}.prompts[{at}].question", prompt.question[:LONGEST_LINE]
            for number, option in enumerate(getattr(prompt, "options", ())):
                yield f"{around}.prompts[{at}].options[{number}]", option
        for at, goal in enumerate(step.checks):
            yield f"{around}.checks[{at}].says", goal.says
        for at, claim in enumerate(step.claims):
            yield f"{around}.claims[{at}].says", claim.says


def _proofread(file: LabFile, path: str, text: str, experiment: Experiment | None) -> Complaints:
    below = _lines_below(file.text, path)
    for found in problems(text, file.pictures, lambda name: target_trouble(name, experiment)):
        yield Complaint(path, sentence(found.sentence), "", found.line + below)


def _lines_below(source: str, path: str) -> int:
    '''1 where the text begins on the line after its `"""`, else 0.'''
    line = line_of(source, path)
    if line is None:
        return 0
    return int(source.splitlines()[line - 1].rstrip().endswith(('"""', "'''")))


def _hidden_targets(step: LabStep, place: int) -> Complaints:
    """Links that point at a control which the same step hides."""
    locks = locks_of(step.controls)
    for path, text in texts_of(step, place):
        for target in targets_in(text):
            if target_trouble(target) or path_trouble(target):  # no path of a control
                continue
            if locks.state(whole(target)) == "hidden":
                yield Complaint(
                    path,
                    f"show:{target} points at a control that this step hides.",
                    "Show it, or point at something else.",
                )
