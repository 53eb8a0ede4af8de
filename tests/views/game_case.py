"""A panel of the game with a keeper that answers it, as the program wires them."""

from typing import Any

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from gdsim.engine.hidden_curves import hide_curve
from gdsim.engine.probes import Game, ended, looked
from gdsim.views.game.game_panel import GamePanel
from gdsim.views.game.looks_plot import LooksPlot
from gdsim.views.theme import LIGHT

TEN = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.5)


def game_of(difficulty: str, seed: int, *places: float, has_ended: bool = False) -> Game:
    """Return a game after looks at these places."""
    curve, game = hide_curve(difficulty, seed), Game(difficulty, seed)
    for place in places:
        game = looked(game, curve, place)
    return ended(game, curve) if has_ended else game


class Table:
    """A panel, and the game that its gestures change; it keeps what was asked for."""

    def __init__(self, qtbot: QtBot, game: Game, *, is_still: bool = True) -> None:
        self.said: list[tuple[str, Any]] = []
        self.panel = GamePanel(LIGHT)
        qtbot.addWidget(self.panel)
        self.panel.resize(1180, 600)
        self.panel.set_reduced_motion(is_still)
        self.show(game)
        self.panel.probe_requested.connect(self._on_probe)
        self.panel.game_requested.connect(self._on_request)
        self.panel.game_ended.connect(self._on_end)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()
        self.panel.plot.setFocus()

    def show(self, game: Game) -> None:
        """Show a game."""
        self.game, self.curve = game, hide_curve(game.difficulty, game.seed)
        self.panel.show_game(game)

    def at(self, x: float, height: float = 50.0) -> QPoint:
        """Return the pixel of a place on the plot."""
        return pixel(self.panel.plot, x, height)

    def _on_probe(self, place: float) -> None:
        self.said.append(("probe", place))
        self.show(looked(self.game, self.curve, place))

    def _on_request(self, wanted: object) -> None:
        self.said.append(("game", wanted))

    def _on_end(self) -> None:
        self.said.append(("end", None))
        self.show(ended(self.game, self.curve))


def pixel(plot: LooksPlot, x: float, height: float = 50.0) -> QPoint:
    """Return where a value stands, in whole pixels."""
    return plot.frame.to_pixels(x, height).toPoint()
