"""Where the table's lines come from: all parameters of one epoch, or one through all epochs."""

from typing import Protocol

from gdsim.scenario.formats import Formats
from gdsim.views.table.by_epoch import Order
from gdsim.views.table.figures import Column, Figures


class Source(Protocol):
    """What the grid shows; ByEpoch and ByParameter are the two of them.

    Attributes
    ----------
    formats : Formats
    order : Order or None
    """

    formats: Formats
    order: Order | None

    @property
    def n_lines(self) -> int:
        """How many lines there are."""
        ...

    @property
    def selected_line(self) -> int:
        """The line that is selected everywhere, -1 for none."""
        ...

    @property
    def is_plain(self) -> bool:
        """Whether each new value is current - rate x gradient and nothing else."""
        ...

    def columns(self, *, is_wide: bool) -> tuple[Column, ...]:
        """Return the columns from left to right."""
        ...

    def figures(self, line: int) -> Figures:
        """Return what stands in a line."""
        ...

    def bar(self, figures: Figures) -> float:
        """Return a row's step as a share of the largest one, from -1 to 1."""
        ...

    def sorts_by(self, column: Column) -> bool:
        """Whether the lines can be sorted by a column."""
        ...

    def sort(self, order: Order | None) -> None:
        """Sort the lines; None for their natural order."""
        ...

    def widest(self, column: Column) -> str:
        """Return the widest text of a column that holds no aligned numbers."""
        ...
