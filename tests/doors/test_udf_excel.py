"""The worksheet functions through xlwings' own COM server code, with the shapes and types that COM delivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from salesplan_xl.doors import udf
from tests.doors.excel_calls import OMITTED, Cells, column, excel, row
from tests.generated.function_pages import EXAMPLES

NA, VALUE = "#N/A", "#VALUE!"


@pytest.fixture(scope="module")
def call() -> Iterator[Callable[..., Any]]:
    with excel(SALESPLAN_LANG="zh") as server:
        yield server


def _handed(cell: Any) -> Any:
    return cell.replace(tzinfo=dt.UTC) if isinstance(cell, dt.datetime) else cell


def squeezed(answer: Any) -> Any:
    """A result as xlwings hands it to VBA: one cell plain, one row flat, dates with a time zone."""
    rows = [list(map(_handed, line)) for line in answer] if isinstance(answer, list) else [[_handed(answer)]]
    if len(rows) > 1:
        return rows
    return rows[0] if len(rows[0]) > 1 else rows[0][0]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_excel_gets_what_the_function_says(call: Callable[..., Any], name: str) -> None:
    formula, arguments = EXAMPLES[name]
    ranges = [Cells(item) if isinstance(item, list) else item for item in arguments]
    arrays = [tuple(map(tuple, item)) if isinstance(item, list) else item for item in arguments]
    expected = squeezed(udf.FUNCTIONS[name](*arguments))
    assert call(name, *ranges) == expected
    # The same typed into the formula as arrays, without any range.
    assert call(name, *arrays) == expected
    assert formula.startswith(f"={name}(")


def test_a_column_comes_back_as_a_column_and_a_row_as_a_row(call: Callable[..., Any]) -> None:
    assert call("SP_ABC", column(85.0, 10.0, None, 3.0, 2.0)) == [["A"], ["B"], [""], ["C"], ["C"]]
    assert call("SP_ABC", row(85.0, 10.0, None, 3.0, 2.0)) == ["A", "B", "", "C", "C"]
    assert call("SP_ABC", Cells([[85.0, 10.0], [None, 5.0]])) == [["A", "B"], ["", "C"]]
    assert call("SP_ABC", Cells([[85.0]])) == "A"
    assert call("SP_ABC", Cells([[None]])) == ""


def test_arguments_left_out_take_the_defaults_of_the_settings(call: Callable[..., Any]) -> None:
    assert call("SP_CAPACITY") == pytest.approx(17.4)
    assert call("SP_TARGET", 250.0, OMITTED, 0.2) == pytest.approx(225)
    assert call("SP_SPLIT", 1800.0, OMITTED, 10.0) == [450.0, 450.0, 450.0, 450.0]
    assert call("SP_SPLIT", 1200.0, OMITTED, OMITTED, 12.0) == [100.0] * 12
    assert call("SP_NEWCUSTOMERS", 500_000.0, 10_000.0) == [50, 500, 2, 42]


def test_currency_cells_arrive_as_decimals(call: Callable[..., Any]) -> None:
    assert call("SP_DSO", Cells([[Decimal(80)]]), Cells([[Decimal(500)]])) == pytest.approx(58.4)
    assert call("SP_ABC", column(Decimal(85), 10.0, Decimal(5))) == [["A"], ["B"], ["C"]]


def test_a_date_or_a_text_where_a_number_is_needed_is_an_error_in_its_cell(call: Callable[..., Any]) -> None:
    answer = call("SP_YOY", column(dt.date(2026, 1, 1), "五百", True, 500.0), column(1.0, 1.0, 1.0, 400.0))
    assert answer == [[VALUE], [VALUE], [VALUE], [0.25]]


def test_error_cells_stay_what_they_are(call: Callable[..., Any]) -> None:
    answer = call("SP_COMPLETION", column("#N/A", 1.0, "#DIV/0!", None), column(1.0, "#REF!", 1.0, "#N/A"))
    assert answer == [[NA], ["#REF!"], ["#DIV/0!"], [""]]


def test_nothing_due_is_na_and_its_reason_a_sentence(call: Callable[..., Any]) -> None:
    due, paid = column(10.0, 0.0, None), column(8.0, 0.0, 5.0)
    assert call("SP_ONTIME", paid, due) == [[0.8], [NA], [NA]]
    assert call("SP_ONTIME", paid, due, True) == [[0.8], ["没有到期的款"], ["没有到期的款"]]
    assert call("SP_ONTIME", paid, due, Cells([["是"]])) == [[0.8], ["没有到期的款"], ["没有到期的款"]]


def test_help_reaches_excel_in_chinese(call: Callable[..., Any]) -> None:
    """What the function wizard is told, as xlwings collected it; whatever language the reasons speak."""
    with excel(SALESPLAN_LANG="en") as english:
        assert english("SP_COMPLETION", 1.0, 0.0, True) == "no target"
        for server in (call, english):
            described = server("describe", "SP_COMPLETION")
            assert described == {
                "category": "SalesPlan",
                "doc": "目标完成率 = 实际 ÷ 目标;没有目标显示#N/A。",
                "arguments": [
                    ("actual", "实际完成"),
                    ("target", "目标"),
                    ("reason", udf.argument_help("SP_ABC", "reason")),
                ],
            }
