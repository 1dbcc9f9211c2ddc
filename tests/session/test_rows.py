import io

from msgspec.structs import replace

from optlab.engine.datasets import Circle
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.starts import At
from optlab.session.recording import Recording
from optlab.session.rows import rows, write_csv
from optlab.session.training import train

NET = replace(
    Experiment(),
    steps=40,
    objective=Fitting(dataset=Circle(samples=60)),
    racers=(Racer("Adam", Adam()), Racer("A, B", GradientDescent())),
)
ROLL = replace(
    NET,
    objective=Landscape(Bowl()),
    start=At(Bowl.start),
    racers=(Racer("Wild", GradientDescent(learning_rate=9.0)),),
)


def table(experiment: Experiment, until: int | None = None) -> list[str]:
    file = io.StringIO()
    counts = list(write_csv(file, rows(experiment, until)))
    lines = file.getvalue().split("\n")
    assert counts[-1] == len(lines) - 2
    return lines


def test_the_columns_are_those_of_the_design():
    header, start, first, *_ = table(NET)
    assert header == (
        "racer,step,epoch,train_loss,test_loss,gradient_norm,loss_evaluations,"
        "gradient_evaluations,samples,status"
    )
    recording = Recording(NET, prepare(NET))
    for _ in train(recording, 40):
        pass
    (train0, test0), (train1, test1) = recording.losses(0, 0), recording.losses(0, 1)
    norm = recording.snapshot(0, 1).gradient_norm
    assert start == f"Adam,0,0.0,{train0!r},{test0!r},,0,0,0,running"
    assert first == f"Adam,1,{1 / 3!r},{train1!r},{test1!r},{norm!r},0,1,10,running"


def test_racers_follow_one_another_and_names_are_quoted():
    lines = table(NET)
    assert len(lines) == 1 + 2 * 41 + 1
    assert lines[42].startswith('"A, B",0,')
    assert lines[-2].startswith('"A, B",40,')


def test_where_there_is_no_number_the_cell_is_empty():
    lines = table(ROLL)
    assert ",nan" not in "".join(lines)
    assert ",inf" not in "".join(lines)
    assert lines[1] == "Wild,0,0.0,3.69,,,0,0,0,running"
    assert lines[-2].endswith(",diverged")
    assert len(lines) < 40


def test_a_run_can_be_written_in_part():
    assert len(table(NET, until=10)) == 1 + 2 * 11 + 1
