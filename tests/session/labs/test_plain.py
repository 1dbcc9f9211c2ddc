"""Markdown as plain words: nothing is lost but the marks."""

from hypothesis import given
from hypothesis import strategies as st

from optlab.session.labs.plain import plain_lines, plain_words

TEXT = """## Head
A **bold** word, *so* and [the rate](show:optimizer.learning_rate) with `code` and
$w_new ← w − α·∇L$.

- one, which is long enough to be broken over two lines
- two
  1. first
  2. second

  more of two

| α | loss |
|---|---|
| 1 | **2** |

```
as   typed
```
"""


def test_marks_go_and_lists_and_tables_stay():
    assert plain_lines(TEXT, 40, "Task: ") == [
        "Task: Head",
        "      A bold word, so and the rate with",
        "      code and w_new ← w − α·∇L.",
        "      - one, which is long enough to be",
        "        broken over two lines",
        "      - two",
        "        1. first",
        "        2. second",
        "        more of two",
        "      α | loss",
        "      1 | 2",
        "      as   typed",
    ]


def test_a_short_text_is_one_line():
    assert plain_words("Is $a^2$ **larger**\nthan [b](show:seed)?") == "Is a^2 larger than b?"
    assert plain_words("") == ""


@given(st.text(st.sampled_from("ab*_`$[]()#-|>1. \n!:<\\"), max_size=60))
def test_any_text_has_lines(text):
    assert all(len(line) <= 60 for line in plain_lines(text, 60) if "  " not in line)
    assert "\n" not in "".join(plain_lines(text, 60))
