"""Units and currencies stated around a table, amounts of whole documents on their lines, crosstabs of several figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl.book.importing.kinds import kinds_of
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.reading import BookFacts
from tests.importing.exports import ALDER, BIRCH, Rows, asked, book, codes, net, read, write

ORDERS = f"2026-01-05,a,{ALDER},1.5\n2026-01-06,b,{BIRCH},2\n"
HEAD = "Date,No,Customer,Amount\n"

# ── unit and currency ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (f"Sales 2026 (in thousands of CNY),,,\n{HEAD}{ORDERS}", 3_500.0), (f"Figures in millions,,,\n{HEAD}{ORDERS}", 3_500_000.0),
        (f"2026年销售台账(万元),,,\n{HEAD}{ORDERS}", 35_000.0), (f"本表以万元计,,,\n{HEAD}{ORDERS}", 35_000.0),
        (f"{HEAD}{ORDERS}注:金额单位为万元,,,\n", 35_000.0), (f"Date,No,Customer,Amount ('000)\n{ORDERS}", 3_500.0),
        (f"Date,No,Customer,\"Amount (CNY '000)\"\n{ORDERS}", 3_500.0), (f"日期,单号,客户,金额 万\n{ORDERS}", 35_000.0),
        (f"日期,单号,客户,销售额万\n{ORDERS}", 35_000.0),
    ],
)  # fmt: skip
def test_the_unit_is_read_wherever_it_is_stated(tmp_path: Path, text: str, total: float) -> None:
    assert net(read(write(tmp_path, text))) == total


@pytest.mark.parametrize("header", ["金额单位", "单位", "Unit"])
def test_a_column_states_the_unit_of_each_row(tmp_path: Path, header: str) -> None:
    text = f"日期,单号,客户,金额,{header}\n2026-01-05,a,云桥,1.5,万元\n2026-01-06,b,青禾,2000,元\n"
    assert net(read(write(tmp_path, text))) == 17_000.0


def test_the_name_of_the_sheet_states_the_unit(tmp_path: Path) -> None:
    rows: Rows = [["日期", "单号", "客户", "金额"], ["2026-01-05", "a", "云桥", 1.5]]
    assert net(read(book(tmp_path, {"订单(万元)": rows}))) == 15_000.0
    assert asked(read(book(tmp_path, {"一部(万元)": rows, "二部(元)": rows}))) == ["sheets"]


@pytest.mark.parametrize(
    "title", ["Currency: USD", "币种:美元", "Sales in USD", "单位:万美元", "Orders (EUR)"]
)
def test_the_currency_of_a_title_holds_for_the_figures_below(tmp_path: Path, title: str) -> None:
    path = write(tmp_path, f"{title},,,\n{HEAD}{ORDERS}")
    assert asked(read(path)) == ["currency"]


def test_the_currency_of_a_sheet_holds_for_its_figures(tmp_path: Path) -> None:
    rows: Rows = [["Date", "No", "Customer", "Amount"], ["2026-01-05", "a", ALDER, 100]]
    assert net(read(book(tmp_path, {"Sales (USD)": rows}), rates={"USD": 7.0})) == 700.0
    assert "sheets" in asked(read(book(tmp_path, {"USD": rows, "CNY": rows})))


# ── documents ───────────────────────────────────────────────────────────────────────────────────────

LINES = (
    "日期,单号,客户,产品,数量,{more}订单总额\n2026-01-05,a,云桥,泵,1,{a}300\n2026-01-05,a,云桥,阀,2,{b}300\n"
    "2026-01-06,b,青禾,泵,1,{c}200\n2026-01-07,c,青禾,泵,1,{d}250\n2026-01-07,c,青禾,阀,1,{e}250\n"
)


def test_the_amount_of_a_document_on_each_of_its_lines_is_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, LINES.format(more="", a="", b="", c="", d="", e=""))
    assert asked(read(path)) == ["document"]
    assert net(read(path, amounts="line")) == 1300.0
    whole = read(path, amounts="document")
    assert net(whole) == 750.0
    assert "F-536" in codes(whole)


def test_the_amounts_of_the_lines_go_before_that_of_the_document(tmp_path: Path) -> None:
    text = LINES.format(more="行金额,", a="100,", b="200,", c="200,", d="150,", e="100,")
    assert net(read(write(tmp_path, text))) == 750.0


def test_quantity_and_price_go_before_the_amount_of_the_document(tmp_path: Path) -> None:
    result = read(
        write(tmp_path, LINES.format(more="单价,", a="100,", b="100,", c="200,", d="150,", e="100,"))
    )
    assert net(result) == 750.0
    assert "F-513" in codes(result)


def test_two_equal_lines_of_one_order_are_two_lines(tmp_path: Path) -> None:
    text = "日期,单号,客户,产品,金额\n2026-01-05,a,云桥,泵,100\n2026-01-05,a,云桥,阀,100\n2026-01-06,b,青禾,泵,200\n"
    assert net(read(write(tmp_path, text))) == 400.0


def test_a_project_on_a_row_for_each_product_is_one_project(tmp_path: Path) -> None:
    text = (
        f"Opportunity Name,Account Name,Stage,Amount,Product Name,Close Date\nA,{ALDER},Proposal,300,Pump,2027-01-01\n"
        f"A,{ALDER},Proposal,300,Valve,2027-01-01\nB,{BIRCH},Proposal,50,Valve,2027-02-01\n"
    )
    result = read(write(tmp_path, text), "opportunities")
    assert result.frame["amount"].tolist() == [300.0, 50.0]
    assert "F-536" in codes(result)


@pytest.mark.parametrize(
    ("table", "day", "total"), [("orders", "Date", 300.0), ("receivables", "Due date", 339.0)]
)
def test_amount_tax_and_total_tell_which_has_the_tax(
    tmp_path: Path, table: str, day: str, total: float
) -> None:
    """What is ordered counts without tax, what is owed with it; no header says so, the sum does."""
    text = f"No,Customer,{day},Amount,Tax,Total\n1,{ALDER},2026-12-01,100,13,113\n2,{BIRCH},2026-12-02,200,26,226\n"
    assert read(write(tmp_path, text), table).frame["amount"].sum() == total


# ── crosstabs ───────────────────────────────────────────────────────────────────────────────────────


def test_quantities_and_amounts_under_each_month(tmp_path: Path) -> None:
    rows: Rows = [
        ["客户", "1月", None, "2月", None, "3月", None], [None, "数量", "金额", "数量", "金额", "数量", "金额"],
        ["云桥", 1, 100, 2, 200, 3, 300], ["青禾", 1, 10, 2, 20, 3, 30],
    ]  # fmt: skip
    assert net(read(book(tmp_path, {"2026": rows}))) == 660.0


def test_quantities_and_amounts_in_the_headers_of_months(tmp_path: Path) -> None:
    text = "2026年,,,,,,\n客户,1月(数量),1月(金额),2月(数量),2月(金额),3月(数量),3月(金额)\n云桥,1,90,2,210,3,310\n"
    assert net(read(write(tmp_path, text))) == 610.0


@pytest.mark.parametrize(("other", "amount"), [("数量", "金额"), ("目标", "实际"), ("Target", "Actual")])
def test_rows_of_amounts_and_of_other_figures_in_turn(tmp_path: Path, other: str, amount: str) -> None:
    text = f"2026年,,,,\n客户,指标,1月,2月,3月\n云桥,{other},1,2,3\n云桥,{amount},100,200,300\n青禾,{other},1,1,1\n青禾,{amount},10,20,30\n"
    result = read(write(tmp_path, text))
    assert net(result) == 660.0
    assert "F-512" in codes(result)


def test_a_total_of_the_year_beside_the_months_is_not_counted_again(tmp_path: Path) -> None:
    text = "客户,2026-01,2026-02,2026-03,2026年合计\n云桥,1,2,3,6\n青禾,4,5,6,15\n"
    assert net(read(write(tmp_path, text))) == 21.0


def test_a_half_year_among_the_months_is_no_month(tmp_path: Path) -> None:
    text = "客户,业务员,1月,2月,3月,上半年,7月\n云桥,李,1,1,1,3,1\n"
    assert net(read(write(tmp_path, text), year=2026)) == 4.0


# ── lists of returns and of plans ───────────────────────────────────────────────────────────────────

ORDER: list[object] = ["2026-01-05", "a", ALDER, 100]
HEADERS: list[object] = ["日期", "单号", "客户", "金额"]


@pytest.mark.parametrize("other", ["退货", "2026目标", "Budget 2026"])
def test_a_sheet_of_returns_or_of_targets_is_no_sheet_of_orders(tmp_path: Path, other: str) -> None:
    path = book(tmp_path, {"订单": [HEADERS, ORDER], other: [HEADERS, ["2026-01-06", "t", BIRCH, 30]]})
    assert asked(read(path)) == ["sheets"]
    assert net(read(path, sheets=("订单",))) == 100.0


@pytest.mark.parametrize(("said", "total"), [("credit", -300.0), ("count", 300.0), ("skip", 0.0)])
def test_a_list_that_calls_itself_returns_is_asked_about(tmp_path: Path, said: str, total: float) -> None:
    text = "退货明细表,,,\n日期,客户,单号,金额\n2026-01-05,云桥,a,100\n2026-01-06,青禾,b,200\n"
    path = write(tmp_path, text)
    assert asked(read(path)) == ["words"]
    assert net(read(path, words={"退货明细表": said})) == total


# ── which table is it ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Date,No,Customer,Amount (USD),Amount (CNY)\n2026-01-05,a,Alder,100,710\n", ["orders"]),
        ("2026年客户销售,,,\n区域,客户,1月,2月,3月\n华东,云桥,1,2,3\n", ["orders"]),
        ("日期,单号,客户,金额,备注\n2026-01-05,a,云桥,100,加急\n", ["orders"]),
        ("发票号,客户,到期日,未收金额,备注\nR1,云桥,2026-12-01,100,\n", ["receivables"]),
    ],
)
def test_a_list_of_orders_is_no_list_of_customers_or_visits(
    tmp_path: Path, text: str, kinds: list[str]
) -> None:
    """Where one column of the right table is still open, that is asked; the file is not taken for another."""
    assert kinds_of(write(tmp_path, text), BookFacts("yuan", "zh"), Answers()) == (kinds, None)
