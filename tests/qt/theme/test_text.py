"""Sentences of the window."""

from optlab.qt.text import tr


def test_fields_are_filled_in_and_braces_elsewhere_are_left_alone():
    assert tr("Loss over time") == "Loss over time"
    assert tr("{count} steps", count=3) == "3 steps"
    assert tr("Source: {source}", source="Li {2018}") == "Source: Li {2018}"
