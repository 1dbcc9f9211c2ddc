"""The texts of a lab: Markdown in, harmless HTML out, for the window and for printed pages alike.

A lab may come from anybody. HTML in the text is shown as typed and never obeyed, a link can only
point at something in the window (`show:optimizer.learning_rate`), a picture is one of the lab's own
files and travels inside the page, and nothing is ever fetched. What is left out is said in its
place, and `proofreading` says it to the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from optlab.session.labs.formula import formula_html
from optlab.session.labs.picture import address_of, size_of

LONGEST = 20_000
"""Characters of one text: about six printed pages."""

WIDTH = 640
"""Pixels: pictures are shown as wide as they are, but no wider than this."""

SHOW = "show:"

TARGET = re.compile(r"show:[\w.:\[\]-]{1,80}")

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that cannot be seen and can make a text read otherwise than it is written."""

Pictures = Mapping[str, bytes]


def html_of(text: str, pictures: Pictures | None = None) -> str:
    """The text as HTML that can do no harm; `pictures` are the lab's files by name.

    Nothing is raised: what cannot be shown is replaced by a sentence that says so.
    """
    cut = len(text) > LONGEST
    source = UNSEEN.sub("", text[:LONGEST])
    tokens = [_safe(token, pictures or {}) for token in _parser().parse(source)]
    page = _parser().renderer.render(tokens, _parser().options, {})
    note = f"(This text is longer than {LONGEST:,} characters; the rest is left out.)"
    return f"{page}<p><em>{note}</em></p>\n" if cut else page


def picture_trouble(name: str, pictures: Pictures) -> str:
    """Why a picture cannot be shown; empty when it can."""
    if ":" in name or name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
        return f"the picture {short(name)} lies outside the lab; only its own pictures are shown."
    if name not in pictures:
        return f"there is no picture {short(name)} in the lab."
    try:
        size_of(name, pictures[name])
    except ValueError as error:
        return str(error)
    return ""


def _safe(token: Token, pictures: Pictures) -> Token:
    """The token with its links and pictures made harmless."""
    if token.children is not None:
        token.children = list(_mended(token.children, pictures))
    elif token.type in ("heading_open", "heading_close"):  # the title of the step stands above
        token.tag = f"h{min(int(token.tag[1:]) + 2, 6)}"
    elif token.type == "table_open":
        token.attrs = {"cellspacing": "0", "cellpadding": "4"}
    elif token.type == "fence":
        token.info = ""
    return token


def _mended(children: Sequence[Token], pictures: Pictures) -> Iterator[Token]:
    """The parts of a line: only links into the window stay links."""
    closing: str | None = None
    heard = ""
    for token in children:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            if TARGET.fullmatch(address):
                token.attrs = {"href": address}
                yield token
            else:
                closing, heard = address, ""
        elif token.type == "link_close" and closing is not None:
            if closing.startswith(("https://", "http://")) and closing != heard:
                yield _text(f" ({closing})")
            closing = None
        else:
            heard += token.content
            yield _shown(token, pictures) if token.type == "image" else token


def _shown(token: Token, pictures: Pictures) -> Token:
    """A picture with all its bytes, or a sentence in its place."""
    name = str(token.attrGet("src") or "")
    said = picture_trouble(name, pictures)
    if said:
        return _text(f"[{token.content or 'Picture'}: {said}]")
    width = min(size_of(name, pictures[name]).width, WIDTH)
    token.attrs = {
        "src": address_of(name, pictures[name]),
        "alt": token.content,
        "width": str(width),
        "style": "max-width: 100%",
    }
    return token


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def dialect(*, html: bool) -> MarkdownIt:
    """CommonMark with tables and formulas; no address is judged or rewritten.

    With `html` the parser tells HTML from text, which is for complaints, never for showing.
    """
    parser = MarkdownIt("commonmark", {"html": html, "maxNesting": 20}).enable("table")
    dollarmath_plugin(
        parser, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True
    )
    parser.validateLink = lambda url: True  # noqa: ARG005  (what becomes of it is decided here)
    parser.normalizeLink = lambda url: url
    return parser


@cache
def _parser() -> MarkdownIt:
    parser = dialect(html=False)
    parser.add_render_rule("math_inline", _math_inline)
    parser.add_render_rule("math_inline_double", _math_line)
    parser.add_render_rule("math_block", _math_block)
    return parser


def _math_inline(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return formula_html(tokens[index].content)


def _math_line(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f"<br />{formula_html(tokens[index].content)}<br />"


def _math_block(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return formula_html(tokens[index].content, display=True)


def short(words: str) -> str:
    """The beginning of something found in a text, in quotes and on one line."""
    line = " ".join(words.split())
    return f'"{line}"' if len(line) <= 60 else f'"{line[:57]}…"'
