"""A trial is a run of its own, or the one on screen up to where it was watched."""

from msgspec.structs import replace

from optlab.engine import prepare
from optlab.engine.run import race
from optlab.session.labs.trial import Trial, finish, seeds_from
from optlab.session.recording import Recording
from optlab.session.training import train


def test_a_check_knows_no_more_than_the_cursor(bowl):
    recording = Recording(bowl, prepare(bowl))
    for _ in train(recording, bowl.steps):
        pass
    watched = Trial(bowl, recording, until=5)
    finish(watched.run())
    assert watched.snapshot(0).step == 5
    assert watched.rows(0)["step"].max() == 5
    assert watched.snapshot(0, 12).step == 5


def test_seeds_run_together_are_the_runs_they_are_alone(circle):
    together = finish(Trial(circle).seeds(3))
    assert [each.experiment.seed for each in together] == seeds_from(circle.seed, 3)
    for each in together:
        alone = Trial(replace(circle, seed=each.experiment.seed))
        finish(alone.run())
        for racer in range(len(circle.racers)):
            assert (each.snapshot(racer).theta == alone.snapshot(racer).theta).all()
            assert (each.rows(racer)["train_loss"] == alone.rows(racer)["train_loss"]).all()


def test_seeds_begin_with_their_own_and_never_repeat():
    seeds = seeds_from(7, 100)
    assert seeds[0] == 7
    assert len(set(seeds)) == 100
    assert seeds_from(7, 5) == seeds[:5]


def test_elsewhere_is_another_run_that_is_kept(bowl):
    trial = Trial(bowl)
    other = trial.elsewhere(["steps=3"])
    assert other.experiment.steps == 3
    assert trial.elsewhere(["steps=3"]) is other


def test_a_trial_run_is_the_race(bowl):
    trial = Trial(bowl)
    finish(trial.run())
    heads = Recording(bowl, prepare(bowl)).heads()
    (last,) = {
        chunks[0].snapshot(-1).theta.tobytes()
        for chunks in race(bowl, heads, bowl.steps)
        if chunks[0].snapshot(-1).step == bowl.steps
    }
    assert trial.snapshot(0).theta.tobytes() == last
