"""The gross profit of a year, and its margin taken apart: what was sold cheaper, what was only another mix.

Source: guide/yearend.md; article S3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import positions
from salesplan_xl.planning.common.rates import DUST

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Earned:
    """Gross profit of a year.

    Args:
        profit: money earned where the margin is known.
        covered: net money whose margin is known.
        money: all net money.
    """

    profit: float
    covered: float
    money: float

    @property
    def rate(self) -> float | None:
        """The margin of what is known."""
        return self.profit / self.covered if self.covered > 0 else None

    @property
    def coverage(self) -> float | None:
        """The share of the money whose margin is known."""
        return self.covered / self.money if self.money > 0 else None

    def is_known(self, least: float) -> bool:
        """Whether it is known for enough of the money to be compared."""
        return self.coverage is not None and self.coverage >= least - DUST


def earned(net: Floats, margin: Floats) -> Earned:
    """Profit of some money at its margins, NaN where unknown; golden: 150 at 25 % and 100 at 20 % → 57.5 of 250."""
    stated = ~np.isnan(margin)
    return Earned(float((net * margin)[stated].sum()), float(net[stated].sum()), float(net.sum()))


def with_customer_margins(lines: pd.DataFrame, book: pd.DataFrame) -> Floats:
    """(n,) the margin of each order line; a blank one takes that of its customer."""
    own = lines["margin"].to_numpy(dtype=np.float64)
    at = positions(book["name"], lines["customer"])
    listed = np.append(book["margin"].to_numpy(dtype=np.float64), np.nan)[at]
    return np.where(np.isnan(own), listed, own)


@dataclass(frozen=True, slots=True)
class MarginEffects:
    """The reasons for which the margin moved, in points as fractions: other margins of the same goods, another mix."""

    change: float
    rate: float
    mix: float


def margin_effects(lines: pd.DataFrame, lines_last: pd.DataFrame) -> MarginEffects | None:
    """The change of the margin between two years, by product line.

    The rate effect is Σ share now × (margin now − margin then) over the lines of both years; all else is mix, a line
    without last year too. Lines without a stated margin are left out.

    Args:
        lines, lines_last: order lines with ``line``, ``margin`` and ``net``.

    Returns:
        ``None`` where one of the years earned nothing that is known.

    Golden: last year 100 at 30 % and 100 at 20 %, now 150 at 25 % and 100 at 20 % → −2 points, −3 by rate, +1 by mix.
    """
    now, then = _by_line(lines), _by_line(lines_last)
    if not (now["net"].sum() > 0 and then["net"].sum() > 0):
        return None
    change = now["profit"].sum() / now["net"].sum() - then["profit"].sum() / then["net"].sum()
    both = now.join(then.add_suffix("_then"), how="inner")
    both = both[(both["net"] > 0) & (both["net_then"] > 0)]
    share = both["net"] / now["net"].sum()
    rate = (share * (both["profit"] / both["net"] - both["profit_then"] / both["net_then"])).sum()
    return MarginEffects(float(change), float(rate), float(change - rate))


def _by_line(lines: pd.DataFrame) -> pd.DataFrame:
    """Net money and profit of each product line where the margin is stated."""
    stated = lines[lines["margin"].notna()]
    sums = pd.DataFrame(
        {"line": stated["line"].fillna(""), "net": stated["net"], "profit": stated["net"] * stated["margin"]}
    )
    return sums.groupby("line")[["net", "profit"]].sum()
