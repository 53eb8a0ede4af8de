"""The working of one node: its sum with the numbers of the row, and what can be done with it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram import words
from gdsim.views.diagram.targets import Target
from gdsim.views.theme import Theme

LEFT, RIGHT = 12, 8
"""Pixels beside the texts."""


class NodeCard(QFrame):
    """A card inside the diagram; it is hidden until a node is chosen.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
    """

    activation_edited = Signal(int, str)
    bias_edited = Signal(int, bool)
    unit_removed = Signal(int, int)
    layer_removed = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(_("Working of the chosen node"))
        self.node: Target | None = None
        self.heading, self.sum, self.result = QLabel(self), QLabel(self), QLabel(self)
        for label in (self.sum, self.result):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.activation, self.bias = QComboBox(self), QCheckBox(_("bias"), self)
        self.activation.setAccessibleName(_("Activation of this layer"))
        self.activation.setToolTip(
            _("What every unit of this layer does with its sum. A new one starts at epoch 0.")
        )
        self.bias.setToolTip(
            _("Whether the units of this layer add a number of their own to the sum.")
        )
        self.remove_unit = self._button(_("Remove unit"), _("Takes this unit out (Delete)."))
        self.remove_layer = self._button(
            _("Remove layer"), _("Takes this whole layer out of the network.")
        )
        self.close_button = self._button("×", _("Closes the working (Esc)."))
        self.close_button.setAccessibleName(_("Close"))
        self._lay_out()
        self.restyle(theme)
        self.activation.textActivated.connect(self._change_activation)
        self.bias.clicked.connect(self._change_bias)
        self.remove_unit.clicked.connect(self._remove_unit)
        self.remove_layer.clicked.connect(self._remove_layer)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.heading.setFont(theme.font(0.96, bold=True))
        for label in (self.sum, self.result):
            label.setFont(theme.font(0.88))

    def open(self, node: Target, subject: Subject) -> None:
        """Show a hidden or an output unit; its numbers come by ``show_working``."""
        network = subject.network
        assert network is not None
        self.node = node
        name = words.node_name(subject, node)
        self.heading.setText(name[:1].upper() + name[1:])
        layer = network.layers[node.first - 1]
        is_last = node.first == len(network.layers)
        names = _choices(subject, is_last=is_last)
        self.activation.clear()
        self.activation.addItems(names)
        self.activation.setCurrentText(layer.activation.name)
        self.activation.setEnabled(len(names) > 1)
        self.bias.setChecked(layer.bias)
        self._allow_removal(network, is_last=is_last)
        self.show()
        self.raise_()

    def show_working(self, subject: Subject, snapshot: Snapshot, width: int) -> None:
        """Show the numbers of a snapshot, in at most ``width`` pixels."""
        if self.node is None or snapshot.network is None:
            return
        room = width - LEFT - RIGHT - 4
        metrics = self.sum.fontMetrics()

        def fits(text: str) -> bool:
            return metrics.horizontalAdvance(text) <= room

        total, result = words.working(subject, snapshot, self.node, fits)
        self.sum.setText(total)
        self.result.setText(result)
        self.setAccessibleDescription(f"{total}; {result}")
        self.resize(QSize(min(width, self.sizeHint().width()), self.sizeHint().height()))

    def shut(self) -> None:
        """Hide."""
        self.node = None
        self.hide()

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setText(text)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.heading)
        row.addSpacing(10)
        row.addWidget(self.activation)
        row.addWidget(self.bias)
        row.addStretch(1)
        row.addWidget(self.remove_unit)
        row.addWidget(self.remove_layer)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(LEFT, 6, RIGHT, 10)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.sum)
        column.addWidget(self.result)

    def _allow_removal(self, network: Network, *, is_last: bool) -> None:
        assert self.node is not None
        self.remove_unit.setVisible(not is_last)
        self.remove_layer.setVisible(not is_last)
        is_single = network.layers[self.node.first - 1].units == 1
        self.remove_unit.setEnabled(not is_single)
        self.remove_unit.setToolTip(
            _("A layer keeps one unit; remove the layer instead.")
            if is_single
            else _("Takes this unit out (Delete).")
        )

    def _change_activation(self, name: str) -> None:
        if self.node is not None:
            self.activation_edited.emit(self.node.first - 1, name)

    def _change_bias(self, is_on: bool) -> None:
        if self.node is not None:
            self.bias_edited.emit(self.node.first - 1, is_on)

    def _remove_unit(self) -> None:
        if self.node is not None:
            self.unit_removed.emit(self.node.first - 1, self.node.second)

    def _remove_layer(self) -> None:
        if self.node is not None:
            self.layer_removed.emit(self.node.first - 1)


def _choices(subject: Subject, *, is_last: bool) -> list[str]:
    """Return the activations that a layer may have under this loss."""
    objective = subject.experiment.objective
    needed = objective.loss_function.goes_with if isinstance(objective, NetworkObjective) else None
    if is_last and needed is not None:
        return [needed]
    return [name for name, activation in ACTIVATIONS.items() if not activation.is_last_only]
