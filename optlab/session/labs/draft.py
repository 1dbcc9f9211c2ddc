"""A lab that is being written: edits with undo, step after step, from what is on screen.

A lab is a frozen value, so a draft is the newest of them and those before it. What an author builds
by hand (texts, experiments, controls) has an edit of its own; prompts, checks and claims are typed
as they stand in the file, one section at a time, and read by the same code, so there is one format
to learn and nothing that only a form could say.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.session.bad_file import BadFile
from optlab.session.files import plain
from optlab.session.labs.lab import Controls, Lab, LabStep
from optlab.session.labs.reading import MOST_STEPS, LabFile, experiment_at, parse_lab
from optlab.session.labs.writing import lab_text

Part = Literal["prompts", "checks", "claims"]

LIMIT = 200
"""Edits that can be taken back."""


def new_lab(experiment: Experiment) -> Lab:
    """A lab of one step, which begins with what is on screen."""
    return Lab(
        title="My lab",
        summary="What it is about, in one sentence.",
        minutes=15,
        goals=("What one can do afterwards.",),
        steps=(new_step(1, experiment),),
    )


def new_step(number: int, experiment: Experiment | None) -> LabStep:
    """A step to be written; without an experiment it goes on with what there is."""
    return LabStep(
        title=f"Step {number}",
        text="What there is to see, in a few sentences.",
        experiment=None if experiment is None else plain(experiment),
    )


class Draft:
    """The lab as it is now; `name` is that of its file, and `pictures` are those beside it."""

    def __init__(self, lab: Lab, name: str, pictures: dict[str, bytes] | None = None) -> None:
        self.lab = lab
        self.name = name
        self.pictures = pictures or {}
        self._saved = lab
        self._past: list[Lab] = []
        self._future: list[Lab] = []

    @property
    def file(self) -> LabFile:
        """The lab as if it had been read: to be proven, shown and tried."""
        return LabFile(self.name, self.lab, lab_text(self.lab), self.pictures)

    @property
    def modified(self) -> bool:
        """Whether it differs from what was saved."""
        return self.lab != self._saved

    def keep(self) -> None:
        """It has been saved."""
        self._saved = self.lab

    # Undo ----------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to make again."""
        return bool(self._future)

    def undo(self) -> None:
        """Take the last edit back."""
        if self._past:
            self._future.append(self.lab)
            self.lab = self._past.pop()

    def redo(self) -> None:
        """Make the last undone edit again."""
        if self._future:
            self._past.append(self.lab)
            self.lab = self._future.pop()

    def _take(self, lab: Lab) -> None:
        if lab == self.lab:
            return
        self._past = [*self._past, self.lab][-LIMIT:]
        self._future = []
        self.lab = lab

    # Edits ---------------------------------------------------------------------------------------

    def edit(self, **fields: Any) -> None:
        """Change the lab itself: title, goals ..."""
        self._take(replace(self.lab, **fields))

    def edit_step(self, place: int, **fields: Any) -> None:
        """Change one step: its title, text, task ..."""
        steps = list(self.lab.steps)
        steps[place] = replace(steps[place], **fields)
        self._take(replace(self.lab, steps=tuple(steps)))

    def add_step(self, place: int, experiment: Experiment | None = None) -> int:
        """Put a new step behind the one at `place`; its place. Raises BadFile when it is full."""
        if len(self.lab.steps) >= MOST_STEPS:
            raise BadFile(f"A lab has at most {MOST_STEPS} steps; begin another one.")
        steps = list(self.lab.steps)
        steps.insert(place + 1, new_step(len(steps) + 1, experiment))
        self._take(replace(self.lab, steps=tuple(steps)))
        return place + 1

    def remove_step(self, place: int) -> int:
        """Take a step out; the place of the one to look at. The last one stays.

        A step that went on with the experiment of the one that goes gets it, so nothing is lost.
        """
        steps = list(self.lab.steps)
        if len(steps) == 1:
            return 0
        gone = steps.pop(place)
        if place < len(steps) and steps[place].experiment is None:
            steps[place] = replace(steps[place], experiment=gone.experiment)
        self._take(replace(self.lab, steps=tuple(steps)))
        return min(place, len(steps) - 1)

    def move_step(self, place: int, by: int) -> int:
        """Move a step up or down in the list; its new place."""
        steps = list(self.lab.steps)
        to = min(max(place + by, 0), len(steps) - 1)
        steps.insert(to, steps.pop(place))
        self._take(replace(self.lab, steps=tuple(steps)))
        return to

    def capture(self, place: int, experiment: Experiment) -> None:
        """Let a step begin with what is on screen."""
        self.edit_step(place, experiment=plain(experiment))

    def go_on(self, place: int) -> None:
        """Let a step go on with the experiment of the step before it; the first one cannot."""
        if place:
            self.edit_step(place, experiment=None)

    def lock(self, place: int, path: str, use: Literal["free", "fixed", "hidden"]) -> None:
        """Say what may be done with the control at a path: change it, see it, or neither."""
        held = self.lab.steps[place].controls
        fixed = tuple(each for each in held.fixed if each != path)
        hidden = tuple(each for each in held.hidden if each != path)
        fixed += (path,) * (use == "fixed")
        hidden += (path,) * (use == "hidden")
        self.edit_step(place, controls=replace(held, fixed=fixed, hidden=hidden))

    def show_only(self, place: int, paths: tuple[str, ...]) -> None:
        """Show nothing but these controls; all of them when there are none."""
        self.edit_step(place, controls=replace(self.lab.steps[place].controls, shown=paths))

    def free(self, place: int) -> None:
        """Allow everything again."""
        self.edit_step(place, controls=Controls())

    # Parts that are typed ------------------------------------------------------------------------

    def part(self, place: int, part: Part) -> str:
        """The prompts, checks or claims of a step as TOML: one `[[prompts]]` ... for each."""
        step = LabStep(title="", text="", **{part: getattr(self.lab.steps[place], part)})
        text = lab_text(replace(self.lab, steps=(step,)))
        _, _, below = text.partition(f"[[steps.{part}]]")
        whole = f"[[steps.{part}]]{below}" if below else ""
        return whole.replace(f"[[steps.{part}]]", f"[[{part}]]").strip() + ("\n" if whole else "")

    def set_part(self, place: int, part: Part, text: str) -> None:
        """Take what was typed in; raises BadFile with the line, and then nothing changes."""
        held = self._parsed(text, part)
        self.edit_step(place, **{part: held})
        try:
            parse_lab(lab_text(self.lab), self.name)  # keys must be unique in the whole lab
        except BadFile:
            self.lab = self._past.pop()
            raise

    def _parsed(self, text: str, part: Part) -> tuple[Any, ...]:
        lines = [
            f"[[steps.{line.strip()[2:]}" if line.strip() == f"[[{part}]]" else line
            for line in text.splitlines()
        ]
        head = lab_text(Lab(title="x", summary="x", minutes=1, goals=(), steps=()))
        above = [*head.splitlines(), "[[steps]]", 'title = "x"', 'text = "x"']
        try:
            lab = parse_lab("\n".join([*above, *lines]) + "\n", "")
        except BadFile as error:
            line = None if error.line is None else max(error.line - len(above), 1)
            raise BadFile(error.sentence, path=error.path, name=part, line=line) from error
        (*others, step) = lab.steps
        if others or replace(step, **{part: ()}) != LabStep(title="x", text="x"):
            raise BadFile(f"only [[{part}]] belong here.", name=part)
        return getattr(step, part)

    def experiment(self, place: int) -> Experiment:
        """The experiment with which a step begins; raises BadFile."""
        return experiment_at(self.lab, place)
