"""The corner of a slice: which parameter, and the curves of earlier epochs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.theme import Theme

CHOOSER = 68
"""The widest that the box of names may be, in pixels at scale 1: beside it stands the caption."""


class SliceCorner(QWidget):
    """What stands in the title bar; what the subject has no use for is hidden.

    Attributes
    ----------
    chooser : QComboBox
    earlier : FlatButton
        Whether curves of earlier epochs are shown.
    """

    parameter_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(_("Parameter"))
        self.chooser.setToolTip(_("Which parameter the curve runs along; selects it everywhere."))
        self.chooser.activated.connect(self.parameter_requested)
        self.earlier = FlatButton(
            _("earlier"),
            _(
                "Shows the curve at earlier epochs too (E): the other parameters move,\n"
                "so the curve itself moves. Changes nothing."
            ),
            name=_("Earlier curves"),
            is_switch=True,
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        for widget in (self.earlier, self.chooser):
            self._row.addWidget(widget)
        self.chooser.setMaximumWidth(theme.px(CHOOSER))

    def begin_with(self, widgets: list[QWidget]) -> None:
        """Put these before all others."""
        for i, widget in enumerate(widgets):
            self._row.insertWidget(i, widget)

    def set_subject(self, subject: Subject, *, is_function: bool, has_earlier: bool) -> None:
        """Offer what there is to choose of another subject."""
        self.chooser.clear()
        self.chooser.addItems(list(subject.names))
        self.chooser.setVisible(not is_function)
        self.earlier.setVisible(has_earlier and len(subject.names) > 1)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.chooser.setFont(theme.font())
        self.chooser.setMaximumWidth(theme.px(CHOOSER))
