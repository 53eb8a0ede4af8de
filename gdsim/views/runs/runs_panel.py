"""The list of runs: this one, the one before, and those that are kept, with what sets them apart.

Keys in the list: K keeps, F2 renames, H hides or shows, Enter restores, Del deletes.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdsim.scenario.spec import MAX_COMPANIONS
from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.runs.run_rows import RunRow, RunsModel
from gdsim.views.runs.runs_list import Deed, RunsList, deeds
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

TALL = 200
"""From this height on, at scale 1, there is room for the hint too."""


class RunsPanel(QWidget):
    """The runs of the document, and what can be done with them.

    Attributes
    ----------
    list : RunsList
    model : RunsModel
    buttons : dict of str to IconButton
        "keep", "hide", "rename", "restore", "delete": for the row that is chosen.
    hint : QLabel
        What to do while nothing is kept.
    """

    heading_changed = Signal(str, str)
    run_keep_requested = Signal(bool)
    """Keep the run before (True) or this one."""
    run_name_edited = Signal(int, str)
    run_hidden_edited = Signal(int, bool)
    run_restore_requested = Signal(int)
    run_delete_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Runs"), ""
        self._theme = theme
        self.model = RunsModel()
        self.list = RunsList(theme, self.model, self)
        self.hint = QLabel(wordWrap=True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = {name: self._button(theme, deed) for name, deed in deeds().items()}
        self._row = QHBoxLayout()
        for button in self.buttons.values():
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.hint)
        self._column.addLayout(self._row)
        self.setFocusProxy(self.list)
        self._connect()
        self.restyle(theme)
        self._follow()

    def _connect(self) -> None:
        self.buttons["keep"].clicked.connect(self._keep)
        self.buttons["hide"].clicked.connect(self._hide)
        self.buttons["rename"].clicked.connect(self._rename)
        self.buttons["restore"].clicked.connect(self._restore)
        self.buttons["delete"].clicked.connect(self._delete)
        self.model.renamed.connect(self.run_name_edited)
        self.list.deed_wanted.connect(self._on_deed)
        self.list.eye_clicked.connect(self._on_eye)
        self.list.selectionModel().currentChanged.connect(self._follow)

    def corner(self) -> QWidget | None:
        """Return nothing: what can be done stands below the list."""
        return None

    def show_all_runs(self, runs: Sequence[ShownRun]) -> None:
        """List these, the current one first."""
        chosen = self.chosen
        n_before = len(self.model.rows)
        self.model.show_runs(runs)
        n_kept = sum(row.place >= 0 for row in self.model.rows)
        if n_before != len(self.model.rows):
            self._choose_again(chosen)
        self._show_caption(n_kept)
        self._follow()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        self._column.setContentsMargins(px(4), 0, px(4), px(8))
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(4))
        self.hint.setFont(theme.font(0.9))
        self.hint.setContentsMargins(px(12), 0, px(12), 0)
        palette = self.hint.palette()
        palette.setColor(palette.ColorRole.WindowText, theme.color("muted"))
        self.hint.setPalette(palette)
        self.list.restyle(theme)
        for button in self.buttons.values():
            button.restyle(theme)
        self._fit_buttons()

    @property
    def chosen(self) -> RunRow | None:
        """The row that is chosen."""
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _button(self, theme: Theme, deed: Deed) -> IconButton:
        button = IconButton(theme, deed.icon, (32, 30), color="muted", icon_size=16, text=deed.text)
        button.setObjectName("flat")
        button.setToolTip(deed.tip)
        button.setAccessibleName(deed.text)
        return button

    def _choose_again(self, chosen: RunRow | None) -> None:
        """Stay with the run that was chosen, although rows came or went; else take the last."""
        rows = self.model.rows
        names = [(row.name, row.mark) for row in rows]
        if chosen is not None and (chosen.name, chosen.mark) in names:
            place = names.index((chosen.name, chosen.mark))
        else:
            place = len(rows) - 1
        self.list.setCurrentIndex(self.model.index(place))

    def _show_caption(self, n_kept: int) -> None:
        caption = _("{n} of {most} kept").format(n=n_kept, most=MAX_COMPANIONS) if n_kept else ""
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        has_other = any(row.is_ghost for row in self.model.rows)
        text = ""
        if has_other:
            text = _("The run before your last edit is still here: Ctrl+K keeps it under a name.")
        elif not n_kept:
            text = _(
                "Go back to an epoch and change one thing, such as the learning rate. Ctrl+K then "
                "keeps the run that you left, so that you can compare both futures."
            )
        if text != self.hint.text():
            self.hint.setText(text)
            self._share_height()

    def _follow(self) -> None:
        """Offer what can be done with the row that is chosen."""
        row = self.chosen
        is_kept = row is not None and row.place >= 0
        self.buttons["keep"].setEnabled(row is not None and not is_kept)
        for name in ("hide", "rename", "restore", "delete"):
            self.buttons[name].setEnabled(is_kept)
        is_hidden = row is not None and row.is_hidden
        self.buttons["hide"].setText(_("Show") if is_hidden else _("Hide"))
        self.buttons["hide"].setAccessibleName(_("Show") if is_hidden else _("Hide"))
        self.buttons["hide"].set_icon("eye-off" if is_hidden else "eye")
        for told in (self, self.list):
            told.setAccessibleDescription(row.sentence if row is not None else "")

    def _fit_buttons(self) -> None:
        """Leave the texts out where there is no room for them."""
        buttons = list(self.buttons.values())
        px = self._theme.px
        width = sum(px(32) + button.spared for button in buttons) + px(4) * len(buttons) + px(8)
        for button in buttons:
            button.set_compact(width > self.width())

    def _share_height(self) -> None:
        """Leave the hint out where the list would have no room for two runs."""
        has_room = self.height() >= self._theme.px(TALL)
        self.hint.setVisible(bool(self.hint.text()) and has_room)

    def _on_deed(self, name: str) -> None:
        self.buttons[name].click()

    def _on_eye(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        if row.place >= 0:
            self.run_hidden_edited.emit(row.place, not row.is_hidden)

    def _keep(self) -> None:
        if self.chosen is not None:
            self.run_keep_requested.emit(self.chosen.is_ghost)

    def _hide(self) -> None:
        if self.chosen is not None:
            self.run_hidden_edited.emit(self.chosen.place, not self.chosen.is_hidden)

    def _rename(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.edit(self.list.currentIndex())

    def _restore(self) -> None:
        if self.chosen is not None:
            self.run_restore_requested.emit(self.chosen.place)

    def _delete(self) -> None:
        if self.chosen is not None:
            self.run_delete_requested.emit(self.chosen.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the texts of the buttons out where there is no room."""
        super().resizeEvent(event)
        self._fit_buttons()
        self._share_height()
