"""What every panel promises: it shows values and emits gestures, and changes no model.

``show_*`` and ``set_*`` emit nothing. Gestures emit ``*_edited`` and ``*_requested`` once,
``*_dragged`` while a thing is held and ``*_dropped`` when it is let go; the payload is the value,
never the sender. A panel says its title and caption by ``heading_changed``.
"""

from typing import NamedTuple, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

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
