"""The tape of the run: where in it we are, how far it is computed, where the goal lies.

Only what is computed can be chosen; to go on from there is Play's and Step's business.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gdsim.engine.phases import Phase
from gdsim.scenario.milestones import Milestone
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.theme import Theme
from gdsim.views.timeline_words import Moment

_GRAB = 22
"""Half of the room around the handle that belongs to it, in pixels."""
_SNAP = 6
"""How near to a mark, in pixels, the mouse means it."""
_MOST = 2**31 - 1  # what Qt's sliders can count


class Timeline(QAbstractSlider):
    """The strip on which an epoch is chosen; to screen readers it is a slider.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    epoch_dragged = Signal(int)
    """The epoch under the handle, while it is held."""
    epoch_requested = Signal(int)
    """The epoch that was clicked, dropped on, or gone to by a key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setOrientation(Qt.Orientation.Horizontal)
        self._moment = Moment()
        self._changes: tuple[Milestone, ...] = ()
        self._shown: tuple[Moment, tuple[Milestone, ...]] | None = None
        self._marked: Milestone | None = None  # under the mouse
        self._grip: float | None = None  # from the handle to the mouse that holds it
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Epoch"))
        self._explain()
        self.setRange(0, 0)
        self.restyle(theme)

    @property
    def epoch(self) -> int:
        """The epoch that is shown."""
        return self.value()

    def place_of(self, epoch: int) -> QPointF:
        """Return where on the widget the handle stands for an epoch."""
        return QPointF(self._x(epoch), self._track().center().y())

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        network = subject.network
        self._moment = self._moment._replace(n_layers=len(network.layers) if network else 0)
        self._tell()

    def set_extent(self, newest: int, goal: int) -> None:
        """Show how far the run is computed and how far it is meant to go."""
        self._moment = self._moment._replace(newest=newest, goal=goal)
        if newest != self.maximum():
            self.setMaximum(min(newest, _MOST))
        self._tell()

    def set_epoch(self, epoch: int) -> None:
        """Show which epoch is selected, unless the mouse holds the handle."""
        if self._grip is None:
            self.setValue(epoch)
            self._tell()

    def set_changes(self, changes: tuple[Milestone, ...]) -> None:
        """Mark the epochs at which something was changed on the way, in their order."""
        if changes != self._changes:
            self._changes, self._marked = changes, None
            self._tell()

    def set_phase(self, phase: Phase | None) -> None:
        """Say which part of the epoch is looked at; None for all of it."""
        self._moment = self._moment._replace(phase=phase)
        self._tell()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font(0.9))
        self._small = theme.font(0.82)
        self.setFixedHeight(theme.px(48))
        self.update()

    def _tell(self) -> None:
        """Say in words what is shown, and show it, if it is not shown already."""
        self._moment = self._moment._replace(epoch=self.value())
        shown = self._moment, self._changes
        if shown == self._shown:
            return
        self._shown = shown
        here = [change.text for change in self._changes if change.epoch == self.value()]
        self.setAccessibleDescription(", ".join([self._moment.spoken, *here]))
        self.update()

    def _explain(self) -> None:
        """Say by the tooltip what lies under the mouse."""
        mark = self._marked
        tip = _(
            "Click or drag: shows an epoch that is already computed.\n"
            "Ctrl+Left and Ctrl+Right lead from change to change."
        )
        if mark is not None:
            tip = _("Changed at epoch {epoch}: {text}\nClick to go there.").format(
                epoch=f"{mark.epoch:,}", text=mark.text
            )
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _mark_at(self, at: QPointF) -> Milestone | None:
        """Return the change whose mark lies at a point: near to it, and under the bar."""
        if at.y() < self._track().center().y():
            return None
        reach = _SNAP * self._theme.scale
        near = [
            (abs(self._x(change.epoch) - at.x()), change)
            for change in self._changes
            if change.epoch <= self.maximum()
        ]
        distance, change = min(near, default=(reach + 1.0, None))
        return change if distance <= reach else None

    def _change_beside(self, way: int) -> int:
        """Return the epoch of the next change in a direction, or the one that is shown."""
        epochs = [change.epoch for change in self._changes if change.epoch <= self.maximum()]
        ahead = [epoch for epoch in epochs if (epoch - self.value()) * way > 0]
        return min(ahead, key=lambda epoch: abs(epoch - self.value()), default=self.value())

    @property
    def _extent(self) -> int:
        return max(self._moment.goal, self.maximum(), 1)

    def _track(self) -> QRectF:
        """Return the rectangle of the bar; the room of its labels depends on no epoch."""
        px, width_of = self._theme.px, self.fontMetrics().horizontalAdvance
        left = px(16) + width_of("0") + px(16)
        places, asides = self._moment.widest
        small = QFontMetrics(self._small).horizontalAdvance
        room = max(*map(width_of, places), *map(small, asides))
        end = width_of(f"{self._extent:,}")
        right = self.width() - px(16) - room - px(24) - end - px(12)
        middle, thick = self.height() / 2 + px(2), px(6)
        return QRectF(left, middle - thick / 2, max(right - left, 1.0), thick)

    def _x(self, epoch: float) -> float:
        track = self._track()
        return track.left() + track.width() * epoch / self._extent

    def _epoch_at(self, x: float) -> int:
        """Return the computed epoch nearest to a place."""
        track = self._track()
        epoch = round((x - track.left()) / track.width() * self._extent)
        return min(max(epoch, 0), self.maximum())

    def _drag_to(self, x: float) -> None:
        epoch = self._epoch_at(x)
        if epoch != self.value():
            self.setValue(epoch)
            self._tell()
            self.epoch_dragged.emit(epoch)

    def _request(self, epoch: int) -> None:
        epoch = min(max(epoch, 0), self.maximum())
        if epoch != self.value():
            self.setValue(epoch)
            self._tell()
            self.epoch_requested.emit(epoch)

    def _paint_track(self, painter: QPainter) -> None:
        track, theme = self._track(), self._theme
        round_ = track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        thin = theme.px(1)
        painter.drawRoundedRect(track.adjusted(0, 2 * thin, 0, -2 * thin), thin, thin)
        for until, alpha in ((self.maximum(), 0.35), (self.value(), 1.0)):
            if until:
                done = QRectF(track)
                done.setRight(self._x(until))
                painter.setBrush(theme.color("card"))  # pale on the strip, not on what lies below
                painter.drawRoundedRect(done, round_, round_)
                painter.setBrush(theme.color("loss", alpha))
                painter.drawRoundedRect(done, round_, round_)

    def _paint_changes(self, painter: QPainter) -> None:
        """Draw a tick under the bar where something was changed, one a pixel at most."""
        track, theme = self._track(), self._theme
        painter.setPen(theme.pen("muted", 2.0))
        top, length = track.bottom() + theme.px(4), theme.px(5)
        for x in sorted(
            {round(self._x(c.epoch)) for c in self._changes if c.epoch <= self._extent}
        ):
            painter.drawLine(QPointF(x, top), QPointF(x, top + length))

    def _paint_handle(self, painter: QPainter) -> None:
        theme = self._theme
        center = self.place_of(self.value())
        is_near = self._hovered is not None and abs(self._x(self._hovered) - center.x()) <= _GRAB
        if self.hasFocus() or self._grip is not None or is_near:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection", 0.3))
            painter.drawEllipse(center, theme.px(17), theme.px(17))
        painter.setPen(theme.pen("selection", 4.0))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(center, theme.px(9), theme.px(9))

    def _paint_texts(self, painter: QPainter) -> None:
        track, px = self._track(), self._theme.px
        full = QRectF(self.rect()).adjusted(0, px(4), 0, 0)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        painter.drawText(full.adjusted(px(16), 0, 0, 0), left | middle, "0")
        end = full.adjusted(track.right() + px(16), 0, 0, 0)
        painter.drawText(end, left | middle, f"{self._extent:,}")
        right, half = Qt.AlignmentFlag.AlignRight | middle, px(8)
        place = full.adjusted(0, 0, -px(16), 0)
        painter.setPen(self._theme.color("text"))
        painter.drawText(place.translated(0, -half), right, self._moment.place)
        painter.setFont(self._small)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(place.translated(0, half), right, self._moment.aside)
        painter.setFont(self.font())

    def _paint_hovered(self, painter: QPainter) -> None:
        """Write above the bar which epoch a click would show, and what was changed there."""
        mark, epoch = self._marked, self._hovered
        if mark is not None:
            epoch = mark.epoch
        if epoch is None or (epoch == self.value() and mark is None):
            return
        track, px = self._track(), self._theme.px
        x = self._x(epoch)
        painter.setPen(self._theme.pen("selection", 2.0))
        painter.drawLine(QPointF(x, track.top()), QPointF(x, track.bottom()))
        painter.setPen(self._theme.color("text"))
        text = f"{epoch:,}" if mark is None else f"{epoch:,}: {mark.text}"
        width = self.fontMetrics().horizontalAdvance(text) + px(8)
        left = min(max(x - width / 2, px(8)), self.width() - px(8) - width)
        box = QRectF(left, 0, width, track.top() - px(2))
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, bottom, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tape from left to right."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_texts(painter)
        self._paint_track(painter)
        self._paint_changes(painter)
        self._paint_hovered(painter)
        self._paint_handle(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, or bring it to the place that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        mark = self._mark_at(event.position())
        x, handle = event.position().x(), self._x(self.value())
        if mark is not None:
            self._request(mark.epoch)
            return
        self._grip = x - handle if abs(x - handle) <= _GRAB * self._theme.scale else 0.0
        self._drag_to(x - self._grip)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the handle that is held; else preview the epoch under the mouse."""
        x = event.position().x()
        self._hovered = self._epoch_at(x)
        self._marked = self._mark_at(event.position()) if self._grip is None else None
        self._explain()
        if self._grip is not None:
            self._drag_to(x - self._grip)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the epoch is chosen."""
        if self._grip is not None and event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self.update()
            self.epoch_requested.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by 1 with the arrows, by 10 with the page keys, to an end with Home and End.

        What lies past the newest epoch is left to the window, which computes it.
        """
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._request(self._change_beside(way))
            return
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_Home: -_MOST,
            Qt.Key.Key_End: _MOST,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or (step in (1, 10) and self.value() + step > self.maximum()):
            event.ignore()
        else:
            self._request(self.value() + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel alone: who scrolls past does not mean to change the epoch."""
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Preview nothing any more."""
        super().leaveEvent(event)
        self._hovered = self._marked = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self.update()
