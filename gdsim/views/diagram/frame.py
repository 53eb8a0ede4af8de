"""All that one picture of the diagram shows, as values."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt

from gdsim.engine.arrays import Array, BoolArray
from gdsim.views.diagram.chips import Box
from gdsim.views.diagram.faces import Fonts
from gdsim.views.diagram.layout import Layout
from gdsim.views.diagram.stages import Stage
from gdsim.views.diagram.strokes import Stroke
from gdsim.views.diagram.targets import Target
from gdsim.views.diagram.words import Writing
from gdsim.views.theme import Theme

CENTER = Qt.AlignmentFlag.AlignCenter


class Values(NamedTuple):
    """What is shown of the parameters.

    Attributes
    ----------
    names : tuple of str
    theta : ndarray, shape (n_parameters,)
    free, cut : ndarray of bool, shape (n_parameters,)
    """

    names: tuple[str, ...]
    theta: Array
    free: BoolArray
    cut: BoolArray


class Marks(NamedTuple):
    """What stands out.

    Attributes
    ----------
    selected, hovered : int or None
        Parameters.
    pointed : Target or None
        What lies under the mouse.
    held : Target or None
        What the keys act on; it wears the focus ring if ``has_focus``.
    node : Target or None
        The node whose edges stand out.
    disabled : frozenset of Target
        Actions that are not to be had now.
    """

    selected: int | None
    hovered: int | None
    pointed: Target | None
    held: Target | None
    node: Target | None
    disabled: frozenset[Target]
    has_focus: bool


class Frame(NamedTuple):
    """All that one picture shows.

    Attributes
    ----------
    strokes, strong : list of Stroke
        All edges; those of the chosen node once more, above the others.
    numbers : mapping from position to Box
        The parameters whose numbers show.
    is_smooth : bool
        Whether there is time to draw the edges smooth.
    freshness : float
        How far the numbers in ``changed`` have faded in, from 0 to 1.
    stage : Stage or None
        The part of the epoch that is shown; None for all of it.
    quiet : Theme or None
        The colours of what does not stand out in it.
    roomy : frozenset of int
        The parameters that have room for all that the stage says of them.
    glow : float
        How far what stands out in it has appeared, from 0 to 1.
    """

    theme: Theme
    fonts: Fonts
    layout: Layout
    strokes: list[Stroke]
    strong: list[Stroke]
    values: Values
    writing: Writing
    numbers: Mapping[int, Box]
    marks: Marks
    is_smooth: bool
    freshness: float = 1.0
    changed: frozenset[int] = frozenset()
    stage: Stage | None = None
    quiet: Theme | None = None
    roomy: frozenset[int] = frozenset()
    glow: float = 1.0

    def lit(self, is_lit: bool) -> "Frame":
        """Return it in the colours of what stands out, or of what does not."""
        return self if is_lit or self.quiet is None else self._replace(theme=self.quiet)


def rectangle(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height)
