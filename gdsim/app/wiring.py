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
from gdsim.app.present import Present
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.milestones import milestones
from gdsim.scenario.subject import Subject
from gdsim.session.basins import BasinsFollower
from gdsim.session.followers import Follower, PathFollower
from gdsim.session.ghost_slices import GhostSliceFollower
from gdsim.session.pace import TURNS
from gdsim.session.plane_follower import PlaneFollower
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
    "ball_requested",
    "ball_dropped",
    "ball_added",
    "ball_removed",
    "ball_rate_edited",
    "race_requested",
    "method_race_requested",
    "function_edited",
    "expression_edited",
    "bounds_edited",
    "constant_dragged",
    "constant_edited",
    "plane_requested",
    "starts_requested",
    "starts_cancelled",
    "start_opened",
    "start_pointed",
    "starts_marked",
    "starts_best_kept",
    "game_requested",
    "probe_requested",
    "game_ended",
)


def _nothing() -> None:
    """Return that there is no newest value, as of something that only passes."""


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
            gestures.companions.companions_changed.connect(self._on_companions),
            session.history_grown.connect(self._on_growth),
            session.snapshot_changed.connect(self._on_snapshot),
            session.selection_changed.connect(self._on_selection),
            gestures.hovered.connect(self._on_hovered),
        ]
        path, plane, timer = PathFollower(session), PlaneFollower(session), LossTimer(session)
        basins, ghosts = BasinsFollower(session), GhostSliceFollower(session)
        self._followers: list[Follower] = [path, plane, timer, basins, ghosts]
        self._feeds = [
            Feed(path.changed, "show_path", self._visible, lambda: path.latest, self),
            Feed(plane.changed, "show_plane", self._visible, lambda: plane.latest, self),
            Feed(plane.progressed, "show_plane_progress", self._visible, _nothing, self),
            Feed(basins.changed, "show_basins", self._visible, lambda: basins.latest, self),
            Feed(ghosts.changed, "show_ghost_slices", self._visible, lambda: ghosts.latest, self),
            Feed(timer.changed, "show_loss_seconds", self._visible, lambda: timer.latest, self),
        ]
        self._feeds += self._feeds_without_followers(gestures)
        self._connections += [feed.connection for feed in self._feeds]

    def _feeds_without_followers(self, gestures: Gestures) -> list[Feed]:
        """Return what comes of gestures alone, at no pace of its own."""
        rows, tries, seen = gestures.rows, gestures.tries, self._visible
        harvest, game = gestures.starts.harvest, gestures.game.keeper
        crop = Feed(harvest.harvest_changed, "show_harvest", seen, lambda: harvest.crop, self)
        crop.has_empty = True
        return [
            Feed(rows.rows_changed, "show_rows", seen, lambda: rows.latest, self),
            Feed(tries.tries_changed, "show_tries", seen, lambda: tries.contest, self),
            crop,
            Feed(game.game_changed, "show_game", seen, lambda: game.game, self),
            Feed(game.best_changed, "show_best_scores", seen, lambda: game.best, self),
        ]

    def add(self, view: Any, turn: int) -> None:
        """Connect a view, which is drawn at its ``turn`` at full speed; show it the present."""
        for name in GESTURES:
            signal = getattr(view, name, None)
            if signal is not None:
                self._connections.append(signal.connect(self._slot(name)))
        if hasattr(view, "needs_changed"):
            self._connections.append(view.needs_changed.connect(self.follow_needs))
        self._turns[view] = turn % TURNS
        self.tell(view)

    def tell(self, view: Any) -> None:
        """Show a view everything, because it is new or has been hidden."""
        self.follow_needs()
        self._set_subject(view, self._session.subject)
        present, snapshot = self._present(), self._session.snapshot
        self._show_runs(view, present)
        if snapshot is not None:
            self._show_snapshot(view, snapshot, present)
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
        present = self._present()
        for view in self._visible():
            self._show_runs(view, present)

    @Slot()
    def _on_companions(self) -> None:
        """Show what is new of other runs; at full speed each view does so when it is its turn."""
        if not self._session.runner.is_fast:
            self._on_runs()

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
            present = self._present(snapshot)
            for view in self._visible():
                self._show_snapshot(view, snapshot, present)

    @Slot()
    def _on_selection(self) -> None:
        """Show another part of the epoch; where the epoch is another, its snapshot comes first."""
        session = self._session
        snapshot, selection = session.snapshot, session.selection
        is_shown = snapshot is not None and snapshot.run == selection.run
        if snapshot is not None and is_shown and snapshot.epoch == selection.epoch:
            for view in self._visible():
                self._show_phase(view, snapshot)

    def _slot(self, name: str) -> Any:
        """Return what a gesture calls."""
        slots = (getattr(r, f"on_{name}", None) for r in self._gestures.hands)
        return next(slot for slot in slots if slot is not None)

    def _show_turn(self) -> None:
        present, snapshot = self._present(), self._session.snapshot
        for view in self._visible():
            if self._turns[view] == self._turn % TURNS:
                self._show_runs(view, present)
                if snapshot is not None:
                    self._show_snapshot(view, snapshot, present)

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

    def _present(self, snapshot: Snapshot | None = None) -> Present:
        """Return what all views show of this event."""
        return Present(self._session, self._gestures.companions, snapshot)

    def _show_runs(self, view: Any, present: Present) -> None:
        session = self._session
        newest = session.run.newest
        if hasattr(view, "show_runs"):
            view.show_runs(present.plotted)
        self._show_balls(view, present)
        if hasattr(view, "show_all_runs"):
            view.show_all_runs(present.runs)
        if hasattr(view, "set_newest"):
            view.set_newest(newest)
        if hasattr(view, "set_extent"):
            view.set_extent(max(0, newest), session.scenario.epochs)
            view.set_epoch(session.selection.epoch)
            view.set_changes(milestones(session.scenario))

    def _show_balls(self, view: Any, present: Present) -> None:
        if hasattr(view, "show_balls"):
            view.show_balls(present.balls)

    def _show_snapshot(self, view: Any, snapshot: Snapshot, present: Present) -> None:
        self._show_balls(view, present)
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
