"""Totals without a word, headers with odd characters, days and figures in the forms of other countries and systems."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from salesplan_xl.errors import PlanInputError
from tests.importing.exports import ALDER, BIRCH, asked, net, read, write

# ── headers ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("odd", [", ", "; ", "\t", "|", "\n", ' ""', " / "])
def test_an_odd_character_in_the_first_header_loses_nothing(tmp_path: Path, odd: str) -> None:
    text = f'"Order{odd}No",Date,Customer,Amount\nA1,2026-01-02,{ALDER},100\nA2,2026-01-03,{BIRCH},200\n'
    assert net(read(write(tmp_path, text))) == 300.0


@pytest.mark.parametrize(
    "header",
    [
        "客户,名称,行业,区域,今年业绩",
        "Customer, full,Industry,Region,Revenue this year",
        "Customer,Industry,Region,Revenue, this year",
    ],
)
def test_a_separator_without_quotes_in_a_header_is_refused(tmp_path: Path, header: str) -> None:
    """The header has more names than any row has cells: taken as it stands, all revenue would be lost."""
    text = f"{header}\n{ALDER},Pumps,North,100\n{BIRCH},Valves,South,200\n"
    with pytest.raises(PlanInputError) as refusal:
        read(write(tmp_path, text), "customers")
    assert refusal.value.code == "SP-213"
    assert "line 1 has 5 cells where there should be 4" in refusal.value.sentence("en")


def test_rows_that_leave_out_their_last_blanks_are_no_broken_header(tmp_path: Path) -> None:
    text = f"Date,No,Customer,Amount,Salesperson\n2026-01-02,a,{ALDER},100\n2026-01-03,b,{BIRCH},200,Pat\n"
    assert net(read(write(tmp_path, text))) == 300.0


# ── totals ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_total_line_of_blanks_below_a_list_without_repeats_is_no_customer(tmp_path: Path) -> None:
    """SAP ends a list with the sum and a currency, without a word; each customer stands once."""
    text = (
        "\tSales Document\tDocument Date\tName 1\tNet value\tCurrency\n\n\t450001\t2026/01/05\tAlder\t1,250.50 \tCNY\n"
        "\t450002\t2026/02/17\tBirch\t12,000.00 \tCNY\n\t\t\t\t13,250.50 \tCNY\n"
    )
    result = read(write(tmp_path, text))
    assert (net(result), len(result.frame)) == (13_250.5, 2)


def test_subtotals_of_regions_in_a_customer_list_are_no_customers(tmp_path: Path) -> None:
    text = "区域,客户名称,今年业绩\n华东,云桥,100\n华东,青禾,200\n华东,,300\n华南,长河,50\n华南,,50\n,,350\n"
    frame = read(write(tmp_path, text), "customers").frame
    assert frame["name"].tolist() == ["云桥", "青禾", "长河"]
    assert frame["this_year"].sum() == 350.0


def test_a_total_that_carries_a_day_is_a_total(tmp_path: Path) -> None:
    text = "日期,客户,单号,金额\n2026-01-05,云桥,a,100\n2026-01-06,云桥,b,200\n2026-01-31,合计,,300\n"
    assert net(read(write(tmp_path, text))) == 300.0


def test_a_customer_called_total_keeps_its_orders(tmp_path: Path) -> None:
    text = "Date,Customer,No,Amount\n2026-01-05,Alder,a,100\n2026-01-06,Total,b,70\n2026-01-07,Alder,c,200\n"
    assert net(read(write(tmp_path, text))) == 370.0


def test_lines_below_the_head_of_their_order_belong_to_its_customer(tmp_path: Path) -> None:
    """Odoo writes number, day and customer in the first line of an order only; a customer may have several orders."""
    text = (
        f"Order Reference,Order Date,Customer,Order Lines/Product,Order Lines/Subtotal\nS1,2026-01-05,{ALDER},Pump,100\n"
        f",,,Valve,50\nS2,2026-01-06,{ALDER},Pump,100\n,,,Seal,25\n"
    )
    result = read(write(tmp_path, text))
    assert net(result) == 275.0
    assert result.frame["order_no"].tolist() == ["S1", "S1", "S2", "S2"]
    assert set(result.frame["customer"]) == {ALDER}


@pytest.mark.parametrize("ditto", ["同上", "〃", "ditto", "''"])
def test_the_same_as_above_is_the_customer_above(tmp_path: Path, ditto: str) -> None:
    text = f"客户,日期,单号,金额\n云桥,2026-01-05,a,100\n{ditto},2026-01-06,b,200\n青禾,2026-01-08,d,50\n"
    assert read(write(tmp_path, text)).frame["customer"].tolist() == ["云桥", "云桥", "青禾"]


# ── days and figures ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "二〇二六年二月五日", "二零二六年二月五日", "115/02/05", "民國115年2月5日", "46058", "46058.0", "20260205", "5-Feb-2026", "2026.2.5",
    ],
)  # fmt: skip
def test_days_of_china_taiwan_and_of_excel(tmp_path: Path, written: str) -> None:
    text = f"日期,单号,客户,金额\n{written},a,云桥,100\n"
    assert read(write(tmp_path, text)).frame["date"].dt.date.tolist() == [dt.date(2026, 2, 5)]


@pytest.mark.parametrize("text", ["二十", "十一", "廿三"])
def test_days_above_ten_in_chinese_numerals(tmp_path: Path, text: str) -> None:
    rows = f"日期,单号,客户,金额\n二〇二五年十二月{text}日,a,云桥,100\n"
    day = {"二十": 20, "十一": 11, "廿三": 23}[text]
    assert read(write(tmp_path, rows)).frame["date"].dt.date.tolist() == [dt.date(2025, 12, day)]


def test_the_mark_of_excel_for_a_text_is_no_part_of_a_figure(tmp_path: Path) -> None:
    text = "日期,单号,客户,金额\n2026-01-05,a,云桥,'1000\n2026-01-06,b,青禾,'2000.50\n"
    result = read(write(tmp_path, text))
    assert (asked(result), net(result)) == ([], 3000.5)
