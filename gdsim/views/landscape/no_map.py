"""What stands in the place of a map that does not exist: why, and what would help."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPushButton

from gdsim.engine.directions import FEWEST_POINTS, PATH, PlaneChoice
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot


class NoMap:
    """Two lines in the middle of a plot, and a button where that is the cure.

    Attributes
    ----------
    message, advice : Label
    bias_button : QPushButton
        Gives a line without an intercept one.
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.message = plot.add_mark(Label(plot.theme, "muted", 1.0))
        self.advice = plot.add_mark(Label(plot.theme, "muted"))
        self.bias_button = QPushButton(_("Add an intercept"), plot)
        self.bias_button.setToolTip(words.bias_tip())
        self.bias_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bias_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bias_button.setVisible(False)

    def say(self, texts: tuple[str, str], *, has_cure: bool) -> None:
        """Say why there is no map, and what to do; nothing where both are empty."""
        plot = self._plot
        middle = QPointF(plot.viewport().rect().center())
        room = max(100.0, plot.viewport().width() - 32.0)
        y = middle.y() - plot.theme.px(40)
        for label, text in zip((self.message, self.advice), texts, strict=True):
            label.set_text(text)
            size = label.set_room(room)
            label.move_to(QPointF(middle.x() - size.width() / 2.0, y))
            y += size.height() + 4.0
        button = self.bias_button
        button.setVisible(has_cure)
        if has_cure:
            button.resize(button.sizeHint())
            button.move(round(middle.x()) - button.width() // 2, round(y) + plot.theme.px(8))


def reason(
    subject: Subject | None, choice: PlaneChoice | None, n_epochs: int
) -> tuple[tuple[str, str], bool]:
    """Return why there can be no map and what to do, and whether a bias would be the cure."""
    if subject is None:
        return ("", ""), False
    n_axes = np.count_nonzero(~subject.experiment.objective.cut)
    if n_axes < 2:
        network = subject.network
        has_cure = network is not None and not any(layer.bias for layer in network.layers)
        advice = words.what_to_do(has_cure=has_cure, is_network=network is not None)
        return (words.too_few(subject.names[0]), advice), has_cure
    if n_axes > 2 and choice is not None and choice.kind == PATH and n_epochs < FEWEST_POINTS:
        return words.no_path(), False
    return ("", ""), False
