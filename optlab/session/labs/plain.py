"""The texts of a lab as plain words, for a terminal: what Markdown marks up is said without marks.

Links are their words, formulas stand as they were typed, lists keep their bullets and numbers, rows
of tables are divided by bars, and a picture is what is said in its place.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from optlab.session.labs.markdown import LONGEST, UNSEEN, dialect

BREAKS = ("softbreak", "hardbreak")
TYPED = ("math_block", "fence", "code_block", "html_block")
INDENT = 2


@dataclass(frozen=True)
class Part:
    """A paragraph, an entry of a list, a row of a table, or lines `as_typed`."""

    mark: str
    depth: int
    words: str
    as_typed: bool = False


def plain_words(text: str) -> str:
    """A short text on one line."""
    return " ".join(part.mark + part.words for part in _parts(text))


def plain_lines(text: str, width: int, before: str = "") -> list[str]:
    """A text as lines of at most `width` columns, the first of which begins with `before`."""
    lines: list[str] = []
    for part in _parts(text):
        margin = (" " * len(before) if lines else before) + " " * part.depth
        first, later = margin + part.mark, " " * len(margin + part.mark)
        if part.as_typed:
            typed = part.words.splitlines()
            lines += [(later if i else first) + each for i, each in enumerate(typed)]
        else:
            lines += textwrap.wrap(part.words, width, initial_indent=first, subsequent_indent=later)
    return lines


def _parts(text: str) -> Iterator[Part]:
    numbers: list[int] = []  # of the lists one is in: the next number, 0 for bullets
    cells: list[str] = []
    mark, row = "", False
    for token in _parser().parse(UNSEEN.sub("", text[:LONGEST])):
        depth = INDENT * max(len(numbers) - 1, 0) + (0 if mark or not numbers else INDENT)
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                first = int(token.attrs.get("start", 1))
                numbers.append(first if token.type == "ordered_list_open" else 0)
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                mark = f"{numbers[-1]}. " if numbers[-1] else "- "
                numbers[-1] += bool(numbers[-1])
            case "tr_open":
                row, cells = True, []
            case "tr_close":
                yield Part(mark, depth, " | ".join(cells))
                row, mark = False, ""
            case "inline" if row:
                cells.append(_spoken(token.children or ()))
            case "inline":
                yield Part(mark, depth, _spoken(token.children or ()))
                mark = ""
            case kind if kind in TYPED:
                yield Part(mark, depth, token.content.strip("\n"), as_typed=True)
                mark = ""
            case _:
                pass


def _spoken(children: Sequence[Token]) -> str:
    said = ["\n" if each.type in BREAKS else each.content for each in children]
    return " ".join("".join(said).split())


@cache
def _parser() -> MarkdownIt:
    return dialect(html=False)
