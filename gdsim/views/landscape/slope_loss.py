"""The loss as a function of the slope: every try leaves a point, until the curve shows itself."""

from math import isclose, isfinite

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.plotting.plots import Stroke
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import Theme

MOST_POINTS = 400
"""Of all that were visited the newest are kept."""
FINE = 400.0
"""Two tries nearer than this part of the range count as one."""
SAME = 1e-6
"""The lowest point of a curve is the best answer if its loss is the least to this part."""


class SlopeLoss(SlicePlot):
    """A slice whose curve is hidden at first; what was visited stays as points.

    Each value that was tried, by hand or by descent, and the loss there is a point. "Reveal"
    shows the curve and its lowest point, "Forget" begins anew.

    Attributes
    ----------
    reveal_button, forget_button : QToolButton
    """

    is_revealed = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._visited: dict[tuple[int, str], tuple[float, float]] = {}
        self._tried: object = None  # the objective and the parameter that they belong to
        self._visited_dots = self.add_dots(_("visited"), Stroke("text", 6.0, 0.8), z=2.5)
        self.reveal_button = self._make_button(
            _("Reveal"),
            _("Shows the loss of every value at once, and where it is least. Changes nothing."),
        )
        self.reveal_button.setCheckable(True)
        self.reveal_button.toggled.connect(self._on_reveal)
        self.forget_button = self._make_button(
            _("Forget"), _("Takes the visited points away. The run stays.")
        )
        self.forget_button.clicked.connect(self._forget_points)
        self._box = QWidget()
        row = QHBoxLayout(self._box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.reveal_button, self.forget_button, super().corner()):
            row.addWidget(widget)

    @property
    def visited(self) -> list[tuple[float, float]]:
        """Every value that was tried, and its loss, in order."""
        return list(self._visited.values())

    def corner(self) -> QWidget:
        """Return the two buttons and, with several parameters, the box that chooses one."""
        return self._box

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; the points stay while the loss is the same."""
        super().corner().setVisible(len(subject.names) > 1)
        super().set_subject(subject)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment, which has been visited now."""
        self._visit(snapshot)
        super().show_snapshot(snapshot)

    def draw(self) -> None:
        """Bring the points too onto the plot."""
        super().draw()
        points = np.array(self.visited or np.empty((0, 2)))
        if self.axes.isVisible():
            self.set_curve(self._visited_dots, points[:, 0], points[:, 1])

    def heading(self) -> tuple[str, str]:
        """Return title and caption."""
        title, caption = super().heading()
        if self.is_revealed or self._hand.is_held or not caption:
            return title, caption
        return title, _("drag the dot: every try leaves a point")

    def lowest_text(self, part: Slice) -> str:
        """Return what the lowest point is called: the best answer, where nothing beats it."""
        best = self._subject.best_loss if self._subject is not None else np.nan
        if isfinite(best) and isclose(part.lowest[1], best, rel_tol=SAME, abs_tol=1e-12):
            return _("best answer")
        return super().lowest_text(part)

    def _visit(self, snapshot: Snapshot) -> None:
        """Note a value and its loss."""
        if self._subject is None:
            return
        parameter = snapshot.look.parameter
        tried = self._subject.experiment.objective, parameter
        if tried != self._tried:
            self._tried = tried
            self._visited.clear()
        value, loss = float(snapshot.theta[parameter]), snapshot.loss
        extent = snapshot.look.slice_range or self.frame.x_range
        step = (extent[1] - extent[0]) / FINE
        if not (isfinite(value) and isfinite(loss) and step > 0.0):
            return
        key = round(value / step), f"{loss:.2e}"
        self._visited.pop(key, None)
        self._visited[key] = value, loss
        while len(self._visited) > MOST_POINTS:
            del self._visited[next(iter(self._visited))]

    def _on_reveal(self, is_revealed: bool) -> None:
        self.is_revealed = is_revealed
        self.reveal_button.setText(_("Hide") if is_revealed else _("Reveal"))
        self._say_heading()
        self.refresh()

    def _forget_points(self) -> None:
        self._visited.clear()
        if self._snapshot is not None:
            self._visit(self._snapshot)
        self.refresh()

    def _make_button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
