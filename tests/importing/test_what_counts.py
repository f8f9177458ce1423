"""Rows that do not count, and what is taken off those that do: marks, remarks, refunds, returns, discounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.exports import ALDER, BIRCH, asked, codes, net, read, write


@pytest.mark.parametrize(
    ("header", "counts", "void"),
    [
        ("是否作废", "否", "是"), ("作废", "", "√"), ("已取消", "0", "1"), ("Void", "FALSE", "TRUE"), ("Cancelled", "No", "Yes"),
        ("Is Deleted", "0", "1"), ("Voided", "", "2026-01-09"), ("是否有效", "是", "否"), ("Valid", "Y", "N"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("table", ["orders", "receivables"])
def test_a_mark_strikes_a_row_out(tmp_path: Path, table: str, header: str, counts: str, void: str) -> None:
    day = {"orders": "Date", "receivables": "Due date"}[table]
    text = f"{day},No,Customer,Amount,{header}\n2026-01-05,a,{ALDER},100,{counts}\n2026-01-06,b,{BIRCH},200,{void}\n"
    result = read(write(tmp_path, text), table)
    assert result.frame["amount"].tolist() == [100.0]
    assert "F-512" in codes(result)


def test_a_project_that_the_system_struck_out_is_no_open_project(tmp_path: Path) -> None:
    text = (
        "商机名称,客户名称,商机金额(元),销售阶段,预计成交日期,生命状态\n水泵,云桥,100000,需求确认,2027-01-31,正常\n"
        "旧单,青禾,70000,方案,2027-02-28,作废\n"
    )
    result = read(write(tmp_path, text), "opportunities")
    assert result.frame["project"].tolist() == ["水泵"]
    assert result.left_out.words == ("作废",)


def test_a_remark_that_says_cancelled_is_asked_about(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "日期,单号,客户,金额,备注\n2026-01-05,a,云桥,100,加急\n2026-01-06,b,青禾,200,客户取消\n2026-01-07,c,青禾,300,\n",
    )
    assert asked(read(path)) == ["words"]
    assert net(read(path, words={"客户取消": "skip"})) == 400.0
    assert net(read(path, words={"客户取消": "count"})) == 600.0


def test_a_long_remark_tells_a_story(tmp_path: Path) -> None:
    text = "日期,单号,客户,金额,备注\n2026-01-05,a,云桥,100,原定周五发货后来客户取消了加急要求按正常交期\n"
    assert net(read(write(tmp_path, text))) == 100.0


def test_an_x_in_a_column_of_any_name_strikes_nothing_out(tmp_path: Path) -> None:
    text = f"Date,No,Customer,Amount,Delivered\n2026-01-05,a,{ALDER},100,x\n2026-01-06,b,{BIRCH},200,\n"
    assert net(read(write(tmp_path, text))) == 300.0


@pytest.mark.parametrize("header", ["Refunded Amount", "退款金额", "退货金额"])
def test_refunds_are_taken_off_and_said(tmp_path: Path, header: str) -> None:
    text = f"Date,No,Customer,Amount,{header}\n2026-01-05,a,{ALDER},100,0\n2026-01-06,b,{BIRCH},200,50\n"
    result = read(write(tmp_path, text))
    assert net(result) == 250.0
    assert "F-534" in codes(result)


def test_an_amount_net_of_returns_has_nothing_taken_off(tmp_path: Path) -> None:
    text = f"Date,No,Customer,Net sales,Returns\n2026-01-05,a,{ALDER},100,0\n2026-01-06,b,{BIRCH},150,50\n"
    assert net(read(write(tmp_path, text))) == 250.0


def test_a_negative_quantity_is_a_return_whatever_the_sign_of_the_amount(tmp_path: Path) -> None:
    text = "日期,单号,客户,数量,金额\n2026-01-05,a,云桥,2,100\n2026-01-06,b,青禾,-1,50\n2026-01-07,c,青禾,-1,-20\n"
    result = read(write(tmp_path, text))
    assert net(result) == 30.0
    assert "F-523" in codes(result)


@pytest.mark.parametrize(
    ("header", "granted"),
    [
        ("折扣金额", "20"), ("Discount amount", "20.00"), ("Discount %", "10%"), ("Discount %", "10"), ("折扣率", "0.9"), ("扣率", "90"),
    ],
)  # fmt: skip
def test_discounts_on_lines_without_an_amount(tmp_path: Path, header: str, granted: str) -> None:
    text = (
        f"Order Date,Order No,Customer,Quantity,Unit Price,{header}\n2026-01-05,a,{ALDER},2,100,{granted}\n"
    )
    result = read(write(tmp_path, text))
    assert net(result) == 180.0
    assert "F-535" in codes(result)


def test_a_discount_that_may_be_either_is_asked_about(tmp_path: Path) -> None:
    text = f"Order Date,Order No,Customer,Quantity,Unit Price,Discount\n2026-01-05,a,{ALDER},2,100,0.9\n2026-01-05,b,{ALDER},2,100,0.2\n"
    assert asked(read(write(tmp_path, text))) == ["column"]


def test_a_discount_beside_an_amount_is_in_the_amount(tmp_path: Path) -> None:
    text = "日期,单号,客户,数量,单价,折扣率,折后金额\n2026-01-05,a,云桥,2,100,0.9,180\n"
    assert net(read(write(tmp_path, text))) == 180.0


# ── one answer for several files ────────────────────────────────────────────────────────────────────


def test_an_answer_is_for_what_is_open_not_for_what_a_column_says(tmp_path: Path) -> None:
    """«Day first» was said about another file of the same import: 03/28 is month first all the same."""
    text = f"Date,No,Customer,Amount\n03/05/2026,a,{ALDER},100\n03/28/2026,b,{BIRCH},200\n"
    days = read(write(tmp_path, text), dates="dmy").frame["date"]
    assert days.dt.strftime("%m-%d").tolist() == ["03-05", "03-28"]


def test_a_decimal_comma_that_is_certain_stays_one(tmp_path: Path) -> None:
    text = f"Datum;Nr;Kunde;Betrag\n05.03.2026;a;{ALDER};1.250,50\n06.03.2026;b;{BIRCH};1.250\n"
    assert net(read(write(tmp_path, text), decimal="point")) == 2500.5
