"""What many starts come to: a histogram of final losses over the shares of minima or of losses."""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.crop import Crop
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.plotting.log_switch import allow_powers, log_switch
from gdsim.views.restarts.histogram_plot import HistogramPlot
from gdsim.views.restarts.shares import SharesView
from gdsim.views.theme import Theme

LEAST_PLOT = 88
"""Where less height is left for the bars, the shares give way."""


class StartsHistogram(QWidget):
    """Final losses in bars, and below them how large a share of the starts comes to what.

    Attributes
    ----------
    plot : HistogramPlot
    shares : SharesView
    log_button : FlatButton
        In the corner; the key L does the same.
    """

    needs = frozenset({"basins"})
    heading_changed = Signal(str, str)
    starts_marked = Signal(object)
    picture_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Where they end"), ""
        self._theme = theme
        self._crop: Crop | None = None
        self._has_chosen = False  # whether the person has set the switch
        self._is_setting = False
        self.plot, self.shares = HistogramPlot(theme), SharesView(theme)
        self.log_button = log_switch()
        self.log_button.toggled.connect(self._on_log)
        self.plot.starts_marked.connect(self.starts_marked)
        self.shares.starts_marked.connect(self.starts_marked)
        self.plot.picture_requested.connect(self.picture_requested)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.plot, 1)
        self._column.addWidget(self.shares)
        self.setFocusProxy(self.plot)
        self.restyle(theme)

    def corner(self) -> QWidget:
        """Return the switch to powers of ten."""
        return self.log_button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        allow_powers(self.log_button, is_allowed=subject.is_never_negative)
        self.shares.show_places({})
        self.show_harvest(None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show nothing of a moment: many runs are not at one epoch of this run."""

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        before, self._crop = self._crop, crop
        if crop is None or before is None or before.settings != crop.settings:
            self._has_chosen = False
        self.plot.show_harvest(crop)
        if not self._has_chosen:
            self._is_setting = True
            self.log_button.setChecked(self.plot.wants_powers())
            self._is_setting = False
        self.shares.show_harvest(crop)
        self._share_height()
        self._say()

    def show_basins(self, basins: object) -> None:
        """Show, beside the shares of the starts, those of all places."""
        self.shares.show_places(place_shares(getattr(basins, "minimum", np.empty(0, np.intp))))
        self._share_height()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.plot.restyle(theme)
        self.shares.restyle(theme)
        self.log_button.setFont(theme.font(0.9))

    def _share_height(self) -> None:
        """Leave the room to the bars where there is not enough for both."""
        needed = self.shares.sizeHint().height() + self._theme.px(LEAST_PLOT)
        self.shares.setVisible(bool(self.shares.rows) and self.height() >= needed)

    def _say(self) -> None:
        crop, caption = self._crop, ""
        if crop is not None and crop.marked is not None:
            n = int(np.count_nonzero(crop.marked))
            caption = _("{n} picked out · Esc shows all").format(n=f"{n:,}")
        elif self.plot.bars is not None:
            caption = _("click a bar to pick out its runs")
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        said = self.plot.accessibleDescription(), self.shares.accessibleDescription()
        self.setAccessibleDescription(" ".join(filter(None, said)))

    def _on_log(self, is_log: bool) -> None:
        self._has_chosen = self._has_chosen or not self._is_setting
        self.plot.set_logarithmic(is_log=is_log)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(460), self._theme.px(330))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the scale by L."""
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            self.log_button.click()
        else:
            super().keyPressEvent(event)


def place_shares(minimum: Array) -> dict[int, float]:
    """Return by a minimum's number the share of places that lead to it, of those in ``minimum``."""
    if not len(minimum):
        return {}
    numbers, counts = np.unique(minimum, return_counts=True)
    return {
        int(number): float(count) / len(minimum)
        for number, count in zip(numbers, counts, strict=True)
    }
