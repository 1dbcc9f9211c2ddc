"""What an author should mend in the texts of a lab, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from optlab.session.labs.formula import formula_trouble
from optlab.session.labs.markdown import (
    LONGEST,
    SHOW,
    TARGET,
    UNSEEN,
    Pictures,
    dialect,
    picture_trouble,
    short,
)


class Problem(NamedTuple):
    """What is wrong with a text: the line in it, counted from 0, and one sentence."""

    line: int
    sentence: str


def problems(
    text: str, pictures: Pictures | None = None, unknown: Callable[[str], str] | None = None
) -> Iterator[Problem]:
    """All that an author should mend; `unknown` says what is wrong with the target of a link."""
    if len(text) > LONGEST:
        yield Problem(
            0,
            f"the text has {len(text):,} characters; at most {LONGEST:,} are shown, so make two "
            "steps of it.",
        )
        return
    hidden = UNSEEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start())
        yield Problem(line, f"the text holds an invisible character (U+{ord(hidden[0]):04X}).")
    for token, line in _flat(_strict().parse(text)):
        for sentence in _troubles(token, pictures or {}, unknown):
            yield Problem(line, sentence)


def _troubles(
    token: Token, pictures: Pictures, unknown: Callable[[str], str] | None
) -> Iterator[str]:
    """What is wrong with one token."""
    match token.type:
        case "html_block" | "html_inline":
            yield (
                f"{short(token.content)} is HTML, which is shown as it is typed; "
                "use Markdown instead."
            )
        case "link_open":
            yield from _link_troubles(str(token.attrGet("href") or ""), unknown)
        case "image":
            said = picture_trouble(str(token.attrGet("src") or ""), pictures)
            if said:
                yield said
        case "math_inline" | "math_block":
            said = formula_trouble(token.content)
            if said:
                yield said
        case "text" if "$" in token.content:
            yield "a formula begins or ends with $ alone; a dollar sign is typed as \\$."
        case _:
            pass


def _link_troubles(address: str, unknown: Callable[[str], str] | None) -> Iterator[str]:
    if TARGET.fullmatch(address):
        said = unknown(address.removeprefix(SHOW)) if unknown else ""
        if said:
            yield said
    elif address.startswith(SHOW):
        yield f"{short(address)} points at nothing; write such as show:optimizer.learning_rate."
    elif not address.startswith(("https://", "http://")):
        yield (
            f"the link to {short(address)} leads nowhere: links can point at something in the "
            "window, such as show:optimizer.learning_rate or show:play."
        )


def targets_in(text: str) -> tuple[str, ...]:
    """What the links of the text point at, without `show:`, in order."""
    addresses = (str(token.attrGet("href") or "") for token, _ in _inline(text, "link_open"))
    return tuple(each.removeprefix(SHOW) for each in addresses if TARGET.fullmatch(each))


def _inline(text: str, kind: str) -> Iterator[tuple[Token, int]]:
    """(token, line) of every part of a line that is of this kind."""
    return (each for each in _flat(_strict().parse(text[:LONGEST])) if each[0].type == kind)


def _flat(tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """(token, line) of every token and every part of a line."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield token, line
        inside = line
        for child in token.children or ():
            yield child, inside
            inside += child.type in ("softbreak", "hardbreak")


@cache
def _strict() -> MarkdownIt:
    """The parser for authors: it tells HTML from text, and a typed dollar sign from a formula's."""
    return dialect(html=True).disable("text_join")
