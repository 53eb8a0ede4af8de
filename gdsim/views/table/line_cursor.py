"""Where one is among the lines of the table, and which of them are marked for copying."""

from PySide6.QtCore import Qt

_KEY = Qt.Key

MOVES = (
    _KEY.Key_Up,
    _KEY.Key_Down,
    _KEY.Key_PageUp,
    _KEY.Key_PageDown,
    _KEY.Key_Home,
    _KEY.Key_End,
)


class LineCursor:
    """A line with the focus, and the line where marking began.

    Attributes
    ----------
    head, anchor : int
        -1 for none.
    """

    def __init__(self) -> None:
        self.head = self.anchor = -1

    def go(self, line: int, *, extends: bool = False) -> None:
        """Go to a line; ``extends`` keeps where marking began."""
        self.head = line
        if not extends or self.anchor < 0:
            self.anchor = line

    def clamp(self, n_lines: int) -> None:
        """Stay among so many lines."""
        self.head, self.anchor = min(self.head, n_lines - 1), min(self.anchor, n_lines - 1)

    def mark_all(self, n_lines: int) -> None:
        """Mark every line."""
        self.anchor, self.head = min(0, n_lines - 1), n_lines - 1

    @property
    def marked(self) -> range:
        """The marked lines."""
        low, high = sorted((self.head, self.anchor))
        return range(low, high + 1) if low >= 0 else range(0)

    def marks(self, line: int) -> bool:
        """Whether a line is one of several that are marked."""
        return self.head != self.anchor and line in self.marked

    def target(self, key: int, n_lines: int, page: int, otherwise: int) -> int:
        """Return the line that a key leads to, of ``n_lines``; it begins at ``otherwise``."""
        here = self.head if self.head >= 0 else otherwise
        line = {
            _KEY.Key_Up: here - 1,
            _KEY.Key_Down: here + 1,
            _KEY.Key_PageUp: here - page,
            _KEY.Key_PageDown: here + page,
            _KEY.Key_Home: 0,
            _KEY.Key_End: n_lines - 1,
        }[Qt.Key(key)]
        return min(n_lines - 1, max(0, line))
