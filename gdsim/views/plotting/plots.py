"""The ground that all plots stand on: themed axes, ranges that change in steps, pictures, keys.

It is pyqtgraph's view with one ViewBox in it, without PlotItem, which builds fifty hidden widgets
(50 ms a plot) for a menu that gdsim does not show. Everything that is not a curve stands in the
pixels of the scene, above the ViewBox.
"""

from typing import NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QMenu, QToolTip, QWidget

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import is_plottable
from gdsim.text import _
from gdsim.views.plotting.axes import Axes
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plot_frame import NONE, Frame
from gdsim.views.plotting.plot_pictures import png_of, svg_of
from gdsim.views.plotting.quiet_view import QuietView
from gdsim.views.theme import Theme

Mark = TypeVar("Mark", Ring, Label, Stick)

LONG = 200
"""A curve of more points is one pixel wide: a wider one takes Qt many times as long."""
GRAB = 22.0
"""Pixels around a handle that take hold of it: 44 across."""


class Stroke(NamedTuple):
    """How a curve is drawn: the arguments of ``Theme.pen``, kept for the next theme."""

    color: str
    width: float = 1.0
    alpha: float = 1.0
    style: Qt.PenStyle = Qt.PenStyle.SolidLine


class Plot(QuietView):
    """A plot without a box: thin axes, few ticks, no zoom by accident.

    A subclass keeps what it is to show, calls ``refresh`` when that changes and draws it in
    ``draw``, which is called only while the plot is seen.

    Parameters
    ----------
    theme : Theme
    name : str
        Its accessible name.
    parent : QWidget, optional

    Attributes
    ----------
    theme : Theme
    box : pyqtgraph.ViewBox
        Holds the curves.
    axes : Axes
    menu : QMenu
        The context menu; subclasses add to it.
    frame : Frame
        The ranges, the area, and the way from values to pixels.
    """

    picture_requested = Signal()
    room_right = 14
    """Pixels right of the area: for the last number and half a ring."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.frame = Frame()
        self._curves: dict[pg.PlotCurveItem, tuple[str, Stroke]] = {}
        self._thin: set[pg.PlotCurveItem] = set()
        self._wide: set[pg.PlotCurveItem] = set()
        self._dots: dict[pg.ScatterPlotItem, tuple[str, Stroke]] = {}
        self._points: dict[pg.PlotCurveItem | pg.ScatterPlotItem, tuple[Array, Array]] = {}
        self._drawn: dict[pg.PlotCurveItem | pg.ScatterPlotItem, tuple[Array, Array]] = {}
        self._marks: list[Ring | Label | Stick] = []
        self._is_stale = True
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.box.setZValue(0.0)  # pyqtgraph puts it below everything, under the axes' faint lines
        self.axes = Axes(theme)
        self.scene().addItem(self.box)
        self.scene().addItem(self.axes)
        self.axes.setVisible(False)  # until there are ranges
        self.setAccessibleName(name)
        self.setMinimumSize(theme.px(80), theme.px(70))
        self.menu = QMenu(self)
        self._add_actions()
        self.installEventFilter(self)
        self.viewport().installEventFilter(self)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self.setMinimumSize(theme.px(80), theme.px(70))
        self.axes.restyle(theme)
        for item, (_name, stroke) in (self._curves | self._dots).items():
            self._paint_with(item, stroke)
        for mark in self._marks:
            mark.restyle(theme)
        self._lay_out()
        self.refresh()

    # What stands on the plot.

    def add_curve(
        self,
        name: str,
        stroke: Stroke,
        *,
        z: float = 0.0,
        is_level: bool = False,
        stays_wide: bool = False,
    ) -> pg.PlotCurveItem:
        """Return a new, empty curve; ``name`` is for the table of a copied picture.

        Give it points by ``set_curve``. Level and upright lines are sharp without smoothed edges.
        One that ``stays_wide`` keeps its width with many points, for a plot that has few curves.
        """
        curve = pg.PlotCurveItem(connect="finite", antialias=not is_level)
        curve.setZValue(z)
        self.box.addItem(curve, ignoreBounds=True)
        self._curves[curve] = name, stroke
        if stays_wide:
            self._wide.add(curve)
        self._paint_with(curve, stroke)
        return curve

    def add_dots(self, name: str, stroke: Stroke, *, z: float = 0.0) -> pg.ScatterPlotItem:
        """Return new dots, none yet; the stroke's width is their diameter in pixels."""
        dots = pg.ScatterPlotItem(pxMode=True, antialias=True, pen=None)
        dots.setZValue(z)
        self.box.addItem(dots, ignoreBounds=True)
        self._dots[dots] = name, stroke
        self._paint_with(dots, stroke)
        return dots

    def add_mark(self, mark: Mark) -> Mark:
        """Put something that counts pixels onto the plot, over the curves; return it."""
        self.scene().addItem(mark)
        self._marks.append(mark)
        return mark

    def set_stroke(self, item: pg.PlotCurveItem | pg.ScatterPlotItem, stroke: Stroke) -> None:
        """Draw a curve or dots otherwise from now on."""
        known = self._curves if item in self._curves else self._dots
        if known[item][1] != stroke:
            known[item] = known[item][0], stroke
            self._paint_with(item, stroke)

    def rename(self, item: pg.PlotCurveItem | pg.ScatterPlotItem, name: str) -> None:
        """Name a curve or dots otherwise in the table of a copied picture."""
        known = self._curves if item in self._curves else self._dots
        known[item] = name, known[item][1]

    def set_curve(self, item: pg.PlotCurveItem | pg.ScatterPlotItem, x: Array, y: Array) -> None:
        """Show these points (n,); what is not finite leaves a gap, no points hide the item."""
        self._points[item] = x, y
        heights = self.frame.heights(y)
        is_there = np.isfinite(heights)
        if item in self._dots or not is_there.any():
            x, heights = x[is_there], heights[is_there]
        item.setVisible(len(x) > 0)
        drawn = self._drawn.get(item)
        if (
            drawn
            and np.array_equal(drawn[0], x)
            and np.array_equal(drawn[1], heights, equal_nan=True)
        ):
            return  # a part of the plot that stays need not be painted again
        self._drawn[item] = x, heights
        is_thin = len(x) > LONG and item not in self._wide
        if item in self._curves and is_thin != (item in self._thin):
            self._thin ^= {item}
            self._paint_with(item, self._curves[item][1])
        item.setData(x, heights)

    # Ranges.

    def set_log(self, is_log: bool) -> None:
        """Count the vertical axis in decimal logarithms or not; its range is then made anew."""
        if is_log != self.frame.is_log:
            self.frame.is_log = self.axes.is_log = is_log
            self.frame.y_range = NONE

    def set_x(self, low: float, high: float) -> None:
        """Show exactly this range; one that cannot be plotted is ignored."""
        if _is_range(low, high) and (low, high) != self.frame.x_range:
            self.frame.x_range = (low, high)
            self._lay_out()

    def set_y(self, low: float, high: float) -> None:
        """Show exactly this range (decimal logarithms where logs are shown), as ``set_x``."""
        if _is_range(low, high) and (low, high) != self.frame.y_range:
            self.frame.y_range = (low, high)
            self._lay_out()

    def fit_x(self, low: float, high: float, *, margin: float = 0.04) -> None:
        """Show ``low`` to ``high``, and keep the range as it is while that does."""
        self.set_x(*self.frame.fitted_x(low, high, margin))

    def fit_y(self, low: float, high: float, *, margin: float = 0.04) -> None:
        """Show the values ``low`` to ``high``, and keep the range as it is while that does."""
        self.set_y(*self.frame.fitted_y(low, high, margin))

    def forget_ranges(self) -> None:
        """Let the next ``fit_x`` and ``fit_y`` begin anew, as for another subject."""
        self.frame.x_range = self.frame.y_range = NONE

    # Pictures.

    def png_bytes(self, scale: float = 2.0) -> bytes:
        """Return the plot as a PNG, ``scale`` pixels for each of the screen's."""
        self._draw_now()
        self._widen(scale)
        try:
            return png_of(self, self.theme.color("card"), scale)
        finally:
            self._widen(1.0)

    def svg_bytes(self) -> bytes:
        """Return the plot as an SVG."""
        self._draw_now()
        dots = list(self._dots)
        for item in dots:
            item.setExportMode(True)  # paint shapes, not a cached picture of them
        try:
            return svg_of(self, self.theme.color("card"), self.accessibleName())
        finally:
            for item in dots:
                item.setExportMode(False)

    def csv_text(self) -> str:
        """Return the points on the plot: which curve, x, y; all digits."""
        self._draw_now()
        lines = ["curve,x,y"]
        for item, (x, y) in self._points.items():
            name = _cell((self._curves | self._dots)[item][0])
            pairs = zip(x.tolist(), y.tolist(), strict=True)
            lines += [f"{name},{a!r},{b!r}" for a, b in pairs if item.isVisible()]
        return "\n".join(lines) + "\n"

    def copy_picture(self) -> None:
        """Put the plot on the clipboard as PNG, SVG and CSV in one."""
        data = QMimeData()
        png = self.png_bytes()
        data.setImageData(QImage.fromData(png))
        data.setData("image/png", png)
        data.setData("image/svg+xml", self.svg_bytes())
        data.setData("text/csv", self.csv_text().encode())
        QGuiApplication.clipboard().setMimeData(data)

    # For subclasses.

    def refresh(self) -> None:
        """Draw anew if the plot is seen, else when it will be."""
        if self.isVisible():
            self._draw_now()
        else:
            self._is_stale = True

    def draw(self) -> None:
        """Bring what is shown onto the plot."""

    def tip_at(self, position: QPointF) -> str:
        """Return what to say about the thing under the mouse, if anything."""
        return ""

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for a thing that is held, rather than a command of the window."""
        return False

    def _draw_now(self) -> None:
        self._is_stale = False
        self.draw()

    def _lay_out(self) -> None:
        """Give ranges and area to the axes and the ViewBox."""
        frame = self.frame
        if frame.x_range == NONE or frame.y_range == NONE:
            return
        size = self.viewport().size()
        left, top, bottom = self.axes.margins(frame.x_range, frame.y_range, size.height())
        right = float(self.theme.px(self.room_right))
        area = QRectF(left, top, size.width() - left - right, size.height() - top - bottom)
        frame.area = area if area.width() > 8.0 and area.height() > 8.0 else QRectF(left, top, 8, 8)
        self.box.setGeometry(frame.area)
        self.box.setRange(xRange=frame.x_range, yRange=frame.y_range, padding=0)
        self.axes.place(frame.area, QRectF(self.viewport().rect()))
        self.axes.setVisible(True)

    def _paint_with(self, item: pg.PlotCurveItem | pg.ScatterPlotItem, stroke: Stroke) -> None:
        if item in self._curves:
            width = (
                min(stroke.width, 1.0 / self.theme.scale) if item in self._thin else stroke.width
            )
            pen = self.theme.pen(stroke.color, width, alpha=stroke.alpha, style=stroke.style)
            item.setPen(pen)
        else:
            item.setSize(stroke.width * self.theme.scale)
            item.setBrush(self.theme.color(stroke.color, stroke.alpha))

    def _widen(self, factor: float) -> None:
        """Thicken the pens, which count pixels of the picture, for a picture of more pixels."""
        for item, (_name, stroke) in self._curves.items():
            self._paint_with(item, stroke._replace(width=stroke.width * factor))

    def _add_actions(self) -> None:
        copy = QAction(_("Copy picture"), self)
        copy.setToolTip(_("Copies the plot as a picture and its points as a table."))
        copy.triggered.connect(self.copy_picture)
        save = QAction(_("Save picture as…"), self)
        save.setToolTip(_("Writes the plot into a PNG, SVG or CSV file."))
        save.triggered.connect(self.picture_requested)
        self.menu.addActions([copy, save])
        self.menu.setToolTipsVisible(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys for the thing that is held, and say what is under the mouse.

        A filter, because an exception below an overridden ``event`` would end the process.
        """
        if event.type() == QEvent.Type.ShortcutOverride and watched is self:
            if isinstance(event, QKeyEvent) and self.takes_key(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return False

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        if hasattr(self, "axes"):  # pyqtgraph's constructor resizes before there is anything
            self._lay_out()
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has been missed."""
        super().showEvent(event)
        if self._is_stale:
            self._draw_now()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the plot."""
        self.menu.popup(event.globalPos())
        event.accept()


def _is_range(low: float, high: float) -> bool:
    return is_plottable(low) and is_plottable(high) and low < high


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text
