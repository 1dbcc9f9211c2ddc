import struct
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.labs.markdown import LONGEST, html_of
from optlab.session.labs.proofreading import problems, targets_in

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 30, 20)

HARMLESS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "i", "sub", "sup", "span", "code"),
    *("pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "img"),
}

ATTRIBUTES = {"href", "src", "alt", "width", "style", "class", "align", "start"} | {
    "cellspacing",
    "cellpadding",
}


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def check_harmless(page):
    for tag, attributes in Tags(page).tags:
        assert tag in HARMLESS
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("href", "show:").startswith("show:")
        assert attributes.get("src", "data:image/png;").startswith("data:image/png;")
        assert "url" not in attributes.get("style", "")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    '[x](show:a" onclick="alert)',
    "<show:play>",
    "![x](https://example.org/pixel.png)",
    "![x](../../secret.png)",
    "![x](C:\\secret.png)",
    "[x]: https://example.org\n[x]",
    "![x][y]\n\n[y]: file:///a.png",
    "$</span><script>1</script>$",
    "$$\n<b>\n$$",
    "```<script>\nx\n```",
    "| <b> |\n|---|\n| [x](vbscript:1) |",
    "&lt;script&gt; &#60;script&#62;",
    "# <svg onload=alert(1)>",
    "> - 1. <iframe>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text):
    check_harmless(html_of(text, {"a.png": PNG}))


PIECES = st.sampled_from(
    [*HOSTILE, "$", "\n\n", "[", "](", ")", "`", "*", "![", "a.png", "\\", "|"]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_nor_any_mixture_of_it(text):
    check_harmless(html_of(text, {"a.png": PNG}))
    list(problems(text, {"a.png": PNG}))


def test_html_is_shown_as_it_is_typed():
    assert "<b>bold</b>" in Tags(html_of("This is <b>bold</b>.")).words


def test_a_link_into_the_window_stays_and_one_out_of_it_becomes_words():
    page = html_of(
        "Turn [the rate](show:racers[0].optimizer.learning_rate); see [us](https://a.b)."
    )
    assert '<a href="show:racers[0].optimizer.learning_rate">the rate</a>' in page
    assert "see us (https://a.b)." in page


def test_a_picture_of_the_lab_travels_inside_the_page():
    page = html_of("![a bowl](pictures/a.png)", {"pictures/a.png": PNG})
    attributes = next(found for tag, found in Tags(page).tags if tag == "img")
    assert attributes["alt"] == "a bowl"
    assert attributes["width"] == "30"
    assert attributes["src"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("b.png", "there is no picture"),
        ("../a.png", "lies outside the lab"),
        ("/a.png", "lies outside the lab"),
        ("https://a.b/a.png", "lies outside the lab"),
        ("broken.png", "does not hold a PNG picture"),
        ("huge.png", "too large to show"),
    ],
)
def test_any_other_picture_is_a_sentence_in_its_place(picture, said):
    huge = PNG[:16] + struct.pack(">II", 90_000, 90_000)
    pictures = {"a.png": PNG, "broken.png": b"GIF89a", "huge.png": huge}
    assert said in html_of(f"![x]({picture})", pictures)
    assert said in next(problems(f"\n\n![x]({picture})", pictures)).sentence


def test_an_endless_text_is_cut_and_says_so():
    page = html_of("word " * LONGEST)
    assert len(page) < 2 * LONGEST
    assert "the rest is left out" in page
    assert "make two steps of it" in next(problems("x" * (LONGEST + 1))).sentence


@pytest.mark.parametrize("piece", ["[", "![", "**a", "> ", "`", "- ", "<", "$", "_(", "|a"])
def test_a_text_made_to_take_for_ever_does_not(piece):
    check_harmless(html_of(piece * (LONGEST // len(piece))))


def test_characters_that_turn_a_text_around_are_left_out_and_told():
    assert "\u202e" not in html_of("abc\u202edef")
    assert "U+202E" in next(problems("abc\n\u202edef")).sentence
    assert next(problems("abc\n\u202edef")).line == 1


def test_problems_name_their_line():
    text = "One\n\nTwo [x](show:nowhere)\nthree <b>\n\n- $x\n- $\\sum$"
    said = [(each.line, each.sentence) for each in problems(text, {}, lambda name: f"no {name}")]
    assert (2, "no nowhere") in said
    assert any(line == 3 and '"<b>" is HTML' in sentence for line, sentence in said)
    assert any(line == 5 and "a dollar sign" in sentence for line, sentence in said)
    assert any(line == 6 and "\\sum is TeX" in sentence for line, sentence in said)


def test_a_good_text_has_none():
    table = "| a | b |\n|--|--|\n| 1 | 2 |"
    text = f"# Tea\n\n[Play](show:play), $w ← w − α·∇L$, 5 \\$ and *more*.\n\n{table}"
    assert list(problems(text)) == []
    assert targets_in(text) == ("play",)


def test_headings_stand_below_the_title_of_the_step():
    assert "<h3>Tea</h3>" in html_of("# Tea")
