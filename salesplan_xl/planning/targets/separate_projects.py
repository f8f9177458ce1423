"""The separate projects behind the targets, as the user's edits of the targets leave them (guide/confidence.md)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.targets.projects import plan_rows
from salesplan_xl.planning.targets.targets import factor

Floats = npt.NDArray[np.float64]
COLUMNS = ("customer", "project", "amount", "probability")


def plan_deals(frame: pd.DataFrame, projects: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each customer's project money as what it is: deals that come or do not come.

    The target row is what the user decided; the projects say how its money is made up. Where the two differ,
    the row wins: amounts are scaled to its money and chances moved so that their average is its chance.
    Money of a row without known projects is one deal.

    Args:
        frame: table ``targets`` after the user's edits: customer, tier, project (money), win_probability.
        projects: projects that count (``plan_projects``): customer, project, amount, probability.

    Returns:
        customer, project (None where unnamed), amount (money), probability (0–1); Σ amount × probability is
        the project part of every target row.
    """
    money = factor(frame, "project")
    chance = np.clip(factor(frame, "win_probability"), 0.0, 1.0)
    named = _named(frame, projects)
    sums = _sums(named.row, named.amount, len(frame))
    split = _fitted(named, sums, money, chance)
    alone = np.flatnonzero((money != 0.0) & (sums <= 0.0))
    row = np.concatenate([split.row, alone])
    names = [*split.project, *[None] * len(alone)]
    return pd.DataFrame(
        {
            "customer": pd.Series(frame["customer"].to_numpy(dtype=object)[row], dtype=object),
            "project": pd.Series(names, dtype=object),
            "amount": np.concatenate([split.amount, money[alone]]),
            "probability": np.concatenate([split.probability, chance[alone]]),
        }
    )


class _Projects(NamedTuple):
    """(n,) projects with the target row each belongs to."""

    row: npt.NDArray[np.int64]
    project: list[object]
    amount: Floats
    probability: Floats

    def where(self, chosen: npt.NDArray[np.bool_]) -> _Projects:
        """Some of them."""
        names = [name for name, taken in zip(self.project, chosen.tolist(), strict=True) if taken]
        return _Projects(self.row[chosen], names, self.amount[chosen], self.probability[chosen])


def _named(frame: pd.DataFrame, projects: pd.DataFrame | None) -> _Projects:
    """The named projects with the target row each belongs to."""
    if projects is None or not len(frame):
        return _Projects(np.zeros(0, np.int64), [], np.zeros(0), np.zeros(0))
    amount, chance = (projects[key].to_numpy(dtype=np.float64) for key in ("amount", "probability"))
    row = plan_rows(projects["customer"], frame)
    return _Projects(row, projects["project"].tolist(), amount, chance).where((row >= 0) & (amount > 0))


def _sums(row: npt.NDArray[np.int64], money: Floats, rows: int) -> Floats:
    """(rows,) money of the known projects by target row."""
    return np.asarray(np.bincount(row, money, rows), dtype=np.float64)


def _fitted(named: _Projects, sums: Floats, money: Floats, chance: Floats) -> _Projects:
    """Projects scaled to the money of their row, with chances whose weighted average is the row's."""
    row, own, amount = named.row, named.probability, named.amount
    average = _sums(row, amount * own, len(money))[row] / sums[row]
    ratio = money[row] / sums[row]
    # Binary dust between the row and its projects is a rounded cell, not an edit.
    kept = np.abs(chance[row] - average) < 1e-9
    fitted = named._replace(
        amount=np.where(np.abs(ratio - 1.0) < 1e-9, amount, amount * ratio),
        probability=np.where(kept, own, moved_chance(own, average, chance[row])),
    )
    return fitted.where(fitted.amount > 0)


def moved_chance(own: Floats, average: Floats, wanted: Floats) -> Floats:
    """Chances whose average moves as wanted and that stay between 0 and 1: down in proportion, up by what is open."""
    down = own * np.divide(wanted, average, out=np.zeros_like(own), where=average > 0.0)
    still_open = np.divide(1.0 - wanted, 1.0 - average, out=np.zeros_like(own), where=average < 1.0)
    return np.where(wanted <= average, down, 1.0 - (1.0 - own) * still_open)
