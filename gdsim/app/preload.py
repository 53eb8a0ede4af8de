"""Loads the views of the other activities while nothing goes on, so that each opens at once."""

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

from gdsim.app.activities import activities
from gdsim.session.runner import Runner

FIRST_MS, PAUSE_MS = 1500, 60
"""After the start, and between two modules; each takes a few milliseconds."""


class Preload(QObject):
    """Imports one module at a time, only while the runner rests."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._runner = runner
        self._modules = _modules()
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._load_one)
        self._timer.start()

    @Slot()
    def _load_one(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        if self._runner.is_busy or self._runner.is_moving:
            return
        module = next(self._modules, None)
        if module is None:
            self._timer.stop()
        else:
            import_module(module)


def _modules() -> Iterator[str]:
    views = dict.fromkeys(panel.view for found in activities() for panel in found.panels)
    for view in views:
        yield f"gdsim.views.{view.partition(':')[0]}"
