"""How the window looks: the theme, its scale and motion, in the View menu and a small dialog."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from gdsim.app.menu_bar import MenuBar, check, fill_choices
from gdsim.app.settings import Settings
from gdsim.text import _
from gdsim.views.theme import DARK, LIGHT, THEMES, Theme

PROJECTOR_SCALE = 1.5


class Preferences(QObject):
    """Knows the chosen theme.

    Signals
    -------
    motion_changed(is_reduced)
        Whether nothing should fade or pulse.
    """

    motion_changed = Signal(bool)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._is_projector = False
        self._changed: Callable[[], object] = bool  # until ``fill``
        self._group: QActionGroup | None = None
        self._menus: MenuBar | None = None

    def theme(self) -> Theme:
        """Return the theme to show, at its scale."""
        chosen = THEMES.get(self._settings.theme)
        if chosen is None:
            scheme = QGuiApplication.styleHints().colorScheme()
            chosen = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return chosen._replace(scale=PROJECTOR_SCALE if self._is_projector else 1.0)

    def fill(self, menus: MenuBar, changed: Callable[[], None]) -> None:
        """Fill the Theme menu; ``changed`` is called after each choice."""
        self._menus, self._changed = menus, changed
        self._group = fill_choices(menus.submenus["theme"], _theme_choices(), self._on_theme)
        check(self._group, self._settings.theme)
        menus.actions_by_key["reduced_motion"].setChecked(self._settings.reduced_motion)
        menus.actions_by_key["save_run"].setChecked(self._settings.saves_run)

    def set_projector(self, wanted: bool) -> None:
        """Scale text and lines for a projector."""
        self._is_projector = wanted
        self._changed()

    def set_reduced_motion(self, wanted: bool) -> None:
        """Let nothing fade or pulse, or let it."""
        self._settings.reduced_motion = wanted
        self.motion_changed.emit(wanted)

    def set_saves_run(self, wanted: bool) -> None:
        """Let files hold what was computed, or only what decides it."""
        self._settings.saves_run = wanted

    def set_theme(self, name: str) -> None:
        """Choose ``system``, ``light`` or ``dark``."""
        self._settings.theme = name
        if self._group is not None:
            check(self._group, name)
        self._changed()

    def ask(self, parent: QWidget) -> None:
        """Open the dialog; every choice acts at once."""
        assert self._menus is not None
        dialog = QDialog(parent)
        dialog.setWindowTitle(_("Preferences"))
        layout = QFormLayout(dialog)
        layout.setSpacing(12)
        themes = QComboBox()
        for text, value in _theme_choices():
            themes.addItem(text.replace("&", ""), value)
        themes.setCurrentIndex(themes.findData(self._settings.theme))
        themes.currentIndexChanged.connect(self._on_theme_index)
        layout.addRow(_("Theme"), themes)
        for key in ("reduced_motion", "projector"):
            action = self._menus.actions_by_key[key]
            box = QCheckBox(self._menus.infos[key].tip)
            box.setChecked(action.isChecked())
            box.toggled.connect(action.setChecked)
            layout.addRow(action.text().replace("&", ""), box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.accept)
        layout.addRow(buttons)
        dialog.exec()
        dialog.deleteLater()

    @Slot(QAction)
    def _on_theme(self, action: QAction) -> None:
        self.set_theme(action.data())

    @Slot(int)
    def _on_theme_index(self, index: int) -> None:
        self.set_theme(_theme_choices()[index][1])


def _theme_choices() -> list[tuple[str, str]]:
    return [(_("&System"), "system"), (_("&Light"), "light"), (_("&Dark"), "dark")]
