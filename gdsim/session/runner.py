"""Plays a run as a tape, over what is recorded or by computing, and never blocks the window.

The life of a tick:

1. a frame is due and the last order has come back;
2. Runner orders a slice: at most so many epochs, at most so many milliseconds;
3. the DescentWorker, in the one QThread, pulls the descent until the budget is spent;
4. it replies once: a block of epochs, and now and then a Snapshot of its last one, or a failure;
5. Runner drops a reply to a run that is no longer open, and appends the others to the History;
6. views draw;
7. only then is the next order given.

So the two threads take turns, and never more than one order is out. To pause is to stop asking, to
step is to ask for one, an edit is another run. What views ask for besides (``request``) are orders
of the same kind: at once while the tape rests, and a fifth of the time while it plays.
"""

import inspect
import logging
from collections import OrderedDict
from enum import Enum
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, QTimer, Signal, Slot

from gdsim.engine.snapshot import Look
from gdsim.session.pace import JOB_SECONDS, Frames, Pace
from gdsim.session.run import Run, descent_of
from gdsim.session.worker import DescentWorker, Job, JobOrder, JobReply, SliceOrder, SliceReply

if TYPE_CHECKING:
    from gdsim.engine.collector import Collector


class RunState(Enum):
    """What the tape does.

    ::

        EMPTY --load--> PAUSED --play--> PLAYING --pause, the goal--> PAUSED
                        PAUSED --seek, step--> ENDED <--the run ends-- PLAYING
                        ENDED --seek, load--> PAUSED

    It is ENDED exactly while it rests at the last epoch of a run that has no further one.
    """

    EMPTY = "empty"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"


class Runner(QObject):
    """The playhead of a run, and the thread that computes what it reaches.

    Signals
    -------
    state_changed(RunState)
    moved(epoch)
        The playhead is at another epoch that was recorded before.
    grown(SliceReply)
        New epochs stand in the history, and the playhead may have moved along; the reply's head
        is the Snapshot of the newest one, if any.
    rested
        Nothing moves any more.
    answered(key, answer)
        A request has been carried out.
    failed(message)
    """

    state_changed = Signal(object)
    moved = Signal(int)
    grown = Signal(object)
    rested = Signal()
    answered = Signal(str, object)
    failed = Signal(str)

    _slice_ordered = Signal(object)
    _job_ordered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState.EMPTY
        self.position = 0
        self.look = Look()
        self._run: Run | None = None
        self._collector: Collector | None = None
        self._until: int | None = None  # where to stop by itself
        self._stepping = False
        self._lands = False  # whether the playhead still follows the slice that is out
        self._order = 0  # the number of the newest order
        self._out: str | None = None  # what is out: "epochs", a request's key, or nothing
        self._oldest_valid = 0  # replies to orders before this one are dropped
        self._requests: OrderedDict[str, Job] = OrderedDict()
        self._pace, self._frames = Pace(), Frames()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)
        self._thread = QThread(self)
        self._thread.setObjectName("descent")
        self._worker = DescentWorker()
        self._worker.moveToThread(self._thread)
        self._slice_ordered.connect(self._worker.run_slice)
        self._job_ordered.connect(self._worker.run_job)
        self._worker.epochs_done.connect(self._on_epochs)
        self._worker.job_done.connect(self._on_job)
        self._worker.failed.connect(self._on_failure)
        self._thread.start()

    def load(self, run: Run, position: int) -> None:
        """Take another run; compute up to ``position``; go on playing if it was playing."""
        self._run = run
        self._collector = None
        self._requests.clear()
        self._oldest_valid = self._order + 1
        self._stepping = self._lands = False
        self.position = max(0, position)
        self._pace.restart()
        if self.state is RunState.PLAYING:
            self._aim()
        else:
            self._come_to_rest()
        self._go_on()

    def play(self) -> None:
        """Move forward until the goal is reached, or for ever beyond it."""
        if self._run is None or self._at_end():
            return
        self._stepping = False
        self._aim()
        self._pace.restart()
        self._set_state(RunState.PLAYING)
        self._go_on()

    def pause(self) -> None:
        """Stop where the playhead is; a slice that is out still moves it along."""
        was_moving = self.is_moving
        if was_moving:
            self._lands = self._out == "epochs"
        self._until, self._stepping = None, False
        self._timer.stop()
        self._come_to_rest()
        if was_moving:
            self.rested.emit()
            self._go_on()

    def step(self, n_epochs: int = 1) -> None:
        """Pause and go ``n_epochs`` forward, past the newest epoch by computing."""
        begin = self._until if self._stepping and self._until is not None else self.position
        self.pause()
        self._lands = False
        if self._run is None or self._at_end():
            return
        self._until, self._stepping = begin + n_epochs, True
        self._go_on()

    def seek(self, epoch: int) -> None:
        """Pause and put the playhead on a recorded epoch."""
        self.pause()
        self._lands = False
        if self._run is None:
            return
        self._move(min(max(0, epoch), max(0, self._run.newest)))
        self._come_to_rest()

    def set_speed(self, speed: float | None) -> None:
        """Play at ``speed`` epochs a second, None for as fast as it goes."""
        self._pace.speed = speed
        self._pace.restart()
        self._go_on()

    def request(self, key: str, job: Job) -> None:
        """Carry out ``job`` in the worker; a newer job of a key replaces an older one."""
        self._requests.pop(key, None)
        self._requests[key] = job
        self._go_on()

    @property
    def is_busy(self) -> bool:
        """Whether an order is out or one is waiting."""
        return self._out is not None or bool(self._requests) or self._stepping

    def shutdown(self) -> None:
        """End the thread; nothing may be asked afterwards."""
        self._timer.stop()
        self._requests.clear()
        self._run = None
        self._oldest_valid = self._order + 1
        self._set_state(RunState.EMPTY)
        self._thread.quit()
        self._thread.wait()

    @Slot()
    def _go_on(self) -> None:
        """Do what is next: move over recorded epochs, give an order, wait, or come to rest.

        It may be called at any time; while an order is out it does nothing. Whatever listens to
        the signals that are sent on the way may call back, so each of them is sent last.
        """
        if self._out is not None or self._run is None:
            return
        if self.is_moving and self._is_there():
            self.pause()
        elif self._requests and self._may_take_request():
            self._order_job()
        elif self.position > self._run.newest and not self._run.has_ended:
            self._order_epochs(self.position - self._run.newest)  # the shown epoch is missing
        elif self._stepping:
            self._advance_by(self._ahead())
        elif self.state is RunState.PLAYING:
            self._play_on()

    def _play_on(self) -> None:
        n_epochs = self._pace.due(self._ahead())
        if n_epochs:
            self._advance_by(n_epochs)
        else:
            self._wait()

    def _advance_by(self, n_epochs: int) -> None:
        """Move over recorded epochs; where there are none any more, order some."""
        assert self._run is not None
        if self.position < self._run.newest:
            self._pace.restart()
            self._move(min(self.position + n_epochs, self._run.newest))
            self._go_on()
        else:
            self._order_epochs(n_epochs)

    def _order_epochs(self, n_epochs: int) -> None:
        """Order ``n_epochs`` beyond the newest one."""
        assert self._run is not None
        history = self._run.history
        if self._collector is None:
            self._collector = descent_of(self._run)
        overlap = history.n_epochs - self._collector.next_epoch
        look = self._frames.begin(self.look, is_fast=self.is_fast)
        seconds = self._frames.slice_seconds
        self._send("epochs")
        self._slice_ordered.emit(
            SliceOrder(self._order, self._run, self._collector, n_epochs + overlap, seconds, look)
        )

    def _order_job(self) -> None:
        key, job = next(iter(self._requests.items()))
        self._send(key)
        seconds = 0.25 * JOB_SECONDS if self.is_moving else JOB_SECONDS
        self._job_ordered.emit(JobOrder(self._order, job, seconds))

    def _send(self, what: str) -> None:
        self._timer.stop()
        self._order += 1
        self._out = what

    @Slot(int, object)
    def _on_epochs(self, order: int, reply: SliceReply) -> None:
        self._out = None
        if order < self._oldest_valid or self._run is None:
            self._go_on()
            return
        before = self._run.newest
        self._run.history.append(reply.block)
        self._frames.computed(reply.seconds)
        if reply.head is not None and reply.head.slice is not None:
            self._frames.derived(reply.head_seconds)
        self._follow(before)
        begin = perf_counter()
        self.grown.emit(reply)
        if self.is_fast:
            # Paint now, so that the drawing is over before the worker wants the interpreter again.
            QCoreApplication.sendPostedEvents(None, 0)
            self._frames.drew(perf_counter() - begin)
        if not self.is_moving:
            self._come_to_rest()
        self._go_on()

    def _follow(self, before: int) -> None:
        """Move the playhead along with the newest epoch, which was ``before``, if it was there."""
        assert self._run is not None
        newest = self._run.newest
        if self.position > newest and self._run.has_ended:
            self.position = max(0, newest)
        elif before <= self.position <= newest and (self.is_moving or self._lands):
            n_epochs = min(newest - self.position, self._ahead())
            self._pace.took(n_epochs)
            self.position += n_epochs
        self._lands = False

    @Slot(int, object)
    def _on_job(self, order: int, reply: JobReply) -> None:
        key, self._out = self._out, None
        self._frames.answered(reply.seconds)
        if order >= self._oldest_valid and key is not None and reply.is_done:
            self._forget(key)
            self.answered.emit(key, reply.answer)
        self._go_on()

    def _forget(self, key: str) -> None:
        job = self._requests.get(key)
        if (
            job is not None and inspect.getgeneratorstate(job) == inspect.GEN_CLOSED
        ):  # the one that has ended, not a newer one
            del self._requests[key]

    @Slot(int, str)
    def _on_failure(self, order: int, message: str) -> None:
        key, self._out = self._out, None
        if order < self._oldest_valid or self._run is None:
            self._go_on()
            return
        position = self.position
        if key == "epochs":
            self._collector = None
            self.position = min(position, max(0, self._run.newest))
            if self._run.newest < 0:
                self._run = None  # nothing can come of it
                self._requests.clear()
        elif key is not None:
            self._forget(key)
        self.pause()
        if self.position != position:
            self.moved.emit(self.position)
        logging.getLogger(__name__).error("The worker failed: %s", message)
        self.failed.emit(message)
        self._go_on()

    def _aim(self) -> None:
        """Let Play stop at the goal; beyond it, nowhere."""
        assert self._run is not None
        goal = self._run.subject.experiment.epochs
        self._until = goal if self.position < goal else None

    def _is_there(self) -> bool:
        """Whether it has come to where it stops by itself."""
        return self._at_end() or not self._ahead()

    def _ahead(self) -> int:
        """Return how many epochs lie before the place where it stops by itself."""
        return 1 << 40 if self._until is None else max(0, self._until - self.position)

    def _wait(self) -> None:
        """Let the timer call when the next epoch is due."""
        milliseconds = self._pace.milliseconds_to_wait()
        if milliseconds is not None:
            self._timer.start(milliseconds)

    def _may_take_request(self) -> bool:
        if not self.is_moving:
            return True
        waits = self.speed is not None and self._pace.due(1) < 1
        return waits or self._frames.may_answer()

    @property
    def speed(self) -> float | None:
        """Epochs a second, None for as fast as it goes."""
        return self._pace.speed

    @property
    def is_fast(self) -> bool:
        """Whether epochs come as fast as they can be computed, many in a row."""
        if self._stepping:
            return self._until is not None and self._until - self.position > 1
        return self.state is RunState.PLAYING and self.speed is None

    @property
    def is_moving(self) -> bool:
        """Whether the playhead is on its way."""
        return self.state is RunState.PLAYING or self._stepping

    def _at_end(self) -> bool:
        """Whether the run has ended and the playhead is there."""
        return self._run is not None and self._run.has_ended and self.position >= self._run.newest

    def _come_to_rest(self) -> None:
        if self._run is None:
            self._set_state(RunState.EMPTY)
        else:
            self._set_state(RunState.ENDED if self._at_end() else RunState.PAUSED)

    def _move(self, epoch: int) -> None:
        if epoch != self.position:
            self.position = epoch
            self.moved.emit(epoch)

    def _set_state(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
