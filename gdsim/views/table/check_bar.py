"""The bar below the table while working is checked: what is said, the score, hint and reveal."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gdsim.scenario.exercise import Field, Plan, Tolerance, Which
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.theme import Theme

HEIGHT = 60


class CheckBar(QWidget):
    """Two quiet lines: the hint or the verdict, and below it the score and the buttons.

    Signals
    -------
    hint_requested, reveal_requested, reveal_all_requested
    plan_requested(Plan)
        Another choice of what is blank, and how near an answer must come.
    """

    hint_requested = Signal()
    reveal_requested = Signal()
    reveal_all_requested = Signal()
    plan_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan = Plan()
        self._message = self._score = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        hint = self._button(_("Hint"), _("Shows the formula with its numbers (?)."))
        hint.clicked.connect(self.hint_requested)
        reveal = self._button(_("Reveal"), _("Shows the true value (Ctrl+Enter)."))
        reveal.clicked.connect(self.reveal_requested)
        self._chooser = self._button(
            _("What to ask ▾"),
            _("Chooses which cells are blank and how near an answer must come; begins anew."),
        )
        self._chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self._chooser.setMenu(self.menu)
        self._groups = [self._group(values, what) for what, values in _choices()]
        self.menu.addSeparator()
        self.menu.addAction(_("Reveal all")).triggered.connect(self.reveal_all_requested)
        self._buttons = (hint, reveal, self._chooser)
        self._lower = QHBoxLayout()
        self._lower.addStretch(1)
        for button in self._buttons:
            self._lower.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addLayout(self._lower)
        self.setAccessibleName(_("Check my working"))
        self.set_plan(self._plan)
        self.restyle(theme)

    @property
    def message(self) -> str:
        """What is said now."""
        return self._message

    @property
    def score(self) -> str:
        """The score as it is said."""
        return self._score

    def say(self, message: str) -> None:
        """Say a hint, a verdict, or what to do."""
        if message != self._message:
            self._message = message
            self.setToolTip(message)
            self._describe()
            self.update()

    def set_score(self, score: str) -> None:
        """Show the score."""
        if score != self._score:
            self._score = score
            self._describe()
            self.update()

    def set_plan(self, plan: Plan) -> None:
        """Show what is asked."""
        self._plan = plan
        chosen = (plan.fields, plan.which, plan.tolerance)
        for group, value in zip(self._groups, chosen, strict=True):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self._lower.setSpacing(theme.px(4))
        self._lower.setContentsMargins(0, 0, 0, theme.px(2))
        for button in self._buttons:
            button.setFont(theme.font(0.9))
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(". ".join(filter(None, (self._message, self._score))))

    def _button(self, text: str, tip: str) -> FlatButton:
        # Reached by Tab only: the field keeps the focus on a click.
        return FlatButton(text, tip, name=text.removesuffix(" ▾"), parent=self)

    def _group(self, values: tuple[tuple[str, object], ...], what: str) -> QActionGroup:
        """Add one choice to the menu, under its heading."""
        if self.menu.actions():
            self.menu.addSeparator()
        heading = self.menu.addAction(what)
        heading.setEnabled(False)
        group = QActionGroup(self)
        for text, value in values:
            action = self.menu.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
        group.triggered.connect(self._on_chosen)
        return group

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        value, plan = action.data(), self._plan
        if isinstance(value, Which):
            plan = plan._replace(which=value)
        elif isinstance(value, Tolerance):
            plan = plan._replace(tolerance=value)
        else:
            plan = plan._replace(fields=frozenset(value))
        self.plan_requested.emit(plan)

    def sizeHint(self) -> QSize:
        """Return any width: what does not fit is left out."""
        return QSize(self._theme.px(300), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line above, the message, and the score beside the buttons."""
        theme = self._theme
        painter = QPainter(self)
        painter.setPen(theme.pen("line"))
        painter.drawLine(0, 0, self.width(), 0)
        left, half = theme.px(6), self.height() / 2.0
        font = theme.font(0.95)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        box = QRectF(left, theme.px(2), self.width() - 2 * left, half)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            box, side, QFontMetricsF(font).elidedText(self._message, elide, box.width())
        )
        small = theme.font(0.9)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        room = self._buttons[0].x() - theme.px(8) - left
        text = QFontMetricsF(small).elidedText(self._score, elide, room)
        box = QRectF(left, self._buttons[0].y(), room, self._buttons[0].height())
        painter.drawText(box, side, text)
        painter.end()


def _choices() -> tuple[tuple[str, tuple[tuple[str, object], ...]], ...]:
    """Return what can be chosen: a heading, and its texts with their values."""
    return (
        (
            _("Blank"),
            (
                (_("New values"), frozenset({Field.NEW})),
                (_("Gradients"), frozenset({Field.GRADIENT})),
                (_("Gradients and new values"), frozenset(Field)),
            ),
        ),
        (
            _("In"),
            (
                (_("All rows"), Which.ALL),
                (_("The selected row"), Which.SELECTED),
                (_("Every second row"), Which.EVERY_SECOND),
            ),
        ),
        (
            _("Right within"),
            (
                (_("One unit of the last place"), Tolerance.PLACE),
                (_("1 %"), Tolerance.PERCENT),
            ),
        ),
    )
