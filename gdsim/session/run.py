"""A run: a scenario, what was built from it, and what has been computed of it so far."""

from typing import NamedTuple

from gdsim.engine.history import History
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject


class Run(NamedTuple):
    """One run.

    Attributes
    ----------
    number : int
        No other run of the session has it.
    name : str
    subject : Subject
    history : History
        It grows; nothing else here changes.
    """

    number: int
    name: str
    subject: Subject
    history: History

    @property
    def scenario(self) -> Scenario:
        """The scenario that decides every number of it."""
        return self.subject.scenario

    @property
    def newest(self) -> int:
        """The newest epoch computed, -1 for none."""
        return self.history.n_epochs - 1

    @property
    def has_ended(self) -> bool:
        """Whether there is no epoch after the newest one."""
        return self.history.stop is not None

    def without_history(self) -> "Run":
        """Return it with everything still to be computed."""
        return self._replace(history=History(len(self.subject.names)))
