"""A large number of the strip, which becomes smaller where there is too little room."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_LARGE, _SMALL = 1.8, 1.4


class LargeNumber(TextLabel):
    """A number that the strip leaves room for, whole or in brief.

    Parameters
    ----------
    theme : Theme
    color : str
        A colour's name in the theme.
    parent : QWidget or None

    Attributes
    ----------
    is_compact : bool
        Whether it is smaller, and its brief form is shown.
    """

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        self.is_compact = False
        self._whole = self._brief = ""
        super().__init__(theme, color=color, size=_LARGE, bold=True, steady=True, parent=parent)

    def set_number(self, whole: str, brief: str = "") -> None:
        """Show a number; ``brief`` is the same one in fewer signs."""
        self._whole, self._brief = whole, brief or whole
        self.set_text(self._brief if self.is_compact else whole)

    def set_compact(self, compact: bool) -> None:
        """Take less room, or all that is needed."""
        if compact != self.is_compact:
            self.is_compact = compact
            self._size = _SMALL if compact else _LARGE
            self.restyle(self._theme)
            self.set_text(self._brief if compact else self._whole)
            self.restyle(self._theme)  # a steady label only grows by itself
            readout = self.parentWidget()
            layout = readout.layout() if readout is not None else None
            if readout is not None and layout is not None:
                layout.invalidate()  # else it would be told at the next turn of the event loop
                readout.updateGeometry()

    @property
    def spared(self) -> int:
        """The width that is won by taking less room."""
        return max(0, self._width(self._whole, _LARGE) - self._width(self._brief, _SMALL))

    def spared_by(self, text: str) -> int:
        """Return the width that a text wins by smaller letters alone."""
        return self._width(text, _LARGE) - self._width(text, _SMALL)

    def _width(self, text: str, size: float) -> int:
        metrics = QFontMetrics(self._theme.font(size, bold=True))
        return metrics.horizontalAdvance(text)
