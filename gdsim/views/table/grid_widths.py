"""How the columns of the table share its width: what each needs, and its part of what is left."""

from collections.abc import Sequence
from itertools import pairwise

from gdsim.views.table.figures import Column, Kind
from gdsim.views.table.row_painter import RowPainter
from gdsim.views.table.source import Source
from gdsim.views.table.words import format_of

_SHARES = {Kind.EPOCH: 0.10, Kind.PARAMETER: 0.12, Kind.RATE: 0.14}
"""How the columns divide the width that none of them needs; the others are all alike."""
_SHARE = 0.18
_TEXTS = (Kind.EPOCH, Kind.PARAMETER, Kind.RATE)


class ColumnWidths:
    """Divides a width among columns, anew only where what they need is another."""

    def __init__(self, painter: RowPainter) -> None:
        self._painter = painter
        self._shape: tuple[object, ...] = ()

    def forget(self) -> None:
        """Divide anew the next time."""
        self._shape = ()

    def fit(self, source: Source, columns: Sequence[Column], width: int) -> list[int] | None:
        """Return the width of each column, 0 for one that has to go; None if all is as before."""
        formats, is_plain = source.formats, source.is_plain
        widest = [source.widest(c) if c.kind in _TEXTS else "" for c in columns]
        forms = [format_of(column, formats) for column in columns]
        lengths = [(len(form.widest), len(form.tiny)) if form else None for form in forms]
        shape = (tuple(columns), widest, lengths, width, is_plain)
        if shape == self._shape:
            return None
        self._shape = shape
        least = [
            self._painter.least_width(column, formats, text, is_plain=is_plain)
            for column, text in zip(columns, widest, strict=True)
        ]
        gone = hidden_columns(columns, least, width)
        kept = [i for i, column in enumerate(columns) if column not in gone]
        roomy = [self._painter.roomy_width(columns[i], least[i]) for i in kept]
        parts = divided([columns[i] for i in kept], [least[i] for i in kept], roomy, width)
        widths = [0] * len(columns)
        for i, pixels in zip(kept, parts, strict=True):
            widths[i] = pixels
        return widths


def hidden_columns(columns: Sequence[Column], least: Sequence[float], width: float) -> set[Column]:
    """Return the columns that there is no room for: the bars go first."""
    if sum(least) <= width:
        return set()
    return {column for column in columns if column.kind is Kind.BAR}


def divided(
    columns: Sequence[Column], least: Sequence[float], roomy: Sequence[float], width: float
) -> list[int]:
    """Return the width of each column in pixels; all together fill ``width`` if it is enough."""
    widths = list(roomy if sum(roomy) <= width else least)
    shares = [_SHARES.get(column.kind, _SHARE) for column in columns]
    room = max(0.0, width - sum(widths)) / max(sum(shares), 1e-9)
    ends, right = [0], 0.0
    for needed, share in zip(widths, shares, strict=True):
        right += needed + room * share
        ends.append(int(right))
    return [after - before for before, after in pairwise(ends)]
