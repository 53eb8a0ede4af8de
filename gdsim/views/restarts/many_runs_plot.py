"""What the plots of many runs share: thin grey lines, the one at the mouse named, a click opens it.

Keys: Up and Down go through the runs from the best on, Enter opens the one that is named.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.restarts import Results
from gdsim.scenario.crop import Crop
from gdsim.views.keys import ENTER
from gdsim.views.plotting.label_layout import moved_into
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.bundle import Bundle, Lines
from gdsim.views.theme import Theme

NEAR = 14.0
"""Pixels from a curve at which the mouse means it."""
REST_MS = 150
"""After so long without anything new many lines get smooth edges."""
WEIGHTS = ((20, 0.7), (100, 0.48), (400, 0.38), (1 << 30, 0.36))
"""Up to so many curves each is so strong."""


class ManyRunsPlot(Plot):
    """What the plots of many runs share: which one is named, and how one is opened.

    Attributes
    ----------
    crop : Crop or None
    pointed : int
        The run that is named, -1 for none.
    bundle : Bundle
        All runs.
    readout : Label
        The name and the loss of the run that is named.
    messages : tuple of Label
        What to do, where there is nothing yet.
    """

    start_pointed = Signal(int)
    start_opened = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.crop: Crop | None = None
        self.pointed = -1
        self._shown: tuple[object, ...] = ()  # what the bundle was made of
        self.bundle = Bundle()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._smooth)
        self.scene().addItem(self.bundle)
        self.readout = self.add_mark(Label(theme, "text", 0.92, bold=True))
        self.messages = (
            self.add_mark(Label(theme, "text", 1.1)),
            self.add_mark(Label(theme, "muted", 1.0)),
        )

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        is_other = crop is None or self.crop is None or crop.subject is not self.crop.subject
        if is_other or crop is None or self.crop is None or crop.settings != self.crop.settings:
            self.forget_ranges()
        self.crop = crop
        self.pointed = -1 if crop is None else crop.pointed
        self.refresh()

    def set_messages(self, first: str, second: str) -> None:
        """Say what to do where there is nothing yet."""
        for label, text in zip(self.messages, (first, second), strict=True):
            label.set_text(text)
        self.refresh()

    @property
    def results(self) -> Results | None:
        """What the runs have come to, once they have begun."""
        return None if self.crop is None else self.crop.results

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._shown = ()
        super().restyle(theme)

    def run_at(self, position: QPointF) -> int:
        """Return the run at a place, -1 for none."""
        raise NotImplementedError

    def draw_runs(self, crop: Crop, results: Results) -> None:
        """Bring the runs onto the plot."""
        raise NotImplementedError

    def draw(self) -> None:
        """Bring everything onto the plot."""
        crop, results = self.crop, self.results
        has_any = crop is not None and results is not None
        for item in (self.box, self.axes, self.bundle):
            item.setVisible(has_any)
        self._place_messages(is_shown=crop is None)
        self.readout.setVisible(False)
        if crop is None or results is None:
            self.setAccessibleDescription(self.messages[0].text if crop is None else "")
            self._clear()
            return
        self.draw_runs(crop, results)
        self.setAccessibleDescription(words.summary(crop))

    def bundle_is_new(self) -> bool:
        """Whether the lines must be made anew, being made of other things than before."""
        crop, results, frame = self.crop, self.results, self.frame
        marked = None if crop is None or crop.marked is None else crop.marked.tobytes()
        is_outdated = crop is not None and crop.is_outdated
        ranges = frame.x_range, frame.y_range, frame.is_log, frame.area.getRect()
        is_running = crop is not None and crop.is_running
        looks = marked, is_outdated, is_running, self.theme
        shown = (id(results), looks, ranges)
        is_new = shown != self._shown
        self._shown = shown
        return is_new

    def set_bundle(self, x: Array, y: Array) -> None:
        """Show the runs as lines through ``x`` (n, k) and ``y`` (n, k), in values."""
        crop, (n, k) = self.crop, y.shape
        assert crop is not None
        pixels = self.frame.all_to_pixels(np.broadcast_to(x, (n, k)).ravel(), y.ravel())
        across, down = pixels[:, 0].reshape(n, k), pixels[:, 1].reshape(n, k)
        strength = next(weight for most, weight in WEIGHTS if n <= most)
        if crop.is_outdated:
            strength *= 0.5
        if crop.marked is None:
            layers: tuple[Lines, ...] = (Lines(across, down, self._grey(strength)),)
        else:
            rest, chosen = ~crop.marked, crop.marked
            layers = (
                Lines(across[rest], down[rest], self._grey(0.5 * strength)),
                Lines(across[chosen], down[chosen], self._grey(min(1.0, 2.0 * strength))),
            )
        area, width = self.frame.area, self.theme.scale
        self.bundle.set_lines(area, layers, width)
        if self.bundle.is_rough and not crop.is_running:
            self._rest.start()  # when all panels have drawn what is new

    def name_run(self, place: QPointF) -> None:
        """Name the run that is looked at, beside a place."""
        crop, area = self.crop, self.frame.area
        if crop is None or self.pointed < 0 or place.x() < 0.0:
            return
        size = self.readout.set_text(words.run_text(crop, self.pointed))
        corner = QPointF(place.x() - size.width() / 2.0, place.y() - size.height() - 10.0)
        box = self.readout.boundingRect().translated(corner)
        self.readout.move_to(moved_into(box, area).topLeft())

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for the runs: a step to another one, or to open it."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self.results is not None
        return self.pointed >= 0 and event.key() in (*ENTER, Qt.Key.Key_Escape)

    def _clear(self) -> None:
        """Show no runs."""

    def _smooth(self) -> None:
        self.bundle.smooth()

    def _grey(self, strength: float) -> QColor:
        """Return a grey between ground and text: opaque, which is drawn ten times as fast."""
        ground, ink = self.theme.color("card"), self.theme.color("muted")
        pairs = (
            (ground.red(), ink.red()),
            (ground.green(), ink.green()),
            (ground.blue(), ink.blue()),
        )
        mixed = [round(a + (b - a) * strength) for a, b in pairs]
        return QColor(*mixed)

    def _place_messages(self, *, is_shown: bool) -> None:
        first, second = self.messages
        if not is_shown:
            first.setVisible(False)
            second.setVisible(False)
            return
        room = self.viewport().rect()
        sizes = [label.set_room(room.width() - 40.0) for label in self.messages]
        top = room.height() / 2.0 - (sizes[0].height() + sizes[1].height() + 6.0) / 2.0
        for label, size in zip(self.messages, sizes, strict=True):
            label.move_to(QPointF((room.width() - size.width()) / 2.0, top))
            top += size.height() + 6.0

    def _point(self, run: int) -> None:
        if run != self.pointed:
            self.pointed = run
            self.refresh()
            self.start_pointed.emit(run)

    def _walk(self, step: int) -> None:
        """Look at the next better or worse run."""
        results = self.results
        assert results is not None
        order = results.order.tolist()
        here = order.index(self.pointed) + step if self.pointed in order else 0
        self._point(order[min(max(here, 0), len(order) - 1)])

    # What Qt calls.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the run under the mouse."""
        if self.results is None:
            return
        run = self.run_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if run >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._point(run)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the run under the mouse."""
        run = -1
        if event.button() == Qt.MouseButton.LeftButton and self.results is not None:
            run = self.run_at(event.position())
        if run < 0:
            event.ignore()
            return
        self.start_opened.emit(run)

    def leaveEvent(self, event: QEvent) -> None:
        """Name no run."""
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the runs, open one, or name none."""
        key = event.key()
        if not self.takes_key(event):
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in ENTER:
            self.start_opened.emit(self.pointed)
        else:
            self._point(-1)
