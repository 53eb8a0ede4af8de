"""The names of the arrays that the engine passes around."""

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)

Array: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.intp]
Numbers: TypeAlias = "Array | np.floating[Any]"
"""One number, or an array of them, one for each theta."""

Rows: TypeAlias = "IntArray | slice | None"
"""Which samples: their numbers, a run of them, or None for all."""

Memory: TypeAlias = tuple[Any, ...]
"""What an optimizer carries from one update to the next: a NamedTuple in its paper's letters."""


def count_rows(rows: Rows, n_rows: int) -> int:
    """Return how many samples ``rows`` chooses out of ``n_rows``."""
    if rows is None:
        return n_rows
    return rows.stop - rows.start if isinstance(rows, slice) else len(rows)


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return ``array`` after forbidding writes to it, so that it can be shared."""
    array.flags.writeable = False
    return array
