"""What every panel promises: it shows values and emits gestures, and changes no model.

``show_*`` and ``set_*`` emit nothing. Gestures emit ``*_edited`` and ``*_requested`` once,
``*_dragged`` while a thing is held and ``*_dropped`` when it is let go; the payload is the value,
never the sender. A panel says its title and caption by ``heading_changed``.
"""

from math import nan
from typing import NamedTuple, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.descent import Stop
from gdsim.engine.history import History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.theme import Theme


class ShownRun(NamedTuple):
    """A run as views see it.

    Attributes
    ----------
    name : str
    history : History
        Read only.
    color : str
        A colour of the theme or ``#rrggbb``; "loss" for the current run, "run 0" and so on for
        those that are kept.
    is_ghost : bool
        Whether it is the run before the last edit, drawn in grey behind all others.
    mark : int
        Which mark a kept run has, -1 for the others.
    is_hidden : bool
        Whether plots leave it out.
    subject : Subject or None
        What decides it.
    note : str
        What else is to be said of it, such as how far it is computed.
    """

    name: str
    history: History
    color: str = "loss"
    is_ghost: bool = False
    mark: int = -1
    is_hidden: bool = False
    subject: Subject | None = None
    note: str = ""


class Ball(NamedTuple):
    """A run that moves together with others, at the epoch that is shown.

    Attributes
    ----------
    place : int
        -1 for the current one, else its place among the companions.
    mark : int
        How it is told from the others, besides its colour.
    name, color : str
    history : History
        Read only.
    epoch : int
        Where it is: at the selected epoch, or at its newest one before.
    theta : ndarray, shape (n_parameters,)
        There.
    loss : float
        There.
    start : ndarray, shape (n_parameters,)
    rate : float
        The learning rate of the next update.
    optimizer : str
    minimum : int or None
        Which of the minima of a function it has come to.
    arrived : int or None
        The epoch at which it had come as near as makes no difference.
    stop : Stop or None
        Why it has no further epoch.
    is_hidden : bool
    goal : float
        The loss that it has arrived at, or was to; NaN where that is not known.
    """

    place: int
    mark: int
    name: str
    color: str
    history: History
    epoch: int
    theta: Array
    loss: float
    start: Array
    rate: float
    optimizer: str = "gradient_descent"
    minimum: int | None = None
    arrived: int | None = None
    stop: Stop | None = None
    is_hidden: bool = False
    goal: float = nan


class View(Protocol):
    """A panel's content. One that draws curves has ``show_runs(runs)`` too, the current run first.

    Attributes
    ----------
    heading_changed : signal (str, str)
        Another title and caption.
    """

    heading_changed: SignalInstance

    @property
    def title(self) -> str:
        """The heading."""
        ...

    @property
    def caption(self) -> str:
        """What stands small beside it."""
        ...

    def corner(self) -> QWidget | None:
        """Return what belongs into the right end of the panel's title bar, if anything."""
        ...

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        ...

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        ...

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        ...
