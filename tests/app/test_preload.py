"""Views of other activities are loaded while nothing goes on, and never into a drag."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from gdsim.app import preload


class Tape(QObject):
    """What Preload knows of a runner."""

    answered = Signal(str, object)
    grown = Signal(object)
    is_busy = is_moving = False


@pytest.fixture
def tape(qtbot: QtBot) -> Iterator[Tape]:
    tape = Tape()
    yield tape
    tape.deleteLater()  # and what waits for it
    qtbot.wait(1)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what will be loaded of two modules; windows of other tests load theirs, if any."""
    found: list[str] = []

    def load(name: str) -> None:
        if name.startswith("own."):
            found.append(name)

    monkeypatch.setattr(preload, "_modules", lambda: iter(("own.first", "own.last")))
    monkeypatch.setattr(preload, "import_module", load)
    monkeypatch.setattr(preload, "QUIET_MS", 400)
    monkeypatch.setattr(preload, "PAUSE_MS", 1)
    return found


def test_every_view_is_loaded_while_nothing_goes_on(
    tape: Tape, loaded: list[str], qtbot: QtBot
) -> None:
    preload.Preload(tape)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: loaded == ["own.first", "own.last"], timeout=10_000)


def test_the_views_of_all_panels_are_known() -> None:
    modules = [*preload._modules()]  # noqa: SLF001 - what stands in for it above is no proof
    assert {"gdsim.views.surface.surface_plot", "gdsim.views.game.game_panel"} <= {*modules}
    assert len(modules) == len({*modules})


def test_nothing_is_loaded_while_answers_come_as_in_a_drag(
    tape: Tape, loaded: list[str], qtbot: QtBot
) -> None:
    preload.Preload(tape)  # type: ignore[arg-type]
    for _move in range(20):
        tape.answered.emit("preview", None)
        qtbot.wait(20)
    assert not loaded
    qtbot.waitUntil(lambda: bool(loaded), timeout=5000)


def test_nothing_is_loaded_while_a_run_plays(tape: Tape, loaded: list[str], qtbot: QtBot) -> None:
    tape.is_moving = True
    preload.Preload(tape)  # type: ignore[arg-type]
    qtbot.wait(700)
    assert not loaded
