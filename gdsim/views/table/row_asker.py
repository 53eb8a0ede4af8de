"""Asks for the rows in sight that a history does not know, once scrolling rests."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdsim.views.table.by_parameter import ByParameter
from gdsim.views.table.grid import NumberGrid

_REST_MS = 40
"""A request a frame would never be met: a newer one takes the place of the one before."""


class RowAsker(QObject):
    """Keeps a ByParameter told of what is in sight.

    Signals
    -------
    rows_wanted(parameter, first, last)
        Both epochs included.
    """

    rows_wanted = Signal(int, int, int)

    def __init__(self, parent: QWidget, source: ByParameter, grid: NumberGrid) -> None:
        super().__init__(parent)
        self._panel, self._source, self._grid = parent, source, grid
        self._wait = QTimer(self, singleShot=True, interval=_REST_MS)
        self._wait.timeout.connect(self._ask)

    def look(self) -> None:
        """See which lines are in sight now; ask soon for what is missing."""
        if self._grid.source is not self._source:
            return
        self._source.set_window(*self._grid.sight)
        if self._source.wanted() is not None and not self._wait.isActive():
            self._wait.start()

    @Slot()
    def _ask(self) -> None:
        is_shown = self._grid.source is self._source and self._panel.isVisible()
        wanted = self._source.wanted() if is_shown else None
        if wanted is not None:
            self.rows_wanted.emit(*wanted)
