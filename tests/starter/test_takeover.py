"""A starter becomes a full plan: every typed cell comes along, and the first run gives the same tiers and targets."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.from_starter import read_starter
from salesplan_xl.templates.starter.build import Typed, build_starter
from tests.doors.driver import Book, salesplan
from tests.recalc import engines
from tests.starter.books import BASES, UNITS, names, random_starter
from tests.starter.compare import QUARTERS, Starter, wanted

TYPED = Typed(
    [
        {"name": "华东机械", "this_year": 500, "last_year": 480, "receivable": 80, "overdue": 30, "purchasing": 2, "decision": "√",
         "growth": 0.1, "next_step": "3月见总经理"},
        {"name": "新世 纪", "this_year": 300, "last_year": 500, "technical": "王工", "loss": 0.3, "loss_probability": 1},
        {"name": "小厂", "this_year": 20, "tier": "A", "need": "备件", "project": "改造", "amount": 60, "chance": 0.5},
        {},
        {"name": "待填厂", "this_year": "待定", "last_year": 3},
        {"this_year": 7},
    ],
    {"plan_year": 2028, "salesperson": "李明", "company_target": 1000, "buffer": 0.2, "quarter_weight_1": 20, "visits_a": 3,
     "top_n": "六"},
    {(0, "actual"): 70, (0, "visited"): 2, (0, "due"): 50, (0, "on_time"): 40, (2, "actual"): 55},
)  # fmt: skip


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("starter") / "起步簿.xlsx"
    path.write_bytes(build_starter("zh", TYPED, rows=12))
    return path


@pytest.fixture(scope="module")
def plan(starter: Path) -> Book:
    path = starter.parent / "规划.xlsx"
    said = salesplan("new", path, "--from", starter)
    assert said.code == 0
    assert "带过来4家客户" in said.out
    return Book(path, "zh")


def frame(plan: Book, table: str) -> pd.DataFrame:
    return PlanBook(FilePort.open(plan.path)).frame(table)


def test_customers_come_with_all_their_cells(plan: Book) -> None:
    rows = frame(plan, "customers").set_index("name")
    assert list(rows.index) == ["华东机械", "新世 纪", "小厂", "待填厂"]
    assert rows.loc["华东机械", ["this_year", "last_year"]].tolist() == [500, 480]
    assert (rows["needs"]["小厂"], rows["tier_override"]["小厂"]) == ("备件", "A")
    assert "今年业绩" in rows["note"]["待填厂"] and "待定" in rows["note"]["待填厂"]


def test_money_owed_people_and_projects_become_rows(plan: Book) -> None:
    owed = frame(plan, "receivables")
    assert owed["amount"].tolist() == [30, 50]
    assert [str(day.date()) for day in owed["due"]] == ["2027-12-30", "2028-01-31"]
    people = frame(plan, "contacts")
    assert people[["customer", "role"]].to_numpy().tolist() == [
        ["华东机械", "purchasing"], ["华东机械", "purchasing"], ["华东机械", "decision"], ["新世 纪", "technical"],
    ]  # fmt: skip
    assert len(set(people["name"])) == 4
    assert "王工" in people["name"].iloc[-1]
    (project,) = frame(plan, "opportunities").to_dict("records")
    assert (project["project"], project["amount"], project["probability"]) == ("改造", 60, 0.5)


def test_edited_defaults_settings_and_months_come_along(plan: Book) -> None:
    book = PlanBook(FilePort.open(plan.path))
    settings = book.settings
    assert {key: settings[key] for key in ("plan_year", "salesperson", "company_target", "buffer", "quarter_weight_1", "visits_a")} == {
        "plan_year": 2028, "salesperson": "李明", "company_target": 1000, "buffer": 0.2, "quarter_weight_1": 20, "visits_a": 3,
    }  # fmt: skip
    assert (settings["quarter_method"], settings["cadence"], settings["top_n"]) == ("manual", "own", 6)
    reviews = book.frame("reviews")
    assert reviews[["period", "done"]].to_numpy().tolist() == [
        ["2028-01", 70], ["2028-01", 2], ["2028-01", 40], ["2028-03", 55],
    ]  # fmt: skip


def test_what_was_assumed_or_left_is_said(starter: Path, tmp_path: Path) -> None:
    """Due dates, stages, a figure that is none, a setting that is none, a row without a name."""
    said = salesplan("new", tmp_path / "p.xlsx", "--from", starter, "--json").document
    assert [item["code"] for item in said["findings"]] == ["F-560", "F-563", "F-561", "F-564", "F-562"]


def test_the_first_run_gives_the_same_tiers_and_targets(starter: Path, plan: Book) -> None:
    said = salesplan("run", plan.path, "--despite-errors")
    assert said.code == 0, said.screen
    book = starter.read_bytes()
    areas = names(book)
    mine = Starter(areas, engines.BetterOffice().values(book, wanted(areas)), "zh")
    rows = mine.rows("t_", "name")
    targets, tiers, plans = (plan.by(table) for table in ("targets", "health", "map"))
    for name in rows.index:
        assert tiers[name]["tier"] == rows["tier"][name]
        assert targets[name]["expected"] == pytest.approx(float(rows["target"][name]))
        assert sum(plans[name][quarter] for quarter in QUARTERS) == pytest.approx(float(rows["year"][name]))
    assert targets["华东机械"]["growth"] == pytest.approx(0.1)
    assert (targets["新世 纪"]["loss"], targets["新世 纪"]["loss_probability"]) == pytest.approx((0.3, 1))
    assert plans["华东机械"]["next_action"] == "3月见总经理"
    assert len(frame(plan, "reviews")) == 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_random_starters_run_to_the_same_plan(seed: int, tmp_path: Path) -> None:
    """Also in yuan, with returns, ties and rows that hold text."""
    lang = "zh" if seed % 2 else "en"
    book, path = build_starter(lang, random_starter(40 + seed, 25, lang), rows=25), tmp_path / "plan.xlsx"
    source = tmp_path / "starter.xlsx"
    source.write_bytes(book)
    assert salesplan("new", path, "--from", source).code == 0
    assert salesplan("run", path, "--despite-errors").code in (0, 1)
    areas = names(book)
    mine = Starter(areas, engines.BetterOffice().values(book, wanted(areas)), lang)
    rows = mine.rows("t_", "name")
    plan = PlanBook(FilePort.open(path))
    targets, plans = (plan.frame(key).set_index("customer") for key in ("targets", "map"))
    health = plan.frame("health").set_index("customer")
    assert health["tier"].loc[rows.index].tolist() == rows["tier"].tolist()
    assert targets["tier"].loc[rows.index].tolist() == rows["tier"].tolist()
    years = plans[list(QUARTERS)].astype(float)
    assert years.loc[rows.index].sum(axis=1).tolist() == pytest.approx(rows["year"].astype(float).tolist())
    total = rows[list(QUARTERS)].astype(float).sum() + [
        float(str(mine.one(f"b_new_{quarter}"))) for quarter in QUARTERS
    ]
    assert years.sum().tolist() == pytest.approx(total.tolist())


@pytest.mark.slow
def test_a_starter_saved_by_another_program_is_read_alike(starter: Path, office: engines.LibreOffice) -> None:
    ours, theirs = (
        read_starter(FilePort(XlsxFile.from_bytes(data), "s.xlsx"))
        for data in (starter.read_bytes(), office.saved(starter.read_bytes()))
    )
    assert ours.settings == theirs.settings
    assert ours.tables.keys() == theirs.tables.keys()
    for key, rows in ours.tables.items():
        if key != "reviews":  # planned figures come with the program's own values
            pd.testing.assert_frame_equal(rows, theirs.tables[key])


def test_language_and_unit_are_those_of_the_starter(tmp_path: Path) -> None:
    typed = Typed(
        [{"name": "Acme", "this_year": 120_000}],
        {"money_unit": UNITS["en"]["yuan"], "plan_basis": BASES["en"][1]},
    )
    source, path = tmp_path / "s.xlsx", tmp_path / "p.xlsx"
    source.write_bytes(build_starter("en", typed, rows=3))
    assert salesplan("new", path, "--from", source).code == 0
    book = PlanBook(FilePort.open(path))
    assert (book.lang, book.unit, book.settings["plan_basis"]) == ("en", "yuan", "guaranteed")
    assert book.settings["customer_step"] == 10_000


def test_another_year_may_be_asked_for(starter: Path, tmp_path: Path) -> None:
    """Months and due dates move with it."""
    assert salesplan("new", tmp_path / "p.xlsx", "--from", starter, "--year", 2030).code == 0
    book = PlanBook(FilePort.open(tmp_path / "p.xlsx"))
    assert book.settings["plan_year"] == 2030
    assert book.frame("reviews")["period"].tolist()[0] == "2030-01"
    assert [day.year for day in book.frame("receivables")["due"]] == [2029, 2030]


def test_an_empty_starter_makes_an_empty_plan(tmp_path: Path) -> None:
    source, path = tmp_path / "s.xlsx", tmp_path / "p.xlsx"
    source.write_bytes(build_starter("zh", rows=3))
    assert salesplan("new", path, "--from", source).code == 0
    assert frame(Book(path, "zh"), "customers").empty


def test_a_starter_is_no_plan_book_and_says_so(starter: Path) -> None:
    before = starter.read_bytes()
    said = salesplan("run", starter)
    assert (said.code, "SP-346" in said.err, "--from" in said.err) == (3, True, True)
    assert starter.read_bytes() == before


def test_another_file_is_refused(plan: Book, starter: Path, tmp_path: Path) -> None:
    """A workbook of somebody else, a taken name, a demo beside it: nothing is written."""
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    said = salesplan("new", tmp_path / "p.xlsx", "--from", tmp_path / "other.xlsx")
    assert (said.code, "SP-345" in said.err) == (3, True)
    assert salesplan("new", tmp_path / "p.xlsx", "--from", starter, "--demo", "rep").code == 2
    assert not (tmp_path / "p.xlsx").exists()
    taken = salesplan("new", plan.path, "--from", starter)
    assert (taken.code, "SP-315" in taken.err) == (3, True)
