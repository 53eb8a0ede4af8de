"""What is known of a function along its curve: minima, breaks, basins, and words about them."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.basins import Basins
from gdsim.engine.slices import Slice
from gdsim.scenario.subject import FunctionFacts, Subject
from gdsim.text import _
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.slice import ball_words
from gdsim.views.slice.basin_bands import bands_of, sentence
from gdsim.views.slice.basin_strip import BasinStrip
from gdsim.views.slice.break_marks import BreakMarks
from gdsim.views.slice.minimum_marks import MinimumMarks
from gdsim.views.theme import Theme

NOTE = 220.0
"""The width of what the ball has found, in pixels."""
ROWS = 5
"""Words about a place on the strip stand in one of so many rows over it."""


class FunctionMarks:
    """All of them on one plot; nothing is seen while the subject is no function of one variable.

    Parameters
    ----------
    plot : Plot
    room : LabelRoom

    Attributes
    ----------
    facts : FunctionFacts or None
        Of the function.
    strip : BasinStrip
    minima : MinimumMarks
    breaks : BreakMarks
    note, hint : Label
        What the current ball has found; what can be done, at first.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self.facts: FunctionFacts | None = None
        self.strip, self.breaks = BasinStrip(plot), BreakMarks(plot)
        self.minima = MinimumMarks(plot, room)
        self.note = plot.add_mark(Label(plot.theme, "text", 0.88))
        self.hint = plot.add_mark(Label(plot.theme, "muted", 0.92))

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another function, or for a network."""
        self.facts = subject.function if len(subject.names) == 1 else None
        self.strip.show_bands((), 0)
        self._make_room()

    def show_basins(self, basins: Basins) -> None:
        """Show which start leads where."""
        if self.facts is not None and basins.starts.shape[-1] in (1, len(basins.minimum)):
            self.strip.show_bands(bands_of(basins), len(self.facts.minima))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; the labels do so with the plot."""
        for item in (self.strip, self.breaks, self.minima):
            item.restyle(theme)
        self._make_room()

    def hide(self) -> None:
        """Show none."""
        self.minima.show(())
        self.minima.show_words(0)
        self.breaks.show_breaks(None)
        self.strip.setVisible(False)
        for label in (self.note, self.hint):
            label.setVisible(False)

    def show(self, part: Slice, *, is_revealed: bool) -> None:
        """Draw them for a curve, and keep labels away from them."""
        is_shown = self.facts is not None and is_revealed
        minima = self.facts.minima if self.facts is not None and is_shown else ()
        self.minima.show(minima)
        self.breaks.show_breaks(part if is_shown else None)
        self.strip.setVisible(bool(self.strip.bands) and is_shown)
        self.strip.place()

    def show_words(self, at: QPointF, minimum: int | None, name: str, *, is_new: bool) -> None:
        """Write what the minima are, what the ball at ``at`` has found, and what to do at first.

        Parameters
        ----------
        at : QPointF
            The current ball.
        minimum : int or None
            Which one it has come to.
        name : str
            The variable's.
        is_new : bool
            Whether nothing has been done yet.
        """
        facts = self.facts
        minima = facts.minima if facts is not None else ()
        for label in (self.note, self.hint):
            label.setVisible(False)
        if minimum is not None and minima:
            scale = self._plot.theme.scale
            self.note.set_text(ball_words.found(minima, minimum, name))
            size = self.note.set_room(NOTE * scale)
            self._room.place(self.note, around(at, size, 22.0 * scale, 40.0 * scale, 64.0 * scale))
        self.minima.show_words(len(minima), minimum if self.note.isVisible() else None)
        if facts is not None and is_new:
            size = self.hint.set_text(_("Drag a ball, then press Space"))
            if size.width() < 0.5 * self._plot.frame.area.width():
                self.hint.move_to(self._room.free_corner(size))

    def strip_words(self, position: QPointF, value: float, name: str, loss: float) -> str:
        """Return where a start at ``value`` leads, if the mouse is on the strip."""
        minimum = self.strip.minimum_at(value) if self.strip.holds(position) else None
        if minimum is None or self.facts is None:
            return ""
        return sentence(value, loss, minimum, self.facts.minima, name)

    def strip_corner(self, position: QPointF, size: QSizeF) -> QPointF:
        """Return where words about a place on the strip stand: over it, inside the area."""
        bottom, x = self._plot.frame.area.bottom(), position.x() - size.width() / 2.0
        ys = [bottom - n * size.height() - 4.0 for n in range(1, ROWS + 1)]
        return self._room.freest_corner([QRectF(QPointF(x, y), size) for y in ys])

    def tip_at(self, position: QPointF, name: str) -> str:
        """Return what to say about the mark under the mouse, if any."""
        if self.facts is None:
            return ""
        if self.strip.holds(position):
            return _(
                "Which minimum a ball comes to that begins here, at this learning rate.\n"
                "The darker, the lower the minimum. A click brings the ball here."
            )
        return self.minima.tip_at(position, name) or self.breaks.words_at(position, name)

    def _make_room(self) -> None:
        room = 0.0 if self.facts is None else BasinStrip.room(self._plot.theme)
        self._plot.axes.room_below = room
