"""The lowest point worked out instead of searched: derivation, table in both units, rates, why."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdsim.engine.closed_form import ClosedForms, closed_forms
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.formula import FormulaLabel
from gdsim.views.line import rate_words
from gdsim.views.line.derivation import Names, Step, derivation, sums_line
from gdsim.views.line.line_shape import LineModel, model_of
from gdsim.views.line.rate_lanes import RateLanes
from gdsim.views.line.standings import standing
from gdsim.views.line.units_table import UnitsTable
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme
from gdsim.views.upright_scroll import UprightScroll

EVERY_MS = 125
"""New numbers at most so often."""
WIDE = 760
"""From this width on, in pixels at scale 1, there are two columns."""
MOST_STEPS = 5
"""Formulas of the longest derivation."""


class ClosedFormPanel(QWidget):
    """The closed form of a line, and how far descent is from it.

    Attributes
    ----------
    title, caption : str
    table : UnitsTable
    lanes : RateLanes
    why_title, why : TextLabel
        Heading and paragraph on the learning rate.
    units_button : QPushButton
        In the corner: the other units.
    """

    standardize_requested = Signal(bool)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("The lowest point, worked out"), ""
        self._theme = theme
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._model: LineModel | None = None
        self._forms: ClosedForms | None = None
        self._steps: list[Step] = []
        self._is_stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(EVERY_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self._captions = [TextLabel(theme, color="muted", size=0.9) for _i in range(MOST_STEPS)]
        self._formulas = [
            FormulaLabel(theme, size=1.1, is_tab_stop=False) for _i in range(MOST_STEPS)
        ]
        self._sums = TextLabel(theme, color="muted", size=0.82)
        self.table, self.lanes = UnitsTable(theme), RateLanes(theme)
        self.why_title = TextLabel(theme, bold=True)
        self.why = TextLabel(theme, size=0.92)
        self.message = TextLabel(theme, color="muted", size=0.92)
        self.units_button = QPushButton()
        self.units_button.setObjectName("flat")
        self.units_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.units_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.units_button.clicked.connect(self._on_units_clicked)
        self._is_wide = False
        self._lay_out()
        self.installEventFilter(self)
        self.restyle(theme)

    def corner(self) -> QWidget:
        """Return the button that changes the units."""
        return self.units_button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; the derivation is set again if it is another one."""
        self._subject, self._snapshot = subject, None
        self._model, self._forms = model_of(subject), None
        objective, samples = subject.experiment.objective, subject.samples
        if self._model is not None and samples is not None:
            assert isinstance(objective, NetworkObjective)
            self._forms = closed_forms(objective, samples)
        self._set_steps(self._derive(subject))
        self._name_button(subject)
        self._say_caption(subject)
        self._show_numbers()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where descent stands, some times a second."""
        self._snapshot = snapshot
        if self._pause.isActive():
            self._is_stale = True
        else:
            self._show_numbers()
            self._pause.start()

    def plain_text(self) -> str:
        """Return the derivation and the paragraph in plain text."""
        lines = [step.plain for step in self._steps]
        said = [self._sums.text(), self.table.accessibleDescription()]
        return "\n".join([*lines, *said, self.why_title.text(), self.why.text()])

    def copy_text(self) -> None:
        """Put the plain text on the clipboard."""
        QGuiApplication.clipboard().setText(self.plain_text())

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for text in (*self._captions, self._sums, self.why_title, self.why, self.message):
            text.restyle(theme)
        for formula in self._formulas:
            formula.restyle(theme)
        self.table.restyle(theme)
        self.lanes.restyle(theme)
        self.units_button.setFont(theme.font(0.9))
        px = theme.px
        self._whole.setContentsMargins(px(10), px(4), px(10), px(4))
        self._whole.setHorizontalSpacing(px(32))
        self._whole.setVerticalSpacing(px(6))
        for column in self._columns:
            column.setSpacing(px(6))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))

    def _lay_out(self) -> None:
        body = QWidget()
        self._paper, self._figures, self._reason = QWidget(), QWidget(), QWidget()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, (caption, formula) in enumerate(zip(self._captions, self._formulas, strict=True)):
            self._grid.addWidget(caption, row, 0, middle)
            self._grid.addWidget(formula, row, 1, middle)
        for label in (self._sums, self.why, self.message):
            label.setWordWrap(True)
        paper = _column(self._paper)
        paper.addLayout(self._grid)
        self._columns = paper, _column(self._figures), _column(self._reason)
        parts = (self._sums,), (self.table, self.lanes), (self.why_title, self.why)
        for column, widgets in zip(self._columns, parts, strict=True):
            for part in widgets:
                column.addWidget(part)
        self._whole = QGridLayout(body)
        self._place()
        self._area = UprightScroll()
        self._area.setAccessibleName(self.title)
        self._area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _place(self) -> None:
        """Put derivation, table and paragraph below each other, or the first two side by side."""
        whole, top = self._whole, Qt.AlignmentFlag.AlignTop
        for part in (self._paper, self._figures, self._reason, self.message):
            whole.removeWidget(part)
        whole.addWidget(self._paper, 0, 0, top)
        if self._is_wide:
            whole.addWidget(self._figures, 0, 1, top)
            whole.addWidget(self._reason, 1, 0, 1, 2, top)
        else:
            whole.addWidget(self._figures, 1, 0)
            whole.addWidget(self._reason, 2, 0, top)
        whole.addWidget(self.message, 3, 0)
        whole.setColumnStretch(0, 1)
        whole.setColumnStretch(1, int(self._is_wide))
        whole.setRowStretch(4, 1)

    def _derive(self, subject: Subject) -> list[Step]:
        model, forms, objective = self._model, self._forms, subject.experiment.objective
        if model is None or forms is None or not isinstance(objective, NetworkObjective):
            return []
        bias = None if model.bias is None else subject.names[model.bias]
        names = Names(subject.names[model.weight], bias)
        return derivation(names, objective.loss_function, forms.as_computed)

    def _set_steps(self, steps: list[Step]) -> None:
        """Show these formulas; one that stays is not set again."""
        self._steps = steps
        for number, (caption, formula) in enumerate(
            zip(self._captions, self._formulas, strict=True)
        ):
            step = steps[number] if number < len(steps) else Step("", "", "")
            caption.set_text(step.caption)
            formula.set_formula(step.latex, step.plain)
            caption.setVisible(number < len(steps))
            formula.setVisible(number < len(steps))
        sums = None if self._forms is None else self._forms.as_computed.sums
        has_bias = self._model is not None and self._model.bias is not None
        self._sums.set_text("" if sums is None else sums_line(sums, has_bias=has_bias))
        has_form = bool(steps)
        for part in (self._paper, self._figures, self._reason):
            part.setVisible(has_form)
        self.message.setVisible(not has_form)
        self.message.set_text(
            _(
                "A lowest point can be worked out for a line: one input, one target, a single unit "
                "without activation, a loss of squares, no penalty."
            )
        )

    def _say_caption(self, subject: Subject) -> None:
        caption = ""
        if self._forms is not None:
            caption = _("x: {column}, y: {target}").format(
                column=subject.inputs[0].axis, target=subject.targets[0].axis
            )
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    def _name_button(self, subject: Subject) -> None:
        is_standardized = _is_standardized(subject)
        text = _("Use raw columns") if is_standardized else _("Standardize")
        tip = (
            _("Learns from the numbers as they are in the data; starts a new run.")
            if is_standardized
            else _("Brings each column to mean 0 and deviation 1; starts a new run.")
        )
        self.units_button.setText(text)
        self.units_button.setAccessibleName(text)
        self.units_button.setToolTip(tip)
        self.units_button.setEnabled(self._forms is not None)

    def _show_numbers(self) -> None:
        """Show the table, the rates and the paragraph of this moment."""
        self._is_stale = False
        subject, model, forms = self._subject, self._model, self._forms
        if subject is None or model is None or forms is None:
            self.table.set_standing(None, ())
            self.lanes.set_standing(None)
            return
        now = standing(subject, model, forms, self._snapshot)
        self.table.set_standing(now, subject.names)
        self.lanes.set_standing(now)
        self.why_title.set_text(rate_words.heading(now))
        self.why.set_text(rate_words.paragraph(now))
        self._area.setAccessibleDescription(self.plain_text())

    def _on_pause_over(self) -> None:
        if self._is_stale:
            self._show_numbers()
            self._pause.start()

    def _on_units_clicked(self) -> None:
        subject = self._subject
        if subject is not None and subject.samples is not None:
            self.standardize_requested.emit(not _is_standardized(subject))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the plain text for copying.

        A filter, because the formulas have menus of their own.
        """
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(_("Copy all as text")).triggered.connect(self.copy_text)
            menu.popup(event.globalPos())
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use two columns where there is room for them."""
        super().resizeEvent(event)
        is_wide = self.width() >= self._theme.px(WIDE)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._place()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(420), self._theme.px(560))


def _is_standardized(subject: Subject) -> bool:
    spec = subject.scenario.objective
    return not isinstance(spec, FunctionSpec) and spec.dataset.standardize


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    return column
