"""The review: filled from the tables, judged by the salesperson, kept for the whole year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.schema.workbook import tables
from tests.doors.driver import Book, day, salesplan

CUSTOMER = "苏州恒锐机械有限公司"
OTHER = "无锡宏泰重工有限公司"
Row = dict[str, object]


@pytest.fixture
def book(copy: Callable[..., Book]) -> Book:
    """A plan of eight customers; January and February of the plan year have been worked."""
    return worked(copy("planned"))


def worked(book: Book) -> Book:
    """Two orders, two visits, a payment, and three actions of which one was done."""
    book.type_rows(
        "orders",
        [
            {"date": day("2027-01-12"), "order_no": "D1", "customer": CUSTOMER, "amount": 30.0},
            {"date": day("2027-02-09"), "order_no": "D2", "customer": OTHER, "amount": 45.0},
        ],
    )
    book.type_rows(
        "visits",
        [{"date": day("2027-02-23"), "customer": CUSTOMER}, {"date": day("2027-02-24"), "customer": OTHER}],
    )
    book.type_rows(
        "actions",
        [
            {"customer": CUSTOMER, "action": "约副总看样板", "due": day("2027-02-23"), "done_on": day("2027-02-22")},
            {"customer": OTHER, "action": "交方案", "due": day("2027-02-25")},
            {"action": "整理客户名片", "due": day("2027-02-26")},
        ],
    )  # fmt: skip
    return book


def review(book: Book, month: str = "2027-02", *more: object) -> None:
    said = salesplan("review", book.path, "--month", month, *more)
    assert said.code == 0, said.screen


def rows(book: Book, period: str) -> list[Row]:
    return [row for row in book.rows("reviews") if row["period"] == period]


def row(book: Book, period: str, item: str, customer: str | None = None) -> Row:
    return next(r for r in rows(book, period) if (r["item"], r["customer"]) == (item, customer))


def judge(book: Book, period: str, item: str, customer: str | None = None, **cells: object) -> None:
    """Type into one row of the review, found by what it is about."""
    at = next(
        n for n, r in enumerate(book.rows("reviews")) if (r["period"], r["item"], r["customer"]) == (period, item, customer)
    )  # fmt: skip
    file = XlsxFile.open(book.path)
    info = file.tables[tables()["reviews"].name]
    typed = {
        (info.first_row + at, info.first_col + info.columns.index(book.names.header("reviews", key))): value
        for key, value in cells.items()
    }
    file.set_cells(info.sheet, typed)  # type: ignore[arg-type]
    file.save(book.path, backup=False)


def test_the_month_is_filled_on_three_sides_and_only_the_judging_is_left(book: Book) -> None:
    review(book)
    month = rows(book, "2027-02")
    assert list(dict.fromkeys(r["side"] for r in month)) == ["数字", "客户", "动作"]
    figures = row(book, "2027-02", "本月业绩")
    assert (figures["done"], figures["reached"], figures["cause"]) == (45.0, "否", None)
    assert "离" in str(figures["why"]) and str(figures["correction"]).startswith("下月先补")
    assert row(book, "2027-02", "全年累计")["done"] == 75.0
    assert row(book, "2027-02", "本季累计")["done"] == 75.0
    assert row(book, "2027-02", "行动计划")["planned"] == 3
    assert row(book, "2027-02", "行动计划")["done"] == 1


@pytest.mark.slow
def test_the_week_names_what_was_not_done_actions_without_a_customer_too(book: Book) -> None:
    """The data stand at Sunday 28 February: week 8, in which three actions were due."""
    review(book)
    week = rows(book, "2027-W08")
    total = row(book, "2027-W08", "行动合计")
    assert (total["planned"], total["done"], total["rate"]) == (3, 1, pytest.approx(1 / 3))
    missed = [
        (r["customer"], r["item"])
        for r in week
        if r["side"] == "行动" and r is not total and r["reached"] == "否"
    ]
    assert missed == [(None, "行动合计"), (OTHER, "交方案"), (None, "整理客户名片")]
    assert {r["reached"] for r in week if r["customer"] == CUSTOMER and r["side"] == "拜访"} <= {"否", None}


@pytest.mark.slow
def test_a_second_review_on_the_same_data_changes_nothing(book: Book) -> None:
    review(book)
    said = salesplan("review", book.path, "--json")
    assert said.document["changed"] == 0


@pytest.mark.slow
def test_judgements_stay_when_the_month_is_reviewed_again_and_in_the_months_after(book: Book) -> None:
    review(book)
    judge(
        book,
        "2027-02",
        "本月业绩",
        cause="自身原因",
        judgement="判断有误",
        lesson="淡季没算够",
        correction="三月先做返单",
    )
    review(book)
    book.type_rows(
        "orders", [{"date": day("2027-03-09"), "order_no": "D3", "customer": CUSTOMER, "amount": 90.0}]
    )
    review(book, "2027-03")
    kept = row(book, "2027-02", "本月业绩")
    assert [kept[key] for key in ("cause", "judgement", "lesson", "correction")] == [
        "自身原因",
        "判断有误",
        "淡季没算够",
        "三月先做返单",
    ]
    assert kept["done"] == 45.0
    periods = list(dict.fromkeys(r["period"] for r in book.rows("reviews")))
    assert periods == ["2027-W08", "2027-02", "2027-W13", "2027-03"]


@pytest.mark.slow
def test_a_judgement_taken_back_stays_away(book: Book) -> None:
    review(book)
    judge(book, "2027-02", "本月业绩", cause="自身原因", correction="三月先做返单")
    review(book)
    judge(book, "2027-02", "本月业绩", cause=None, correction=None)
    review(book)
    again = row(book, "2027-02", "本月业绩")
    assert again["cause"] is None
    assert str(again["correction"]).startswith("下月先补"), "an emptied correction is proposed again"


@pytest.mark.slow
def test_the_summary_counts_whose_cause_it_was(book: Book) -> None:
    review(book)
    before = book.grid("review_summary")
    assert before["week"]["missed"] == before["week"]["open"] > 2
    judge(book, "2027-W08", "交方案", OTHER, cause="客户原因")
    judge(book, "2027-W08", "整理客户名片", cause="自身原因")
    review(book)
    week = book.grid("review_summary")["week"]
    assert (week["customer"], week["own"]) == (1, 1)
    assert week["open"] == before["week"]["open"] - 2
    assert "客户原因1项,自身原因1项" in week["sentence"]
    month = book.grid("review_summary")["month"]
    assert month["period"] == "2027-02"
    assert "剩10个月每月要做" in month["sentence"]
    assert "本月1次周复盘:客户原因1项,自身原因1项" in month["sentence"]


@pytest.mark.slow
def test_what_the_tables_say_is_done_need_not_be_ticked(book: Book) -> None:
    """The list of February asks to collect an invoice and to do two actions; one is paid, one done."""
    book.type_rows(
        "receivables",
        [
            {"invoice": "F1", "customer": CUSTOMER, "due": day("2027-02-20"), "amount": 8.0},
            {"invoice": "F2", "customer": OTHER, "due": day("2027-02-24"), "amount": 6.0},
        ],
    )
    assert salesplan("month", book.path, "--month", "2027-02").code == 0
    paid = book.path.with_name("paid.csv")
    paid.write_text(
        f"单据号,客户名称,到期日,应收金额,回款日期,回款金额\nF2,{OTHER},2027-02-24,6,2027-02-24,6\n", "utf-8"
    )
    done = book.path.with_name("done.csv")
    done.write_text(f"客户名称,行动,完成日期\n{OTHER},交方案,2027-02-25\n", "utf-8")
    said = salesplan("import", book.path, "--receivables", paid, "--actions", done)
    assert said.code == 0, said.screen
    assert [r["done_on"] for r in book.rows("actions")][1] == day("2027-02-25")
    review(book)
    assert row(book, "2027-W08", "催款合计")["done"] == 1
    assert row(book, "2027-W08", "行动合计")["done"] == 2
    listed = row(book, "2027-02", "清单动作")
    assert listed["done"] == 2, "the money and the action, none of them ticked"


def test_before_anything_happened_there_is_nothing_to_review(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    said = salesplan("review", book.path)
    assert said.code == 0
    assert book.rows("reviews") == []
    assert book.grid("review_summary")["month"]["period"] is None
    assert "F-446" in said.screen


@pytest.mark.slow
def test_reset_forgets_the_judgements_of_this_period_only(book: Book) -> None:
    review(book)
    judge(book, "2027-02", "本月业绩", cause="自身原因")
    book.type_rows(
        "orders", [{"date": day("2027-03-09"), "order_no": "D3", "customer": CUSTOMER, "amount": 9.0}]
    )
    review(book, "2027-03")
    judge(book, "2027-03", "本月业绩", cause="客户原因")
    review(book, "2027-03", "--reset")
    assert row(book, "2027-02", "本月业绩")["cause"] == "自身原因"
    assert row(book, "2027-03", "本月业绩")["cause"] is None
    judge(book, "2027-02", "本月业绩", cause=None)
    review(book, "2027-03")
    assert row(book, "2027-02", "本月业绩")["cause"] is None, (
        "what was judged earlier can still be taken back"
    )


@pytest.mark.slow
def test_the_hidden_sheet_of_a_lean_book_is_shown(copy: Callable[..., Book]) -> None:
    book = copy("lean")
    book.type_rows("customers", [{"name": CUSTOMER, "this_year": 420.0, "last_year": 380.0}])
    assert salesplan("run", book.path).code == 0
    book.type_rows("visits", [{"date": day("2027-01-12"), "customer": CUSTOMER}])
    review(book, "2027-01")
    shown = XlsxFile.open(book.path)
    assert "复盘记录" not in {name for name, state in sheet_states(book.path).items() if state != "visible"}
    assert tables()["reviews"].name in shown.tables


def sheet_states(path: Path) -> dict[str, str]:
    import openpyxl

    file = openpyxl.load_workbook(path)
    return {sheet.title: sheet.sheet_state for sheet in file.worksheets}


@pytest.mark.slow
def test_the_guide_sheet_says_how_far_the_reviews_are(book: Book) -> None:
    assert salesplan("run", book.path, "--month", "2027-02").code == 0
    assert "还没有复盘" in book.grid("steps")["months"]["sentence"]
    review(book)
    assert salesplan("run", book.path).code == 0
    said = book.grid("steps")["months"]["sentence"]
    assert "已复盘到2027-02" in said and "没判断原因" in said


@pytest.mark.slow
def test_undo_takes_a_review_back(book: Book) -> None:
    review(book)
    judge(book, "2027-02", "本月业绩", cause="自身原因")
    review(book, "2027-03")
    said = salesplan("undo", book.path)
    assert said.code == 0, said.screen
    assert rows(book, "2027-03") == []
    assert row(book, "2027-02", "本月业绩")["cause"] == "自身原因"


@pytest.mark.slow
def test_an_english_book_is_reviewed_in_english(copy: Callable[..., Book]) -> None:
    book = worked(copy("planned", "en"))
    review(book)
    found = row(book, "2027-02", "Revenue of the month")
    assert (found["side"], found["reached"]) == ("Figures", "No")
    assert str(found["why"]).startswith("45 this month")


@pytest.mark.slow
def test_a_review_needs_no_month_list_on_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    assert salesplan("new", path, "--demo", "rep", "--lang", "zh").code == 0
    said = salesplan("review", path, "--month", "2027-03")
    assert said.code == 0, said.screen
    assert {row["side"] for row in Book(path).rows("reviews")} >= {"数字", "客户", "动作"}
