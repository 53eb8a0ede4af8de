"""How the gradient's part by the selected parameter comes about: Snapshot -> lines to follow."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.chains import Chain
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.chain.check_lines import CheckLines
from gdsim.views.chain.checks import checks, verdict
from gdsim.views.chain.derivation import Derivation, derive
from gdsim.views.chain.equation import equation_latex, equation_plain
from gdsim.views.chain.noted_equation import NotedEquation
from gdsim.views.icon_button import IconButton
from gdsim.views.steppers import ParameterStepper, RowStepper
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme
from gdsim.views.upright_scroll import UprightScroll


class ChainPanel(QWidget):
    """The chain rule for one row, the sum over all rows, its check by two other ways, the step.

    Symbols are typeset; numbers are painted, so that they follow every snapshot at once. Where a
    snapshot comes without the chain, which at full speed may be, the last one stays and the
    caption names its epoch.

    Attributes
    ----------
    row, rows, step : NotedEquation
        For one row, for all rows, and for the step.
    check_lines : CheckLines
    message : TextLabel
        What stands there where the loss has no chain.
    """

    needs: frozenset[str] = frozenset({"chain"})
    heading_changed = Signal(str, str)
    parameter_requested = Signal(int)
    row_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("How a derivative comes about"), ""
        self._theme = theme
        self._subject: Subject | None = None
        self._derivation: Derivation | None = None
        self._shown_epoch = 0
        self._make_lines(theme)
        self._make_corner(theme)
        self._lay_out()
        self.setAccessibleName(_("Chain rule"))
        self.restyle(theme)
        self._show_message("")

    def _make_lines(self, theme: Theme) -> None:
        self.row, self.rows, self.step = (NotedEquation(theme) for _i in range(3))
        self.check_lines = CheckLines(theme)
        self.message = TextLabel(theme, color="muted", size=0.95)
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _make_corner(self, theme: Theme) -> None:
        self._corner = QWidget()
        self.parameter_stepper, self.row_stepper = ParameterStepper(theme), RowStepper(theme)
        self.copy_button = IconButton(theme, "copy", (24, 24), color="muted", icon_size=16)
        self.copy_button.setObjectName("flat")
        self.copy_button.setAccessibleName(_("Copy the derivation"))
        self.copy_button.setToolTip(_("Copies all of it as plain text and as LaTeX."))
        self.copy_button.clicked.connect(self.copy)
        self.parameter_stepper.parameter_requested.connect(self.parameter_requested)
        self.row_stepper.row_requested.connect(self.row_requested)
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.parameter_stepper, self.row_stepper, self.copy_button):
            row.addWidget(widget)

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        for widget in (self.message, self.row, self.rows, self.check_lines, self.step):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroll = UprightScroll()
        self._scroll.setWidget(self._content)
        self._scroll.setAccessibleName(_("Derivation"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def corner(self) -> QWidget:
        """Return the buttons that choose parameter and row, and the one that copies."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._derivation = subject, None
        self.parameter_stepper.set_names(subject.names)
        n_rows = 0 if subject.samples is None else subject.samples.inputs.shape[1]
        self.row_stepper.set_row(0, n_rows)
        self.row_stepper.setVisible(subject.network is not None)
        self._say_heading(_("How a derivative comes about"), "")
        self._show_message(self._reason())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; without the chain rule's numbers the last ones stay."""
        subject = self._subject
        if subject is None:
            return
        self.parameter_stepper.set_parameter(snapshot.look.parameter)
        if subject.samples is not None:
            self.row_stepper.set_row(snapshot.look.row, subject.samples.inputs.shape[1])
        if snapshot.chain is not None:
            self._show_chain(subject, snapshot, snapshot.chain)
        elif self._derivation is not None and snapshot.epoch != self._shown_epoch:
            caption = _("as of epoch {epoch}; pause to bring it up to date")
            self._say_heading(self.title, caption.format(epoch=self._shown_epoch))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for line in (self.row, self.rows, self.step, self.message):
            line.restyle(theme)
        self.check_lines.restyle(theme)
        self.parameter_stepper.restyle(theme)
        self.row_stepper.restyle(theme)
        self.copy_button.restyle(theme)
        px = theme.px
        self._column.setContentsMargins(px(11), 0, px(11), px(4))
        self._column.setSpacing(px(6))

    def plain_text(self) -> str:
        """Return the whole derivation as plain text."""
        derivation = self._derivation
        if derivation is None:
            return self.message.text()
        lines = [self.title, equation_plain(derivation.row), derivation.row_note]
        lines += [equation_plain(derivation.rows), derivation.rows_note]
        lines += [f"{c.name}: {c.number} {c.apart}".rstrip() for c in self.check_lines.checks]
        lines += [self.check_lines.verdict.text]
        if derivation.update:
            lines.append(equation_plain(derivation.update))
        lines.append(derivation.update_note)
        return "\n".join(line for line in lines if line)

    def latex(self) -> str:
        """Return the equations as LaTeX, one a line."""
        derivation = self._derivation
        if derivation is None:
            return ""
        equations = (derivation.row, derivation.rows, derivation.update)
        return "\n".join(equation_latex(equation) for equation in equations if equation)

    def copy(self) -> None:
        """Put the derivation on the clipboard, as plain text with the LaTeX below it."""
        QGuiApplication.clipboard().setText(f"{self.plain_text()}\n\n{self.latex()}".rstrip())

    def _show_chain(self, subject: Subject, snapshot: Snapshot, chain: Chain) -> None:
        self._derivation = derivation = derive(subject, snapshot, chain)
        self._shown_epoch = snapshot.epoch
        self._show_message("")
        self.row.set_terms(derivation.row, derivation.row_note)
        self.rows.set_terms(derivation.rows, derivation.rows_note)
        self.step.set_terms(derivation.update, derivation.update_note)
        self.check_lines.set_checks(checks(chain), verdict(chain, derivation.name))
        title = _("How ∂L/∂{name} comes about").format(name=derivation.name)
        self._say_heading(title, _("epoch {epoch}").format(epoch=snapshot.epoch))
        self._tell(self.plain_text())

    def _show_message(self, text: str) -> None:
        """Show a sentence in place of the lines, or with an empty one the lines."""
        is_shown = self._derivation is not None
        self.message.set_text(text)
        self.message.setVisible(bool(text))
        for widget in (self.row, self.rows, self.check_lines, self.step):
            widget.setVisible(is_shown)
        if not is_shown:
            self._tell(text)
        self.copy_button.setEnabled(is_shown)

    def _tell(self, text: str) -> None:
        """Say the state to those who do not see it."""
        for told in (self, self._scroll):
            told.setAccessibleDescription(text)

    def _reason(self) -> str:
        """Return why there is no chain, where there never will be one."""
        subject = self._subject
        if subject is None or subject.network is not None:
            return ""
        if isinstance(subject.experiment.objective, GuessObjective):
            return _(
                "Nothing stands between a guess and its error, so there is no chain here: the "
                "gradient of a guess is the slope of its own error. Open a network to follow a "
                "chain."
            )
        return _(
            "This loss is a function of its parameters and of no data, so there is no chain here. "
            "Open a network to follow one."
        )

    def _say_heading(self, title: str, caption: str) -> None:
        if (title, caption) != (self.title, self.caption):
            self.title, self.caption = title, caption
            self.heading_changed.emit(title, caption)

    def sizeHint(self) -> QSize:
        """Return the size at which all of it is seen."""
        return QSize(self._theme.px(560), self._theme.px(350))
