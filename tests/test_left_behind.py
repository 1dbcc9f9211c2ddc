"""The checks of conftest.py catch what they are for: a test that cannot fail proves nothing."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.fixture
def outer(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a folder of tests that has our conftest."""
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.makeini("[pytest]\nqt_api = pyside6\n")
    return pytester


def outcomes(outer: pytest.Pytester, code: str) -> dict[str, int]:
    outer.makepyfile(code)
    result = outer.runpytest_subprocess("-p", "no:randomly", "--no-xvfb", timeout=60)
    return result.parseoutcomes()


def test_a_thread_left_running_fails_the_test(outer: pytest.Pytester) -> None:
    code = """
        import threading

        wait = threading.Event()

        def test_leaves_a_thread():
            threading.Thread(target=wait.wait, daemon=True).start()
    """
    assert outcomes(outer, code) == {"passed": 1, "errors": 1}


def test_a_window_left_open_fails_the_test_and_a_closed_one_does_not(
    outer: pytest.Pytester, qapp: object
) -> None:
    code = """
        from PySide6.QtWidgets import QWidget

        kept = []

        def test_leaves_a_window(qtbot):
            kept.append(QWidget())
            kept[0].show()

        def test_hands_its_window_to_qtbot(qtbot):
            widget = QWidget()
            qtbot.addWidget(widget)
            widget.show()

        def test_drops_its_window(qtbot):
            QWidget().show()
    """
    assert outcomes(outer, code) == {"passed": 3, "errors": 1}


def test_settings_are_empty_and_apart_for_every_test(outer: pytest.Pytester) -> None:
    code = """
        from pathlib import Path
        from platformdirs import user_config_path, user_state_path

        def test_one():
            user_config_path("OptLab").mkdir(parents=True)

        def test_two(own_folders):
            assert not user_config_path("OptLab").exists()
            assert user_state_path("OptLab").is_relative_to(own_folders)
    """
    assert outcomes(outer, code) == {"passed": 2}
