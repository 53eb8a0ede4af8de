"""The rows of the list of runs: a click or Enter opens one, the mouse and Up and Down name one."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.quiet_table import make_quiet
from gdsim.views.restarts.starts_model import RUN, Kind, StartsModel
from gdsim.views.theme import Theme

_ROW_HEIGHT = 24
_PAD = 6
_WALK = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
_WIDTHS = {
    Kind.NUMBER: 64,
    Kind.SEED: 84,
    Kind.VALUE: 92,
    Kind.LOSS: 104,
    Kind.NEEDED: 116,
    Kind.OUTCOME: 176,
}


class CellPainter(QStyledItemDelegate):
    """Paints a cell: the best run's loss in colour, the current run marked at its left."""

    def __init__(self, theme: Theme, model: StartsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._font, self._bold = theme.font(), theme.font(bold=True)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        crop, results, theme = self._model.crop, self._model.results, self._theme
        if crop is None or results is None:
            return
        rect, run = QRectF(option.rect), index.data(RUN)
        is_opened, is_best = run == crop.opened, run == results.best
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("control"))
        if is_opened:
            painter.fillRect(rect, theme.color("halo"))
        if is_opened and index.column() == 0:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), 3.0, rect.height()), theme.color("selection")
            )
        kind = self._model.columns[index.column()][0]
        is_loss = is_best and kind is Kind.LOSS
        painter.setFont(self._bold if is_loss else self._font)
        color = "loss" if is_loss else "muted" if results.diverged_at[run] >= 0 else "text"
        painter.setPen(theme.color(color))
        pad = theme.px(_PAD)
        flags = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        box = rect.adjusted(pad, 0.0, -pad, 0.0)
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, text)


class StartsRows(QTableView):
    """Shows a `StartsModel`.

    Signals
    -------
    run_opened(run), run_pointed(run)
    copy_requested
    """

    run_opened = Signal(int)
    run_pointed = Signal(int)
    copy_requested = Signal()

    def __init__(self, theme: Theme, model: StartsModel, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._menu, self._theme = model, menu, theme
        self.setModel(model)
        self._painter = CellPainter(theme, model, self)
        self.setItemDelegate(self._painter)
        make_quiet(self)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(8)
        header.sectionClicked.connect(model.sort_by)
        model.modelReset.connect(self.fit_columns)
        self.setAccessibleName(_("Runs from many starts"))
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._painter.restyle(theme)
        self.setFont(theme.font())
        self.horizontalHeader().setFont(theme.font(0.9))
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        self.fit_columns()
        self.viewport().update()

    def fit_columns(self) -> None:
        """Share out the width: what the runs came to takes the rest."""
        columns = self._model.columns
        if not columns:
            return
        widths = [float(self._theme.px(_WIDTHS[kind])) for kind, _parameter in columns]
        rest = self.viewport().width() - sum(widths)
        if rest < 0.0:
            widths = [width * self.viewport().width() / sum(widths) for width in widths]
        else:
            widths = [width + min(rest / len(widths), 40.0) for width in widths]
            widths[-1] += self.viewport().width() - sum(widths)
        for i, width in enumerate(widths):
            self.setColumnWidth(i, int(width))

    def show_pointed(self, run: int) -> None:
        """Mark the row of a run that is looked at; nothing is told."""
        row = self._model.row_of(run) if run >= 0 else -1
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(row, 0))
        elif row < 0 and not self.hasFocus():
            self.clearSelection()

    def _run_at(self, event: QMouseEvent) -> int:
        index = self.indexAt(event.position().toPoint())
        return int(index.data(RUN)) if index.isValid() else -1

    # What Qt calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the rows, open one, copy; all other keys are the window's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() in ENTER and self.currentIndex().isValid():
            self.run_opened.emit(int(self.currentIndex().data(RUN)))
        elif event.key() in _WALK:
            super().keyPressEvent(event)
            if self.currentIndex().isValid():
                self.run_pointed.emit(int(self.currentIndex().data(RUN)))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the run under the mouse."""
        run = self._run_at(event)
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and run >= 0:
            self.run_opened.emit(run)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the run under the mouse in all panels."""
        run = self._run_at(event)
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if run >= 0 else Qt.CursorShape.ArrowCursor
        )
        self.run_pointed.emit(run)

    def leaveEvent(self, event: QEvent) -> None:
        """Name no run."""
        self.run_pointed.emit(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to save."""
        self._menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self.fit_columns()
