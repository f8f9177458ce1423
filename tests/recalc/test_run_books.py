"""Promises R10 and R21 on books that commands made: shown values are those of the engines and of the core."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pandas as pd
import pytest

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.planning.common import customer_book
from salesplan_xl.planning.customers import health
from salesplan_xl.planning.targets import targets
from salesplan_xl.planning.time.capacity import days_needed, month_capacity
from salesplan_xl.schema.settings import rules
from salesplan_xl.schema.workbook import grids, tables
from tests.recalc import agree, charts, engines, run_books

COMPUTED = ("rep-zh", "rep-en", "yuan-zh", "messy", "big-customer", "edited-rerun", "imported-rerun")
INPUTS = ("customers", "orders", "receivables", "contacts", "opportunities", "visits", "resources")
QUARTERS = ("q1", "q2", "q3", "q4")
MONTHS = tuple(f"m{month}" for month in range(1, 13))


class Shown:
    """What a book shows, by the schema's keys, read from its cells and nothing else."""

    def __init__(self, name: str) -> None:
        self.book = PlanBook(run_books.reopened(run_books.book(name)))
        self.rules = rules(self.book.settings)

    def cell(self, grid: str, row: str, column: str) -> float:
        """A number of a grid."""
        value = self.book.grid_raw(grid)[row, column]
        assert isinstance(value, (int, float)), (grid, row, column, value)
        return float(value)

    def column(self, table: str, column: str) -> pd.Series:
        """A column of numbers; a formula's empty text counts as nothing."""
        raw = self.book.raw_rows(table)[self.book.column_position(table, column)]
        return pd.to_numeric(pd.Series(raw, dtype=object), errors="coerce")

    def frame(self, table: str) -> pd.DataFrame:
        """A table without its formula columns."""
        return self.book.frame(table)


@pytest.fixture(scope="module", params=run_books.one_fast(COMPUTED))
def shown(request: pytest.FixtureRequest) -> Shown:
    return Shown(request.param)


@pytest.mark.parametrize("name", run_books.one_fast(run_books.BOOKS))
def test_a_book_shows_what_the_engines_compute(name: str) -> None:
    book = run_books.book(name)
    problems = agree.error_cells(book) + charts.wrong_points(book)
    for engine in engines.in_process():
        problems += agree.disagreements(book, engine)
    assert not problems, problems[:20]
    assert len(agree.formula_cells(book)) > 300


@pytest.mark.slow
def test_a_team_book_shows_what_the_engines_compute() -> None:
    book = run_books.run(run_books.demo("zh", size="team")).to_bytes()
    assert not agree.error_cells(book)
    assert not charts.wrong_points(book)
    for engine in engines.in_process():
        assert not agree.disagreements(book, engine)


@pytest.mark.slow
def test_a_book_shows_what_libreoffice_computes(office: engines.LibreOffice) -> None:
    """A book that was run, edited and run again."""
    books = {"edited-rerun": run_books.book("edited-rerun")}
    assert agree.office_disagreements(books, office) == []


def test_a_wrong_point_of_a_chart_is_found() -> None:
    assert charts.wrong_points(_with_wrong_point(run_books.book("rep-zh")))
    assert len(list(charts.caches(run_books.book("rep-zh")))) > 20


def test_targets_are_the_cores_targets(shown: Shown) -> None:
    """目标汇总: the total is the sum of planning.targets.expected, by tier as well."""
    frame = shown.frame("targets")
    by_tier = targets.expected(frame).groupby(frame["tier"]).sum()
    for tier in "ABCN":
        expected = float(by_tier.get(tier, 0.0))
        assert shown.cell("tier_targets", tier, "expected") == pytest.approx(expected, abs=1e-6)
    level = targets.levels(frame, shown.rules)
    assert shown.cell("tier_targets", "total", "expected") == pytest.approx(level.derived, abs=1e-6)
    assert shown.cell("tier_targets", "total", "this_year") == pytest.approx(level.this_year, abs=1e-6)
    assert shown.cell("commitments", "guaranteed", "amount") == pytest.approx(level.guaranteed, abs=1e-6)
    assert shown.cell("commitments", "stretch", "amount") == pytest.approx(level.stretch, abs=1e-6)
    assert shown.cell("source_targets", "check", "amount") == pytest.approx(0.0, abs=1e-6)


def test_tiers_and_revenue_are_the_cores(shown: Shown) -> None:
    """客户健康诊断表: the tiers, this year's revenue and the shares are what planning.health says."""
    inputs = {key: shown.frame(key) for key in INPUTS}
    book = customer_book.build_customer_book(inputs["customers"], inputs["orders"], shown.rules.calendar)
    core = health.diagnose(book, inputs, {}, shown.rules).frame
    table = shown.frame("health")
    assert dict(zip(table["customer"], table["tier"], strict=True)) == dict(
        zip(core["customer"], core["tier"], strict=True)
    )
    revenue = core["this_year"].groupby(core["tier"]).sum()
    for tier in "ABC":
        wanted = float(revenue.get(tier, 0.0))
        assert shown.cell("tier_overview", tier, "revenue") == pytest.approx(wanted, abs=1e-6)
        assert shown.cell("tier_overview", tier, "customers") == (core["tier"] == tier).sum()


def test_the_map_adds_up_and_reaches_the_level_it_follows(shown: Shown) -> None:
    """作战地图: quarters add up to years, tiers to the book, months to quarters."""
    quarters = [float(shown.column("map", q).sum()) for q in QUARTERS]
    year = float(shown.column("map", "target").sum())
    assert year == pytest.approx(sum(quarters), abs=1e-6)
    for q, amount in zip(QUARTERS, quarters, strict=True):
        assert shown.cell("quarter_support", "target", q) == pytest.approx(amount, abs=1e-6)
    assert shown.cell("month_split", "total", "target") == pytest.approx(year, abs=1e-6)
    for quarter, amount in enumerate(quarters):
        months = [shown.cell("month_split", m, "target") for m in MONTHS[quarter * 3 : quarter * 3 + 3]]
        assert sum(months) == pytest.approx(amount, abs=1e-6)


def test_time_is_the_cores(shown: Shown) -> None:
    """时间配置: days needed and available are those of planning.capacity."""
    frame, limits = shown.frame("map"), shown.rules.capacity
    visits = frame["visits"].fillna(0.0).groupby(frame["tier"]).sum().reindex(list("ABC"), fill_value=0.0)
    needed = sum(days_needed((visits["A"], visits["B"], visits["C"]), limits))
    available = month_capacity(limits.workdays_month, limits.slack)
    assert shown.cell("capacity", "needed", "value") == pytest.approx(needed, abs=1e-9)
    assert shown.cell("capacity", "left", "value") == pytest.approx(available - needed, abs=1e-9)


def test_tracking_adds_up(shown: Shown) -> None:
    """月度跟踪: month targets are those of the month block, the customers' actuals those of the month."""
    targets_by_month = [shown.cell("month_split", m, "target") for m in MONTHS]
    assert shown.column("months", "target").tolist() == pytest.approx(targets_by_month, abs=1e-6)
    to_date = pd.Series(targets_by_month).cumsum().tolist()
    assert shown.column("months", "target_to_date").tolist() == pytest.approx(to_date, abs=1e-6)


@pytest.mark.slow
def test_a_book_in_yuan_is_the_book_in_wan_times_ten_thousand() -> None:
    wan, yuan = Shown("rep-zh"), Shown("yuan-zh")
    for grid, row, column in (
        ("tier_overview", "total", "revenue"),
        ("tier_targets", "total", "this_year"),
        ("tier_targets", "total", "expected"),
        ("commitments", "company", "amount"),
    ):
        wanted = wan.cell(grid, row, column) * 10_000
        assert yuan.cell(grid, row, column) == pytest.approx(wanted, rel=1e-6)
    assert yuan.frame("health")["tier"].tolist() == wan.frame("health")["tier"].tolist()


@pytest.mark.slow
def test_edits_are_what_the_rerun_computes_with() -> None:
    """The first customer's growth was typed as 20 %, and its first quarter as 0."""
    book = Shown("edited-rerun")
    assert book.frame("targets")["growth"].iloc[0] == pytest.approx(0.2)
    row = book.frame("map")
    assert row["q1"].iloc[0] == 0
    assert row["q2"].iloc[1] == pytest.approx(123.45)
    assert row["key_action"].iloc[2] == "先去拜访总经理"
    assert book.frame("quarters").loc[1, ["w1", "w2"]].tolist() == pytest.approx([0.4, 0.2])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["edited-rerun", "messy"])
def test_running_again_changes_nothing(name: str) -> None:
    again = run_books.run(run_books.reopened(run_books.book(name))).to_bytes()
    assert _without_log(again) == _without_log(run_books.book(name))


@pytest.mark.slow
def test_a_book_saved_by_another_program_gets_its_values_back() -> None:
    """Every cached value was dropped; one run later each formula cell shows what it showed before."""
    before = agree.formula_cells(run_books.book("rep-zh"))
    after = agree.formula_cells(run_books.book("saved-elsewhere-rerun"))
    assert before.keys() == after.keys()
    assert all(agree.same(value, after[cell]) for cell, value in before.items())


def test_every_formula_of_the_schema_was_compared() -> None:
    """A formula nobody declares to a reader cannot slip past: at least one cell each."""
    columns = sum(column.formula is not None for table in tables().values() for column in table.columns)
    cells = sum(bool(c and c.formula) for grid in grids().values() for row in grid.rows for c in row.cells)
    assert len(agree.formula_cells(run_books.book("rep-zh"))) > columns * 4 + cells


def _without_log(book: bytes) -> dict[str, bytes]:
    """The parts of a book but the log's sheet and table."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    position = len(run_books.load(book).sheetnames) - 1  # the log is the last sheet but one
    return {name: data for name, data in parts.items() if name != f"xl/worksheets/sheet{position}.xml"}


def _with_wrong_point(book: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/charts/chart1.xml":
                data = data.replace(b'<c:pt idx="0"><c:v>', b'<c:pt idx="0"><c:v>9', 4)
            target.writestr(name, data)
    return out.getvalue()
