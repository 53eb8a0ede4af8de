"""A CSV file as people have it becomes named columns, or one sentence says what to mend in it."""

from __future__ import annotations

import csv
import re
from array import array
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gdsim.engine.arrays import read_only
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.files import read_any_text
from gdsim.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Texts = tuple[str, ...]
    Record = tuple[int, list[str]]  # the line on which it begins, its cells

MAX_BYTES = 200_000_000
MAX_ROWS = 1_000_000
MAX_LINES = 3 * MAX_ROWS  # a quoted cell may fill several
MAX_COLUMNS = 1_000
MAX_SIZE = 1e300

_DELIMITERS = "\t;|,"  # the comma last: it also stands in numbers and sentences
_JOINT = "\x1f"  # no text holds these two, see _refuse_binary
_END = "\x1e"
_BINARY = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\v\f"]
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SEPARATOR_LINE = re.compile(r'"?sep=([\t;|,])"?[ \t]*(?:\r\n?|\n)', re.IGNORECASE)
_SAMPLE_ROWS = 200  # what the delimiter is judged by
_SAMPLE_SIZE = 1_000_000
_BATCH_ROWS = 5_000
_WORDS = dict.fromkeys(("", "na", "n/a", "nan", "null", "?", "-"), "nan") | {
    sign + word: sign + "inf" for sign in ("", "+", "-") for word in ("inf", "infinity")
}
# What float() reads of the other characters is plain numbers, nan and inf; no 1_000.
_NOT_IN_NUMBERS = re.compile(r"[^0-9eE+\-. naif]")


class Table(NamedTuple):
    """Named columns of equal length, each of numbers (a gap is NaN) or of texts.

    `where` and `lines` (on which line of the file each row begins) serve messages.
    """

    names: tuple[str, ...]
    columns: tuple[Numbers | Texts, ...]
    n_rows: int
    where: str = ""
    lines: Sequence[int] = ()


def numbers(table: Table, name: str) -> Numbers:
    """Return a column of which every cell is a number.

    Parameters
    ----------
    table : Table
        The table.
    name : str
        The name of the column.

    Returns
    -------
    array of shape (n_rows,)
        The numbers, read-only.

    Raises
    ------
    ScenarioError
        If there is no such column, or at its first cell that is a gap or not a number.
    """
    if name not in table.names:
        raise ScenarioError(
            _('{where} has no column "{name}", only {names}.').format(
                where=table.where or _("The table"),
                name=shown(name),
                names=shown(", ".join(table.names), limit=100),
            )
            + did_you_mean(name, table.names)
        )
    column = table.columns[table.names.index(name)]
    if isinstance(column, tuple) or np.isnan(column).any():
        raise ScenarioError(_no_number(table, name, column))
    return column


def _no_number(table: Table, name: str, column: Numbers | Texts) -> str:
    """Return where in a column the first cell stands that is a gap or not a number."""
    if isinstance(column, tuple):
        row = next((i for i, cell in enumerate(column) if _floats([cell]) is None), 0)
        problem = _(
            '{place}: "{cell}" in column "{name}" is not a number; '
            "write numbers like 1234.5, or choose another column."
        )
    else:
        row = int(np.isnan(column).argmax())
        problem = _(
            '{place}: column "{name}" has a gap; '
            "fill it in, delete the row, or choose another column."
        )
    cell = shown(str(column[row]))
    return problem.format(place=_row_place(table, row), name=shown(name), cell=cell)


def read_csv(path: Path) -> Table:
    """Read a CSV file of any usual encoding, delimiter and decimal mark.

    Parameters
    ----------
    path : Path
        The file: at most 200 MB, 1,000,000 rows, 1,000 columns; the first row holds the names.

    Returns
    -------
    Table
        Columns of numbers where all cells that are not gaps are numbers, otherwise of texts.

    Raises
    ------
    ScenarioError
        If it cannot be read as a table; the sentence names file, line and cure.
    """
    return parse_csv(read_any_text(path, MAX_BYTES), shown(str(path), limit=300))


def parse_csv(text: str, where: str) -> Table:
    """Read a table from text, as `read_csv` does; `where` names its origin in messages."""
    _refuse_binary(text, where)
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    if separator_line := _SEPARATOR_LINE.match(text):
        text = "\n" + text[separator_line.end() :]  # a blank line: the numbers of others stay
        delimiter = separator_line[1]
    lines, joined = _grid(text, delimiter, where)
    columns = tuple(_column(cells, delimiter != ",") for cells in joined.values())
    table = Table(tuple(joined), columns, len(lines), where, lines)
    _refuse_huge(table, joined)
    _refuse_two_marks(table, joined)
    return table


def _refuse_binary(text: str, where: str) -> None:
    if found := [character for character in _BINARY if character in text]:
        first = min(map(text.index, found))
        line = sum(1 for _line in _LINE.finditer(text[: first + 1]))
        raise ScenarioError(
            _("{place}: this is not text; save the table as CSV (UTF-8) and open that.").format(
                place=_place(where, line)
            )
        )
    _refuse_more(max(text.count("\n"), text.count("\r")) > MAX_LINES, where)


def _refuse_more(is_too_large: bool, where: str) -> None:
    if is_too_large:
        raise ScenarioError(
            _("{where} has more than {rows} rows or {columns} columns; take a part of it.").format(
                where=where, rows=MAX_ROWS, columns=MAX_COLUMNS
            )
        )


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts most of the first records into as many cells as the header.

    If none cuts the header there is one column; yet one that cuts the rows is returned, so that
    they are refused as ragged, unless it is the comma of their decimals.
    """
    best, best_share, cuts_rows = "", 0.0, ""
    for delimiter in _DELIMITERS:
        counts = [len(record) for record in _sample(text, delimiter)]
        share = counts.count(counts[0]) / len(counts) if counts else 0
        if share > best_share and counts[0] > 1:
            best, best_share = delimiter, share
        if not counts or max(counts) > 1:  # no counts: all cells are empty
            cuts_rows = cuts_rows or delimiter
    if cuts_rows == "," and not best:
        cells = _JOINT.join(record[0] for record in _sample(text, _JOINT)[1:])
        return "," if isinstance(_column(cells, decimal_comma=True), tuple) else _JOINT
    return best or cuts_rows or _JOINT


def _sample(text: str, delimiter: str) -> list[list[str]]:
    sample: list[list[str]] = []
    try:
        for _line, record in islice(_records(text[:_SAMPLE_SIZE], delimiter, ""), _SAMPLE_ROWS):
            sample.append(record)
    except ScenarioError:
        return sample  # what is wrong is told when the table is read with the best delimiter
    return sample


def _records(text: str, delimiter: str, where: str) -> Iterator[Record]:
    """Yield the records, without blank lines and the bare delimiters that spreadsheets end on."""
    lines = (match[0] for match in _LINE.finditer(text))
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter, skipinitialspace=True)
    line, width = 1, 0
    bare: list[Record] = []
    try:
        for cells in reader:
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    raise csv.Error  # the end came inside a quote
                return
            if any(cells):
                width = width or len(cells)
                yield from bare
                yield line, cells
                bare.clear()
            elif width and len(cells) >= min(width, 2):  # only in one column "" is a gap
                bare.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ScenarioError(
            _(
                "{place}: a cell is longer than {limit} characters or its quote is never closed; "
                "close the quote or shorten the cell."
            ).format(place=_place(where, line), limit=csv.field_size_limit())
        ) from error


def _grid(text: str, delimiter: str, where: str) -> tuple[array[int], dict[str, str]]:
    """Return the line on which each row begins, and the joined cells of each column by name."""
    records = _records(text, delimiter, where)
    header = next(records, None)
    if header is None:
        raise ScenarioError(
            _("{where} is empty; choose a file with column names and rows.").format(where=where)
        )
    _refuse_more(len(header[1]) > MAX_COLUMNS, where)
    names = _names([name.strip() for name in header[1]], _place(where, header[0]))
    lines = array("q")
    parts: list[list[str]] = [[] for _name in names]
    while batch := list(islice(records, _BATCH_ROWS)):
        _refuse_ragged(batch, len(names), where)
        lines.extend(line for line, _cells in batch)
        _refuse_more(len(lines) > MAX_ROWS, where)
        columns = zip(*(cells for _line, cells in batch), strict=True)
        for part, column in zip(parts, columns, strict=True):
            part.append(_JOINT.join(column))  # a tenth of the memory of single cells
    if not lines:
        raise ScenarioError(
            _("{where} has column names but no rows; add rows of numbers.").format(where=where)
        )
    return lines, {name: _JOINT.join(part) for name, part in zip(names, parts, strict=True)}


def _refuse_ragged(batch: Sequence[Record], width: int, where: str) -> None:
    for line, cells in batch:
        if len(cells) != width:
            raise ScenarioError(
                _(
                    "{place}: the count of cells is {n}, but {width} in the first row; "
                    "check the delimiters and quotes of that line."
                ).format(place=_place(where, line), n=len(cells), width=width)
            )


def _names(header: list[str], place: str) -> list[str]:
    values = _column(_JOINT.join(header), decimal_comma=True)
    if not isinstance(values, tuple) and not np.isnan(values).all():
        problem = _("{place}: numbers instead of column names; put a row of names above them.")
        raise ScenarioError(problem.format(place=place))
    for n, name in enumerate(header):
        if not name:
            problem = _("{place}: column {n} has no name; give it one, or delete the column.")
        elif name in header[:n]:
            problem = _('{place}: two columns are named "{name}"; rename one of them.')
        else:
            continue
        raise ScenarioError(problem.format(place=place, n=n + 1, name=shown(name)))
    return header


def _column(joined: str, decimal_comma: bool) -> Numbers | Texts:
    """Return the cells as numbers, gaps as NaN, if they are all numbers of one decimal mark."""
    values = None
    if "," not in joined:
        values = _floats(joined.split(_JOINT))
    elif decimal_comma and "." not in joined:
        values = _floats(joined.replace(",", ".").split(_JOINT))
    return tuple(map(str.strip, joined.split(_JOINT))) if values is None else values


def _floats(cells: Sequence[str]) -> Numbers | None:
    """Return the cells as numbers, gaps as NaN, or None if a cell is neither."""
    values = _literals(cells)
    if values is None:
        stripped = map(str.strip, cells)
        values = _literals([_WORDS.get(cell.casefold(), cell) for cell in stripped])
    return values


def _literals(cells: Sequence[str]) -> Numbers | None:
    if _NOT_IN_NUMBERS.search("".join(cells)):
        return None
    try:
        return read_only(np.fromiter(map(float, cells), np.float64, len(cells)))
    except ValueError:
        return None


def _refuse_huge(table: Table, joined: dict[str, str]) -> None:
    for name, column in zip(table.names, table.columns, strict=True):
        if isinstance(column, tuple):
            continue
        huge = np.abs(column) > MAX_SIZE
        if huge.any():
            row = int(huge.argmax())
            cell = joined[name].split(_JOINT)[row].strip()
            raise ScenarioError(
                _(
                    '{place}: {cell} in column "{name}" is not a number up to 1e300; '
                    "correct it or delete the row."
                ).format(place=_row_place(table, row), cell=shown(cell), name=shown(name))
            )


def _refuse_two_marks(table: Table, joined: dict[str, str]) -> None:
    """Refuse 1.234 beside 0,5: one of the marks may separate thousands."""
    users: dict[str, str] = {}
    for name, column in zip(table.names, table.columns, strict=True):
        if not isinstance(column, tuple):
            users |= {mark: name for mark in ".," if mark in joined[name]}
    if len(users) > 1:
        raise ScenarioError(
            _(
                '{where} has decimal points in column "{point}" and commas in column "{comma}"; '
                "write all numbers with points and without thousands separators."
            ).format(where=table.where, point=shown(users["."]), comma=shown(users[","]))
        )


def _row_place(table: Table, row: int) -> str:
    if table.lines:
        return _place(table.where, table.lines[row])
    return _("{where}, row {row}").format(where=table.where or _("The table"), row=row + 1)


def _place(where: str, line: int) -> str:
    return _("{where}, line {line}").format(where=where, line=line)
