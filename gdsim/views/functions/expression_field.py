"""A field in which a function is typed: what can be read is shown, else the place and the cure."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QLineEdit, QWidget

from gdsim.engine.expressions import Expression, ExpressionError, parse, variables_of
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.theme import Theme

PATIENCE_MS = 350
"""Nobody is told of a mistake in the middle of a word."""


def read_expression(text: str) -> Expression:
    """Return the function that was typed, of x if no variable occurs in it.

    Raises
    ------
    ExpressionError
        With a sentence, and the place in the text.
    """
    return parse(text, variables_of(text) or ("x",))


class ExpressionField(QLineEdit):
    """One line of typed mathematics: Enter or leaving hands it on, Esc brings back the one before.

    What cannot be read stays, with the place and the cure, until it can be.

    Signals
    -------
    expression_read(Expression)
        What stands there now, while it is typed.
    mistake_found(ExpressionError or None)
    expression_entered(str)

    Attributes
    ----------
    mistake : ExpressionError or None
        What is wrong with the text, once that was said.
    """

    expression_read = Signal(object)
    mistake_found = Signal(object)
    expression_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mistake: ExpressionError | None = None
        self._kept = self._refused = ""
        self.setAccessibleName(_("Formula of the function"))
        self.setToolTip(
            _(
                "Type a formula of x, or of x and y, as you would write it: x^4 - 3x^2 + x,\n"
                "sin x, |x|, sqrt(x), e^-x, pi. Enter rolls the balls on it; Esc goes back."
            )
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PATIENCE_MS)
        self._pause.timeout.connect(self._check)
        self.textEdited.connect(self._on_edited)
        self.installEventFilter(self)

    def set_text(self, text: str) -> None:
        """Show the formula in force, unless another one is being typed."""
        is_same, self._kept = text == self._kept, text
        if not self.isModified() or not (self.hasFocus() or is_same):
            self._restore()

    def x_of(self, place: int) -> float:
        """Return how far to the right a place in the text stands, in the field's pixels."""
        metrics = self.fontMetrics()
        here = metrics.horizontalAdvance(self.text()[: self.cursorPosition()])
        there = metrics.horizontalAdvance(self.text()[:place])
        left = self.cursorRect().center().x() - here + there
        return float(min(max(left, 4), self.width() - 4))

    def _restore(self) -> None:
        self.setText(self._kept)
        self.setCursorPosition(0)
        self.setModified(False)
        self._pause.stop()
        self._tell(None)

    def _tell(self, mistake: ExpressionError | None) -> None:
        self.mistake = mistake
        self.setAccessibleDescription("" if mistake is None else mistake.sentence)
        self.mistake_found.emit(mistake)

    def _on_edited(self) -> None:
        """Show at once what can be read; a mistake only after a pause."""
        self._refused = ""
        try:
            expression = read_expression(self.text())
        except ExpressionError:
            self._pause.start()
        else:
            self._pause.stop()
            self._tell(None)
            self.expression_read.emit(expression)

    def _check(self) -> bool:
        """Say what is wrong with the text; return whether nothing is."""
        self._pause.stop()
        try:
            read_expression(self.text())
        except ExpressionError as error:
            self._tell(error)
            return False
        self._tell(None)
        return True

    def _enter(self) -> None:
        text = self.text()
        if not self.isModified() or text == self._refused or not self._check():
            return
        self.setModified(False)
        self._refused = ""
        if text.strip() == self._kept.strip():
            return
        self.expression_entered.emit(text)
        # Without an answer it is not what is descended on; who is hidden by the answer gets none.
        if self.isVisible() and text.strip() != self._kept.strip():
            self._refused = text
            self.setModified(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc before the window does; hand on what was typed when it is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._enter()
        if not isinstance(event, QKeyEvent):
            return False
        is_esc = event.key() == Qt.Key.Key_Escape and self.isModified()
        if event.key() not in ENTER and not is_esc:
            return False
        if event.type() == QEvent.Type.KeyPress:
            if is_esc:
                self._restore()
            else:
                self._enter()
        event.accept()
        return True


class CaretMark(QWidget):
    """A small caret below the field, under the place of a mistake."""

    def __init__(self, theme: Theme, field: ExpressionField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._field = theme, field
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(theme.px(9))

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the mistake reaches, in pixels."""
        mistake = self._field.mistake
        if mistake is None:
            return 0.0, 0.0
        start = self._field.x_of(mistake.start)
        return start, max(start, self._field.x_of(mistake.start + mistake.length))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caret, and a line as long as what is wrong."""
        if self._field.mistake is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self.reach
        middle, height = (left + right) / 2.0, float(self.height())
        painter.setPen(self._theme.pen("text", 1.6))
        unit = self._theme.scale
        if right - left > 10.0 * unit:
            painter.drawLine(QPointF(left, 2.0), QPointF(right, 2.0))
        tip = [
            QPointF(middle + dx * unit, y)
            for dx, y in ((-4, height - 1), (0, 3.0), (4, height - 1))
        ]
        painter.drawPolyline(QPolygonF(tip))
