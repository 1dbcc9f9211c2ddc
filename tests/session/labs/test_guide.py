import numpy as np
import pytest

from optlab.engine import begin, prepare, race
from optlab.resources import resource
from optlab.session.labs.expected import MOST_TRIALS, Expected
from optlab.session.labs.guide import guide_html, guide_lines, guide_of
from optlab.session.labs.lab import Lab, LabStep
from optlab.session.labs.prompts import MultipleChoice
from optlab.session.labs.reading import LabFile, experiment_at, read_lab
from optlab.session.labs.trial import finish
from optlab.session.labs.variants import seed_of


@pytest.fixture(scope="module")
def file():
    return read_lab(resource("templates", "lab.toml"))


@pytest.fixture(scope="module")
def guide(file):
    return finish(guide_of(file))


def end_loss(experiment):
    """The loss at the end, straight from the engine."""
    heads = list(begin(experiment))
    for chunks in race(experiment, heads, experiment.steps):
        for chunk in chunks:
            heads[chunk.racer] = chunk.snapshot(-1)
    return float(prepare(experiment).value(heads[0].theta))


def test_a_number_is_what_the_engine_gives_for_the_seed(file):
    expected = Expected(file.lab)
    for seed in file.lab.seeds:
        assert finish(expected.number("line-loss", seed)) == end_loss(
            experiment_at(file.lab, 2, seed)
        )


def test_one_that_has_a_closed_form_is_that(file):
    found = finish(Expected(file.lab).number("end-loss", None))
    assert found == pytest.approx(25.0 * (1.0 - 2.0 * 0.002) ** (2 * 40), rel=1e-12)


def test_seeds_make_no_difference_where_a_step_is_not_varied(file):
    expected = Expected(file.lab)
    assert expected.trial("end-loss", 3) is expected.trial("end-loss", 7)
    assert expected.trial("line-loss", 3) is not expected.trial("line-loss", 7)


def test_runs_that_were_let_go_of_do_not_change_a_number(file):
    expected = Expected(file.lab)
    first = finish(expected.number("line-loss", 3))
    for seed in range(100, 100 + MOST_TRIALS + 1):
        expected.trial("line-loss", seed)
    again = finish(expected.verdict("line-loss", 3, first))
    assert again.right
    assert again.gap == 0.0


def test_what_is_no_number_is_none(file):
    assert np.isnan(finish(Expected(file.lab).number("words", None)))


def test_the_guide_has_everything_that_is_asked(file, guide):
    assert guide.answers["guess"] == "2. Still on the slope"
    assert guide.answers["end-loss"].endswith(", give or take 1 %")
    assert guide.answers["rates"] == "At least 3 rows."
    assert "It scales the slope" in guide.answers["words"]
    assert all(f"seed {seed}: " in guide.answers["line-loss"] for seed in file.lab.seeds)
    text = "\n".join(guide_lines(guide))
    assert max(map(len, guide_lines(guide))) <= 96
    assert "One way: optimizer.learning_rate=0.3." in text
    assert "The run as it is meets it." in text
    page = guide_html(guide)
    assert "<script" not in page
    assert "Still on the slope" in page
    assert "η·c" in text


def test_that_of_a_student_has_their_numbers_alone(file, guide):
    own = finish(guide_of(file, "Anna"))
    seed = seed_of(file.lab, file.name, "Anna")
    assert str(seed) in own.variant
    assert own.answers["line-loss"].partition(",")[0] in guide.answers["line-loss"]
    assert "seed" not in own.answers["line-loss"]


def test_the_guide_for_a_terminal_has_no_marks():
    lab = Lab(
        title="Marks",
        summary="A **bold** one.",
        minutes=5,
        goals=("Know `this`.",),
        teacher="Say *it*:\n\n- one\n- two",
        steps=(
            LabStep(
                title="One",
                text="Look.",
                task="Press [Play](show:play).",
                prompts=(
                    MultipleChoice(
                        key="k", question="Which **way**?", options=("$a$", "*up*"), answer=2
                    ),
                ),
            ),
        ),
    )
    made = finish(guide_of(LabFile("marks", lab, "")))
    lines = [line.strip() for line in guide_lines(made)]
    assert not set("".join(lines)) & set("*`[]$")
    for line in ("- one", "- two", "Task: Press Play.", "k: Which way?", "= 2. up"):
        assert line in lines
