"""The lowest places of a function: objective, bounds -> grid -> refined minima, the lowest first.

A minimum counts only inside the bounds: where the function falls on over their edge there is none.
"""

from itertools import product

import numpy as np

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.functions import Bounds, Minimum
from gdsim.engine.objective import Objective

CURVE_POINTS = 2001
PLANE_POINTS = 81
MOST_MINIMA = 200
MOST_CANDIDATES = 400
"""Of more low points on the grid the function is level, or too rough for it."""
HALVINGS = 70
NEWTON_STEPS = 30
LEVEL = 1e-12
"""What rises less than this, compared with max(1, |value|), does not rise."""
ROUNDING = 1e-15
"""A value this small, compared with a usual one, is 0 but for rounding."""
RINGS = (1e-5, 1e-3)
"""Radii, as parts of the bounds, on which a minimum must have nothing lower."""


def find_minima(objective: Objective, bounds: Bounds) -> tuple[Minimum, ...]:
    """Return the minima in ``bounds``, sorted by value.

    Parameters
    ----------
    objective : Objective
        Of one or two parameters.
    bounds : Bounds

    Returns
    -------
    tuple of Minimum
        Of a level floor one place; empty where there is none, or too many to be told apart.
    """
    with np.errstate(all="ignore"):
        axes = [np.linspace(low, high, _n_points(bounds)) for low, high in bounds]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        values = objective.losses(grid.reshape(-1, len(bounds))).reshape(grid.shape[:-1])
        places = (
            _of_curve(objective, axes[0], values)
            if len(bounds) == 1
            else _of_plane(objective, grid, values)
        )
        places = places[_are_minima(objective, places, bounds)]
        return _told(objective, places, bounds, values[np.isfinite(values)])


def _n_points(bounds: Bounds) -> int:
    return CURVE_POINTS if len(bounds) == 1 else PLANE_POINTS


def _is_low(values: Array) -> BoolArray:
    """Return which inner points of a grid have no lower neighbour, and one that is higher."""
    sound = np.isfinite(values)
    inner = (slice(1, -1),) * values.ndim
    here = values[inner]
    lowest, highest = np.full(here.shape, np.inf), np.full(here.shape, -np.inf)
    whole = sound[inner].copy()
    for shift in product((-1, 0, 1), repeat=values.ndim):
        if any(shift):
            part = tuple(slice(1 + s, n - 1 + s) for s, n in zip(shift, values.shape, strict=True))
            lowest = np.minimum(lowest, values[part])
            highest = np.maximum(highest, values[part])
            whole &= sound[part]
    found = np.zeros(values.shape, dtype=bool)
    rise = LEVEL * np.maximum(1.0, np.abs(here))
    found[inner] = whole & (here <= lowest) & (highest > here + rise)
    return found


def _of_curve(objective: Objective, x: Array, values: Array) -> Array:
    """Return where the slope turns from falling to rising, (n, 1), and the middles of floors."""
    ends = np.append(np.flatnonzero(np.diff(values)), len(x) - 1)
    begins = np.append(0, ends[:-1] + 1)
    inner = (begins > 0) & (ends < len(x) - 1)
    begins, ends = begins[inner], ends[inner]
    low = (values[begins - 1] > values[begins]) & (values[ends + 1] > values[ends])
    begins, ends = begins[low], ends[low]
    left, right = x[begins - 1, np.newaxis], x[ends + 1, np.newaxis]
    turns = (objective.gradients(left)[1] < 0.0) & (objective.gradients(right)[1] > 0.0)
    # A floor between two jumps; of a single point it is but one side of a jump.
    is_floor = ~turns[:, 0] & (ends - begins > 1)
    floors = 0.5 * (x[begins] + x[ends])[is_floor, np.newaxis]
    left, right = left[turns[:, 0]], right[turns[:, 0]]
    for _halving in range(HALVINGS):
        middle = 0.5 * (left + right)
        slope = objective.gradients(middle)[1]
        left = np.where(slope <= 0.0, middle, left)
        right = np.where(slope >= 0.0, middle, right)
    return np.concatenate([_lower(objective, left, right), floors])


def _lower(objective: Objective, one: Array, other: Array) -> Array:
    """Return of each two places (n, p) the one with the lower value."""
    is_lower = objective.losses(one) <= objective.losses(other)
    return np.where(is_lower[:, np.newaxis], one, other)


def _of_plane(objective: Objective, grid: Array, values: Array) -> Array:
    """Return where the low points of a grid (n, n, 2) lead, (m, 2).

    It is found by Newton's steps, and on a kink by trying around.
    """
    low = _is_low(values)
    places = grid[low] if np.count_nonzero(low) <= MOST_CANDIDATES else grid[:0, 0]
    cell = grid[1, 1] - grid[0, 0]
    smooth = _newton(objective, places, cell)
    return _compass(objective, _lower(objective, smooth, places), cell)


def _newton(objective: Objective, places: Array, cell: Array) -> Array:
    """Take damped Newton steps, whose second derivatives are differences of gradients."""
    values, gradients = objective.gradients(places)
    damping = np.full(len(places), 1e-6)
    for _step in range(NEWTON_STEPS):
        hessians = _hessians(objective, places)
        size = np.abs(hessians).max(axis=(1, 2)) + 1e-300
        damped = hessians + (damping * size)[:, np.newaxis, np.newaxis] * np.eye(2)
        step = np.nan_to_num(-_solved(damped, gradients))
        step = np.clip(step, -cell, cell)
        moved = places + step
        new_values, new_gradients = objective.gradients(moved)
        shorter = np.abs(new_gradients).sum(axis=1) < np.abs(gradients).sum(axis=1)
        good = (new_values < values) | ((new_values <= values) & shorter)
        places = np.where(good[:, np.newaxis], moved, places)
        gradients = np.where(good[:, np.newaxis], new_gradients, gradients)
        values = np.where(good, new_values, values)
        damping = np.where(good, damping * 0.1, damping * 10.0)
        if not (good & (np.abs(step) > ROUNDING * np.abs(places)).any(axis=1)).any():
            break
    return places


def _solved(matrices: Array, vectors: Array) -> Array:
    """Return the solutions (n, 2) of n systems of two equations; NaN or inf where there is none."""
    (a, b), (c, d) = np.moveaxis(matrices[:, 0], 1, 0), np.moveaxis(matrices[:, 1], 1, 0)
    u, v = vectors.T
    tops = np.stack([d * u - b * v, a * v - c * u], axis=1)
    found: Array = tops / (a * d - b * c)[:, np.newaxis]
    return found


def _hessians(objective: Objective, places: Array) -> Array:
    """Return the second derivatives (n, 2, 2) at ``places`` (n, 2), by central differences."""
    step = np.finfo(float).eps ** (1 / 3) * np.maximum(1.0, np.abs(places))
    shifts = np.eye(2)[:, np.newaxis] * step  # (2, n, 2)
    _losses, after = objective.gradients((places + shifts).reshape(-1, 2))
    _losses, before = objective.gradients((places - shifts).reshape(-1, 2))
    slopes = (after - before).reshape(2, -1, 2) / (2.0 * step.T[:, :, np.newaxis])
    hessians = np.moveaxis(slopes, 0, 1)
    return np.asarray((hessians + hessians.transpose(0, 2, 1)) / 2.0)


def _compass(objective: Objective, places: Array, cell: Array) -> Array:
    """Walk on from those of ``places`` (n, 2) that still have a slope: a kink's tip keeps one."""
    values, gradients = objective.gradients(places)
    rough = np.abs(gradients).max(axis=1) > 1e-6 * np.maximum(1.0, np.abs(values))
    walking, lowest = places[rough], values[rough]
    if not len(walking):
        return places
    angles = np.arange(8) * (np.pi / 4)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) * cell  # (8, 2)
    reach = np.ones(len(walking))
    for _turn in range(HALVINGS):
        around = walking[:, np.newaxis] + reach[:, np.newaxis, np.newaxis] * ways  # (n, 8, 2)
        found = objective.losses(around.reshape(-1, 2)).reshape(-1, 8)
        best = np.argmin(np.where(np.isnan(found), np.inf, found), axis=1)
        rows = np.arange(len(walking))
        good = found[rows, best] < lowest
        walking = np.where(good[:, np.newaxis], around[rows, best], walking)
        lowest = np.where(good, found[rows, best], lowest)
        reach = np.where(good, reach, 0.5 * reach)
    places = places.copy()
    places[rough] = walking
    return places


def _are_minima(objective: Objective, places: Array, bounds: Bounds) -> BoolArray:
    """Return which of ``places`` (n, p) have nothing lower around them, and no pole."""
    low, high = np.array(bounds).T
    values = objective.losses(places)
    level = LEVEL * np.maximum(1.0, np.abs(values))
    good: BoolArray = np.isfinite(values) & ((places > low) & (places < high)).all(axis=1)
    rises = []
    for radius in RINGS:
        ring = _ways(len(bounds)) * (radius * (high - low))
        around = objective.losses((places[:, np.newaxis] + ring).reshape(-1, len(bounds)))
        around = around.reshape(len(places), len(ring))
        good &= (around >= (values - level)[:, np.newaxis]).all(axis=1)
        rises.append(around.mean(axis=1) - values)
    good &= rises[0] <= 0.8 * rises[1] + level
    return good


def _ways(n_variables: int) -> Array:
    """Return unit vectors (n, p) in many directions."""
    if n_variables == 1:
        return np.array([[-1.0], [1.0]])
    angles = np.arange(32) * (np.pi / 16)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _told(objective: Objective, places: Array, bounds: Bounds, seen: Array) -> tuple[Minimum, ...]:
    """Return each of ``places`` (n, p) once, the lowest first, given the values on the grid."""
    if not len(places):
        return ()
    spans = np.array([high - low for low, high in bounds])
    places = _rounded(objective, places, spans)
    values = objective.losses(places)
    values[np.abs(values) <= ROUNDING * max(1.0, float(np.median(np.abs(seen))))] = 0.0
    # Of a level floor the place nearest to the middle stands for all.
    far = np.linalg.norm((places - np.mean(bounds, axis=1)) / spans, axis=1)
    kept: list[int] = []
    for i in np.lexsort((far.round(9), _coarse(values))).tolist():
        if not _is_told(objective, places[i], values[i], places[kept], values[kept], spans):
            kept.append(i)
        if len(kept) > MOST_MINIMA:
            return ()
    lowest = min(float(seen.min()), float(values[kept[0]]))
    reach = lowest + 1e-9 * max(1.0, abs(lowest))
    return tuple(
        Minimum(tuple(places[i].tolist()), float(values[i]), bool(values[i] <= reach)) for i in kept
    )


def _coarse(values: Array) -> Array:
    """Return ``values`` (n,) so rounded that those of equal minima are the same."""
    return np.array([float(f"{v:.9e}") if abs(v) > LEVEL else 0.0 for v in values.tolist()])


def _rounded(objective: Objective, places: Array, spans: Array) -> Array:
    """Return ``places`` (n, p) without the last digits, where they are not lower for it."""
    decimals = 12 - np.ceil(np.log10(spans)).astype(int)
    columns = [np.round(c, n) for c, n in zip(places.T, decimals.tolist(), strict=True)]
    round_ones = np.stack(columns, axis=1) + 0.0
    is_good = objective.losses(round_ones) <= objective.losses(places)
    return np.where(is_good[:, np.newaxis], round_ones, places)


def _is_told(
    objective: Objective, place: Array, value: float, told: Array, values: Array, spans: Array
) -> bool:
    """Whether a place is one of those ``told`` (n, p), or on the same level floor."""
    if not len(told):
        return False
    if (np.abs(told - place) < 1e-4 * spans).all(axis=1).any():
        return True
    level = 1e-10 * max(1.0, abs(value))
    same = told[np.abs(values - value) <= level]
    if not len(same):
        return False
    parts = np.array([0.236, 0.382, 0.618])[:, np.newaxis, np.newaxis]
    between = (place + parts * (same - place)).reshape(-1, len(place))
    heights = objective.losses(between).reshape(3, -1)
    return bool((np.abs(heights - value) <= level).all(axis=0).any())
