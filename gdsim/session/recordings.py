"""Recorded runs in files: checked by a replay in the worker -> the history of the open run.

What a file says is not believed before a stretch of it was computed again with the same bits; then
every epoch can be shown at once.
"""

from collections.abc import Generator, Iterator
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from gdsim.engine.descent import Epoch, State, descend
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.scenario.codec import Document
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.recording import recall, record
from gdsim.scenario.subject import Subject
from gdsim.session.companions import adopt
from gdsim.session.session import Session
from gdsim.text import _

REQUEST = "recording"
CHECK_SECONDS = 0.3
"""Work spent on checking a recording once something was compared."""
LONGEST_CHECK = 5.0


class Recordings(QObject):
    """Gives the session's run the history that its file holds."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._run = -1
        self._found: History | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask)
        session.runner.answered.connect(self._on_answered)
        session.runs_changed.connect(self._on_runs)

    def take_up(self, document: Document) -> None:
        """Use the recording of a document that was just opened, if it has one that fits."""
        session, self._found = self._session, None
        if document.recording is None:
            return
        try:
            self._found = recall(document.recording, session.subject)
        except ScenarioError as error:
            session.notice.emit(str(error))
        else:
            self._run = session.run.number
            self._soon.start(0)

    def of_run(self) -> dict[str, Any] | None:
        """Return what a file can hold of the current run; tell if it holds nothing."""
        session = self._session
        recording = record(session.subject, session.run.history)
        if recording is None:
            session.notice.emit(
                _("The run is too large to be saved with its scenario; it will be computed again.")
            )
        return recording

    @Slot()
    def _on_runs(self) -> None:
        """Ask again: when a run is loaded, what was asked for is dropped."""
        if self._found is not None:
            self._soon.start(0)

    @Slot()
    def _ask(self) -> None:
        session = self._session
        if self._found is not None and session.run.number == self._run:
            session.runner.request(REQUEST, spot_check(session.subject, self._found))

    @Slot(str, object)
    def _on_answered(self, key: str, answer: object) -> None:
        session, found = self._session, self._found
        if key != REQUEST or found is None:
            return
        self._found = None
        if session.run.number != self._run:
            return
        if not answer:
            session.notice.emit(
                _("The recorded run in the file does not repeat here; it is computed anew.")
            )
        elif found.n_epochs > session.run.history.n_epochs:
            adopt(session, found)


def spot_check(subject: Subject, history: History) -> Generator[None, None, bool]:
    """Compute the start and a stretch from the middle again; return whether all bits agree."""
    states = history.keyframes.states
    for begin, seconds in ((states[0], 0.0), (states[len(states) // 2], CHECK_SECONDS)):
        stretch = _stretch(subject, history, begin, seconds)
        while True:
            try:
                next(stretch)
            except StopIteration as ended:
                if not ended.value:
                    return False
                break
            yield
    return True


def _stretch(
    subject: Subject, history: History, begin: State, seconds: float
) -> Generator[None, None, bool]:
    """Yield after each update; return whether what follows ``begin`` is what was recorded."""
    n_compared, since = 0, perf_counter()
    for epoch in _epochs(subject, begin):
        if epoch is not None:
            if epoch.state.epoch >= history.n_epochs:
                return True
            if history.value(LOSS, epoch.state.epoch) is not None:
                if not _agrees(history, epoch):
                    return False
                n_compared += 1
        spent = perf_counter() - since
        if spent > LONGEST_CHECK:
            return False
        if n_compared > (begin.epoch > 0) and spent >= seconds:
            return True
        yield
    return history.stop is not None


def _epochs(subject: Subject, begin: State) -> Iterator[Epoch | None]:
    return descend(subject.experiment, begin)


def _agrees(history: History, epoch: Epoch) -> bool:
    """Whether an epoch has the bits that were recorded of it."""
    columns = range(PARAMETERS, PARAMETERS + history.n_parameters)
    theta = np.array([history.value(column, epoch.state.epoch) for column in columns], dtype=float)
    return (
        theta.tobytes() == epoch.state.theta.tobytes()
        and history.value(LOSS, epoch.state.epoch) == epoch.loss
    )
