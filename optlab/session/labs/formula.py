"""Formulas as they are typed in labs, and how they look: `w_new ← w − α·∇L` becomes HTML.

The notation is that of OptLab's own formulas: Greek letters, ∇, ·, −, ← and √ are typed as they
are, `_` lowers and `^` raises the one thing that follows it, which may be a group in brackets. It
is not TeX on purpose: the same line can be read in the file, in the window, in a printed report and
aloud, and it needs nothing that QTextDocument cannot show.
"""

from __future__ import annotations

import html
import re
import unicodedata

TYPED = {"<=": "≤", ">=": "≥", "!=": "≠", "<-": "←", "->": "→", "...": "…", "-": "−", "*": "·"}
"""What is easy to type, and what is meant by it."""

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵗᵏⁿ₀₁₂₃₄₅₆₇₈₉"
"""Signs that are raised or lowered by themselves, and end a word."""

TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|[^\W\d_{RAISED}][\u0300-\u036f]*(?:[^\W\d_{RAISED}][\u0300-\u036f]*)*|"
    + "|".join(re.escape(each) for each in TYPED)
    + r"|\s+|.",
    re.DOTALL,
)

BRACKETS = {"(": ")", "{": "}", "[": "]"}

UPRIGHT = "ΣΠΔ" + RAISED
"""Letters that are signs."""

DEEPEST = 12
"""Groups inside groups that are still drawn as such."""


def formula_html(text: str, *, display: bool = False) -> str:
    """The formula as HTML: letters in italics, indices lowered; a display formula is centred."""
    drawn = f'<span class="formula">{_row(TOKEN.findall(text.strip()), 0)}</span>'
    return f'<p class="formula" align="center">{drawn}</p>\n' if display else drawn


def formula_trouble(text: str) -> str:
    """What is wrong with a formula, as one sentence; empty when nothing is."""
    if "\\" in text:
        command = re.search(r"\\\w*", text)
        found = command[0] if command else "\\"
        return (
            f"{found} is TeX; formulas are typed as they look, such as √(x), α, ∇L, w_new or x^2."
        )
    opened: list[str] = []
    for each in text:
        if each in BRACKETS:
            opened.append(each)
        elif each in BRACKETS.values() and (not opened or BRACKETS[opened.pop()] != each):
            return f"the formula {text.strip()} closes a bracket that it did not open."
    if opened:
        return f"the formula {text.strip()} opens a bracket that it does not close."
    if re.search(r"[_^√]\s*$", text):
        return f"the formula {text.strip()} ends where something must follow."
    return ""


def _row(tokens: list[str], depth: int) -> str:
    """One token after the other."""
    parts: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token in ("_", "^", "√") and at + 1 < len(tokens):
            inside, at = _argument(tokens, at + 1)
            drawn = _row(inside, depth + 1) if depth < DEEPEST else _shown("".join(inside))
            parts.append(_marked(token, drawn))
        else:
            parts.append(_shown(token))
            at += 1
    return "".join(parts)


def _argument(tokens: list[str], at: int) -> tuple[list[str], int]:
    """What stands at `at`: a group without its brackets, or one thing with its sign."""
    opening = tokens[at]
    if opening in ("(", "{"):
        level = 0
        for end in range(at, len(tokens)):
            level += (tokens[end] == opening) - (tokens[end] == BRACKETS[opening])
            if level == 0:
                return tokens[at + 1 : end], end + 1
        return tokens[at + 1 :], len(tokens)
    if opening in ("-", "−", "+") and at + 1 < len(tokens):
        return tokens[at : at + 2], at + 2
    return tokens[at : at + 1], at + 1


def _marked(mark: str, drawn: str) -> str:
    if mark == "√":
        return f'√<span style="text-decoration: overline">{drawn}</span>'
    tag = "sub" if mark == "_" else "sup"
    return f"<{tag}>{drawn}</{tag}>"


def _shown(token: str) -> str:
    """One token: single letters in italics, words and signs upright."""
    safe = html.escape(TYPED.get(token, token))
    letter = unicodedata.normalize("NFC", token)
    single = sum(not unicodedata.combining(each) for each in letter) == 1
    slanted = single and letter[0].isalpha() and letter[0] not in UPRIGHT
    return f"<i>{safe}</i>" if slanted else safe
