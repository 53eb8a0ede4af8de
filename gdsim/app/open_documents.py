"""The documents that were put aside: the menu and the cards that bring each of them back."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gdsim.app.activity_stack import ActivityStack
from gdsim.app.offers import offer_of
from gdsim.session.parked import Parked
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.start.start_page import Offer

NEXT = "Ctrl+Tab"


class OpenDocuments(QObject):
    """Lists what is open besides the document in front, and brings it forward.

    The one that has been aside longest comes first, so that one key leads through all of them.

    Signals
    -------
    resumed
        Another document has come forward on demand.
    """

    resumed = Signal()

    def __init__(self, session: Session, stack: ActivityStack, menu: QMenu) -> None:
        super().__init__(stack)
        self._session, self._stack, self._menu = session, stack, menu
        self._has_told = False
        menu.triggered.connect(self._on_choice)
        stack.start_page.open_requested.connect(self._on_card)
        session.document_changed.connect(self._list)
        self._list()

    def tell_once(self) -> None:
        """Say where the document went that another one has covered, if it was worked on."""
        parked = self._session.parked
        if not self._has_told and parked and not parked[-1].is_saved:
            self._has_told = True
            text = _("“{title}” is still open, with all that you did; Ctrl+Tab brings it back.")
            self._session.notice.emit(text.format(title=_offer(parked[-1]).title))

    @Slot()
    def _list(self) -> None:
        """Offer what is open now, in the menu and on the start page."""
        offers = [_offer(parked) for parked in self._session.parked]
        self._stack.start_page.set_open(offers)
        menu = self._menu
        for action in menu.actions():  # one of them may be what has led here
            menu.removeAction(action)
            action.deleteLater()
        for offer in offers:
            action = menu.addAction(offer.title.replace("&", "&&"))
            action.setData(offer.key)
            action.setToolTip(_("Brings it forward again. {line}").format(line=offer.line))
        if offers:
            menu.actions()[0].setShortcut(NEXT)
        menu.menuAction().setEnabled(bool(offers))

    @Slot(QAction)
    def _on_choice(self, action: QAction) -> None:
        self._resume(action.data())

    @Slot(str)
    def _on_card(self, key: str) -> None:
        self._resume(key)

    def _resume(self, key: str) -> None:
        for parked in self._session.parked:
            if _key(parked) == key:
                self._stack.finish_hands()
                self._session.resume(parked)
                self.resumed.emit()
                return


def _key(parked: Parked) -> str:
    return str(parked.run.number)


def _offer(parked: Parked) -> Offer:
    """Return how a document is offered: as an example is, but with how far it has come."""
    line = _("At epoch {epoch}.").format(epoch=f"{parked.selection.epoch:,}")
    if not parked.is_saved:
        line += " " + _("It has changes that are not saved.")
    return offer_of(_key(parked), parked.scenario)._replace(line=line)
