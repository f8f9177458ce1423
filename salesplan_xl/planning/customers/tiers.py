"""ABC tiers: who carries the business, by share and by threshold, why, and against last year.

Shares are fractions, money is in the book's unit; every comparison with a line allows for binary dust.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import as_objects, capped, filled, object_array, positions
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.tier_lines import (
    Concentration,
    concentration_of,
    tier_by_size,
    tiers_by_share,
)
from salesplan_xl.planning.customers.tier_reasons import share_reasons, share_words, size_reason
from salesplan_xl.rules import CalendarRules, TierRules
from salesplan_xl.tiers import BEST, LAST, RANK, TIERS

GRID_COLUMNS = ("visits", "days")


@dataclass(frozen=True)
class TierResult:
    """Tiers per customer on the book's index, and findings about overrides.

    ``frame`` columns: customer, tier (effective), tier_cumulative, tier_threshold, cumulative_share,
    tier_last_year (chosen method; None when that year is unknown), migration, tier_reason.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class TierOverview:
    """Values of the two grids above the health table, by (row key, column key), and findings."""

    grid: dict[tuple[str, str], object]
    concentration_grid: dict[tuple[str, str], object]
    findings: tuple[Finding, ...]


def cumulative_tiers(
    revenue: pd.Series, names: pd.Series, rules: TierRules, money: Unit = WAN
) -> pd.DataFrame:
    """Tiers by cumulative share of this year's revenue.

    Sorted by revenue, then name. ``crossing_customer='better'``: A while the share *before* the customer is
    below the A line, so the one that crosses is inside; ``'worse'``: A while the share *after* is not
    above it, though the largest customer is always A. A block of equal revenues has one tier: the better one
    if at least half of its money lies before the line. Revenue of 0 or less is C and outside the denominator.

    Args:
        revenue: (n,) money, net.
        names: (n,) names on the same index; break ties so that any row order gives one result.

    Returns:
        ``tier`` and ``cumulative_share`` (share including the customer; NaN when excluded) on that index.

    Source: guide/tiers.md (S0).
    """
    place = pd.factorize(names.astype(str), sort=True)[0]
    tier, share = tiers_by_share(_money(revenue), place, rules, money)
    return pd.DataFrame({"tier": tier, "cumulative_share": share}, index=revenue.index)


def threshold_tiers(
    revenue: pd.Series, late: pd.Series, expansion: pd.Series, rules: TierRules, money: Unit = WAN
) -> pd.Series:
    """Tiers by size of revenue; a figure on a threshold belongs to the better tier.

    A late payer is not A by size alone (B instead); a clear expansion project raises a buying customer by
    one tier, a late payer too.

    Args:
        revenue: (n,) money; ``late`` and ``expansion``: (n,) bool on the same index.

    Source: guide/tiers.md (S1).
    """
    rows = zip(_money(revenue).tolist(), late.tolist(), expansion.tolist(), strict=True)
    tiers = [tier_by_size(amount, bool(slow), bool(grows), rules, money) for amount, slow, grows in rows]
    return pd.Series(tiers, index=revenue.index, dtype=object)


def _money(revenue: pd.Series) -> np.ndarray:
    """Amounts, blanks as 0."""
    return np.asarray(revenue.astype(float).fillna(0.0).to_numpy())


def concentration(revenue: pd.Series, rules: TierRules) -> Concentration:
    """Concentration of a revenue column (``concentration_of``), looking at ``rules.top_n`` customers."""
    return concentration_of(_money(revenue), int(rules.top_n))


def assign_tiers(
    book: pd.DataFrame, habitual: pd.Series, expansion: pd.Series, rules: TierRules, money: Unit = WAN
) -> TierResult:
    """Both methods side by side, the user's override on top, the reason, and the move against last year.

    The move compares this year's revenue with last year's under the chosen method and equal payment and
    project conditions; an override is an opinion and does not move anybody.

    Args:
        book: ``CustomerBook.frame``.
        habitual: late payers, ``expansion``: clear expansion projects; bool by position.
        money: unit of the revenue.

    Source: guide/tiers.md.
    """
    late = pd.Series(habitual.to_numpy(dtype=bool), index=book.index)
    project = pd.Series(expansion.to_numpy(dtype=bool), index=book.index)
    shares = cumulative_tiers(book["this_year"], book["name"], rules, money)
    threshold = threshold_tiers(book["this_year"], late, project, rules, money)
    by_share = rules.tier_method != "threshold"
    method = shares["tier"] if by_share else threshold
    last = _last_year_tiers(book, late, project, rules, money)
    override = book["tier_override"].where(book["tier_override"].isin(TIERS), None)
    frame = pd.DataFrame(
        {
            "customer": book["name"],
            "tier": override.where(override.notna(), method),
            "tier_cumulative": shares["tier"],
            "tier_threshold": threshold,
            "cumulative_share": shares["cumulative_share"],
            "tier_last_year": last,
            "migration": _migration(book["this_year"], book["last_year"], method, last),
        }
    )
    words = (
        _share_reasons(book, shares, rules)
        if by_share
        else _threshold_reasons(book, threshold, late, rules, money)
    )
    rows = zip(words, override, book["override_reason"], strict=True)
    frame["tier_reason"] = object_array([_with_override(*row) for row in rows])
    return TierResult(as_objects(frame), tuple(_override_findings(book, override)))


def _last_year_tiers(
    book: pd.DataFrame, late: pd.Series, project: pd.Series, rules: TierRules, money: Unit
) -> pd.Series:
    """Last year's tiers by the chosen method; None throughout when that year is unknown."""
    if book["last_year"].isna().all():
        return pd.Series([None] * len(book), index=book.index, dtype=object)
    if rules.tier_method == "threshold":
        return threshold_tiers(book["last_year"], late, project, rules, money)
    return cumulative_tiers(book["last_year"], book["name"], rules, money)["tier"]


def _migration(this: pd.Series, last: pd.Series, tier: pd.Series, tier_last: pd.Series) -> np.ndarray:
    """new, up, same, down, lost or none; None when last year is unknown."""
    moved = tier.map(RANK).to_numpy(dtype=float) - tier_last.map(RANK).to_numpy(dtype=float)
    now, before = (this > 0).to_numpy(), (last > 0).to_numpy()
    moves = np.where(moved < 0, "up", np.where(moved > 0, "down", "same")).astype(object)
    moves[now & ~before] = "new"
    moves[~now & before] = "lost"
    moves[~now & ~before] = "none"
    moves[last.isna().to_numpy()] = None
    return moves


def _share_reasons(book: pd.DataFrame, shares: pd.DataFrame, rules: TierRules) -> list[Sentence]:
    """The reason for each customer's cumulative tier."""
    revenue = _money(book["this_year"])
    total = revenue[revenue > 0].sum()
    return share_reasons(revenue, shares["tier"], shares["cumulative_share"], total, rules)


def _threshold_reasons(
    book: pd.DataFrame, threshold: pd.Series, late: pd.Series, rules: TierRules, money: Unit
) -> list[Sentence]:
    """The reason for each customer's threshold tier."""
    rows = zip(_money(book["this_year"]), threshold, late, strict=True)
    return [size_reason(amount, tier, is_late, rules, money) for amount, tier, is_late in rows]


def _with_override(
    reason: Sentence, override: str | None, why: str | None
) -> Sentence | tuple[Sentence, ...]:
    """The reason, led by the user's own tier where there is one."""
    if not isinstance(override, str):
        return reason
    code = "T-OVERRIDE" if why else "T-OVERRIDE-BARE"
    return (Sentence(code, {"tier": override, "reason": why}), Sentence("T-METHOD", {"reason": reason}))


def _override_findings(book: pd.DataFrame, override: pd.Series) -> list[Finding]:
    """Tiers set by hand without saying why."""
    bare = override.notna() & ~filled(book["override_reason"])
    rows = zip(book.loc[bare, "name"], override[bare], book.loc[bare, "row"].tolist(), strict=True)
    return capped(
        [
            Finding(
                "F-201",
                Severity.WARNING,
                {"customer": name, "tier": tier},
                Place("customers", row, "override_reason"),
            )
            for name, tier, row in rows
        ]
    )


def tier_overview(
    health: pd.DataFrame,
    visits: pd.DataFrame,
    calendar: CalendarRules,
    default_days: float,
    rules: TierRules | None = None,
) -> TierOverview:
    """Visits and days per tier beside revenue, and concentration in words.

    Args:
        health: needs customer, tier, estimate (money of this year).
        visits: the visit list; only visits of this year to customers of ``health`` count.
        default_days: days of a visit whose days are blank.

    Returns:
        values of grids ``tier_overview`` and ``concentration``; a warning when C takes more time than A.

    Source: guide/tiers.md: time that goes to small customers must be visible (S0).
    """
    spent = _time_by_tier(health, visits, calendar, default_days)
    revenue = health["estimate"].clip(lower=0).groupby(health["tier"]).sum().reindex(TIERS, fill_value=0.0)
    sentence, findings = _time_sentence(spent["days"], revenue)
    grid: dict[tuple[str, str], object] = {
        (tier, column): spent[column].tolist()[RANK[tier]] for tier in TIERS for column in GRID_COLUMNS
    }
    measured = dict(_concentration_cells(concentration(health["estimate"], rules or TierRules())))
    return TierOverview(grid, {**measured, ("time_sentence", "sentence"): sentence}, tuple(findings))


def _time_by_tier(
    health: pd.DataFrame, visits: pd.DataFrame, calendar: CalendarRules, default_days: float
) -> pd.DataFrame:
    """Visits and days per tier."""
    made = visits[
        (calendar_of(calendar).years_of(visits["date"]) == calendar.this_year) & filled(visits["customer"])
    ]
    at = positions(health["customer"], made["customer"])
    tier = health["tier"].to_numpy(dtype=object)[at[at >= 0]]
    days = made["days"].fillna(default_days).to_numpy(dtype=float)[at >= 0]
    table = pd.DataFrame({"tier": tier, "visits": 1.0, "days": days})
    return table.groupby("tier").sum().reindex(TIERS, fill_value=0.0)


def _concentration_cells(measured: Concentration) -> Iterator[tuple[tuple[str, str], object]]:
    """Value and sentence of each concentration row; blank values when there is no revenue."""
    empty = measured.top_n == 0
    words = {"n": measured.top_n, "hhi": measured.hhi, "effective": measured.effective}
    values = {
        "cr1": measured.cr1,
        "cr5": measured.cr5,
        "top_n": measured.top_share,
        "hhi": measured.hhi,
        "effective": measured.effective,
    }
    for key, value in values.items():
        yield (key, "value"), None if empty else value
        code = "T-NO-REVENUE" if empty else f"T-{key.upper().replace('_', '-')}"
        yield (
            (key, "sentence"),
            Sentence(code, {**words, "share": "" if empty else share_words(value, 0.0, 1.0)}),
        )


def _time_sentence(days: pd.Series, revenue: pd.Series) -> tuple[Sentence, list[Finding]]:
    """Time share beside revenue share; a warning when C takes more time than A but brings less."""
    if not days.sum() > 0 or not revenue.sum() > 0:
        return Sentence("T-NO-VISITS" if not days.sum() > 0 else "T-NO-REVENUE"), []
    words: dict[str, object] = {}
    for tier in TIERS:
        words[f"time_{tier.lower()}"] = float(days[tier] / days.sum())
        words[f"revenue_{tier.lower()}"] = float(revenue[tier] / revenue.sum())
    if days[LAST] > days[BEST] * (1 + DUST) and revenue[LAST] < revenue[BEST]:
        return Sentence("T-TIME-SMALL", words), [Finding("F-202", Severity.WARNING, words, Place("visits"))]
    return Sentence("T-TIME", words), []
