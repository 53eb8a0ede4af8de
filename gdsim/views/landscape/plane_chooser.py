"""What stands in the corner of a map of the loss: over which plane it runs, and how it is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gdsim.engine.directions import PAIR, PATH, RANDOM, PlaneChoice
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.landscape.pair_chooser import PairChooser, quiet_box
from gdsim.views.plotting.log_switch import log_switch
from gdsim.views.theme import Theme

KINDS = (PAIR, RANDOM, PATH)
WIDTH = 108
"""Pixels of the box of kinds, which shares a title bar with much else."""


class PlaneChooser(QWidget):
    """The kind of plane, what belongs to each kind, and two switches.

    Attributes
    ----------
    kind_box : QComboBox
        Two parameters, random directions, or the run's own; with two parameters there are no
        others, and nothing to choose.
    pair : PairChooser
    another_button : FlatButton
        Draws two other random directions.
    arrows_button, log_button : FlatButton
    """

    pair_requested = Signal(object)
    plane_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._n_axes = PlaneChoice(), 0
        self.kind_box = quiet_box(
            _("Plane"),
            _(
                "Along what the map runs: two parameters, two random directions, or the two\n"
                "directions in which the run's path spreads most. Changes only what is shown."
            ),
        )
        self.kind_box.addItems([_("parameters"), _("random"), _("run's path")])
        self.pair = PairChooser(theme)
        self.another_button = FlatButton(
            _("another"), _("Draws two other random directions; changes only what is shown.")
        )
        self.arrows_button = FlatButton(
            _("arrows"),
            _("Shows where descent goes from each place: against the gradient (G)."),
            name=_("Gradient arrows"),
            is_switch=True,
        )
        self.log_button = log_switch()
        self.log_button.setToolTip(
            _("Sets the levels by powers of ten, so that small losses show (L).")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.kind_box, self.pair, self.another_button):
            row.addWidget(widget)
        row.addWidget(self.arrows_button)
        row.addWidget(self.log_button)
        self.kind_box.activated.connect(self._choose_kind)
        self.another_button.clicked.connect(self._choose_another)
        self.pair.pair_requested.connect(self.pair_requested)
        self.restyle(theme)
        self._show_parts()

    @property
    def boxes(self) -> tuple[QComboBox, QComboBox]:
        """The boxes of the two parameters."""
        return self.pair.boxes

    def set_names(self, names: Sequence[str], n_axes: int) -> None:
        """Offer these parameters, and other directions if more than two of them can move."""
        self.pair.set_names(names)
        self._n_axes = n_axes
        self._show_parts()

    def set_choice(self, choice: PlaneChoice) -> None:
        """Show which kind of plane it is."""
        if choice != self._choice:
            self._choice = choice
            self._show_parts()

    def set_pair(self, pair: tuple[int, int]) -> None:
        """Show which two parameters they are."""
        self.pair.set_pair(pair)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.pair.restyle(theme)
        self.kind_box.setFont(theme.font())
        self.kind_box.setFixedWidth(theme.px(WIDTH))
        for button in (self.another_button, self.arrows_button, self.log_button):
            button.setFont(theme.font(0.92))

    def _show_parts(self) -> None:
        has_others = self._n_axes > 2
        kind = self._choice.kind if has_others else PAIR
        self.kind_box.setCurrentIndex(KINDS.index(kind))
        self.kind_box.setVisible(has_others)
        self.pair.setVisible(kind == PAIR)
        self.another_button.setVisible(kind == RANDOM)
        for switch in (self.arrows_button, self.log_button):
            switch.setVisible(self._n_axes > 1)

    def _choose_kind(self, index: int) -> None:
        self.plane_requested.emit(self._choice._replace(kind=KINDS[index]))

    def _choose_another(self) -> None:
        self.plane_requested.emit(PlaneChoice(RANDOM, self._choice.seed + 1))
