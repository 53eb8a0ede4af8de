"""Undo: one command that holds the run before and the run after, so that undo brings back both."""

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple
from weakref import WeakMethod

from PySide6.QtGui import QUndoCommand, QUndoStack

from gdsim.session.run import Run

MERGE_SECONDS = 1.5
"""Edits of one thing within this time, such as nudges by keys, are one step."""
KEPT_HISTORIES = 20
KEPT_BYTES = 150_000_000
"""How many edits keep both runs whole; older ones are computed again when undone."""


class Place(NamedTuple):
    """A run and where its playhead was."""

    run: Run
    epoch: int


class ScenarioCommand(QUndoCommand):
    """One edit of the scenario.

    Parameters
    ----------
    before, after : Place
    text : str
        What it does, for the Edit menu.
    merge_key : str or None
        Edits in a row with the same key become one.
    install : bound method
        ``install(place, ghost)`` opens a run, and lets another stand behind it. It is held weakly:
        a command that was the last to hold the session would end it, and with it the undo stack
        that is just deleting the command.
    """

    def __init__(
        self,
        before: Place,
        after: Place,
        text: str,
        merge_key: str | None,
        install: Callable[[Place, Run], None],
    ) -> None:
        super().__init__(text)
        self.before, self.after = before, after
        self.merge_key, self._install = merge_key, WeakMethod(install)
        self.time = monotonic()

    def forget_histories(self) -> None:
        """Drop what can be computed again, to bound the memory that undo takes."""
        self.before = self.before._replace(run=self.before.run.without_history())
        self.after = self.after._replace(run=self.after.run.without_history())

    def id(self) -> int:
        """Qt asks to merge only commands of one kind."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up the next edit of the same thing."""
        if not isinstance(other, ScenarioCommand) or not self.takes(other):
            return False
        self.after, self.time = other.after, other.time
        return True

    def takes(self, other: "ScenarioCommand") -> bool:
        """Whether ``other`` is the next edit of the same thing."""
        is_same = self.merge_key is not None and other.merge_key == self.merge_key
        is_same = is_same and other.before.epoch == self.after.epoch  # no epoch went by
        is_same = is_same and other.before.run.number == self.after.run.number  # nor another ball
        return is_same and other.time - self.time <= MERGE_SECONDS

    def redo(self) -> None:
        """Open the run after."""
        self._open(self.after, self.before.run)

    def undo(self) -> None:
        """Open the run before."""
        self._open(self.before, self.after.run)

    def _open(self, place: Place, ghost: Run) -> None:
        install = self._install()
        if install is not None:
            install(place, ghost)


def push(stack: QUndoStack, command: ScenarioCommand) -> Run:
    """Carry out an edit, alone or as a part of the one on top; return the run before all of it."""
    stack.push(command)
    top = stack.command(stack.index() - 1)
    first = top.before.run if isinstance(top, ScenarioCommand) else command.before.run
    forget_old_histories(stack)
    return first


def forget_old_histories(stack: QUndoStack) -> None:
    """Keep the newest runs whole, at least the one that the next undo brings back."""
    n_bytes = 0
    for age in range(KEPT_HISTORIES + 1):
        command = stack.command(stack.index() - 1 - age)
        if not isinstance(command, ScenarioCommand):
            return
        n_bytes += command.before.run.history.n_bytes
        if age and (n_bytes > KEPT_BYTES or age == KEPT_HISTORIES):
            command.forget_histories()
