"""The strip at the top: run, step and go back; speed, epoch, loss, learning rate and method.

The actions are the program's own: it hands them in with their texts, keys and tips. All else that
a person does here is told by signals.
"""

from PySide6.QtCore import QEasingCurve, QEvent, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.phases import Part, Phase
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.strip.action_button import ActionButton, MoreButton
from gdsim.views.strip.method_field import MethodField
from gdsim.views.strip.rate_field import RateField
from gdsim.views.strip.readouts import EpochReadout, LossReadout
from gdsim.views.strip.speed_field import SpeedField
from gdsim.views.theme import Theme

_PULSE_MS = 1400
_GAP, _LEAST_GAP = 16, 8
"""Between the fields, in pixels at scale 1."""


class Transport(QWidget):
    """The strip at the top of the window.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    speed_requested = Signal(object)
    """Epochs a second; None for full speed."""
    more_requested = Signal(int)
    """So many epochs; 0 for as many as are left to the goal."""
    goal_edited = Signal(int)
    rate_dragged = Signal(float)
    rate_dropped = Signal(float)
    batch_size_edited = Signal(object)
    """Rows in a batch; None for all of them."""
    shuffle_edited = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Run controls"))
        self._make_buttons(theme)
        self.speed = SpeedField(theme)
        self.epoch = EpochReadout(theme)
        self.loss = LossReadout(theme)
        self.rate = RateField(theme)
        self.method = MethodField(theme)
        self._luxuries = (self.new_start, self.loss, self.rate, self.loss.number, self.epoch)
        self._lay_out()
        self.speed.speed_requested.connect(self.speed_requested)
        self.epoch.goal_edited.connect(self.goal_edited)
        self.rate.rate_dragged.connect(self.rate_dragged)
        self.rate.rate_dropped.connect(self.rate_dropped)
        self.method.batch_size_edited.connect(self.batch_size_edited)
        self.method.shuffle_edited.connect(self.shuffle_edited)
        self._is_still = self._is_ended = False
        self._phase: Phase | None = None
        self._beat = QVariantAnimation(self)
        self._beat.setStartValue(0.0)
        self._beat.setEndValue(1.0)
        self._beat.setDuration(_PULSE_MS)
        self._beat.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._beat.valueChanged.connect(self._draw_beat)
        self.restyle(theme)

    def set_actions(
        self,
        reset: QAction,
        back: QAction,
        play: QAction,
        step: QAction,
        more: QAction,
        new_start: QAction,
    ) -> None:
        """Let the buttons trigger these actions, and say what the actions say."""
        actions = (reset, back, play, step, more, new_start)
        for button, action in zip(self._buttons, actions, strict=True):
            button.set_action(action)

    def set_part_actions(self, back: QAction, forth: QAction) -> None:
        """Let the two quiet buttons go through the parts of an epoch."""
        for button, action in zip(self._part_buttons, (forth, back), strict=True):
            button.set_action(action)
            button.show()
        self._fit()

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        scenario = subject.scenario
        self.epoch.set_goal(scenario.epochs)
        self.loss.set_subject(subject)
        self.rate.set_rate(scenario.optimizer.learning_rate)
        self.method.set_method(scenario.optimizer.name)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment: epoch, loss, and what the next update obeys."""
        self.epoch.set_epoch(snapshot.epoch)
        self._show_parts()
        self.loss.show_snapshot(snapshot)
        self.rate.set_rate(snapshot.settings.rate)
        self.method.set_method(snapshot.settings.optimizer.name)
        self.method.set_batches(snapshot.settings.batches)

    def set_state(self, playing: bool, can_go_back: bool, ended: bool) -> None:
        """Show whether the run goes on, and which of the buttons lead anywhere."""
        self.play.set_icon("pause" if playing else "play")
        self.back.set_possible(can_go_back)
        for button in (self.play, self.step, self.more):
            button.set_possible(not ended)
        self._is_ended = ended
        self._show_parts()

    def set_phase(self, phase: Phase | None) -> None:
        """Show whether there is a part of an epoch before and after this one."""
        self._phase = phase
        self._show_parts()

    def _show_parts(self) -> None:
        is_last = self._phase is not None and self._phase.part is Part.UPDATE
        self.part_next.set_possible(not (self._is_ended and is_last))
        self.part_back.set_possible(self.epoch.epoch > 0 or self._phase is not None)

    def set_speed(self, epochs_per_second: float | None) -> None:
        """Show the speed; None for full speed."""
        self.speed.set_speed(epochs_per_second)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Leave out what moves only to please."""
        self._is_still = reduced
        if reduced:
            self._beat.stop()
            self.update()

    def pulse(self) -> None:
        """Let a ring spread once from Play, to say where to begin."""
        if not self._is_still:
            self._beat.start()

    @property
    def is_pulsing(self) -> bool:
        """Whether the ring is spreading now."""
        return self._beat.state() == QVariantAnimation.State.Running

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for button in (*self._buttons, *self._part_buttons):
            button.restyle(theme)
        for field in (self.speed, self.epoch, self.loss, self.rate, self.method):
            field.restyle(theme)
        self._keys.setSpacing(theme.px(6))
        self._parts.setSpacing(0)
        self._row.setContentsMargins(theme.px(16), 0, theme.px(10), theme.px(1))
        self.setFixedHeight(theme.px(60))
        self._fit()
        self.update()

    def _make_buttons(self, theme: Theme) -> None:
        self.reset = ActionButton(theme, "reset")
        self.back = ActionButton(theme, "back")
        self.play = ActionButton(theme, "play", color="card", width=68, icon_size=22)
        self.play.setObjectName("play")
        self.step = ActionButton(theme, "step")
        self.more = MoreButton(theme)
        self.more.more_requested.connect(self.more_requested)
        self.new_start = ActionButton(theme, "new-start", text=_("New start"))
        self.part_next, self.part_back = self._part_buttons = tuple(
            ActionButton(theme, name, color="muted", width=24, height=19, icon_size=16)
            for name in ("part-next", "part-back")
        )
        for button in self._part_buttons:
            button.setObjectName("flat")
            button.hide()  # until it has something to do
        self._buttons = (self.reset, self.back, self.play, self.step, self.more, self.new_start)

    def _lay_out(self) -> None:
        self._keys = QHBoxLayout()
        self._parts = QVBoxLayout()  # one over the other, since the strip is full
        self._parts.addStretch(1)
        for button in self._part_buttons:
            self._parts.addWidget(button)
        self._parts.addStretch(1)
        for button in self._buttons:
            self._keys.addWidget(button)
            if button is self.step:
                self._keys.addLayout(self._parts)
        self._row = QHBoxLayout(self)
        # The strip itself says how narrow it can become, by leaving things out.
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addLayout(self._keys)
        for field, stretch in (
            (self.speed, 3),
            (self.epoch, 0),
            (self.loss, 1),
            (self.rate, 4),
            (self.method, 0),
        ):
            self._row.addWidget(field, stretch)

    def _whole_width(self, gap: int) -> int:
        """Return the least width at which nothing has to be left out."""
        width = self._row.minimumSize().width() + (self._row.count() - 1) * (
            self._theme.px(gap) - self._row.spacing()
        )
        return width + sum(part.spared for part in self._luxuries if part.is_compact)

    def _fit(self) -> None:
        """Leave out what there is no room for, what is missed least first."""
        gap = _GAP if self._whole_width(_GAP) <= self.width() else _LEAST_GAP
        missing = self._whole_width(gap) - self.width()
        compact = []
        for part in self._luxuries:
            compact.append(missing > 0)
            missing -= part.spared
        found = (self._theme.px(gap), *compact)
        if found == (self._row.spacing(), *(part.is_compact for part in self._luxuries)):
            return  # else each look would ask for a layout, and that for a look, for ever
        self._row.setSpacing(found[0])
        which = iter(compact)
        for part in self._luxuries:
            part.set_compact(next(which))
        # Qt tells a layout inside a layout only once the window is shown.
        self._keys.invalidate()
        self._row.invalidate()

    def _draw_beat(self) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        """Look again what fits whenever a part has changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again what fits."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the width at which all is left out that can be."""
        spared = sum(part.spared for part in self._luxuries)
        return QSize(self._whole_width(_LEAST_GAP) - spared, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line under the strip, and the ring that spreads from Play."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("line"))
        if not self.is_pulsing:
            return
        part = float(self._beat.currentValue())
        reach = part * self._theme.px(10)
        ring = QRectF(self.play.geometry()).adjusted(-reach, -reach, reach, reach)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.pen("selection", 3.0, alpha=1.0 - part))
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
