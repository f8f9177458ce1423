"""Faults and oddities in the data the user gave, found all at once (unreadable cells the port has reported).

Only what one can see without knowing the workbook: blanks, odd amounts, impossible dates, strangers, weak
opportunities, doubled orders, settings that contradict each other. Doubled customers, order customers, order
dates and revenue that does not match are found where the customer book is built, in ``customers``; what is
odd about payments and whose they are, in ``receivables``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import SINGLE_FINDINGS, filled, normal_name, unknown_customers
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.tracking.funnel import NEW_SOURCES
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST

Tables = Mapping[str, pd.DataFrame]
Flags = pd.Series

ERROR, WARNING = Severity.ERROR, Severity.WARNING

# A blank here makes a figure wrong; a blank in any other required cell only leaves something unsaid.
DECISIVE = frozenset(
    (table, column) for table in ("orders", "receivables") for column in ("customer", "date", "due", "amount")
)
AMOUNTS = (
    ("customers", "this_year"),
    ("customers", "last_year"),
    ("orders", "amount"),
    ("receivables", "amount"),
    ("opportunities", "amount"),
)
NEVER_ZERO = frozenset({("orders", "amount"), ("receivables", "amount"), ("opportunities", "amount")})
ODD_MIN_ROWS = 5  # fewer amounts have no meaningful median
# Dates outside these years are slips of the pen.
FIRST_YEAR = 2000
YEARS_AHEAD = 2
# Shares typed as whole percents add up to one but for this.
SHARE_SUM_TOLERANCE = 1e-6
DATES = (
    ("receivables", "due"),
    ("receivables", "paid_date"),
    ("contacts", "last_contact"),
    ("opportunities", "sign_date"),
    ("opportunities", "pay_date"),
    ("opportunities", "next_date"),
    ("visits", "date"),
)
HAPPENED = (("contacts", "last_contact"),)
WITH_CUSTOMER = ("contacts", "opportunities", "visits")


def check_inputs(
    tables: Tables, rules: Rules, required: Mapping[str, tuple[str, ...]], salesperson: object = None
) -> list[Finding]:
    """All findings about the input tables and the settings; at most 20 of a kind per table, then a count.

    Args:
        tables: input frames by table key (a missing table is not checked); with ``health`` given, A
            customers without contacts or visits are reported too.
        rules: the book's settings.
        required: required columns of each table; blank amounts of opportunities are found through it.
        salesperson: whose book it is; with one, opportunities without an owner are theirs.

    Returns:
        Findings, placed by table, body row and column; settings stand in table ``settings``.

    Source: guide/check.md; article S1 (opportunity register).
    """
    return [
        *_settings(rules),
        *_nameless(tables),
        *_blanks(tables, required),
        *_amounts(tables, rules),
        *_dates(tables, rules),
        *_strangers(tables),
        *_opportunities(tables, rules, salesperson),
        *_doubled_orders(tables),
        *_neglected(tables, rules),
    ]


def _label(table: str, column: str) -> Sentence:
    return Sentence(f"label.{table}.{column}")


def _used(tables: Tables, key: str) -> pd.DataFrame | None:
    frame = tables.get(key)
    return None if frame is None or frame.empty else frame


def _blank(column: pd.Series) -> Flags:
    return ~filled(column) if column.dtype.kind == "O" else column.isna()


def _at(
    code: str, severity: Severity, table: str, column: str, rows: pd.DataFrame, *beside: str
) -> Iterator[Finding]:
    """One finding a row (at most 20, then a count), naming customer, column, value and what stands beside."""
    if rows.empty:
        return
    shown = rows.head(SINGLE_FINDINGS)
    who = "name" if table == "customers" else "customer"
    for row, cells in zip(shown.index, shown.to_dict("records"), strict=True):
        values: dict[str, object] = {key: cells[key] for key in beside}
        values |= {"customer": cells.get(who) or "", "column": _label(table, column), "value": cells[column]}
        yield Finding(code, severity, values, Place(table, int(row), column))
    if len(rows) > len(shown):
        rest: dict[str, object] = {"count": len(rows) - len(shown), "code": code}
        yield Finding("F-199", severity, rest, Place(table, None, column))


def _nameless(tables: Tables) -> Iterator[Finding]:
    if (customers := _used(tables, "customers")) is not None:
        yield from _at("F-101", ERROR, "customers", "name", customers[_blank(customers["name"])])


def _blanks(tables: Tables, required: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for table, columns in required.items():
        frame = _used(tables, table)
        for column in columns if frame is not None else ():
            if frame is None or (table, column) == ("customers", "name"):
                continue
            code, severity = ("F-102", ERROR) if (table, column) in DECISIVE else ("F-103", WARNING)
            if (blank := _blank(frame[column])).any():
                yield from _at(code, severity, table, column, frame[blank])


def _amounts(tables: Tables, rules: Rules) -> Iterator[Finding]:
    for table, column in AMOUNTS:
        if (frame := _used(tables, table)) is None:
            continue
        size = np.abs(frame[column].to_numpy(dtype=np.float64))
        if (table, column) in NEVER_ZERO and (size == 0).any():
            yield from _at("F-140", WARNING, table, column, frame[size == 0])
        real = size[size > 0]
        median = float(np.median(real)) if len(real) >= ODD_MIN_ROWS else np.inf
        odd = size > rules.checks.odd_factor * median
        if odd.any():
            yield from _at("F-141", WARNING, table, column, frame[odd].assign(median=median), "median")


def _dates(tables: Tables, rules: Rules) -> Iterator[Finding]:
    first = np.datetime64(f"{FIRST_YEAR}-01-01")
    end = np.datetime64(f"{rules.calendar.plan_year + YEARS_AHEAD + 1}-01-01")
    for table, column in DATES:
        if (frame := _used(tables, table)) is not None:
            days = frame[column].to_numpy(dtype="datetime64[ns]")
            odd = (days < first) | (days >= end)
            if odd.any():
                yield from _at("F-142", WARNING, table, column, frame[odd])
    last_day = _last_known_day(rules).to_datetime64()
    for table, column in HAPPENED:
        if (frame := _used(tables, table)) is not None:
            days = frame[column].to_numpy(dtype="datetime64[ns]")
            future = (days > last_day) & (days < end)
            if future.any():
                yield from _at("F-143", WARNING, table, column, frame[future])


def _last_known_day(rules: Rules) -> pd.Timestamp:
    """The last day the book can know of: the as-of day, or the end of the tracked month if that is later."""
    as_of = pd.Timestamp(rules.calendar.as_of)
    try:
        return max(as_of, month_end(*parse_month(rules.months.current_month)))
    except PlanInputError:
        return as_of


def _strangers(tables: Tables) -> Iterator[Finding]:
    """Names that no customer bears; a prospect with a lead source is no stranger, unless it looks like a customer."""
    customers = _used(tables, "customers")
    if customers is None:
        return
    names = customers.loc[filled(customers["name"]), "name"].drop_duplicates()
    everybody = pd.concat([names, _prospects(tables, names)], ignore_index=True)
    for table in WITH_CUSTOMER:
        if (frame := _used(tables, table)) is not None:
            yield from unknown_customers(table, frame, everybody)


def _prospects(tables: Tables, names: pd.Series) -> pd.Series:
    rows = tables["opportunities"]
    new = rows.loc[rows["source"].isin(NEW_SOURCES) & filled(rows["customer"]), "customer"].drop_duplicates()
    return new[~new.map(normal_name).isin(set(names.map(normal_name)))]


def _opportunities(tables: Tables, rules: Rules, salesperson: object) -> Iterator[Finding]:
    """Weak opportunities; a raw lead needs no next step and no owner yet, it is the funnel's."""
    if (every := _used(tables, "opportunities")) is None:
        return
    rows = every[is_open(every)]
    as_of = pd.Timestamp(rules.calendar.as_of)
    chance = every["probability"]
    worked = rows[rows["stage"] != "lead"]
    orphans = worked.iloc[:0] if salesperson else worked[_blank(worked["owner"])]
    faults = (
        ("F-144", "next_step", worked[_blank(worked["next_step"])]),
        ("F-145", "next_date", rows[rows["next_date"] < as_of]),
        ("F-146", "owner", orphans),
        ("F-147", "probability", every[(chance < 0) | (chance > 1)]),
    )
    for code, column, faulty in faults:
        yield from _at(code, WARNING, "opportunities", column, faulty, "project")


def _doubled_orders(tables: Tables) -> Iterator[Finding]:
    """A line entered twice; one order number may well hold several product lines at one price."""
    if (orders := _used(tables, "orders")) is None:
        return
    same = ["order_no", "customer", "date", "amount", "line", "kind"]
    doubled = filled(orders["order_no"]) & orders["amount"].notna() & orders.duplicated(same)
    yield from _at("F-148", WARNING, "orders", "order_no", orders[doubled], "amount")


def _neglected(tables: Tables, rules: Rules) -> Iterator[Finding]:
    """A customers without contacts or without visits; silent where nothing at all is recorded."""
    health = _used(tables, "health")
    if health is None:
        return
    year = rules.calendar.this_year
    best = health[health["tier"] == BEST].assign(year=str(year))
    visits, contacts = _used(tables, "visits"), _used(tables, "contacts")
    if contacts is not None:
        unknown = best[~best["customer"].isin(contacts["customer"].dropna())]
        yield from _at("F-149", WARNING, "health", "customer", unknown)
    if visits is not None:
        made = visits.loc[visits["date"].dt.year >= year, "customer"].dropna()
        yield from _at("F-150", WARNING, "health", "customer", best[~best["customer"].isin(made)], "year")


def _settings(rules: Rules) -> Iterator[Finding]:
    """Settings that contradict each other."""
    for holds, code, severity, setting, values in (*_line_faults(rules), *_plan_faults(rules)):
        if holds:
            yield Finding(code, severity, values, Place("settings", None, setting))


_Fault = tuple[bool, str, Severity, str, dict[str, object]]


def _line_faults(rules: Rules) -> tuple[_Fault, ...]:
    tiers, health, quarters = rules.tiers, rules.health, rules.quarters
    weights = (
        health.weight_stability
        + health.weight_collections
        + health.weight_relationship
        + health.weight_growth
    )
    manual = quarters.quarter_method == "manual" and sum(quarters.manual_weights) <= 0
    lines: dict[str, object] = {"a": tiers.a_line, "b": tiers.b_line}
    thresholds: dict[str, object] = {"a": tiers.a_threshold, "b": tiers.b_threshold}
    declines: dict[str, object] = {"danger": health.danger_decline, "warning": health.warning_decline}
    return (
        (tiers.a_line >= tiers.b_line, "F-151", ERROR, "a_line", lines),
        (tiers.a_threshold <= tiers.b_threshold, "F-152", ERROR, "a_threshold", thresholds),
        (weights <= 0, "F-153", ERROR, "weight_stability", {}),
        (manual, "F-154", ERROR, "quarter_weight_1", {}),
        (health.danger_decline > health.warning_decline, "F-155", WARNING, "danger_decline", declines),
    )


def _plan_faults(rules: Rules) -> tuple[_Fault, ...]:
    calendar, targets, capacity = rules.calendar, rules.targets, rules.capacity
    time = sum(capacity.time_shares.values())
    sure, stretch = targets.guaranteed_target, targets.stretch_target
    years: dict[str, object] = {"year": str(calendar.plan_year), "date": calendar.as_of}
    stated: dict[str, object] = {"guaranteed": sure, "stretch": stretch}
    return (
        (abs(time - 1) > SHARE_SUM_TOLERANCE, "F-156", WARNING, "time_share_a", {"sum": time}),
        (not 0 <= calendar.plan_year - calendar.as_of.year <= 1, "F-157", WARNING, "as_of", years),
        (bool(sure and stretch and sure > stretch), "F-158", WARNING, "guaranteed_target", stated),
        (not _is_month(rules), "F-159", ERROR, "current_month", {"month": rules.months.current_month}),
    )


def _is_month(rules: Rules) -> bool:
    try:
        return bool(parse_month(rules.months.current_month))
    except PlanInputError:
        return False
