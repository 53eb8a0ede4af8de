"""The list of balls with its keys: rows to choose, rates to change, crosses to click."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from gdsim.text import _
from gdsim.views.balls.ball_columns import Column, Span
from gdsim.views.balls.ball_delegate import BallDelegate
from gdsim.views.balls.ball_rows import BallRow, BallsModel
from gdsim.views.balls.rate_cell import RateCell
from gdsim.views.keys import ENTER
from gdsim.views.theme import Theme

_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class BallsList(QListView):
    """The rows.

    Signals
    -------
    chosen(row), removed(row)
    rate_entered(row, rate)
    sort_wanted
        By the key S.
    message_changed(bool)
        Whether what is typed as a rate is none.
    resized

    Attributes
    ----------
    field : RateCell
    """

    chosen = Signal(int)
    removed = Signal(int)
    rate_entered = Signal(int, float)
    sort_wanted = Signal()
    message_changed = Signal(bool)
    resized = Signal()

    def __init__(self, theme: Theme, model: BallsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._balls = model
        self.painter = BallDelegate(theme, self)
        self.setItemDelegate(self.painter)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Balls"))
        self.field = RateCell(self.viewport())
        self.field.number_entered.connect(self._on_rate)
        self.field.message_changed.connect(self.message_changed)
        self.field.closed.connect(self._on_closed)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    def set_spans(self, spans: dict[Column, Span]) -> None:
        """Paint the rows in these columns."""
        self.painter.spans = spans
        self.viewport().update()
        self._follow()

    def follow_rows(self) -> None:
        """Keep the field that is open over its ball, or close it if that is gone."""
        self.painter.can_remove = len(self._balls.rows) > 1
        if self.field.mark >= 0:
            self._follow()

    def edit_rate(self, row: int) -> None:
        """Let the learning rate of a ball be typed."""
        ball = self._balls.rows[row]
        self.setCurrentIndex(self._balls.index(row))
        self.field.open_at(ball.mark, ball.rate, self._field_box(row))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.painter.restyle(theme)
        self.field.setFont(theme.font(0.92))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _field_box(self, row: int) -> QRect:
        box = self.visualRect(self._balls.index(row))
        return self.painter.box_of(Column.RATE, box).adjusted(-4, -1, 4, 1)

    def _follow(self) -> None:
        if self.field.mark < 0:
            return
        row = self._balls.row_of_mark(self.field.mark)
        if row < 0 or Column.RATE not in self.painter.spans:
            self.field.close_up()
        else:
            self.field.setGeometry(self._field_box(row))

    def _on_rate(self, rate: float) -> None:
        row = self._balls.row_of_mark(self.field.mark)
        if row >= 0 and rate != self._balls.rows[row].rate:
            self.rate_entered.emit(row, rate)

    def _on_closed(self, had_focus: bool) -> None:
        self.message_changed.emit(False)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part_at(self, place: QPoint) -> tuple[int, str]:
        """Return the row here and its part: "rate", "cross", "row"; (-1, "") for none."""
        index = self.indexAt(place)
        if not index.isValid():
            return -1, ""
        box = self.visualRect(index)
        if self.painter.chip_box(box).contains(place):
            return index.row(), "rate"
        if self.painter.can_remove and self.painter.cross_box(box).contains(place):
            return index.row(), "cross"
        return index.row(), "row"

    def _row(self) -> BallRow | None:
        index = self.currentIndex()
        return self._balls.rows[index.row()] if index.isValid() else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a ball, change its rate, or remove it by its cross."""
        row, part = self._part_at(event.position().toPoint())
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif part == "rate":
            self.edit_rate(row)
        elif part == "cross":
            self.removed.emit(row)
        else:
            self.setCurrentIndex(self._balls.index(row))
            self.chosen.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a quick second click as a click."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave it: the press has done all."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked, and a beam over what can be typed."""
        super().mouseMoveEvent(event)
        shapes = {"": Qt.CursorShape.ArrowCursor, "rate": Qt.CursorShape.IBeamCursor}
        _row, part = self._part_at(event.position().toPoint())
        self.viewport().setCursor(shapes.get(part, Qt.CursorShape.PointingHandCursor))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through rows by Up and Down, do the deeds by their keys; others are the window's."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held or (not index.isValid() and key is not Qt.Key.Key_S):
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        elif key in ENTER:
            self.chosen.emit(index.row())
        elif key in _REMOVES:
            self.removed.emit(index.row())
        elif key is Qt.Key.Key_F2:
            self.edit_rate(index.row())
        elif key is Qt.Key.Key_S:
            self.sort_wanted.emit()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that there is another room for the columns."""
        super().resizeEvent(event)
        self.resized.emit()
