"""The month against the plan: three KPIs, what is still needed, who is behind (guide/kpi.md; S0).

All functions here read the arrays of ``month_ledger``; a month that has not come yet stays blank.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import completion
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.tracking.kpi_grid import kpi_grid
from salesplan_xl.planning.tracking.month_ledger import Floats, Ledger, build_ledger
from salesplan_xl.rules import MonthRules, Rules
from salesplan_xl.tiers import NEW

DEFAULTS = MonthRules()
# So many customers are told one by one.
MAX_GAP_FINDINGS = 10
# The two escapes are the characters of "year" and "month".
_MONTH = re.compile("\\s*(\\d{4})\\s*(?:[-/.]|\u5e74)\\s*(\\d{1,2})\\s*\u6708?\\s*")


def parse_month(text: str) -> tuple[int, int]:
    """Year and month of ``2027-03``, ``2027/3`` or ``2027年3月``.

    Raises:
        PlanInputError: SP-205 the text is no month.
    """
    match = _MONTH.fullmatch(str(text))
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
        raise PlanInputError("SP-205", month=text)
    return int(match[1]), int(match[2])


@dataclass(frozen=True)
class MonthResult:
    """The result of tracking a month.

    Args:
        months: computed columns of the ``months`` table, 12 rows; months to come are blank.
        tracking: computed columns of the ``tracking`` table, furthest behind first.
        kpi_grid: values of the ``kpi_board`` grid by (KPI, column).
        findings: behind plan, largest customer gaps, months without data.
    """

    months: pd.DataFrame
    tracking: pd.DataFrame
    kpi_grid: dict[tuple[str, str], object]
    findings: list[Finding]


def track_months(
    plan: pd.DataFrame,
    month_targets: Floats,
    month_shares: Floats,
    orders: pd.DataFrame,
    visits: pd.DataFrame,
    receivables: pd.DataFrame,
    rules: Rules,
    month: str,
    project_change: Floats | None = None,
) -> MonthResult:
    """Completion, coverage and on-time collection of every month up to the tracked one, and who is behind.

    Orders of customers outside the map count as new business (the map's N row). A month of a later year
    means that all twelve months are over, one of an earlier year that none has begun.

    Args:
        plan: execution map with customer, tier, q1..q4 (money), visits (times a month).
        month_targets: (12,) money, the book's month targets.
        month_shares: (12,) share of each month in its quarter.
        orders, visits, receivables: input tables.
        month: the tracked month, such as ``2027-03``.
        project_change: (12,) money, what projects after each month are worth more or less than at planning
            (``forecast.project_change``); None where nothing is compared.

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: guide/kpi.md; article S0 (three KPIs).
    """
    year, number = parse_month(month)
    ledger = build_ledger(plan, month_targets, month_shares, orders, visits, receivables, rules)
    tracked = number if year == ledger.year else 12 * (year > ledger.year)
    tracking = _tracking(ledger, tracked)
    findings = [
        *_outside_year(year, ledger.year, month), *_findings(ledger, tracked), *_gap_findings(tracking, rules),
    ]  # fmt: skip
    change = np.zeros(12) if project_change is None else project_change
    months = _months(ledger, tracked, tracking, change)
    return MonthResult(
        months,
        tracking,
        kpi_grid(ledger, tracked, calendar_of(rules.calendar).finished(ledger.year)),
        findings,
    )


def before_the_year(
    plan: pd.DataFrame, month_targets: Floats, month_shares: Floats, receivables: pd.DataFrame, rules: Rules
) -> MonthResult:
    """The tracking of a year that has not begun: targets only, and a note instead of twelve reproaches."""
    year = rules.calendar.plan_year
    orders = pd.DataFrame({"date": pd.to_datetime([]), "customer": [], "amount": [], "kind": []})
    visits = pd.DataFrame({"date": pd.to_datetime([]), "customer": []})
    result = track_months(
        plan, month_targets, month_shares, orders, visits, receivables, rules, f"{year - 1}-12"
    )
    note = Finding("F-446", Severity.NOTE, {"year": str(year)}, Place("months"))
    return dataclasses.replace(result, findings=[note])


def has_begun(orders: pd.DataFrame, visits: pd.DataFrame, plan_year: int) -> bool:
    """Whether any order or visit is dated in the plan year."""
    return any(bool((frame["date"].dt.year == plan_year).any()) for frame in (orders, visits))


def needed_per_month(year_target: float, actual: float, remaining: int, money: Unit = WAN) -> float | None:
    """Money a month that still reaches the year: missing ÷ months left; 0 when reached, None when over."""
    missing = year_target - actual
    return (missing if missing > money.tolerance else 0.0) / remaining if remaining > 0 else None


def project_year(
    actual: float, target: float, remaining_targets: float, months: int, rules: MonthRules = DEFAULTS
) -> float:
    """The end of the year: actual to date + what remains at the completion seen so far.

    ``remaining_targets`` are those of the months left, moved by what projects gained or lost since planning.

    Completion is capped to 0..1.5 (``projection_cap``) and shrunk toward 1 with weight months ÷ (months + 2)
    (``projection_prior_months``): after one month the plan still speaks two thirds, after ten months one sixth.
    """
    so_far = completion(actual, target)
    weight = months / (months + rules.projection_prior_months)
    rate = 1.0 if so_far is None else 1.0 + weight * (min(max(so_far, 0.0), rules.projection_cap) - 1.0)
    return actual + remaining_targets * rate


def _months(ledger: Ledger, tracked: int, tracking: pd.DataFrame, change: Floats) -> pd.DataFrame:
    rows = [
        _month_row(ledger, month, month == tracked, tracking, float(change[month - 1]))
        for month in range(1, tracked + 1)
    ]
    columns = ["month", "actual", "planned", "visited", "due", "on_time", "needed", "projection", "sentence"]
    frame = pd.DataFrame(rows, columns=columns).reindex(range(12))
    frame["month"] = np.arange(1, 13)
    frame["sentence"] = pd.Series([*frame["sentence"][:tracked], *[None] * (12 - tracked)], dtype=object)
    return frame.astype(dict.fromkeys(columns[1:-1], float))


def _month_row(
    ledger: Ledger, month: int, tracked: bool, tracking: pd.DataFrame, change: float
) -> dict[str, object]:
    visited, planned = ledger.calls(month - 1, month)
    on_time, due = ledger.payments(month - 1, month)
    done, target = ledger.revenue(0, month)
    year_target = float(ledger.book_targets.sum())
    rules, tolerance = ledger.rules.months, ledger.rules.money.tolerance
    needed = needed_per_month(year_target, done, 12 - month, ledger.rules.money.unit)
    projection = project_year(done, target, max(year_target - target + change, 0.0), month, rules)
    words = [*_result_words(ledger, month), *_outlook_words(done, year_target, month, needed, tolerance)]
    if tracked:
        words += _change_words(change, year_target, projection, ledger.rules)
        worst = _worst(tracking, tolerance) if done < target - tolerance else ()
        words += _reason_words(worst, planned - visited)
    return {
        "month": month, "actual": ledger.book_actual[month - 1], "planned": planned, "visited": visited,
        "due": due, "on_time": on_time, "needed": needed,
        "projection": projection, "sentence": tuple(words),
    }  # fmt: skip


def _result_words(ledger: Ledger, month: int) -> list[Sentence]:
    actual, target = ledger.revenue(month - 1, month)
    done, planned = ledger.revenue(0, month)
    money = ledger.rules.money.unit
    return [
        _against(("months.reached", "months.missed", "months.no_target"), actual, target, money),
        _against(("months.ahead", "months.behind", "months.no_target_to_date"), done, planned, money),
    ]


def _against(codes: tuple[str, str, str], actual: float, target: float, money: Unit) -> Sentence:
    """Reached, missed, or without a target."""
    reached, missed, without = codes
    values: dict[str, object] = {
        "actual": actual, "target": target, "gap": abs(actual - target), "rate": completion(actual, target),
    }  # fmt: skip
    if target <= 0:
        return Sentence(without, values)
    return Sentence(reached if actual >= target - money.tolerance else missed, values)


def _outlook_words(
    done: float, year_target: float, month: int, needed: float | None, tolerance: float
) -> list[Sentence]:
    if year_target <= 0:
        return []
    if done >= year_target - tolerance:
        return [Sentence("months.year_reached", {"actual": done, "target": year_target})]
    if needed is None:
        return [Sentence("months.year_missed", {"gap": year_target - done, "rate": done / year_target})]
    return [Sentence("months.needed", {"months": 12 - month, "needed": needed, "average": done / month})]


def _change_words(change: float, year_target: float, projection: float, rules: Rules) -> list[Sentence]:
    tolerance = rules.money.tolerance
    small = abs(change) < rules.months.project_change_line * year_target - tolerance
    if small or abs(change) <= tolerance:
        return []
    code = "months.projects_less" if change < 0 else "months.projects_more"
    return [Sentence(code, {"change": abs(change), "projection": projection})]


def _worst(tracking: pd.DataFrame, tolerance: float) -> tuple[str, ...]:
    """The three customers furthest behind."""
    gaps = tracking["target_to_date"] - tracking["actual_to_date"]
    return tuple(tracking["customer"][gaps > tolerance].head(3))


def _reason_words(worst: tuple[str, ...], unvisited: float) -> list[Sentence]:
    words = [Sentence("months.mainly", {"customers": worst})] if worst else []
    return words + ([Sentence("months.unvisited", {"count": unvisited})] if unvisited > 0 else [])


_TRACKING = (
    "customer", "tier", "target", "actual", "target_to_date", "actual_to_date",
    "planned", "visited", "due", "on_time", "sentence",
)  # fmt: skip


def _tracking(ledger: Ledger, tracked: int) -> pd.DataFrame:
    if tracked == 0:
        return pd.DataFrame({key: pd.Series(dtype=object) for key in _TRACKING})
    on_time, due = ledger.dues.window(tracked - 1, tracked)
    frame = pd.DataFrame(
        {
            "customer": pd.Series(ledger.names, dtype=object), "tier": pd.Series(ledger.tiers, dtype=object),
            "target": ledger.targets[:, tracked - 1], "actual": ledger.actual[:, tracked - 1],
            "target_to_date": ledger.targets[:, :tracked].sum(axis=1),
            "actual_to_date": ledger.actual[:, :tracked].sum(axis=1),
            "planned": ledger.asked[:, tracked - 1], "visited": ledger.visits[:, tracked - 1],
            "due": ledger.by_customer(due), "on_time": ledger.by_customer(on_time),
            "overdue": ledger.by_customer(ledger.dues.overdue[:, tracked]),
            "ever_bought": (ledger.actual[:, :tracked] > 0).any(axis=1),
        }
    )  # fmt: skip
    tolerance = ledger.rules.money.tolerance
    frame["gap"] = frame["actual_to_date"] - frame["target_to_date"]
    moves = (frame[["target", "actual", "target_to_date", "actual_to_date"]].abs() > tolerance).any(axis=1)
    frame = frame[moves].sort_values(["gap", "customer"], kind="stable").reset_index(drop=True)
    words: list[object] = [_progress_words(row, ledger.rules.money.unit) for row in frame.to_dict("records")]
    frame["sentence"] = pd.Series(words, dtype=object)
    return frame[list(_TRACKING)]


def _progress_words(row: Mapping[Hashable, Any], money: Unit) -> tuple[Sentence, ...]:
    """Ahead or behind, and if behind why: no order yet, money overdue, not visited."""
    codes = ("months.customer_ahead", "months.customer_behind", "months.customer_unplanned")
    head = _against(codes, row["actual_to_date"], row["target_to_date"], money)
    if head.code != "months.customer_behind":
        return (head,)
    causes = []
    if not row["ever_bought"]:
        causes.append(Sentence("months.never_bought"))
    elif row["actual"] <= 0 < row["target"]:
        causes.append(Sentence("months.no_order"))
    if row["overdue"] > money.tolerance:
        causes.append(Sentence("months.overdue", {"amount": row["overdue"]}))
    if row["visited"] == 0 < row["planned"]:
        causes.append(Sentence("months.not_visited"))
    return (head, *causes)


def _outside_year(year: int, plan_year: int, month: str) -> list[Finding]:
    if year == plan_year:
        return []
    values: dict[str, object] = {"month": month, "year": str(plan_year)}
    return [Finding("F-444", Severity.WARNING, values, Place("settings", None, "current_month"))]


def _findings(ledger: Ledger, tracked: int) -> list[Finding]:
    done, target = ledger.revenue(0, tracked)
    rules, rate = ledger.rules, completion(done, target)
    findings: list[Finding] = []
    if rate is not None and done < (1 - rules.months.behind_line) * target - rules.money.tolerance:
        values: dict[str, object] = {
            "month": tracked, "gap": target - done, "rate": rate,
            "needed": needed_per_month(
                float(ledger.book_targets.sum()), done, 12 - tracked, rules.money.unit
            ),
        }  # fmt: skip
        code = "F-440" if tracked < 12 else "F-445"
        findings.append(
            Finding(code, Severity.WARNING, values, Place("months", tracked - 1, "completion_to_date"))
        )
    no_orders = np.abs(ledger.book_actual[:tracked]) <= rules.money.tolerance
    no_visits = ~(ledger.visits[:, :tracked] > 0).any(axis=0) & (ledger.asked[:, :tracked] > 0).any(axis=0)
    for code, empty, column in (("F-442", no_orders, "actual"), ("F-443", no_visits, "visited")):
        if empty.any():
            months = tuple(int(month) + 1 for month in np.flatnonzero(empty))
            findings.append(
                Finding(code, Severity.NOTE, {"months": months}, Place("months", months[0] - 1, column))
            )
    return findings


def _gap_findings(tracking: pd.DataFrame, rules: Rules) -> list[Finding]:
    """The customers furthest behind (the table stands in that order); new business is nobody to ask."""
    target, actual = tracking["target_to_date"], tracking["actual_to_date"]
    tolerance = rules.money.tolerance
    behind = actual < (1 - rules.months.behind_line) * target - tolerance
    late = (target > tolerance) & behind & (tracking["tier"] != NEW)
    worst = tracking[late].head(MAX_GAP_FINDINGS)
    return [
        Finding(
            "F-441", Severity.WARNING,
            {"customer": row["customer"], "gap": row["target_to_date"] - row["actual_to_date"],
             "rate": completion(row["actual_to_date"], row["target_to_date"])},
            Place("tracking", int(index), "gap"),
        )
        for index, row in zip(worst.index, worst.to_dict("records"), strict=True)
    ]  # fmt: skip
