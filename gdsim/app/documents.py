"""Opening, saving and leaving: dialogs, recent files, and the question about unsaved work."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from gdsim.app.menu_bar import fill_files
from gdsim.app.settings import Settings
from gdsim.scenario import files, library, sources
from gdsim.scenario.codec import Document
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.exercise import Sheet
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.worksheet import make_worksheet
from gdsim.session.recordings import Recordings
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.plotting.plots import Plot
from gdsim.views.table.worksheet_pdf import pdf_bytes

LARGEST_DATA = 10_000_000
"""Bytes of a data file that the window reads: about half a second, in which it stands still."""


def refuse_large_data(document: Document, path: Path | None) -> None:
    """Refuse a scenario whose data would keep the window standing still.

    Raises
    ------
    ScenarioError
        Naming the file and the cure.
    """
    objective = document.scenario.objective
    if not isinstance(objective, FunctionSpec):
        sources.refuse_large(objective.dataset, path.parent if path else None, LARGEST_DATA)


class Documents(QObject):
    """Moves scenarios between files and the session.

    Attributes
    ----------
    may_discard : bool
        Whether unsaved work may go without a question, since the system ends the program.

    Signals
    -------
    opened
        A scenario was opened on demand.
    """

    opened = Signal()

    def __init__(
        self, window: QWidget, session: Session, settings: Settings, menus: dict[str, QMenu]
    ) -> None:
        super().__init__(window)
        self.may_discard = False
        self._window, self._session, self._settings = window, session, settings
        self._recordings = Recordings(session)
        self._recent, self._examples = menus["recent"], menus["examples"]
        self._examples.aboutToShow.connect(self._list_examples)
        self._examples.triggered.connect(self._on_example)
        self._recent.triggered.connect(self._on_recent)
        if session.path is not None:
            settings.add_recent(session.path)
        fill_files(self._recent, settings.recent)

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open Scenario"), self._folder(), _("Scenarios (*.json);;All files (*)")
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file, or say why not; what is open then stays."""
        try:
            document = library.read(path)
        except ScenarioError as error:
            self._settings.forget_recent(path)
            self._refuse(error)
        else:
            self._open(document, path.absolute())
        fill_files(self._recent, self._settings.recent)

    def open_example(self, name: str) -> None:
        """Open a builtin scenario."""
        self._open(library.read(library.builtin_path(name)), None)

    def take_up(self, document: Document) -> None:
        """Use what was recorded of the run of a document that was just opened."""
        self._recordings.take_up(document)

    def save(self) -> bool:
        """Save in the file it came from, or ask for one; say whether it was saved."""
        path = self._session.path
        return self._save(path) if path is not None else self.ask_save()

    def ask_save(self) -> bool:
        """Ask for a file and save there."""
        suggested = Path(self._folder()) / "scenario.json"
        path = self._ask_path(self._session.path or suggested, _("Scenarios (*.json)"), ".json")
        return path is not None and self._save(path)

    def ask_save_text(self, text: str, ending: str) -> None:
        """Ask for a file and write a table there."""
        path = self._ask_path(Path(self._folder()) / f"epoch{ending}", f"*{ending}", ending)
        if path is not None:
            self._write(path, text)

    def ask_worksheet(self, sheet: Sheet) -> None:
        """Ask for a file; write the worksheet there and its key beside it."""
        worksheet = make_worksheet(self._session.subject, sheet)
        kinds = _("PDF (*.pdf);;Tables (*.csv)")
        path = self._ask_path(Path(self._folder()) / "worksheet.pdf", kinds, ".pdf")
        if path is None:
            return
        for is_key in (False, True):
            target = path.with_stem(path.stem + "-key") if is_key else path
            if path.suffix == ".csv":
                self._write(target, worksheet.csv_text(is_key=is_key))
            else:
                self._write(target, pdf_bytes(worksheet, is_key=is_key))

    @Slot()
    def on_picture_requested(self) -> None:
        """Ask for a file and save the plot that sent this: as PNG, SVG or CSV by its ending."""
        plot = self.sender()
        if not isinstance(plot, Plot):
            return
        kinds = _("Pictures (*.png *.svg);;Tables (*.csv)")
        path = self._ask_path(Path(self._folder()) / "plot.png", kinds, ".png")
        if path is None:
            return
        if path.suffix == ".csv":
            self._write(path, plot.csv_text())
        else:
            self._write(path, plot.svg_bytes() if path.suffix == ".svg" else plot.png_bytes())

    @Slot()
    def on_table_requested(self) -> None:
        """Ask for a file and save the table of the view that sent this."""
        view = self.sender()
        if hasattr(view, "csv_text"):
            self.ask_save_text(view.csv_text(), ".csv")

    def may_go_on(self) -> bool:
        """Ask once about unsaved work; say whether it may be left behind."""
        if self.may_discard or self._session.is_saved:
            return True
        button = QMessageBox.StandardButton
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            _("Save changes?"),
            _("“{title}” has changes that are not saved.").format(
                title=self._session.scenario.title or _("The scenario")
            ),
            button.Save | button.Discard | button.Cancel,
            self._window,
        )
        answer = box.exec()
        if self.may_discard:  # the system has ended the question
            return True
        return answer == button.Discard or (answer == button.Save and self.save())

    def may_close(self) -> bool:
        """Ask about every open document that is not saved; say whether all may be left behind."""
        if not self.may_go_on():
            return False
        for parked in [parked for parked in self._session.parked if not parked.is_saved]:
            if not self.may_discard:
                self._session.resume(parked)
                self.opened.emit()
            if not self.may_go_on():
                return False
        return True

    @Slot(str)
    def open_name(self, name: str) -> None:
        """Open the file of this name."""
        self.open_path(Path(name))

    def open_beside(self, name: str) -> None:
        """Open a builtin scenario and keep what is open now for later."""
        try:
            self._session.open_beside(library.read(library.builtin_path(name)))
        except ScenarioError as error:
            self._refuse(error)

    def _open(self, document: Document, path: Path | None) -> None:
        if not self.may_go_on():
            return
        try:
            refuse_large_data(document, path)
            self._session.open(document, path)
            self.take_up(document)
        except ScenarioError as error:
            self._refuse(error)
            return
        if path is not None:
            self._settings.add_recent(path)
        self.opened.emit()

    def _save(self, path: Path) -> bool:
        recording = self._recordings.of_run() if self._settings.saves_run else None
        try:
            self._session.save(path, recording)
        except ScenarioError as error:
            self._refuse(error)
            return False
        self._settings.add_recent(path)
        fill_files(self._recent, self._settings.recent)
        return True

    def _write(self, path: Path, data: bytes | str) -> None:
        try:
            files.write_whole(path, data)
        except ScenarioError as error:
            self._refuse(error)

    def _ask_path(self, suggested: Path, kinds: str, ending: str) -> Path | None:
        name, _kind = QFileDialog.getSaveFileName(self._window, _("Save As"), str(suggested), kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(ending)

    def _refuse(self, error: ScenarioError) -> None:
        self._session.notice.emit(str(error))

    def _folder(self) -> str:
        path = self._session.path
        return str(path.parent if path is not None else Path.home())

    @Slot()
    def _list_examples(self) -> None:
        """Fill the menu when it is first seen: all files are read for their titles."""
        if not self._examples.isEmpty():
            return
        for name in library.scenario_names():
            action = self._examples.addAction(
                library.read(library.builtin_path(name)).scenario.title
            )
            action.setData(name)
            action.setStatusTip(_("Open this example."))

    @Slot(QAction)
    def _on_example(self, action: QAction) -> None:
        self.open_example(action.data())

    @Slot(QAction)
    def _on_recent(self, action: QAction) -> None:
        self.open_path(Path(action.data()))
