import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor

from optlab.engine.datasets import Blobs, Iris, Plane
from optlab.engine.experiment import Experiment, Fitting
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Polynomial, Softmax
from optlab.qt import theme
from optlab.qt.views.colours import class_colours, diverging, viridis
from optlab.qt.views.decision_map import CELLS, FEW_CELLS, DecisionMap, likeliest
from optlab.qt.views.feature_plane import FeaturePlane, telling_pair

BLOBS = Experiment(
    steps=150, objective=Fitting(dataset=Blobs(), model=Softmax(), loss=SoftmaxCrossEntropy())
)
IRIS = replace(BLOBS, objective=replace(BLOBS.objective, dataset=Iris()))
PLANE = replace(BLOBS, objective=Fitting(dataset=Plane(), model=Linear(), loss=MeanSquaredError()))


def world(moment) -> DecisionMap:
    objective = moment.objective
    return DecisionMap.over(objective, FeaturePlane.telling(objective.train, objective.test))


def middles(plane: FeaturePlane, rows, columns, cells=CELLS):
    (left, right), (low, high) = plane.view
    x = left + (columns + 0.5) * (right - left) / cells
    y = high - (rows + 0.5) * (high - low) / cells
    return np.column_stack([x, y])


@pytest.mark.parametrize("name", ["circle", "blobs", "iris", "plane"])
def test_the_map_says_what_the_model_predicts(name, draw, circle):
    moment = draw({"circle": circle, "blobs": BLOBS, "iris": IRIS, "plane": PLANE}[name])
    shown, theta = world(moment), moment.snapshots[1].theta
    rows, columns = np.random.default_rng(3).integers(0, CELLS, (2, 200))
    features = shown.plane.features(middles(shown.plane, rows, columns))
    expected = moment.objective.predict(theta, features)
    assert shown.answer(theta)[..., rows, columns] == pytest.approx(expected, abs=1e-3)


def test_two_classes_take_the_ends_of_the_table(draw, circle):
    moment = draw(circle)
    pixels = world(moment).pixels(moment.snapshots[1].theta, theme.LIGHT)
    table = diverging(theme.LIGHT)
    orange, blue = table[:100], table[156:]
    assert pixels[50, 50] in blue  # about (0, 0)
    assert pixels[0, 0] in orange  # outside the ring


def test_many_classes_have_their_colours_where_their_points_lie(draw):
    moment = draw(BLOBS)
    shown = world(moment)
    pixels = shown.pixels(moment.snapshots[1].theta, theme.LIGHT)
    (left, right), (low, high) = shown.plane.view
    for label in range(3):
        x, y = shown.plane.train.features[shown.plane.train.targets == label].mean(axis=0)
        row, column = (
            int(CELLS * (high - y) / (high - low)),
            int(CELLS * (x - left) / (right - left)),
        )
        drawn, own = QColor.fromRgb(int(pixels[row, column])), class_colours(theme.LIGHT)
        hues = [abs(drawn.hueF() - QColor(colour).hueF()) for colour in own[:3]]
        assert int(np.argmin(hues)) == label
        assert drawn.saturationF() > 0.2


def test_the_lead_is_that_over_the_next_class():
    said = np.array([[0.2, 1 / 3, np.nan], [0.7, 1 / 3, np.nan], [0.1, 1 / 3, np.nan]], np.float32)
    best, lead = likeliest(said)
    assert best[0] == 1
    assert lead == pytest.approx([0.5, 0.0, 0.0], abs=1e-6)


@pytest.mark.parametrize("name", ["circle", "blobs", "plane"])
def test_an_exploded_model_is_drawn_undecided(name, draw, circle):
    shown = world(draw({"circle": circle, "blobs": BLOBS, "plane": PLANE}[name]))
    pixels = shown.pixels(np.full(shown.objective.size, np.nan), theme.LIGHT)
    (colour,) = {QColor.fromRgb(pixel).name() for pixel in pixels.ravel().tolist()}
    assert QColor(colour).lightnessF() > 0.98  # the white of the panel


def test_numbers_take_the_colours_from_the_lowest_to_the_highest(draw):
    moment = draw(PLANE)
    shown, theta = world(moment), moment.snapshots[1].theta
    low, high = shown.plane.span
    said, pixels = shown.answer(theta), shown.pixels(theta, theme.LIGHT)
    place = np.clip((said - low) / (high - low), 0.0, 1.0) * 255.0
    found = [int(np.flatnonzero(viridis() == pixel)[0]) for pixel in pixels.ravel()]
    assert np.abs(np.array(found) - place.ravel()).max() <= 1.5


def test_a_model_of_many_inputs_has_a_coarser_map(draw):
    fitting = replace(IRIS.objective, model=Polynomial(degree=6))
    moment = draw(replace(IRIS, objective=fitting, steps=3))
    shape = world(moment).answer(moment.snapshots[0].theta).shape
    assert shape == (3, FEW_CELLS, FEW_CELLS)


@pytest.mark.parametrize("name", ["circle", "iris", "plane"])
def test_all_points_are_in_view(name, draw, circle):
    plane = world(draw({"circle": circle, "iris": IRIS, "plane": PLANE}[name])).plane
    x, y = plane.view
    for samples in (plane.train, plane.test):
        places = plane.places(samples)
        assert (places > (x[0], y[0])).all()
        assert (places < (x[1], y[1])).all()


def test_features_that_are_not_drawn_keep_their_training_mean(draw):
    train, test = draw(IRIS).objective.train, draw(IRIS).objective.test
    plane = FeaturePlane(train, test, first=3, second=1)
    made = plane.features(np.array([[7.0, 8.0]]))[0]
    mean = train.features.mean(axis=0)
    assert made.tolist() == [mean[0], 8.0, mean[2], 7.0]
    assert plane.others == 2


def test_the_petals_tell_irises_apart(draw):
    train = draw(IRIS).objective.train
    names = {train.feature_names[feature] for feature in telling_pair(train)}
    assert names == {"petal length", "petal width"}
