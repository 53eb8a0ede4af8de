"""The real main window, shown, on the houses network; closed when the test ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gdsim.app.main import make_application
from gdsim.app.main_window import MainWindow
from gdsim.app.settings import Settings
from gdsim.scenario import library
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from tests.session.conftest import settle

OpenWindow = Callable[..., MainWindow]


def view_of(window: MainWindow, key: str) -> Any:
    """Return a panel's view."""
    view = window.area.view(key)
    assert view is not None
    return view


def state_of(window: MainWindow) -> RunState:
    """Return what the tape does now."""
    return window.session.runner.state


@pytest.fixture(scope="session")
def qapp() -> object:
    """Return the application as the program makes it."""
    return make_application()


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[OpenWindow]:
    """Return a function that opens a window on a builtin scenario."""
    opened: list[MainWindow] = []

    def open_it(name: str = "houses", size: tuple[int, int] = (1280, 800)) -> MainWindow:
        session = Session(library.read(library.builtin_path(name)))
        window = MainWindow(session, Settings())
        opened.append(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        settle(qtbot, session)
        return window

    yield open_it
    for window in opened:
        window.close_without_asking()
        window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """Return the window on the houses network."""
    return open_window()
