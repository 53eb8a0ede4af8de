"""Loads the views of the other activities while nothing goes on, so that each opens at once."""

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

from gdsim.app.activities import activities
from gdsim.session.runner import Runner

QUIET_MS, PAUSE_MS = 1500, 60
"""After the start or after anything was asked for, and between two modules; one takes up to 30."""


class Preload(QObject):
    """Imports one module at a time, only while nothing is asked of the runner, as by a drag."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._runner = runner
        self._modules = _modules()
        self._timer = QTimer(self, interval=QUIET_MS)
        self._timer.timeout.connect(self._load_one)
        self._timer.start()
        runner.answered.connect(self._wait)
        runner.grown.connect(self._wait)

    @Slot()
    def _wait(self) -> None:
        if self._timer.isActive():
            self._timer.start(QUIET_MS)

    @Slot()
    def _load_one(self) -> None:
        if self._runner.is_busy or self._runner.is_moving:
            self._wait()
            return
        self._timer.setInterval(PAUSE_MS)
        module = next(self._modules, None)
        if module is None:
            self._timer.stop()
        else:
            import_module(module)


def _modules() -> Iterator[str]:
    views = dict.fromkeys(panel.view for found in activities() for panel in found.panels)
    for view in views:
        yield f"gdsim.views.{view.partition(':')[0]}"
