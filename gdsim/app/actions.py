"""Every action of the program as data: its texts, keys, icon and place in the menus.

Plain keys such as Space and Left work wherever nothing else wants them; ``MainWindow`` hands them
on. They are written behind the text, as menus show keys.
"""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from gdsim.text import _

Key = Qt.Key


class ActionInfo(NamedTuple):
    """One action.

    Attributes
    ----------
    key : str
        Its name in the program; ``MainWindow`` has a slot ``on_KEY``.
    text, tip : str
        What it is called, and what it does and changes.
    shortcuts : tuple of str
        Portable key sequences.
    plain_key : Key or None
        A key without modifiers.
    icon : str or None
    is_checkable : bool
    """

    key: str
    text: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    plain_key: Qt.Key | None = None
    icon: str | None = None
    is_checkable: bool = False


SEPARATOR = None


def menus() -> tuple[tuple[str, str, tuple[ActionInfo | str | None, ...]], ...]:
    """Return the menus: key, title, and actions, separators (None) or names of submenus."""
    return (
        ("file", _("&File"), _file()),
        ("edit", _("&Edit"), _edit()),
        ("view", _("&View"), _view()),
        ("run", _("&Run"), _run()),
        ("help", _("&Help"), _help()),
    )


def _file() -> tuple[ActionInfo | str | None, ...]:
    return (
        ActionInfo(
            "new", _("&New"), _("Begin anew with the houses network."), ("Ctrl+N",), icon="new"
        ),
        ActionInfo("open", _("&Open…"), _("Open a scenario file."), ("Ctrl+O",), icon="open"),
        "recent",
        "examples",
        "open_ones",
        SEPARATOR,
        ActionInfo(
            "save",
            _("&Save"),
            _("Save the scenario: network, data, start, settings and changes."),
            ("Ctrl+S",),
            icon="save",
        ),
        ActionInfo(
            "save_as", _("Save &As…"), _("Save the scenario in another file."), ("Ctrl+Shift+S",)
        ),
        ActionInfo(
            "save_run",
            _("Sa&ve the Run Too"),
            _("Save what was computed too, up to a megabyte; it then shows at once."),
            is_checkable=True,
        ),
        ActionInfo(
            "save_table",
            _("Save E&poch Table…"),
            _("Save the table of the selected epoch as CSV, with all digits."),
            icon="table",
        ),
        ActionInfo(
            "export_worksheet",
            _("Export &Worksheet…"),
            _("Save a worksheet of the selected epoch and its answer key, as PDF or CSV."),
        ),
        SEPARATOR,
        ActionInfo("close", _("&Close Window"), _("Close the window."), ("Ctrl+W",)),
        ActionInfo("quit", _("&Quit"), _("Quit gdsim."), ("Ctrl+Q",)),
    )


def _edit() -> tuple[ActionInfo | str | None, ...]:
    return (
        "undo",
        SEPARATOR,
        "optimizer",
        "loss",
        "penalty",
        "initializer",
        ActionInfo(
            "standardize",
            _("&Standardize Columns"),
            _("Bring every column to mean 0 and deviation 1 before learning; begins a new run."),
            is_checkable=True,
        ),
        ActionInfo(
            "hold_out",
            _("&Hold Out Rows for Testing"),
            _("Keep every fifth row from learning and show its loss beside; begins a new run."),
            is_checkable=True,
        ),
        SEPARATOR,
        ActionInfo(
            "preferences",
            _("&Preferences…"),
            _("Choose theme, motion and text size."),
            ("Ctrl+,",),
        ),
        ActionInfo(
            "filter_table",
            _("&Find in the Table"),
            _("Show only some parameters in the table, or go to an epoch."),
            ("Ctrl+F",),
        ),
    )


def _view() -> tuple[ActionInfo | str | None, ...]:
    return (
        "activities",
        SEPARATOR,
        "theme",
        ActionInfo(
            "projector",
            _("&Projector Mode"),
            _("Make text and lines half as large again."),
            ("Ctrl+Shift+P",),
            is_checkable=True,
        ),
        ActionInfo(
            "reduced_motion",
            _("&Reduced Motion"),
            _("Let nothing fade or pulse."),
            is_checkable=True,
        ),
        SEPARATOR,
        ActionInfo("zoom_in", _("Zoom &In"), _("Enlarge the network."), ("Ctrl++", "Ctrl+=")),
        ActionInfo("zoom_out", _("Zoom &Out"), _("Shrink the network."), ("Ctrl+-",)),
        ActionInfo("zoom_fit", _("&Fit Network"), _("Show the whole network."), ("Ctrl+0",)),
        SEPARATOR,
        "panels",
        ActionInfo(
            "reset_layout", _("Reset &Layout"), _("Put all panels back to where they belong.")
        ),
        ActionInfo(
            "full_screen", _("F&ull Screen"), _("Fill the screen."), ("F11",), is_checkable=True
        ),
    )


def _run() -> tuple[ActionInfo | str | None, ...]:
    return (
        ActionInfo(
            "play",
            _("&Play"),
            _("Let the epochs run; they stop at the goal."),
            ("F5",),
            Key.Key_Space,
            "play",
        ),
        ActionInfo("step", _("&Step"), _("One epoch forward."), ("F7",), Key.Key_Right, "step"),
        ActionInfo("back", _("&Back"), _("One epoch back."), ("Shift+F7",), Key.Key_Left, "back"),
        ActionInfo(
            "part_next",
            _("Ne&xt Part of the Epoch"),
            _("Look into the epoch: forward, loss, backward, update; then the next epoch."),
            ("F9",),
            Key.Key_Period,
            "part-next",
        ),
        ActionInfo(
            "part_back",
            _("Pre&vious Part"),
            _("The part of the epoch before this one; looking changes nothing."),
            ("Shift+F9",),
            Key.Key_Comma,
            "part-back",
        ),
        ActionInfo(
            "whole_epoch",
            _("&Whole Epoch"),
            _("Leave the parts and show the epoch as a whole."),
            (),
            Key.Key_Escape,
        ),
        ActionInfo(
            "forward_10",
            _("10 Epochs F&orward"),
            _("Over what is recorded; past the newest epoch by computing."),
            (),
            Key.Key_PageUp,
        ),
        ActionInfo(
            "back_10",
            _("&10 Epochs Back"),
            _("Ten epochs back, or to the start."),
            (),
            Key.Key_PageDown,
        ),
        ActionInfo(
            "more",
            _("&25 Epochs"),
            _("25 epochs forward; the arrow offers other numbers."),
            ("Shift+F8",),
            icon="more",
        ),
        ActionInfo("to_goal", _("To the &Goal"), _("Forward to the goal, without pausing.")),
        SEPARATOR,
        ActionInfo("first", _("&First Epoch"), _("Show the start."), (), Key.Key_Home),
        ActionInfo("newest", _("N&ewest Epoch"), _("Show the newest epoch."), (), Key.Key_End),
        SEPARATOR,
        ActionInfo(
            "reset",
            _("Same Start &Again"),
            _("Go back to epoch 0 and forget what was changed on the way."),
            ("Shift+F5",),
            Key.Key_R,
            "reset",
        ),
        ActionInfo(
            "new_start",
            _("&New Start"),
            _("Draw another random start, from the next seed; begins a new run."),
            ("Ctrl+R",),
            icon="new-start",
        ),
        SEPARATOR,
        ActionInfo(
            "check_working",
            _("&Check My Working"),
            _("Blank cells of the table for you to work out; the run stays as it is."),
            ("Ctrl+E",),
        ),
        SEPARATOR,
        ActionInfo(
            "keep_other",
            _("&Keep the Other Run"),
            _("Keep the run before the last edit under a name, to compare it on all plots."),
            ("Ctrl+K",),
            icon="keep",
        ),
        ActionInfo(
            "keep_this",
            _("Keep &This Run"),
            _("Keep the current run as it is under a name, before it is changed."),
            ("Ctrl+Shift+K",),
        ),
    )


def _help() -> tuple[ActionInfo | str | None, ...]:
    return (
        ActionInfo(
            "first_steps", _("&First Steps"), _("What to click first."), ("F1",), icon="info"
        ),
        ActionInfo("about", _("&About gdsim"), _("Versions, licences and sources of the data.")),
    )


def make(parent: QObject, info: ActionInfo) -> QAction:
    """Return the action of ``info``; its plain key stands in its text."""
    action = QAction(info.text, parent)
    action.setObjectName(info.key)
    action.setCheckable(info.is_checkable)
    action.setShortcuts([QKeySequence(keys) for keys in info.shortcuts])
    keys = [action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)]
    if info.plain_key is not None:
        plain = QKeySequence(info.plain_key).toString(QKeySequence.SequenceFormat.NativeText)
        keys.insert(0, plain)
        action.setText(f"{info.text}\t{plain}")
        action.setIconText(info.text.replace("&", ""))
    hint = ", ".join(key for key in keys if key)
    action.setToolTip(f"{info.tip} ({hint})" if hint else info.tip)
    action.setStatusTip(info.tip)
    return action


def plain_keys(infos: Mapping[str, ActionInfo]) -> dict[Qt.Key, str]:
    """Return key -> action name for the keys without modifiers."""
    return {info.plain_key: key for key, info in infos.items() if info.plain_key is not None}
