"""The demo seller's customers: names, sizes, and the hidden facts the other tables follow from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.schema.types import Label

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Draws = np.random.Generator

BEFORE, LAST, THIS, PLAN = range(4)
# Revenue of a rep's book this year in 万元: six customers carry 78 % of about 1,900 (S0).
REP_REVENUE = (318, 286, 262, 241, 205, 170, 52, 45, 40, 34, 30, 26, 22, 19, 17, 15)
REP_TOTAL = 1_900.0
MEAN_REVENUE, SPREAD = 31.7, 1.75
PROMPT, LATE, HABITUAL = range(3)


@dataclass(frozen=True, slots=True)
class Size:
    """The amount of everything a demo book holds."""

    customers: int
    orders: int
    owners: int
    cities: int
    visits: int
    opportunities: int


SIZES = {
    "rep": Size(60, 350, 1, 4, 460, 24),
    "team": Size(800, 5_000, 12, 16, 5_200, 260),
    "company": Size(20_000, 130_000, 150, len(words.CITIES), 45_000, 4_000),
}


@dataclass(frozen=True, slots=True)
class Market:
    """The customers as the generator knows them, aligned by position.

    Args:
        names: company names, unique.
        revenue: (n, 4) net revenue 万元 of the year before, last year, this year, first quarter of the plan year.
        tier: (n,) 0 A, 1 B, 2 C by this year's revenue; a lost customer counts as C.
        lines: (n, 5) whether a product line is bought.
        payer: (n,) payment behaviour.
        planted: position of the customers whose story is fixed, by their key.
    """

    size: Size
    lang: str
    plan_year: int
    names: npt.NDArray[np.object_]
    city: Ints
    industry: Ints
    owner: npt.NDArray[np.object_]
    revenue: Floats
    tier: Ints
    lines: npt.NDArray[np.bool_]
    payer: Ints
    planted: dict[str, int]


def pick(draws: Draws, labels: tuple[Label, ...], count: int, lang: str) -> npt.NDArray[np.object_]:
    """``count`` random texts."""
    return texts(labels, lang)[draws.integers(0, len(labels), count)]


def texts(labels: tuple[Label, ...], lang: str) -> npt.NDArray[np.object_]:
    """The labels as an object array in one language."""
    return np.array([label.of(lang) for label in labels], dtype=object)


def blank_out(draws: Draws, values: npt.NDArray[np.object_], share: float) -> npt.NDArray[np.object_]:
    """The values with a random share blank."""
    return blank_where(draws.random(len(values)) < share, values)


def blank_where(where: npt.NDArray[np.bool_], values: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """The values with some of them blank."""
    copied = values.astype(object)
    copied[where] = None
    return copied


def people(draws: Draws, count: int, lang: str, unique: bool = False) -> npt.NDArray[np.object_]:
    """Names of persons; distinct ones when asked."""
    given = len(words.GIVEN_NAMES)
    chosen = draws.choice(len(words.SURNAMES) * given, count, replace=not unique)
    first, last = texts(words.SURNAMES, lang)[chosen // given], texts(words.GIVEN_NAMES, lang)[chosen % given]
    joined: npt.NDArray[np.object_] = first + words.NAME_JOINER.of(lang) + last
    return joined


def make_market(draws: Draws, size: Size, lang: str, plan_year: int) -> Market:
    """Invent the customers; figures do not depend on language or year."""
    count = size.customers
    order = draws.permutation(count)
    revenue = np.empty((count, 4))
    by_rank, ranks = _revenue(draws, count)
    revenue[order] = by_rank
    planted = {key: int(order[rank]) for key, rank in ranks.items()}
    tier = _tiers(revenue[:, THIS])
    names, city, industry = company_names(draws, size, lang)
    for key, at in planted.items():
        names[at] = words.PLANTED[key].of(lang)
        city[at], industry[at] = words.PLANTED_PLACE[key]
    owners = people(draws, size.owners, lang, unique=True)
    if size.owners == 1:
        owners[0] = words.SALESPERSON["rep"].of(lang)
    payer = draws.choice(3, count, p=[0.55, 0.37, 0.08])
    payer[planted["habitual_payer"]] = HABITUAL
    payer[[planted[key] for key in ("project", "single_point", "high_potential")]] = PROMPT
    return Market(
        size, lang, plan_year, names, city, industry, owners[draws.integers(0, size.owners, count)],
        revenue, tier, _lines(draws, tier, planted["high_potential"]), payer, planted,
    )  # fmt: skip


def _revenue(draws: Draws, count: int) -> tuple[Floats, dict[str, int]]:
    """Revenue by rank of this year, and the ranks of the planted customers."""
    this = _this_year(draws, count)
    before_share = np.concatenate([[0.0], np.cumsum(this)[:-1]]) / this.sum()
    ranks = {
        "project": 0,
        "habitual_payer": 1,
        "single_point": 4,
        "high_potential": int(np.argmax(before_share >= 0.83)),
        "alike": int(np.argmax(before_share >= 0.90)),
        "lost_a": count - 1,
    }
    steady = np.arange(count) < max(6, count // 10)
    growth = np.clip(draws.normal(0.12, np.where(steady, 0.10, 0.25), (2, count)), -0.45, 0.9)
    growth[0, ranks["single_point"]], growth[0, ranks["high_potential"]] = -0.3005, 0.6
    growth[0, ranks["habitual_payer"]] = 0.03
    last = this / (1 + growth[0]) * (steady | (draws.random(count) < 0.88))
    last[ranks["high_potential"]] = this[ranks["high_potential"]] / 1.6
    asleep = (this == 0) & (draws.random(count) < 0.8)
    last[asleep] = draws.lognormal(0.6, 0.8, int(asleep.sum()))
    last[ranks["lost_a"]] = 210.0
    before = np.where(last > 0, last, this) / (1 + growth[1]) * (steady | (draws.random(count) < 0.8))
    before[ranks["lost_a"]] = 188.0
    chance = np.where(steady, 0.97, np.where(before_share < 0.95, 0.6, 0.28))
    quarter = this * 0.2 * draws.lognormal(0, 0.35, count) * (draws.random(count) < chance)
    return np.column_stack([before, last, this, quarter]), ranks


def _this_year(draws: Draws, count: int) -> Floats:
    """Revenue of this year from the largest down; the last few bought nothing."""
    active = count - max(5, count // 12)
    if count == SIZES["rep"].customers:
        head = np.array(REP_REVENUE, dtype=float)
        tail = np.sort(draws.lognormal(0, 0.6, active - len(head)))[::-1]
        tail = np.minimum(tail * (REP_TOTAL - head.sum()) / tail.sum(), 12.0)
        return np.concatenate([head, tail, np.zeros(count - active)])
    sizes = np.sort(draws.lognormal(0, SPREAD, active))[::-1]
    sizes = np.minimum(sizes, sizes[active // 400])  # no single giant in a large book
    sizes = np.maximum(sizes * MEAN_REVENUE * count / sizes.sum(), 0.05)
    return np.concatenate([sizes, np.zeros(count - active)])


def _tiers(this: Floats) -> Ints:
    order = np.argsort(-this, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(this[order])[:-1]]) / this.sum()
    tier = np.empty(len(this), dtype=np.int64)
    tier[order] = np.where(this[order] <= 0, 2, np.searchsorted([0.8, 0.95], before, side="right"))
    return tier


def company_names(draws: Draws, size: Size, lang: str) -> tuple[npt.NDArray[np.object_], Ints, Ints]:
    """Distinct company names: within one round no brand repeats, between rounds a brand changes city."""
    brands = _brands()
    count, number = size.customers, np.arange(size.customers)
    brand = draws.permutation(len(brands))[number % len(brands)]
    city = (brand * 7 + number // len(brands)) % size.cities
    industry = draws.choice(len(words.INDUSTRIES), count)
    trade = draws.integers(0, 3, count)
    form = draws.choice(3, count, p=[0.9, 0.07, 0.03])
    brand_text, forms = texts(tuple(brands), lang)[brand], texts(words.LEGAL_FORMS, lang)[form]
    trades = np.array([[item.of(lang) for item in kinds] for _, kinds in words.INDUSTRIES], dtype=object)
    space = words.NAME_JOINER.of(lang)
    places = texts(tuple(place for place, _ in words.CITIES), lang)[city]
    return places + space + brand_text + space + trades[industry, trade] + forms, city, industry


def _brands() -> list[Label]:
    """All two-character brands; pinyin that two of them would share is used once."""
    names: dict[str, Label] = {}
    for first in words.BRAND_FIRST:
        for second in words.BRAND_SECOND:
            if first.zh != second.zh:
                pinyin = (first.en + second.en).capitalize()
                names.setdefault(pinyin, Label(first.zh + second.zh, pinyin))
    return list(names.values())


def _lines(draws: Draws, tier: Ints, one_line: int) -> npt.NDArray[np.bool_]:
    """Large customers buy most lines, small ones mostly tools and spares."""
    chances = np.array(
        [[0.9, 0.6, 0.65, 0.8, 0.85], [0.6, 0.15, 0.35, 0.6, 0.6], [0.1, 0.02, 0.06, 0.6, 0.5]]
    )
    owned = draws.random((len(tier), 5)) < chances[tier]
    owned[~owned.any(axis=1), 3] = True
    owned[one_line] = [True, False, False, False, False]
    return owned


def customers(draws: Draws, market: Market, orders: pd.DataFrame) -> pd.DataFrame:
    """The customer list; revenue stays blank (it comes from the orders) except for a handful typed."""
    count, lang = market.size.customers, market.lang
    first = orders.groupby("customer")["date"].min().reindex(market.names)
    start = np.datetime64(f"{market.plan_year - 3}-01-01")
    before = np.where(market.revenue[:, BEFORE] > 0, start, first.to_numpy()).astype("datetime64[D]")
    since = before - draws.integers(10, np.where(market.revenue[:, BEFORE] > 0, 2_400, 60), count)
    margin = np.round(draws.normal(0.28, 0.05, count), 3)
    levels = np.array(["high", "medium", "low"], dtype=object)
    frame: dict[str, Any] = {
        "code": [f"{number + 1:05d}" for number in range(count)],
        "name": market.names,
        "industry": texts(tuple(item for item, _ in words.INDUSTRIES), lang)[market.industry],
        "region": _parks(draws, market),
        "owner": market.owner,
        "since": since.astype("datetime64[ns]"),
        **typed_revenue(market, orders),
        "margin": np.where(draws.random(count) < 0.7, margin, np.nan),
        "needs": blank_out(draws, pick(draws, words.NEEDS, count, lang), 0.65),
        "lines_needed": _lines_needed(draws, market),
        "influence": blank_out(draws, levels[np.minimum(market.tier + draws.integers(0, 2, count), 2)], 0.25),
        "potential": blank_out(draws, levels[draws.integers(0, 3, count)], 0.25),
    }
    for key in ("tier_override", "override_reason", "note"):
        frame[key] = np.full(count, None, dtype=object)
    return pd.DataFrame(frame)


def typed_revenue(market: Market, orders: pd.DataFrame) -> dict[str, Floats]:
    """Three revenue columns, typed for four customers as the orders add up, else blank."""
    typed = np.array([market.planted[key] for key in ("project", "single_point", "high_potential", "lost_a")])
    columns = {}
    for key, year in (("this_year", THIS), ("last_year", LAST), ("year_before", BEFORE)):
        chosen = orders[orders["date"].dt.year == market.plan_year - 3 + year]
        sums = chosen.groupby("customer")["amount"].sum().reindex(market.names[typed]).fillna(0.0)
        column = np.full(len(market.names), np.nan)
        column[typed] = np.round(sums.to_numpy(), 4)
        columns[key] = column
    return columns


def _parks(draws: Draws, market: Market) -> npt.NDArray[np.object_]:
    parks = [texts(parks, market.lang) for _, parks in words.CITIES]
    second = draws.random(len(market.city)) < 0.4
    first_of = np.array([names[0] for names in parks], dtype=object)
    last_of = np.array([names[-1] for names in parks], dtype=object)
    return np.where(second, last_of[market.city], first_of[market.city])


def _lines_needed(draws: Draws, market: Market) -> npt.NDArray[np.object_]:
    """One or two lines not bought yet for some customers; three for the high-potential one."""
    names, mark = texts(words.LINES, market.lang), words.LIST_MARK.of(market.lang)
    wish = np.where(market.lines, 0.0, draws.random(market.lines.shape))
    wish[wish < np.array([0.75, 0.8, 0.95])[market.tier][:, None]] = 0.0
    wish[market.planted["high_potential"]] = [0, 1, 1, 1, 0]
    result = np.full(len(wish), None, dtype=object)
    for at in np.flatnonzero(wish.any(axis=1)):
        result[at] = mark.join(names[wish[at] > 0])
    return result
