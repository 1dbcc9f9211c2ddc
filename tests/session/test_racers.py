"""Adding, copying, renaming and removing racers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.experiment import DEFAULT_RACERS, MOST_RACERS, Experiment, Racer
from optlab.engine.objective import check
from optlab.engine.optimizers import OPTIMIZERS, Adam, Momentum
from optlab.session.racers import (
    add_racer,
    duplicate_racer,
    remove_racer,
    rename_racer,
    replace_racer,
)


def names(experiment: Experiment) -> list[str]:
    return [racer.name for racer in experiment.racers]


def test_adding_goes_through_the_catalog_up_to_the_limit():
    experiment = Experiment(racers=(Racer("Adam", Adam()),))
    while len(experiment.racers) < MOST_RACERS:
        experiment = add_racer(experiment)
    check(experiment)
    assert {type(racer.optimizer) for racer in experiment.racers} == {
        *list(OPTIMIZERS.values())[: MOST_RACERS - 1],
        Adam,
    }
    with pytest.raises(ValueError, match=r"^At most 8 racers"):
        add_racer(experiment)


def test_a_copy_stands_behind_its_original_under_a_name_of_its_own():
    experiment = duplicate_racer(duplicate_racer(Experiment(), 0), 1)
    assert names(experiment)[:3] == ["Momentum", "Momentum 2", "Momentum 3"]
    assert experiment.racers[1].optimizer == experiment.racers[0].optimizer


def test_the_last_racer_stays():
    experiment = remove_racer(remove_racer(Experiment(), 0), 0)
    assert names(experiment) == [DEFAULT_RACERS[-1].name]
    with pytest.raises(ValueError, match="at least one"):
        remove_racer(experiment, 0)


def test_names_are_tidied_and_stay_unique():
    assert names(rename_racer(Experiment(), 0, "  Anna   B "))[0] == "Anna B"
    assert rename_racer(Experiment(), 0, "Momentum") == Experiment()
    with pytest.raises(ValueError, match="Another racer is called Adam"):
        rename_racer(Experiment(), 0, "Adam")
    with pytest.raises(ValueError, match="needs a name"):
        rename_racer(Experiment(), 0, " \t")


def test_a_racer_named_after_its_optimizer_takes_the_new_name_too():
    experiment = replace_racer(Experiment(), 0, Racer("Momentum", Adam()))
    assert names(experiment)[0] == "Adam 2"
    mine = rename_racer(Experiment(), 0, "Mine")
    assert names(replace_racer(mine, 0, Racer("Mine", Adam())))[0] == "Mine"
    tuned = replace_racer(experiment, 0, Racer("Adam 2", Adam(learning_rate=0.5)))
    assert names(tuned)[0] == "Adam 2"
    assert names(replace_racer(tuned, 0, Racer("Adam 2", Momentum())))[0] == "Momentum"


@given(
    st.lists(st.tuples(st.sampled_from(["add", "copy", "drop"]), st.integers(0, 7)), max_size=30)
)
def test_whatever_is_done_the_racers_can_run(acts: list[tuple[str, int]]):
    experiment, said = Experiment(), list[str]()
    for act, at in acts:
        place = at % len(experiment.racers)
        try:
            if act == "add":
                experiment = add_racer(experiment)
            elif act == "copy":
                experiment = duplicate_racer(experiment, place)
            else:
                experiment = remove_racer(experiment, place)
        except ValueError as trouble:
            said.append(str(trouble))
        assert len(set(names(experiment))) == len(experiment.racers)
        assert 1 <= len(experiment.racers) <= MOST_RACERS
    assert all(sentence.endswith(".") for sentence in said)
