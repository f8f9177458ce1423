"""The separate projects behind the targets, as the user's edits of the targets leave them (guide/confidence.md)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.targets.projects import plan_rows

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
    money = frame["project"].fillna(0.0).to_numpy(dtype=np.float64)
    chance = frame["win_probability"].fillna(0.0).clip(0.0, 1.0).to_numpy(dtype=np.float64)
    named = _named(frame, projects)
    sums = _sums(named, named["amount"].to_numpy(dtype=np.float64), len(frame))
    split = _fitted(named, sums, money, chance)
    alone = np.flatnonzero((money != 0.0) & (sums <= 0.0))
    single = pd.DataFrame(
        {"row": alone, "project": None, "amount": money[alone], "probability": chance[alone]}
    )
    parts = [part for part in (split, single) if len(part)]
    deals = pd.concat(parts, ignore_index=True) if parts else split
    deals["customer"] = frame["customer"].to_numpy(dtype=object)[deals["row"].to_numpy(dtype=np.int64)]
    deals["project"] = deals["project"].astype(object)
    return deals[list(COLUMNS)]


def _named(frame: pd.DataFrame, projects: pd.DataFrame | None) -> pd.DataFrame:
    """The named projects with the target row each belongs to."""
    if projects is None or not len(projects) or not len(frame):
        return pd.DataFrame(
            {
                "row": np.zeros(0, np.int64),
                "project": np.zeros(0, object),
                "amount": np.zeros(0),
                "probability": np.zeros(0),
            }
        )
    named = projects[["project", "amount", "probability"]].assign(row=plan_rows(projects["customer"], frame))
    return named[(named["row"] >= 0) & (named["amount"] > 0)]


def _sums(named: pd.DataFrame, money: Floats, rows: int) -> Floats:
    """(rows,) money of the known projects by target row."""
    row = named["row"].to_numpy(dtype=np.int64)
    return np.asarray(np.bincount(row, money, rows), dtype=np.float64)


def _fitted(named: pd.DataFrame, sums: Floats, money: Floats, chance: Floats) -> pd.DataFrame:
    """Projects scaled to the money of their row, with chances whose weighted average is the row's."""
    row = named["row"].to_numpy(dtype=np.int64)
    own = named["probability"].to_numpy(dtype=np.float64)
    amount = named["amount"].to_numpy(dtype=np.float64)
    average = _sums(named, amount * own, len(money))[row] / sums[row]
    ratio = money[row] / sums[row]
    # Binary dust between the row and its projects is a rounded cell, not an edit.
    kept = np.abs(chance[row] - average) < 1e-9
    fitted = named.assign(
        amount=np.where(np.abs(ratio - 1.0) < 1e-9, amount, amount * ratio),
        probability=np.where(kept, own, moved_chance(own, average, chance[row])),
    )
    return fitted[fitted["amount"] > 0]


def moved_chance(own: Floats, average: Floats, wanted: Floats) -> Floats:
    """Chances whose average moves as wanted and that stay between 0 and 1: down in proportion, up by what is open."""
    down = own * np.divide(wanted, average, out=np.zeros_like(own), where=average > 0.0)
    still_open = np.divide(1.0 - wanted, 1.0 - average, out=np.zeros_like(own), where=average < 1.0)
    return np.where(wanted <= average, down, 1.0 - (1.0 - own) * still_open)
