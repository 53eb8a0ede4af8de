"""What follows the session at a pace of its own, handed to every view that can show it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, SignalInstance, Slot


class Feed(QObject):
    """One such thing: a signal brings its newest value, a method of views shows it.

    Parameters
    ----------
    changed : signal (object)
    method : str
        Such as ``show_path``.
    views : callable
        ``views()`` returns those that are seen now.
    latest : callable
        ``latest()`` returns the newest value, None while there is none.
    parent : QObject

    Attributes
    ----------
    has_empty : bool
        Whether views show None too: that there is nothing of the document that is open now.
    """

    def __init__(
        self,
        changed: SignalInstance,
        method: str,
        views: Callable[[], Sequence[Any]],
        latest: Callable[[], Any],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._method, self._views, self._latest = method, views, latest
        self.has_empty = False
        self.connection = changed.connect(self._on_changed)

    def tell(self, view: Any) -> None:
        """Show the newest value to a view that has just appeared."""
        if hasattr(view, self._method):
            value = self._latest()
            if value is not None or self.has_empty:
                getattr(view, self._method)(value)

    @Slot(object)
    def _on_changed(self, value: Any) -> None:
        for view in self._views():
            if hasattr(view, self._method):
                getattr(view, self._method)(value)
