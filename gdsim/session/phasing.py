"""Goes through an epoch part by part: the selected phase, the next one, the one before.

None of it touches the run: a phase only says which numbers of the epoch are looked at. After the
last part comes a step as any other, to the first part of the next epoch.
"""

from PySide6.QtCore import QObject, Slot

from gdsim.engine.phases import Part, Phase, following, phases, preceding
from gdsim.session.selection import Selection
from gdsim.session.session import Session


class Phasing(QObject):
    """Moves the selected phase; whatever shows another epoch ends it.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._shown = session.selection
        self._awaited: int | None = None  # the epoch whose first part is to come
        session.selection_changed.connect(self._on_selection)
        session.runner.rested.connect(self._on_rested)

    @property
    def n_layers(self) -> int:
        """How many layers an epoch goes through; 0 for a model without any."""
        network = self._session.subject.network
        return len(network.layers) if network is not None else 0

    def forth(self) -> None:
        """Look at the next part; after the update, step to the first part of the next epoch."""
        session = self._session
        if not self._is_ready():
            return
        phase = following(session.selection.phase, self.n_layers)
        if phase is not None:
            session.select(phase=phase, inputs=None)
            return
        self._awaited = session.selection.epoch + 1
        session.runner.step()
        if not session.runner.is_moving:
            self._awaited = None  # it has come already, or there is none

    def back(self) -> None:
        """Look at the part before; before the first one comes the update of the epoch before."""
        session = self._session
        if not self._is_ready():
            return
        phase = preceding(session.selection.phase, self.n_layers)
        epoch = session.selection.epoch
        if session.selection.phase is not None and phase is not None:
            session.select(phase=phase, inputs=None)
        elif epoch > 0:
            session.select(epoch=epoch - 1)
            session.select(phase=Phase(Part.UPDATE), inputs=None)
        else:
            self.leave()

    def leave(self) -> None:
        """Look at the epoch as a whole again."""
        self._awaited = None
        self._session.select(phase=None)

    def _is_ready(self) -> bool:
        """Pause, and say whether there is an epoch to look into."""
        session = self._session
        if self._awaited is not None:
            return False
        if session.runner.is_moving:
            session.runner.seek(session.selection.epoch)  # at once: a pause may still land later
        return 0 <= session.selection.epoch <= session.run.newest

    @Slot(object)
    def _on_selection(self, selection: Selection) -> None:
        """End the phase where something else than a part of this epoch is shown."""
        before, self._shown = self._shown, selection
        is_other = (before.run, before.epoch) != (selection.run, selection.epoch)
        if is_other and selection.epoch == self._awaited:
            self._awaited = None
            self._session.select(phase=phases(self.n_layers)[0])
        elif selection.phase is not None and not self._still_holds(before, selection):
            self._session.select(phase=None)

    def _still_holds(self, before: Selection, selection: Selection) -> bool:
        is_known = selection.phase in phases(self.n_layers)
        return before.epoch == selection.epoch and is_known and selection.inputs is None

    @Slot()
    def _on_rested(self) -> None:
        self._awaited = None
