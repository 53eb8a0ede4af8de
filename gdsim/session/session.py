"""What is open: the scenario, undo, the selection, the run and the one before it.

Scenario --build--> Subject --Runner--> History, Snapshot; gestures come back as ``apply``.
"""

from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from gdsim.engine.descent import Experiment, State, arrive
from gdsim.engine.history import PARAMETERS, History
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario import codec, files
from gdsim.scenario.build import build
from gdsim.scenario.codec import Document
from gdsim.scenario.divergence import unsound_change, unsound_start
from gdsim.scenario.edits import first_affected_epoch
from gdsim.scenario.errors import ScenarioError, shown
from gdsim.scenario.ranges import slice_range
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject
from gdsim.session.commands import Place, ScenarioCommand, forget_old_histories
from gdsim.session.jobs import snapshot_at
from gdsim.session.run import Run
from gdsim.session.runner import Runner
from gdsim.session.selection import Selection
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
        self.undo_stack = QUndoStack(self)
        self.runner = Runner(self)
        self.runner.moved.connect(self._on_moved)
        self.runner.grown.connect(self._on_grown)
        self.runner.rested.connect(self._on_rested)
        self.runner.answered.connect(self._on_answered)
        self.runner.failed.connect(self._on_failed)
        self.path: Path | None = None
        self.ghost: Run | None = None
        self.selection = Selection()
        self.snapshot: Snapshot | None = None
        self._numbers = 0
        self._unknown: tuple[Any, ...] = ()
        self._ranges: dict[int, tuple[float, float]] = {}
        self._is_previewing = False
        self._sliced: int | None = None  # along which parameter the loss is shown now
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
        self.run = run
        self._begin(document, path)

    def save(self, path: Path) -> None:
        """Write the scenario to ``path``.

        Raises
        ------
        ScenarioError
            If it could not be written; an old file is then still whole.
        """
        _refuse(self._left_behind(path))
        files.write_whole(path, codec.encode(Document(self.scenario, self._unknown)))
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
        self._push(ScenarioCommand(before, Place(after, epoch), text, merge_key, self._install))
        return True

    def _push(self, command: ScenarioCommand) -> None:
        """Carry out an edit and put it on the undo stack, or into the edit on top of it."""
        stack = self.undo_stack
        stack.push(command)
        top = stack.command(stack.index() - 1)
        first = top.before.run if isinstance(top, ScenarioCommand) else command.before.run
        if first is not command.before.run and self.ghost is command.before.run:
            self.ghost = first  # the one before all the edits that became one step
            self.runs_changed.emit()
        forget_old_histories(stack)

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
        experiment = subject.experiment
        state = _state_under(experiment, held.state)
        look = self._look()
        is_same_loss = experiment.objective is self.subject.experiment.objective
        moved = np.flatnonzero(state.theta != held.theta)
        if is_same_loss and self._sliced == look.parameter and set(moved) <= {look.parameter}:
            look = look._replace(slice_range=None)  # it is the slice that is shown already
        job = take_snapshot(experiment, subject.samples, self.run.number, state, look)
        self.runner.request("preview", job)

    def select(self, **changed: Any) -> None:
        """Change the selection: ``epoch`` (which pauses), ``parameter``, ``row``, ``inputs``."""
        epoch = changed.pop("epoch", None)
        if epoch is not None:
            self.runner.seek(epoch)
        new = self.selection._replace(**changed)
        if new != self.selection:
            self._wants_steepest = False
            self.selection = new
            self.selection_changed.emit(new)
            self._ask_snapshot()

    def close(self) -> None:
        """End the worker thread; nothing is told any more, not even by what is destroyed."""
        self.runner.shutdown()
        self.undo_stack.blockSignals(True)

    def _folder(self) -> Path | None:
        return self.path.parent if self.path else None

    def _left_behind(self, path: Path) -> str | None:
        """Return why the scenario in ``path`` would not find its data, None if it would."""
        data = self.scenario.objective.dataset.path
        if data is None or (path.parent / data).is_file():
            return None
        return _(
            "{path} is not written: its data file {data} does not lie there; copy that file "
            "first, or choose the folder that it lies in."
        ).format(path=shown(str(path), limit=300), data=shown(data))

    def _first_run(self, document: Document, path: Path | None) -> Run:
        subject = build(document.scenario, path.parent if path else None)
        _refuse(unsound_start(subject))
        return self._number(subject, History(len(subject.names)))

    def _number(self, subject: Subject, history: History) -> Run:
        self._numbers += 1
        return Run(self._numbers, "", subject, history)

    def _begin(self, document: Document, path: Path | None) -> None:
        """Show the run of a document that was just opened."""
        self.path, self._unknown, self.ghost = path, document.unknown, None
        self.snapshot, self._is_previewing, self._wants_steepest = None, False, True
        self._ranges.clear()
        self.undo_stack.clear()
        self.selection = Selection(run=self.run.number)
        self.subject_changed.emit(self.subject)
        self.selection_changed.emit(self.selection)
        self.runs_changed.emit()
        self.document_changed.emit()
        self.runner.look = self._look()
        self.runner.load(self.run, 0)
        for note in document.notes:
            self.notice.emit(note)

    def _run_after(self, new: Scenario) -> Run:
        """Return the run of ``new``; it shares the epochs that the edit leaves as they are."""
        subject = build(new, self._folder(), like=self.subject)
        first = first_affected_epoch(self.scenario, new)
        if first is None:
            return self.run._replace(subject=subject)
        if first == 0:
            _refuse(unsound_start(subject))
            return self._number(subject, History(len(subject.names)))
        held = self.snapshot
        if held is not None and held.run == self.run.number and held.epoch == first:
            _refuse(unsound_change(subject, held.state))
        return self._number(subject, self.run.history.until(first))

    def _install(self, place: Place, ghost: Run) -> None:
        """Make another run the current one, and ``ghost`` the one behind it."""
        before, self.run = self.run, place.run
        self._is_previewing = False
        if before.number != self.run.number:
            self.ghost, self.snapshot = ghost, None
        old, new = before.scenario, self.run.scenario
        is_other = old.objective != new.objective
        if is_other:
            self._ranges.clear()
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
        samples = self.subject.samples
        n_rows = len(samples.dataset.inputs) if samples else 1
        inputs = self.selection.inputs
        if inputs is not None and len(inputs) != len(self.subject.inputs):
            inputs = None
        self.selection = self.selection._replace(
            parameter=min(self.selection.parameter, len(self.subject.names) - 1),
            row=min(self.selection.row, n_rows - 1),
            inputs=inputs,
        )

    def _select_silently(self, **changed: Any) -> None:
        """Follow the playhead."""
        new = self.selection._replace(**changed)
        if new != self.selection:
            self.selection = new
            self.selection_changed.emit(new)

    def _look(self) -> Look:
        """Return what a snapshot is to hold; the range of the slice grows with the path."""
        i = self.selection.parameter
        history = self.run.history
        if not self._is_previewing:
            value, new = self._values(i)
            low, high = value, value
            if history.n_epochs:
                low, high = history.extent(PARAMETERS + i)
            low, high = min(low, new), max(high, new)
            self._ranges[i] = slice_range(self._ranges.get(i), value, low, high)
        return Look(i, self.selection.row, self.selection.inputs, self._ranges.get(i), True)

    def _values(self, parameter: int) -> tuple[float, float]:
        """Return a parameter's value at the selected moment, and the one that comes after it."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.run != self.run.number:
            value = float(self.subject.experiment.start.theta[parameter])
            return value, value
        value, new = float(snapshot.theta[parameter]), float(snapshot.new[parameter])
        return value, new if isfinite(new) else value

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
            self._note_slice(answer)
            self.snapshot_changed.emit(answer)
        elif key == "snapshot" and self._is_selected(answer):
            self._show(answer)

    def _note_slice(self, snapshot: Snapshot) -> None:
        if snapshot.slice is not None:
            self._sliced = snapshot.slice.parameter

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
        self._sliced = None
        self._note_slice(snapshot)
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


def _refuse(problem: str | None) -> None:
    """Refuse what has a problem: a run that has no epoch could not be shown."""
    if problem is not None:
        raise ScenarioError(problem)


def _state_under(experiment: Experiment, held: State) -> State:
    """Return the state at the epoch of ``held`` that ``experiment`` would have there."""
    return arrive(experiment, held if held.epoch else experiment.start)
