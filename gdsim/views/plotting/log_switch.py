"""The switch to a logarithmic axis, which looks and reads the same on every plot of losses."""

from gdsim.text import _
from gdsim.views.flat_button import FlatButton


def log_switch() -> FlatButton:
    """Return the switch; its plot connects ``toggled`` and lets the key L toggle it."""
    return FlatButton(
        _("log"),
        _("Counts the loss in powers of ten, so that small losses show (L)."),
        name=_("Logarithmic scale"),
        is_switch=True,
    )
