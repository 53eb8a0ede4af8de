"""How those who take part in a game are told apart: a name, a colour and a mark for each."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

# pyqtgraph takes the Qt that is there, so it comes after it.
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gdsim.engine.probes import DESCENT, MANY, RANDOM, YOU
from gdsim.text import _
from gdsim.views.theme import Theme


class Look(NamedTuple):
    """What a contestant wears.

    Attributes
    ----------
    name : str
    color : str
        Of the theme: green for the one that follows the gradient.
    symbol : str
        Of pyqtgraph.
    does : str
        How it plays, in a line.
    """

    name: str
    color: str
    symbol: str
    does: str


@cache
def looks() -> Mapping[str, Look]:
    """Return what each contestant wears, in the order of the board."""
    return {
        YOU: Look(_("You"), "text", "d", _("click in the plot above to look")),
        DESCENT: Look(
            _("Descent"), "gradient", "o", _("follows the slope downhill from one random place")
        ),
        RANDOM: Look(
            _("Random search"), "zero", "x", _("looks anywhere and makes no use of the slope")
        ),
        MANY: Look(
            _("Many starts"), "run 1", "t1", _("descend from three places that share the looks")
        ),
    }


def paint_mark(
    painter: QPainter, theme: Theme, key: str, center: QPointF, size: float, alpha: float = 1.0
) -> None:
    """Paint a contestant's mark, ``size`` pixels wide at scale 1, as the plot draws it."""
    look = looks()[key]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(center)
    brush = theme.color(look.color, alpha)
    drawSymbol(painter, look.symbol, size * theme.scale, Qt.PenStyle.NoPen, brush)
    painter.restore()
