"""The figures that a plan book brings to its team, read off one book at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.rules import book_rules, under_new_names
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.reporting.rollup import COVERAGE, MONTH_COLUMNS, QUARTERS, Floats, RepFigures
from salesplan_xl.schema.evaluate import Evaluation

_TABLES = ("health", "map", "months", "customers", "orders")
_AMOUNTS = ("derived", "guaranteed", "stretch", "company")


def figures_of(book: PlanBook, owner: str) -> RepFigures:
    """The figures of one plan book; formulas are evaluated, whatever the file shows.

    Args:
        book: the open book.
        owner: whose plan it is where its settings do not say.
    """
    book.prefetch(_TABLES)
    rules, evaluation = book_rules(book), book.evaluation()
    calendar = rules.calendar
    customers = build_customer_book(
        book.frame("customers"), under_new_names(book, "orders"), calendar, rules.checks, rules.money.unit
    ).frame
    plan = _plan(book)
    tiers = book.frame("health").drop_duplicates("customer").set_index("customer")["tier"]
    names = customers["name"]
    rows = pd.DataFrame(
        {
            "customer": names.to_numpy(),
            "tier": tiers.reindex(names).to_numpy(),
            "this_year": customers["this_year"].to_numpy(dtype=np.float64),
            "last_year": customers["last_year"].to_numpy(dtype=np.float64),
            **{q: plan[q].reindex(names).to_numpy(dtype=np.float64) for q in QUARTERS},
        }
    )
    rows["target"] = rows[list(QUARTERS)].sum(axis=1)
    others = plan.loc[~plan.index.isin(names), list(QUARTERS)]  # new business, and rows edited by hand
    return RepFigures(
        title=book.port.title,
        owner=str(book.settings.get("salesperson") or "") or owner,
        plan_year=calendar.plan_year,
        unit=book.unit,
        as_of=calendar.as_of,
        month=rules.months.current_month,
        customers=rows,
        new_business=others.sum().to_numpy(dtype=np.float64),
        coverage={key: _quarters(evaluation, key) for key in COVERAGE},
        months=_months(book, evaluation),
        amounts={key: _number(evaluation.grid_cell("commitments", key, "amount")) for key in _AMOUNTS},
        year_shown=float(np.nansum(_numbers(evaluation.table_column("map", "target")))),
        unplanned=tuple(names[~names.isin(plan.index)].tolist()),
    )


def _plan(book: PlanBook) -> pd.DataFrame:
    """Quarters of the execution map by customer."""
    frame = book.frame("map").dropna(subset=["customer"])
    return frame.groupby("customer", sort=False)[list(QUARTERS)].sum()


def _months(book: PlanBook, evaluation: Evaluation) -> dict[str, Floats]:
    """The six month columns; months that nothing is known of stay blank."""
    frame, target = book.full_frame("months"), _numbers(evaluation.table_column("months", "target"))
    stored = {key: frame[key].to_numpy(dtype=np.float64) for key in MONTH_COLUMNS if key in frame.columns}
    return {key: stored.get(key, target) for key in MONTH_COLUMNS}


def _quarters(evaluation: Evaluation, row: str) -> Floats:
    return _numbers([evaluation.grid_cell("quarter_support", row, q) for q in QUARTERS])


def _numbers(values: list[object]) -> Floats:
    return np.array([_number(value) for value in values], dtype=np.float64)


def _number(value: object) -> float:
    """A cell as a number; texts and blanks are not known."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else np.nan
