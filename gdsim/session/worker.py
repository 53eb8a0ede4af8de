"""The other thread: it runs the NumPy loop for one bounded slice at a time and then replies.

It holds no state between two slices; what goes on (a descent, a job) travels in the order, and
only one order is ever out. So there is nothing to lock, and to stop it is to stop asking.
"""

import logging
from collections.abc import Generator
from time import perf_counter
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gdsim.engine.collector import Collector
from gdsim.engine.history import Block
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.session.run import Run

Job: TypeAlias = Generator[Any, None, Any]
"""Long work as a plain generator: it yields often, and what it returns is the answer."""


class SliceOrder(NamedTuple):
    """Pull epochs out of a descent.

    Attributes
    ----------
    id : int
    run : Run
    collector : Collector
    max_epochs : int
    seconds : float
    look : Look or None
        Whether, and how, to take a snapshot of the last epoch.
    """

    id: int
    run: Run
    collector: Collector
    max_epochs: int
    seconds: float
    look: Look | None


class SliceReply(NamedTuple):
    """What came of it.

    Attributes
    ----------
    block : Block
    head : Snapshot or None
        Of the block's last epoch.
    seconds, head_seconds : float
        How long the epochs and the snapshot took.
    """

    block: Block
    head: Snapshot | None
    seconds: float
    head_seconds: float


class JobOrder(NamedTuple):
    """Pull a job until it ends or the time is over."""

    id: int
    job: Job
    seconds: float


class JobReply(NamedTuple):
    """Whether the job has ended, and with what answer."""

    is_done: bool
    answer: Any
    seconds: float


class DescentWorker(QObject):
    """Lives in the one worker thread.

    Signals
    -------
    epochs_done(id, SliceReply), job_done(id, JobReply), failed(id, message)
        Exactly one of them answers each order.
    """

    epochs_done = Signal(int, object)
    job_done = Signal(int, object)
    failed = Signal(int, str)

    @Slot(object)
    def run_slice(self, order: SliceOrder) -> None:
        """Carry out an order for epochs."""
        try:
            begin = perf_counter()
            block = order.collector.take(order.max_epochs, order.seconds)
            middle = perf_counter()
            head = None
            if order.look is not None and block.last is not None:
                run = order.run
                job = take_snapshot(
                    run.subject.experiment, run.subject.samples, run.number, block.last, order.look
                )
                head = _pull(job, float("inf")).answer
            reply = SliceReply(block, head, middle - begin, perf_counter() - middle)
        except Exception as error:  # noqa: BLE001 - a thread's fault must reach the window
            self._fail(order.id, error)
        else:
            self.epochs_done.emit(order.id, reply)

    @Slot(object)
    def run_job(self, order: JobOrder) -> None:
        """Carry out an order for a part of a job."""
        try:
            reply = _pull(order.job, order.seconds)
        except Exception as error:  # noqa: BLE001 - a thread's fault must reach the window
            self._fail(order.id, error)
        else:
            self.job_done.emit(order.id, reply)

    def _fail(self, order: int, error: Exception) -> None:
        logging.getLogger(__name__).exception("An order failed.")
        self.failed.emit(order, f"{type(error).__name__}: {error}")


def _pull(job: Job, seconds: float) -> JobReply:
    begin = perf_counter()
    with np.errstate(all="ignore"):  # what overflows is shown as a gap
        while True:
            try:
                next(job)
            except StopIteration as ended:
                return JobReply(True, ended.value, perf_counter() - begin)
            now = perf_counter()
            if now - begin >= seconds:
                return JobReply(False, None, now - begin)
