"""Rows of the table for other programs: Figures -> tab-separated text or CSV, with 17 digits."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from gdsim.scenario.files import csv_text
from gdsim.text import _
from gdsim.views.table.figures import Column, Figures, Kind
from gdsim.views.table.grid import NumberGrid
from gdsim.views.table.source import Source

Copied = tuple[int | str | float | None, ...]

_MANY = 20_000
_FIXED = (Kind.CURRENT, Kind.GRADIENT, Kind.RATE)


class Copier(QObject):
    """Puts lines of a grid on the clipboard, or into a text to be saved."""

    def __init__(self, grid: NumberGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        grid.copy_requested.connect(self.copy)

    @Slot()
    def copy(self) -> None:
        """Copy the marked lines as tab-separated text, or all if none is."""
        lines = self._grid.place.marked
        if lines:
            _to_clipboard(tab_separated(self._grid.source, lines, is_headed=False))
        else:
            self.copy_table()

    @Slot()
    def copy_table(self) -> None:
        """Copy all lines as tab-separated text, under their headings."""
        _to_clipboard(tab_separated(self._grid.source, self._whole(), is_headed=True))

    def csv_text(self) -> str:
        """Return all lines as CSV."""
        source = self._grid.source
        return csv_text(header_of(source), copied(source, self._whole()))

    def _whole(self) -> range:
        """Return all lines; of very many those in sight, whose numbers are known."""
        n_lines = self._grid.source.n_lines
        return range(n_lines) if n_lines <= _MANY else range(*self._grid.sight)


def header_of(source: Source) -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        "epoch",
        "parameter",
        *(kind.value for kind in _FIXED),
        *(column.name or column.kind.value for column in _others(source)),
        Kind.NEW.value,
    )


def copied(source: Source, lines: Iterable[int]) -> list[Copied]:
    """Return lines as numbers; a gap where a number is blank, not known or does not apply."""
    others = _others(source)
    columns = [*map(Column, _FIXED), *others, Column(Kind.NEW)]
    rows = (source.figures(line) for line in lines)
    return [
        (row.epoch, _name(row), *(_value(row, column) for column in columns))
        for row in rows
        if not row.note
    ]


def tab_separated(source: Source, lines: Iterable[int], *, is_headed: bool) -> str:
    """Return lines with tabs between their cells."""
    rows: list[Sequence[int | str | float | None]] = [header_of(source)] if is_headed else []
    rows += copied(source, lines)
    return "\n".join("\t".join(map(_text, row)) for row in rows)


def _others(source: Source) -> list[Column]:
    columns = source.columns(is_wide=False)
    return [column for column in columns if column.kind in (Kind.MEMORY, Kind.STEP)]


def _name(row: Figures) -> str:
    return _("{name}, {batch}").format(name=row.name, batch=row.batch) if row.batch else row.name


def _value(row: Figures, column: Column) -> float | None:
    return None if row.is_hidden(column.kind) else row.value(column)


def _text(cell: float | str | None) -> str:
    if isinstance(cell, float):
        return f"{cell:.17g}"
    return "" if cell is None else str(cell)


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
