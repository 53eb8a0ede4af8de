"""A document that was put aside while another one is open: nothing of it is lost."""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtGui import QUndoStack

from gdsim.scenario.spec import Scenario
from gdsim.session.run import Run
from gdsim.session.selection import Selection


class Parked(NamedTuple):
    """All that a session keeps of it.

    Attributes
    ----------
    path : Path or None
        Its file.
    unknown : tuple of (path, value)
        Keys of the file that this version does not know.
    run, ghost : Run, Run or None
    selection : Selection
        Its epoch is where the playhead was.
    undo_stack : QUndoStack
    """

    path: Path | None
    unknown: tuple[Any, ...]
    run: Run
    ghost: Run | None
    selection: Selection
    undo_stack: QUndoStack

    @property
    def scenario(self) -> Scenario:
        """Its scenario."""
        return self.run.scenario

    @property
    def is_saved(self) -> bool:
        """Whether its file holds it."""
        return self.undo_stack.isClean()
