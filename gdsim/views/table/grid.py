"""The grid of numbers: how one moves through its lines, opens, marks and answers them.

It knows nothing of parameters and epochs: its signals speak of lines.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gdsim.views.keys import ENTER
from gdsim.views.table.figures import FIELDS, Kind
from gdsim.views.table.line_cursor import MOVES
from gdsim.views.table.lines_view import LinesView
from gdsim.views.table.source import Source
from gdsim.views.theme import Theme

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_KEY = Qt.Key
_OWN = (*MOVES, *ENTER)
_BEGINNINGS = "0123456789+-.,\N{MINUS SIGN}"
"""What an answer begins with."""
_LINES_A_NOTCH = 3


class NumberGrid(LinesView):
    """Lines of numbers to walk through.

    Signals
    -------
    line_requested(line)
        A line was clicked, or walked to by keys.
    line_hovered(line)
        The pointer is over a line, -1 for over none.
    fold_requested(line, unfold)
    blank_requested(line, column, text)
        An empty cell was clicked, or a key typed that begins an answer.
    sort_requested(column)
    copy_requested
    menu_requested(place)
    """

    line_requested = Signal(int)
    line_hovered = Signal(int)
    fold_requested = Signal(int, bool)
    blank_requested = Signal(int, int, str)
    sort_requested = Signal(int)
    copy_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, theme: Theme, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(theme, source, parent)
        self._turned = 0.0  # what a fine wheel has turned and not yet scrolled
        self.installEventFilter(self)
        self.horizontalHeader().sectionClicked.connect(self.sort_requested)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            self.set_hovered(line)
            self.line_hovered.emit(line)

    def _move(self, key: int, *, extends: bool) -> None:
        """Walk to another line."""
        n_lines = self._source.n_lines
        if not n_lines:
            return
        here, selected = self.place.head, self._source.selected_line
        line = self.place.target(key, n_lines, self._capacity(), max(0, selected))
        self.place.go(line, extends=extends)
        self.reveal(line)
        self._point_at(line)
        self.viewport().update()
        if line != here and not extends:
            self.line_requested.emit(line)

    def _point_at(self, line: int) -> None:
        """Tell what reads the screen aloud which row has the focus."""
        self.setCurrentIndex(self._model.index(line - self._model.first, 0))

    def _fold(self, unfold: bool) -> bool:
        """Open or close the focused line; say whether there was anything to do."""
        first, last = self.sight
        if not first <= self.place.head < last:
            return False
        state = self._source.figures(self.place.head).is_unfolded
        if state is None or state == unfold:
            return False
        self.fold_requested.emit(self.place.head, unfold)
        return True

    def _begin_answer(self, text: str) -> bool:
        """Ask for the first empty cell of the focused line."""
        line = self.place.head
        if not 0 <= line < self._source.n_lines:
            return False
        figures = self._source.figures(line)
        for i, column in enumerate(self._model.columns):
            if column.kind in FIELDS and figures.is_hidden(column.kind):
                self.blank_requested.emit(line, i, text)
                return True
        return False

    # What Qt calls.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that move through the rows from being shortcuts while they are held.

        A filter, because an exception below an overridden ``event`` would end the process.
        """
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and watched is self
            and isinstance(event, QKeyEvent)
            and (event.key() in _OWN or event.matches(QKeySequence.StandardKey.Copy))
        ):
            event.accept()
            return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the lines, open them, answer, mark or copy; leave the rest alone."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.place.mark_all(self._source.n_lines)
            self.viewport().update()
        elif event.key() in MOVES:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(event.key(), extends=extends)
        elif not self._act_on_line(event.key(), event.text()):
            event.ignore()

    def _act_on_line(self, key: int, text: str) -> bool:
        """Open or close the focused line, or begin an answer in it; say whether it was done."""
        if key in (_KEY.Key_Right, _KEY.Key_Left):
            return self._fold(key == _KEY.Key_Right)
        if key in ENTER:
            return self._begin_answer("")
        return bool(text) and text in _BEGINNINGS and self._begin_answer(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the line under the mouse, open it, or begin an answer."""
        line = self._line_at(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or line < 0:
            return
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.place.go(line, extends=extends)
        self._point_at(line)
        self.viewport().update()
        column = self.columnAt(int(event.position().x()))
        figures = self._source.figures(line)
        kind = self._model.columns[column].kind if column >= 0 else Kind.BAR
        if kind in FIELDS and figures.is_hidden(kind):
            self.blank_requested.emit(line, column, "")
        elif kind is Kind.PARAMETER and figures.is_unfolded is not None and self._is_arrow(event):
            self.fold_requested.emit(line, not figures.is_unfolded)
        else:
            self.line_requested.emit(line)

    def _is_arrow(self, event: QMouseEvent) -> bool:
        column = next(i for i, c in enumerate(self.columns) if c.kind is Kind.PARAMETER)
        return event.position().x() < self.columnViewportPosition(column) + self._theme.px(26)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close the line under the mouse."""
        line = self._line_at(event.position().y())
        if line >= 0:
            figures = self._source.figures(line)
            if figures.is_unfolded is not None:
                self.fold_requested.emit(line, not figures.is_unfolded)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the line under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self._line_at(event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and preview the line that comes under the mouse."""
        self._turned -= event.angleDelta().y() / 120.0 * _LINES_A_NOTCH
        lines = int(self._turned)
        self._turned -= lines
        self.bar.setValue(self.bar.value() + lines)
        self._hover(self._line_at(event.position().y()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """End the preview."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by the keyboard."""
        super().focusInEvent(event)
        self._is_focus_shown = event.reason() in _BY_KEYBOARD
        if self.place.head < 0:
            self.place.go(self._source.selected_line)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self._is_focus_shown = False
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the rows."""
        self.menu_requested.emit(event.globalPos())
