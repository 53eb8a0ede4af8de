"""A field for one number that says itself how it is written: "10", "0.50"."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gdsim.views.line.number_field import NumberField


class WrittenField(NumberField):
    """A number field whose numbers are written by a function of the caller's.

    Parameters
    ----------
    name, tip : str
        For screen readers; what it does and what it changes.
    write : callable
        Number -> text.
    parent : QWidget or None
    """

    def __init__(
        self, name: str, tip: str, write: Callable[[float], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, tip, parent=parent)
        self._write = write

    def _show(self) -> None:
        text = self._write(self._number)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
