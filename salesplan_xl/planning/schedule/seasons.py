"""The spread of a year's money over quarters and months, learnt from the customer's own past (guide/quarters.md).

A customer's own past is thin: one good order makes a "season". So its shares are shrunk toward the book's,
and the book's toward 25 %, the less past there is the more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.largest_remainder import checked_weights
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.common.shrinkage import lone_year_weight, shrunk_shares
from salesplan_xl.planning.common.year_calendar import NO_MONTH, calendar_of, months_of
from salesplan_xl.rules import CalendarRules, QuarterRules, Rules
from salesplan_xl.tiers import NEW, PLAN_TIERS

Floats = npt.NDArray[np.float64]

WEIGHTS = ("w1", "w2", "w3", "w4")
_EVEN = np.full(4, 0.25)


@dataclass(frozen=True)
class SeasonResult:
    """Quarter weights of every row and tier.

    Args:
        by_customer: w1…w4 on the targets' index, each row adds up to 1.
        by_tier: w1…w4, index A, B, C, N, each row adds up to 1.
        tier_reasons: where each tier's weights come from.
        customer_reasons: the same for each row of the targets.
        findings: doubts about the weights.
    """

    by_customer: pd.DataFrame
    by_tier: pd.DataFrame
    tier_reasons: dict[str, Sentence]
    customer_reasons: list[Sentence]
    findings: list[Finding]


@dataclass(frozen=True)
class _History:
    """Past shares: money (n, years, 4) of the known customers, and the weights shrunk from them."""

    own: Floats
    years: npt.NDArray[np.int64]
    book: Floats
    book_years: int
    money: Floats


def quarter_weights(
    orders: pd.DataFrame,
    targets_frame: pd.DataFrame,
    rules: Rules,
    manual_by_tier: Mapping[str, Sequence[float]] | None = None,
) -> SeasonResult:
    """The share of its year that each customer's base money gets in each quarter.

    Methods: ``manual`` the four typed weights; ``equal`` 25 % each; ``pipeline`` even for the base,
    with the projects placed by their dates (see ``plan_quarters``); ``history`` the own past and the projects
    by their dates. History: up to three years (setting) of
    positive net revenue, ending with the last finished month of this year; one year counts half, two or more by their
    empirical-Bayes weight, the rest is the book's season, itself shrunk toward 25 % in the same way.

    Args:
        orders: schema table ``orders``.
        targets_frame: columns customer and tier, one row per customer and one of tier N.
        rules: method, typed weights, plan year, as-of date.
        manual_by_tier: weights the user typed for a tier; they hold for all its customers.

    Returns:
        The weights with their reasons and findings.

    Raises:
        PlanInputError: SP-201 no positive weight, SP-202 negative weight, naming whose.

    Source: guide/quarters.md; article S1 (an even split is the classic mistake), S0 (Q3 carries more).
    """
    method = rules.quarters.quarter_method
    learnt = method == "history"
    result = _learnt(orders, targets_frame, rules) if learnt else _fixed(targets_frame, rules)
    return _with_manual(result, targets_frame, manual_by_tier or {})


def weights_table(season: SeasonResult) -> pd.DataFrame:
    """The quarter table before the user's edits: tier, w1…w4, reason (still blank)."""
    weights = season.by_tier.reindex(list(PLAN_TIERS))
    return pd.DataFrame(
        {"tier": list(PLAN_TIERS), **{key: weights[key].to_numpy() for key in WEIGHTS}, "reason": None}
    )


def with_reasons(weights: pd.DataFrame, season: SeasonResult) -> pd.DataFrame:
    """The quarter table with where each tier's weights come from."""
    reasons = [season.tier_reasons.get(tier) for tier in weights["tier"]]
    return weights.assign(reason=pd.Series(reasons, dtype=object))


def typed_weights(weights: pd.DataFrame, edited: Iterable[str]) -> dict[str, list[float]]:
    """The four weights of each tier of which the user changed at least one; a blank one counts 0.

    Args:
        weights: the quarter table with the user's edits.
        edited: tiers in which something was changed; what is no tier is passed over.
    """
    by_tier = weights.set_index("tier")[list(WEIGHTS)].fillna(0.0)
    return {tier: [float(by_tier[key][tier]) for key in WEIGHTS] for tier in edited if tier in PLAN_TIERS}


def _fixed(frame: pd.DataFrame, rules: Rules) -> SeasonResult:
    """The same weights for everyone."""
    method = rules.quarters.quarter_method
    weights = _EVEN
    if method == "manual":
        weights = checked_weights(rules.quarters.manual_weights, Sentence("quarters.where_settings"))
    share = weights / weights.sum()
    reason = Sentence(f"quarters.{method}", _shares(share))
    return SeasonResult(
        _weights_frame(np.tile(share, (len(frame), 1)), frame.index),
        _weights_frame(np.tile(share, (len(PLAN_TIERS), 1)), pd.Index(PLAN_TIERS)),
        dict.fromkeys(PLAN_TIERS, reason),
        [reason] * len(frame),
        [_even_finding("F-320")] if method != "pipeline" and np.ptp(share) < DUST else [],
    )


def _weights_frame(weights: Floats, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(weights, index=index, columns=list(WEIGHTS))


def _shares(weights: Floats) -> dict[str, object]:
    """The four weights as named values of a sentence."""
    return {key: float(value) for key, value in zip(WEIGHTS, weights, strict=True)}


def _even_finding(code: str) -> Finding:
    return Finding(code, Severity.WARNING, {}, Place("quarters", None, "w1"))


def _learnt(orders: pd.DataFrame, frame: pd.DataFrame, rules: Rules) -> SeasonResult:
    """Weights from the past, shrunk customer → book → 25 %."""
    history = _history(orders, frame, rules)
    tiers = frame["tier"].to_numpy(dtype=object)
    by_tier, years = _tier_weights(history, tiers)
    if history.book_years == 0:
        reasons = dict.fromkeys(PLAN_TIERS, Sentence("quarters.no_history"))
        customer = [Sentence("quarters.no_history")] * len(frame)
    else:
        reasons = {
            tier: Sentence(
                "quarters.history" if years[tier] and tier != NEW else "quarters.history_book",
                {"years": history.book_years, "customers": years[tier], **_shares(by_tier[at])},
            )
            for at, tier in enumerate(PLAN_TIERS)
        }
        from_book = Sentence("quarters.own_none")
        customer = [
            Sentence("quarters.own", {"years": own}) if own else from_book for own in history.years.tolist()
        ]
    return SeasonResult(
        _weights_frame(history.own, frame.index),
        _weights_frame(by_tier, pd.Index(PLAN_TIERS)),
        reasons,
        customer,
        [_even_finding("F-321")] if history.book_years == 0 else [],
    )


def _tier_weights(history: _History, tiers: npt.NDArray[np.object_]) -> tuple[Floats, dict[str, int]]:
    """(4, 4) each tier's weights, its customers' weighted by their past money, and how many have a past."""
    weights = np.tile(history.book, (len(PLAN_TIERS), 1))
    counts: dict[str, int] = {}
    for at, tier in enumerate(PLAN_TIERS):
        inside = tiers == tier
        counts[tier] = int((history.years[inside] > 0).sum())
        money = history.money[inside]
        if tier != NEW and money.sum() > 0:
            weights[at] = money @ history.own[inside] / money.sum()
    return weights, counts


def _with_manual(
    result: SeasonResult, frame: pd.DataFrame, manual: Mapping[str, Sequence[float]]
) -> SeasonResult:
    """The weights the user typed for a tier put over the learnt ones."""
    if not manual:
        return result
    own, by_tier = result.by_customer.to_numpy().copy(), result.by_tier.copy()
    reasons, customer = dict(result.tier_reasons), list(result.customer_reasons)
    for tier, typed in manual.items():
        weights = checked_weights(typed, Sentence("quarters.where_tier", {"tier": tier}))
        share = weights / weights.sum()
        inside = (frame["tier"] == tier).to_numpy(dtype=bool)
        own[inside] = share
        by_tier.loc[tier] = share
        reasons[tier] = Sentence("quarters.typed", _shares(share))
        row_reason = Sentence("quarters.typed_tier", {"tier": tier})
        for row in np.flatnonzero(inside).tolist():
            customer[row] = row_reason
    findings = [] if set(manual) >= set(PLAN_TIERS) else result.findings
    return SeasonResult(_weights_frame(own, frame.index), by_tier, reasons, customer, findings)


def _last_month(calendar: CalendarRules) -> int:
    """The last finished month up to this year's end, on the line of months."""
    at = calendar_of(calendar)
    return min(at.cut, at.first_month(calendar.plan_year) - 1)


def _month_money(orders: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Order lines of the last years: customer, year (0 the latest), month 0–11 of a business year, net money.

    A "year" is twelve finished months, so a plan made in November does not see a weak December. The oldest
    year is left out when the order list itself starts only after that year's first quarter.
    """
    month = months_of(orders["date"])
    age = np.where(month == NO_MONTH, np.nan, _last_month(rules.calendar) - month.astype(np.float64))
    inside = (age >= 0) & (age < 12 * rules.quarters.season_years)
    year = np.where(inside, age // 12, 0).astype(np.int64)
    lines = pd.DataFrame(
        {"customer": orders["customer"], "money": net_amounts(orders).fillna(0.0), "year": year}
    ).assign(month=(month - rules.calendar.fiscal_start + 1) % 12)[inside]
    full = int((np.max(age, where=age >= 0, initial=0.0) + 3) // 12)
    return pd.DataFrame(lines[lines["year"] < max(full, 1)])


def _history(orders: pd.DataFrame, frame: pd.DataFrame, rules: Rules) -> _History:
    """Quarter shares of the book and of every customer, shrunk."""
    lines, years_used = _month_money(orders, rules), rules.quarters.season_years
    count = len(frame)
    where = pd.Index(frame["customer"]).get_indexer(pd.Index(lines["customer"], dtype=object))
    quarter = lines["month"].to_numpy() // 3
    year, money = lines["year"].to_numpy(), lines["money"].to_numpy()
    book = np.zeros((1, years_used, 4))
    np.add.at(book[0], (year, quarter), money)
    inside = where >= 0
    cell = (where[inside] * years_used + year[inside]) * 4 + quarter[inside]
    cube = np.bincount(cell, weights=money[inside], minlength=count * years_used * 4).astype(np.float64)
    own = cube.reshape(count, years_used, 4)
    book_weights, book_years = shrunk_shares(book, _EVEN, rules.quarters)
    weights, years = shrunk_shares(own, book_weights[0], rules.quarters)
    if _is_lone_year(lines, int(book_years[0])):
        used = int(np.argmax(book[0].sum(axis=1)))
        weights[years > 0] = _lone_shares(lines[lines["year"] == used], book[:, used], rules.quarters)[0]
    positive = np.maximum(own.sum(axis=2), 0.0).sum(axis=1)
    return _History(weights, years, book_weights[0], int(book_years[0]), positive)


def month_weights(orders: pd.DataFrame, rules: Rules) -> Floats:
    """(12,) the share of its quarter that each month gets; three months of a quarter add up to 1.

    From the book's months of the last years, each quarter shrunk toward one third as quarters are toward
    25 %; a quarter without a past is split evenly.

    Source: guide/quarters.md (months inside a quarter by the same weights).
    """
    lines, years_used = _month_money(orders, rules), rules.quarters.season_years
    cube = np.zeros((years_used, 12))
    np.add.at(cube, (lines["year"].to_numpy(), lines["month"].to_numpy()), lines["money"].to_numpy())
    by_quarter = cube.reshape(years_used, 4, 3).transpose(1, 0, 2)
    shares, _ = shrunk_shares(by_quarter, np.full(3, 1 / 3), rules.quarters)
    return shares.reshape(12)


def _is_lone_year(lines: pd.DataFrame, years: int) -> bool:
    """Whether the past is a single year of a single customer."""
    buyers = lines["customer"].to_numpy()
    return years == 1 and len(buyers) > 0 and bool((buyers == buyers[0]).all())


def _lone_shares(lines: pd.DataFrame, money: Floats, rules: QuarterRules) -> Floats:
    """(1, k) shares of that year, held to an even one once."""
    sold = lines[lines["money"] > 0]
    kept = np.maximum(money, 0.0)
    shares = kept / kept.sum(axis=1, keepdims=True)
    weight = lone_year_weight(sold["money"].to_numpy(), sold["month"].to_numpy(), shares[0], rules)
    return np.asarray(weight * shares + (1.0 - weight) / shares.shape[1], dtype=np.float64)
