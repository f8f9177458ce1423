"""The action funnel in the book: the year's goal worked back, what the sources bring, what a month earns."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.doors.conftest import CUSTOMERS
from tests.doors.driver import Book, day, salesplan

BIG = "苏州恒锐机械有限公司"


@pytest.fixture
def book(copy: Callable[..., Book]) -> Book:
    return copy("planned")


def run(book: Book, *more: object, verb: str = "funnel") -> dict[str, Any]:
    said = salesplan(verb, book.path, "--json", *more)
    assert said.code == 0, said.screen
    return said.document


def month_end(book: Book, month: int, verb: str = "run") -> dict[str, Any]:
    """The last day of a month of 2027."""
    last = {1: 31, 2: 28, 3: 31, 4: 30}[month]
    return run(book, "--month", f"2027-{month:02d}", "--as-of", f"2027-{month:02d}-{last}", verb=verb)


def order(date: str, customer: str, amount: float, source: str | None = None) -> dict[str, object]:
    return {"date": day(date), "customer": customer, "amount": amount, "source": source}


def lead(
    customer: str, stage: str, source: str | None, opened: str | None, result: str | None = None
) -> dict[str, object]:
    return {
        "customer": customer, "project": f"{customer}项目", "stage": stage, "amount": 20.0, "source": source,
        "opened": day(opened) if opened else None, "result": result,
    }  # fmt: skip


def codes(document: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]


def row_of(book: Book, stage: str) -> dict[str, Any]:
    return book.by("funnel", "stage")[stage]


# ── the goal worked back ─────────────────────────────────────────────────────────────────────────────────


def test_fifteen_new_customers_become_thirty_leads_a_month(book: Book) -> None:
    """S1: 15 a year → 1.25 signed, 5 proposals, 10 needs, 30 leads a month: 20 from fairs, 5 and 5."""
    run(book)
    goal = book.grid("funnel_goal")
    assert [goal[stage]["month"] for stage in goal] == pytest.approx([30, 10, 5, 1.25])
    assert [goal[stage]["month_count"] for stage in goal] == [30, 10, 5, 2]
    assert [goal[stage]["year"] for stage in goal] == pytest.approx([360, 120, 60, 15])
    assert goal["signed"]["sentence"] == "全年15家,平均到12个月"
    sources = book.grid("funnel_sources")
    assert [sources[key]["lead_month"] for key in ("fair", "referral", "online", "other")] == [20, 5, 5, None]
    assert sources["total"]["lead_month"] == 30


def test_the_action_table_is_the_article_s(book: Book) -> None:
    run(book)
    table = book.by("funnel", "stage")
    assert list(table) == ["线索", "需求意向", "方案", "签单"]
    assert table["线索"]["actions"] == "跑一场展会,带回20条线索；请老客户引荐5家；线上平台找5条"
    assert table["需求意向"]["actions"] == "联系20条线索,筛出10家；重点的5家上门问清需求"
    assert [row["due"] for row in table.values()] == [
        "每月最后一天",
        "每月20日前",
        "每月25日前",
        "每月30日前",
    ]
    assert table["方案"]["owner"] == "销售+技术"
    assert table["方案"]["acceptance"] == "过了客户的技术评审"
    assert [row["goal"] for row in table.values()] == pytest.approx([30, 10, 5, 1.25])


def test_two_a_month_is_another_goal_than_fifteen_a_year(book: Book) -> None:
    book.type_setting(monthly_signed=2)
    found = run(book)
    said = next(finding for finding in found["findings"] if finding["code"] == "F-450")
    assert "一年就是24家" in said["sentence"]
    assert "15家只要每4个月5家" in said["sentence"]
    words = book.grid("funnel_advice")["goal"]["sentence"]
    assert "15家只要每4个月5家、30条线索,24家要48条" in words
    book.type_setting(monthly_signed=1.25)
    assert "F-450" not in codes(run(book))
    assert book.grid("funnel_advice")["goal"]["sentence"].startswith("每月承诺的和全年15家是一个数")


def test_before_the_year_there_is_a_plan_and_no_reproach(book: Book) -> None:
    found = run(book)
    assert not {"F-450", "F-451", "F-452", "F-453"} & set(codes(found))
    assert book.grid("funnel_advice")["move"]["sentence"] == "规划年度还没开始,先看每月计划"
    assert row_of(book, "线索")["actual"] is None
    assert row_of(book, "线索")["completion"] in (None, "")
    assert all(cell is None for cell in book.grid("bonus")["m1"].values())


def test_a_goal_of_none_asks_for_nothing(book: Book) -> None:
    book.type_setting(new_customers=0)
    run(book)
    assert book.grid("funnel_goal")["lead"]["month"] == 0
    assert "填上" in book.grid("funnel_goal")["signed"]["sentence"]
    assert book.grid("funnel_sources")["fair"]["lead_month"] is None


def test_a_rate_of_nought_says_so(book: Book) -> None:
    book.type_setting(sign_rate=0)
    run(book)
    goal = book.grid("funnel_goal")
    assert goal["proposal"]["month"] in (None, "")
    assert goal["proposal"]["sentence"].startswith("这一步的转化率是0")
    assert goal["signed"]["month"] == pytest.approx(1.25)


# ── what was really done ─────────────────────────────────────────────────────────────────────────────────


def test_leads_are_counted_by_source_and_stage(book: Book) -> None:
    """Two fair leads (one signed), one online; the customers of the list bought before and are no new ones."""
    book.type_rows(
        "opportunities",
        [
            lead("甲厂", "报价", "展会", "2027-01-08"), lead("乙厂", "线索", "展会", "2027-02-03"),
            lead("丙厂", "需求", "线上", "2027-03-09"), lead(BIG, "报价", "老客户", "2027-01-05"),
        ],
    )  # fmt: skip
    book.type_rows("orders", [order("2027-03-12", "甲厂", 18.0), order("2027-02-12", BIG, 35.0)])
    month_end(book, 3, verb="funnel")
    sources = book.grid("funnel_sources")
    assert [sources["fair"][key] for key in ("lead_plan", "lead", "need", "proposal", "signed")] == [
        60,
        2,
        1,
        1,
        1,
    ]
    assert sources["fair"]["raw"] == 0.5
    assert [sources["online"][key] for key in ("lead", "need", "proposal", "signed")] == [1, 1, 0, 0]
    assert sources["fair"]["sentence"].startswith("线索计划60条,到手2条,差58条")
    assert sources["total"]["lead"] == 3
    assert row_of(book, "线索")["planned"] == pytest.approx(90)
    assert [row_of(book, stage)["actual"] for stage in ("线索", "需求意向", "方案", "签单")] == [3, 2, 1, 1]
    assert row_of(book, "线索")["gap"] == pytest.approx(-87)


@pytest.mark.slow
def test_the_month_is_what_came_since_the_last_look(book: Book) -> None:
    """In February 甲厂 was a lead; in March it got its proposal, 乙厂 came new, 丙厂 did not move."""
    book.type_rows(
        "opportunities",
        [lead("甲厂", "线索", "展会", "2027-02-08"), lead("丙厂", "报价", "展会", "2027-01-05")],
    )
    month_end(book, 2)
    book.type("opportunities", "甲厂", stage="方案")
    book.type_rows("opportunities", [lead("乙厂", "需求", "转介绍", "2027-03-03")])
    month_end(book, 3)
    stages = ("线索", "需求意向", "方案", "签单")
    assert [row_of(book, stage)["month_actual"] for stage in stages] == [1, 2, 1, 0]
    assert [row_of(book, stage)["actual"] for stage in stages] == [3, 3, 2, 0]
    assert book.grid("bonus")["m3"]["proposals"] == 1


@pytest.mark.slow
def test_a_stage_taken_back_counts_nothing(book: Book) -> None:
    book.type_rows("opportunities", [lead("甲厂", "方案", "展会", "2027-02-08")])
    book.type_rows("orders", [order("2027-02-12", BIG, 35.0)])
    month_end(book, 2)
    book.type("opportunities", "甲厂", stage="线索", result="丢单")
    month_end(book, 3)
    assert [row_of(book, stage)["month_actual"] for stage in ("线索", "需求意向", "方案")] == [0, 0, 0]


def test_fairs_at_thirty_percent_against_five_online_move_effort(book: Book) -> None:
    """S1: 30 of 100 leads from fairs sign, 2 of 40 online; all older than the 90 days a lead needs."""
    fair = [lead(f"展{at}", "签单" if at < 30 else "线索", "展会", "2027-01-04") for at in range(100)]
    online = [lead(f"网{at}", "签单" if at < 2 else "需求", "线上", "2027-01-05") for at in range(40)]
    book.type_rows("opportunities", fair + online)
    book.type_rows("orders", [order("2027-01-12", BIG, 35.0)])
    month_end(book, 4, verb="funnel")
    sources = book.grid("funnel_sources")
    assert (sources["fair"]["raw"], sources["online"]["raw"]) == (0.30, 0.05)
    assert 0.2 < sources["fair"]["low"] < sources["fair"]["rate"] < sources["fair"]["high"] < 0.4
    words = book.grid("funnel_advice")
    assert words["move"]["sentence"].startswith("展会100条线索签了30家(30%),线上40条签2家(5%);每月把3条")
    assert words["rates"]["sentence"].startswith("照现在的转化率")
    assert "全年15家到手了" in words["rates"]["sentence"], "32 signed"


def test_young_leads_and_quick_signatures_prove_nothing(book: Book) -> None:
    """Twelve fair leads of March, six signed at once: no rate is shown, and the plan's rate stands."""
    book.type_rows(
        "opportunities",
        [lead(f"展{at}", "签单" if at < 6 else "线索", "展会", "2027-03-04") for at in range(12)],
    )
    book.type_rows("orders", [order("2027-01-12", BIG, 35.0)])
    month_end(book, 3, verb="funnel")
    fair = book.grid("funnel_sources")["fair"]
    assert fair["raw"] == 0.5
    assert fair["rate"] is None
    assert fair["sentence"].endswith("登记都不到90天,还看不出转化")
    assert book.grid("funnel_advice")["rates"]["sentence"].startswith(
        "还没有能算转化率的线索,先按计划转化率4.2%"
    )


def test_leads_without_any_source_get_one_note_and_one_sentence(book: Book) -> None:
    book.type_rows("opportunities", [lead(f"新厂{at}", "需求", None, "2027-01-04") for at in range(12)])
    book.type_rows("orders", [order("2027-02-12", f"直单{at}", 5.0) for at in range(9)])
    found = month_end(book, 3, verb="funnel")
    ours = [finding for finding in found["findings"] if finding["code"] in ("F-452", "F-453")]
    assert [finding["code"] for finding in ours] == ["F-452", "F-453"]
    assert ours[0]["sentence"].startswith("12家")
    assert ours[1]["sentence"].startswith("9家")
    assert book.grid("funnel_advice")["move"]["sentence"].startswith("12条线索都没写来源")
    unknown = book.grid("funnel_sources")["unknown"]
    assert unknown["lead"] == 12
    assert "9家没登记线索就下了单" in unknown["sentence"]


def test_without_any_lead_the_sheet_says_how_to_begin(book: Book) -> None:
    book.type_rows("orders", [order("2027-01-12", BIG, 35.0)])
    found = month_end(book, 1, verb="funnel")
    assert not {"F-452", "F-453"} & set(codes(found))
    assert book.grid("funnel_advice")["move"]["sentence"].startswith("还没登记线索")


# ── the user's cells ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_what_the_salesperson_writes_into_the_table_stays(book: Book) -> None:
    run(book)
    book.type("funnel", "线索", owner="王敏", due="每周五", actions="每周打30个电话")
    book.type_setting(new_customers=24)
    run(book)
    row = row_of(book, "线索")
    assert (row["owner"], row["due"], row["actions"]) == ("王敏", "每周五", "每周打30个电话")
    assert row["result"] == "每月找到48条有效线索"
    book.type("funnel", "线索", owner=None)
    run(book)
    assert row_of(book, "线索")["owner"] == "销售团队"
    run(book, "--reset")
    assert row_of(book, "线索")["due"] == "每月最后一天"


@pytest.mark.slow
def test_a_second_run_changes_nothing(book: Book) -> None:
    book.type_rows("opportunities", [lead("甲厂", "方案", "展会", "2027-01-08")])
    book.type_rows("orders", [order("2027-03-12", "甲厂", 18.0)])
    month_end(book, 3)
    assert run(book)["changed"] == 0
    assert run(book, verb="run")["changed"] == 0


def test_a_lean_book_shows_the_sheet(copy: Callable[..., Book]) -> None:
    book = copy("lean")
    book.type_rows("customers", [{"name": name, "this_year": this} for name, _, this, _ in CUSTOMERS])
    run(book)
    assert book.grid("funnel_sources")["fair"]["lead_month"] == 20


def test_the_english_book_speaks_english(copy: Callable[..., Book]) -> None:
    book = copy("planned", "en")
    book.type_setting(monthly_signed=2)
    run(book)
    assert book.grid("funnel_goal")["signed"]["sentence"] == "15 in the year, over 12 months"
    assert "24 needs 48 leads" in book.grid("funnel_advice")["goal"]["sentence"]
    assert book.by("funnel", "stage")["Need"]["due"] == "by the 20th"


# ── what a month earns ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def shelf_of_one(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """One customer; a first quarter of 750 in three equal months; 300 sold in January. By money unit."""
    folder = tmp_path_factory.mktemp("one")

    @cache
    def made(unit: str) -> Path:
        path, factor = folder / f"{unit}.xlsx", {"wan": 1.0, "yuan": 1e4}[unit]
        assert salesplan("new", path, "--year", 2027, "--lang", "zh", "--unit", unit).code == 0
        book = Book(path, "zh", unit)
        book.type_rows("customers", [{"name": BIG, "this_year": 2000 * factor, "last_year": 1900 * factor}])
        run(book, verb="run")
        for name in book.by("map"):
            book.type("map", name, q1=750 * factor if name == BIG else 0.0)
        for month in ("m1", "m2", "m3"):
            book.type_grid("month_split", month, "share", 1 / 3)
        book.type_rows("orders", [order("2027-01-20", BIG, 300 * factor)])
        month_end(book, 1)
        return path

    return made


@pytest.fixture
def january(shelf_of_one: Callable[[str], Path], tmp_path: Path) -> Callable[..., Book]:
    """A fresh copy of it."""
    return lambda unit="wan": Book(Path(shutil.copy(shelf_of_one(unit), tmp_path / "one.xlsx")), "zh", unit)


@pytest.mark.slow
def test_seven_proposals_earn_900_and_four_nothing(january: Callable[..., Book]) -> None:
    book = january()
    book.type_grid("bonus", "m1", "proposals", 7)
    run(book)
    assert book.grid("bonus")["m1"]["action"] == 900
    book.type_grid("bonus", "m1", "proposals", 4)
    run(book)
    assert book.grid("bonus")["m1"]["action"] == 0
    assert "差1份到5份" in book.grid("bonus")["m1"]["sentence"]


@pytest.mark.slow
def test_300_on_250_is_exactly_the_line(january: Callable[..., Book]) -> None:
    """5 % of the whole month of 300 is 15; with the strict reading nothing. 7 proposals 900, one point 3 万."""
    book = january()
    book.type_grid("bonus", "m1", "proposals", 7)
    run(book)
    month = book.grid("bonus")["m1"]
    assert (month["revenue"], month["target"]) == (300, pytest.approx(250))
    assert (month["over"], month["commission"], month["total"]) == pytest.approx((15, 3, 180_900))
    book.type_setting(over_reading="超过才算")
    run(book)
    month = book.grid("bonus")["m1"]
    assert (month["over"], month["total"]) == (0, pytest.approx(30_900))
    assert "正好在线上" in month["sentence"]


@pytest.mark.slow
def test_a_book_in_yuan_pays_the_same_yuan(january: Callable[..., Book]) -> None:
    book = january("yuan")
    book.type_grid("bonus", "m1", "proposals", 7)
    run(book)
    month = book.grid("bonus")["m1"]
    assert (month["over"], month["total"]) == pytest.approx((150_000, 180_900))


@pytest.mark.slow
def test_typed_proposals_win_and_months_gone_by_keep_theirs(january: Callable[..., Book]) -> None:
    """January counted 1, the rep says 6; February counts its own; April, still to come, keeps what is noted."""
    book = january()
    book.type_rows("opportunities", [lead("甲厂", "方案", "展会", "2027-01-08")])
    month_end(book, 1)
    assert book.grid("bonus")["m1"]["proposals"] == 1
    book.type_grid("bonus", "m1", "proposals", 6)
    book.type_grid("bonus", "m4", "proposals", 9)
    book.type_rows("opportunities", [lead("乙厂", "方案", "展会", "2027-02-03")])
    month_end(book, 2)
    bonus = book.grid("bonus")
    assert [bonus[month]["proposals"] for month in ("m1", "m2", "m3", "m4")] == [6, 1, None, 9]
    assert bonus["m1"]["action"] == 700
    assert bonus["m2"]["action"] == 0
    assert bonus["m4"]["action"] is None
    assert bonus["year"]["action"] == 700
    book.type_grid("bonus", "m1", "proposals", None)
    run(book)
    assert book.grid("bonus")["m1"]["proposals"] == 1, "an emptied cell takes what was counted in its month"


@pytest.mark.slow
def test_a_month_nobody_tracked_has_a_result_but_no_proposals(january: Callable[..., Book]) -> None:
    book = january()
    month_end(book, 3, verb="funnel")
    february = book.grid("bonus")["m2"]
    assert (february["proposals"], february["action"], february["over"]) == (None, None, 0)
    assert february["sentence"].startswith("没记交了几份方案")
