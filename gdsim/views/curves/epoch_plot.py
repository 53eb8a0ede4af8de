"""A plot along the epochs: the selected one stands out on the axis, a click or drag chooses it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.history import History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.ranges import growing_end
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.plotting.axes import Emphasis
from gdsim.views.plotting.label_layout import moved_into
from gdsim.views.plotting.marks import Label, Stick
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

ROOM, NAME_ROOM = Plot.room_right, 112
WIDE = 380
"""From this many pixels on a plot has room for names beside it."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class EpochPlot(Plot):
    """What plots along the epochs share: the axis, the crosshair, and how an epoch is chosen.

    The mouse chooses by click or drag. By keyboard Enter takes hold of the crosshair, which then
    reads the numbers of the selected epoch: Left and Right move by one epoch (Shift: ten), Home
    and End to the first and the newest, Esc lets go.

    Attributes
    ----------
    epoch : int
        The selected one.
    readout : Label
        The numbers at the crosshair.
    """

    epoch_requested = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.epoch = 0
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._runs: tuple[ShownRun, ...] = ()
        self._requested = -1  # while the mouse drags, the epoch it last asked for
        self._is_dragging = self._is_held = False
        self._hair = self.add_mark(Stick(theme, "faint"))
        self.readout = self.add_mark(Label(theme, "text"))
        self.axes.x_label = _("epoch")

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot, self._runs = subject, None, ()
        self._is_dragging = self._is_held = False
        self.epoch = 0
        self.forget_ranges()
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        self._snapshot, self.epoch = snapshot, snapshot.epoch
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Show the curves of these runs."""
        self._runs = tuple(runs)
        self.refresh()

    @property
    def history(self) -> History | None:
        """That of the current run, once it has an epoch."""
        run = next((run for run in self._runs if not run.is_ghost), None)
        return run.history if run is not None and run.history.n_epochs else None

    @property
    def newest(self) -> int:
        """The newest epoch of the current run."""
        return self.history.n_epochs - 1 if self.history else 0

    def fit_epochs(self) -> None:
        """Let the axis reach from 0 to the goal, or in steps beyond it."""
        goal = self._subject.scenario.epochs if self._subject else 1
        newest = max((run.history.n_epochs - 1 for run in self._runs), default=0)
        self.set_x(0.0, growing_end(goal, max(newest, self.epoch)))
        self.axes.emphasis = Emphasis(self.epoch, f"{self.epoch:,}")
        self.axes.update()

    def make_room(self, has_names: bool) -> None:
        """Keep room at the right for the names of runs, where the plot is wide enough for it."""
        room = NAME_ROOM if has_names and self.viewport().width() >= self.theme.px(WIDE) else ROOM
        if room != self.room_right:
            self.room_right = room
            self._lay_out()

    def readout_at(self, epoch: int, position: QPointF) -> str:
        """Return the exact numbers at an epoch, with the mouse at ``position``."""
        return ""

    def show_hair(self, epoch: int, position: QPointF) -> None:
        """Show the crosshair at an epoch."""
        area = self.frame.area
        x = round(self.frame.to_pixels(epoch, self.frame.y_at(area.bottom())).x()) + 0.5
        self._hair.set_line(QPointF(x, area.top()), QPointF(x, area.bottom()))
        size = self.readout.set_text(self.readout_at(epoch, position))
        place = moved_into(self.readout.boundingRect().translated(x + 6.0, area.top()), area)
        if place.left() < x:
            place = moved_into(place.translated(x - 6.0 - size.width() - place.left(), 0.0), area)
        self.readout.move_to(place.topLeft())

    def hide_hair(self) -> None:
        """Show no crosshair, unless it is held."""
        if self._is_held and self.history is not None:
            self.show_hair(self.epoch, QPointF(-1.0, -1.0))
            return
        self._hair.setVisible(False)
        self.readout.setVisible(False)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the crosshair, which is held, wants this key."""
        if event.key() in ENTER:
            return self.history is not None
        wanted = (*STEPS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape)
        return self._is_held and event.key() in wanted

    def _epoch_at(self, pixel: float) -> int:
        return min(max(round(self.frame.x_at(pixel)), 0), self.newest)

    def _request(self, epoch: int) -> None:
        if epoch != self._requested:
            self._requested = epoch
            self.epoch_requested.emit(epoch)

    def _hold(self, *, is_held: bool) -> None:
        self._is_held = is_held
        self.hide_hair()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the epoch under the mouse."""
        is_inside = self.frame.area.adjusted(-8, 0, 8, 40).contains(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self.history is None or not is_inside:
            event.ignore()
            return
        self._is_dragging, self._requested = True, -1
        self._request(self._epoch_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose on while dragging; else show the numbers of the epoch under the mouse."""
        if self.history is None:
            return
        position = event.position()
        if self._is_dragging:
            self._request(self._epoch_at(position.x()))
        if self._is_dragging or self.frame.area.contains(position):
            self.show_hair(self._epoch_at(position.x()), position)
        else:
            self.hide_hair()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_dragging = False

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the crosshair."""
        self.hide_hair()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the crosshair, move it, let it go."""
        key = event.key()
        if not self.takes_key(event):
            event.ignore()
        elif key in ENTER:
            self._hold(is_held=not self._is_held)
        elif key == Qt.Key.Key_Escape:
            self._hold(is_held=False)
        else:
            step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.newest}
            epoch = ends.get(Qt.Key(key), self.epoch + step * STEPS.get(Qt.Key(key), 0))
            self._requested = -1
            self._request(min(max(epoch, 0), self.newest))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the crosshair."""
        super().focusOutEvent(event)
        self._hold(is_held=False)
