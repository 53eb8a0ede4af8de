"""What the timeline says: epoch, newest, goal, part of the epoch -> a line and a smaller one."""

from typing import NamedTuple

from gdsim.engine.phases import Part, Phase
from gdsim.text import _
from gdsim.views.part_names import part_name


class Moment(NamedTuple):
    """Where on the tape we are.

    Attributes
    ----------
    epoch, newest, goal : int
    phase : Phase or None
        The part of the epoch that is looked at.
    n_layers : int
        How many layers an epoch goes through.
    """

    epoch: int = 0
    newest: int = 0
    goal: int = 25
    phase: Phase | None = None
    n_layers: int = 0

    @property
    def place(self) -> str:
        """The epoch and the goal."""
        pattern = _("{epoch} of {goal}") if self.epoch <= self.goal else _("{epoch}, goal {goal}")
        return pattern.format(epoch=f"{self.epoch:,}", goal=f"{self.goal:,}")

    @property
    def aside(self) -> str:
        """The part of the epoch; else whether this is the newest epoch or one of the past."""
        if self.phase is not None:
            return part_name(self.phase, self.n_layers)
        if self.epoch < self.newest:
            return _("looking back from {newest}").format(newest=f"{self.newest:,}")
        return _("the newest epoch") if self.newest else _("the start")

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        text = _("epoch {epoch} of {goal}").format(epoch=self.epoch, goal=self.goal)
        return f"{text}, {self.aside}"

    @property
    def widest(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The longest texts that place and aside may become, so that nothing has to move."""
        last = max(self.newest, self.goal)
        end = self._replace(epoch=last, phase=None)
        past = self._replace(epoch=0, newest=last + 1, phase=None)
        deep = part_name(Phase(Part.BACKWARD, self.n_layers), self.n_layers)
        return (end.place, self._replace(epoch=self.goal).place), (past.aside, deep)
