"""The menus: the table of actions -> QActions in a menu bar, with the lists that change."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from gdsim.app import actions
from gdsim.app.actions import ActionInfo
from gdsim.text import _


class MenuBar(QMenuBar):
    """Makes every action once.

    Attributes
    ----------
    actions_by_key : dict of str to QAction
    infos : dict of str to ActionInfo
    submenus : dict of str to QMenu
        Lists that others fill, such as recent files and examples.
    """

    def __init__(self, undo_group: QUndoGroup) -> None:
        super().__init__()
        self.actions_by_key: dict[str, QAction] = {}
        self.infos: dict[str, ActionInfo] = {}
        self.submenus: dict[str, QMenu] = {}
        self._undo_group = undo_group
        self._menus: dict[str, QMenu] = {}
        for key, title, entries in actions.menus():
            menu = self._menus[key] = self.addMenu(title)
            menu.setToolTipsVisible(True)
            for entry in entries:
                self._add(menu, entry)

    def connect_to(self, handlers: QObject) -> None:
        """Connect each action with the slot ``on_KEY`` of ``handlers``."""
        for key, info in self.infos.items():
            action = self.actions_by_key[key]
            signal = action.toggled if info.is_checkable else action.triggered
            signal.connect(getattr(handlers, f"on_{key}"))

    def show_run(self, *, is_seen: bool) -> None:
        """Offer to move a run and to undo edits where the run is seen; keys do the same."""
        self._menus["run"].menuAction().setEnabled(is_seen)
        group = self._undo_group
        self.actions_by_key["undo"].setEnabled(is_seen and group.canUndo())
        self.actions_by_key["redo"].setEnabled(is_seen and group.canRedo())

    def _add(self, menu: QMenu, entry: ActionInfo | str | None) -> None:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, ActionInfo):
            menu.addAction(self._make(entry))
        elif entry == "undo":
            self._add_undo(menu)
        else:
            self.submenus[entry] = submenu = menu.addMenu(_submenu_titles()[entry])
            submenu.setToolTipsVisible(True)

    def _make(self, info: ActionInfo) -> QAction:
        action = actions.make(self, info)
        self.infos[info.key] = info
        self.actions_by_key[info.key] = action
        return action

    def _add_undo(self, menu: QMenu) -> None:
        undo = self._undo_group.createUndoAction(self, _("&Undo"))
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        undo.setStatusTip(_("Take back the last edit; the run before it comes back too."))
        redo = self._undo_group.createRedoAction(self, _("&Redo"))
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        redo.setStatusTip(_("Make the edit again."))
        for key, action in (("undo", undo), ("redo", redo)):
            action.setObjectName(key)
            self.actions_by_key[key] = action
            menu.addAction(action)


def fill_choices(
    menu: QMenu, choices: Sequence[tuple[str, Any]], slot: Callable[[QAction], object]
) -> QActionGroup:
    """Fill ``menu`` with checkable choices (text, value), one of which is chosen."""
    group = QActionGroup(menu)
    for text, value in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
    group.triggered.connect(slot)
    return group


def check(group: QActionGroup, value: object) -> None:
    """Mark the choice whose value is ``value``, if there is one; triggers nothing."""
    for action in group.actions():
        action.setChecked(action.data() == value)


def fill_files(menu: QMenu, paths: Sequence[Path]) -> None:
    """Fill ``menu`` with recent files."""
    menu.clear()
    for number, path in enumerate(paths, 1):
        action = QAction(f"&{number} {path.name}", menu)
        action.setData(str(path))
        action.setToolTip(str(path))
        menu.addAction(action)
    menu.setEnabled(bool(paths))


def _submenu_titles() -> dict[str, str]:
    return {
        "recent": _("Open &Recent"),
        "examples": _("&Examples"),
        "open_ones": _("S&till Open"),
        "optimizer": _("&Optimizer"),
        "loss": _("&Loss"),
        "penalty": _("Pe&nalty on Large Weights"),
        "initializer": _("&Initial Values"),
        "theme": _("&Theme"),
        "panels": _("Pan&els"),
        "activities": _("&Activity"),
    }
