"""The loss as a function of the slope: every try leaves a point, until the curve shows itself."""

from math import isclose, isfinite
from typing import NamedTuple

import numpy as np
from PySide6.QtWidgets import QWidget

from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Stroke
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import Theme

MOST_POINTS = 400
"""Of all that were visited the newest are kept."""
FINE = 400.0
"""Two tries nearer than this part of the range count as one."""
SAME = 1e-6
"""The lowest point of a curve is the best answer if its loss is the least to this part."""


MOST_LINES = 8
"""Lines of text that a plot has room for before words would cover what it shows."""
CHOOSER = 54
"""Width of the box that chooses the parameter, in pixels at scale 1."""


class Try(NamedTuple):
    """A value that was tried, the loss there, and what the other parameters were held at.

    Only tries with the same others lie on one curve.
    """

    value: float
    loss: float
    held: tuple[float, ...]


class SlopeLoss(SlicePlot):
    """A slice whose curve is hidden at first; what was visited stays as points.

    Each value that was tried, by hand or by descent, and the loss there is a point. "Reveal"
    shows the curve and its lowest point, "Forget" begins anew. Points of tries that lie on other
    curves, since another parameter was moved too, are pale.

    Attributes
    ----------
    reveal_button, forget_button : QToolButton
    invitation : Label
        What can be done, as long as nothing was tried.
    """

    is_revealed = False
    has_earlier = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._visited: dict[tuple[int, str], Try] = {}
        self._tried: object = None  # the objective and the parameter that they belong to
        self._visited_dots = self.add_dots(_("visited"), Stroke("text", 6.0, 0.8), z=2.5)
        self._other_dots = self.add_dots(_("visited elsewhere"), Stroke("faint", 5.0), z=2.4)
        self.reveal_button = FlatButton(
            _("Reveal"),
            _("Shows the loss of every value at once, and where it is least. Changes nothing."),
        )
        self.reveal_button.setCheckable(True)
        self.reveal_button.toggled.connect(self._on_reveal)
        self.forget_button = FlatButton(
            _("Forget"), _("Takes the visited points away. The run stays.")
        )
        self.forget_button.clicked.connect(self._forget_points)
        self._corner.begin_with([self.reveal_button, self.forget_button])
        self.invitation = self.add_mark(Label(theme, "muted"))
        self._corner.chooser.setFixedWidth(theme.px(CHOOSER))

    @property
    def visited(self) -> list[tuple[float, float]]:
        """Every value that was tried, and its loss, in order."""
        return [(tried.value, tried.loss) for tried in self._visited.values()]

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; the points stay while the loss is the same."""
        super().set_subject(subject)
        self._corner.chooser.setVisible(len(subject.names) > 1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment, which has been visited now."""
        self._visit(snapshot)
        super().show_snapshot(snapshot)

    def draw(self) -> None:
        """Bring the points too onto the plot."""
        super().draw()
        snapshot = self.moment.snapshot
        is_first = len(self._visited) < 2 and not self.is_revealed
        self.invitation.setVisible(is_first and self.axes.isVisible())
        if snapshot is None or not self.axes.isVisible():
            return
        if is_first:
            self._invite()
        held = _held(snapshot)
        for dots, is_here in ((self._visited_dots, True), (self._other_dots, False)):
            found = [t[:2] for t in self._visited.values() if (t.held == held) is is_here]
            points = np.array(found or np.empty((0, 2)))
            self.set_curve(dots, points[:, 0], points[:, 1])

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self._corner.chooser.setFixedWidth(theme.px(CHOOSER))

    def heading(self) -> tuple[str, str]:
        """Return title and caption."""
        _title, caption = super().heading()
        title = _("Loss over {name}").format(name=self.moment.name) if self.moment.name else _title
        if self.is_revealed or self.hand.is_held or not caption:
            return title, caption
        return title, _("every try leaves a point")

    def lowest_text(self, part: Slice) -> str:
        """Return what the lowest point is called: the best answer, where nothing beats it."""
        best = self.moment.subject.best_loss if self.moment.subject is not None else np.nan
        if isfinite(best) and isclose(part.lowest[1], best, rel_tol=SAME, abs_tol=1e-12):
            return _("best answer")
        return super().lowest_text(part)

    def _invite(self) -> None:
        """Say what can be done, where there is room to say it."""
        label, area = self.invitation, self.frame.area
        size = label.set_text(_("Drag the dot: every try leaves a point."))
        label.move_to(self.room.free_corner(size))
        label.setVisible(
            size.width() <= area.width() and MOST_LINES * size.height() < area.height()
        )

    def _visit(self, snapshot: Snapshot) -> None:
        """Note a value and its loss."""
        if self.moment.subject is None:
            return
        parameter = snapshot.look.parameter
        tried = self.moment.subject.experiment.objective, parameter
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
        self._visited[key] = Try(value, loss, _held(snapshot))
        while len(self._visited) > MOST_POINTS:
            del self._visited[next(iter(self._visited))]

    def _on_reveal(self, is_revealed: bool) -> None:
        self.is_revealed = is_revealed
        self.reveal_button.setText(_("Hide") if is_revealed else _("Reveal"))
        self._say_heading()
        self.refresh()

    def _forget_points(self) -> None:
        self._visited.clear()
        if self.moment.snapshot is not None:
            self._visit(self.moment.snapshot)
        self.refresh()


def _held(snapshot: Snapshot) -> tuple[float, ...]:
    """Return the values of all parameters but the one that is looked at."""
    return tuple(np.delete(snapshot.theta, snapshot.look.parameter).tolist())
