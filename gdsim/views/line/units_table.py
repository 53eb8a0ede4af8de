"""Descent and the minimum in raw and in standardized units: Standing -> one painted table.

One widget paints all numbers, so that new ones cost no layout.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.scenario.quantities import short
from gdsim.text import _
from gdsim.views.line.standings import Side, Standing
from gdsim.views.theme import Theme

ROW = 19
"""Height of a row in pixels at scale 1."""
NAMES = 0.24
"""The names' part of the width."""
DASH = "\N{EN DASH}"
WIDE = 10
"""A number of so many letters is written with three digits."""
TINY = 1e-12
"""A parameter that is smaller beside the others is 0 but for rounding, and is written so."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Row(NamedTuple):
    """A name, and for raw and standardized what descent has and what is lowest."""

    name: str
    cells: tuple[str, str, str, str]
    color: str = "text"


class UnitsTable(QWidget):
    """Paints the table.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._standing: Standing | None = None
        self.rows: list[Row] = []
        self.setAccessibleName(_("Descent and closed form"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_standing(self, standing: Standing | None, names: Sequence[str]) -> None:
        """Show this, with the parameters' names; None shows nothing."""
        before = len(self.rows)
        self._standing = standing
        self.rows = [] if standing is None else rows_of(standing, names)
        if standing is not None:
            self.setAccessibleDescription(description(standing))
        if len(self.rows) != before:
            self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        px = self._theme.px
        return QSize(px(380), px(ROW) * (len(self.rows) + 2) if self.rows else 0)

    def minimumSizeHint(self) -> QSize:
        """Let it become a little narrower."""
        return QSize(self._theme.px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint everything."""
        if self._standing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter, self._standing)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, number, row)

    def _cell(self, column: int, top: float) -> QRectF:
        """Return where a column's number stands; 0 and 1 are raw, 2 and 3 standardized."""
        px, left = self._theme.px, NAMES * self.width()
        gap = px(12)
        width = (self.width() - left - gap) / 4.0
        return QRectF(left + column * width + (gap if column > 1 else 0), top, width, px(ROW))

    def _paint_heads(self, painter: QPainter, standing: Standing) -> None:
        theme, row = self._theme, self._theme.px(ROW)
        titles = (_("raw"), _("standardized"))
        for side, title, column in zip(standing[:2], titles, (0, 2), strict=True):
            assert isinstance(side, Side)
            box = self._cell(column, 0.0).united(self._cell(column + 1, 0.0))
            painter.setFont(theme.font(0.9, bold=side.is_used))
            painter.setPen(theme.color("text" if side.is_used else "muted"))
            text = _("{units}, in use").format(units=title) if side.is_used else title
            room = box.adjusted(-theme.px(20), 0.0, 0.0, 0.0)
            painter.drawText(room, _RIGHT, text)
            painter.setFont(theme.font(0.84))
            painter.setPen(theme.color("muted"))
            painter.drawText(self._cell(column, row), _RIGHT, _("descent"))
            painter.drawText(self._cell(column + 1, row), _RIGHT, _("lowest"))
            painter.setPen(theme.pen("line"))
            base = 2.0 * row + 0.5
            painter.drawLine(QLineF(box.left() + theme.px(8), base, box.right(), base))

    def _paint_row(self, painter: QPainter, number: int, row: Row) -> None:
        theme = self._theme
        top = float(theme.px(ROW) * (number + 2))
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.color("muted"))
        name = QRectF(0.0, top, NAMES * self.width() + theme.px(8), theme.px(ROW))
        painter.drawText(name, _LEFT, row.name)
        painter.setPen(theme.color(row.color))
        for column in (0, 2):
            here, lowest = row.cells[column : column + 2]
            last = self._cell(column + 1, top)
            painter.drawText(self._cell(column, top), _RIGHT, here)
            painter.drawText(last if here else last.united(self._cell(column, top)), _RIGHT, lowest)


def rows_of(standing: Standing, names: Sequence[str]) -> list[Row]:
    """Return the table's rows: parameters, loss, what is left of it, curvatures."""
    raw, standardized = (_columns(side) for side in standing[:2] if isinstance(side, Side))
    titles = [*names, _("loss"), _("gap"), _("curvatures")]
    colors = ["text"] * len(names) + ["loss", "loss", "text"]
    return [
        Row(*parts)
        for parts in zip(
            titles, [(*a, *b) for a, b in zip(raw, standardized, strict=True)], colors, strict=True
        )
    ]


def description(standing: Standing) -> str:
    """Return the table in sentences, for screen readers."""
    sentences = []
    for side, name in ((standing.raw, _("raw")), (standing.standardized, _("standardized"))):
        numbers = ", ".join(_lowest(side))
        sentences.append(
            _("{units}: lowest at {numbers} with loss {loss}, gap {gap}.").format(
                units=name, numbers=numbers, loss=short(side.form.loss), gap=_number(side.gap)
            )
        )
    return " ".join(sentences)


def _columns(side: Side) -> list[tuple[str, str]]:
    """Return for each row what descent has and what is lowest."""
    form, now = side.form, side.now
    lowest = _lowest(side)
    here = [DASH] * len(lowest) if now is None else [_number(float(v)) for v in now.theta]
    loss = DASH if now is None else _number(now.loss)
    curvatures = [short(float(value), 3) for value in form.curvatures]
    return [
        *zip(here, lowest, strict=True),
        (loss, short(form.loss)),
        ("", _number(side.gap)),
        ("", _(" to ").join(dict.fromkeys((curvatures[0], curvatures[-1])))),
    ]


def _lowest(side: Side) -> list[str]:
    theta = side.form.theta
    largest = float(abs(theta).max())
    return [short(0.0 if abs(value) <= TINY * largest else value) for value in theta.tolist()]


def _number(value: float) -> str:
    text = DASH if value != value else short(value)
    return text if len(text) < WIDE else short(value, 3)
