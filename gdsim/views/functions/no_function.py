"""What stands in the function panel where a network is open: what it is for, and a way there."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

EXAMPLES = "two_wells", "himmelblau"
"""One of one variable and one of two."""
NARROW = 280
"""Below this width, at scale 1, the buttons stand below each other."""


class NoFunction(QWidget):
    """Two sentences and two buttons.

    Signals
    -------
    function_wanted(name)

    Attributes
    ----------
    curve_button, valleys_button : IconButton
    """

    function_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences = (
            TextLabel(
                theme,
                _(
                    "Here the loss is a network's, so nothing is to be typed. A function of one or "
                    "two variables is simpler to roll balls on: all of it can be seen."
                ),
            ),
            TextLabel(
                theme,
                _(
                    "Of a network's loss a curve or a plane shows a thin cut: it has as many "
                    "dimensions as there are parameters."
                ),
                color="muted",
                size=0.92,
            ),
        )
        self.curve_button = IconButton(theme, "", (16, 30), text=_("Open a curve"))
        self.curve_button.setToolTip(_("Opens a function of one variable, with two wells."))
        self.curve_button.clicked.connect(self._on_curve)
        self.valleys_button = IconButton(theme, "", (16, 30), text=_("Open a landscape"))
        self.valleys_button.setToolTip(_("Opens a function of two variables, with four valleys."))
        self.valleys_button.clicked.connect(self._on_valleys)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button in (self.curve_button, self.valleys_button):
            button.setAccessibleName(button.text())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for sentence in self._sentences:
            sentence.setWordWrap(True)
            self._column.addWidget(sentence)
        self._column.addLayout(self._buttons)
        self._column.addStretch(1)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._column.setSpacing(theme.px(10))
        self._buttons.setSpacing(theme.px(8))
        for part in (*self._sentences, self.curve_button, self.valleys_button):
            part.restyle(theme)
        self._turn()

    def _turn(self) -> None:
        """Put the buttons beside each other, or below where there is little room."""
        is_narrow = self.width() < self._theme.px(NARROW)
        direction = QBoxLayout.Direction
        self._buttons.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def _on_curve(self) -> None:
        self.function_wanted.emit(EXAMPLES[0])

    def _on_valleys(self) -> None:
        self.function_wanted.emit(EXAMPLES[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._turn()
