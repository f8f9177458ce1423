"""A year of the demo company played at the console: twelve months of files drive figures, lists and reviews.

Nothing is typed but the settings of the plan and a salesperson's judgements.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.demo import PLANTED
from salesplan_xl.schema.workbook import tables
from tests.demo_data.year import year_files
from tests.doors.driver import Book, day, salesplan

pytestmark = pytest.mark.slow

SLIPPED, AUGUST = "新厂自动化产线项目", 8
QUARTERS = ("q1", "q2", "q3", "q4")
JUDGED = {"cause": "自身原因", "judgement": "判断有误", "lesson": "淡季没算够", "correction": "三月先做返单"}


@dataclass
class Year:
    """The book at the end of each month (0 the eve) and what it sold."""

    folder: Path
    sold: dict[int, float] = field(default_factory=dict)
    started: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / "plan.xlsx"

    def end_of(self, month: int) -> Book:
        return Book(self.folder / f"{month}.xlsx")

    def keep(self, month: int) -> None:
        shutil.copy(self.path, self.folder / f"{month}.xlsx")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year, played: files of the month, figures, review; of two months the list with which they begin."""
    played = Year(tmp_path_factory.mktemp("year"))
    do("new", played.path, "--year", 2027, "--lang", "zh")
    Book(played.path).type_setting(new_business_target=50.0, company_target=2190.0)
    bring(played, 0)
    do("run", played.path)
    played.keep(0)
    for month in range(1, 13):
        label = f"2027-{month:02d}"
        if month in (2, AUGUST):
            do("month", played.path, "--month", label)
            played.started[month] = Book(played.path).rows("month_list")
        bring(played, month)
        do("run" if month in (AUGUST - 1, AUGUST, 12) else "kpi", played.path, "--month", label)
        do("review", played.path, "--month", label)
        if month == 2:
            judge(Book(played.path), "2027-02", "本月业绩")
        if month in (3, AUGUST - 1, AUGUST, 12):
            played.keep(month)
    return played


def do(verb: str, *arguments: object) -> None:
    said = salesplan(verb, *arguments)
    assert said.code == 0, f"{verb}: {said.screen}"


def bring(played: Year, month: int, path: Path | None = None, *, without: str = "") -> None:
    """Import what arrives in a month; ``without`` leaves the news of one project out."""
    files = year_files("rep", "zh", month)
    played.sold.setdefault(month, float(files["orders"]["金额(万元)"].sum()))
    options: list[object] = []
    for key, frame in files.items():
        rows = frame[frame["项目"] != without] if key == "opportunities" else frame
        file = played.folder / f"{key}.csv"
        rows.to_csv(file, index=False, encoding="utf-8-sig")
        options += [f"--{key}", file]
    do("import", path or played.path, *options)


def judge(book: Book, period: str, item: str) -> None:
    rows = book.rows("reviews")
    at = next(n for n, row in enumerate(rows) if (row["period"], row["item"]) == (period, item))
    file = XlsxFile.open(book.path)
    info = file.tables[tables()["reviews"].name]
    first, names = info.first_row + at, info.columns
    cells = {
        (first, info.first_col + names.index(book.names.header("reviews", key))): v
        for key, v in JUDGED.items()
    }
    file.set_cells(info.sheet, cells)  # type: ignore[arg-type]
    file.save(book.path, backup=False)


def project(book: Book) -> dict[str, Any]:
    return next(row for row in book.rows("opportunities") if row["project"] == SLIPPED)


def test_targets_and_quarters_stand_all_year(year: Year) -> None:
    """They were set on the eve and hold 2,435.92; what changes is how far the year has got.

    Repeat business 1,974.6, projects 411.35, new customers 50: derived 2,435.95. Raw leads are how the 50 are won
    and stand nowhere beside them; the map rounds each quarter by at most 1 % of its customer's year.
    """
    eve, december = year.end_of(0), year.end_of(12)
    for table, keys in (
        ("map", QUARTERS),
        ("targets", ("base", "growth", "loss", "project", "win_probability")),
    ):
        before, after = eve.by(table), december.by(table)
        assert [{k: row[k] for k in keys} for row in before.values()] == [
            {k: after[name][k] for k in keys} for name, row in before.items()
        ]
    total = sum(row[key] or 0 for row in december.rows("map") for key in QUARTERS)
    assert total == pytest.approx(2_435.92)
    assert eve.grid("commitments")["derived"]["amount"] == pytest.approx(1_974.60 + 411.35 + 50, abs=0.01)


def test_every_month_shows_what_was_sold_in_it(year: Year) -> None:
    months = year.end_of(12).rows("months")
    assert [row["actual"] for row in months] == [pytest.approx(year.sold[month]) for month in range(1, 13)]
    assert all(row["planned"] > 0 and row["due"] > 0 for row in months), "visits and payments too"
    march = year.end_of(3).rows("months")
    assert [row["actual"] is None for row in march] == [False] * 3 + [True] * 9


def test_the_projection_starts_low_and_arrives_at_what_was_sold(year: Year) -> None:
    """As each month's review told it: lowest after a weak first quarter; the year ends at 96 % of the plan.

    The plan keeps its voice of six months: of 2,436 planned, a quarter that brought 272 instead of 519 takes 385.
    """
    sold = sum(year.sold[month] for month in range(1, 13))
    told = [row["done"] for row in year.end_of(12).rows("reviews") if row["item"] == "全年预计"]
    off = [abs(projection - sold) for projection in told]
    assert len(off) == 12
    assert min(told) == told[2] == pytest.approx(2_050.85, abs=0.01)
    assert max(off[9:]) < 250
    assert off[11] == pytest.approx(0, abs=0.01)
    assert sold / 2_435.92 == pytest.approx(0.956, abs=0.001)


def test_the_list_of_a_month_is_about_this_month_and_what_is_left_of_others(year: Year) -> None:
    february = year.started[2]
    asked = [row for row in february if row["kind"] in ("目标", "拜访", "非销售性拜访")]
    assert {row["due"] for row in asked} == {day("2027-02-28")}
    paid = {
        row["invoice"]
        for row in year.end_of(0).rows("receivables")
        if (row["paid_amount"] or 0) >= row["amount"]
    }
    listed = [row["what"].split()[-1] for row in february if row["kind"] == "回款" and row["customer"]]
    assert listed and not paid & set(listed), "nobody is asked for money that came"
    done = {
        (row["customer"], row["action"])
        for row in year.end_of(3).rows("actions")
        if row["done_on"] and row["done_on"] < day("2027-02-01")
    }
    assert done and not done & {(row["customer"], row["what"]) for row in february}


def test_all_twelve_months_are_reviewed_and_what_was_judged_in_february_stands_in_december(
    year: Year,
) -> None:
    rows = year.end_of(12).rows("reviews")
    months = [row for row in rows if row["scope"] == "月复盘"]
    assert list(dict.fromkeys(row["period"] for row in months)) == [f"2027-{m:02d}" for m in range(1, 13)]
    assert len({row["period"] for row in rows if row["scope"] == "周复盘"}) == 12
    revenue = {row["period"]: row for row in months if row["item"] == "本月业绩"}
    assert [revenue[f"2027-{m:02d}"]["done"] for m in range(1, 13)] == [
        pytest.approx(year.sold[m]) for m in range(1, 13)
    ]
    assert {key: revenue["2027-02"][key] for key in JUDGED} == JUDGED
    assert revenue["2027-03"]["cause"] is None
    sides = {row["side"] for row in months}
    assert sides == {"数字", "客户", "动作"}
    assert {row["side"] for row in rows} - sides >= {"拜访", "项目下一步", "行动"}


def test_the_year_in_review_is_told_in_one_sentence(year: Year) -> None:
    said = year.end_of(12).grid("review_summary")["month"]["sentence"]
    assert said.startswith("12月完成")
    assert "全年目标2,435.92" in said


def test_in_august_the_third_quarter_loses_its_project_at_once(year: Year) -> None:
    """200 at 70 % was to sign in September; the customer's budget goes to next year."""
    july, august = year.end_of(AUGUST - 1), year.end_of(AUGUST)
    before, after = (book.grid("backing")["q3"] for book in (july, august))
    assert (before["target"], after["target"]) == pytest.approx((535.64, 535.64))
    assert project(july)["sign_date"] == day("2027-09-15")
    assert project(august)["sign_date"] == day("2028-03-15")
    told = [
        row
        for row in august.rows("findings")
        if row["code"] in ("F-328", "F-329") and SLIPPED in row["sentence"]
    ]
    assert len(told) == 1 and "Q3少了" in told[0]["sentence"]
    rest = before["weighted"] - after["weighted"]
    assert rest == pytest.approx(140 + worth_of_others(july, august), abs=0.01)


def worth_of_others(july: Book, august: Book) -> float:
    """What all other projects of the third quarter lost from July to August, from the lists themselves."""
    return third_quarter(july) - third_quarter(august)


def third_quarter(book: Book) -> float:
    chances = {"线索": 0.1, "需求": 0.2, "方案": 0.35, "报价": 0.5, "谈判": 0.7}
    total = 0.0
    for row in book.rows("opportunities"):
        signs = row["sign_date"]
        inside = signs and day("2027-07-01") <= signs <= day("2027-09-30")
        if inside and row["result"] != "丢单" and row["project"] != SLIPPED:
            given = row["probability"] if row["probability"] is not None else chances.get(row["stage"], 1.0)
            total += row["amount"] * (given if row["stage"] in chances and row["result"] != "赢单" else 1.0)
    return total


def test_the_slip_leaves_a_trace_is_counted_and_stands_on_the_list(year: Year) -> None:
    august = year.end_of(AUGUST)
    trace = [row for row in august.rows("trace") if row["project"] == SLIPPED]
    assert [(row["kind"], row["old_date"], row["new_date"]) for row in trace] == [
        ("提前", day("2027-10-20"), day("2027-09-15")),
        ("延期", day("2027-09-15"), day("2028-03-15")),
    ]
    assert (trace[1]["slips"], project(august)["slips"]) == (1, 1)
    said = [
        row
        for row in august.rows("month_list")
        if row["customer"] == PLANTED["project"].zh and SLIPPED in str(row["what"])
    ]
    assert any("2028-03-15" in str(row["why"]) + str(row["what"]) for row in said), said
    assert not any("2028-03-15" in str(row["why"]) for row in year.started[AUGUST]), "on 1 August nobody knew"


def test_without_the_slip_august_would_project_more(year: Year, tmp_path: Path) -> None:
    path = tmp_path / "hope.xlsx"
    shutil.copy(year.end_of(AUGUST - 1).path, path)
    bring(year, AUGUST, path, without=SLIPPED)
    do("kpi", path, "--month", "2027-08")
    hoped = Book(path).rows("months")[AUGUST - 1]["projection"]
    assert hoped > year.end_of(AUGUST).rows("months")[AUGUST - 1]["projection"] + 20


def test_the_last_step_can_be_taken_back(year: Year, tmp_path: Path) -> None:
    path = tmp_path / "back.xlsx"
    shutil.copy(year.end_of(12).path, path)
    do("undo", path)
    periods = {row["period"] for row in Book(path).rows("reviews")}
    assert "2027-12" not in periods
    assert {"2027-02", "2027-11"} <= periods
