"""Customers' years and quarters in whole steps: each row in a step small enough for it (guide/quarters.md).

A step of 1 suits a customer of 250 and wipes out one of 0.4. Rows are rounded from the coarsest step to the finest, and
each group takes up what the coarser ones left over, as far as its rows can bear it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.common.largest_remainder import FINEST_STEP, usable_step
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.common.splits import fitted, round_to_total, split_by_weights, split_table
from salesplan_xl.rules import QuarterRules

Floats = npt.NDArray[np.float64]
Tiers = npt.NDArray[np.object_]
_DIGITS = 9


def row_steps(years: npt.ArrayLike, rules: QuarterRules) -> Floats:
    """(n,) the largest of the customer step and its tenths that is at most 1 % (``row_rounding``) of the row's year.

    Never finer than a hundredth of the unit. 250 → 1, 25 → 0.1, 2 → 0.01; a row without money keeps the step.
    """
    step = usable_step(0.0, rules.customer_step)
    size = rules.row_rounding * np.abs(np.asarray(years, dtype=np.float64))
    with np.errstate(divide="ignore"):
        tenths = np.ceil(np.log10(step / size) - DUST)
    steps = step / 10.0 ** np.where(size > 0, np.maximum(tenths, 0.0), 0.0)
    return np.asarray(np.maximum(steps, min(step, FINEST_STEP)), dtype=np.float64)


def rounded_rows(exact: Floats, weights: Floats, tiers: Tiers, total: float, rules: QuarterRules) -> Floats:
    """(n, 4) rows in their steps that add up to the plan basis, or to within half a percent of it.

    Args:
        exact: (n, 4) unrounded money.
        weights: (n, 4) quarter weights of rows without money.
        tiers: (n,) tier of each row; rounding moves no money from one to another within a step.
        total: the plan basis, money.
        rules: steps and limits.
    """
    derived = float(exact.sum())
    scaled = exact * (total / derived) if derived > 0 else np.zeros(exact.shape)
    sums = scaled.sum(axis=1)
    groups = _groups(row_steps(sums, rules))
    years = _years(sums, tiers, groups, rules)
    shares = np.where(
        sums[:, None] > 0, np.maximum(scaled, 0.0) / np.where(sums > 0, sums, 1.0)[:, None], weights
    )
    cells = shares / np.where((whole := shares.sum(axis=1)) > 0, whole, 1.0)[:, None] * years[:, None]
    columns = _book_columns(scaled, float(years.sum()), rules)
    if columns is not None:
        cells = fitted(cells, years, columns)
    # Tenths of a step are no binary numbers: 3 × 0.1 shall be 0.3.
    return np.asarray(np.round(_rounded(cells, years, groups), _DIGITS))


def year_totals(cells: Floats) -> Floats:
    """(n,) years of rounded quarters, free of binary dust."""
    return np.asarray(np.round(cells.sum(axis=1), _DIGITS))


def _groups(steps: Floats) -> list[tuple[float, npt.NDArray[np.intp]]]:
    """Each step with its rows, the coarsest first."""
    return [
        (float(step), np.flatnonzero(steps == step)) for step in sorted(set(steps.tolist()), reverse=True)
    ]


def _years(
    sums: Floats, tiers: Tiers, groups: list[tuple[float, npt.NDArray[np.intp]]], rules: QuarterRules
) -> Floats:
    """(n,) rounded years; what a coarser step leaves over goes to the finer ones as far as no row moves by 1 %."""
    years, carried = np.zeros(len(sums)), 0.0
    for step, rows in groups:
        money = float(sums[rows].sum())
        room = _room(sums[rows], step, rules)
        taken = min(max(carried, -room), room)
        grown = sums[rows] * ((money + taken) / money) if taken else sums[rows]
        years[rows] = _by_tier(grown, tiers[rows], money + taken, step)
        carried += money - float(years[rows].sum())
    return years


def _room(sums: Floats, step: float, rules: QuarterRules) -> float:
    """Money by which a group may grow or shrink beside its own rounding."""
    least = float(np.min(sums, initial=np.inf))
    return max(rules.row_rounding - step / least, 0.0) * float(sums.sum()) if least > 0 else 0.0


def _by_tier(years: Floats, tiers: Tiers, total: float, step: float) -> Floats:
    """(n,) rounded year totals: first the tiers, then each tier's customers.

    Rounding all customers at once would move money between tiers.
    """
    names = list(dict.fromkeys(tiers.tolist()))
    inside = [tiers == name for name in names]
    by_tier = round_to_total(np.asarray([years[rows].sum() for rows in inside]), total, step)
    totals = np.zeros(len(years))
    for rows, money in zip(inside, by_tier.tolist(), strict=True):
        totals[rows] = round_to_total(years[rows], money, step)
    return totals


def _book_columns(scaled: Floats, total: float, rules: QuarterRules) -> Floats | None:
    """The book quarters that the rows must meet; None where rounding them would bend the rows too far."""
    sums, total_step = np.maximum(scaled.sum(axis=0), 0.0), rules.total_step
    steps = total_step / usable_step(total, rules.customer_step)
    if steps <= 1 or abs(steps - round(steps)) > DUST or not (sums > 0).all():
        return None
    columns = split_by_weights(total, sums.tolist(), total_step).to_numpy()
    return columns if (np.abs(columns - sums) <= rules.rounding_limit * sums).all() else None


def _rounded(cells: Floats, years: Floats, groups: list[tuple[float, npt.NDArray[np.intp]]]) -> Floats:
    """Cells in the steps of their rows; the columns of every group make good what the coarser ones are off."""
    done, off = np.zeros(cells.shape), np.zeros(cells.shape[1])
    for step, rows in groups:
        wanted = cells[rows].sum(axis=0) + off
        columns = round_to_total(wanted, float(years[rows].sum()), step)
        made_good = columns if (columns >= 0).all() and (years[rows] >= 0).all() else None
        done[rows] = split_table(
            years[rows], np.abs(cells[rows]) + (years[rows] == 0)[:, None], step, made_good
        )
        off = wanted - done[rows].sum(axis=0)
    return done
