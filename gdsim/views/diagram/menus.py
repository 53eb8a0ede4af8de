"""The context menus of the diagram as data: what can be chosen for each thing."""

from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gdsim.scenario.edits import MAX_HIDDEN_LAYERS, MAX_UNITS
from gdsim.text import _
from gdsim.views.diagram import targets
from gdsim.views.diagram.targets import Kind, Target, Walk


class Choice(Enum):
    """What a menu offers."""

    EDIT = auto()
    FREEZE = auto()
    CUT = auto()
    WORKING = auto()
    ADD_UNIT = auto()
    LAYER_BEFORE = auto()
    LAYER_AFTER = auto()
    REMOVE_UNIT = auto()
    REMOVE_LAYER = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    FIT = auto()


class Entry(NamedTuple):
    """A line of a menu; the key stands behind a tab."""

    choice: Choice
    text: str
    is_enabled: bool = True


def entries(walk: Walk, target: Target | None, *, is_free: bool, is_cut: bool) -> list[Entry]:
    """Return what can be chosen for a thing.

    ``is_free`` and ``is_cut`` are of a parameter; a unit is free if anything of its own is.
    """
    if target is not None and target.kind is Kind.PARAMETER:
        return [
            Entry(Choice.EDIT, _("Change the number\tEnter"), not is_cut),
            Entry(
                Choice.FREEZE, _("Freeze\tF") if is_free or is_cut else _("Unfreeze\tF"), not is_cut
            ),
            Entry(Choice.CUT, _("Restore\tX") if is_cut else _("Cut\tX")),
        ]
    if target is not None and target.kind is Kind.UNIT:
        return _of_unit(walk, target, is_free=is_free)
    return [
        Entry(Choice.ZOOM_IN, _("Zoom in\tCtrl++")),
        Entry(Choice.ZOOM_OUT, _("Zoom out\tCtrl+−")),
        Entry(Choice.FIT, _("Show the whole network\tCtrl+0")),
    ]


def _of_unit(walk: Walk, target: Target, *, is_free: bool) -> list[Entry]:
    if not target.first:
        return [Entry(Choice.EDIT, _("Type your own value\tEnter"))]
    layers = walk.network.layers
    has_room = len(layers) - 1 < MAX_HIDDEN_LAYERS
    found = [
        Entry(Choice.WORKING, _("Show its sum\tEnter")),
        Entry(
            Choice.FREEZE,
            _("Freeze its weights and bias\tF")
            if is_free
            else _("Unfreeze its weights and bias\tF"),
        ),
        Entry(Choice.LAYER_BEFORE, _("Add a layer before this one"), has_room),
    ]
    if target.first < walk.last:
        units = layers[target.first - 1].units
        found += [
            Entry(Choice.LAYER_AFTER, _("Add a layer after this one"), has_room),
            Entry(Choice.ADD_UNIT, _("Add a unit to this layer"), units < MAX_UNITS),
            Entry(Choice.REMOVE_UNIT, _("Remove this unit\tDelete"), units > 1),
            Entry(Choice.REMOVE_LAYER, _("Remove this layer")),
        ]
    return found


class DiagramMenu(QMenu):
    """The context menu; what changes layers it says itself, the rest is the diagram's.

    Parameters
    ----------
    parent : QWidget
    """

    chosen = Signal(object)
    unit_added = Signal(int)
    unit_removed = Signal(int, int)
    layer_added = Signal(int)
    layer_removed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._target = targets.unit(0, 0)
        self.triggered.connect(self._choose)

    def offer(self, lines: list[Entry], target: Target | None, at: QPoint) -> None:
        """Show these lines for a thing, at a point of the screen."""
        self._target = target or targets.unit(0, 0)
        self.clear()
        for entry in lines:
            action = self.addAction(entry.text)
            action.setData(entry.choice)
            action.setEnabled(entry.is_enabled)
        self.popup(at)

    def _choose(self, action: QAction) -> None:
        choice, layer = action.data(), self._target.first - 1
        if choice is Choice.ADD_UNIT:
            self.unit_added.emit(layer)
        elif choice is Choice.LAYER_BEFORE:
            self.layer_added.emit(layer)
        elif choice is Choice.LAYER_AFTER:
            self.layer_added.emit(layer + 1)
        elif choice is Choice.REMOVE_UNIT:
            self.unit_removed.emit(layer, self._target.second)
        elif choice is Choice.REMOVE_LAYER:
            self.layer_removed.emit(layer)
        else:
            self.chosen.emit(choice)
