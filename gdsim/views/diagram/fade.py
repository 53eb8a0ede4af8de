"""Numbers that just changed fade in, where snapshots come slowly enough for it to be seen."""

from time import monotonic

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from gdsim.engine.arrays import Array

FADE_MS = 200
CALM_S = 0.25
"""Seconds between snapshots above which numbers fade."""


class Fade(QObject):
    """Which numbers are fading in, and how far they are.

    Attributes
    ----------
    changed : frozenset of int
        The parameters whose numbers fade.
    is_off : bool
        Whether numbers change at once.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.changed: frozenset[int] = frozenset()
        self.is_off = False
        self._shown_at = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(FADE_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self.moved)

    @property
    def freshness(self) -> float:
        """How far what fades in has come, from 0 to 1."""
        is_running = self._animation.state() is QVariantAnimation.State.Running
        return float(self._animation.currentValue() or 0.0) if is_running else 1.0

    def begin(self) -> None:
        """Let everything fade in that is drawn by it."""
        self._animation.stop()
        if not self.is_off:
            self._animation.start()

    def start(self, before: Array | None, after: Array) -> None:
        """Let the numbers fade in that differ, unless numbers follow each other quickly."""
        now = monotonic()
        is_calm, self._shown_at = now - self._shown_at > CALM_S, now
        self._animation.stop()
        self.changed = frozenset()
        if before is None or len(before) != len(after) or self.is_off or not is_calm:
            return
        self.changed = frozenset(np.flatnonzero(before != after).tolist())
        if self.changed:
            self._animation.start()
