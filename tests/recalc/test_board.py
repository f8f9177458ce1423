"""The dashboard's blocks say what the planning core says, from formulas alone; its charts show those blocks."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.planning.customers.receivables import invoice_states
from salesplan_xl.schema.board import AGEING_DAYS, PARETO_ROWS
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.workbook import grids
from salesplan_xl.templates.build import build_book
from tests.recalc import agree, charts, engines, run_books

BOOKS = ("rep-zh", "rep-en", "yuan-zh", "messy", "big-customer")


@pytest.fixture(scope="module", params=run_books.one_fast(BOOKS))
def book(request: pytest.FixtureRequest) -> PlanBook:
    return PlanBook(run_books.reopened(run_books.book(request.param)))


def column(book: PlanBook, grid: str, name: str) -> list[float]:
    """Numbers of a block's column; blank cells are left out."""
    return [
        float(value)
        for (_, key), value in book.grid_raw(grid).items()
        if key == name and isinstance(value, (int, float))
    ]


@pytest.mark.slow
def test_receivables_by_age_are_the_cores(book: PlanBook) -> None:
    """Every open invoice stands in one band, by the days it is overdue.

    An invoice paid beyond its amount (a finding of its own) lowers its band; the core takes it for settled.
    """
    owed = book.frame("receivables")
    states = invoice_states(owed, book.rules.calendar)
    typed = owed["paid_amount"].fillna(0.0)
    overpaid = (owed["amount"] - typed).clip(upper=0.0).where(owed["amount"] >= 0, 0.0)
    past = (pd.Timestamp(book.rules.calendar.as_of) - owed["due"]).dt.days
    bands = pd.cut(past, [-400.5, 0.5, 30.5, 60.5, 90.5, np.inf], labels=False)
    wanted = (states["open"] + overpaid).groupby(bands).sum().reindex(range(5), fill_value=0.0)
    assert column(book, "board_ageing", "open") == pytest.approx(wanted.tolist(), abs=1e-6)


@pytest.mark.slow
def test_the_largest_customers_carry_their_tiers_colour(book: PlanBook) -> None:
    """Each column has one colour, its customer's tier; together they are the cumulative share."""
    health, block = book.frame("health").set_index("customer"), book.grid_raw("board_pareto")
    total, so_far = float(health["this_year"].clip(lower=0).sum()), 0.0
    for row in PARETO_ROWS:
        name = block[row, "customer"]
        parts = {tier: block[row, tier] for tier in "ABC"}
        wanted = dict.fromkeys("ABC", 0.0)
        if name:
            wanted[str(health["tier"][name])] = float(health["this_year"][name])
        assert parts == pytest.approx(wanted)
        so_far += sum(wanted.values())
        assert block[row, "cumulative"] == pytest.approx(so_far / total if total else 0.0, rel=0.02)


def test_the_year_at_this_pace_is_the_projection(book: PlanBook) -> None:
    """Months that came and months to come add up to the year's projection."""
    pace = {row: value for (row, _), value in book.grid_raw("board_pace").items()}
    came, to_come = (
        sum(column(book, "board_months", "actual")),
        sum(column(book, "board_months", "projected")),
    )
    assert pace["done"] == pytest.approx(came)
    if pace["tracked"] and pace["left"] and pace["projection"] >= pace["done"]:
        assert came + to_come == pytest.approx(float(pace["projection"]))
    assert sum(column(book, "board_quarters", "actual")) == pytest.approx(came)


def test_the_heat_table_counts_the_health_table(book: PlanBook) -> None:
    health, block = book.frame("health"), book.grid_raw("board_heat")
    for tier in "ABC":
        mine = health[health["tier"] == tier]
        assert block[tier, "danger"] == (mine["stability"] == "danger").sum()
        assert block[tier, "habitual"] == (mine["payment"] == "habitual").sum()
        assert block[tier, "potential"] == (mine["potential"] == "high").sum()


def test_a_band_of_ages_begins_where_the_days_say() -> None:
    assert [days for _, days in AGEING_DAYS] == [-400, 1, 31, 61, 91]


LOOKED_AT = (
    ("board_pareto", "p1", "A"), ("board_pareto", "p1", "C"), ("board_ageing", "d1", "open"),
    ("board_months", "m1", "actual"),
)  # fmt: skip


@pytest.mark.slow
def test_edits_in_excel_reach_the_charts_without_python() -> None:
    """A tier is judged anew, an invoice stays unpaid, a month is typed in: the blocks follow in any program."""
    edits = (
        ("tblHealth", 0, "分类", "C"),
        ("tblReceivables", 0, "回款日期", None),
        ("tblReceivables", 0, "回款金额（万元）", None),
        ("tblReceivables", 0, "应收金额（万元）", 777.0),
        ("tblReceivables", 0, "到期日", dt.datetime(2026, 12, 1)),
        ("tblMonths", 0, "实际业绩（万元）", 555.0),
    )
    before = run_books.book("rep-zh")
    after = run_books.edited(before, edits)
    for engine in engines.in_process():
        a_then, c_then, overdue_then, _ = looked_at(engine, before)
        a_now, c_now, overdue_now, month_now = looked_at(engine, after)
        assert (a_now, c_now) == (0, a_then)
        assert a_then > 0 == c_then
        assert overdue_now - overdue_then >= 700
        assert month_now == 555


def looked_at(engine: engines.Engine, data: bytes) -> list[float]:
    """What an engine computes for some cells of the dashboard."""
    book, cells = PlanBook(run_books.reopened(data)), []
    for grid, row, key in LOOKED_AT:
        spot, (down, right) = book.grid_spot(grid), grids()[grid].offset(row, key)
        cells.append((spot.sheet, f"{column_letters(spot.col + right)}{spot.row + down}"))
    found = engine.values(data, cells)
    return [float(found[cell] or 0.0) for cell in cells]  # type: ignore[arg-type]


def test_charts_of_an_empty_book_say_what_they_wait_for() -> None:
    """After the first run their titles tell what they show."""
    empty = charts.titles(build_book("zh"), "看板")
    assert sorted(empty) == [
        "业绩与时间:先记拜访", "季度支撑:先做目标和季度分解", "客户排名:先填客户清单", "应收账龄:先填应收账款",
        "月度:先做季度分解,再每月导入订单",
    ]  # fmt: skip
    full = charts.titles(run_books.book("rep-zh"), "看板")
    assert len(full) == 5
    assert not set(full) & set(empty)
    assert not agree.error_cells(build_book("zh"))
