"""The switch to a logarithmic axis, which looks and reads the same on every plot of losses."""

from PySide6.QtGui import QAction

from gdsim.text import _
from gdsim.views.flat_button import FlatButton


def log_switch() -> FlatButton:
    """Return the switch; its plot connects ``toggled`` and lets the key L click it."""
    button = FlatButton(_("log"), "", name=_("Logarithmic scale"), is_switch=True)
    allow_powers(button, is_allowed=True)
    return button


def allow_powers(button: FlatButton, *, is_allowed: bool) -> None:
    """Let the switch be used, or take it back and say why: losses below 0 have no power of ten."""
    if not is_allowed:
        button.setChecked(False)
    button.setEnabled(is_allowed)
    for action in button.findChildren(QAction):
        action.setEnabled(is_allowed)
    tip = _("Counts the loss in powers of ten, so that small losses show (L).")
    if not is_allowed:
        tip = _("This function goes below 0, where there are no powers of ten.")
    button.setToolTip(tip)
