"""A card for every kind of prompt; which serves which is said here and nowhere else."""

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.panels.lab.prompts.choice import ChoiceCard
from optlab.qt.panels.lab.prompts.number import NumberCard
from optlab.qt.panels.lab.prompts.sketch import SketchCard
from optlab.qt.panels.lab.prompts.table import TableCard
from optlab.qt.panels.lab.prompts.words import WordsCard
from optlab.session.labs.prompts import (
    AnyPrompt,
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Prompt,
    Table,
)

_CARDS: dict[type[Prompt], type[PromptCard]] = {
    MultipleChoice: ChoiceCard,
    Number: NumberCard,
    FreeText: WordsCard,
    Table: TableCard,
    DrawnCurve: SketchCard,
    MarkedPoint: SketchCard,
}


def card_for(prompt: AnyPrompt, pictures: dict[str, bytes]) -> PromptCard:
    """Return a new card that asks this."""
    return _CARDS[type(prompt)](prompt, pictures)
