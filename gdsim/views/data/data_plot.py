"""Data and fit: the rows as dots, what the network says of them, and by how much it is off."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gdsim.engine.snapshot import Fit, NetworkValues, Snapshot
from gdsim.scenario.files import csv_text
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.data.data_modes import ModeButton
from gdsim.views.data.data_picture import DataPicture
from gdsim.views.keys import ENTER
from gdsim.views.plotting import data_points as data
from gdsim.views.plotting.plots import GRAB, Plot
from gdsim.views.theme import Theme

POINT_AT = 12.0
"""Pixels around a dot in which the mouse points at it."""
WALK = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -(1 << 40),
    Qt.Key.Key_End: 1 << 40,
}
"""By how many rows a key walks along the horizontal axis."""


class DataPlot(Plot):
    """The rows of the data and the network's predictions, in one of several modes.

    A click on a dot selects its row. By keyboard Enter, or that click, takes hold of the selected
    row; Left and Right then walk through the rows from left to right, Esc lets go.

    Attributes
    ----------
    title, caption : str
    picture : DataPicture
        What stands on it.
    """

    heading_changed = Signal(str, str)
    row_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Data and fit"), parent)
        self.title, self.caption = _("Data and fit"), ""
        self._subject: Subject | None = None
        self._network: NetworkValues | None = None
        self._fit: Fit | None = None
        self._modes: list[data.Mode] = []
        self._mode: data.Mode | None = None
        self._is_held = False
        self._awaited = -1  # asked for, but not in a snapshot yet
        self.picture = DataPicture(self)
        self._button = ModeButton(theme)
        self._button.mode_requested.connect(self._on_mode_requested)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def corner(self) -> ModeButton:
        """Return the button that chooses what is shown."""
        return self._button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        names = self._names()
        self._subject, self._network, self._fit = subject, None, None
        self._modes = data.modes(subject)
        is_known = names == self._names() and self._mode in self._modes
        if not is_known:
            self._mode = self._modes[0] if self._modes else None
        self._let_go()
        self._button.set_modes(self._names(), self._modes.index(self._mode) if self._mode else 0)
        self.picture.set_mode(subject, self._mode)
        self._say()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a fit stays until a newer one comes."""
        self._network = network = snapshot.network
        if network is not None:
            self._fit = network.fit or self._fit
            if network.row == self._awaited:
                self._awaited = -1
        self._say()
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self._button.restyle(theme)
        self.picture.restyle()

    def csv_text(self) -> str:
        """Return every row: its inputs, its targets, the predictions; all digits."""
        subject, network = self._subject, self._network
        if subject is None or subject.samples is None or network is None:
            return ""
        targets = [quantity.column for quantity in subject.targets]
        inputs = [quantity.column for quantity in subject.inputs]
        header = ["row", *inputs, *targets, *(f"predicted_{name}" for name in targets)]
        rows = subject.samples.dataset
        table = np.hstack([rows.inputs, rows.targets, network.predictions.T]).tolist()
        return csv_text(header, [(i + 1, *values) for i, values in enumerate(table)])

    # What the plot asks.

    def draw(self) -> None:
        """Bring the predictions onto the plot; the data are there already."""
        if self._network is None:
            self.picture.marks.show_selected(None, None)
        else:
            self.picture.draw(self._network, self._fit)

    def tip_at(self, position: QPointF) -> str:
        """Return the sentence of the row under the mouse."""
        return self._sentence(self._row_at(position, POINT_AT))

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key walks through the rows, or takes hold of one or lets it go."""
        if self._is_held:
            return event.key() in WALK or event.key() == Qt.Key.Key_Escape
        return self.hasFocus() and event.key() in ENTER

    # What it says.

    def _names(self) -> list[tuple[str, str]]:
        """Return for each mode its name, and a shorter one for the button."""
        subject = self._subject
        if subject is None:
            return []
        others = {
            "truth": (_("prediction against truth"), _("against truth")),
            "map": (_("map of both inputs"), _("map")),
        }
        by = [_("by {input}").format(input=data.name_of(quantity)) for quantity in subject.inputs]
        return [others.get(mode.kind, 2 * (by[mode.column],)) for mode in self._modes]

    def _say(self) -> None:
        """Tell caption and description, if they are others than before."""
        caption = self._caption()
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        subject, network = self._subject, self._network
        if subject is None or subject.samples is None or network is None:
            self.setAccessibleDescription(caption)
            return
        rows = _("{n} rows, {quality}").format(
            n=f"{len(subject.samples.dataset.targets):,}", quality=data.quality(subject, network)
        )
        sentence = "" if network.is_typed else self._sentence(network.row)
        self.setAccessibleDescription(". ".join(filter(None, (rows, sentence))))

    def _caption(self) -> str:
        subject, network, points = self._subject, self._network, self.picture.points
        if subject is None or network is None or points is None:
            return ""
        parts = [data.quality(subject, network)]
        n, n_drawn = len(points.x), len(points.drawn)
        if n_drawn < n:
            parts.append(_("{shown} of {n} rows").format(shown=f"{n_drawn:,}", n=f"{n:,}"))
        if len(subject.targets) > 1:
            parts.append(
                _("{target}, the first of {n} targets").format(
                    target=subject.targets[0].label, n=len(subject.targets)
                )
            )
        if self._mode is not None and self._mode.kind != "map":
            n_beyond = data.count_beyond(self.picture.base, network.predictions[0, points.drawn])
            if n_beyond:
                parts.append(_("{n} predictions beyond the edge").format(n=n_beyond))
        elif points.is_class:
            parts.append("● 0  △ 1")
        if points.is_test.any():
            parts.append(_("hollow: held out"))
        return " · ".join(parts)

    def _sentence(self, row: int) -> str:
        if row < 0 or self._subject is None or self._network is None or self._mode is None:
            return ""
        return data.row_sentence(self._subject, self._mode, row, self._network)

    # How it is touched.

    def _row_at(self, position: QPointF, reach: float) -> int:
        network = self._network
        if network is None:
            return -1
        return self.picture.row_at(position, reach * self.theme.scale, network)

    def _request(self, row: int) -> None:
        if self._network is not None and (row != self._network.row or self._network.is_typed):
            self._awaited = row
            self.row_requested.emit(row)

    def _walk(self, n_rows: int) -> None:
        """Select the row that stands ``n_rows`` further to the right."""
        points, network = self.picture.points, self._network
        if points is None or network is None:
            return
        row = self._awaited if self._awaited >= 0 else network.row
        place = int(np.flatnonzero(points.order == row)[0]) + n_rows
        self._request(int(points.order[min(max(place, 0), len(points.order) - 1)]))

    def _hold(self) -> None:
        self._is_held = self._network is not None
        self.picture.marks.set_held(self._is_held)

    def _let_go(self) -> None:
        self._is_held, self._awaited = False, -1
        self.picture.marks.set_held(False)

    def _point_at(self, row: int) -> None:
        """Ring a row that a click would select."""
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
        )
        place = None
        if row >= 0 and self._network is not None and row != self._network.row:
            place = self.picture.place_of(row, self._network)
        self.picture.marks.show_hovered(place)

    @Slot(int)
    def _on_mode_requested(self, number: int) -> None:
        self._mode = self._modes[number]
        self._button.set_current(number)
        assert self._subject is not None
        self.picture.set_mode(self._subject, self._mode)
        self._say()
        self.refresh()

    # What Qt calls.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the row under the mouse and take hold of it."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        event.accept()
        row = self._row_at(event.position(), GRAB)
        if row < 0:
            self._let_go()
            return
        self._hold()
        self._request(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the press has done it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row a click would select."""
        self._point_at(self._row_at(event.position(), POINT_AT))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the rows while one is held."""
        if not self.takes_key(event):
            super().keyPressEvent(event)
        elif event.key() in ENTER:
            self._hold()
        elif event.key() == Qt.Key.Key_Escape:
            self._let_go()
        else:
            self._walk(WALK[Qt.Key(event.key())])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go."""
        super().focusOutEvent(event)
        self._let_go()
