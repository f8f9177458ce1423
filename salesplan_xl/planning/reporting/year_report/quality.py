"""Was the revenue bought? Collections, margin, discounts, growth on credit (guide/yearend.md; article S3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.reporting.year_report.margins import MarginEffects, earned, margin_effects
from salesplan_xl.planning.reporting.year_report.revenue import Revenue
from salesplan_xl.rules import YearReportRules

COLLECTIONS, MARGIN, DISCOUNT, ON_CREDIT = "collections", "margin", "discount", "overdue_growth"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that growth was bought; what cannot be known is ``None``.

    Args:
        key: collections, margin, discount or overdue_growth.
        value, last: the rate of the reported year and of the year before.
        change: in points as fractions.
        flagged: ``None`` where it was not asked or cannot be judged.
    """

    key: str
    value: float | None = None
    last: float | None = None
    change: float | None = None
    flagged: bool | None = None

    @property
    def say(self) -> Sentence:
        """The sign in words."""
        if self.value is None or (self.last is None and self.key in (COLLECTIONS, MARGIN)):
            return Sentence(f"year.{self.key}_unknown")
        state = "flagged" if self.flagged else "plain"
        facts: dict[str, object] = {"value": self.value, "last": self.last, "points": abs(self.change or 0.0)}
        return Sentence(f"year.{self.key}_{state}", facts)


@dataclass(frozen=True)
class Quality:
    """The answer, and the signs it rests on.

    Args:
        growth_money: money by which customers grew; ``None`` where last year is unknown.
        credit_share: the share of it from customers in arrears.
    """

    signs: tuple[Sign, ...]
    effects: MarginEffects | None
    growth_money: float | None
    credit_share: float | None
    grew: bool | None

    @property
    def bought(self) -> list[str]:
        """The signs that are flagged."""
        return [sign.key for sign in self.signs if sign.flagged]

    @property
    def clean(self) -> bool | None:
        """Whether growth was clean; ``None`` where nothing could be judged."""
        if all(sign.flagged is None for sign in self.signs):
            return None
        return not self.bought

    @property
    def say(self) -> Sentence:
        """The answer in words."""
        if self.grew is False:
            return Sentence("year.no_growth")
        if self.clean is None:
            return Sentence("year.cannot_judge")
        if self.clean:
            return Sentence("year.clean")
        return Sentence("year.bought", {"with": tuple(Sentence(f"year.word_{key}") for key in self.bought)})


def quality_of(
    revenue: Revenue,
    rates: tuple[float | None, float | None],
    overdue: pd.Series | None,
    rules: YearReportRules,
) -> Quality:
    """Judge the growth of the reported year; asked only where there is growth.

    Args:
        revenue: both years, with their order lines.
        rates: collected of what was due, this year and last.
        overdue: overdue money by customer; ``None`` where the book has no receivables.
        rules: from when on a sign is flagged; the boundary belongs to flagged.

    Golden: 200 → 250 with margin 25 % → 23 %, rate effect −3 points → bought with margin and discount.
    """
    growth = revenue.growth
    effects = _effects(revenue, rules)
    grown, share = _credit(revenue, overdue)
    signs: tuple[Sign, ...] = (
        _fallen(COLLECTIONS, *rates, rules.collections_drop),
        _fallen(MARGIN, *_margins(revenue, rules), rules.margin_drop),
        _discount(effects, rules),
        _on_credit(share, rules),
    )
    if not growth or growth <= 0:
        signs = tuple(Sign(sign.key, sign.value, sign.last, sign.change) for sign in signs)
    return Quality(signs, effects, grown, share, None if growth is None else growth > 0)


def _fallen(key: str, value: float | None, last: float | None, line: float) -> Sign:
    if value is None or last is None:
        return Sign(key, value, last)
    return Sign(key, value, last, value - last, value - last <= -line + DUST)


def _margins(revenue: Revenue, rules: YearReportRules) -> tuple[float | None, float | None]:
    """The margins that the orders of both years state, each known for enough of its money."""
    rates = [
        year.rate if year.is_known(rules.margin_known) else None
        for year in (
            earned(lines["net"].to_numpy(dtype=np.float64), lines["margin"].to_numpy(dtype=np.float64))
            for lines in _both(revenue)
        )
    ]
    return rates[0], rates[1]


def _effects(revenue: Revenue, rules: YearReportRules) -> MarginEffects | None:
    stated = None not in _margins(revenue, rules)
    return margin_effects(*_both(revenue)) if stated else None


def _both(revenue: Revenue) -> tuple[pd.DataFrame, pd.DataFrame]:
    return revenue.in_period(revenue.period), revenue.in_period(revenue.period_last)


def _discount(effects: MarginEffects | None, rules: YearReportRules) -> Sign:
    if effects is None:
        return Sign(DISCOUNT)
    return Sign(DISCOUNT, effects.rate, None, None, effects.rate <= -rules.discount_drop + DUST)


def _credit(revenue: Revenue, overdue: pd.Series | None) -> tuple[float | None, float | None]:
    """Money by which customers grew, and the share of those with something overdue."""
    if np.isnan(revenue.last).all():
        return None, None
    grown = np.maximum(revenue.this - np.nan_to_num(revenue.last), 0.0)
    total = round(float(grown.sum()), MONEY_DECIMALS)
    if overdue is None or total <= 0:
        return total, None
    owing = revenue.names.map(overdue).fillna(0.0).to_numpy(dtype=np.float64) > 0
    return total, float(grown[owing].sum()) / total


def _on_credit(share: float | None, rules: YearReportRules) -> Sign:
    if share is None:
        return Sign(ON_CREDIT)
    return Sign(ON_CREDIT, share, None, None, share >= rules.overdue_growth_share - DUST)
