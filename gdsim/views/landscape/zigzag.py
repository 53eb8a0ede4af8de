"""The zig-zag of descent: the epochs over the gradient, or on the loss curve of one parameter."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.engine.paths import GradientPath
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.landscape import zigzag_words as words
from gdsim.views.landscape.step_trail import StepTrail
from gdsim.views.landscape.trail_plot import NO_TRAIL, Trail, TrailPlot
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

PATH_POINTS = 300
GRADIENT, CURVE = range(2)


class ZigZag(QWidget):
    """Each epoch as a point, joined: over the sum of the partial derivatives, the length, a value.

    It shows the sum and the length side by side, or, as its second page, the selected parameter's
    value with the distance of each step.

    Attributes
    ----------
    sum_plot, length_plot : TrailPlot
    step_plot : StepTrail
    line : TextLabel
        What the numbers of the selected epoch say.
    """

    epoch_requested = Signal(int)
    heading_changed = Signal(str, str)

    needs = frozenset({"path"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Zig-zag"), ""
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._path: GradientPath | None = None
        self._run: ShownRun | None = None
        self.sum_plot = TrailPlot(
            theme, _("Loss over the sum of derivatives"), _("sum of partial derivatives"), "loss"
        )
        self.length_plot = TrailPlot(
            theme, _("Loss over the gradient's length"), _("length of the gradient"), "loss"
        )
        self.step_plot = StepTrail(theme)
        self.line = TextLabel(theme, color="muted", size=0.92)
        self.line.setWordWrap(True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for plot in self._plots():
            plot.epoch_requested.connect(self.epoch_requested)
        self._pages = QStackedWidget()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._pages, 1)
        self._column.addWidget(self.line)
        self._pages.addWidget(self._make_pair())
        self._pages.addWidget(self.step_plot)
        self._corner, self._tabs = QWidget(), QButtonGroup(self)
        self._make_tabs()
        self._tabs.idClicked.connect(self.show_page)
        self.restyle(theme)
        self.show_page(GRADIENT)

    def corner(self) -> QWidget:
        """Return the choice between the gradient and the loss curve."""
        return self._corner

    @property
    def page(self) -> int:
        """What is in front: GRADIENT or CURVE."""
        return self._pages.currentIndex()

    def show_page(self, number: int) -> None:
        """Bring the gradient (0) or the loss curve of a parameter (1) to the front."""
        self._pages.setCurrentIndex(number)
        self._tabs.button(number).setChecked(True)
        self._refresh()

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot, self._path, self._run = subject, None, None, None
        for plot in self._plots():
            plot.forget_ranges()
        self._refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the values of the epochs from the current run."""
        before = self._run
        self._run = next((run for run in runs if not run.is_ghost), None)
        if before is not None and self._run is not None and self._run.history is not before.history:
            self._path = None  # that of another run

    def show_path(self, path: GradientPath) -> None:
        """Take the gradients of the epochs from here."""
        self._path = path
        self._refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        before = self._snapshot
        if before is not None and before.look.parameter != snapshot.look.parameter:
            self.step_plot.forget_ranges()
        self._snapshot = snapshot
        self._refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for plot in self._plots():
            plot.restyle(theme)
        self.line.restyle(theme)
        self.line.setFixedHeight(2 * self.line.fontMetrics().lineSpacing() + theme.px(2))
        self.line.setContentsMargins(theme.px(11), 0, theme.px(11), 0)
        self._column.setContentsMargins(0, 0, 0, theme.px(4))
        self._column.setSpacing(theme.px(4))

    def _plots(self) -> tuple[TrailPlot, ...]:
        return self.sum_plot, self.length_plot, self.step_plot

    def _refresh(self) -> None:
        self._say_heading()
        snapshot = self._snapshot
        if snapshot is None or self._subject is None:
            for plot in self._plots():
                plot.show_trail(NO_TRAIL, 0)
            self._say("")
        elif self.page == GRADIENT:
            self._show_gradient(snapshot)
        else:
            self._show_steps(snapshot)

    def _show_gradient(self, snapshot: Snapshot) -> None:
        path, epoch = self._path, snapshot.epoch
        free = snapshot.gradient[snapshot.settings.free]
        with np.errstate(all="ignore"):
            total, length = float(free.sum()), float(np.linalg.norm(free))
        for plot, now, values in (
            (self.sum_plot, total, path.sums if path else None),
            (self.length_plot, length, path.lengths if path else None),
        ):
            trail = NO_TRAIL
            if path is not None and values is not None:
                trail = Trail(path.epochs, values, path.losses)
            plot.show_trail(trail.with_epoch(epoch, now, snapshot.loss), epoch)
        self._say(words.gradient_line(free, snapshot.flatness))

    def _show_steps(self, snapshot: Snapshot) -> None:
        assert self._subject is not None
        p, plot = snapshot.look.parameter, self.step_plot
        name, n = self._subject.names[p], len(self._subject.names)
        value, trail = float(snapshot.theta[p]), NO_TRAIL
        if self._run is not None and self._run.history.n_epochs:
            history = self._run.history
            columns = [PARAMETERS + p, LOSS]
            epochs, (x, losses) = history.points(columns, history.n_epochs - 1, PATH_POINTS)
            trail = Trail(epochs, x, losses)
        plot.axes.x_label = name
        if n > 1:
            plot.set_curve_behind(None)
        elif snapshot.slice is not None:
            plot.set_curve_behind(snapshot.slice)
        plot.show_trail(trail.with_epoch(snapshot.epoch, value, snapshot.loss), snapshot.epoch)
        if snapshot.flatness is not None:
            self._say(words.stopped_line(snapshot.flatness))
        else:
            step, downhill = float(snapshot.delta[p]), -float(snapshot.gradient[p])
            is_plain = bool(
                np.isclose(step, snapshot.settings.rate * downhill, rtol=1e-9, atol=0.0)
            )
            self._say(words.step_line(name, n, step, is_plain=is_plain))

    def _say(self, text: str) -> None:
        self.line.set_text(text)
        self.setAccessibleDescription(text)

    def _say_heading(self) -> None:
        title = _("Zig-zag of the gradient")
        if self.page == CURVE:
            name = ""
            if self._subject is not None and self._snapshot is not None:
                name = self._subject.names[self._snapshot.look.parameter]
            title = _("Zig-zag: {name}, step by step").format(name=name or _("a parameter"))
        caption = _("click a point to go to its epoch")
        if (title, caption) != (self.title, self.caption):
            self.title, self.caption = title, caption
            self.heading_changed.emit(title, caption)

    def _make_pair(self) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sum_plot, 1)
        row.addWidget(self.length_plot, 1)
        return pair

    def _make_tabs(self) -> None:
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, (text, tip) in enumerate(
            (
                (_("Gradient"), _("Shows every epoch by its gradient and its loss.")),
                (
                    _("Loss curve"),
                    _("Shows every epoch by the value of the selected parameter and its loss."),
                ),
            )
        ):
            button = FlatButton(text, tip, is_switch=True)
            self._tabs.addButton(button, number)
            row.addWidget(button)
