"""Eight Mondays on the demo book: visits and actions come in, the page asks for a few picks and says what stands still."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl.demo import PLANTED
from tests.doors.driver import Book, salesplan

pytestmark = pytest.mark.slow

STUCK = PLANTED["project"].zh
MONDAY = dt.date(2027, 1, 4)
VERDICTS = {
    "held": "成立",
    "judgement": "判断错了",
    "execution": "执行没到位",
    "outside": "外部变化",
    None: "成立",
}
# Seconds a cell takes: a pick from a list, and a few words.
PICK, WORDS = 10, 40


def monday(book: Book, week: int) -> dict[str, Any]:
    said = salesplan("accounts", book.path, "--as-of", MONDAY + dt.timedelta(weeks=week), "--json")
    assert said.code in (0, 1), said.screen
    return said.document


def bring(book: Book, folder: Path, week: int) -> None:
    """What the week's visits and actions export holds."""
    last = MONDAY + dt.timedelta(weeks=week, days=-4)
    visits, actions = folder / "visits.csv", folder / "actions.csv"
    visits.write_text(f"日期,客户名称,目的,用时(天)\n{last},{STUCK},技术,0.5\n", encoding="utf-8-sig")
    actions.write_text(
        "客户名称,行动,负责人,完成时间,验收标准,解决的卡点,需要的资源,验证日期,完成日期\n"
        f"{STUCK},第{week}次和技术总监对参数,林晓东,{last},参数表签字{week},技术总监反对,无需,{last + dt.timedelta(days=3)},{last}\n",
        encoding="utf-8-sig",
    )
    said = salesplan("import", book.path, "--visits", visits, "--actions", actions, "--in-place")
    assert said.code == 0, said.screen


def answer(book: Book, document: dict[str, Any]) -> tuple[int, int]:
    """Fill what the page asks for; the cells typed and the seconds it takes."""
    due = [line for line in document["tables"]["judgements"] if line["state"] == "due"]
    rows = book.rows("judgements")
    file_row = {(line["customer"], line["assumption"]): at for at, line in enumerate(rows)}
    sheet, first, column = book.place("judgements", rows[0]["customer"], "verdict")
    for line in due:
        at = file_row[line["customer"], line["assumption"]]
        book.type_cell(sheet, first + at, column, VERDICTS[line["proposed"]])
    doubled = [
        line for line in document["tables"]["key_accounts"] if line["key_tier"] and not line["answerable"]
    ]
    for line in doubled:
        book.type("key_accounts", line["customer"], owner="林晓东")
    return len(due) + len(doubled), PICK * len(due) + WORDS * len(doubled)


def test_eight_mondays(tmp_path: Path) -> None:
    book = Book(tmp_path / "demo.xlsx")
    assert salesplan("new", book.path, "--demo", "rep", "--lang", "zh").code == 0
    ages, seconds, asked, typed = [], [], [], []
    for week in range(8):
        if week:
            bring(book, tmp_path, week)
        document = monday(book, week)
        asked.append(document["figures"]["cells_to_fill"])
        cells, took = answer(book, document)
        typed.append(cells)
        seconds.append(took)
        after = monday(book, week)
        assert after["figures"]["cells_to_fill"] == 0
        assert book.grid("account_head")["focus"]["text"].endswith("本周大客户:都填好了")
        shown = next(line for line in after["tables"]["key_accounts"] if line["customer"] == STUCK)
        ages.append(shown["stuck_days"])
        stale = {line["customer"] for line in after["tables"]["account_week"] if line["kind"] == "unmoved"}
        assert (STUCK in stale) == (shown["stuck_days"] >= 21)
        assert len(after["tables"]["account_week"]) <= 20
    assert ages == [7 * week for week in range(8)], "nothing moved the technical director"
    assert max(seconds) < 600, "ten minutes a Monday"
    assert typed == asked, "one cell each, and nothing that was not asked for"
    assert sum(asked[4:]) < sum(asked[:4]), "there is less to fill from week to week"
    assert max(typed) <= 5
    assert sum(typed) <= 2 * len(typed), "two cells a Monday on average"
    assert book.grid("account_head")["oldest"]["text"].endswith("已经49天没动")
    closed = [line for line in book.rows("judgements") if line["verdict"]]
    assert len(closed) >= 8
    assert {line["verdict"] for line in closed} >= {"判断错了"}
