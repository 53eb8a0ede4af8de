"""The part of an epoch that the diagram shows now, with its strokes and the room of its numbers."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject

from gdsim.engine.phases import Part, Phase
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import TIMES
from gdsim.scenario.subject import Subject
from gdsim.views.diagram.chips import Box
from gdsim.views.diagram.faces import Face
from gdsim.views.diagram.fade import Fade
from gdsim.views.diagram.layout import Layout, numbers_between
from gdsim.views.diagram.quiet import QUIET, quieted
from gdsim.views.diagram.stages import DOWN, Stage, stage
from gdsim.views.diagram.strokes import Lines, Stroke, strokes
from gdsim.views.diagram.targets import Walk
from gdsim.views.diagram.words import Writing
from gdsim.views.theme import Theme

WIDEST = {
    Part.FORWARD: f"−0.000 {TIMES} −0.000",
    Part.UPDATE: f"{DOWN} −0.00000",
}
"""What the numbers of these parts need more room for than the usual ones."""


class Edges(NamedTuple):
    """How edges are drawn: all of them, and above them those that stand out."""

    all: list[Stroke]
    strong: list[Stroke]


class Staging:
    """Which part of an epoch is shown, and what follows from it.

    Parameters
    ----------
    parent : QObject

    Attributes
    ----------
    phase : Phase or None
    stage : Stage or None
        None while the whole epoch is shown.
    boxes : dict of int to Box
        The numbers that need more room than usual, and have it.
    glow : Fade
        In which what stands out appears.
    """

    def __init__(self, parent: QObject) -> None:
        self.phase: Phase | None = None
        self.stage: Stage | None = None
        self.boxes: dict[int, Box] = {}
        self.glow = Fade(parent)
        self._edges: Edges | None = None

    @property
    def caption(self) -> str:
        """The name of the part; empty for the whole epoch."""
        return self.stage.caption if self.stage is not None else ""

    def write(
        self,
        subject: Subject | None,
        snapshot: Snapshot | None,
        walk: Walk | None,
        writing: Writing | None,
    ) -> None:
        """Take up the numbers of a moment."""
        self.stage = self._edges = None
        if None not in (self.phase, subject, snapshot, walk, writing):
            assert subject is not None
            assert snapshot is not None
            assert walk is not None
            assert writing is not None
            assert self.phase is not None
            self.stage = stage(subject, snapshot, walk, writing, self.phase)

    def place(self, layout: Layout | None, usual: tuple[float, float], face: Face) -> None:
        """Find room for the numbers that need more than the ``usual`` (width, height)."""
        self.boxes, self._edges = {}, None
        if layout is None or self.stage is None or self.stage.phase.part not in WIDEST:
            return
        part = self.stage.phase.part
        is_tall = part is Part.UPDATE
        width = face.width(WIDEST[part]) + 9.0 * layout.scale
        size = max(usual[0], width), (1.8 if is_tall else 1.0) * usual[1]
        network = self.stage.walk.network
        layers = range(len(network.layers)) if is_tall else (self.stage.phase.layer - 1,)
        biases = {p for index in network.bias_index for p in index.tolist()} & set(layout.chips)
        found = {p: layout.chips[p] for p in biases}
        if is_tall:
            found = {p: _grown_up(box, size) for p, box in found.items()}
            found = {p: box for p, box in found.items() if _is_free(layout, box)}
        around = tuple(found.get(p, layout.chips[p]) for p in biases)
        for layer in layers:
            positions = network.weight_index[layer].ravel()
            if layout.chips.keys() >= set(positions.tolist()):
                found |= numbers_between(layout, layer, positions, size, around)
        self.boxes = found

    def theme(self, theme: Theme) -> Theme:
        """Return the colours of what stands out, as far as it has appeared."""
        return quieted(theme, QUIET + (1.0 - QUIET) * round(self.glow.freshness, 2))

    def edges(self, theme: Theme, lines: Lines, subject: Subject, snapshot: Snapshot) -> Edges:
        """Return how to draw the edges now."""
        assert self.stage is not None
        if self._edges is None:
            lit = self.stage.lit
            every = self.stage.walk.edges
            is_lit = np.array([position in lit for position in every.tolist()], dtype=bool)
            cut = subject.experiment.objective.cut
            self._edges = Edges(
                strokes(quieted(theme), lines, every[~is_lit], snapshot.theta, cut),
                strokes(theme, lines, every[is_lit], snapshot.theta, cut),
            )
        return self._edges


def _grown_up(box: Box, size: tuple[float, float]) -> Box:
    """Return a larger box with the same lower border."""
    return Box(box.x, box.y - (size[1] - box.height) / 2.0, *size)


def _is_free(layout: Layout, box: Box) -> bool:
    """Whether a box lies in the picture and on no node."""
    is_inside = box.y - box.height / 2.0 >= 0.0
    return is_inside and not any(d.touches(box) for column in layout.nodes for d in column)
