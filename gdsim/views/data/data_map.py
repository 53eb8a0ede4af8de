"""The prediction over two inputs as a coloured map: Fit -> image, line at one half, sites."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.snapshot import Fit
from gdsim.scenario.ranges import Range
from gdsim.text import _
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.theme import Theme

HALF = 0.5
N_COLORS = 256
FINER = 4
"""How many times finer than computed the map is painted, so that no tiles are seen."""
OPACITY = 0.85


class Sites(NamedTuple):
    """The rows on a map.

    Attributes
    ----------
    x, y, truth : ndarray, shape (n,)
    is_test : ndarray of bool, shape (n,)
    is_class : bool
        Whether the truth is 0 or 1.
    """

    x: Array
    y: Array
    truth: Array
    is_test: BoolArray
    is_class: bool


class PredictionMap:
    """The items of a map.

    Parameters
    ----------
    plot : Plot
        Where it stands.
    """

    def __init__(self, plot: Plot) -> None:
        self.image = pg.ImageItem()
        self.dots = plot.add_dots(_("rows"), Stroke("text", 8.0), z=3.0)
        self._colors = pg.colormap.get("cividis").getLookupTable(0.0, 1.0, N_COLORS)
        self.image.setLookupTable(self._colors)
        self.image.setOpacity(OPACITY)
        self.image.setZValue(0.0)
        plot.box.addItem(self.image, ignoreBounds=True)
        self.set_visible(False)

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide everything."""
        self.image.setVisible(is_visible)
        self.dots.setVisible(is_visible)

    def show_fit(self, fit: Fit, levels: Range) -> None:
        """Colour the ground by the prediction; ``levels`` get the first and the last colour."""
        low, high = levels
        values = np.nan_to_num(fit.values[0], nan=low, posinf=high, neginf=low)
        values = finer(np.clip(values, low, high), FINER)
        self.image.setImage(values.astype(np.float32), levels=levels)
        (x0, x1), (y0, y1) = ((axis[0], axis[-1]) for axis in fit.axes)
        self.image.setRect(QRectF(x0, y0, x1 - x0, y1 - y0))

    def show_sites(self, sites: Sites, levels: Range, theme: Theme) -> None:
        """Show the rows: classes differ by shape and shade, quantities have their own colour."""
        n = len(sites.x)
        if sites.is_class:
            is_one = sites.truth > HALF
            symbols = np.where(is_one, "t1", "o").tolist()
            inks = [("#FFFFFF", "#000000") if one else ("#000000", "#FFFFFF") for one in is_one]
        else:
            symbols = ["o"] * n
            inks = [(color, "#FFFFFF") for color in self._color_names(sites.truth, levels)]
        hollow = np.flatnonzero(sites.is_test)
        # What is hollow has a light line under its dark one, since the ground may be either.
        rows = [*hollow.tolist(), *range(n)]
        lines = [pg.mkPen("#FFFFFF", width=3.4)] * len(hollow)
        for (_ink, line), is_test in zip(inks, sites.is_test, strict=True):
            lines.append(pg.mkPen("#000000", width=1.4) if is_test else pg.mkPen(line, width=1.0))
        self.dots.setData(
            x=sites.x[rows],
            y=sites.y[rows],
            symbol=[symbols[i] for i in rows],
            size=(8.0 if sites.is_class else 7.0) * theme.scale,
            brush=[None if sites.is_test[i] else pg.mkBrush(inks[i][0]) for i in rows],
            pen=lines,
        )

    def _color_names(self, values: Array, levels: Range) -> list[str]:
        low, high = levels
        shares = np.clip((values - low) / (high - low), 0.0, 1.0)
        rows = self._colors[(shares * (N_COLORS - 1)).astype(int)]
        return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in rows[:, :3].tolist()]


def finer(values: Array, times: int) -> Array:
    """Return ``values`` (n, m) on a grid that is ``times`` finer, with straight lines between."""
    for _axis in range(2):
        n = len(values)
        places = np.linspace(0.0, n - 1.0, (n - 1) * times + 1)
        below = np.minimum(places.astype(int), n - 2)
        part = (places - below)[:, np.newaxis]
        values = (values[below] * (1.0 - part) + values[below + 1] * part).T
    return values


def level_line(fit: Fit, level: float) -> tuple[Array, Array]:
    """Return the line where the prediction is ``level``, as short pieces with gaps between.

    Each tile of the grid is cut into two triangles; of a triangle with corners on both sides of
    the level exactly two edges are crossed, so that, unlike with squares, nothing is ambiguous.
    """
    x, y = np.meshgrid(*fit.axes, indexing="ij")
    grid = np.stack([x, y, fit.values[0]], axis=-1)  # (n, m, 3)
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    corners = np.concatenate(
        [np.stack(t, axis=-2).reshape(-1, 3, 3) for t in ((a, b, c), (a, c, d))]
    )
    ends = np.roll(corners, -1, axis=1)  # edge i goes from corner i to corner i + 1
    above, above_end = corners[..., 2] >= level, ends[..., 2] >= level
    is_cut = (above != above_end) & np.isfinite(corners[..., 2] + ends[..., 2])
    with np.errstate(all="ignore"):
        part = (level - corners[..., 2]) / (ends[..., 2] - corners[..., 2])
        places = corners[..., :2] + part[..., np.newaxis] * (ends - corners)[..., :2]
    whole = is_cut.sum(axis=1) == 2
    pieces = places[whole][is_cut[whole]].reshape(-1, 2, 2)  # (pieces, their two ends, x and y)
    line = np.concatenate([pieces, pieces[:, 1:]], axis=1)
    line[:, 2, 1] = np.nan
    return line[..., 0].ravel(), line[..., 1].ravel()
