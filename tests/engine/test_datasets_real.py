"""Real datasets: they are what their sources say they are, and say where they come from."""

import csv
from typing import Any

import numpy as np
import pytest

from optlab.engine.datasets import (
    Births,
    BreastCancer,
    Diabetes,
    Digits,
    Iris,
    Penguins,
    Samples,
    SmallDigits,
    Wine,
)
from optlab.engine.datasets.shipped import Pictures, Table, note
from optlab.engine.declare import kind_of
from optlab.engine.keys import generator
from optlab.resources import resource

TABLES = [kind_of(each) for each in (Births, Penguins, Iris, Wine, BreastCancer, Diabetes)]
PICTURES = [kind_of(each) for each in (SmallDigits, Digits)]


def draw(dataset: Any, seed: int = 7) -> Samples:
    return dataset.draw(generator(seed, "data"))


def of_class(samples: Samples, name: str) -> np.ndarray:
    return samples.features[samples.targets == samples.class_names.index(name)]


# ------------------------------------------------------------------------------------------ notes


@pytest.mark.parametrize("name", [*TABLES, *PICTURES])
def test_a_note_names_source_and_licence(name: str):
    about = note(name, Table if name in TABLES else Pictures)
    assert about.title
    assert about.about
    assert about.source["package"]
    assert about.source["made"].endswith(".")
    assert about.source.keys() & {"authors", "book"}
    assert about.licence["data"]
    assert all(about.source.values())
    assert all(about.licence.values())


@pytest.mark.parametrize("name", TABLES)
def test_a_note_describes_every_column_of_its_table(name: str):
    about = note(name, Table)
    with resource("datasets", about.file).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(about.columns)
    assert len(rows) == about.rows
    assert about.target in header
    for column, cells in zip(about.columns.values(), zip(*rows, strict=True), strict=True):
        assert column.title
        if column.classes:
            assert set(cells) == set(column.classes)
        else:
            numbers = [float(cell) for cell in cells]
            assert column.range == (min(numbers), max(numbers))


@pytest.mark.parametrize("name", PICTURES)
def test_a_note_describes_its_pictures(name: str):
    about = note(name, Pictures)
    with np.load(resource("datasets", about.file), allow_pickle=False) as file:
        assert file["pictures"].shape == (about.rows, about.height, about.width)
        assert file["pictures"].dtype == np.uint8
        assert file["pictures"].max() == about.levels
        assert tuple(np.bincount(file["labels"])) == about.counts
    assert sum(about.counts) == about.rows


def test_whatever_ships_has_a_note_and_is_small():
    shipped = list(resource("datasets").iterdir())
    noted = {note(each, Table).file for each in TABLES}
    noted |= {note(each, Pictures).file for each in PICTURES}
    assert noted == {each.name for each in shipped if each.suffix != ".toml"}
    assert {each.stem for each in shipped} == {*TABLES, *PICTURES}
    assert sum(each.stat().st_size for each in shipped) < 1_500_000


# ----------------------------------------------------------------------------------------- tables


def test_births_are_all_rows_of_the_table():
    samples = draw(Births())
    with resource("datasets", "births.csv").open(encoding="utf-8", newline="") as file:
        rows = [(float(row["age"]), float(row["weight"])) for row in csv.DictReader(file)]
    assert samples.features[:, 0].tolist() == [age for age, _ in rows]
    assert samples.targets.tolist() == [weight for _, weight in rows]
    assert (samples.feature_units, samples.target_unit) == (("years",), "kg")
    assert 1 < samples.targets.mean() < 5


def test_penguins_are_those_of_the_article():
    """Counts and means of the species in Gorman et al. (2014) and the palmerpenguins package."""
    penguins = draw(Penguins())
    assert penguins.feature_units == ("mm", "mm", "mm", "g")
    for name, count, means in (
        ("Adelie", 151, [38.79, 18.35, 189.95, 3700.7]),
        ("Chinstrap", 68, [48.83, 18.42, 195.82, 3733.1]),
        ("Gentoo", 123, [47.50, 14.98, 217.19, 5076.0]),
    ):
        bodies = of_class(penguins, name)
        assert len(bodies) == count
        assert bodies.mean(axis=0) == pytest.approx(means, rel=5e-4)
    assert penguins.group_name == "sex"
    assert penguins.groups is not None
    sexes = dict(zip(penguins.group_names, np.bincount(penguins.groups), strict=True))
    assert sexes == {"female": 165, "male": 168, "not recorded": 9}


def test_male_penguins_are_heavier():
    penguins = draw(Penguins())
    for species in range(penguins.classes):
        female, male = (
            penguins.features[(penguins.targets == species) & (penguins.groups == sex), 3].mean()
            for sex in (0, 1)
        )
        assert male > female + 300


def test_iris_is_the_table_of_the_article():
    """Means of Fisher (1936), table II; of the two flowers in which copies differ, his values."""
    iris = draw(Iris())
    assert of_class(iris, "setosa").mean(axis=0) == pytest.approx([5.006, 3.428, 1.462, 0.246])
    assert of_class(iris, "versicolor").mean(axis=0) == pytest.approx([5.936, 2.77, 4.26, 1.326])
    assert of_class(iris, "virginica").mean(axis=0) == pytest.approx([6.588, 2.974, 5.552, 2.026])
    assert iris.features[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert iris.features[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_wine_has_the_counts_and_means_of_its_source():
    wine = draw(Wine())
    assert np.bincount(wine.targets.astype(int)).tolist() == [59, 71, 48]
    assert wine.features.mean(axis=0).round(1).tolist() == pytest.approx(
        [13.0, 2.3, 2.4, 19.5, 99.7, 2.3, 2.0, 0.4, 1.6, 5.1, 1.0, 2.6, 746.9]
    )


def test_malignant_lumps_are_class_1_and_their_nuclei_larger():
    cancer = draw(BreastCancer())
    benign, malignant = of_class(cancer, "benign"), of_class(cancer, "malignant")
    assert (len(benign), len(malignant)) == (357, 212)
    assert cancer.class_names[1] == "malignant"
    radius = cancer.feature_names.index("radius")
    assert malignant[:, radius].mean() > benign[:, radius].mean() + 4
    mean, worst = (cancer.feature_names.index(each) for each in ("area", "worst area"))
    assert (cancer.features[:, worst] >= cancer.features[:, mean]).all()


def test_least_squares_on_diabetes_gives_the_published_coefficients():
    """Of columns scaled to length 1, as in Efron et al. (2004): table of all ten, figure 1."""
    diabetes = draw(Diabetes())
    centred = diabetes.features - diabetes.features.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=0)
    weights = np.linalg.lstsq(centred, diabetes.targets - diabetes.targets.mean())[0]
    published = [-10.0, -239.8, 519.8, 324.4, -792.2, 476.7, 101.0, 177.1, 751.3, 67.6]
    assert weights == pytest.approx(published, abs=0.06)


def test_what_ships_is_what_scikit_learn_has():
    sklearn = pytest.importorskip("sklearn.datasets")
    for ours, theirs in (
        (draw(Iris()), sklearn.load_iris()),
        (draw(Wine()), sklearn.load_wine()),
        (draw(Diabetes()), sklearn.load_diabetes(scaled=False)),
    ):
        assert ours.features.tolist() == theirs.data.tolist()
        assert ours.targets.tolist() == theirs.target.tolist()
    cancer, theirs = draw(BreastCancer()), sklearn.load_breast_cancer()
    assert cancer.features.tolist() == theirs.data.tolist()
    assert cancer.targets.tolist() == (1 - theirs.target).tolist()
    with np.load(resource("datasets", "digits-8x8.npz")) as file:
        theirs = sklearn.load_digits()
        assert file["pictures"].tolist() == theirs.images.tolist()
        assert file["labels"].tolist() == theirs.target.tolist()


# --------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(("digits", "side", "most"), [(SmallDigits, 8, 1797), (Digits, 28, 3000)])
def test_pictures_are_squares_of_ink(digits: Any, side: int, most: int):
    samples = draw(digits(samples=most))
    assert samples.image == (side, side)
    assert samples.features.shape == (most, side * side)
    assert samples.features.min() == 0
    assert samples.features.max() == 1
    pictures = samples.features.reshape(most, side, side)
    ones, noughts = (pictures[samples.targets == label].mean(axis=0) for label in (1, 0))
    middle = slice(side // 2 - 1, side // 2 + 1)
    assert ones[middle, middle].mean() > 0.5  # a stroke down the middle
    assert noughts[middle, middle].mean() < 0.1  # a hole in the middle


@pytest.mark.parametrize("digits", [SmallDigits, Digits])
@pytest.mark.parametrize("count", [20, 101, 1000])
def test_as_many_pictures_of_each_digit(digits: Any, count: int):
    counts = np.bincount(draw(digits(samples=count)).targets.astype(int), minlength=10)
    assert counts.sum() == count
    assert np.ptp(counts) <= 1


@pytest.mark.parametrize("digits", [SmallDigits, Digits])
def test_no_picture_is_taken_twice(digits: Any):
    about = note(kind_of(digits), Pictures)
    all_of_them = draw(digits(samples=about.rows))
    assert tuple(np.bincount(all_of_them.targets.astype(int))) == about.counts
    with np.load(resource("datasets", about.file)) as file:
        shipped = len(np.unique(file["pictures"].reshape(about.rows, -1), axis=0))
    assert len(np.unique(all_of_them.features, axis=0)) == shipped == about.rows


@pytest.mark.parametrize("digits", [SmallDigits, Digits])
def test_a_few_pictures_are_the_first_of_many(digits: Any):
    few, many = draw(digits(samples=50)), draw(digits(samples=500))
    assert few.features.tolist() == many.features[:50].tolist()


def test_pictures_are_near_their_own_kind():
    """Nearest neighbours name the digit: pictures and labels were not shuffled apart."""
    digits = draw(Digits(samples=3000))
    asked, known = digits.take(np.arange(500)), digits.take(np.arange(500, 3000))
    overlap = asked.features @ known.features.T
    distance = (known.features**2).sum(axis=1) - 2 * overlap
    assert (known.targets[distance.argmin(axis=1)] == asked.targets).mean() > 0.9
