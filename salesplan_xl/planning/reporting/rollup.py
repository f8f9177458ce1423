"""A team out of single plans: sums, rates from their own numerators and denominators, concentration, checks.

Money of all books is brought into one unit before anything is added. A customer whom two books claim counts
once: the book with the larger target keeps it, the others' figures are deducted and named.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesplan_xl.findings import Finding, Severity
from salesplan_xl.money import BOOK_UNITS, Unit
from salesplan_xl.planning.common.customer_book import normal_name
from salesplan_xl.planning.customers.tier_lines import Concentration, concentration_of, tiers_by_share
from salesplan_xl.rules import TierRules
from salesplan_xl.tiers import TIERS

Floats = NDArray[np.float64]
QUARTERS = ("q1", "q2", "q3", "q4")
CUSTOMER_MONEY = ("this_year", "last_year", *QUARTERS, "target")
MONTH_MONEY = ("target", "actual", "due", "on_time")
MONTH_COLUMNS = ("target", "actual", "planned", "visited", "due", "on_time")
# What each quarter rests on, and the rate of each KPI as numerator and denominator.
COVERAGE = ("target", "repeat", "weighted", "unsupported")
RATES = {
    "completion": ("actual", "target"),
    "coverage": ("visited", "planned"),
    "on_time_rate": ("on_time", "due"),
}
# Customers told one by one.
_MAX_NAMED = 50


@dataclass(frozen=True)
class RepFigures:
    """The figures of one book.

    Args:
        title: file name.
        owner: whose plan it is.
        plan_year, unit, as_of, month: as its settings say; the month like ``2027-03``.
        customers: one row a customer: customer, tier (own book), ``CUSTOMER_MONEY``.
        new_business: (4,) quarter targets of customers nobody has yet.
        coverage: ``COVERAGE`` → (4,) money by quarter.
        months: ``MONTH_COLUMNS`` → (12,), NaN where nothing is known yet.
        amounts: derived, guaranteed, stretch, company: money; NaN where blank.
        year_shown: the year target that the map shows, typed figures included.
        unplanned: listed customers without a target.
    """

    title: str
    owner: str
    plan_year: int
    unit: str
    as_of: dt.date
    month: str
    customers: pd.DataFrame
    new_business: Floats
    coverage: Mapping[str, Floats]
    months: Mapping[str, Floats]
    amounts: Mapping[str, float]
    year_shown: float
    unplanned: tuple[str, ...] = ()

    @property
    def quarters(self) -> Floats:
        """(4,) quarter targets, new business included."""
        own = self.customers[list(QUARTERS)].sum().to_numpy(dtype=np.float64)
        return np.asarray(own + self.new_business, dtype=np.float64)

    @property
    def target(self) -> float:
        """The year's target: its quarters."""
        return float(self.quarters.sum())

    def scaled(self, factor: float, unit: str) -> RepFigures:
        """The same in another money unit."""
        money = self.customers[list(CUSTOMER_MONEY)] * factor
        return dataclasses.replace(
            self,
            unit=unit,
            customers=self.customers.assign(**{key: money[key] for key in CUSTOMER_MONEY}),
            new_business=self.new_business * factor,
            coverage={key: values * factor for key, values in self.coverage.items()},
            months={
                key: values * (factor if key in MONTH_MONEY else 1.0) for key, values in self.months.items()
            },
            amounts={key: value * factor for key, value in self.amounts.items()},
            year_shown=self.year_shown * factor,
        )


@dataclass(frozen=True)
class Team:
    """All books together.

    Args:
        plan_year, unit, as_of, month: what most of the books say (the unit: what was asked for).
        reps: the books that count, largest target first, in one unit.
        customers: every customer once, with ``owner`` and the tier within the team, largest first.
        doubles: figures counted twice: this_year, last_year, q1 … q4, target, customers.
        concentration: over all customers once.
        findings: what does not fit together.
    """

    plan_year: int
    unit: str
    as_of: dt.date
    month: str
    reps: tuple[RepFigures, ...]
    customers: pd.DataFrame
    doubles: Mapping[str, float]
    concentration: Concentration
    findings: tuple[Finding, ...] = field(default=())

    @property
    def month_index(self) -> int:
        """0 … 11."""
        return int(self.month[5:7]) - 1


def month_sums(months: Mapping[str, Floats], first: int, last: int) -> dict[str, float]:
    """The six month columns added up over months ``first`` … ``last`` (0-based, inclusive); unknown is 0."""
    return {key: float(np.nansum(months[key][first : last + 1])) for key in MONTH_COLUMNS}


def rates(sums: Mapping[str, float]) -> dict[str, float | None]:
    """The three KPIs from summed numerators and denominators; ``None`` where there is nothing to measure by."""
    return {
        key: sums[top] / sums[bottom] if sums[bottom] > 0 else None for key, (top, bottom) in RATES.items()
    }


def combine(
    reps: Sequence[RepFigures], rules: TierRules, unit: str | None = None, year: int | None = None
) -> Team:
    """Put the plans of a team together.

    Args:
        reps: at least one.
        rules: tier lines of the team.
        unit: money unit of the result; by default that of most books.
        year: plan year; by default that of most books. Books of other years are left out with a finding.

    Source: guide/team.md: tiers and concentration over all customers, KPIs from sums.
    """
    wanted_year: int = year or most_common(rep.plan_year for rep in reps)
    wanted_unit: str = unit or most_common(rep.unit for rep in reps)
    findings = [_other_year(rep, wanted_year) for rep in reps if rep.plan_year != wanted_year]
    here = [rep for rep in reps if rep.plan_year == wanted_year]
    findings += [_converted(rep, wanted_unit) for rep in here if rep.unit != wanted_unit]
    same = [
        rep.scaled(BOOK_UNITS[wanted_unit].of(1.0, BOOK_UNITS[rep.unit]), wanted_unit)
        if rep.unit != wanted_unit
        else rep
        for rep in here
    ]
    same.sort(key=lambda rep: (-rep.target, rep.owner, rep.title))
    if not same:
        return _nobody(wanted_year, wanted_unit, findings)
    as_of, month = most_common(rep.as_of for rep in same), most_common(rep.month for rep in same)
    rows = _all_customers(same)
    counted, twice = _once(rows)
    findings += [*_double_findings(twice), *_rep_findings(same, as_of, month), *_sent_twice(same)]
    customers = _with_team_tiers(counted, rules, BOOK_UNITS[wanted_unit])
    measured = concentration_of(customers["this_year"].clip(lower=0).fillna(0.0), int(rules.top_n))
    extra = rows.drop(index=counted.index)
    doubles = {key: float(extra[key].sum()) for key in CUSTOMER_MONEY} | {"customers": float(len(extra))}
    doubles |= {tier.lower(): float((extra["tier"] == tier).sum()) for tier in TIERS}
    return Team(
        wanted_year, wanted_unit, as_of, month, tuple(same), customers, doubles, measured, tuple(findings)
    )


def _nobody(year: int, unit: str, findings: Sequence[Finding]) -> Team:
    """A team of which no book counts."""
    none = concentration_of(np.zeros(0), 1)
    return Team(year, unit, dt.date(year, 1, 1), f"{year}-01", (), pd.DataFrame(), {}, none, tuple(findings))


def most_common(values: Iterable[Any]) -> Any:
    """The value that most say; among equals the earliest."""
    counted = Counter(values)
    most = max(counted.values())
    return min(value for value, count in counted.items() if count == most)


def _all_customers(reps: Sequence[RepFigures]) -> pd.DataFrame:
    frames = [rep.customers.assign(owner=rep.owner, book=at) for at, rep in enumerate(reps)]
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(name=[normal_name(str(name)) for name in rows["customer"]])


def _once(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Every customer once (the row with the larger target, then revenue), and the groups that stood twice."""
    order = rows.sort_values(["target", "this_year", "book"], ascending=[False, False, True], kind="stable")
    first = order.drop_duplicates("name")
    # A customer listed twice in one book is that book's matter; both rows are its.
    own = rows.merge(first[["name", "book"]], on=["name", "book"], how="left", indicator=True)["_merge"]
    counted = rows[(own == "both").to_numpy()]
    books = rows.groupby("name")["book"].nunique()
    shared = set(books.index[books > 1])
    twice = [group for name, group in order.groupby("name", sort=False) if name in shared]
    return counted, twice


def _double_findings(twice: Sequence[pd.DataFrame]) -> list[Finding]:
    findings = []
    for group in twice[:_MAX_NAMED]:
        books = group.drop_duplicates("book")
        values: dict[str, object] = {
            "customer": books["customer"].iloc[0],
            "owners": books["owner"].tolist(),
            "revenues": books["this_year"].fillna(0.0).tolist(),
            "counted": float(books["this_year"].fillna(0.0).iloc[0]),
        }
        findings.append(Finding("F-720", Severity.WARNING, values))
    if len(twice) > _MAX_NAMED:
        findings.append(Finding("F-721", Severity.WARNING, {"count": len(twice) - _MAX_NAMED}))
    return findings


def _with_team_tiers(counted: pd.DataFrame, rules: TierRules, money: Unit) -> pd.DataFrame:
    """Largest first, with the tier each customer has within the whole team."""
    ranked = counted.sort_values(["this_year", "customer"], ascending=[False, True], kind="stable")
    ranked = ranked.reset_index(drop=True)
    revenue = ranked["this_year"].fillna(0.0).to_numpy(dtype=np.float64)
    tier, share = tiers_by_share(revenue, np.arange(len(ranked)), rules, money)
    return ranked.assign(team_tier=tier, cumulative=share)


def tier_sums(customers: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Customers and revenue of each tier within the team."""
    grouped = customers.groupby("team_tier")["this_year"]
    counts, sums = grouped.size(), grouped.sum()
    return {tier: (int(counts.get(tier, 0)), float(sums.get(tier, 0.0))) for tier in TIERS}


# ── checks ────────────────────────────────────────────────────────────────────────────────────────────


def _other_year(rep: RepFigures, wanted: int) -> Finding:
    values: dict[str, object] = {
        "file": rep.title, "owner": rep.owner, "found": str(rep.plan_year), "wanted": str(wanted),
    }  # fmt: skip
    return Finding("F-716", Severity.WARNING, values)


def _converted(rep: RepFigures, wanted: str) -> Finding:
    return Finding("F-722", Severity.NOTE, {"file": rep.title, "found": rep.unit, "wanted": wanted})


def _rep_findings(reps: Sequence[RepFigures], as_of: dt.date, month: str) -> Iterable[Finding]:
    """Books that stand at another day or month, whose totals do not tie, or that were not computed."""
    checks: tuple[Callable[[RepFigures], Finding | None], ...] = (
        lambda rep: _other_day(rep, as_of), lambda rep: _other_month(rep, month), _untied, _uncomputed,
    )  # fmt: skip
    return [finding for rep in reps for check in checks if (finding := check(rep))]


def _other_day(rep: RepFigures, wanted: dt.date) -> Finding | None:
    values: dict[str, object] = {"owner": rep.owner, "found": rep.as_of, "wanted": wanted}
    return Finding("F-723", Severity.WARNING, values) if rep.as_of != wanted else None


def _other_month(rep: RepFigures, wanted: str) -> Finding | None:
    values: dict[str, object] = {"owner": rep.owner, "found": rep.month, "wanted": wanted}
    return Finding("F-724", Severity.WARNING, values) if rep.month != wanted else None


def _untied(rep: RepFigures) -> Finding | None:
    gap = rep.year_shown - rep.target
    if abs(gap) <= BOOK_UNITS[rep.unit].tolerance:
        return None
    values: dict[str, object] = {
        "owner": rep.owner, "quarters": rep.target, "year": rep.year_shown, "gap": gap,
    }  # fmt: skip
    return Finding("F-725", Severity.WARNING, values)


def _uncomputed(rep: RepFigures) -> Finding | None:
    if not rep.unplanned:
        return None
    values: dict[str, object] = {
        "owner": rep.owner, "count": len(rep.unplanned), "names": list(rep.unplanned[:5]),
    }  # fmt: skip
    return Finding("F-726", Severity.WARNING, values)


def _sent_twice(reps: Sequence[RepFigures]) -> Iterable[Finding]:
    by_owner: dict[str, list[str]] = {}
    for rep in reps:
        by_owner.setdefault(normal_name(rep.owner), []).append(rep.title)
    owners = {normal_name(rep.owner): rep.owner for rep in reps}
    for name, files in by_owner.items():
        if len(files) > 1:
            values: dict[str, object] = {"owner": owners[name], "count": len(files), "files": files[:5]}
            yield Finding("F-727", Severity.WARNING, values)
