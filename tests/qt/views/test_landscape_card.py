import pytest
from msgspec.structs import replace

from optlab.engine.experiment import Landscape
from optlab.engine.landscapes import Tea
from optlab.engine.starts import At
from optlab.qt.views.data_rows import landscape_sheet
from optlab.qt.views.landscape_card import LandscapeCard


@pytest.fixture
def tea(draw, rosenbrock):
    return draw(replace(rosenbrock, objective=Landscape(Tea()), start=At((28.0,))), 10)


def shown(card: LandscapeCard) -> str:
    return "\n".join(label.text() for label in card._labels)


def test_a_point_of_one_number_needs_no_brackets(qtbot, tea, draw, rosenbrock):
    card = LandscapeCard()
    qtbot.addWidget(card)
    card.show_moment(tea)
    assert "Start at 28.00\nMinimum at 60.00" in shown(card)
    card.show_moment(draw(rosenbrock))
    assert "Minimum at (1.000, 1.000)" in shown(card)


def test_the_table_has_one_place_and_the_way_left(tea):
    sheet = landscape_sheet(tea)
    assert sheet.titles == ("height f", "temperature (°C)", "to minimum")
    for snapshot, cells in zip(tea.snapshots, sheet.rows, strict=True):
        off = abs(snapshot.theta[0] - 60.0)
        height, place, left = (float(cell) for cell in cells[1:])
        assert height == pytest.approx(off**2, rel=1e-3)
        assert abs(place - 60.0) == pytest.approx(off, abs=5e-3)
        assert left == pytest.approx(off, rel=1e-3)
