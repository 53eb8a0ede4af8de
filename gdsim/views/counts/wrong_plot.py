"""How the wrong answers change with the threshold: Sweep -> three curves, and where it is now."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.verdicts import Sweep
from gdsim.text import _
from gdsim.views.plotting.label_layout import freest, moved_into
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.theme import Theme

PLACES = (0.12, 0.25, 0.4, 0.55, 0.7, 0.85)
"""Where along the axis a curve may have its name."""


class WrongPlot(Plot):
    """Misses, false alarms and their sum over the threshold; a press or a drag moves it.

    Signals
    -------
    threshold_moved(float)
    """

    threshold_moved = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Wrong answers by threshold"), parent)
        self.axes.x_label, self.axes.y_label = _("threshold"), _("wrong")
        self.axes.has_grid = False
        self._sweep: Sweep | None = None
        self._threshold = 0.5
        self._is_dragging = False
        dashed, dotted = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
        self._curves_of = {
            "alarms": self.add_curve(_("false alarms"), Stroke("muted", 1.4, style=dashed), z=1.0),
            "misses": self.add_curve(_("missed"), Stroke("muted", 1.6, style=dotted), z=1.0),
            "both": self.add_curve(_("both"), Stroke("loss", 2.0), z=2.0),
        }
        self._labels = {
            "alarms": self.add_mark(Label(theme)),
            "misses": self.add_mark(Label(theme)),
            "both": self.add_mark(Label(theme, "loss")),
        }
        names = _("false alarms"), _("missed"), _("both")
        for label, name in zip(self._labels.values(), names, strict=True):
            label.set_text(name)
        self.line = self.add_mark(Stick(theme, "text", 1.0))
        self.ring = self.add_mark(Ring(theme, "text", 4.5, 2.2))

    def show_sweep(self, swept: Sweep | None, threshold: float) -> None:
        """Show the counts over all thresholds, None for none, and mark this one."""
        self._sweep, self._threshold = swept, threshold
        self.refresh()

    def draw(self) -> None:
        """Bring the curves onto the plot."""
        swept = self._sweep
        for item in (self.box, self.axes):
            item.setVisible(swept is not None)
        for mark in (self.line, self.ring, *self._labels.values()):
            mark.setVisible(False)
        if swept is None:
            return
        counts = {"alarms": swept.false_yes, "misses": swept.false_no, "both": swept.n_wrong}
        self.set_x(0.0, 1.0)
        self.fit_y(0.0, float(max(1, swept.n_wrong.max())), margin=0.04)
        x = _steps(swept)
        points = {}
        for name, values in counts.items():
            y = np.repeat(values.astype(float), 2)
            self.set_curve(self._curves_of[name], x, y)
            points[name] = (x, y)
        verdicts = swept.at(self._threshold)
        at = self.frame.to_pixels(self._threshold, verdicts.false_yes + verdicts.false_no)
        area = self.frame.area
        self.line.set_line(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
        self.ring.setPos(at)
        self.ring.setVisible(True)
        self._name_curves(points)

    def _name_curves(self, points: dict[str, tuple[Array, Array]]) -> None:
        """Put each name beside its curve where nothing else is."""
        at = np.linspace(0.0, 1.0, 80)
        curves = {name: np.interp(at, x, y) for name, (x, y) in points.items()}
        pixels = np.vstack([self.frame.all_to_pixels(at, y) for y in curves.values()])
        taken = [QRectF(self.ring.pos() - QPointF(8, 8), self.ring.pos() + QPointF(8, 8))]
        area = self.frame.area
        for name in ("both", "alarms", "misses"):
            label = self._labels[name]
            size = label.boundingRect().size()
            heights = np.interp(PLACES, at, curves[name])
            anchors = self.frame.all_to_pixels(np.array(PLACES), heights).tolist()
            places = [
                QRectF(QPointF(x - size.width() / 2.0, top), size)
                for x, y in anchors
                for top in (y - size.height() - 3.0, y + 3.0)
            ]
            box = moved_into(places[freest(places, area, taken, pixels)], area)
            label.move_to(box.topLeft())
            taken.append(box)

    def tip_at(self, position: QPointF) -> str:
        """Return the counts at the threshold under the mouse."""
        if self._sweep is None or not self.frame.area.contains(position):
            return ""
        verdicts = self._sweep.at(self.frame.x_at(position.x()))
        return _("{alarms} false alarms, {misses} missed. Drag moves the threshold.").format(
            alarms=f"{verdicts.false_yes:,}", misses=f"{verdicts.false_no:,}"
        )

    def _move_to(self, pixel: float) -> None:
        self.threshold_moved.emit(float(min(max(round(self.frame.x_at(pixel), 3), 0.0), 1.0)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the threshold here."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._sweep is not None and self.frame.area.contains(event.position()):
            self._is_dragging = True
            self._move_to(event.position().x())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        inside = self._sweep is not None and self.frame.area.contains(event.position())
        shape = Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if self._is_dragging:
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_dragging = False


def _steps(swept: Sweep) -> Array:
    """Return the thresholds between which counts stay, each end once: (2 n + 2,)."""
    inner = np.clip(swept.thresholds, 0.0, 1.0)
    return np.concatenate([[0.0], np.repeat(inner, 2), [1.0]])
