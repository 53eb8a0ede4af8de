"""How a field of the strip is laid out: a title in small letters, below it what it is the title of.

All of them have rows of the same heights, so that titles stand on one line and so do the fields.
"""

from PySide6.QtWidgets import QGridLayout, QWidget

from gdsim.views.theme import Theme

_TITLE, _CONTENT = 16, 30


class TitledGrid(QGridLayout):
    """Two rows, the first for the title.

    Parameters
    ----------
    widget : QWidget
        Which is laid out.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.setRowMinimumHeight(0, theme.px(_TITLE))
        self.setRowMinimumHeight(1, theme.px(_CONTENT))
        self._widget.setFixedHeight(theme.px(_TITLE + _CONTENT))
