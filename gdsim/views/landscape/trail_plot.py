"""The epochs of a run as joined points: (x, loss) of each -> a trail, the selected epoch large."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.scenario.quantities import full, short
from gdsim.scenario.ranges import spanned
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.plotting.label_layout import around, freest, is_over, moved_into
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plots import GRAB, Plot, Stroke
from gdsim.views.theme import Theme

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
PALE = 0.35
"""How much of its colour the trail keeps after the selected epoch."""
MANY = 60
"""From so many epochs on the points are small."""
FAR = 8.0
"""Pixels between a point and its label."""


class Trail(NamedTuple):
    """What the points are, in order.

    Attributes
    ----------
    epochs, x, losses : ndarray, shape (n,)
    """

    epochs: Array
    x: Array
    losses: Array

    def with_epoch(self, epoch: int, x: float, loss: float) -> "Trail":
        """Return it with the point of ``epoch`` in its place, as it is known best."""
        i = int(np.searchsorted(self.epochs, epoch))
        end = i + 1 if i < len(self.epochs) and self.epochs[i] == epoch else i
        points = (float(epoch), x, loss)
        columns = zip(self, points, strict=True)
        return Trail(*(np.concatenate([a[:i], [b], a[end:]]) for a, b in columns))


NO_TRAIL = Trail(np.empty(0), np.empty(0), np.empty(0))


class TrailPlot(Plot):
    """Epochs as points whose horizontal place is a number and whose height is the loss.

    A click on a point selects its epoch. By keyboard Enter takes hold of the selected point; Left
    and Right then go to the point before and after, Esc lets go.

    Parameters
    ----------
    theme : Theme
    name : str
        Its accessible name.
    x_label : str
        What stands along the horizontal axis.
    color : str
        Of the points.

    Attributes
    ----------
    epoch : int
        The selected one.
    readout : Label
        The numbers of the point under the mouse, or of the selected one while it is held.
    """

    epoch_requested = Signal(int)

    has_zero = True
    """Whether 0 along the horizontal axis means something: no slope."""

    def __init__(
        self, theme: Theme, name: str, x_label: str, color: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, parent)
        self.axes.x_label, self.axes.y_label = x_label, _("loss")
        self.epoch = 0
        self.trail = NO_TRAIL
        self._color, self._is_held = color, False
        self._kept_clear: Array = np.empty((0, 2))  # what labels should not cover, in pixels
        dotted = Stroke("faint", style=Qt.PenStyle.DotLine)
        self._zero = self.add_curve(_("zero"), dotted, is_level=True)
        self._later = self.add_curve(_("later epochs, joined"), Stroke(color, 1.2, PALE), z=1.0)
        self._line = self.add_curve(_("epochs, joined"), Stroke(color, 1.4, 0.7), z=2.0)
        self._later_dots = self.add_dots(_("later epochs"), Stroke(color, 5.0, PALE), z=3.0)
        self._past_dots = self.add_dots(_("epochs"), Stroke(color, 6.0), z=4.0)
        self.ring = self.add_mark(Ring(theme, "selection", 7.0, 3.0))
        self._ghost = self.add_mark(Ring(theme, color, 4.0, 2.0))
        self._first_label = self.add_mark(Label(theme))
        self.epoch_label = self.add_mark(Label(theme, "selection_text", 0.92, bold=True))
        self.readout = self.add_mark(Label(theme, "text"))

    def show_trail(self, trail: Trail, epoch: int) -> None:
        """Show these points, that of ``epoch`` large; no points hide everything."""
        self.trail, self.epoch = trail, epoch
        self.refresh()

    def draw(self) -> None:
        """Bring the points onto the plot."""
        has_any = self._fit()
        for item in (self.box, self.axes):
            item.setVisible(has_any)
        n = int(np.searchsorted(self.trail.epochs, self.epoch, side="right"))
        _epochs, x, losses = self.trail
        n_seen = len(x)
        self.set_stroke(self._past_dots, Stroke(self._color, 6.0 if n_seen < MANY else 3.5))
        self.set_stroke(self._later_dots, Stroke(self._color, 5.0 if n_seen < MANY else 3.0, PALE))
        self.set_curve(self._line, x[:n], losses[:n])
        self.set_curve(self._past_dots, x[:n], losses[:n])
        self.set_curve(self._later, x[max(0, n - 1) :], losses[max(0, n - 1) :])
        self.set_curve(self._later_dots, x[n:], losses[n:])
        self._draw_zero()
        self._draw_labels(n - 1)
        self.hide_tip()
        self.setAccessibleDescription(self.words_of(n - 1) if n and has_any else "")

    def words_of(self, i: int) -> str:
        """Return what is to be said about the point ``i``, in one line."""
        return _("epoch {epoch} · {what} {value} · loss {loss}").format(
            epoch=f"{int(self.trail.epochs[i]):,}",
            what=self.axes.x_label,
            value=short(float(self.trail.x[i])),
            loss=short(float(self.trail.losses[i])),
        )

    def must_see(self) -> Array:
        """Return the values of the horizontal axis (n,) that must be seen."""
        return np.append(self.trail.x, 0.0)

    def losses_to_see(self) -> Array:
        """Return the losses (n,) that must be seen."""
        return self.trail.losses

    def shunned(self) -> Array:
        """Return places in pixels (n, 2) that labels keep away from besides the trail."""
        return np.empty((0, 2))

    def draw_more(self, taken: list[QRectF]) -> None:
        """Place what a subclass has to say where nothing is ``taken``."""

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers of the point under the mouse, whole."""
        i = self.point_at(position)
        if i < 0:
            return ""
        return _(
            "Epoch {epoch}\n{what} = {value}\nloss = {loss}\nClick selects this epoch."
        ).format(
            epoch=f"{int(self.trail.epochs[i]):,}",
            what=self.axes.x_label,
            value=full(float(self.trail.x[i])),
            loss=full(float(self.trail.losses[i])),
        )

    def point_at(self, position: QPointF) -> int:
        """Return which point is nearest to a pixel, -1 if none is within the reach of a hand."""
        pixels = self.pixels()
        if not self.box.isVisible():
            return -1
        return nearest(pixels, position, GRAB * self.theme.scale)

    def pixels(self) -> Array:
        """Return where the points stand, (n, 2); NaN where one has no place."""
        return self.frame.all_to_pixels(self.trail.x, self.trail.losses)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the point, which is held, wants this key."""
        if event.key() in ENTER:
            return len(self.trail.epochs) > 0
        return self._is_held and (event.key() in STEPS or event.key() == Qt.Key.Key_Escape)

    def hide_tip(self) -> None:
        """Show no numbers, unless the point is held."""
        self._ghost.setVisible(False)
        i = int(np.searchsorted(self.trail.epochs, self.epoch))
        if self._is_held and i < len(self.trail.epochs):
            self._show_tip(i)
        else:
            self.readout.setVisible(False)

    def place_label(
        self, label: Label, anchor: QPointF, taken: list[QRectF], *, is_dear: bool
    ) -> bool:
        """Put a label beside ``anchor``; one that is not dear stays away rather than cover."""
        area, size = self.frame.area, label.boundingRect().size()
        places = around(anchor, size, FAR * self.theme.scale, 2.0 * FAR * self.theme.scale)
        box = moved_into(places[freest(places, area, taken, self._kept_clear)], area)
        if not is_dear and is_over(box, taken):
            label.setVisible(False)
            return False
        label.move_to(box.topLeft())
        taken.append(box)
        return True

    def _between(self) -> Array:
        """Return the trail in pixels with points between its points, so that no label is on it."""
        pixels = self.pixels()
        pixels = pixels[np.isfinite(pixels).all(axis=1)]
        n = len(pixels)
        if not 1 < n < MANY:
            return pixels
        places = np.linspace(0.0, n - 1.0, 8 * (n - 1) + 1)
        return np.column_stack([np.interp(places, np.arange(n), c) for c in pixels.T])

    def _fit(self) -> bool:
        """Choose the ranges; return whether there is anything to see."""
        xs, losses = spanned(self.must_see().tolist()), spanned(self.losses_to_see().tolist())
        if xs is None or losses is None or not len(self.trail.x):
            return False
        self.fit_x(*xs, margin=0.08)
        self.fit_y(*losses, margin=0.08)
        return True

    def _draw_zero(self) -> None:
        low, high = self.frame.x_range
        is_inside = self.has_zero and low < 0.0 < high
        levels = np.array(self.frame.y_range) if is_inside else np.empty(0)
        self.set_curve(self._zero, np.zeros(len(levels)), self.frame.values(levels))

    def _draw_labels(self, present: int) -> None:
        """Place ring and names: the selected epoch's and the first one's."""
        pixels = self.pixels()
        is_seen = 0 <= present < len(pixels) and bool(np.isfinite(pixels[present]).all())
        for mark in (self.ring, self.epoch_label, self._first_label):
            mark.setVisible(False)
        if not is_seen:
            return
        self._kept_clear = np.vstack([self._between(), self.shunned()])
        at = QPointF(*pixels[present])
        self.ring.setPos(at)
        self.ring.setVisible(True)
        self.ring.set_halo("held" if self._is_held else "")
        taken = [self.ring.boundingRect().translated(at).adjusted(14, 14, -14, -14)]
        self.epoch_label.set_text(_("epoch {epoch}").format(epoch=f"{self.epoch:,}"))
        self.place_label(self.epoch_label, at, taken, is_dear=True)
        if present > 0 and np.isfinite(pixels[0]).all():
            self._first_label.set_text(_("start"))
            self.place_label(self._first_label, QPointF(*pixels[0]), taken, is_dear=False)
        self.draw_more(taken)

    def _show_tip(self, i: int) -> None:
        pixels = self.pixels()
        if i >= len(pixels) or not np.isfinite(pixels[i]).all():
            return
        at = QPointF(*pixels[i])
        self._ghost.setPos(at)
        self._ghost.setVisible(int(self.trail.epochs[i]) != self.epoch)
        size = self.readout.set_text(self.words_of(i))
        area = self.frame.area
        places = around(at, size, 12.0 * self.theme.scale)
        self.readout.move_to(moved_into(places[freest(places, area, [])], area).topLeft())

    def _request(self, i: int) -> None:
        if 0 <= i < len(self.trail.epochs):
            self.epoch_requested.emit(int(self.trail.epochs[i]))

    def _hold(self, *, is_held: bool) -> None:
        if is_held != self._is_held:
            self._is_held = is_held
            self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the epoch of the point under the mouse."""
        i = self.point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and i >= 0:
            self._request(i)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the numbers of the point under the mouse."""
        i = self.point_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if i >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if i >= 0:
            self._show_tip(i)
        else:
            self.hide_tip()

    def leaveEvent(self, event: QEvent) -> None:
        """Show no numbers."""
        self.hide_tip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the selected point, go along the trail, let go."""
        key = event.key()
        if not self.takes_key(event):
            event.ignore()
        elif key in ENTER:
            self._hold(is_held=not self._is_held)
        elif key == Qt.Key.Key_Escape:
            self._hold(is_held=False)
        else:
            here = int(np.searchsorted(self.trail.epochs, self.epoch))
            self._request(here + STEPS[Qt.Key(key)])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the point."""
        super().focusOutEvent(event)
        self._hold(is_held=False)
