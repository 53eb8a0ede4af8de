"""The headings above the list of balls; a click on the arrivals sorts by them."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gdsim.text import _
from gdsim.views.balls.ball_columns import HEADING, LEFT_ALIGNED, Column, Span, headings, tips
from gdsim.views.theme import Theme

HEIGHT = 22


class BallHeading(QWidget):
    """Words above columns; it paints itself in the spans it was given last.

    Attributes
    ----------
    is_sorted : bool
        Whether the rows stand in the order of their arrival.
    unit : str
        In what arrivals are counted.
    has_minima : bool
        Whether balls arrive at minima, as those of a function do.
    """

    sort_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Columns of the list of balls"))
        self._theme = theme
        self._spans: dict[Column, Span] = {}
        self._texts = headings(())
        self.is_sorted, self.unit, self.has_minima = False, "", True
        self.setMouseTracking(True)
        self.installEventFilter(self)
        self.restyle(theme)

    def set_spans(self, spans: dict[Column, Span], names: tuple[str, ...]) -> None:
        """Stand above these columns."""
        self._spans, self._texts = spans, headings(names)
        self.update()

    def set_sorted(self, is_sorted: bool) -> None:
        """Show an arrow at the arrivals, or none."""
        self.is_sorted = is_sorted
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.update()

    def box_of(self, column: Column) -> QRectF:
        """Return where a heading stands; empty where its column is left out."""
        span = self._spans.get(column)
        return QRectF(span.left, 0.0, span.width, self.height()) if span else QRectF()

    def tip_at(self, place: QPointF) -> str:
        """Return what the column under the mouse means."""
        found = [column for column in self._spans if self.box_of(column).contains(place)]
        return tips(self.unit, has_minima=self.has_minima)[found[0]] if found else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain the heading under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked."""
        is_over = self.box_of(Column.ARRIVED).contains(event.position())
        shape = Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Sort by the arrivals, or no longer."""
        if self.box_of(Column.ARRIVED).contains(event.position()):
            self.sort_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the words."""
        painter, align = QPainter(self), Qt.AlignmentFlag
        painter.setFont(self._theme.font(HEADING))
        painter.setPen(self._theme.color("muted"))
        for column in self._spans:
            side = align.AlignLeft if column in LEFT_ALIGNED else align.AlignRight
            text = self._texts[column]
            if column is Column.ARRIVED and self.is_sorted:
                text += " ↑"
            painter.drawText(self.box_of(column), side | align.AlignVCenter, text)
