"""Key accounts within the running year, and files that say by themselves that they hold accounts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doors.driver import Book, salesplan, shown

ANNA, BERG = "安平机械", "柏林重工"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def looked_at(book: Book, as_of: str) -> dict[str, Any]:
    said = salesplan("accounts", book.path, "--as-of", as_of, "--json")
    assert said.code in (0, 1), said.screen
    return said.document


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "plan.xlsx")
    assert salesplan("new", made.path, "--year", "2027", "--unit", "wan", "--lang", "zh").code == 0
    return made


def brought(book: Book, *given: object) -> Any:
    said = salesplan("import", book.path, *given, "--unit", "wan", "--in-place", "--json")
    assert said.code == 0, said.screen
    return said


def test_what_is_at_stake_is_the_estimate_of_the_year_not_what_came_in_so_far(
    book: Book, tmp_path: Path
) -> None:
    """10 a month since 2024, seen at the end of October 2026: 100 so far, 120 for the year (guide/estimate)."""
    months = [f"{year}-{month:02}-15" for year in (2024, 2025, 2026) for month in range(1, 13)]
    orders = write(
        tmp_path / "orders.csv",
        "日期,客户名称,金额",
        *(f"{day},{ANNA},10" for day in months if day < "2026-11"),
    )
    accounts = write(tmp_path / "accounts.csv", "客户名称,定位,唯一负责人", f"{ANNA},战略型,陈静")
    deals = write(
        tmp_path / "deals.csv", "客户名称,项目,阶段,金额,预计签单", f"{ANNA},二期,报价,40,2027-03-01"
    )
    brought(book, "--orders", orders, "--accounts", accounts, "--opportunities", deals)
    document = looked_at(book, "2026-10-31")
    (row,) = [line for line in document["tables"]["key_accounts"] if line["customer"] == ANNA]
    assert row["stake"] == pytest.approx(120 + 40)


def test_files_that_tell_what_they_hold_need_no_option(book: Book, tmp_path: Path) -> None:
    """A folder of exports: the list of accounts, the log of judgements, the people and machines there are."""
    folder = tmp_path / "exports"
    folder.mkdir()
    write(folder / "a.csv", "客户名称,今年业绩,去年业绩", f"{ANNA},100,90", f"{BERG},80,90")
    write(
        folder / "b.csv",
        "单位名称,客户定位,责任人,资源与授权,放弃原因",
        f"{ANNA},攻坚型,陈静,王总批了账期,",
        f"{BERG},不打,,,只比价",
    )
    write(
        folder / "c.csv",
        "客户,假设,验证日期,结论,教训",
        f"{ANNA},三月前会重新比价,2027-02-01,判断错了,先问财务",
    )
    write(folder / "d.csv", "资源类别,资源名称,擅长,有效期", "样机,五轴加工中心,可现场试切,2027-06-30")
    brought(book, folder)
    rows = {line["customer"]: line for line in book.rows("key_accounts") if line["customer"]}
    assert (rows[ANNA]["key_tier"], rows[ANNA]["owner"], rows[ANNA]["granted"]) == (
        "攻坚型",
        "陈静",
        "王总批了账期",
    )
    assert (rows[BERG]["key_tier"], rows[BERG]["drop_reason"]) == ("不打", "只比价")
    (judgement,) = [line for line in book.rows("judgements") if line["customer"]]
    assert (judgement["assumption"], judgement["verdict"], judgement["lesson"]) == (
        "三月前会重新比价",
        "判断错了",
        "先问财务",
    )
    (resource,) = [line for line in book.rows("resources") if line["name"]]
    assert (resource["kind"], resource["name"], resource["strength"]) == (
        "样机演示",
        "五轴加工中心",
        "可现场试切",
    )


def test_an_account_follows_a_customer_that_changed_its_name(book: Book, tmp_path: Path) -> None:
    customers = write(tmp_path / "c.csv", "客户编码,客户名称,今年业绩", f"K1,{ANNA},100", f"K2,{BERG},80")
    accounts = write(tmp_path / "a.csv", "客户名称,定位,唯一负责人,卡点", f"{ANNA},战略型,陈静,预算没批")
    brought(book, "--customers", customers, "--accounts", accounts)
    looked_at(book, "2027-01-04")
    book.type("customers", ANNA, name="安平智造")
    document = looked_at(book, "2027-02-01")
    (row,) = [line for line in document["tables"]["key_accounts"] if line["key_tier"] == "strategic"]
    assert (row["customer"], row["bottleneck"], row["stuck_days"]) == ("安平智造", "预算没批", 28)


def test_a_batch_of_accounts_can_be_taken_out_again(book: Book, tmp_path: Path) -> None:
    customers = write(tmp_path / "c.csv", "客户名称,今年业绩", f"{ANNA},100")
    brought(book, "--customers", customers)
    brought(book, "--accounts", write(tmp_path / "a.csv", "客户名称,定位", f"{ANNA},战略型"))
    assert [line["key_tier"] for line in book.rows("key_accounts") if line["customer"]] == ["战略型"]
    said = salesplan("imports", book.path, "--take-out", "2", "--in-place")
    assert said.code == 0, said.screen
    assert [line for line in book.rows("key_accounts") if line["customer"]] == []


def test_a_lean_book_takes_accounts_and_shows_their_sheet(copy: Callable[..., Book], tmp_path: Path) -> None:
    lean = copy("lean")
    brought(lean, "--accounts", write(tmp_path / "a.csv", "客户名称,定位", f"{ANNA},战略型"))
    assert shown(lean.path)["大客户作战"].sheet_state == "visible"
