"""The table of differences as texts: Points, number of steps -> cells, and a sentence for a step.

Three columns fill from left to right and from top to bottom, a cell a step; the last step is the
sum.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from functools import reduce

import numpy as np

from gdsim.text import _
from gdsim.views.guesses.amounts import amount, decimals_of, in_brackets, printed
from gdsim.views.guesses.guess_points import Points


class Column(IntEnum):
    """The columns, from left to right."""

    CATEGORY = 0
    GUESS = 1
    TRUTH = 2
    DIFFERENCE = 3
    WEIGHT = 4  # the square, or the size where the loss is one of absolute errors
    SUM = 5


_SIGNS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "−": operator.sub,
    "×": operator.mul,
    "+": operator.add,
}

STEPPED = (Column.DIFFERENCE, Column.WEIGHT, Column.SUM)


class DifferenceCells:
    """The numbers of the table and how many of them are filled in.

    Attributes
    ----------
    points : Points or None
    """

    def __init__(self) -> None:
        self.points: Points | None = None
        self._n_taken: int | None = None
        self._values: dict[Column, list[float]] = {}
        self._decimals = dict.fromkeys(Column, 0)

    @property
    def n_points(self) -> int:
        """How many rows there are above the sum."""
        return 0 if self.points is None else self.points.n_points

    @property
    def n_steps(self) -> int:
        """How many steps fill the table."""
        return len(STEPPED) * self.n_points + 1 if self.n_points else 0

    @property
    def is_squared(self) -> bool:
        """Whether errors count by their squares."""
        return self.points is None or self.points.loss.name not in ("sum_abs", "mae")

    @property
    def n_filled(self) -> int:
        """How many steps have been taken."""
        return self.n_steps if self._n_taken is None else min(self._n_taken, self.n_steps)

    @property
    def is_full(self) -> bool:
        """Whether there is something, and all of it is worked out."""
        return 0 < self.n_steps == self.n_filled

    def fill(self, n_steps: int | None = None) -> None:
        """Take so many steps, or all."""
        self._n_taken = n_steps

    def take(self, points: Points | None) -> None:
        """Show these points; what is filled stays filled."""
        self.points = points
        if points is None:
            return
        errors = points.differences
        weights = errors.squares if self.is_squared else errors.absolutes
        sums = errors.running_squares if self.is_squared else errors.running_absolutes
        columns = points.categories, points.guesses, points.truths, errors.differences
        arrays = (*columns, weights, sums)
        self._values = {c: a.tolist() for c, a in zip(Column, arrays, strict=True)}
        amounts = decimals_of(np.concatenate(columns[1:]).tolist())
        of_weights = decimals_of([*weights.tolist(), *sums.tolist()])
        for column in Column:
            is_amount = column < Column.WEIGHT or not self.is_squared
            self._decimals[column] = amounts if is_amount else of_weights

    def value(self, row: int, column: Column) -> float:
        """Return the number of a cell; the sum's row holds the sum in its last column."""
        return self._values[column][min(row, self.n_points - 1)]

    def text(self, row: int, column: Column) -> str:
        """Return what a cell shows."""
        if self.points is None:
            return ""
        if row == self.n_points:
            return self._total_text(column)
        if column is Column.CATEGORY:
            return self.points.tick(row)
        if column in STEPPED and self.step_of(row, column) >= self.n_filled:
            return ""
        is_signed = column is Column.DIFFERENCE
        return amount(self.value(row, column), self._decimals[column], is_signed=is_signed)

    def _total_text(self, column: Column) -> str:
        if column is Column.CATEGORY:
            return _("sum")
        if column is Column.SUM and self.is_full:
            return self.total()
        return ""

    def total(self) -> str:
        """Return the sum, to its last digit."""
        return self._written(self.n_points - 1, Column.SUM)

    def heading(self, column: Column) -> str:
        """Return the title of a column, with its unit."""
        if self.points is None:
            return ""
        title = {
            Column.CATEGORY: self.points.category.label,
            Column.GUESS: _("guess"),
            Column.TRUTH: _("truth"),
            Column.DIFFERENCE: _("difference"),
            Column.WEIGHT: _("square") if self.is_squared else _("size"),
            Column.SUM: _("sum so far"),
        }[column]
        unit = self.unit_of(column)
        return f"{title} ({unit})" if unit else title

    def widest(self, column: Column) -> str:
        """Return the longest text that a column can have, filled in or not."""
        if column is Column.CATEGORY:
            texts = [self.text(row, column) for row in range(self.n_points + 1)]
        else:
            texts = [self._written(row, column) for row in range(self.n_points)]
        longest = max(texts, key=len, default="")
        return f"+{longest}" if column is Column.DIFFERENCE else longest

    def rows(self) -> list[tuple[float, ...]]:
        """Return all numbers, filled in or not, row by row; the last column ends with the sum."""
        columns = [self._values[column] for column in Column] if self.points else []
        return list(zip(*columns, strict=True))

    def unit_of(self, column: Column) -> str:
        """Return the unit of a column's numbers, empty where there is none."""
        unit = "" if self.points is None or column is Column.CATEGORY else self.points.unit
        return f"{unit}²" if unit and column >= Column.WEIGHT and self.is_squared else unit

    def step_of(self, row: int, column: Column) -> int:
        """Return which step fills a cell."""
        return len(STEPPED) * row + STEPPED.index(column)

    def place_of(self, step: int) -> tuple[int, Column]:
        """Return the row and the column that a step fills."""
        if step == self.n_steps - 1:
            return self.n_points, Column.SUM
        return step // len(STEPPED), STEPPED[step % len(STEPPED)]

    def sentence(self, step: int) -> str:
        """Return what a step computes, with its numbers."""
        if self.points is None:
            return ""
        row, column = self.place_of(step)
        if row == self.n_points:
            return self.closing()
        return {
            Column.DIFFERENCE: self._difference,
            Column.WEIGHT: self._weight,
            Column.SUM: self._sum,
        }[column](row)

    def closing(self) -> str:
        """Return what the sum is, and how the loss comes from it."""
        points = self.points
        if points is None:
            return ""
        text = _("The squares add up to {total}")
        if not self.is_squared:
            text = _("The sizes add up to {total}")
        text = text.format(total=f"{self.total()} {self.unit_of(Column.SUM)}".rstrip())
        divisor = round(1.0 / points.loss.scale(self.n_points))
        if divisor == 1:
            return text + ": " + _("this is the loss.")
        loss = self.value(self.n_points, Column.SUM) / divisor
        return (
            text
            + "; "
            + _("divided by {n} it is the loss, {loss}.").format(
                n=divisor, loss=amount(loss, decimals_of([loss]))
            )
        )

    def summary(self, row: int) -> str:
        """Return a whole row in a sentence."""
        if self.points is None:
            return ""
        weight = self._weight(row)
        if self.is_squared:
            difference, result = (self._written(row, c) for c in (Column.DIFFERENCE, Column.WEIGHT))
            sign = _sign([difference, difference], "×", result)
            weight = f"{in_brackets(difference)}² {sign} {result}"
        return f"{self.points.place(row)}: {self._difference(row)}; {weight}"

    def _difference(self, row: int) -> str:
        guess, truth = self._written(row, Column.GUESS), self._written(row, Column.TRUTH)
        return _equation([guess, truth], "−", self._written(row, Column.DIFFERENCE))

    def _weight(self, row: int) -> str:
        difference, result = (
            self._written(row, Column.DIFFERENCE),
            self._written(row, Column.WEIGHT),
        )
        if not self.is_squared:
            return f"|{difference}| = {result}"
        return _equation([difference, difference], "×", result)

    def _sum(self, row: int) -> str:
        before = self._written(row - 1, Column.SUM) if row else "0"
        parts = [before, self._written(row, Column.WEIGHT)]
        return _equation(parts, "+", self._written(row, Column.SUM))

    def _written(self, row: int, column: Column) -> str:
        return amount(self.value(row, column), self._decimals[column])


def _equation(parts: list[str], sign: str, result: str) -> str:
    """Return "5 − 3 = 2", or with ≈ where the digits in sight do not give just that."""
    first, *others = parts
    first = in_brackets(first) if sign == "×" else first
    left = f" {sign} ".join([first, *map(in_brackets, others)])
    return f"{left} {_sign(parts, sign, result)} {result}"


def _sign(parts: list[str], sign: str, result: str) -> str:
    numbers = [number for number in map(printed, parts) if number is not None]
    is_exact = len(numbers) == len(parts) and reduce(_SIGNS[sign], numbers) == printed(result)
    return "=" if is_exact else "≈"
