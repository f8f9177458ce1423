"""Orders and credit notes of three years and the first quarter of the plan year."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import PLAN, Draws, Floats, Ints, Market, texts

# Spring-festival trough in January and February, push at the end of the year.
SEASON = np.array([0.72, 0.55, 1.0, 1.02, 1.0, 1.08, 1.0, 0.98, 1.12, 1.02, 1.12, 1.39])
Days = npt.NDArray[np.datetime64]
CREDIT_SHARE = 0.015
# Usual order size of each product line, log10 万元, and its margin.
LINE_SIZE = np.array([1.6, 2.0, 1.3, 0.3, 0.0])
LINE_MARGIN = np.array([0.22, 0.18, 0.25, 0.35, 0.45])


def orders(draws: Draws, market: Market) -> pd.DataFrame:
    """All orders, by date; each customer's year adds up to its revenue to the yuan."""
    returns = round(market.size.orders * CREDIT_SHARE)
    customer, year = _slots(draws, market, market.size.orders - returns)
    date = _dates(draws, year, market.plan_year)
    weight = draws.lognormal(0, 0.6, len(customer))
    chosen = draws.choice(np.flatnonzero(_not_alone(customer, year)), returns, replace=False)
    back = -weight[chosen] * draws.uniform(0.1, 0.6, returns)
    later = _returned(date[chosen] + draws.integers(5, 60, returns), year[chosen], market.plan_year)
    customer, year = np.concatenate([customer, customer[chosen]]), np.concatenate([year, year[chosen]])
    amount = _amounts(np.concatenate([weight, back]), customer, year, market)
    line = _lines(draws, amount[: len(weight)], market.lines[customer[: len(weight)]])
    line = np.concatenate([line, line[chosen]])
    date = np.concatenate([date, later])
    order = np.lexsort((customer, date))
    return _frame(draws, market, customer[order], date[order], amount[order], line[order])


def _slots(draws: Draws, market: Market, count: int) -> tuple[Ints, Ints]:
    """(customer, year) of each order: at least one for every year with revenue, the rest by size."""
    revenue = market.revenue.ravel()
    active = revenue > 0
    share = np.where(active, revenue, 0.0) ** 0.55
    numbers = active + draws.multinomial(count - int(active.sum()), share / share.sum())
    slot = np.repeat(np.arange(len(revenue)), numbers)
    return slot // 4, slot % 4


def _not_alone(customer: Ints, year: Ints) -> npt.NDArray[np.bool_]:
    """Whether an order is not the only one of its customer's year (a credit note must not empty a year)."""
    slot = customer * 4 + year
    return np.asarray(np.bincount(slot)[slot] >= 2)


def _dates(draws: Draws, year: Ints, plan_year: int) -> Days:
    """Working days of the season; the plan year has only its first quarter."""
    whole, quarter = SEASON / SEASON.sum(), SEASON[:3] / SEASON[:3].sum()
    month = np.where(
        year == PLAN, draws.choice(3, len(year), p=quarter), draws.choice(12, len(year), p=whole)
    )
    months = ((plan_year - 3 - 1970 + year) * 12 + month).astype("datetime64[M]")
    starts: Days = months.astype("datetime64[D]").view("datetime64[D]")
    days: Days = starts + draws.integers(2, 28, len(year))
    return working_day(days)


def days_in(year: int, month: Ints, day: Ints) -> Days:
    """Working days: so many days after the first of each month (1 to 12, or beyond) of a year."""
    starts: Days = ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]")
    days: Days = starts + day
    return working_day(days)


def later(days: Days, by: Ints | int) -> Days:
    """Working days so many days later."""
    moved: Days = days + np.asarray(by).astype("timedelta64[D]")
    return working_day(moved)


def working_day(days: Days) -> Days:
    """Saturdays become Fridays and Sundays Mondays."""
    weekday = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7
    return days + np.where(weekday == 5, -1, np.where(weekday == 6, 1, 0))


def _returned(days: Days, year: Ints, plan_year: int) -> Days:
    """A credit note stays in the year of its order."""
    ends = np.array([f"{plan_year - 3 + y}-12-29" if y < PLAN else f"{plan_year}-03-30" for y in range(4)])
    latest: Days = np.minimum(days, ends.astype("datetime64[D]")[year])
    return latest


def _amounts(weight: Floats, customer: Ints, year: Ints, market: Market) -> Floats:
    """Splits each customer's year by weight, in whole yuan; the largest order takes the rounding."""
    slot = customer * 4 + year
    total = np.bincount(slot, weights=weight, minlength=market.revenue.size)
    target = np.round(market.revenue.ravel() * 10_000)
    yuan = np.round(weight / total[slot] * target[slot])
    yuan = np.where(yuan == 0, np.sign(weight), yuan)
    rest = target - np.bincount(slot, weights=yuan, minlength=len(target))
    order = np.lexsort((-weight, slot))
    largest = order[np.unique(slot[order], return_index=True)[1]]
    yuan[largest] += rest[slot[largest]]
    return yuan / 10_000


def _lines(draws: Draws, amount: Floats, owned: npt.NDArray[np.bool_]) -> Ints:
    """The product line that fits the size of the order, among those the customer buys."""
    distance = np.log10(np.maximum(amount, 1e-3))[:, None] - LINE_SIZE
    score = -(distance**2) / 0.5 + draws.gumbel(size=owned.shape)
    best: Ints = np.argmax(np.where(owned, score, -np.inf), axis=1)
    return best


def _frame(
    draws: Draws, market: Market, customer: Ints, date: Days, amount: Floats, line: Ints
) -> pd.DataFrame:
    count = len(customer)
    first = np.zeros(count, dtype=bool)
    first[np.unique(customer, return_index=True)[1]] = True
    source = np.array(["fair", "referral", "online", "other"], dtype=object)[
        draws.choice(4, count, p=[0.45, 0.25, 0.2, 0.1])
    ]
    years = date.astype("datetime64[Y]").astype(np.int64) + 1970
    return pd.DataFrame(
        {
            "date": date.astype("datetime64[ns]"),
            "order_no": [f"SO{year}{number + 1:06d}" for number, year in enumerate(years)],
            "customer": market.names[customer],
            "line": texts(words.LINES, market.lang)[line],
            "amount": amount,
            "margin": np.round(np.clip(LINE_MARGIN[line] + draws.normal(0, 0.04, count), 0.02, 0.7), 3),
            "source": np.where(first, source, "existing"),
            "kind": np.where(amount < 0, "credit", "order").astype(object),
        }
    )
