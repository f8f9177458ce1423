"""Rounding that ties: a total split over parts, and a table split both ways.

Every figure here is counted in whole steps first (integers), so nothing is lost or invented by rounding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.errors import PlanInputError
from salesplan_xl.planning.common.largest_remainder import (
    Floats,
    Whole,
    largest_remainder,
    split_amount,
    usable_step,
)

_FIT_ROUNDS = 60
_FIT_TOLERANCE = 1e-10


def split_by_weights(
    total: float, weights: pd.Series | Sequence[float], step: float = 1.0, where: object = ""
) -> pd.Series:
    """Split a total over parts in proportion to weights, so that the parts add up exactly.

    Largest remainder in whole steps; equal remainders go to the earlier part. What the total has beyond
    whole steps (less than one step) goes to the part with the largest weight, so 1805 in steps of 10 still
    ties. A negative total is split like its size, with the sign. Step 0 means "do not round": cents.

    Args:
        total: money, book unit.
        weights: (n,) dimensionless, ≥ 0, at least one > 0; blank (NaN) counts as 0.
        step: rounding step, money, ≥ 0.
        where: what the weights are, named in the error sentence (text or Sentence).

    Returns:
        (n,) money on the index of ``weights`` (0…n−1 for a sequence); sum equals total.

    Raises:
        PlanInputError: SP-201 no positive weight; SP-202 negative weight; SP-207 total or step not usable.

    Source: S0 quarterly split, guide/quarters.md; largest-remainder rounding.
    """
    series = weights if isinstance(weights, pd.Series) else pd.Series(list(weights), dtype="float64")
    parts = split_amount(total, series.to_numpy(dtype="float64", na_value=np.nan), step, where)
    return pd.Series(parts, index=series.index, dtype="float64")


def round_to_total(values: Floats, total: float, step: float = 1.0) -> Floats:
    """Values rounded to multiples of a step that add up to the total rounded to that step.

    Args:
        values: (n,) money that adds up to about ``total``; may be negative.
        total: money.
        step: money, ≥ 0 (0: cents).

    Returns:
        (n,) money, each within one step of its value when the values add up to the total.

    Raises:
        PlanInputError: SP-207 total or step not usable.
    """
    size = usable_step(total, step)
    if not len(values):
        return np.zeros(0)
    return np.asarray(largest_remainder(values / size, _nearest(total / size)) * size, dtype=np.float64)


def _nearest(value: float) -> int:
    """Rounded to the nearest whole number, halves up (as people do), free of binary noise."""
    return math.floor(value + 0.5 + 1e-9)


def split_table(
    row_totals: npt.ArrayLike,
    weights: npt.ArrayLike,
    step: float = 1.0,
    column_totals: npt.ArrayLike | None = None,
) -> Floats:
    """Split many rows at once so that rows *and* columns add up exactly (controlled rounding).

    Each row follows its weights and is rounded up or down by carrying the rounding error of the rows above
    (error diffusion); a last repair moves single steps between columns until the column totals tie. Without
    given column totals every cell is within one step of its unrounded value. Given column totals first
    scale the unrounded cells to fit (proportional fitting), and then the same holds for the scaled cells.

    Args:
        row_totals: (n,) money, rounded to the step first.
        weights: (n, k) ≥ 0; each row needs a positive weight unless its total is 0.
        step: money, ≥ 0 (0: cents).
        column_totals: (k,) money, multiples of the step adding up to the rows; default: the unrounded
            column sums by largest remainder.

    Returns:
        (n, k) money, multiples of the step.

    Raises:
        PlanInputError: SP-201, SP-202 as for one split; SP-207 the column totals cannot tie with the rows.

    Source: guide/quarters.md (customers add up to the book exactly).
    """
    totals = np.asarray(row_totals, dtype=np.float64)
    size = usable_step(float(totals.sum()), step)
    rows = np.floor(totals / size + 0.5 + 1e-9)
    exact = rows[:, None] * _row_shares(np.asarray(weights, dtype=np.float64), rows)
    if column_totals is None:
        columns = largest_remainder(exact.sum(axis=0), int(rows.sum()))
    else:
        columns = _whole_columns(np.asarray(column_totals, dtype=np.float64), size, rows)
        exact = fitted(exact, rows, columns)
    near = np.round(exact)
    exact = np.where(np.abs(exact - near) < 1e-7, near, exact)
    return np.asarray(_repaired(_diffused(exact, rows), exact, columns) * size, dtype=np.float64)


def _row_shares(weights: Floats, rows: Floats) -> Floats:
    """Weights as shares of their row; rows with nothing to split may have no weights."""
    clean = np.nan_to_num(weights, nan=0.0)
    if (clean < 0).any():
        raise PlanInputError("SP-202", where=f"#{int(np.argmax((clean < 0).any(axis=1))) + 1}")
    sums = clean.sum(axis=1)
    if ((sums <= 0) & (rows != 0)).any():
        raise PlanInputError("SP-201", where=f"#{int(np.argmax((sums <= 0) & (rows != 0))) + 1}")
    return clean / np.where(sums > 0, sums, 1.0)[:, None]


def _whole_columns(columns: Floats, size: float, rows: Floats) -> Whole:
    """Column totals in steps; they must be whole, add up to the rows, and not ask rows to turn negative."""
    whole = np.floor(columns / size + 0.5)
    odd = (np.abs(whole * size - columns) > 1e-6 * size).any() or whole.sum() != rows.sum()
    if odd or (whole.min(initial=0.0) < 0 <= rows.min(initial=0.0)):
        raise PlanInputError("SP-207", total=float(columns.sum()), step=size)
    return whole.astype(np.int64)


def fitted(exact: Floats, rows: Floats, columns: Floats | Whole) -> Floats:
    """Cells scaled in turn to the column and row totals until both fit (iterative proportional fitting)."""
    for _ in range(_FIT_ROUNDS):
        sums = exact.sum(axis=0)
        if np.abs(sums - columns).max(initial=0.0) <= _FIT_TOLERANCE * max(1.0, float(np.abs(rows).sum())):
            break
        exact = exact * np.where(sums > 0, columns / np.where(sums > 0, sums, 1.0), 1.0)
        across = exact.sum(axis=1)
        exact = exact * np.where(across != 0, rows / np.where(across != 0, across, 1.0), 0.0)[:, None]
        lost = (across == 0) & (rows != 0)
        exact[lost] = rows[lost, None] * (columns / max(columns.sum(), 1))
    return exact


def _diffused(exact: Floats, rows: Floats) -> Whole:
    """Whole cells whose rows tie: in each row the columns most behind so far are rounded up."""
    floors = np.floor(exact)
    parts = (exact - floors).tolist()
    ups = np.rint(rows - floors.sum(axis=1)).astype(int).tolist()
    behind = [0.0] * exact.shape[1]
    every = range(exact.shape[1])
    chosen = np.zeros(exact.shape, dtype=np.int64)
    picks: list[tuple[int, int]] = []
    for row, (part, up) in enumerate(zip(parts, ups, strict=True)):
        behind = [carried + share for carried, share in zip(behind, part, strict=True)]
        if up:
            open_columns = [j for j in every if part[j] > 0.0]
            open_columns.sort(key=lambda j: -behind[j])
            for j in open_columns[:up]:
                behind[j] -= 1.0
                picks.append((row, j))
    if picks:
        at = np.asarray(picks)
        chosen[at[:, 0], at[:, 1]] = 1
    return floors.astype(np.int64) + chosen


def _repaired(cells: Whole, exact: Floats, columns: Whole) -> Whole:
    """Single steps moved between columns, within their rows, until the column totals tie."""
    while True:
        surplus = cells.sum(axis=0) - columns
        if not surplus.any():
            return cells
        source, target = int(np.argmax(surplus)), int(np.argmin(surplus))
        path = _path(cells, exact, source, target)
        if path is None:
            _move_many(cells, source, target, int(min(surplus[source], -surplus[target])))
            continue
        for left, right in itertools.pairwise(path):
            row = _movable(cells, exact, left, right)
            cells[row, left] -= 1
            cells[row, right] += 1


def _movable(cells: Whole, exact: Floats, left: int, right: int) -> int:
    """The row where a step may best move from one column to another within the bounds; −1 if none."""
    over = cells[:, left] - exact[:, left]
    under = exact[:, right] - cells[:, right]
    gain = np.where((over > 0) & (under > 0), over + under, -1.0)
    best = int(np.argmax(gain))
    return best if gain[best] > 0 else -1


def _path(cells: Whole, exact: Floats, source: int, target: int) -> list[int] | None:
    """The shortest chain of columns along which a step can move from source to target."""
    before: dict[int, int] = {source: source}
    waiting = [source]
    for left in waiting:
        for right in range(cells.shape[1]):
            if right not in before and _movable(cells, exact, left, right) >= 0:
                before[right] = left
                waiting.append(right)
    if target not in before:
        return None
    path = [target]
    while path[-1] != source:
        path.append(before[path[-1]])
    return path[::-1]


def _move_many(cells: Whole, source: int, target: int, amount: int) -> None:
    """Move an amount between columns where weights of 0 leave no other way, largest cells first."""
    order = np.argsort(-cells[:, source], kind="stable")
    room = np.maximum(cells[order, source], 0)
    moved = np.minimum(room, np.maximum(amount - (np.cumsum(room) - room), 0))
    if moved.sum() < amount:
        moved[0] += amount - moved.sum()
    cells[order, source] -= moved
    cells[order, target] += moved
