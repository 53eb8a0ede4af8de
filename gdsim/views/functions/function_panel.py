"""The function to descend on: chosen from a box or typed, with its derivative, bounds and minima.

chosen name or typed text -> gesture -> subject -> formula, derivative, numbers, words.
"""

import re
from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.expressions import Expression, ExpressionError
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import FunctionFacts, Subject
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.functions import function_words as words
from gdsim.views.functions.bounds_row import BoundsRow
from gdsim.views.functions.constant_row import ConstantRow
from gdsim.views.functions.equations import Equations, Written
from gdsim.views.functions.expression_field import CaretMark, ExpressionField
from gdsim.views.functions.function_chooser import FunctionChooser
from gdsim.views.functions.no_function import NoFunction
from gdsim.views.functions.simplified import Simplifier
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme
from gdsim.views.upright_scroll import UprightScroll

MOST_HEIGHT = 60
"""That a message takes at least, at scale 1, if the formula was so high."""


class FunctionPanel(QWidget):
    """Chooses and shows the function.

    Attributes
    ----------
    title, caption : str
    chooser : FunctionChooser
    field : ExpressionField
    caret : CaretMark
    message : TextLabel
        What is wrong with the formula, or with a number.
    equations : Equations
    constants : list of ConstantRow
    bounds : BoundsRow
    minima, teaches : TextLabel
    nothing : NoFunction
        In place of all that where a network is open.
    """

    heading_changed = Signal(str, str)
    function_edited = Signal(str)
    expression_edited = Signal(str)
    bounds_edited = Signal(object)
    constant_dragged = Signal(str, float)
    constant_edited = Signal(str, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("The function"), ""
        self._theme = theme
        self._expression: Expression | None = None
        self._written: Expression | None = None
        self.chooser, self.field = FunctionChooser(theme), ExpressionField()
        self.caret = CaretMark(theme, self.field)
        self.message = TextLabel(theme, size=0.92)
        self.equations, self.simplifier = Equations(theme), Simplifier(self)
        self.constants: list[ConstantRow] = []
        self.bounds = BoundsRow(theme)
        self.minima = TextLabel(theme, size=0.92)
        self.teaches = TextLabel(theme, color="muted", size=0.92)
        self.nothing = NoFunction(theme)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.chooser)  # the first of all, or Tab would pass it by
        self.restyle(theme)

    def corner(self) -> QWidget | None:
        """Return nothing: all stands below."""
        return None

    def set_subject(self, subject: Subject) -> None:
        """Show the function of another scenario; what is being typed stays."""
        facts, objective = subject.function, subject.experiment.objective
        has_function = facts is not None and isinstance(objective, FunctionObjective)
        self._paper.setVisible(has_function)
        self.nothing.setVisible(not has_function)
        # Tab would stop for ever at a field that is hidden.
        self.setFocusProxy(self.chooser if has_function else self.nothing)
        if facts is None or not isinstance(objective, FunctionObjective):
            self._head("")
            self.setAccessibleDescription("")
            return
        spec = subject.scenario.objective
        name = spec.name if isinstance(spec, FunctionSpec) else None
        self._expression = objective.expression
        self.chooser.set_function(name, len(subject.names))
        self.field.set_text(_typed(objective.expression, facts))
        if not self.field.isModified():
            self._show_equations(objective.expression)
        self.bounds.set_bounds(dict(zip(subject.names, facts.bounds, strict=True)))
        self._show_constants(facts)
        self.minima.set_text(words.minima_sentence(facts.minima, subject.names))
        self.teaches.set_text(_(facts.teaches) if facts.teaches else "")
        self.teaches.setVisible(bool(facts.teaches))
        # The bounds of one variable have room beside the chooser, and all below moves up.
        way, is_one = QBoxLayout.Direction, len(subject.names) == 1
        self._top.setDirection(way.LeftToRight if is_one else way.TopToBottom)
        self._head(words.caption(subject.names))
        self._describe(_(facts.title))

    def show_snapshot(self, _snapshot: Snapshot) -> None:
        """Leave it: no moment changes the function."""

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        self.field.setFont(theme.font())
        self.field.setFixedHeight(px(30))
        for text in (self.message, self.minima, self.teaches):
            text.restyle(theme)
        for row in self.constants:
            row.restyle(theme)
        self.chooser.restyle(theme)
        self.caret.restyle(theme)
        self.equations.restyle(theme)
        self.bounds.restyle(theme)
        self.nothing.restyle(theme)
        self._whole.setContentsMargins(px(10), px(2), px(10), px(8))
        self._column.setSpacing(px(8))
        self._top.setSpacing(px(8))
        self._trouble.setSpacing(px(2))
        self._said.setSpacing(px(4))

    # How it is made.

    def _lay_out(self) -> None:
        self._paper, body = QWidget(), QWidget()
        self._column = _column(self._paper)
        trouble = QWidget()
        self._trouble = _column(trouble)
        self._trouble.addWidget(self.caret)
        self._trouble.addWidget(self.message)
        self._trouble.addStretch(1)
        self._trouble_box = trouble
        trouble.hide()
        self._constants = QVBoxLayout()
        self._said = QVBoxLayout()
        for text in (self.minima, self.teaches):
            self._said.addWidget(text)
        for text in (self.message, self.minima, self.teaches):
            text.setWordWrap(True)
        self._top = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._top.addWidget(self.chooser, 6)
        self._top.addWidget(self.bounds, 5)
        self._column.addLayout(self._top)
        self._column.addWidget(self.field)
        self._column.addLayout(self._constants)
        for part in (trouble, self.equations):
            self._column.addWidget(part)
        self._column.addLayout(self._said)
        self._whole = _column(body)
        self._whole.addWidget(self._paper)
        self._whole.addWidget(self.nothing)
        self._whole.addStretch(1)
        self._area = UprightScroll(takes_keys=False)
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        _column(self).addWidget(self._area)

    def _connect(self) -> None:
        self.chooser.function_chosen.connect(self.function_edited)
        self.nothing.function_wanted.connect(self.function_edited)
        self.field.expression_read.connect(self._show_equations)
        self.simplifier.simplified.connect(self._on_simplified)
        self.field.expression_entered.connect(self.expression_edited)
        self.field.mistake_found.connect(self._on_mistake)
        self.field.cursorPositionChanged.connect(self.caret.update)
        self.bounds.bounds_edited.connect(self.bounds_edited)
        self.bounds.message_changed.connect(self._say)

    # What is shown.

    def _show_constants(self, facts: FunctionFacts) -> None:
        """Show a row for each constant; rows that stay are kept, so that none is lost in a hand."""
        if [row.constant for row in self.constants] != [known for known, _v in facts.constants]:
            for row in self.constants:
                self._constants.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.constants = [ConstantRow(self._theme, known) for known, _v in facts.constants]
            for row in self.constants:
                row.constant_dragged.connect(self.constant_dragged)
                row.constant_edited.connect(self.constant_edited)
                row.message_changed.connect(self._say)
                self._constants.addWidget(row)
        for row, (_known, value) in zip(self.constants, facts.constants, strict=True):
            row.set_value(value)

    @Slot(object)
    def _show_equations(self, expression: Expression) -> None:
        """Write an expression and its derivatives, these simpler as soon as that is known."""
        self._written = expression
        self.equations.show_expression(expression)
        known = self.simplifier.ask(expression) if self.isVisible() else None
        if known is not None:
            self.equations.show_simplified(known)

    @Slot(object, object)
    def _on_simplified(self, expression: Expression, derivatives: Mapping[str, Written]) -> None:
        if expression is self._written:
            self.equations.show_simplified(derivatives)

    def _on_mistake(self, mistake: ExpressionError | None) -> None:
        """Say what is wrong in place of the formula, or show that again."""
        self._say("" if mistake is None else mistake.sentence)
        if mistake is None and not self.field.isModified() and self._expression is not None:
            self._show_equations(self._expression)

    def _say(self, text: str) -> None:
        mistake = self.field.mistake
        text = text or ("" if mistake is None else mistake.sentence)
        if text and self._trouble_box.isHidden():
            # About as high as the formula whose place it takes, so that little below moves.
            height = min(self.equations.height(), self._theme.px(MOST_HEIGHT))
            self._trouble_box.setMinimumHeight(height if mistake else 0)
        self.message.set_text(text)
        self._trouble_box.setVisible(bool(text))
        self.caret.setVisible(mistake is not None)
        self.caret.update()
        self.equations.setVisible(mistake is None)

    def _head(self, caption: str) -> None:
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    def _describe(self, title: str) -> None:
        said = [title, *self.equations.texts(), self.minima.text(), self.teaches.text()]
        self.setAccessibleDescription("; ".join(text for text in said if text))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(350), self._theme.px(260))


def _typed(expression: Expression, facts: FunctionFacts) -> str:
    """Return a formula as it would be typed, with the values of its constants in it."""
    text = expression.text
    for constant, value in facts.constants:
        text = re.sub(rf"\b{re.escape(constant.name)}\b", as_typed(value), text)
    return text


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    return column
