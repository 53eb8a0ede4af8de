"""What each action does: ``on_KEY`` for every key of the table of actions, which describes them."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from gdsim.app.activity_stack import ActivityStack
from gdsim.app.documents import Documents
from gdsim.app.gestures import Gestures
from gdsim.app.preferences import Preferences
from gdsim.app.settings import state_folder
from gdsim.scenario import edits
from gdsim.scenario.spec import NetworkSpec, Split
from gdsim.session.phasing import Phasing
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.about import AboutDialog
from gdsim.views.first_steps import FirstStepsDialog
from gdsim.views.table.epoch_table import EpochTable

MORE = 25


class Handlers(QObject):
    """Receives the actions of the menus; the transport uses the same ones."""

    def __init__(
        self,
        window: QMainWindow,
        stack: ActivityStack,
        session: Session,
        gestures: Gestures,
        documents: Documents,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._stack, self._session = window, stack, session
        self._gestures, self._documents = gestures, documents
        self._preferences = preferences
        self._phasing = Phasing(session)

    @Slot()
    def on_new(self) -> None:
        self._documents.open_example("houses")

    @Slot()
    def on_open(self) -> None:
        self._documents.ask_open()

    @Slot()
    def on_save(self) -> None:
        self._documents.save()

    @Slot()
    def on_save_as(self) -> None:
        self._documents.ask_save()

    @Slot(bool)
    def on_save_run(self, wanted: bool) -> None:
        self._preferences.set_saves_run(wanted)

    @Slot()
    def on_save_table(self) -> None:
        view = self._stack.view("table")
        if view is not None:
            self._documents.ask_save_text(view.csv_text(), ".csv")  # type: ignore[attr-defined]

    @Slot()
    def on_export_worksheet(self) -> None:
        table = self._table()
        sheet = table.worksheet_sheet() if table is not None else None
        if sheet is not None:
            self._documents.ask_worksheet(sheet)

    @Slot()
    def on_check_working(self) -> None:
        table = self._table()
        if table is not None:
            table.set_checking(not table.is_checking)
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def on_filter_table(self) -> None:
        table = self._table()
        if table is not None:
            table.open_filter()

    def _table(self) -> EpochTable | None:
        """Return the table of the activity in front, shown; say so where there is none."""
        panel = self._stack.panels.get("table")
        if panel is None:
            self._session.notice.emit(_("There is no table here; choose Network on the rail."))
            return None
        panel.show()
        view = panel.ensure_view()
        return view if isinstance(view, EpochTable) else None

    @Slot()
    def on_close(self) -> None:
        self._window.close()

    @Slot()
    def on_quit(self) -> None:
        self._window.close()

    @Slot()
    def on_preferences(self) -> None:
        self._preferences.ask(self._window)

    @Slot(bool)
    def on_standardize(self, wanted: bool) -> None:
        objective = self._session.scenario.objective
        if isinstance(objective, NetworkSpec) and wanted != objective.dataset.standardize:
            text = _("standardize columns") if wanted else _("use raw columns")
            self._gestures.edit(partial(edits.set_standardize, standardize=wanted), text)

    @Slot(bool)
    def on_hold_out(self, wanted: bool) -> None:
        objective = self._session.scenario.objective
        is_split = isinstance(objective, NetworkSpec) and objective.dataset.split is not None
        if wanted != is_split:
            text = _("hold out rows") if wanted else _("learn from all rows")
            split = Split() if wanted else None
            self._gestures.edit(partial(edits.set_split, split=split), text)

    @Slot(bool)
    def on_projector(self, wanted: bool) -> None:
        self._preferences.set_projector(wanted)

    @Slot(bool)
    def on_reduced_motion(self, wanted: bool) -> None:
        self._preferences.set_reduced_motion(wanted)

    @Slot()
    def on_zoom_in(self) -> None:
        self._zoom("zoom_in")

    @Slot()
    def on_zoom_out(self) -> None:
        self._zoom("zoom_out")

    @Slot()
    def on_zoom_fit(self) -> None:
        self._zoom("fit")

    def _zoom(self, how: str) -> None:
        view = self._stack.view("network")
        if view is not None:
            getattr(view, how)()

    @Slot()
    def on_reset_layout(self) -> None:
        self._stack.area.reset()

    @Slot(bool)
    def on_full_screen(self, wanted: bool) -> None:
        if wanted:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    @Slot()
    def on_play(self) -> None:
        runner = self._session.runner
        if runner.state is RunState.PLAYING:
            runner.pause()
        else:
            runner.play()

    @Slot()
    def on_step(self) -> None:
        self._session.runner.step()

    @Slot()
    def on_back(self) -> None:
        self._session.select(epoch=self._session.selection.epoch - 1)

    @Slot()
    def on_part_next(self) -> None:
        self._phasing.forth()

    @Slot()
    def on_part_back(self) -> None:
        self._phasing.back()

    @Slot()
    def on_whole_epoch(self) -> None:
        self._phasing.leave()

    @Slot()
    def on_forward_10(self) -> None:
        self._session.runner.step(10)

    @Slot()
    def on_back_10(self) -> None:
        self._session.select(epoch=max(0, self._session.selection.epoch - 10))

    @Slot()
    def on_more(self) -> None:
        self._session.runner.step(MORE)

    @Slot()
    def on_to_goal(self) -> None:
        self._gestures.on_more_requested(0)

    @Slot()
    def on_first(self) -> None:
        self._session.select(epoch=0)

    @Slot()
    def on_newest(self) -> None:
        self._session.select(epoch=self._session.run.newest)

    @Slot()
    def on_reset(self) -> None:
        self._gestures.start_again()

    @Slot()
    def on_new_start(self) -> None:
        self._gestures.start_anew()

    @Slot()
    def on_keep_other(self) -> None:
        self._gestures.companions.keep_other()

    @Slot()
    def on_keep_this(self) -> None:
        self._gestures.companions.keep_this()

    @Slot()
    def on_first_steps(self) -> None:
        FirstStepsDialog(self._preferences.theme(), self._window).exec()

    @Slot()
    def on_about(self) -> None:
        AboutDialog(str(state_folder() / "gdsim.log"), self._window).exec()
