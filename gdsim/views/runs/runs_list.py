"""The list of runs with its keys: rows to choose, eyes to click, and what can be done with one."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from gdsim.text import _
from gdsim.views.runs.run_delegate import RunDelegate
from gdsim.views.runs.run_rows import RunsModel
from gdsim.views.theme import Theme


class Deed(NamedTuple):
    """What can be done with a run: a button and its key."""

    icon: str
    text: str
    tip: str
    key: Qt.Key


def deeds() -> dict[str, Deed]:
    """Return them by their names."""
    key = Qt.Key
    return {
        "keep": Deed(
            "keep", _("Keep"), _("Keeps this run under a name, on all plots (K)."), key.Key_K
        ),
        "hide": Deed(
            "eye", _("Hide"), _("Takes its lines off the plots, or puts them back (H)."), key.Key_H
        ),
        "rename": Deed("rename", _("Rename"), _("Gives it another name (F2)."), key.Key_F2),
        "restore": Deed(
            "undo",
            _("Restore"),
            _("Makes it the current run again, with its settings; Undo goes back (Enter)."),
            key.Key_Return,
        ),
        "delete": Deed(
            "trash", _("Delete"), _("Removes it from the kept runs; Undo brings it back (Del)."),
            key.Key_Delete,
        ),
    }  # fmt: skip


class RunsList(QListView):
    """The list itself: rows, their eyes, and keys.

    Signals
    -------
    eye_clicked(QModelIndex)
    deed_wanted(name)
        By a key.
    """

    eye_clicked = Signal(QModelIndex)
    deed_wanted = Signal(str)

    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._delegate = RunDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QListView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setAccessibleName(_("Runs"))
        self._keys = {deed.key: name for name, deed in deeds().items()}
        self._keys[Qt.Key.Key_Enter] = "restore"

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._delegate.theme = theme
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _eye_at(self, event: QMouseEvent) -> QModelIndex:
        index = self.indexAt(event.position().toPoint())
        box = self._delegate.eye_box(self.visualRect(index))
        return index if box.contains(event.position().toPoint()) else QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide or show by the eye; choose by the rest of a row."""
        eye = self._eye_at(event)
        if event.button() == Qt.MouseButton.LeftButton and eye.isValid():
            self.eye_clicked.emit(eye)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a quick click on the eye as a click; rename elsewhere."""
        if self._eye_at(event).isValid():
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked."""
        super().mouseMoveEvent(event)
        hand = self._eye_at(event).isValid()
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose rows by Up and Down, do the deeds by their keys; others are the window's."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.state() == QListView.State.EditingState:
            event.accept()  # the Enter that ends a name is not for the run
        elif not held and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        elif not held and key in self._keys:
            self.deed_wanted.emit(self._keys[key])
        else:
            event.ignore()
