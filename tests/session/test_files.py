import os
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from optlab.engine import DATASETS, MODELS, OPTIMIZERS, STARTS
from optlab.engine.declare import knobs
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.models import Mlp
from optlab.engine.optimizers import Adam
from optlab.engine.starts import At
from optlab.session.bad_file import BadFile
from optlab.session.files import dump, parse, read_experiment, write_experiment
from optlab.session.plain_file import LARGEST

DESIGN = """
format = 1
steps = 500
seed = 7

[objective]
kind = "fitting"                 # or "landscape", with landscape = { kind = "rosenbrock" }
dataset = { kind = "circle", samples = 400, noise = 0.1 }
model = { kind = "mlp", hidden = [4, 2], activation = { kind = "tanh" } }
loss = { kind = "cross-entropy" }
penalty = { kind = "l2", amount = 0.0 }
batch_size = 10                  # 0 = the whole training set
test_share = 0.5

[start]
kind = "glorot"                  # zeros, normal, he, or "at" with theta = [-1.5, 2.0]

[[racers]]
name = "Adam"
optimizer = { kind = "adam", learning_rate = 0.03, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }
schedule = { kind = "constant" }
"""


def fields(cls: type[Struct]) -> list[str]:
    return [knob.name for knob in knobs(cls)]


def complaint(text: str) -> str:
    with pytest.raises(BadFile) as caught:
        parse(text, "lesson.optlab")
    sentence = str(caught.value)
    assert sentence.startswith("lesson.optlab")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def refused(path: Path) -> str:
    with pytest.raises(BadFile) as caught:
        read_experiment(path)
    return str(caught.value)


# What is right -----------------------------------------------------------------------------------


def test_the_layout_of_the_design_is_read_and_written():
    experiment = parse(DESIGN, "design.optlab")
    assert parse(dump(experiment), "again.optlab") == experiment
    written = dump(experiment).replace('stops = []\n\n[check]\nkind = "none"\n', "")
    layout = [line.partition(" ")[0] for line in written.splitlines()]
    asked = [line.partition(" ")[0] for line in DESIGN.strip().splitlines()]
    assert [word for word in layout if word != "standardise"] == asked


def test_what_is_left_out_has_its_default():
    assert parse("seed = 7", "x") == Experiment()
    landscape = parse('[objective]\nkind = "landscape"', "x")
    assert landscape.objective == Landscape()
    short = parse("[[racers]]\noptimizer = { learning_rate = 1 }", "x")
    assert short.racers == (
        replace(Racer(), optimizer=replace(Racer().optimizer, learning_rate=1.0)),
    )


def test_a_file_holds_every_knob():
    data = tomllib.loads(dump(Experiment()))
    assert set(data) == {
        *("format", "steps", "seed", "objective", "start", "racers"),
        *("check", "stops"),
    }
    assert data["racers"][1]["optimizer"] == {
        "kind": "adam",
        "learning_rate": 0.03,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
    }


def test_a_file_is_written_and_read(tmp_path):
    path = tmp_path / "lesson.optlab"
    write_experiment(path, replace(Experiment(), seed=99))
    write_experiment(path, replace(Experiment(), seed=3))
    assert read_experiment(path).seed == 3
    assert list(tmp_path.iterdir()) == [path]


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    path = tmp_path / "notepad.optlab"
    path.write_bytes(b"\xef\xbb\xbfseed = 3\r\n")
    assert read_experiment(path).seed == 3


# What is wrong with the file as a whole ----------------------------------------------------------


def test_a_missing_file(tmp_path):
    sentence = refused(tmp_path / "none.optlab")
    assert sentence == f"none.optlab: there is no such file in {tmp_path}."


def test_a_folder(tmp_path):
    assert refused(tmp_path).endswith("this is a folder, where a file was expected.")


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix permissions")
def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "secret.optlab"
    path.write_text("seed = 1")
    if os.geteuid() == 0:  # root may read everything, so the system's answer is played

        def refuse(*args, **kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    else:
        path.chmod(0)
    assert refused(path) == "secret.optlab: the file cannot be read: permission denied."


def test_a_name_no_system_allows():
    assert "cannot be read" in refused(Path("a\0b"))


@pytest.mark.parametrize("text", ["", "  \n\t\n"])
def test_an_empty_file(text):
    assert complaint(text) == (
        "lesson.optlab: the file is empty, where an experiment was expected."
    )


def test_a_file_too_large(tmp_path):
    path = tmp_path / "film.optlab"
    path.write_bytes(b"#" * (LARGEST + 1))
    assert "larger than 1 MiB" in refused(path)


def test_binary_data(tmp_path):
    path = tmp_path / "image.optlab"
    path.write_bytes(b"seed = 1\0")
    assert "binary data" in refused(path)


def test_another_encoding(tmp_path):
    path = tmp_path / "old.optlab"
    path.write_bytes("seed = 1\n# f\xfcr die Klasse".encode("latin-1"))
    assert refused(path) == "old.optlab, line 2: the text is not UTF-8; save it as UTF-8."


def test_text_that_is_no_toml():
    assert complaint("seed = 1\nsteps = = 3") == (
        "lesson.optlab, line 2: this is not valid TOML at column 9: Invalid value."
    )
    assert "at the end of the file" in complaint('seed = 1\nname = """')
    assert "nested too deeply" in complaint("x = " + "[" * 100_000)
    assert "too long" in complaint("seed = " + "9" * 5000)


def test_a_file_that_cannot_be_written(tmp_path):
    with pytest.raises(BadFile, match="cannot be written: no such file or directory"):
        write_experiment(tmp_path / "none" / "x.optlab", Experiment())


# What is wrong inside ----------------------------------------------------------------------------

CASES = [
    case.split("\n>>> ")
    for case in (Path(__file__).parent / "complaints.txt").read_text("utf-8").split("----\n")
]


@pytest.mark.parametrize(("text", "sentence"), CASES, ids=[each[1][:60] for each in CASES])
def test_one_sentence_says_what_where_and_what_would_be_right(text, sentence):
    expected, wording, _ = f"lesson.optlab, {sentence.rstrip()}".partition("…")  # the engine's own
    found = complaint(text)
    assert found.startswith(expected) if wording else found == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.optlab"
    path.write_bytes(data)
    with suppress(BadFile):
        read_experiment(path)


NAMES = st.sampled_from(
    [name for cls in (Experiment, Fitting, Landscape, Racer, Adam, Mlp, At) for name in fields(cls)]
    + ["kind"]
)
WORDS = st.sampled_from([*OPTIMIZERS, *MODELS, *DATASETS, *STARTS, "fitting", "landscape"])
THINGS = st.recursive(
    st.booleans()
    | st.integers()
    | st.integers(0, 9)
    | st.floats()
    | st.datetimes()
    | WORDS
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(NAMES, THINGS, max_size=6))
@settings(deadline=None)
def test_any_toml_is_read_or_refused(data):
    text = tomli_w.dumps(data)
    with suppress(BadFile):
        parse(text, "any.optlab")
