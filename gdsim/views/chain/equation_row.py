"""An equation to look at: symbols, below each its number, below that what it is."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdsim.text import _
from gdsim.views.chain.equation import Equation, Term, tip
from gdsim.views.formula import FormulaLabel
from gdsim.views.theme import Theme

_SYMBOL, _BASELINE = 40, 24
"""The height of the symbols, and where their line stands, in pixels at scale 1."""
_NUMBER, _CAPTION = 18, 14
_OPERATOR, _LEAST_OPERATOR = 28, 16
_AIR = 6
"""Around a number, so that a minus stays off the operator before it."""
_LEFT = 84
"""The width of the left side, so that the equal signs stand below each other."""
_WRAPPED = 64
"""Where captions are cut in two to make room, one wider than this is."""


class EquationRow(QWidget):
    """One equation. Numbers are painted, so that they follow at once; only symbols are typeset.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None

    Signals
    -------
    arranged
        Its terms have other places, so that it may need another size.
    """

    arranged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._terms: Equation = ()
        self._labels: list[FormulaLabel] = []
        self._columns: list[QRect] = []
        self._operators: list[QRect] = []
        self._are_captions_cut = False
        self.setAccessibleName(_("Equation"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.installEventFilter(self)

    @property
    def terms(self) -> Equation:
        """What is shown."""
        return self._terms

    @property
    def is_drawn(self) -> bool:
        """Whether all symbols are typeset."""
        return all(label.is_drawn for label in self._labels[: len(self._terms)])

    def set_terms(self, terms: Equation) -> None:
        """Show these; symbols that are the same stay as they are."""
        if terms == self._terms:
            return
        self._terms = terms
        while len(self._labels) < len(terms):
            label = FormulaLabel(self._theme, is_tab_stop=False, parent=self)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.drawn.connect(self._arrange)
            self._labels.append(label)
        for i, label in enumerate(self._labels):
            label.setVisible(i < len(terms))
            if i < len(terms):
                label.set_formula(terms[i].symbol.latex, terms[i].symbol.plain)
        self._arrange()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for label in self._labels:
            label.restyle(theme)
        self._arrange()

    @property
    def natural_width(self) -> int:
        """How wide it is on one line, with all its captions whole."""
        cut, self._are_captions_cut = self._are_captions_cut, False
        widths = [self._width(i) for i in range(len(self._terms))]
        self._are_captions_cut = cut
        left, n = max([self._theme.px(_LEFT), *widths[:1]]), len(widths[1:])
        return left + sum(widths[1:]) + self._theme.px(_OPERATOR) * n

    @property
    def line_height(self) -> int:
        """How tall one line of it is."""
        return self._theme.px(_SYMBOL) + self._number_height + self._caption_height()

    def column(self, index: int) -> QRect:
        """Return where a term stands, with its number and caption."""
        return self._columns[index]

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._theme.font(), self._theme.font(0.82)

    def _arrange(self) -> None:
        """Give every term its place; what does not fit goes into another line."""
        px = self._theme.px
        for self._are_captions_cut in (False, True):
            widths = [self._width(i) for i in range(len(self._terms))]
            left = max([px(_LEFT), *widths[:1]])
            least = left + sum(widths[1:]) + px(_LEAST_OPERATOR) * (len(widths) - 1)
            if least <= self.width():
                break
        gap = self._gap(left, widths)
        self._columns, self._operators = [], []
        x, line, height = 0, 0, self.line_height
        for i, width in enumerate(widths):
            room = left if i == 0 else width
            if i > 1 and x + gap + room > self.width():
                x, line = left, line + 1
            if i:
                self._operators.append(QRect(x, line * height, gap, px(_SYMBOL)))
                x += gap
            self._columns.append(QRect(x, line * height, room, height))
            x += room
        self._place_labels()
        if height * (line + 1) != self.minimumHeight():
            self.setFixedHeight(height * (line + 1))
        self.update()
        self.arranged.emit()

    def _gap(self, left: int, widths: list[int]) -> int:
        """Return the room for an operator: less where the equation would not fit on one line."""
        px, n = self._theme.px, max(len(widths) - 1, 1)
        spare = self.width() - left - sum(widths[1:])
        return min(px(_OPERATOR), max(px(_LEAST_OPERATOR), spare // n))

    def _place_labels(self) -> None:
        for column, label in zip(self._columns, self._labels, strict=False):
            size = label.sizeHint()
            baseline = round(label.baseline) if label.is_drawn else size.height() // 2
            top = column.top() + self._theme.px(_BASELINE) - baseline
            label.setGeometry(column.center().x() - size.width() // 2, top, *size.toTuple())

    def _width(self, i: int) -> int:
        """Return how wide a term is: its symbol, its number, or its caption on two lines."""
        of_number, of_caption = map(QFontMetrics, self._fonts())
        term = self._terms[i]
        lines = self._caption_lines(term)
        return max(
            self._labels[i].sizeHint().width(),
            of_number.horizontalAdvance(term.number) + self._theme.px(_AIR),
            *(of_caption.horizontalAdvance(line) for line in lines),
        )

    def _caption_lines(self, term: Term) -> tuple[str, ...]:
        """Cut a long caption in two at the space nearest to its middle."""
        text = term.caption
        width = QFontMetrics(self._fonts()[1]).horizontalAdvance(text)
        if not self._are_captions_cut or width <= self._theme.px(_WRAPPED):
            return (text,)
        spaces = [i for i, letter in enumerate(text) if letter == " "]
        if not spaces:
            return (text,)
        cut = min(spaces, key=lambda i: abs(2 * i + 1 - len(text)))
        return text[:cut], text[cut + 1 :]

    @property
    def _number_height(self) -> int:
        return self._theme.px(_NUMBER) if any(term.number for term in self._terms) else 0

    def _caption_height(self) -> int:
        n_lines = max([len(self._caption_lines(term)) for term in self._terms], default=1)
        return self._theme.px(_CAPTION) * n_lines

    def sizeHint(self) -> QSize:
        """Return a usual width and the height that it has."""
        return QSize(self._theme.px(480), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Let it become narrow: it then takes more lines."""
        return QSize(self._theme.px(200), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every term its place."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw operators, numbers and captions; the symbols draw themselves."""
        painter, theme, px = QPainter(self), self._theme, self._theme.px
        number_font, caption_font = self._fonts()
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        # The axis of a formula, where its minus and equal signs stand, is a little above its line.
        axis = px(_BASELINE - 5)
        painter.setFont(number_font)
        for term, box in zip(self._terms[1:], self._operators, strict=True):
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRect(box.x(), box.y() + axis - 10, box.width(), 20), middle, term.operator
            )
            if self._number_height:
                number_box = QRect(box.x(), box.y() + px(_SYMBOL), box.width(), px(_NUMBER))
                painter.drawText(number_box, middle, term.operator)
        for term, column in zip(self._terms, self._columns, strict=True):
            box = QRect(column.x(), column.y() + px(_SYMBOL), column.width(), px(_NUMBER))
            painter.setFont(number_font)
            painter.setPen(theme.color(term.color))
            painter.drawText(box, middle, term.number)
            painter.setFont(caption_font)
            painter.setPen(theme.color("muted"))
            box.translate(0, self._number_height)
            box.setHeight(px(_CAPTION))
            for line in self._caption_lines(term):
                painter.drawText(box, middle, line)
                box.translate(0, px(_CAPTION))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a term's tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return False

    def tip_at(self, position: QPoint) -> str:
        """Return what to say about the term at a place."""
        pairs = zip(self._terms, self._columns, strict=True)
        return next((tip(term) for term, column in pairs if column.contains(position)), "")
