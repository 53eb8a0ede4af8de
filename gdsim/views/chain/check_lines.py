"""Three numbers below each other, aligned at the decimal point, and a verdict to look at."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdsim.text import _
from gdsim.views.chain.checks import Check, Verdict
from gdsim.views.theme import Theme

_LINE = 20
_BETWEEN = 12


class CheckLines(QWidget):
    """The ways to a gradient. Digits that a number does not share with the first one are pale.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[Check, ...] = ()
        self._verdict = Verdict("", True)
        self.setAccessibleName(_("The derivative, found in three ways"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.installEventFilter(self)
        self.restyle(theme)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What is shown."""
        return self._checks

    @property
    def verdict(self) -> Verdict:
        """What stands below."""
        return self._verdict

    def set_checks(self, checks: tuple[Check, ...], verdict: Verdict) -> None:
        """Show these."""
        if (checks, verdict) != (self._checks, self._verdict):
            self._checks, self._verdict = checks, verdict
            self._fit()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._fit()

    def _fit(self) -> None:
        n_lines = 3 if self._verdict.is_good else 5
        if self._theme.px(n_lines * _LINE) != self.minimumHeight():
            self.setFixedHeight(self._theme.px(n_lines * _LINE))
        self.update()

    def tip_at(self, position: QPoint) -> str:
        """Return what to say about the line at a place."""
        line = position.y() // self._theme.px(_LINE)
        return self._checks[line].tip if 0 <= line < len(self._checks) else ""

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        return QSize(self._theme.px(480), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Let it become narrow."""
        return QSize(self._theme.px(200), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines and the verdict."""
        if not self._checks:
            return
        painter, theme, px = QPainter(self), self._theme, self._theme.px
        painter.setFont(theme.font())
        metrics = painter.fontMetrics()
        name_width = max(metrics.horizontalAdvance(check.name) for check in self._checks)
        number_left = name_width + px(_BETWEEN)
        # Numbers with the same decimals align at the point when their right ends do.
        number_right = number_left + max(
            metrics.horizontalAdvance(check.number) for check in self._checks
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for i, check in enumerate(self._checks):
            box = QRect(0, i * px(_LINE), self.width(), px(_LINE))
            painter.setPen(theme.color("muted"))
            painter.drawText(box, left, check.name)
            box.setLeft(number_right - metrics.horizontalAdvance(check.number))
            painter.setPen(theme.color("gradient"))
            painter.drawText(box, left, check.digits)
            box.setLeft(box.left() + metrics.horizontalAdvance(check.digits))
            painter.setPen(theme.color("muted"))
            painter.drawText(box, left, check.rest)
            box.setLeft(number_right + px(_BETWEEN))
            painter.setPen(theme.color("muted"))
            painter.drawText(box, left, check.apart)
        self._draw_verdict(painter, number_right + px(_BETWEEN))

    def _draw_verdict(self, painter: QPainter, right: int) -> None:
        """Write a good verdict beside the first line, which has no difference, others below."""
        theme, px = self._theme, self._theme.px
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("text"))
        if self._verdict.is_good:
            box = QRect(right, 0, self.width() - right, px(_LINE))
            painter.drawText(box, align, f"✓ {self._verdict.text}")
            return
        box = QRect(0, px(3 * _LINE), self.width(), px(2 * _LINE))
        painter.drawText(box, align | Qt.TextFlag.TextWordWrap, f"! {self._verdict.text}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a line's tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return False
