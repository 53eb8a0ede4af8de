"""What is open: the scenario, undo, the selection, the run and the one before it.

Scenario --build--> Subject --Runner--> History, Snapshot; gestures come back as ``apply``.
"""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoGroup, QUndoStack

from gdsim.engine.history import History
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario import codec, files, library
from gdsim.scenario.build import build
from gdsim.scenario.codec import Document
from gdsim.scenario.edits import first_affected_epoch
from gdsim.scenario.errors import ScenarioError, refuse
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject
from gdsim.session.commands import Place, ScenarioCommand, push
from gdsim.session.jobs import snapshot_at, state_under
from gdsim.session.parked import Parked
from gdsim.session.run import Run, branched_run, first_run
from gdsim.session.runner import Runner
from gdsim.session.selection import Selection
from gdsim.session.viewpoint import Viewpoint
from gdsim.session.worker import SliceReply
from gdsim.text import _


class Session(QObject):
    """The state of the program, without a window.

    Signals
    -------
    subject_changed(Subject)
        Another scenario, or another shape, data or goal of it.
    runs_changed
        Another run is current, or another ghost stands behind it.
    history_grown
    selection_changed(Selection)
    snapshot_changed(Snapshot)
    document_changed
        Another file or title.
    notice(sentence)
        Something that a person must be told.
    """

    subject_changed = Signal(object)
    runs_changed = Signal()
    history_grown = Signal()
    selection_changed = Signal(object)
    snapshot_changed = Signal(object)
    document_changed = Signal()
    notice = Signal(str)

    def __init__(self, document: Document, path: Path | None = None) -> None:
        super().__init__()
        self.undo_group = QUndoGroup(self)
        self.parked: list[Parked] = []
        self.runner = Runner(self)
        self.runner.moved.connect(self._on_moved)
        self.runner.grown.connect(self._on_grown)
        self.runner.rested.connect(self._on_rested)
        self.runner.answered.connect(self._on_answered)
        self.runner.failed.connect(self._on_failed)
        self.path: Path | None = None
        self.activity: str | None = None  # in which it is looked at; what is saved says so
        self.ghost: Run | None = None
        self.selection = Selection()
        self.snapshot: Snapshot | None = None
        self._numbers = 0
        self._unknown: tuple[Any, ...] = ()
        self._viewpoint = Viewpoint()
        self._is_previewing = False
        self._wants_steepest = False
        self.run = self._first_run(document, path)
        self._begin(document, path)

    @property
    def scenario(self) -> Scenario:
        """The scenario of the current run."""
        return self.run.scenario

    @property
    def subject(self) -> Subject:
        """What was built from it."""
        return self.run.subject

    @property
    def undo_stack(self) -> QUndoStack:
        """The edits of what is open; each open document has a stack of its own."""
        return self.undo_group.activeStack()

    @property
    def is_saved(self) -> bool:
        """Whether the file holds what is open."""
        return self.undo_stack.isClean()

    def open(self, document: Document, path: Path | None = None) -> None:
        """Replace what is open.

        Raises
        ------
        ScenarioError
            If it cannot be built; what was open stays.
        """
        run = self._first_run(document, path)
        self.runner.pause()  # before what is told of the old run would be taken for the new one
        old = self.undo_stack
        self.run = run
        self._begin(document, path)
        self.undo_group.removeStack(old)
        old.deleteLater()

    def open_beside(self, document: Document, path: Path | None = None) -> None:
        """Open another document and keep the one that is open now, with its undo and its run.

        Raises
        ------
        ScenarioError
            If it cannot be built; what was open stays.
        """
        run = self._first_run(document, path)
        self._park()
        self.run = run
        self._begin(document, path)

    def resume(self, parked: Parked) -> None:
        """Go on with a document that was put aside, and put the one that is open now aside."""
        self._park()
        self.parked = [other for other in self.parked if other is not parked]
        self.path, self._unknown, self.run, self.ghost, selection, undo_stack = parked
        self._show_document(selection, undo_stack)
        self.runner.load(self.run, selection.epoch)
        if self.run.newest >= selection.epoch:
            self._ask_snapshot()

    def save(self, path: Path, recording: Any = None) -> None:
        """Write the scenario to ``path``, with what was recorded of its run if that is given.

        Raises
        ------
        ScenarioError
            If it could not be written; an old file is then still whole.
        """
        refuse(library.data_left_behind(self.scenario, path))
        scenario = replace(self.scenario, activity=self.activity or self.scenario.activity)
        document = Document(scenario, self._unknown, recording=recording)
        files.write_whole(path, codec.encode(document))
        self.path = path
        self.undo_stack.setClean()
        self.document_changed.emit()

    def apply(self, new: Scenario, text: str, merge_key: str | None = None) -> bool:
        """Make ``new`` the scenario, as one undo step named ``text``; say whether it was done."""
        self._is_previewing = False
        if new == self.scenario:
            self._ask_snapshot()
            return False
        try:
            after = self._run_after(new)
        except ScenarioError as error:
            self.notice.emit(str(error))
            self._ask_snapshot()
            return False
        first = first_affected_epoch(self.scenario, new)
        epoch = self.selection.epoch if first is None else min(first, self.selection.epoch)
        before = Place(self.run, self.selection.epoch)
        command = ScenarioCommand(before, Place(after, epoch), text, merge_key, self._install)
        run = push(self.undo_stack, command)
        if run is not before.run and self.ghost is before.run:
            self.ghost = run  # the one before all the edits that became one step
            self.runs_changed.emit()
        return True

    def put_forward(self, new: Scenario, history: History) -> None:
        """Make another run of the document the current one; it is no edit, so nothing to undo.

        Raises
        ------
        ScenarioError
            If it cannot be shown; the current run stays.
        """
        self._numbers += 1
        subject = build(new, self._folder(), like=self.subject)
        run = first_run(self._numbers, subject)._replace(history=history)
        self._install(Place(run, self.selection.epoch), self.run)

    def preview(self, new: Scenario | None) -> None:
        """Show the selected epoch as it would be under ``new``, unapplied; None ends that."""
        if new is None:
            self._is_previewing = False
            self._ask_snapshot()
            return
        held = self.snapshot
        if held is None:
            return
        try:
            subject = build(new, self._folder(), like=self.subject)
        except ScenarioError:
            return
        if len(subject.names) != len(held.theta):
            return
        self._is_previewing = True
        is_same_loss = subject.experiment.objective is self.subject.experiment.objective
        state = state_under(subject.experiment, held.state)
        look = self._look()
        if is_same_loss and self._viewpoint.is_sliced(look.parameter, held.theta, state.theta):
            look = look._replace(slice_range=None)  # it is the slice that is shown already
        job = take_snapshot(subject.experiment, subject.samples, self.run.number, state, look)
        self.runner.request("preview", job)

    def select(self, **changed: Any) -> None:
        """Change the selection: ``epoch`` (which pauses), or any other of its fields."""
        epoch = changed.pop("epoch", None)
        if epoch is not None:
            self.runner.seek(epoch)
        before, self.selection = self.selection, self.selection._replace(**changed)
        if self.selection == before:
            return
        self.selection_changed.emit(self.selection)
        if self.selection._replace(phase=before.phase) != before:  # a phase is in every snapshot
            self._wants_steepest = False
            self._ask_snapshot()

    def need(self, needs: frozenset[str]) -> None:
        """Let snapshots hold what the views that are seen need besides."""
        if needs != self._viewpoint.needs:
            self._viewpoint.needs = needs
            self._ask_snapshot()

    def close(self) -> None:
        """End the worker thread; nothing is told any more, not even by what is destroyed."""
        self.runner.shutdown()
        self.undo_group.blockSignals(True)

    def _folder(self) -> Path | None:
        return self.path.parent if self.path else None

    def _first_run(self, document: Document, path: Path | None) -> Run:
        subject = build(document.scenario, path.parent if path else None)
        self._numbers += 1
        return first_run(self._numbers, subject)

    def _park(self) -> None:
        """Put aside what is open."""
        self.runner.pause()
        here = self.path, self._unknown, self.run, self.ghost, self.selection, self.undo_stack
        self.parked.append(Parked(*here))

    def _begin(self, document: Document, path: Path | None) -> None:
        """Show the run of a document that was just opened."""
        self.path, self._unknown, self.ghost = path, document.unknown, None
        self._show_document(Selection(run=self.run.number), QUndoStack(self.undo_group))
        self._wants_steepest = True
        self.runner.load(self.run, 0)
        for note in document.notes:
            self.notice.emit(note)

    def _show_document(self, selection: Selection, undo_stack: QUndoStack) -> None:
        """Tell everybody that another document is open."""
        self.snapshot, self._is_previewing, self._wants_steepest = None, False, False
        self._viewpoint.forget_ranges()
        self.undo_group.addStack(undo_stack)
        self.undo_group.setActiveStack(undo_stack)
        self.selection = selection
        self.subject_changed.emit(self.subject)
        self.selection_changed.emit(self.selection)
        self.runs_changed.emit()
        self.document_changed.emit()
        self.runner.look = self._look()

    def _run_after(self, new: Scenario) -> Run:
        """Return the run of ``new``; it shares the epochs that the edit leaves as they are."""
        subject = build(new, self._folder(), like=self.subject)
        first = first_affected_epoch(self.scenario, new)
        if first is None:
            return self.run._replace(subject=subject)
        self._numbers += 1
        if first == 0:
            return first_run(self._numbers, subject)
        return branched_run(self._numbers, subject, self.run, first, self.snapshot)

    def _install(self, place: Place, ghost: Run) -> None:
        """Make another run the current one, and ``ghost`` the one behind it."""
        before, self.run = self.run, place.run
        self._is_previewing = False
        if before.number != self.run.number:
            self.ghost = ghost if ghost.number != self.run.number else None  # of one run's own past
            self.snapshot = None
        old, new = before.scenario, self.run.scenario
        is_other = old.objective != new.objective
        if is_other:
            self._viewpoint.forget_ranges()
            self._clamp_selection()
        if is_other or (old.title, old.epochs, old.shuffle) != (new.title, new.epochs, new.shuffle):
            self.subject_changed.emit(self.subject)
            self.document_changed.emit()
        self._select_silently(run=self.run.number, epoch=place.epoch)
        self.runs_changed.emit()
        self.runner.look = self._look()
        self.runner.load(self.run, place.epoch)
        if self.run.newest >= place.epoch:
            self._ask_snapshot()

    def _clamp_selection(self) -> None:
        names, samples, inputs = self.subject.names, self.subject.samples, self.subject.inputs
        n_rows = len(samples.dataset.inputs) if samples else 1
        self.selection = self.selection.within(len(names), n_rows, len(inputs))

    def _select_silently(self, **changed: Any) -> None:
        """Follow the playhead."""
        new = self.selection._replace(**changed)
        if new != self.selection:
            self.selection = new
            self.selection_changed.emit(new)

    def _look(self) -> Look:
        """Return what a snapshot is to hold."""
        if not self._is_previewing:
            self._viewpoint.follow(self.run, self.selection.parameter, self.snapshot)
        return self._viewpoint.look(self.selection)

    def _ask_snapshot(self) -> None:
        """Ask for the Snapshot of the selected epoch."""
        self.runner.look = look = self._look()
        epoch = self.selection.epoch
        if epoch > self.run.newest:
            return  # it comes when it has been computed
        keyframe = self.run.history.keyframe(epoch)
        job = snapshot_at(self.subject, self.run.number, keyframe, epoch, look)
        self.runner.request("snapshot", job)

    @Slot(int)
    def _on_moved(self, epoch: int) -> None:
        self._select_silently(epoch=epoch)
        self._ask_snapshot()

    @Slot(object)
    def _on_grown(self, reply: SliceReply) -> None:
        self._select_silently(epoch=self.runner.position)
        head = reply.head
        if head is None or not self.runner.is_fast:
            self.history_grown.emit()
        if head is not None and self._is_selected(head):
            self._show(head)
        if not (self.runner.is_moving or self._is_shown()):
            self._ask_snapshot()

    @Slot()
    def _on_rested(self) -> None:
        self.history_grown.emit()
        if self._is_shown():
            self.snapshot_changed.emit(self.snapshot)  # to those whose turn it was not
        else:
            self._ask_snapshot()

    @Slot(str, object)
    def _on_answered(self, key: str, answer: Any) -> None:
        if key == "preview" and self._is_previewing:
            self._viewpoint.note_slice(answer)
            self.snapshot_changed.emit(answer)
        elif key == "snapshot" and self._is_selected(answer):
            self._show(answer)

    def _is_selected(self, snapshot: Snapshot) -> bool:
        """Whether it is of the selected moment."""
        return snapshot.run == self.run.number and snapshot.epoch == self.selection.epoch

    def _is_shown(self) -> bool:
        """Whether the snapshot is of the selected moment, with all that is looked at."""
        held = self.snapshot
        return held is not None and self._is_selected(held) and held.look == self._look()

    def _show(self, snapshot: Snapshot) -> None:
        if self._is_previewing:
            return
        self.snapshot = snapshot
        self._viewpoint.sliced = None
        self._viewpoint.note_slice(snapshot)
        self.runner.look = self._look()
        self.snapshot_changed.emit(snapshot)
        if self._wants_steepest and self.run.newest >= 0:
            self._wants_steepest = False
            self.select(parameter=int(abs(snapshot.gradient * snapshot.settings.free).argmax()))

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self.notice.emit(
            _("Something went wrong in the computation ({what}); undo the last edit.").format(
                what=message
            )
        )
