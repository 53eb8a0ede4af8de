"""What is being typed in place, a parameter or an input, and what to say of it to the session."""

from functools import partial
from math import floor, log10

import numpy as np
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from gdsim.engine.snapshot import NetworkValues
from gdsim.scenario.subject import Subject
from gdsim.scenario.typed_numbers import read_quantity
from gdsim.text import _
from gdsim.views.diagram.editors import NumberEditor


class Editing(QObject):
    """One number at a time is typed over the diagram.

    Parameters
    ----------
    canvas : QWidget
        What the field lies on.
    """

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    inputs_edited = Signal(tuple)
    inputs_cleared = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.editor = NumberEditor(canvas)
        self._parameter: int | None = None
        self._input = 0
        self._before: tuple[float, ...] = ()
        self._was_typed = False
        self._was_nudged = False
        self.editor.nudged.connect(self._nudge)
        self.editor.committed.connect(self._commit)
        self.editor.cancelled.connect(self._cancel)

    @property
    def is_open(self) -> bool:
        """Whether a number is being typed."""
        return self.editor.is_open

    def open_parameter(
        self, area: QRect, position: int, value: float, name: str, typed: str = ""
    ) -> None:
        """Ask for a weight or a bias; ``typed`` is the key that asked, if it was a digit."""
        self._parameter = position
        self.editor.open(area, value, name, typed=typed)

    def open_input(
        self, area: QRect, number: int, subject: Subject, values: NetworkValues, typed: str = ""
    ) -> None:
        """Ask for an input in its own units."""
        quantity = subject.inputs[number]
        self._parameter, self._input = None, number
        self._before = tuple(values.raw_inputs.tolist())
        self._was_typed, self._was_nudged = values.is_typed, False
        self.editor.open(
            area,
            self._before[number],
            _("Your own value of {label}").format(label=quantity.axis),
            read=partial(read_quantity, of=quantity),
            step=_step(subject, number),
            typed=typed,
        )

    def _inputs_with(self, value: float) -> tuple[float, ...]:
        return (*self._before[: self._input], value, *self._before[self._input + 1 :])

    def _nudge(self, value: float) -> None:
        if self._parameter is not None:
            self.parameter_dragged.emit(self._parameter, value)
        else:
            self._was_nudged = True
            self.inputs_edited.emit(self._inputs_with(value))

    def _commit(self, value: float) -> None:
        if self._parameter is not None:
            self.parameter_dropped.emit(self._parameter, value)
        else:
            self.inputs_edited.emit(self._inputs_with(value))

    def _cancel(self) -> None:
        if self._parameter is not None:
            self.drag_cancelled.emit()
        elif self._was_nudged and self._was_typed:
            self.inputs_edited.emit(self._before)
        elif self._was_nudged:
            self.inputs_cleared.emit()


def _step(subject: Subject, number: int) -> float:
    """Return ten times what an arrow key adds to an input: a round part of its range."""
    if subject.samples is None:
        return 1.0
    span = float(np.ptp(subject.samples.dataset.inputs[:, number]))
    if span <= 0.0:
        return 1.0
    return 10.0 if 5.0 <= span <= 20.0 else float(10.0 ** floor(log10(span)))
