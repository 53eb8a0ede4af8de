"""What talks to what: session -> views by ``show_*``, views -> session by gestures.

A view's signals are connected by name: ``parameter_dropped`` of any view to
``Gestures.on_parameter_dropped``, and so on for every name below. The other way, what the session
tells goes to every view that can show it and is visible; one that was hidden is told when it
appears.
"""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QMetaObject, QObject, Slot
from PySide6.QtWidgets import QWidget

from gdsim.app.feeds import Feed
from gdsim.app.gestures import Gestures
from gdsim.app.shown_runs import all_runs, plotted_runs
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.milestones import milestones
from gdsim.scenario.subject import Subject
from gdsim.session.followers import Follower, PathFollower, PlaneFollower
from gdsim.session.pace import TURNS
from gdsim.session.session import Session
from gdsim.session.story import tell
from gdsim.session.telling import tell_phase
from gdsim.session.timing import LossTimer

GESTURES = (
    "parameter_requested",
    "parameter_hovered",
    "parameter_dragged",
    "parameter_dropped",
    "parameters_dragged",
    "parameters_dropped",
    "pair_requested",
    "drag_cancelled",
    "epoch_requested",
    "epoch_dragged",
    "row_requested",
    "inputs_edited",
    "inputs_cleared",
    "frozen_edited",
    "unit_frozen_edited",
    "cut_edited",
    "unit_added",
    "unit_removed",
    "layer_added",
    "layer_removed",
    "activation_edited",
    "bias_edited",
    "rate_dragged",
    "rate_dropped",
    "goal_edited",
    "batch_size_edited",
    "shuffle_edited",
    "standardize_requested",
    "speed_requested",
    "more_requested",
    "run_keep_requested",
    "run_name_edited",
    "run_hidden_edited",
    "run_restore_requested",
    "run_delete_requested",
    "rows_wanted",
    "try_begin_requested",
    "try_descent_requested",
    "try_best_requested",
    "try_again_requested",
)


def wire(session: Session, gestures: Gestures, views: Iterable[tuple[QWidget, int]]) -> "Wiring":
    """Connect the session with these views, each with its turn; more can be added."""
    wiring = Wiring(session, gestures)
    for view, turn in views:
        wiring.add(view, turn)
    return wiring


class Wiring(QObject):
    """The connections between one session and its views; ``close`` undoes them all.

    At full speed the views take turns: a third of them is drawn a frame, all from one snapshot.
    """

    def __init__(self, session: Session, gestures: Gestures) -> None:
        super().__init__()
        self._session, self._gestures = session, gestures
        self._turns: dict[Any, int] = {}
        self._turn = 0
        self._connections: list[QMetaObject.Connection] = [
            session.subject_changed.connect(self._on_subject),
            session.runs_changed.connect(self._on_runs),
            gestures.companions.companions_changed.connect(self._on_runs),
            session.history_grown.connect(self._on_growth),
            session.snapshot_changed.connect(self._on_snapshot),
            session.selection_changed.connect(self._on_selection),
            gestures.hovered.connect(self._on_hovered),
        ]
        path, plane, timer = PathFollower(session), PlaneFollower(session), LossTimer(session)
        rows, tries = gestures.rows, gestures.tries
        self._followers: list[Follower] = [path, plane, timer]
        self._feeds = [
            Feed(path.changed, "show_path", self._visible, lambda: path.latest, self),
            Feed(plane.changed, "show_plane", self._visible, lambda: plane.latest, self),
            Feed(timer.changed, "show_loss_seconds", self._visible, lambda: timer.latest, self),
            Feed(rows.rows_changed, "show_rows", self._visible, lambda: rows.latest, self),
            Feed(tries.tries_changed, "show_tries", self._visible, lambda: tries.contest, self),
        ]
        self._connections += [feed.connection for feed in self._feeds]

    def add(self, view: Any, turn: int) -> None:
        """Connect a view, which is drawn at its ``turn`` at full speed; show it the present."""
        for name in GESTURES:
            signal = getattr(view, name, None)
            if signal is not None:
                self._connections.append(signal.connect(getattr(self._gestures, f"on_{name}")))
        self._turns[view] = turn % TURNS
        self.tell(view)

    def tell(self, view: Any) -> None:
        """Show a view everything, because it is new or has been hidden."""
        self.follow_needs()
        self._set_subject(view, self._session.subject)
        self._show_runs(view)
        snapshot = self._session.snapshot
        if snapshot is not None:
            self._show_snapshot(view, snapshot)
        for feed in self._feeds:
            feed.tell(view)

    @Slot()
    def follow_needs(self) -> None:
        """Let snapshots hold what the views that are seen now need, and nothing else."""
        self._session.need(
            frozenset(need for view in self._visible() for need in getattr(view, "needs", ()))
        )

    def close(self) -> None:
        """Undo every connection."""
        for connection in self._connections:
            QObject.disconnect(connection)
        for follower in self._followers:
            follower.close()
        self._followers.clear()
        self._connections.clear()
        self._turns.clear()

    @Slot(object)
    def _on_subject(self, subject: Subject) -> None:
        for view in self._visible():
            self._set_subject(view, subject)

    @Slot()
    def _on_runs(self) -> None:
        for view in self._visible():
            self._show_runs(view)

    @Slot()
    def _on_growth(self) -> None:
        if self._session.runner.is_fast:
            self._turn += 1
            self._show_turn()
        else:
            self._on_runs()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self._session.runner.is_fast:
            self._turn = 0
            self._show_turn()
        else:
            for view in self._visible():
                self._show_snapshot(view, snapshot)

    @Slot()
    def _on_selection(self) -> None:
        """Show another part of the epoch; where the epoch is another, its snapshot comes first."""
        session = self._session
        snapshot, selection = session.snapshot, session.selection
        is_shown = snapshot is not None and snapshot.run == selection.run
        if snapshot is not None and is_shown and snapshot.epoch == selection.epoch:
            for view in self._visible():
                self._show_phase(view, snapshot)

    def _show_turn(self) -> None:
        snapshot = self._session.snapshot
        for view in self._visible():
            if self._turns[view] == self._turn % TURNS:
                self._show_runs(view)
                if snapshot is not None:
                    self._show_snapshot(view, snapshot)

    @Slot(int)
    def _on_hovered(self, parameter: int) -> None:
        for view in self._visible():
            if hasattr(view, "set_hovered"):
                view.set_hovered(None if parameter < 0 else parameter)

    def _visible(self) -> list[Any]:
        return [view for view in self._turns if view.isVisible()]

    def _set_subject(self, view: Any, subject: Subject) -> None:
        if hasattr(view, "set_subject"):
            view.set_subject(subject)

    def _show_runs(self, view: Any) -> None:
        session = self._session
        newest = session.run.newest
        if hasattr(view, "show_runs"):
            view.show_runs(plotted_runs(all_runs(session, self._gestures.companions)))
        if hasattr(view, "show_all_runs"):
            view.show_all_runs(all_runs(session, self._gestures.companions))
        if hasattr(view, "set_newest"):
            view.set_newest(newest)
        if hasattr(view, "set_extent"):
            view.set_extent(max(0, newest), session.scenario.epochs)
            view.set_epoch(session.selection.epoch)
            view.set_changes(milestones(session.scenario))

    def _show_snapshot(self, view: Any, snapshot: Snapshot) -> None:
        if hasattr(view, "show_snapshot"):
            view.show_snapshot(snapshot)
        if hasattr(view, "set_epoch"):
            view.set_epoch(snapshot.epoch)
        self._show_phase(view, snapshot)

    def _show_phase(self, view: Any, snapshot: Snapshot) -> None:
        """Show which part of the epoch is looked at, and tell its story."""
        session = self._session
        phase = session.selection.phase
        if hasattr(view, "set_phase"):
            view.set_phase(phase)
        if not hasattr(view, "set_story"):
            return
        history = session.run.history
        if phase is not None:
            view.set_story(*tell_phase(session.subject, snapshot, phase, history))
        else:
            is_new = session.is_saved and session.run.newest <= 0
            view.set_story(*tell(session.subject, snapshot, history, is_new=is_new))
