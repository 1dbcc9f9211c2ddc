import getpass
import platform
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import optlab
from optlab.session.labs import entries
from optlab.session.labs.entries import Begin
from optlab.session.labs.journal import Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import Verdict
from optlab.session.labs.report import Picture, foot, report_html
from optlab.session.labs.report.words import chosen, measured, spent
from optlab.session.labs.report.words import settings as told
from optlab.session.message import Message

RIGHT = Verdict(True, 0.125, Message("It was like that."))
WRONG = Verdict(False, 1.0, Message("Not yet: think again."))
DRAWN = [[0, 1.0], [50, 0.25]]
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


class Seen(HTMLParser):
    """Every tag with its attributes, and the text outside the style sheet."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def picture(size):
    """What begins as a PNG of 800 × 500 pixels does, and has so many bytes."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 800, 500)
    return head + bytes(size - len(head))


@pytest.fixture
def full(notebook, clock):
    """A notebook with something of everything."""
    notebook.enter(0)
    clock.now += 65
    notebook.lock("curve", DRAWN)
    notebook.outcome("curve", RIGHT, [[k, 1.0 / (1 + k)] for k in range(51)])
    notebook.answer("choice", 1, WRONG)
    notebook.answer("choice", 2, RIGHT)
    notebook.answer("number", 0.31, WRONG)
    notebook.hint(0)
    notebook.run({"optimizer.learning_rate": 0.03}, {"Training loss": 0.21234567, "Steps": 120.0})
    notebook.enter(1)
    notebook.answer("text", f"It is {SCRIPT}\nso.", Verdict(None, 0.0, Message("Kept.")))
    notebook.add_row("table", [0.03, 0.123456], {"optimizer.learning_rate": 0.03})
    notebook.answer("table", [], RIGHT)
    notebook.lock("point", [1.0, -2.5])
    notebook.outcome("point", WRONG, [0.0, 0.5])
    notebook.meet(1, 0, "The loss is 0.1 at step 20.", {"steps": 20})
    notebook.finish()
    return notebook


def test_the_page_tells_everything(full):
    seen = Seen(report_html(full))
    for part in (
        "Steps",
        "group 7",
        "How large a step may be.",
        f"OptLab {optlab.__version__}",
        full.seal,
        "1. One & two",
        "1 min",
        "1 of 2 hints",
        "It was like that. Gap: 12.5 %.",
        "that",
        "(second try)",
        "0.31 cups",
        "Not right.",
        "You marked (1, −2.500). It ended at (0, 0.5000).",
        "learning rate 0.03",
        "0.2123",
        "120",
        "0.1235",
        "The loss is 0.1 at step 20.",
        "changed: steps 20",
        "3 of 5",
    ):
        assert part in seen.text, part


def test_nothing_that_was_typed_is_markup(full):
    page = report_html(full)
    seen = Seen(page)
    assert SCRIPT in seen.text
    assert {tag for tag, _ in seen.tags}.isdisjoint({"script", "iframe", "object", "link", "a"})
    assert not [name for _, attrs in seen.tags for name in attrs if name.startswith("on")]
    addresses = [attrs["src"] for tag, attrs in seen.tags if tag == "img"]
    assert addresses
    assert all(each.startswith("data:image/") for each in addresses)
    assert "://" not in re.sub(r"data:image/[^\"]+", "", page).replace("http-equiv", "")


def test_nothing_personal_that_was_not_typed(full, tmp_path):
    page = report_html(full) + foot(full)
    for word in (str(tmp_path), tmp_path.name, str(Path.home()), platform.node()):
        assert word not in page
    assert getpass.getuser() not in Seen(page).text


def test_unseen_characters_do_not_reach_the_page(notebook):
    text = "abc\u202edef\0 and more\u2066"
    notebook.answer("text", text, Verdict(None, 0.0, Message("Kept.")))
    page = report_html(notebook)
    assert "abcdef and more" in page
    assert not re.search("[\0\u202e\u2066]", page)


def test_a_step_that_was_not_reached_is_only_in_the_overview(notebook, clock):
    notebook.enter(0)
    clock.now += 30
    notebook.enter(1)
    titles = re.findall("<h2>(.*?)</h2>", report_html(notebook))
    assert titles == ["1. One &amp; two"]


def test_answers_that_cannot_be_read_are_said_to_be_none(notebook):
    notebook.lock("curve", "nonsense")
    notebook.answer("choice", 99, RIGHT)
    notebook.answer("number", [1], RIGHT)
    notebook.answer("text", {"a": 1}, RIGHT)
    notebook.lock("point", ["x"])
    assert Seen(report_html(notebook)).text.count("An answer that cannot be read.") == 5


def test_pictures_stand_with_their_step_and_stop_at_the_budget(full):
    some = report_html(full, [Picture(1, "The end <b>", picture(1000))])
    assert "The end &lt;b&gt;" in some
    assert "would have made" not in some
    many = report_html(full, [Picture(i % 2, "p", picture(200_000)) for i in range(16)])
    assert len(many) < 3_000_000
    assert "more would have made the report too large" in many


def test_sixteen_steps_with_pictures_stay_below_three_megabytes(lab):
    curves = [replace(lab.steps[0].prompts[0], key=f"curve{i}") for i in range(16)]
    steps = tuple(replace(lab.steps[0], prompts=(curve,)) for curve in curves)
    journal = Journal()
    journal.append(Begin, **HEAD)
    notebook = Notebook(replace(lab, steps=steps), journal)
    for i in range(16):
        notebook.lock(f"curve{i}", [[k, 1.0 / (1 + k)] for k in range(400)])
        notebook.outcome(f"curve{i}", RIGHT, [[k, 2.0 / (1 + k)] for k in range(1000)])
    pictures = [Picture(i, "p", picture(110_000)) for i in range(16)]
    page = report_html(notebook, pictures)
    assert page.count("data:image/png") == 16
    assert page.count("data:image/svg") == 16
    assert len(page.encode()) < 3_000_000


HEAD = {"lab": "a", "title": "A", "digest": "0" * 64, "version": "1", "student": "s", "seed": None}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = {
    "step": st.integers(0, 999),
    "key": st.sampled_from(["curve", "choice", "number", "text", "table", "point", "none"]),
    "value": PLAIN,
    "real": PLAIN,
    "right": st.none() | st.booleans(),
    "gap": st.none() | st.floats(),
    "says": st.text(),
    "figures": st.text(),
    "cells": st.lists(st.none() | st.floats() | st.text()),
    "settings": st.dictionaries(st.text(min_size=1, max_size=30), PLAIN, max_size=3),
    "metrics": st.dictionaries(st.text(min_size=1, max_size=9), st.floats() | st.text()),
    "row": st.integers(0, 9),
    "check": st.integers(0, 9),
    "number": st.integers(1, 9),
}


def forged(kind):
    """Any entry of a kind, with anything in it that its declaration lets pass."""
    names = [name for name in kind.__struct_fields__ if name != "at"]
    return st.tuples(st.just(kind), st.fixed_dictionaries({name: FIELDS[name] for name in names}))


HOSTILE = st.one_of([forged(kind) for kind in get_args(entries.AnyEntry)[2:]])


@settings(max_examples=60)
@given(found=st.lists(st.tuples(st.floats(0, 9e11), HOSTILE), max_size=12))
def test_whatever_a_forged_chain_holds_makes_a_page(lab, found):
    now = [0.0]
    journal = Journal(None, lambda: now[0])
    journal.append(Begin, **HEAD)
    for at, (kind, fields) in found:
        now[0] = at
        journal.append(kind, **fields)
    seen = Seen(report_html(Notebook(lab, journal)))
    assert seen.open == []
    assert {tag for tag, _ in seen.tags}.isdisjoint({"script", "iframe", "object", "link"})


def test_numbers_are_written_for_people():
    assert measured(120.0) == "120"
    assert measured(0.123456) == "0.1235"
    assert measured(float("nan")) == "—"
    assert chosen(0.03) == "0.03"
    assert chosen(-1500) == "−1,500"
    assert chosen({"kind": "adam", "learning_rate": 0.03}) == "adam (learning rate 0.03)"
    assert told({}) == "nothing"
    assert told({"racers[1].optimizer.beta1": 0.5}) == "racer 2, beta1 0.5"
    assert [spent(s) for s in (8, 240, 3900)] == ["8 s", "4 min", "1 h 5 min"]
