"""The key figures of a computed book, by name."""

from __future__ import annotations

import datetime as dt

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.common.year_calendar import YearCalendar
from salesplan_xl.planning.customers.year_estimate import YearOutlook
from salesplan_xl.tiers import NEW, TIERS

_CELLS = {
    "customers": ("tier_overview", "total", "customers"),
    **{f"customers_{tier.lower()}": ("tier_overview", tier, "customers") for tier in TIERS},
    **{f"share_{tier.lower()}": ("tier_overview", tier, "revenue_share") for tier in TIERS},
    **{f"time_{tier.lower()}": ("tier_overview", tier, "time_share") for tier in TIERS},
    "top_n_share": ("concentration", "top_n", "value"),
    "effective_customers": ("concentration", "effective", "value"),
    "this_year": ("tier_targets", "total", "this_year"),
    "target": ("tier_targets", "total", "expected"),
    **{f"target_{tier.lower()}": ("tier_targets", tier, "expected") for tier in TIERS},
    "target_new": ("tier_targets", NEW, "expected"),
    "guaranteed": ("commitments", "guaranteed", "amount"),
    "guaranteed_sureness": ("commitments", "guaranteed", "sureness"),
    "stretch": ("commitments", "stretch", "amount"),
    "stretch_sureness": ("commitments", "stretch", "sureness"),
    "safe": ("outcome", "sure", "amount"),
    **{q: ("quarter_support", "target", q) for q in ("q1", "q2", "q3", "q4")},
    "map_total": ("quarter_support", "target", "year"),
    "unsupported": ("quarter_support", "unsupported", "year"),
    "ytd_actual": ("outlook", "actual", "amount"),
    "ytd_target": ("outlook", "target", "amount"),
    "ytd_completion": ("kpi_board", "completion", "year"),
    "forecast_year": ("outlook", "forecast", "amount"),
    "gap_to_guaranteed": ("outlook", "gap", "amount"),
    "needed_per_month": ("outlook", "needed", "amount"),
    "needed_per_workday": ("outlook", "workday", "amount"),
    "chance_guaranteed_now": ("outlook", "guaranteed", "now"),
    "chance_stretch_now": ("outlook", "stretch", "now"),
    "days_needed": ("capacity", "needed", "value"),
    "days_available": ("capacity", "available", "value"),
    "completion": ("kpi_board", "completion", "month"),
    "coverage": ("kpi_board", "coverage", "month"),
    "on_time_rate": ("kpi_board", "on_time_rate", "month"),
    "ytd_coverage": ("kpi_board", "coverage", "year"),
    "ytd_on_time": ("kpi_board", "on_time_rate", "year"),
}


def calendar_figures(calendar: YearCalendar) -> dict[str, object]:
    """The day and the months up to which the data count; ``None`` where no month runs."""
    running = calendar.running is not None
    return {
        "as_of": calendar.rules.as_of.isoformat(),
        "last_finished_month": calendar.last_finished_month,
        "running_month": calendar.running_month,
        "running_share": calendar.share if running else None,
        "workdays_month": calendar.workdays_month,
        "workdays_gone": calendar.workdays_gone,
        "workdays_year": calendar.workdays_year(calendar.rules.plan_year),
    }


def year_figures(outlook: YearOutlook | None) -> dict[str, object]:
    """Revenue of this year to date, its estimate, and its growth like for like; ``None`` where unknown."""
    return {
        "this_year_to_date": outlook and outlook.to_date,
        "this_year_estimate": outlook and outlook.estimate,
        "like_for_like": outlook and outlook.like_for_like,
    }


def figures(plan: Plan) -> dict[str, object]:
    """The figures a salesperson asks for first; blank ones are ``None``."""
    book = plan.book
    evaluation = book.evaluation()
    cells = {name: evaluation.grid_cell(*key) for name, key in _CELLS.items()}
    plain = {name: None if value == "" else value for name, value in cells.items()}
    return (
        plain
        | calendar_figures(plan.calendar)
        | year_figures(plan.outlook)
        | {
            "plan_year": book.settings["plan_year"],
            "month": book.settings["current_month"],
            "unit": book.unit,
            **_fixing(book),
            "top_n": book.settings["top_n"],
        }
    )


def _fixing(book: PlanBook) -> dict[str, object]:
    """Whether the plan that is measured against stands, and since when."""
    day = book.settings["plan_fixed_on"]
    return {
        "plan_fixed": day is not None,
        "plan_fixed_on": day.isoformat() if isinstance(day, dt.date) else None,
    }
