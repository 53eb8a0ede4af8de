"""The method of descent and how many rows each update sees, as one quiet menu."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gdsim.engine.batches import Batches
from gdsim.text import _
from gdsim.views.strip.number_button import NumberButton
from gdsim.views.strip.titled_grid import TitledGrid
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_SIZES = (None, 32, 10, 1)
_MOST_ROWS = 100_000_000


class MethodField(QWidget):
    """The optimizer's name and the batches.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    batch_size_edited = Signal(object)
    """Rows in a batch; None for all of them."""
    shuffle_edited = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._method, self._batches = "", Batches(1)
        self.title = TextLabel(theme, _("METHOD"), color="muted", size=0.85, bold=True)
        self.choice = NumberButton(theme, _("Rows in a batch"), 1, _MOST_ROWS)
        self.choice.number_edited.connect(self._edit_size)
        self.menu = QMenu(self)
        self._sizes = QActionGroup(self)
        self._fill_menu()
        self.choice.button.setMenu(self.menu)
        self.choice.button.setPopupMode(self.choice.button.ToolButtonPopupMode.InstantPopup)
        self._grid = TitledGrid(self)
        self._grid.addWidget(self.title, 0, 0)
        self._grid.addWidget(self.choice, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.restyle(theme)

    def _fill_menu(self) -> None:
        self.menu.setToolTipsVisible(True)
        for size in (*_SIZES, 0):
            action = self.menu.addAction(_size_words(size, 0))
            action.setCheckable(True)
            action.setData(size)
            self._sizes.addAction(action)
        self._sizes.triggered.connect(self._choose)
        self.menu.addSeparator()
        self.shuffle = self.menu.addAction(_("Shuffle the rows in each epoch"))
        self.shuffle.setCheckable(True)
        self.shuffle.setToolTip(_("Takes the rows in a new random order in every epoch."))
        self.shuffle.triggered.connect(self.shuffle_edited)

    def set_method(self, optimizer: str) -> None:
        """Show the rule of descent by its name in the file."""
        method = optimizer.replace("_", " ").capitalize()
        if method != self._method:
            self._method = method
            self._write()
            self.updateGeometry()

    def set_batches(self, batches: Batches) -> None:
        """Show which rows an update sees."""
        if batches == self._batches:
            return
        self._batches = batches
        for action in self._sizes.actions():
            of = action.data()
            action.setVisible(not of or of < batches.n_rows)
            if of is None:
                action.setText(_size_words(None, batches.n_rows))
        self.choice.set_highest(batches.n_rows)
        self.choice.set_number(self._size or batches.n_rows)
        self.shuffle.setEnabled(not batches.is_full)
        self.shuffle.setChecked(batches.shuffle)
        self._mark()
        self._write()
        self.updateGeometry()

    @property
    def _size(self) -> int | None:
        return None if self._batches.is_full else self._batches.size

    def _mark(self) -> None:
        """Mark the batch size in force, whatever was clicked."""
        marked = self._size if self._size in _SIZES else 0
        for action in self._sizes.actions():
            action.setChecked(action.data() == marked)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.title.restyle(theme)
        self.choice.restyle(theme)
        self._grid.restyle(theme)
        # The title stands over the text inside the button, not over its edge.
        self.title.setIndent(theme.px(6) + 2)
        self.setMinimumWidth(theme.px(88))
        self._write()

    def _choose(self, action: QAction) -> None:
        size = action.data()
        self._mark()  # the model answers, and may refuse
        if size == 0:
            self.choice.begin()
        elif size != self._size:
            self.batch_size_edited.emit(size)

    def _edit_size(self, size: int) -> None:
        self.batch_size_edited.emit(size)

    def _rows(self) -> str:
        size = self._size
        if size is None:
            return _("all rows")
        return _("row by row") if size == 1 else _("{n} rows").format(n=f"{size:,}")

    def _text(self) -> str:
        return _("{method}, {rows}").format(method=self._method, rows=self._rows())

    def _write(self) -> None:
        """Leave out the method, then the end, where there is no room; the tooltip has all of it."""
        text = self._text()
        metrics = self.choice.button.fontMetrics()
        arrow = " \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
        room = self.width() - self._padding() - metrics.horizontalAdvance(arrow)
        short = text
        if metrics.horizontalAdvance(text) > room:
            short = metrics.elidedText(self._rows(), Qt.TextElideMode.ElideRight, room)
        self.choice.set_text(
            short + arrow,
            _("{method}.\nHow many rows each update sees: changes the run from here on.").format(
                method=text
            ),
        )
        self.choice.button.setAccessibleName(text)

    def _padding(self) -> int:
        return 2 * (self._theme.px(6) + 2) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to what fits."""
        super().resizeEvent(event)
        self._write()

    def sizeHint(self) -> QSize:
        """Return the size at which the whole text stands there."""
        metrics = self.choice.button.fontMetrics()
        width = metrics.horizontalAdvance(self._text() + " \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        return QSize(width + self._padding(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for the first word."""
        return QSize(self.minimumWidth(), super().minimumSizeHint().height())


def _size_words(size: int | None, n_rows: int) -> str:
    """Return a batch size for the menu; 0 stands for another."""
    if size is None:
        return _("All {n} rows at once (batch)").format(n=f"{n_rows:,}")
    if size == 0:
        return _("Another number of rows…")
    if size == 1:
        return _("1 row at a time (stochastic)")
    return _("{n} rows at a time (mini-batch)").format(n=size)
