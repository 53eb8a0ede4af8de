"""Plain, absolute and squared errors of the same guesses, side by side, and why the square wins."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QComboBox, QToolTip, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.ranges import Range, steady_range
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.guesses import error_layout as layout
from gdsim.views.guesses import error_words as words
from gdsim.views.guesses.error_painting import SMALL, ErrorPainter
from gdsim.views.guesses.guess_points import Points, take_points
from gdsim.views.theme import Theme


class ErrorForms(QWidget):
    """Three ways to count the same errors, and how two of them change with the selected guess.

    A click on a bar selects its guess, and so does the box in the corner by keyboard.

    Attributes
    ----------
    title, caption : str
    points : Points or None
        What is shown.
    """

    heading_changed = Signal(str, str)
    parameter_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Why square?"), _("the same errors, counted in three ways")
        self._theme = theme
        self._subject: Subject | None = None
        self.points: Points | None = None
        self._reach: Range | None = None
        self._pointed = -1
        self._chooser = QComboBox()
        self._chooser.setAccessibleName(_("Guess"))
        self._chooser.setToolTip(_("Which guess the curves follow; selects it everywhere."))
        self._chooser.activated.connect(self.parameter_requested)
        self.setMouseTracking(True)
        self.setAccessibleName(self.title)
        self.installEventFilter(self)
        self.restyle(theme)

    # What the window calls.

    def corner(self) -> QWidget:
        """Return the box that chooses the guess."""
        return self._chooser

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        self._subject, self.points, self._reach, self._pointed = subject, None, None, -1
        self._chooser.clear()
        self._chooser.addItems(list(subject.names))
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        self.points = take_points(self._subject, snapshot.theta, snapshot.look.parameter)
        self._chooser.setCurrentIndex(snapshot.look.parameter)
        if self.points is not None:
            largest = float(self.points.differences.absolutes.max()) or 1.0
            self._reach = steady_range(self._reach, -largest, largest, margin=0.1)
            self.setAccessibleDescription(words.description(self.points))
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._chooser.setFont(theme.font())
        self.setMinimumSize(self.minimumSizeHint())
        self.update()

    # How it is touched.

    def places(self) -> layout.Places:
        """Return where everything stands."""
        line = QFontMetricsF(self._theme.font(SMALL)).height()
        return layout.lay_out(QRectF(self.rect()), line, self._theme.scale)

    def bar_at(self, position: QPointF) -> tuple[int, int]:
        """Return the column and the point whose bar is here, (-1, -1) for none."""
        if self.points is not None:
            for column, box in enumerate(self.places().bars):
                number = layout.bar_at(box, self.points.n_points, position)
                if number >= 0:
                    return column, number
        return -1, -1

    # What Qt calls.

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which something can be seen."""
        return QSize(self._theme.px(160), self._theme.px(90))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sums, bars and curves."""
        if self.points is None or self._reach is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = ErrorPainter(painter, self._theme, self.points, self.places())
        brush.paint_sums(self._pointed)
        brush.paint_curves(self._reach[1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the guess whose bar is under the mouse."""
        _column, number = self.bar_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or number < 0 or self.points is None:
            event.ignore()
        elif number != self.points.selected:
            self.parameter_requested.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which bar a click would select."""
        self._point_at(self.bar_at(event.position())[1])

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point_at(-1)

    def _point_at(self, number: int) -> None:
        if number != self._pointed:
            self._pointed = number
            shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what is under the mouse.

        A filter, because an exception below an overridden ``event`` would end the process.
        """
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return False

    def tip_at(self, position: QPointF) -> str:
        """Return what to say about the bar or the curve under the mouse."""
        if self.points is None:
            return ""
        column, number = self.bar_at(position)
        if number >= 0:
            return words.bar_tip(self.points, words.forms(self.points)[column], number)
        places = self.places()
        for form, head in zip(words.forms(self.points), places.heads, strict=True):
            if head.contains(position):
                return f"{form.title}: {form.total}\n{form.sentence}"
        if any(box.contains(position) for box in (*places.curves, *places.slopes)):
            return words.slope_sentence(self.points)
        return ""
