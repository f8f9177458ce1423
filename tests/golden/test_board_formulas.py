"""The formulas behind dashboard and report: what Excel shows for dates, blanks, names and links."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.schema.evaluate import Evaluation, GridKey, empty_frame
from salesplan_xl.schema.formulas import At, Number, Setting
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.lookups import Against, Blank, NamedLink, Shown, SumIfs, SumOfName
from salesplan_xl.schema.workbook import tables

ZH = BookNames("zh", "wan")
AS_OF = {"as_of": dt.date(2026, 12, 31)}
FIRST = At("board_pareto", "p1", "customer")


def book(results: dict[GridKey, object] | None = None, **frames: pd.DataFrame) -> Evaluation:
    """An empty book but for these tables and cells."""
    return Evaluation({key: empty_frame(key) for key in tables()} | frames, AS_OF, results or {})


def owed() -> pd.DataFrame:
    """Due before, on and after the as-of date, and without a date; the first one is paid."""
    frame = empty_frame("receivables", 4)
    frame["due"] = pd.to_datetime(["2026-12-01", "2026-12-31", "2027-01-01", None])
    return frame.assign(amount=[1.0, 10.0, 100.0, 1000.0], paid_amount=[1.0, np.nan, np.nan, np.nan])


def customers() -> pd.DataFrame:
    """Two names that a pattern would confuse."""
    frame = empty_frame("health", 3)
    return frame.assign(customer=["甲*", "甲乙", "ACME"], tier=["A", "A", "B"], this_year=[1.0, 10.0, 100.0])


def value(formula: object, of: Evaluation) -> object:
    """What a cell of the dashboard with this formula shows."""
    from salesplan_xl.schema.evaluate import _RowScope

    return formula.value(_RowScope(of, "headline")).to_list(1)[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("operator", "total"), [("<=", 11.0), ("<", 1.0), (">", 100.0), (">=", 110.0), ("", 10.0)]
)
def test_a_date_is_compared_with_the_as_of_date_and_a_blank_one_never_matches(
    operator: str, total: float
) -> None:
    formula = SumIfs((Against("receivables", "due", operator, Setting("as_of")),), "receivables", "amount")
    assert value(formula, book(receivables=owed())) == total


def test_blank_cells_are_a_condition_of_their_own() -> None:
    formula = SumIfs((Blank("receivables", "paid_amount"),), "receivables", "amount")
    assert value(formula, book(receivables=owed())) == 1110
    assert (
        formula.text(ZH, "headline")
        == 'SUMIFS(tblReceivables[应收金额（万元）],tblReceivables[回款金额（万元）],"")'
    )


def test_whole_sheet_columns_keep_three_conditions_short() -> None:
    due = Against("receivables", "due", "<=", Setting("as_of"), whole=True)
    formula = SumIfs(
        (due, Blank("receivables", "paid_amount", whole=True)), "receivables", "amount", whole=True
    )
    assert formula.text(ZH, "headline") == (
        "SUMIFS('应收账款'!$E:$E,'应收账款'!$D:$D,\"<=\"&sp_as_of,'应收账款'!$G:$G,\"\")"
    )


@pytest.mark.parametrize(("name", "total"), [("甲*", 1.0), ("甲乙", 10.0), ("acme", 0.0), (None, 0.0)])
def test_a_name_is_no_pattern(name: str | None, total: float) -> None:
    """ACME is a B customer: its money is not in the A column."""
    formula = SumOfName("health", "customer", FIRST, "tier", "A", "this_year")
    assert value(formula, book({("board_pareto", "p1", "customer"): name}, health=customers())) == total


def test_names_are_compared_without_their_capitals_as_excel_does() -> None:
    formula = SumOfName("health", "customer", FIRST, "tier", "B", "this_year")
    assert value(formula, book({("board_pareto", "p1", "customer"): "acme"}, health=customers())) == 100


@pytest.mark.parametrize(("held", "seen"), [(0.5, 0.5), (0, 0.0), (None, ""), ("", ""), (float("nan"), "")])
def test_a_blank_figure_is_shown_as_blank_not_as_zero(held: object, seen: object) -> None:
    cell = At("kpi_board", "completion", "month")
    of = book({("kpi_board", "completion", "month"): held})
    assert value(Shown(cell), of) == seen
    assert value(Shown(cell, cell * Number(100)), of) == (seen if seen == "" else float(str(seen)) * 100)


def test_an_empty_text_of_a_formula_stays_blank() -> None:
    """Nothing is expected of A customers: their share is an empty text."""
    assert value(Shown(At("tier_targets", "A", "share")), book()) == ""
    assert value(Shown(At("tier_targets", "A", "expected")), book()) == 0


def test_a_link_shows_the_name_and_nothing_without_one() -> None:
    link = NamedLink(At("report_risks", "r1", "key"), At("report_risks", "r1", "place"))
    assert value(link, book({("report_risks", "r1", "key"): "甲*"})) == "甲*"
    assert value(link, book()) == ""
    assert link.text(ZH, "report_risks") == 'IF($L$7="","",HYPERLINK("#"&$M$7,$L$7))'
