"""Trouble in the input: one sentence that says what, where and what would be right."""


class Unfit(ValueError):
    """A combination of choices that cannot work; `path` names the choice to change."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
