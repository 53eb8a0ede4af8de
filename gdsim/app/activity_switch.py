"""Going from one activity to another: the document stays if it fits, else another comes forward."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from gdsim.app.activities import NETWORK, activities, activity, fitting
from gdsim.app.activity_stack import START, ActivityStack
from gdsim.app.documents import Documents
from gdsim.app.menu_bar import check, fill_choices
from gdsim.app.offers import offer_of
from gdsim.app.open_documents import OpenDocuments
from gdsim.app.settings import Settings
from gdsim.scenario import library
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.start.start_page import Offer


class ActivitySwitch(QObject):
    """Brings activities and documents together.

    Whoever goes to an activity keeps the document if it fits there. If it does not, the last open
    document that fits comes forward, or else the activity's example is opened; the one that was
    open is put aside with its undo and its run.
    """

    def __init__(
        self,
        session: Session,
        stack: ActivityStack,
        documents: Documents,
        settings: Settings,
        menus: dict[str, QMenu],
    ) -> None:
        super().__init__(stack)
        self._session, self._stack = session, stack
        self._documents, self._settings = documents, settings
        self._open_ones = OpenDocuments(session, stack, menus["open_ones"])
        self._choices = _fill_menu(menus["activities"], self._on_choice)
        self._is_page_filled = False
        page = stack.start_page
        page.activity_requested.connect(self.go_to)
        page.example_requested.connect(self._on_example)
        page.recent_requested.connect(documents.open_name)
        stack.activity_changed.connect(self._on_activity)
        documents.opened.connect(self._on_opened)
        self._open_ones.resumed.connect(self._on_opened)
        session.subject_changed.connect(self._on_subject)
        self._on_activity()

    @Slot(str)
    def go_to(self, key: str) -> None:
        """Show an activity, or the start page; what is held is let go first."""
        self._stack.finish_hands()
        if key == START:
            self._session.runner.pause()
            self._fill_page()
            self._stack.show_start()
            return
        wanted = activity(key)
        if not wanted.fits(self._session.scenario):
            open_ones = [p for p in reversed(self._session.parked) if wanted.fits(p.scenario)]
            if open_ones:
                self._session.resume(open_ones[0])
            else:
                self._documents.open_beside(wanted.example)
            self._open_ones.tell_once()
        if wanted.fits(self._session.scenario):
            if not wanted.has_run:
                self._session.runner.pause()
            self._stack.show_activity(wanted)

    @Slot(QAction)
    def _on_choice(self, action: QAction) -> None:
        self.go_to(action.data())

    @Slot(str)
    def _on_example(self, name: str) -> None:
        self._documents.open_example(name)

    @Slot()
    def _on_opened(self) -> None:
        """Show what was opened on demand, even if the start page is in front."""
        current = self._stack.area.activity.key
        self._stack.show_activity(fitting(self._session.scenario, current))

    @Slot()
    def _on_subject(self) -> None:
        """Leave an activity that an edit has made unfit for the document."""
        if not self._stack.area.activity.fits(self._session.scenario):
            self._stack.show_activity(fitting(self._session.scenario, ""))

    @Slot()
    def _on_activity(self) -> None:
        check(self._choices, self._stack.key)
        self._session.activity = self._stack.area.activity.key

    def _fill_page(self) -> None:
        """Put what there is to do on the start page, the cards that stay only once."""
        page = self._stack.start_page
        if not self._is_page_filled:
            self._is_page_filled = True
            offers = [Offer(a.key, a.title, a.line, picture=a.key) for a in activities()]
            page.set_activities(offers)
            page.set_examples(_examples())
        page.set_recent(self._settings.recent)


def _fill_menu(menu: QMenu, slot: object) -> QActionGroup:
    choices = [(_("Start"), START), *((found.title, found.key) for found in activities())]
    group = fill_choices(menu, choices, slot)  # type: ignore[arg-type]
    for number, action in enumerate(group.actions(), 1):
        if number <= 9:
            action.setShortcut(f"Ctrl+{number}")
    return group


def _examples() -> list[Offer]:
    """Return a card for each builtin scenario, in the order of the activities that show them."""
    order = [found.key for found in activities()]
    offers = []
    for name in library.scenario_names():
        scenario = library.read(library.builtin_path(name)).scenario
        place = order.index(fitting(scenario, NETWORK).key)
        offers.append((place, offer_of(name, scenario)))
    return [offer for _place, offer in sorted(offers, key=_place_of)]


def _place_of(offer: tuple[int, Offer]) -> int:
    return offer[0]
