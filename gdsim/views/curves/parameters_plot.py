"""The parameters by epoch: grey lines; the selected, hovered and pinned ones stand out by name."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import PARAMETERS
from gdsim.scenario.quantities import full, short
from gdsim.scenario.ranges import spanned
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.curves.epoch_plot import EpochPlot
from gdsim.views.plotting.line_ends import LineEnd, LineEnds
from gdsim.views.plotting.marks import Ring
from gdsim.views.plotting.plots import Stroke
from gdsim.views.plotting.run_lines import RunLines
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

N_PINNED = 3
NEAR = 10.0
"""Pixels from a line within which the mouse means it."""
MOST_POINTS = 16_000
"""Of all grey lines together."""
SMOOTH = 60
"""Up to so many lines have smoothed edges, which cost three times as much to paint."""
NOTHING: Array = np.empty((0, 0))


class ParametersPlot(EpochPlot):
    """Every parameter as a line along the epochs; the selected one also in the other runs.

    The mouse near a line brings it forward; a click selects its parameter everywhere, Ctrl+click
    or the key P pins it. A click elsewhere chooses the epoch. While the crosshair is held Up and
    Down select the parameter before and after.

    Attributes
    ----------
    ends : LineEnds
        The names of the lines that stand out, then of the other runs.
    """

    parameter_requested = Signal(int)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Parameters by epoch"), parent)
        self.title, self.caption = _("Parameters by epoch"), ""
        self._pinned: list[int] = []
        self._hovered = -1
        self._epochs: Array = np.empty(0)
        self._values: Array = NOTHING  # (n_shown, n_epochs)
        self._columns: list[int] = []  # which parameters these are
        self._all = self.add_curve("", Stroke("faint"))
        self._halo = self.add_curve("", Stroke("selection", 6.0, 0.35), z=1.0)
        # The hovered line, the pinned ones and, above them, the selected one.
        self._strong = [
            self.add_curve("", Stroke("text", 1.4), z=2.0 + i) for i in range(N_PINNED + 2)
        ]
        self._ring = self.add_mark(Ring(theme, "selection", 5.0, 2.4))
        self._others = RunLines(self)  # the selected parameter in the other runs
        self._other_ends: list[LineEnd] = []
        self._n_named = 0
        self.ends = LineEnds(self)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.ends.restyle(theme)
        super().restyle(theme)

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._pinned, self._hovered = [], -1
        self._values, self._columns = NOTHING, []
        super().set_subject(subject)

    @property
    def pinned(self) -> tuple[int, ...]:
        """The parameters that are pinned, the latest last."""
        return tuple(self._pinned)

    def shown_names(self) -> list[str]:
        """Return the names of the lines that stand out, the selected one last."""
        return self.ends.texts[: self._n_named]

    def corner(self) -> QWidget | None:
        """Return nothing: there is no switch."""
        return None

    def toggle_pin(self, parameter: int) -> None:
        """Pin a line, or let it go; of more than three the oldest gives way."""
        if parameter in self._pinned:
            self._pinned.remove(parameter)
        else:
            self._pinned = [*self._pinned, parameter][-N_PINNED:]
        self.refresh()

    def draw(self) -> None:
        """Bring the lines onto the plot."""
        self.fit_epochs()
        self._read_history()
        self.make_room(bool(self._other_runs()))
        extent = self._extent()
        for item in (self.box, self.axes):
            item.setVisible(extent is not None)
        if extent is not None:
            self.fit_y(*extent)
        n = len(self._columns)
        self._all.opts["antialias"] = n <= SMOOTH
        gap = np.full((n, 1), np.nan)  # lifts the pen between two lines
        self.set_curve(
            self._all,
            np.tile(np.append(self._epochs, np.nan), n),
            np.hstack([self._values, gap]).ravel() if n else np.empty(0),
        )
        self._other_ends = self._others.draw(self._other_runs(), PARAMETERS + self._selected)
        self._draw_strong()
        self._draw_ring()
        self.hide_hair()
        self.setAccessibleDescription(self._description())

    def readout_at(self, epoch: int, position: QPointF) -> str:
        """Return the value at an epoch of the line under the mouse, else of the selected one."""
        parameter = self._hovered if self._hovered >= 0 else self._selected
        history = self.history
        if history is None or self._subject is None or parameter < 0:
            return ""
        value = history.value(PARAMETERS + parameter, epoch)
        if self._snapshot is not None and self._snapshot.epoch == epoch:
            value = float(self._snapshot.theta[parameter])
        if value is None:
            value = float(history.series(PARAMETERS + parameter, epoch, epoch, 4).values[0])
        return _("epoch {epoch} · {name} {value}").format(
            epoch=f"{epoch:,}", name=self._subject.names[parameter], value=short(value)
        )

    def tip_at(self, position: QPointF) -> str:
        """Say what a click on the line under the mouse does."""
        parameter = self._line_at(position)
        if parameter < 0 or self._subject is None or self._snapshot is None:
            return ""
        return _("{name} = {value} at epoch {epoch}\nClick selects it, Ctrl+click pins it.").format(
            name=self._subject.names[parameter],
            value=full(float(self._snapshot.theta[parameter])),
            epoch=f"{self.epoch:,}",
        )

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for the crosshair that is held."""
        is_vertical = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        return (self._is_held and is_vertical) or super().takes_key(event)

    @property
    def _selected(self) -> int:
        return self._snapshot.look.parameter if self._snapshot is not None else -1

    def _read_history(self) -> None:
        history, subject = self.history, self._subject
        if history is None or subject is None:
            self._values, self._columns = NOTHING, []
            return
        self._columns = np.flatnonzero(~subject.experiment.objective.cut).tolist()
        n_points = min(round(self.frame.area.width()), MOST_POINTS // max(1, len(self._columns)))
        columns = [PARAMETERS + p for p in self._columns]
        self._epochs, self._values = history.points(columns, self.newest, max(12, n_points))

    def _extent(self) -> tuple[float, float] | None:
        if not self._values.size:
            return None
        finite = self._values[np.isfinite(self._values)]
        if not finite.size:
            return None
        column = PARAMETERS + self._selected
        others = (x for run in self._other_runs() for x in run.history.extent(column))
        return spanned((float(finite.min()), float(finite.max()), *others))

    def _other_runs(self) -> list[ShownRun]:
        """Return the runs beside the current one that have the selected parameter."""
        history = self.history
        if history is None or self._selected not in self._columns:
            return []
        return [
            run
            for run in self._runs
            if run.history is not history
            and run.history.n_epochs
            and run.history.n_parameters == history.n_parameters
        ]

    def _draw_strong(self) -> None:
        """Draw the lines that stand out and write their names at their ends."""
        chosen = [(p, 1.4) for p in dict.fromkeys([self._hovered, *self._pinned])]
        chosen = [*((p, w) for p, w in chosen if p != self._selected), (self._selected, 2.0)]
        chosen = [(p, width) for p, width in chosen if p in self._columns]
        names = self._subject.names if self._subject else ()
        ends = []
        self._halo.setVisible(False)
        for i, curve in enumerate(self._strong):
            curve.setVisible(False)
            if i >= len(chosen):
                continue
            parameter, width = chosen[i]
            values = self._values[self._columns.index(parameter)]
            self.rename(curve, names[parameter])
            self.set_stroke(curve, Stroke("text", width))
            self.set_curve(curve, self._epochs, values)
            if parameter == self._selected:
                self.set_curve(self._halo, self._epochs, values)
            end = self.frame.to_pixels(self._epochs[-1], values[-1])
            ends.append(LineEnd(names[parameter], "text", end))
        self._n_named = len(ends)
        self.ends.show([*ends, *self._other_ends])

    def _draw_ring(self) -> None:
        snapshot = self._snapshot
        is_shown = snapshot is not None and self._selected in self._columns
        self._ring.setVisible(is_shown)
        if snapshot is not None and is_shown:
            value = float(snapshot.theta[self._selected])
            self._ring.setPos(self.frame.to_pixels(self.epoch, value))
            self._ring.setVisible(isfinite(value))

    def _description(self) -> str:
        if self._snapshot is None or self._subject is None:
            return ""
        return _("epoch {epoch}, {name} is {value}").format(
            epoch=self.epoch,
            name=self._subject.names[self._selected],
            value=short(float(self._snapshot.theta[self._selected])),
        )

    def _line_at(self, position: QPointF) -> int:
        """Return the parameter whose line is under the mouse; -1 for none."""
        area = self.frame.area
        if not self._values.size or not area.adjusted(-4, -4, 4, 4).contains(position):
            return -1
        x = self.frame.x_at(position.x())
        if x > self._epochs[-1] + (self.frame.x_at(NEAR) - self.frame.x_at(0.0)):
            return -1
        right = int(np.clip(np.searchsorted(self._epochs, x), 0, len(self._epochs) - 1))
        left = max(0, right - 1)
        span = self._epochs[right] - self._epochs[left]
        part = np.clip((x - self._epochs[left]) / span, 0.0, 1.0) if span else 0.0
        values = (1.0 - part) * self._values[:, left] + part * self._values[:, right]
        low, high = self.frame.y_range
        pixels = area.bottom() - (values - low) / (high - low) * area.height()
        distances = np.nan_to_num(np.abs(pixels - position.y()), nan=np.inf)
        nearest = int(distances.argmin())
        return self._columns[nearest] if distances[nearest] <= NEAR else -1

    def _hover(self, parameter: int) -> None:
        if parameter != self._hovered:
            self._hovered = parameter
            is_line = parameter >= 0
            shape = Qt.CursorShape.PointingHandCursor if is_line else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self._draw_strong()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select or pin the line under the mouse; else choose the epoch."""
        parameter = self._line_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or parameter < 0:
            super().mousePressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.toggle_pin(parameter)
        else:
            self.parameter_requested.emit(parameter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Bring the line under the mouse forward."""
        if not self._is_dragging:
            self._hover(self._line_at(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Bring no line forward."""
        self._hover(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pin by P; Up and Down choose another parameter while the crosshair is held."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() == Qt.Key.Key_P and not event.modifiers() and self._selected >= 0:
            self.toggle_pin(self._hovered if self._hovered >= 0 else self._selected)
        elif event.key() in steps and self.takes_key(event) and self._selected in self._columns:
            place = self._columns.index(self._selected) + steps[Qt.Key(event.key())]
            if 0 <= place < len(self._columns):
                self.parameter_requested.emit(self._columns[place])
        else:
            super().keyPressEvent(event)
