"""How many epochs a second Play takes: a title, the speed in words, a slider."""

from math import inf

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.text import _
from gdsim.views.slider import Slider
from gdsim.views.strip.titled_grid import TitledGrid
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

SPEEDS: tuple[float | None, ...] = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, None)
"""Epochs a second, by the slider's stops; None is as fast as the computer can."""


def speed_words(speed: float | None) -> str:
    """Return a speed in words."""
    if speed is None:
        return _("full speed")
    return _("{n} a second").format(n=f"{speed:g}")


class SpeedField(QWidget):
    """The speed of Play.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    speed_requested = Signal(object)
    """Epochs a second; None for full speed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed: float | None = 1.0
        self.title = TextLabel(theme, _("SPEED"), color="muted", size=0.85, bold=True)
        self.value = TextLabel(theme, color="muted", size=0.85)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = Slider(range(len(SPEEDS)))
        self.slider.setAccessibleName(_("Speed"))
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.dragged.connect(self._request)
        self.slider.dropped.connect(self._request)
        self._grid = grid = TitledGrid(self)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.value, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        self.restyle(theme)
        self.set_speed(1.0)

    def set_speed(self, speed: float | None) -> None:
        """Show a speed, at the slider's nearest stop."""
        self._speed = speed
        wanted = inf if speed is None else speed
        stops = [inf if s is None else s for s in SPEEDS]
        if wanted in stops:
            nearest = stops.index(wanted)
        else:
            nearest = min(range(len(stops)), key=lambda i: abs(stops[i] - wanted))
        self.slider.set_position(nearest)
        self.slider.setToolTip(
            _("How fast Play goes: {speed}.\nChanges nothing but the pace.").format(
                speed=_("as fast as it can")
                if speed is None
                else _("{n} epochs a second").format(n=f"{speed:g}")
                if speed != 1.0
                else _("1 epoch a second")
            )
        )
        self.slider.setAccessibleDescription(speed_words(speed))
        self._write()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._grid.restyle(theme)
        for label in (self.title, self.value):
            label.restyle(theme)
        self.slider.setFixedHeight(theme.px(28))
        self.setMaximumWidth(theme.px(168))
        self._write()

    def _write(self) -> None:
        """Say the speed in words, or in figures where these do not fit."""
        words = speed_words(self._speed)
        room = self.width() - self.title.width_of(self.title.text() + " ")
        if self.value.width_of(words) > room:
            words = _("full") if self._speed is None else _("{n}/s").format(n=f"{self._speed:g}")
        self.value.set_text(words)

    def _request(self, stop: int) -> None:
        if SPEEDS[stop] != self._speed:
            self.set_speed(SPEEDS[stop])
            self.speed_requested.emit(self._speed)

    def sizeHint(self) -> QSize:
        """Return the size at which the speed stands there in words."""
        words = self.title.width_of(self.title.text() + " ") + self.value.width_of(speed_words(60))
        return QSize(words, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size at which it stands there in figures."""
        return QSize(self._theme.px(80), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the wording that fits."""
        super().resizeEvent(event)
        self._write()
