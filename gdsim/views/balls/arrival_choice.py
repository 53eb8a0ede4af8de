"""In what arrivals are counted, and whether the rows stand in their order: a word with a menu."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gdsim.scenario.effort import Effort
from gdsim.text import _
from gdsim.views.effort_words import words_of
from gdsim.views.flat_button import FlatButton


class ArrivalChoice(FlatButton):
    """The measures of what a run costs, to choose one from.

    Signals
    -------
    effort_chosen(Effort)

    Attributes
    ----------
    sort_action : QAction
        Whether the rows stand in the order of their arrival.
    """

    effort_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = _("In what arrivals are counted, to compare fairly; changes only this list.")
        super().__init__("", tip, name=_("Arrivals counted in"))
        self.setParent(parent)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._efforts = QActionGroup(self)
        for effort in Effort:
            action = menu.addAction(words_of(effort).label)
            action.setCheckable(True)
            action.setData(effort)
            action.setToolTip(words_of(effort).tip)
            self._efforts.addAction(action)
        self._efforts.triggered.connect(self._choose)
        menu.addSeparator()
        self.sort_action = menu.addAction(_("Sort by arrival"))
        self.sort_action.setCheckable(True)
        self.sort_action.setToolTip(_("Else the rows stand in the order of the marks (S)."))
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.show_effort(Effort.EPOCHS)

    def show_effort(self, effort: Effort) -> None:
        """Say which one it is."""
        self.action_of(effort).setChecked(True)
        self.setText(_("in {unit} ▾").format(unit=words_of(effort).label))

    def set_has_rows(self, has_rows: bool) -> None:
        """Offer rows only where there are data."""
        self.action_of(Effort.ROWS).setVisible(has_rows)

    def action_of(self, effort: Effort) -> QAction:
        """Return the entry of a measure."""
        return self._efforts.actions()[list(Effort).index(effort)]

    def _choose(self, action: QAction) -> None:
        self.show_effort(action.data())
        self.effort_chosen.emit(action.data())
