"""What is known of a hidden curve: Game -> looks with their slopes, in the end the curve itself.

It only shows; ``game_plot`` adds the mouse and the keys.
"""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import (
    QEasingCurve,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
    QVariantAnimation,
)
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.hidden_curves import HIGH, LOW, TOP, Probe
from gdsim.engine.probes import N_PROBES, YOU, Game
from gdsim.text import _
from gdsim.views.game import game_words as words
from gdsim.views.game.contestants import looks
from gdsim.views.plotting.label_layout import around, freest, moved_into
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plots import GRAB, Plot, Stroke
from gdsim.views.theme import Theme

REVEAL_MS = 600
ROOM = 1.04
"""The axis goes on a little above the highest number, which stands clear of the axis' name."""
TANGENT = 26.0
"""Half the length of a slope's line, in pixels."""
DOT, LARGE = 9.0, 14.0


class LooksPlot(Plot):
    """Looks at a hidden curve, and once it is revealed the curve with everyone's looks.

    The axis of heights is always 0 to 100 and the curve lies somewhere in it, so the axis does not
    tell how low the lowest place is.

    Attributes
    ----------
    game : Game
    step : int
        The looks up to this one are shown; they count from 1.
    lowest_label, readout : Label
    numbers : list of Label
        Of your looks.
    messages : tuple of Label
        What to do, where nobody has looked.
    ring : Ring
        Around the lowest place.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("The hidden curve"), parent)
        self.axes.x_label, self.axes.y_label = "x", _("height")
        self.game, self.step = Game(), N_PROBES
        self._is_replaying = self._is_still = False
        self._outline = self.add_curve(_("the curve"), Stroke("loss", 2.0))
        self._slopes = self.add_curve(_("slopes at your looks"), Stroke("gradient", 2.4), z=3.0)
        self._small = {
            key: self.add_dots(look.name, Stroke(look.color, DOT, 0.55), z=4.0)
            for key, look in looks().items()
        }
        self._large = {
            key: self.add_dots(
                _("{name}, this one").format(name=look.name), Stroke(look.color, LARGE), z=5.0
            )
            for key, look in looks().items()
        }
        for key, look in looks().items():
            self._small[key].setSymbol(look.symbol)
            self._large[key].setSymbol(look.symbol)
        self.set_stroke(self._small[YOU], Stroke("text", 11.0))
        self._small[YOU].setZValue(6.0)
        self._drop = self.add_mark(Stick(theme, "faint", style=Qt.PenStyle.DotLine))
        self.ring = self.add_mark(Ring(theme, "text", 9.0, 1.6))
        self._drop.setZValue(-2.0)  # both below the looks
        self.ring.setZValue(-1.0)
        self.lowest_label = self.add_mark(Label(theme, "text", 0.92))
        self.readout = self.add_mark(Label(theme, "text"))
        self.readout.setZValue(30.0)
        self.numbers = [self.add_mark(Label(theme, "text", 0.84)) for _i in range(N_PROBES)]
        self.messages = (
            self.add_mark(Label(theme, "text", 1.4)),
            self.add_mark(Label(theme, "muted", 1.1)),
        )
        for label, text in zip(self.messages, words.invitation(), strict=True):
            label.set_text(text)
        self._reveal = QVariantAnimation(self)
        self._reveal.setDuration(REVEAL_MS)
        self._reveal.setStartValue(0.0)
        self._reveal.setEndValue(1.0)
        self._reveal.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._reveal.valueChanged.connect(self._draw_outline)
        self._reveal.finished.connect(self.refresh)

    def show_game(self, game: Game) -> None:
        """Show what is known of a game; the curve draws itself when it has just been revealed."""
        was = self.game
        is_same = (was.difficulty, was.seed) == (game.difficulty, game.seed)
        self._reveal.stop()
        self.game, self.step, self._is_replaying = game, max(1, len(game.probes)), False
        if game.has_ended and is_same and not was.has_ended and not self._is_still:
            self._reveal.start()
        self.refresh()

    def show_step(self, step: int, *, is_replaying: bool) -> None:
        """Show the looks up to the one of this number, which stands out while it is replayed."""
        self.step, self._is_replaying = step, is_replaying
        self.refresh()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Reveal curves at once."""
        self._is_still = reduced
        if reduced and self._is_revealing:
            self._reveal.stop()
            self.refresh()

    def draw(self) -> None:
        """Bring what is known onto the plot."""
        self.set_x(LOW, HIGH)
        self.set_y(0.0, ROOM * TOP)
        game = self.game
        self._draw_messages(is_shown=not game.probes)
        self._draw_outline()
        self._draw_dots()
        self._draw_slopes()
        self.readout.setVisible(False)
        self._draw_labels()
        self.setAccessibleDescription(" ".join(words.sentences(game)))

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers of the look under the mouse, whole."""
        found = self._look_at(position)
        return words.tip(*found) if found else ""

    @property
    def _is_revealing(self) -> bool:
        return self._reveal.state() == QVariantAnimation.State.Running

    def _shown(self) -> Mapping[str, tuple[Probe, ...]]:
        """Return the looks that may be seen now."""
        game = self.game
        if not game.has_ended or self._is_revealing:
            return {YOU: game.probes}
        return {one.key: one.probes[: self.step] for one in game.contestants}

    def _draw_outline(self) -> None:
        """Draw the curve as far as it has been revealed."""
        x, heights = self.game.outline.T
        part = float(self._reveal.currentValue() or 0.0) if self._is_revealing else 1.0
        n = round(part * len(x))
        self.set_curve(self._outline, x[:n], heights[:n])

    def _draw_dots(self) -> None:
        shown, game = self._shown(), self.game
        none: tuple[Probe, ...] = ()
        for key in looks():
            probes = shown.get(key, none)
            large = probes[-1:] if self._is_replaying else none
            if probes and game.has_ended and not self._is_replaying and not self._is_revealing:
                large = (game.contestant(key).best,)
            self.set_curve(self._small[key], *_columns(probes))
            self.set_curve(self._large[key], *_columns(large))

    def _draw_slopes(self) -> None:
        """Draw a short piece of the tangent at each of your looks, until the curve itself shows."""
        probes = () if self.game.has_ended and not self._is_revealing else self.game.probes
        points = [self._tangent(probe) for probe in probes]
        x, heights = np.concatenate(points).T if points else np.empty((2, 0))
        self.set_curve(self._slopes, x, heights)

    def _tangent(self, probe: Probe) -> Array:
        """Return both ends of a slope's line and a gap, (3, 2), in the units of the axes."""
        area = self.frame.area
        across, up = area.width() / (HIGH - LOW), area.height() / (ROOM * TOP)
        half = TANGENT * self.theme.scale / float(np.hypot(across, probe.slope * up))
        ends = np.array([-half, half, np.nan])
        return np.column_stack([probe.place + ends, probe.height + probe.slope * ends])

    def _draw_messages(self, *, is_shown: bool) -> None:
        center, gap = self.frame.area.center(), 8.0 * self.theme.scale
        sizes = [label.set_room(self.frame.area.width() - 16.0) for label in self.messages]
        y = center.y() - sum(size.height() for size in sizes) / 2.0 - gap
        for label, size in zip(self.messages, sizes, strict=True):
            label.move_to(QPointF(center.x() - size.width() / 2.0, y))
            label.setVisible(is_shown)
            y += size.height() + gap

    def _draw_labels(self) -> None:
        """Write numbers at your looks and name the lowest place, where nothing is covered."""
        lowest = self.game.lowest
        is_open = lowest is not None and not self._is_revealing
        self.ring.setVisible(is_open)
        self._drop.setVisible(is_open)
        self.lowest_label.setVisible(is_open)
        taken, points = self._taken(), self._line_points()
        if lowest is not None and is_open:
            at = self.frame.to_pixels(lowest.place, lowest.height)
            self.ring.setPos(at)
            self._drop.set_line(at, QPointF(at.x(), self.frame.area.bottom()))
            size = self.lowest_label.set_text(words.lowest_label(lowest))
            self._place(self.lowest_label, at, size, taken, points, 16.0)
        shown = self._shown().get(YOU, ())
        for number, label in enumerate(self.numbers, 1):
            label.setVisible(False)
            if number <= len(shown):
                probe = shown[number - 1]
                at = self.frame.to_pixels(probe.place, probe.height)
                self._place(label, at, label.set_text(str(number)), taken, points, 7.0)

    def _place(
        self,
        label: Label,
        at: QPointF,
        size: QSizeF,
        taken: list[QRectF],
        points: Array,
        distance: float,
    ) -> None:
        area, scale = self.frame.area, self.theme.scale
        places = around(at, size, distance * scale, 2.0 * distance * scale)
        box = moved_into(places[freest(places, area, taken, points)], area)
        label.move_to(box.topLeft())
        taken.append(box)

    def _taken(self) -> list[QRectF]:
        """Return the boxes of all marks."""
        boxes = []
        for probes in self._shown().values():
            for x, y in self.frame.all_to_pixels(*_columns(probes)).tolist():
                boxes.append(QRectF(x - 5.0, y - 5.0, 10.0, 10.0))
        return boxes

    def _line_points(self) -> Array:
        """Return points (n, 2) in pixels along the curve, or along the slopes."""
        if self.game.has_ended:
            return self.frame.all_to_pixels(*self.game.outline.T)
        ends = [self._tangent(probe)[:2] for probe in self.game.probes]
        along = [np.linspace(a, b, 9) for a, b in ends]
        return self.frame.all_to_pixels(*np.concatenate(along).T) if along else np.empty((0, 2))

    def _look_at(self, position: QPointF) -> tuple[str, int, Probe] | None:
        """Return whose look, which and what is under the mouse."""
        found = [(key, i + 1, p) for key, ps in self._shown().items() for i, p in enumerate(ps)]
        columns = _columns(tuple(probe for _key, _number, probe in found))
        i = nearest(self.frame.all_to_pixels(*columns), position, 0.5 * GRAB * self.theme.scale)
        return found[i] if i >= 0 else None

    def show_readout(self, position: QPointF) -> None:
        """Show the numbers of the look under the mouse, if there is one."""
        found = self._look_at(position)
        self.readout.setVisible(False)
        if found is not None:
            at = self.frame.to_pixels(found[2].place, found[2].height)
            size = self.readout.set_text(words.readout(*found))
            places = around(at, size, 14.0 * self.theme.scale)
            box = moved_into(places[freest(places, self.frame.area, [])], self.frame.area)
            self.readout.move_to(box.topLeft())


def _columns(probes: tuple[Probe, ...]) -> tuple[Array, Array]:
    """Return places (n,) and heights (n,)."""
    table = np.array(probes, dtype=float).reshape(-1, 3)
    return table[:, 0], table[:, 1]
