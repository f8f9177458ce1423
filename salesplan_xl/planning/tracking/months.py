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
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.common.rates import completion
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.tracking.kpi_grid import kpi_grid
from salesplan_xl.planning.tracking.month_ledger import Floats, Ledger, build_ledger
from salesplan_xl.rules import CalendarRules, Rules
from salesplan_xl.tiers import NEW

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
class Forecast:
    """The forecasts of the year by the month in which they were said.

    Args:
        now: today's; ``None`` where nothing is forecast.
        said: (12,) those that stand in the book, NaN where nothing was said. They are never rewritten.
        project_change: (12,) money, what projects after each month are worth more or less than at planning.
    """

    now: float | None = None
    said: Floats = dataclasses.field(default_factory=lambda: np.full(12, np.nan))
    project_change: Floats = dataclasses.field(default_factory=lambda: np.zeros(12))

    def said_by_month(self, begun: int) -> Floats:
        """(12,) what was said each month: today's forecast in the row of the month that runs, else the last finished.

        Golden: March says 1080; in April that stays, and April says 1272.
        """
        said = self.said.copy()
        if self.now is not None and begun:
            said[begun - 1] = self.now
        return said


NO_FORECAST = Forecast()


@dataclass(frozen=True)
class MonthResult:
    """The result of tracking a month.

    Args:
        months: computed columns of the ``months`` table, 12 rows; months to come are blank, forecasts said stay.
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
    forecast: Forecast = NO_FORECAST,
) -> MonthResult:
    """Completion, coverage and on-time collection of every month that has begun, and who is behind.

    Orders of customers outside the map count as new business (the map's N row). The as-of day says which months are
    over and how much of the running one is gone: that one is shown and never judged. A month of a later year means
    that all twelve months are tracked, one of an earlier year none.

    Args:
        plan: execution map with customer, tier, q1..q4 (money), visits (times a month).
        month_targets: (12,) money, the book's month targets.
        month_shares: (12,) share of each month in its quarter.
        orders, visits, receivables: input tables.
        month: the tracked month, such as ``2027-03``.
        forecast: the year's forecast now, those said before, and what projects changed.

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: guide/kpi.md; article S0 (three KPIs).
    """
    year, number = parse_month(month)
    ledger = build_ledger(plan, month_targets, month_shares, orders, visits, receivables, rules)
    at = month_position(year, number, rules)
    tracked = min(max(at, 0), 12)
    tracking = _tracking(ledger, min(tracked, ledger.begun))
    over = min(tracked, ledger.finished)
    judged = tracking if over == min(tracked, ledger.begun) else _tracking(ledger, over)
    kept = {"F-442": len(orders) > 0, "F-443": len(visits) > 0}
    findings = [
        *_outside_year(at, rules, month),
        *_findings(ledger, over, kept),
        *_gap_findings(judged, rules),
    ]
    months = _months(ledger, tracked, tracking, forecast)
    return MonthResult(months, tracking, kpi_grid(ledger, tracked), findings)


def before_the_year(
    plan: pd.DataFrame, month_targets: Floats, month_shares: Floats, receivables: pd.DataFrame, rules: Rules
) -> MonthResult:
    """The tracking of a year that has not begun: targets only, and a note instead of twelve reproaches."""
    year = rules.calendar.plan_year
    orders = pd.DataFrame({"date": pd.to_datetime([]), "customer": [], "amount": [], "kind": []})
    visits = pd.DataFrame({"date": pd.to_datetime([]), "customer": []})
    eve = dataclasses.replace(rules.calendar, as_of=rules.calendar.this_year_end)
    before = dataclasses.replace(rules, calendar=eve)
    result = track_months(
        plan, month_targets, month_shares, orders, visits, receivables, before, f"{eve.as_of:%Y-%m}"
    )
    title = calendar_of(rules.calendar).title(year)
    note = Finding("F-446", Severity.NOTE, {"year": title}, Place("months"))
    return dataclasses.replace(result, findings=[note])


def has_begun(orders: pd.DataFrame, visits: pd.DataFrame, rules: CalendarRules) -> bool:
    """Whether any order or visit up to the as-of day is dated in the plan year."""
    years = (calendar_of(rules).years_of(frame["date"]) for frame in (orders, visits))
    return any(bool((year == rules.plan_year).any()) for year in years)


def month_position(year: int, month: int, rules: Rules) -> int:
    """The number of a calendar month in the plan year: 1–12, 0 or less before it, 13 and more after it."""
    first = calendar_of(rules.calendar).first_month(rules.calendar.plan_year)
    return year * 12 + month - 1 - first + 1


def needed_per_month(year_target: float, actual: float, remaining: int, money: Unit = WAN) -> float | None:
    """Money a month that still reaches the year: missing ÷ months left; 0 when reached, None when over."""
    missing = year_target - actual
    return (missing if missing > money.tolerance else 0.0) / remaining if remaining > 0 else None


_FIGURES = ("actual", "planned", "visited", "due", "on_time", "needed", "left")
_MONTHS = (
    "month", "actual", "planned", "visited", "due", "on_time", "needed", "projection", "sentence", "left",
)  # fmt: skip


def _months(ledger: Ledger, tracked: int, tracking: pd.DataFrame, forecast: Forecast) -> pd.DataFrame:
    shown = min(tracked, ledger.begun)
    rows = [
        _month_row(ledger, month, tracking if month == shown else None, forecast)
        for month in range(1, ledger.begun + 1)
    ]
    rows += [dict.fromkeys(_MONTHS)] * (12 - len(rows))
    columns: dict[str, Any] = {key: np.array([row[key] for row in rows], np.float64) for key in _FIGURES}
    columns |= {
        "month": np.arange(1, 13), "sentence": object_array([row["sentence"] for row in rows]),
        "projection": forecast.said_by_month(ledger.begun),
    }  # fmt: skip
    return pd.DataFrame({key: columns[key] for key in _MONTHS})


def _month_row(
    ledger: Ledger, month: int, tracking: pd.DataFrame | None, forecast: Forecast
) -> dict[str, object]:
    """The row of a month; ``tracking`` where it is the tracked one."""
    visited, planned = ledger.calls(month - 1, month)
    on_time, due = ledger.payments(month - 1, month)
    done, target = ledger.revenue(0, month)
    tolerance = ledger.rules.money.tolerance
    left = 12 - min(month, ledger.finished)
    needed = needed_per_month(ledger.year_target, done, left, ledger.rules.money.unit)
    words = [*_running_words(ledger, month), *_result_words(ledger, month)]
    words += _outlook_words(done, ledger, month, left, needed)
    if tracking is not None:
        words += _change_words(forecast, month, ledger)
        worst = _worst(tracking, tolerance) if done < target - tolerance else ()
        unvisited = planned - visited if (ledger.visits > 0).any() else 0.0
        words += _reason_words(worst, unvisited) if month <= ledger.finished else []
    return {
        "month": month, "actual": ledger.book_actual[month - 1], "planned": planned, "visited": visited,
        "due": due, "on_time": on_time, "needed": needed, "sentence": tuple(words),
        "left": 1.0 - ledger.gone[month - 1],
    }  # fmt: skip


def _running_words(ledger: Ledger, month: int) -> list[Sentence]:
    """The workdays gone of a month that runs, before anything else is said of it."""
    if month <= ledger.finished:
        return []
    calendar = calendar_of(ledger.rules.calendar)
    values: dict[str, object] = {"days": calendar.workdays_gone, "all": calendar.workdays_month}
    return [Sentence("months.running", values)]


def _result_words(ledger: Ledger, month: int) -> list[Sentence]:
    """Revenue against the target, of the month and to date; of a running month only the latter."""
    actual, target = ledger.revenue(month - 1, month)
    done, planned = ledger.revenue(0, month)
    money = ledger.rules.money.unit
    to_date = _against(("months.ahead", "months.behind", "months.no_target_to_date"), done, planned, money)
    if month > ledger.finished:
        values: dict[str, object] = {"actual": actual, "target": float(ledger.book_targets[month - 1])}
        return [Sentence("months.so_far", values), to_date]
    return [
        _against(("months.reached", "months.missed", "months.no_target"), actual, target, money),
        to_date,
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
    done: float, ledger: Ledger, month: int, left: int, needed: float | None
) -> list[Sentence]:
    year_target, tolerance = ledger.year_target, ledger.rules.money.tolerance
    if year_target <= 0:
        return []
    if done >= year_target - tolerance:
        return [Sentence("months.year_reached", {"actual": done, "target": year_target})]
    if needed is None:
        return [Sentence("months.year_missed", {"gap": year_target - done, "rate": done / year_target})]
    over = float(ledger.gone[:month].sum())
    average = done / over if over > 0 else 0.0
    return [Sentence("months.needed", {"months": left, "needed": needed, "average": average})]


def _change_words(forecast: Forecast, month: int, ledger: Ledger) -> list[Sentence]:
    """The change of projects since planning, beside the forecast of the year."""
    change, rules = float(forecast.project_change[month - 1]), ledger.rules
    tolerance = rules.money.tolerance
    small = abs(change) < rules.months.project_change_line * ledger.year_target - tolerance
    if forecast.now is None or small or abs(change) <= tolerance:
        return []
    code = "months.projects_less" if change < 0 else "months.projects_more"
    return [Sentence(code, {"change": abs(change), "projection": forecast.now})]


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
    """Every customer against its target up to a month; of the running one the share that is gone."""
    if tracked == 0:
        return pd.DataFrame({key: pd.Series(dtype=object) for key in _TRACKING})
    on_time, due = ledger.dues.window(tracked - 1, tracked)
    frame = pd.DataFrame(
        {
            "customer": pd.Series(ledger.names, dtype=object), "tier": pd.Series(ledger.tiers, dtype=object),
            "target": ledger.targets[:, tracked - 1], "actual": ledger.actual[:, tracked - 1],
            "target_to_date": ledger.targets[:, :tracked] @ ledger.gone[:tracked],
            "actual_to_date": ledger.actual[:, :tracked].sum(axis=1),
            "planned": ledger.asked[:, tracked - 1], "visited": ledger.visits[:, tracked - 1],
            "due": ledger.by_customer(due), "on_time": ledger.by_customer(on_time),
            "overdue": ledger.by_customer(ledger.dues.overdue[:, tracked]),
            "ever_bought": (ledger.actual[:, :tracked] > 0).any(axis=1),
            "running": tracked > ledger.finished,
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
    elif row["actual"] <= 0 < row["target"] and not row["running"]:
        causes.append(Sentence("months.no_order"))
    if row["overdue"] > money.tolerance:
        causes.append(Sentence("months.overdue", {"amount": row["overdue"]}))
    if row["visited"] == 0 < row["planned"] and not row["running"]:
        causes.append(Sentence("months.not_visited"))
    return (head, *causes)


def _outside_year(at: int, rules: Rules, month: str) -> list[Finding]:
    if 1 <= at <= 12:
        return []
    values: dict[str, object] = {
        "month": month,
        "year": calendar_of(rules.calendar).title(rules.calendar.plan_year),
    }
    return [Finding("F-444", Severity.WARNING, values, Place("settings", None, "current_month"))]


def _findings(ledger: Ledger, tracked: int, kept: Mapping[str, bool]) -> list[Finding]:
    """Finished months behind plan, without orders or without visits; silent where no such records are ``kept``."""
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
        if kept[code] and empty.any():
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
    columns = ("customer", "target_to_date", "actual_to_date")
    worst = tracking.loc[late, list(columns)].head(MAX_GAP_FINDINGS)
    return [
        Finding(
            "F-441", Severity.WARNING,
            {"customer": row["customer"], "gap": row["target_to_date"] - row["actual_to_date"],
             "rate": completion(row["actual_to_date"], row["target_to_date"])},
            Place("tracking", int(index), "gap"),
        )
        for index, row in zip(worst.index, plain_rows(worst, columns), strict=True)
    ]  # fmt: skip
