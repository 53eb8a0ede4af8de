"""A word without a frame to click: in a panel's title bar, or beside what it is about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget


class FlatButton(QToolButton):
    """A quiet button, reached by Tab only, so that Space still plays after a click.

    Parameters
    ----------
    text, tip : str
        What stands there; what it does and what it changes.
    name : str
        For screen readers; the text where none is given.
    is_switch : bool
        Whether it stays pressed until it is clicked again.
    parent : QWidget or None
    """

    def __init__(
        self,
        text: str,
        tip: str,
        *,
        name: str = "",
        is_switch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("flat")
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(name or text)
        self.setCheckable(is_switch)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def twin(self) -> QAction:
        """Return an action for a menu that is on when the switch is, and switches it."""
        action = QAction(self.accessibleName(), self)
        action.setCheckable(True)
        action.setChecked(self.isChecked())
        self.toggled.connect(action.setChecked)
        action.toggled.connect(self.setChecked)
        return action
