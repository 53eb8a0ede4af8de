"""The rows of the table that goes through all epochs: asked for in sight, worked out as a job.

A history keeps no gradients; ``take_epoch_rows`` works out those of the few epochs in sight.
"""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gdsim.engine.epoch_rows import EpochRows, take_epoch_rows
from gdsim.session.session import Session

KEY = "rows"


class RowKeeper(QObject):
    """Answers views that want the rows of some epochs.

    Signals
    -------
    rows_changed(EpochRows)
        What was asked for last, of the run that is current now.

    Attributes
    ----------
    latest : EpochRows or None
        The same, for those who come later.
    """

    rows_changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.latest: EpochRows | None = None
        session.runner.answered.connect(self._on_answered)

    @Slot(int, int, int)
    def ask(self, parameter: int, first: int, last: int) -> None:
        """Ask for the rows of one parameter from epoch ``first`` to ``last``, both included."""
        run = self._session.run
        first, last = max(0, first), min(last, run.newest)
        if first > last or not 0 <= parameter < len(run.subject.names):
            return
        keyframe = run.history.keyframe(first)
        experiment = run.subject.experiment
        job = take_epoch_rows(experiment, keyframe, run.number, parameter, (first, last))
        self._session.runner.request(KEY, job)

    @Slot(str, object)
    def _on_answered(self, key: str, answer: Any) -> None:
        if key != KEY or not isinstance(answer, EpochRows):
            return
        if answer.run == self._session.run.number:
            self.latest = answer
            self.rows_changed.emit(answer)
