"""A button with one of our icons, and beside it a text where there is room.

It draws the icon itself: inside the paddings that the style sheet gives to buttons with text, a
small button has no room left for its icon.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from gdsim.views.theme import Theme, icon

_BETWEEN, _SIDE = 6, 8


class IconButton(QToolButton):
    """A button with an icon, reached by Tab only, so that Space still plays after a click.

    Parameters
    ----------
    theme : Theme
    name : str
        Of the icon; empty for a button with a text alone.
    size : (width, height)
        In pixels at scale 1; the width without the text.
    color : str
        Of icon and text, by its name in the theme.
    icon_size : int
        In pixels at scale 1.
    text : str
        Beside the icon.
    parent : QWidget or None

    Attributes
    ----------
    is_compact : bool
        Whether the text is left out.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        size: tuple[int, int],
        *,
        color: str = "text",
        icon_size: int = 18,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._size = theme, name, size
        self._color, self._icon_size = color, icon_size
        self.is_compact = False
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle(theme)

    @property
    def icon_name(self) -> str:
        """Which icon is shown."""
        return self._name

    @property
    def spared(self) -> int:
        """The width that is won by leaving the text out."""
        if not self.text():
            return 0
        around = _SIDE + (_BETWEEN if self._name else 0)
        return self.fontMetrics().horizontalAdvance(self.text()) + self._theme.px(around)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self.update()

    def set_color(self, color: str) -> None:
        """Draw icon and text in another colour of the theme."""
        if color != self._color:
            self._color = color
            self.update()

    def set_compact(self, compact: bool) -> None:
        """Leave the text out where there is no room for it."""
        if compact != self.is_compact:
            self.is_compact = compact
            self._resize()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font())
        self._resize()
        self.update()

    def _resize(self) -> None:
        width, height = (self._theme.px(pixels) for pixels in self._size)
        self.setFixedSize(width + (0 if self.is_compact else self.spared), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the style draw the button, then icon and text in its middle."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        text = "" if self.is_compact else option.text
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        theme = self._theme
        color = theme.color(self._color if self.isEnabled() else "faint")
        side = theme.px(self._icon_size) if self._name else 0
        between = theme.px(_BETWEEN) if text and self._name else 0
        width = side + between + self.fontMetrics().horizontalAdvance(text)
        left, middle = (self.width() - width) // 2, self.height() // 2
        if self._name:
            drawn = icon(self._name, color.name(), side)
            drawn.paint(painter, QRect(left, middle - side // 2, side, side))
        if text:
            painter.setPen(color)
            box = self.rect().adjusted(left + side + between, 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
