"""Trouble in a file or on the command line, as one sentence a person can act on."""

from __future__ import annotations


class BadFile(ValueError):
    """`str(error)` says where (file and line), what (the path inside) and what would be right.

    `path` is the place inside the file, such as `racers[1].optimizer.learning_rate`; empty when
    the file as a whole is meant. Line breaks and control characters that a hostile file could
    bring into the sentence are replaced.
    """

    def __init__(
        self, sentence: str, *, path: str = "", name: str = "", line: int | None = None
    ) -> None:
        place = name if line is None else f"{name}, line {line}"
        whole = f"{place}: {sentence}" if place else sentence
        super().__init__("".join(each if each.isprintable() else "\ufffd" for each in whole))
        self.sentence = sentence
        self.path = path
        self.name = name
        self.line = line

    def placed(self, name: str, line: int | None) -> BadFile:
        """The same trouble, now that the file and the line are known."""
        return BadFile(self.sentence, path=self.path, name=name, line=line)
