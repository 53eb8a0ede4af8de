"""Every panel as data: its title, and the view that it holds."""

from functools import cache
from pkgutil import resolve_name
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gdsim.text import _
from gdsim.views.theme import Theme


class PanelInfo(NamedTuple):
    """One panel of an activity.

    Attributes
    ----------
    key : str
    title : str
        For the View menu.
    view : str
        ``module:Class`` in ``gdsim.views``. It is imported and made when the panel is first shown,
        so that the program need not load every activity before it can begin.
    row : int
        0 above, 1 below.
    width : int
        Its share of that row.
    turn : int
        At full speed a third of the panels is drawn each frame: in which frame of three.
    """

    key: str
    title: str
    view: str
    row: int
    width: int
    turn: int

    def make_view(self, theme: Theme) -> QWidget:
        """Return a new view."""
        view: QWidget = resolve_name(f"gdsim.views.{self.view}")(theme)
        return view


@cache
def _views() -> dict[str, tuple[str, str]]:
    """Return the title and the place of every view that a panel can hold."""
    return {
        "balls": (_("Balls and race"), "balls.balls_panel:BallsPanel"),
        "chain": (_("The chain rule"), "chain.chain_panel:ChainPanel"),
        "threshold": (_("Right and wrong"), "counts.threshold_panel:ThresholdPanel"),
        "try_all": (_("Why not try them all?"), "counts.try_all_panel:TryAllPanel"),
        "curves": (_("Loss and parameters by epoch"), "curves.learning_curves:LearningCurves"),
        "data": (_("Data and fit"), "data.data_plot:DataPlot"),
        "network": (_("The network"), "diagram.diagram:NetworkDiagram"),
        "differences": (_("Step by step"), "guesses.difference_table:DifferenceTable"),
        "errors": (_("Why square?"), "guesses.error_forms:ErrorForms"),
        "function": (_("The function"), "functions.function_panel:FunctionPanel"),
        "game": (_("You against descent"), "game.game_panel:GamePanel"),
        "guesses": (_("Guesses and truth"), "guesses.guess_plot:GuessPlot"),
        "contour": (_("Loss over two parameters"), "landscape.contour_plot:ContourPlot"),
        "slope_loss": (_("Loss over the slope"), "landscape.slope_loss:SlopeLoss"),
        "zigzag": (_("Zig-zag"), "landscape.zigzag:ZigZag"),
        "closed_form": (
            _("The lowest point, worked out"),
            "line.closed_form_panel:ClosedFormPanel",
        ),
        "line": (_("The line"), "line.line_panel:LinePanel"),
        "compare": (_("Runs compared"), "runs.compare_plot:ComparePlot"),
        "runs": (_("Runs"), "runs.runs_panel:RunsPanel"),
        "slice": (_("Loss over one parameter"), "slice.slice_plot:SlicePlot"),
        "starts": (_("Many starts"), "restarts.starts_panel:StartsPanel"),
        "starts_histogram": (_("Where they end"), "restarts.starts_histogram:StartsHistogram"),
        "starts_table": (_("Run by run"), "restarts.starts_table:StartsTable"),
        "surface": (_("The loss as a surface"), "surface.surface_plot:SurfacePlot"),
        "table": (_("Number by number"), "table.epoch_table:EpochTable"),
        "tries": (_("Your tries and descent's"), "tries.tries_panel:TriesPanel"),
    }


def panel(key: str, row: int, width: int, turn: int) -> PanelInfo:
    """Return the panel ``key`` at a place of an activity."""
    title, view = _views()[key]
    return PanelInfo(key, title, view, row, width, turn)
