"""The list of runs: sorted by loss, one click opens a run, a button keeps the best.

Keys: Up and Down name a run in all panels, Enter opens it, K keeps the best, Ctrl+C copies.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.crop import Crop
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.starts_model import StartsModel
from gdsim.views.restarts.starts_rows import StartsRows
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme


class StartsTable(QWidget):
    """The list, and the button that keeps the best.

    Attributes
    ----------
    model : StartsModel
    rows : StartsRows
    best_button : IconButton
        In the corner; the key K does the same.
    """

    heading_changed = Signal(str, str)
    start_opened = Signal(int)
    start_pointed = Signal(int)
    starts_best_kept = Signal()
    csv_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Runs, the best first"), ""
        self._theme = theme
        self._pointed = -1
        self.menu = QMenu(self)
        self.model = StartsModel(self)
        self.rows = StartsRows(theme, self.model, self.menu, self)
        self.message = TextLabel(
            theme, _("Each run will be a row here; a click opens it."), color="muted"
        )
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.best_button = IconButton(
            theme, "keep", (32, 28), color="muted", icon_size=15, text=_("Keep the best")
        )
        self.best_button.setObjectName("flat")
        self.best_button.setToolTip(
            _("Keeps the run with the least loss under a name, on all plots (K).")
        )
        self.best_button.setAccessibleName(_("Keep the best"))
        self.best_button.clicked.connect(self.starts_best_kept)
        self._fill_menu()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows, 1)
        column.addWidget(self.message, 1)
        self.rows.run_opened.connect(self.start_opened)
        self.rows.run_pointed.connect(self._on_pointed)
        self.rows.copy_requested.connect(self.copy)
        self.restyle(theme)
        self.show_harvest(None)

    def corner(self) -> QWidget:
        """Return the button that keeps the best."""
        return self.best_button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self.show_harvest(None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show nothing of a moment: many runs are not at one epoch of this run."""

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        self.model.show_harvest(crop)
        results = self.model.results
        has_any = results is not None
        self.rows.setVisible(has_any)
        self.setFocusProxy(self.rows if has_any else self.message)  # Tab would stop at hidden rows
        self.message.setVisible(not has_any)
        self.best_button.setEnabled(
            results is not None and results.best >= 0 and crop is not None and not crop.is_running
        )
        self._pointed = -1 if crop is None else crop.pointed
        self.rows.show_pointed(self._pointed)
        caption = ""
        if crop is not None and results is not None:
            caption = _("click one to open it")
            if crop.opened >= 0:
                caption = _("open: {run}").format(run=words.run_name(crop, crop.opened))
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        self.setAccessibleDescription(words.summary(crop) if crop is not None else "")

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.rows.restyle(theme)
        self.message.restyle(theme)
        self.best_button.restyle(theme)

    def csv_text(self) -> str:
        """Return all runs as CSV."""
        return self.model.csv_text()

    def copy(self) -> None:
        """Put all runs on the clipboard, as CSV."""
        if self.model.results is not None:
            QGuiApplication.clipboard().setText(self.csv_text())

    def _fill_menu(self) -> None:
        copy = QAction(_("Copy as CSV"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        save = QAction(_("Save as CSV…"), self)
        save.triggered.connect(self.csv_requested)
        self.menu.addActions([copy, save])

    def _on_pointed(self, run: int) -> None:
        if run != self._pointed:
            self._pointed = run
            self.start_pointed.emit(run)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(720), self._theme.px(220))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the best by K."""
        if event.key() == Qt.Key.Key_K and not event.modifiers():
            self.best_button.click()
        else:
            super().keyPressEvent(event)
