"""The end of the year at the door: two lists, one cell a contact, a reorder plan with edits, scripts, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from salesplan_xl.commands.plan.script_texts import money_words
from tests.doors.driver import Book, fingerprint, salesplan

HEAD = "日期,订单号,客户名称,产品线,产品,数量,单位,金额(元)"
NOVEMBER, DECEMBER = "2026-11-16", "2026-12-14"


def order_lines(
    name: str, first: str, gap: int, times: int, amount: int, line: str = "轴承"
) -> Iterable[str]:
    start = dt.date.fromisoformat(first)
    for at in range(times):
        day = start + dt.timedelta(days=gap * at)
        yield f"{day},D{name}{at},{name},{line},6204,{amount // 100},套,{amount}"


# Ordered just now, overdue, lost, large, buys two lines.
ROWS = [
    *order_lines("刚下单", "2026-01-12", 60, 6, 40_000), *order_lines("该下单", "2026-01-10", 60, 4, 50_000),
    *order_lines("流失了", "2025-01-01", 60, 5, 30_000), *order_lines("大客户", "2025-01-09", 98, 7, 900_000),
    *order_lines("大客户", "2025-02-09", 98, 6, 100_000, "润滑脂"),
]  # fmt: skip


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in mid-November, its lists made."""
    folder = tmp_path_factory.mktemp("year-end")
    orders, path = folder / "orders.csv", folder / "plan.xlsx"
    orders.write_text("\n".join([HEAD, *ROWS]), encoding="utf-8")
    assert salesplan("new", path, "--year", 2027, "--unit", "yuan", "--lang", "zh").code == 0
    assert salesplan("import", path, "--orders", orders).code == 0
    for verb in ("sprint", "reorder"):
        said = salesplan(verb, path, "--as-of", NOVEMBER)
        assert (said.code, said.err) == (0, ""), said.screen
    return path


@pytest.fixture
def book(listed: Path, tmp_path: Path) -> Book:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(listed.read_bytes())
    return Book(path, unit="yuan")


def run(book: Book, *arguments: object) -> dict[str, Any]:
    said = salesplan(*arguments[:1], book.path, *arguments[1:], "--json")
    assert (said.code, said.err) == (0, ""), said.screen
    return said.document


def row(book: Book, name: str, which: str = "冲刺") -> dict[str, Any]:
    return next(line for line in book.rows("sprint") if line["customer"] == name and line["list"] == which)


def test_each_customer_stands_where_a_salesperson_would_put_it(book: Book) -> None:
    stand = {(line["list"], line["customer"]): line["group"] for line in book.rows("sprint")}
    assert stand == {
        ("冲刺", "大客户"): "未返单", ("冲刺", "该下单"): "未返单", ("冲刺", "流失了"): "流失待唤醒",
        ("部署", "大客户"): "VIP大客户", ("部署", "刚下单"): "稳定返单",
    }  # fmt: skip


def test_every_row_says_why_and_what_to_say(book: Book) -> None:
    for line in book.rows("sprint"):
        assert len(line["reason"]) > 8 and line["script"] and line["countermeasure"]
    assert "流失待唤醒" in row(book, "流失了")["reason"]


def test_the_block_on_top_says_the_phase_and_the_days(book: Book) -> None:
    words = book.grid("season")
    assert words["phase"]["sentence"].startswith("复盘阶段")
    assert words["days"]["sentence"].startswith("剩33个工作日,能联系105家")


def test_a_typed_result_becomes_a_contact_record_and_stays(book: Book) -> None:
    sheet, line, column = _cell(book, "该下单", "result")
    book.type_cell(sheet, line, column, "已回复")
    run(book, "sprint", "--as-of", "2026-12-02")
    assert (row(book, "该下单")["result"], row(book, "该下单")["contacted_on"]) == (
        "已回复",
        dt.datetime(2026, 12, 2),
    )
    records = book.rows("outreach")
    assert [(line["customer"], line["result"], line["list"]) for line in records] == [
        ("该下单", "已回复", "冲刺")
    ]
    run(book, "sprint", "--as-of", "2026-12-03")
    assert len(book.rows("outreach")) == 1, "the same result is no second contact"


def test_an_order_after_a_contact_is_read_from_the_orders(book: Book, tmp_path: Path) -> None:
    sheet, line, column = _cell(book, "该下单", "result")
    book.type_cell(sheet, line, column, "没回")
    run(book, "sprint", "--as-of", "2026-12-02")
    more = tmp_path / "more.csv"
    more.write_text("\n".join([HEAD, *order_lines("该下单", "2026-12-08", 60, 1, 52_000)]), encoding="utf-8")
    run(book, "import", "--orders", more)
    run(book, "sprint", "--as-of", DECEMBER)
    assert (row(book, "该下单")["result"], row(book, "该下单")["value"]) == ("已下单", 0)
    assert book.rows("outreach")[0]["order_amount"] == 52_000
    assert "未返单联系1家、回复1家、下单1家" in book.grid("season")["results"]["sentence"]


def test_a_customer_struck_off_stays_struck_off(book: Book) -> None:
    sheet, line, column = _cell(book, "该下单", "include")
    book.type_cell(sheet, line, column, "否")
    document = run(book, "sprint", "--as-of", NOVEMBER)
    assert document["figures"]["sprint_rows"] == 2
    run(book, "sprint", "--as-of", NOVEMBER)
    assert row(book, "该下单")["include"] == "否"


def test_a_cause_found_overrides_the_segments_advice(book: Book) -> None:
    sheet, line, column = _cell(book, "流失了", "cause_found")
    book.type_cell(sheet, line, column, "价格")
    run(book, "sprint", "--as-of", NOVEMBER)
    assert "重新报价" in row(book, "流失了")["countermeasure"]
    assert [line["cause"] for line in book.rows("outreach")] == ["价格"]


def test_undo_takes_the_lists_back(book: Book) -> None:
    before = book.rows("sprint")
    sheet, line, column = _cell(book, "该下单", "result")
    book.type_cell(sheet, line, column, "已回复")
    typed = book.rows("sprint")
    run(book, "sprint", "--as-of", DECEMBER)
    assert salesplan("undo", book.path).code == 0
    assert book.rows("sprint") == typed != before
    assert book.rows("outreach") == []


def test_an_edited_line_moves_its_customer_and_survives(book: Book) -> None:
    lines = {line["line"]: line for line in book.rows("reorders") if line["customer"] == "大客户"}
    sheet, at, column = _reorder_cell(book, "大客户", "润滑脂", "expected_amount")
    book.type_cell(sheet, at, column, 123_456)
    run(book, "reorder", "--as-of", NOVEMBER)
    after = {line["line"]: line for line in book.rows("reorders") if line["customer"] == "大客户"}
    assert after["润滑脂"]["expected_amount"] == 123_456
    assert after[None]["expected_amount"] == pytest.approx(lines["轴承"]["expected_amount"] + 123_456)
    run(book, "reorder", "--as-of", NOVEMBER)
    again = {
        line["line"]: line["expected_amount"]
        for line in book.rows("reorders")
        if line["customer"] == "大客户"
    }
    assert again == {line: after[line]["expected_amount"] for line in after}
    assert "您改过" in after["润滑脂"]["reason"]


def test_a_reset_forgets_the_edits(book: Book) -> None:
    before = {(line["customer"], line["line"]): line["expected_amount"] for line in book.rows("reorders")}
    sheet, at, column = _reorder_cell(book, "大客户", None, "expected_amount")
    book.type_cell(sheet, at, column, 1)
    run(book, "reorder", "--as-of", NOVEMBER, "--reset")
    assert {
        (line["customer"], line["line"]): line["expected_amount"] for line in book.rows("reorders")
    } == before


def test_the_json_holds_exactly_the_keys_of_the_tables(book: Book) -> None:
    document = run(book, "reorder", "--as-of", NOVEMBER, "--dry-run")
    first = document["tables"]["reorders"][0]
    assert {"customer", "line", "state", "contact_date", "expected_amount", "probability", "reason"} <= set(
        first
    )
    assert first["line"] is None and first["state"] in ("overdue", "due_soon", "on_track")
    figures = document["figures"]
    assert figures["total"] == pytest.approx(figures["repeat"] + figures["project"] + figures["new_business"])


def test_scripts_fill_a_text_for_everybody_listed_without_a_hole(book: Book) -> None:
    run(book, "scripts", "--as-of", NOVEMBER)
    texts = {(line["list"], line["customer"]): line["text"] for line in book.rows("messages")}
    assert len(texts) == 5
    assert all("{" not in text for text in texts.values())
    assert "框架协议" in texts["部署", "大客户"]


def test_a_script_of_ones_own_wins(book: Book) -> None:
    run(book, "scripts", "--as-of", NOVEMBER)
    book.type_rows(
        "scripts",
        [{"situation": "排产紧张", "language": "中文", "title": "我的排产", "text": "{客户},排产只剩一周。"}],
    )
    run(book, "sprint", "--as-of", NOVEMBER)
    run(book, "scripts", "--as-of", NOVEMBER)
    texts = {line["customer"]: line["text"] for line in book.rows("messages") if line["list"] == "冲刺"}
    assert texts["该下单"] == "该下单,排产只剩一周。"
    assert "我的排产" in {line["title"] for line in book.rows("scripts")}


def test_letters_are_word_files_beside_the_book_and_nothing_is_lost(book: Book, tmp_path: Path) -> None:
    book.type_rows(
        "progress",
        [
            {"what": "新增两台五轴机床", "figure": "产能+40%", "since": dt.date(2026, 5, 1)},
            {"what": "老厂房", "figure": None, "since": dt.date(2020, 1, 1)},
        ],
    )
    before, folder = fingerprint(book.path), tmp_path / "letters"
    for _ in range(2):
        said = salesplan("letters", book.path, "-o", folder, "--as-of", NOVEMBER)
        assert said.code == 0, said.screen
    assert fingerprint(book.path) == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "感谢信-刚下单-2.docx",
        "感谢信-刚下单.docx",
        "感谢信-大客户-2.docx",
        "感谢信-大客户.docx",
    ]
    text = _text(folder / "感谢信-大客户.docx")
    assert "从2025年开始" in text and "新增两台五轴机床:产能+40%" in text
    assert "老厂房" not in text and "{" not in text


def test_a_framework_agreement_lists_the_lines(book: Book, tmp_path: Path) -> None:
    said = salesplan("letters", book.path, "--kind", "framework", "-o", tmp_path, "--as-of", NOVEMBER)
    assert said.code == 0, said.screen
    document = docx.Document(str(tmp_path / "框架协议-大客户.docx"))
    assert [cell.text for cell in document.tables[0].columns[0].cells] == ["产品线", "轴承", "润滑脂"]


@pytest.mark.parametrize(
    ("amount", "unit", "lang", "words"),
    [
        (86.68, "wan", "zh", "86.68万元"), (86.68, "wan", "en", "866,800 CNY"), (5_200, "yuan", "zh", "5,200元"),
        (5_200, "yuan USD", "en", "5,200 USD"), (12.5, "thousand EUR", "en", "12,500 EUR"),
    ],
)  # fmt: skip
def test_money_is_written_to_customers_in_the_books_currency(
    amount: float, unit: str, lang: str, words: str
) -> None:
    assert money_words(amount, unit, lang) == words


def test_a_template_of_ones_own_keeps_its_format(book: Book, tmp_path: Path) -> None:
    template, page = tmp_path / "我的.docx", docx.Document()
    page.add_paragraph().add_run("致{客户}:您今年下了{今年单数}次单。上次是{没有的}。").bold = True
    page.save(str(template))
    said = salesplan(
        "letters",
        book.path,
        "--customer",
        "刚下单",
        "--template",
        template,
        "-o",
        tmp_path,
        "--as-of",
        NOVEMBER,
    )
    assert said.code == 0, said.screen
    paragraph = docx.Document(str(tmp_path / "感谢信-刚下单.docx")).paragraphs[0]
    assert paragraph.text == "致刚下单:您今年下了6次单。"
    assert paragraph.runs[0].bold


def test_letters_for_a_stranger_are_refused(book: Book, tmp_path: Path) -> None:
    said = salesplan("letters", book.path, "--customer", "没有这家", "-o", tmp_path)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("SP-258")


def test_a_template_that_is_no_word_file_is_refused(book: Book, tmp_path: Path) -> None:
    template = tmp_path / "我的.docx"
    template.write_text("hello", encoding="utf-8")
    said = salesplan("letters", book.path, "--template", template, "-o", tmp_path, "--as-of", NOVEMBER)
    assert said.code == 3 and said.err.startswith("SP-358")


def test_the_plan_of_old_customers_may_stand_on_reorders(book: Book) -> None:
    book.type_setting(repeat_basis="返单计划")
    document = run(book, "targets", "--as-of", NOVEMBER)
    plan = {line["customer"]: line for line in document["tables"]["targets"]}
    amounts = {
        line["customer"]: line["expected_amount"] for line in book.rows("reorders") if line["line"] is None
    }
    assert plan["大客户"]["base"] == pytest.approx(amounts["大客户"])
    assert plan["大客户"]["growth"] == 0


def test_a_plan_on_reorders_counts_no_reorder_twice(book: Book) -> None:
    deal = {
        "customer": "大客户", "project": "二期", "amount": 200_000, "probability": 0.5,
        "sign_date": dt.date(2027, 5, 20), "result": None,
    }  # fmt: skip
    book.type_rows("opportunities", [deal | {"stage": "复购"}, deal | {"project": "三期", "stage": "谈判"}])
    book.type_setting(repeat_basis="返单计划")
    sources = run(book, "reorder", "--as-of", NOVEMBER)["figures"]
    assert sources["project"] == 100_000, "the second order of a customer who buys is in its reorders"
    targets = run(book, "targets", "--as-of", NOVEMBER)["tables"]["targets"]
    expected = sum(line["expected"] for line in targets)
    assert expected == pytest.approx(sources["total"])


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-16", "年底(截至2026-11-16)——复盘阶段"), ("2026-12-14", "年底(截至2026-12-14)——冲刺和部署同时做"),
        pytest.param("2026-12-28", "按钮:返单计划", marks=pytest.mark.slow), ("2026-11-02", ""),
        pytest.param("2027-02-01", "", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_the_guide_says_the_phase_and_the_one_button(book: Book, day: str, words: str) -> None:
    run(book, "tiers", "--as-of", day)
    line = load_workbook(book.path)["向导"]["A3"].value or ""
    assert words in line and bool(line) == bool(words)


def test_the_month_list_says_when_a_reorder_is_to_be_spoken_of(book: Book) -> None:
    run(book, "run", "--as-of", "2026-12-31")
    run(book, "month-start", "--month", "2027-01", "--as-of", "2026-12-31")
    due = {line["customer"]: line["contact_date"] for line in book.rows("reorders") if line["line"] is None}
    why = {line["customer"]: line["why"] for line in book.rows("month_list") if line["kind"] == "客户"}
    january = [name for name, day in due.items() if day and day < dt.datetime(2027, 2, 1)]
    assert january and {name for name, words in why.items() if "该联系返单" in words} == set(january)
    assert all(f"该联系返单({due[name]:%Y-%m-%d})" in why[name] for name in january)


@pytest.mark.parametrize("verb", ["reorder", "scripts"])
def test_undo_takes_a_step_of_the_year_end_back_exactly(book: Book, verb: str) -> None:
    tables = ("sprint", "reorders", "scripts", "messages", "outreach", "segments")
    before = [book.rows(table) for table in tables]
    run(book, verb, "--as-of", DECEMBER)
    assert [book.rows(table) for table in tables] != before
    assert salesplan("undo", book.path).code == 0
    assert [book.rows(table) for table in tables] == before


def _cell(book: Book, name: str, key: str, which: str = "冲刺") -> tuple[str, int, int]:
    rows = [line["customer"] for line in book.rows("sprint") if line["list"] == which]
    sheet, first, column = book.place("sprint", which, key)
    return sheet, first + rows.index(name), column


def _reorder_cell(book: Book, name: str, line: str | None, key: str) -> tuple[str, int, int]:
    rows = [(row["customer"], row["line"]) for row in book.rows("reorders")]
    sheet, first, column = book.place("reorders", rows[0][0], key)
    return sheet, first + rows.index((name, line)), column


def _text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
