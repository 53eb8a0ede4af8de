"""The box with the built-in functions: those of as many variables first, then the others."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyleOptionComboBox, QWidget

from gdsim.engine.functions import FUNCTIONS
from gdsim.text import _
from gdsim.views.theme import Theme


class FunctionChooser(QComboBox):
    """Offers every function by its title; what it teaches is its tip.

    Signals
    -------
    function_chosen(name)
        A person has chosen another one.
    """

    function_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str | None, int] = None, 0
        self.setAccessibleName(_("Function"))
        self.setToolTip(_("Another function to descend on; the balls keep their places on it."))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(26)
        self.activated.connect(self._on_activated)
        self.installEventFilter(self)
        self.restyle(theme)

    def set_function(self, name: str | None, n_variables: int) -> None:
        """Show which one it is; None for one that was typed."""
        if (
            self.count() == 0
            or n_variables != self._shown[1]
            or (name is None) != (self._shown[0] is None)
        ):
            self._fill(n_variables, is_typed=name is None)
        self._shown = name, n_variables
        self.setCurrentIndex(max(0, self.findData(name) if name is not None else 0))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font())
        self.setFixedHeight(theme.px(30))

    def _fill(self, n_variables: int, *, is_typed: bool) -> None:
        self.clear()
        if is_typed:
            self.addItem(_("Your own formula"), "")
            self.insertSeparator(1)
        other = 3 - n_variables
        for n, heading in ((n_variables, ""), (other, _headings()[other])):
            if heading:
                self.insertSeparator(self.count())
                self._add_heading(heading)
            for function in FUNCTIONS.values():
                if len(function.variables) == n:
                    self.addItem(_(function.title), function.name)
                    tip = _(function.teaches)
                    self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _add_heading(self, text: str) -> None:
        """Set the functions of the other number apart, under a line that cannot be chosen."""
        self.addItem(text)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(self.count() - 1).setEnabled(False)

    def _on_activated(self, index: int) -> None:
        name = self.itemData(index)
        if name and name != self._shown[0]:
            self.function_chosen.emit(name)
        else:
            self.set_function(*self._shown)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 - Qt's name
        """Shorten a title that would run into the sign at the right."""
        super().initStyleOption(option)
        room = self.width() - round(44 * self._theme.scale)
        mode = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, mode, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and a small sign that it opens."""
        super().paintEvent(event)
        painter, unit = QPainter(self), self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.pen("muted", 1.6))
        x, y = self.width() - 16.0 * unit, self.height() / 2.0
        tip = [QPointF(x + dx * unit, y + dy * unit) for dx, dy in ((-4, -2), (0, 2), (4, -2))]
        painter.drawPolyline(QPolygonF(tip))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the panel: who scrolls past does not mean to change anything."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def _headings() -> dict[int, str]:
    return {1: _("Of one variable"), 2: _("Of two variables")}
