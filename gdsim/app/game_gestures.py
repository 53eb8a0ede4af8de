"""What gestures in the game do: looks at a hidden curve, no document needed."""

from PySide6.QtCore import QObject, Slot

from gdsim.session.game import GameKeeper


class GameGestures(QObject):
    """Hands the gestures of the game to who keeps it.

    Attributes
    ----------
    keeper : GameKeeper
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keeper = GameKeeper(self)

    @Slot(object)
    def on_game_requested(self, wanted: tuple[str, int | None]) -> None:
        """Begin a game of a difficulty, on a curve of a seed or on a new one."""
        self.keeper.begin(*wanted)

    @Slot(float)
    def on_probe_requested(self, place: float) -> None:
        """Look at the curve at a place."""
        self.keeper.probe(place)

    @Slot()
    def on_game_ended(self) -> None:
        """Show the curve, and let the others look."""
        self.keeper.end()
