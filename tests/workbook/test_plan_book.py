"""The plan book behind a port: what is staged, what differs, what counts as the user's edit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.edits import Baselines, find_edits, identity_of, plain, unchanged
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.reader import MAX_CELL_FINDINGS
from salesplan_xl.book.port import Writes
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.schema.workbook import SCHEMA_VERSION, grids, tables

NAMES = ["甲厂", "乙厂", "丙厂"]


@pytest.fixture(scope="module")
def content() -> bytes:
    return new_book("zh", year=2027).to_bytes()


@pytest.fixture
def book(content: bytes) -> PlanBook:
    """An open empty book."""
    return opened(content)


def opened(content: bytes) -> PlanBook:
    return PlanBook(FilePort(XlsxFile.from_bytes(content, "plan.xlsx"), "plan.xlsx"))


def applied(book: PlanBook) -> PlanBook:
    """Write what is staged and open the result."""
    book.port.apply(book.changes())
    assert isinstance(book.port, FilePort)
    return opened(book.port.to_bytes())


def typed(book: PlanBook, table: str, row: int, column: str, value: str | float) -> PlanBook:
    """The book after the user typed into one cell of a table's body row."""
    place = book.place(table)
    cell = (place.first_row + row, place.first_col + book.column_position(table, column))
    assert isinstance(book.port, FilePort)
    file = XlsxFile.from_bytes(book.port.to_bytes(), "plan.xlsx")
    file.set_cells(place.sheet, {cell: value})
    return opened(file.to_bytes())


def customers(*names: str, **columns: object) -> pd.DataFrame:
    """Rows of the customer list in the dtypes of the port."""
    empty = {
        column.key: pd.Series([None] * len(names), dtype=object) for column in tables()["customers"].columns
    }
    frame = pd.DataFrame(empty).assign(name=list(names), **columns)
    money = ["this_year", "last_year", "year_before", "margin"]
    frame[money] = frame[money].astype("float64")
    frame["since"] = pd.to_datetime(frame["since"])
    return frame


def targets(growth: dict[str, float]) -> pd.DataFrame:
    """A computed target table."""
    frame = pd.DataFrame({"customer": list(growth), "growth": list(growth.values())}).assign(
        tier="A", edited=None, reason=None
    )
    for key, value in {
        "this_year": 100.0,
        "base": 100.0,
        "loss": np.nan,
        "loss_probability": np.nan,
        "project": np.nan,
        "win_probability": np.nan,
    }.items():
        frame[key] = value
    return frame


def test_a_fresh_book_says_what_it_is(book: PlanBook) -> None:
    assert (book.lang, book.unit, book.settings["plan_year"]) == ("zh", "wan", 2027)
    assert book.findings == []
    assert all(book.frame(key).empty for key in ("customers", "orders", "targets", "log"))
    assert not book.changes(), "nothing staged, every formula shows its value: nothing to write"


@pytest.mark.slow
def test_rows_staged_are_rows_read(book: PlanBook) -> None:
    book.put("customers", customers(*NAMES, this_year=[3.0, np.nan, 1.0]), ordered=True)
    again = applied(book)
    frame = again.frame("customers")
    assert frame["name"].tolist() == NAMES
    assert frame["this_year"].tolist()[::2] == [3.0, 1.0]
    assert frame["this_year"].dtype == np.float64
    assert not again.changes()


def test_blank_rows_are_dropped_and_the_others_keep_their_number(book: PlanBook) -> None:
    book.put("customers", customers("甲厂", "", "丙厂"), ordered=True)
    frame = applied(book).frame("customers")
    assert frame["name"].tolist() == ["甲厂", "丙厂"]
    assert frame.index.tolist() == [0, 2]


def test_a_table_can_be_emptied_and_filled_again(book: PlanBook) -> None:
    book.put("customers", customers(*NAMES), ordered=True)
    book = applied(book)
    book.put("customers", customers(), ordered=True)
    book = applied(book)
    assert book.frame("customers").empty
    assert not book.changes()
    book.put("customers", customers("丁厂"), ordered=True)
    assert applied(book).frame("customers")["name"].tolist() == ["丁厂"]


def test_rows_keep_their_place_by_identity(book: PlanBook) -> None:
    """The new order does not matter: 甲 and 丙 stay where they stand, 乙 goes, 丁 comes below."""
    book.put("targets", targets(dict.fromkeys(NAMES, 0.1)))
    book = applied(book)
    book.put("targets", targets({"丁厂": 0.3, "丙厂": 0.2, "甲厂": 0.1}))
    (write,) = [item for item in book.changes().tables if item.table == "tblTargets"]
    assert (list(write.keep), write.added) == ([0, 2], 1)
    frame = applied(book).frame("targets")
    assert frame["customer"].tolist() == ["甲厂", "丙厂", "丁厂"]
    assert frame["growth"].tolist() == [0.1, 0.2, 0.3]


def test_only_some_columns_are_written(book: PlanBook) -> None:
    book.put("targets", targets({"甲厂": 0.1}))
    book = applied(book)
    book.put("targets", targets({"甲厂": 0.9}).assign(base=500.0), only=("customer", "base"))
    row = applied(book).frame("targets").iloc[0]
    assert (row["growth"], row["base"]) == (0.1, 500.0)


def test_formulas_follow_in_the_same_write(book: PlanBook) -> None:
    """100 × (1 + 10 %) is 110 in the table and in the summary, before any program recalculates."""
    book.put("targets", targets({"甲厂": 0.1, "乙厂": 0.2}))
    book = applied(book)
    at = book.column_position("targets", "expected")
    assert book.raw_rows("targets")[at] == pytest.approx((110, 120))
    assert book.grid_raw("tier_targets")["total", "expected"] == pytest.approx(230)
    assert book.grid_raw("board_quarters")["q1", "target"] in (0, None, "")


@pytest.mark.slow
def test_an_edit_is_kept_marked_and_found_again(book: PlanBook) -> None:
    book.put("targets", book.reapply_edits("targets", targets({"甲厂": 0.1, "乙厂": 0.1})))
    book = typed(applied(book), "targets", 1, "growth", 0.4)
    assert book.edits("targets") == {"乙厂": {"growth": 0.4}}
    book.put("targets", book.reapply_edits("targets", targets({"甲厂": 0.2, "乙厂": 0.2})))
    book = applied(book)
    frame = book.frame("targets")
    assert frame["growth"].tolist() == [0.2, 0.4]
    assert frame["edited"].tolist() == [None, "自然增长"]
    assert book.edits("targets") == {"乙厂": {"growth": 0.4}}
    book.put("targets", book.reapply_edits("targets", targets({"甲厂": 0.2, "乙厂": 0.2}), reset=True))
    assert applied(book).edits("targets") == {}


def test_an_unreadable_edit_is_an_error_with_its_cell(book: PlanBook) -> None:
    book.put("targets", book.reapply_edits("targets", targets({"甲厂": 0.1, "乙厂": 0.1})))
    book = typed(applied(book), "targets", 1, "growth", "看情况")
    kept = book.reapply_edits("targets", targets({"甲厂": 0.1, "乙厂": 0.1}))
    assert kept["growth"].tolist() == [0.1, 0.1]
    (finding,) = book.findings
    place = book.place("targets")
    assert (finding.code, finding.severity) == ("F-001", Severity.ERROR)
    assert finding.place.cell.endswith(str(place.first_row + 1))


def test_rows_no_longer_computed_stay_with_their_edits(book: PlanBook) -> None:
    book.put("targets", book.reapply_edits("targets", targets({"甲厂": 0.1, "乙厂": 0.1})))
    book = typed(applied(book), "targets", 1, "growth", 0.4)
    kept = book.reapply_edits("targets", targets({"甲厂": 0.1}))
    assert kept["customer"].tolist() == ["甲厂", "乙厂"]
    assert [finding.code for finding in book.findings] == ["F-004"]
    dropped = book.reapply_edits("targets", targets({"甲厂": 0.1}), orphans=False)
    assert dropped["customer"].tolist() == ["甲厂"]


def test_settings_are_staged_and_read_back(book: PlanBook) -> None:
    book.put_setting("growth_a", 0.08)
    book.put_setting("late_payer_blocks_a", False)
    book.put_setting("quarter_method", "manual")
    assert book.rules.targets.growth_a == 0.08
    again = applied(book)
    assert (
        again.settings["growth_a"],
        again.settings["late_payer_blocks_a"],
        again.settings["quarter_method"],
    ) == (0.08, False, "manual")
    assert not again.changes()


def test_an_edit_in_a_block(book: PlanBook) -> None:
    """A share of a month: computed 1/3, typed 0.5, kept as an edit; back to 1/3 it is none."""
    third = {f"m{month}": 1 / 3 for month in range(1, 13)}
    book.put_grid("month_split", {(row, "share"): value for row, value in third.items()}, third)
    book = applied(book)
    assert book.grid_edits("month_split", "share") == {}
    spot = book.grid_spot("month_split")
    down, right = grids()["month_split"].offset("m1", "share")
    assert isinstance(book.port, FilePort)
    file = XlsxFile.from_bytes(book.port.to_bytes())
    file.set_cells(spot.sheet, {(spot.row + down, spot.col + right): 0.5})
    assert opened(file.to_bytes()).grid_edits("month_split", "share") == {"m1": 0.5}


def test_findings_are_capped_and_counted(book: PlanBook) -> None:
    """A column of nonsense is twenty findings and one that counts the rest, not five hundred."""
    names = [f"客户{number}" for number in range(MAX_CELL_FINDINGS + 7)]
    book.put("customers", customers(*names), ordered=True)
    book = applied(book)
    place = book.place("customers")
    col = place.first_col + book.column_position("customers", "this_year")
    assert isinstance(book.port, FilePort)
    file = XlsxFile.from_bytes(book.port.to_bytes())
    file.set_cells(place.sheet, {(place.first_row + row, col): "很多" for row in range(len(names))})
    again = opened(file.to_bytes())
    again.frame("customers")
    assert [finding.code for finding in again.findings] == ["F-001"] * MAX_CELL_FINDINGS + ["F-006"]
    assert again.findings[-1].values["count"] == 7


def test_a_finding_is_placed(book: PlanBook) -> None:
    found = book.located(Finding("F-001", Severity.ERROR, {}, Place("customers", 2, "name")))
    place = book.place("customers")
    assert (found.place.sheet, found.place.cell) == ("客户清单", f"B{place.first_row + 2}")
    header = book.located(Finding("F-001", Severity.ERROR, {}, Place("customers", None, "name")))
    assert header.place.cell == f"B{place.header_row}"
    elsewhere = Finding("F-001", Severity.ERROR, {}, Place("no such table", 1))
    assert book.located(elsewhere) is elsewhere


def test_sentences_are_rendered_in_the_language_of_the_book(book: PlanBook) -> None:
    book.put(
        "targets", targets({"甲厂": 0.1}).assign(reason=pd.Series([Sentence("B-NEW-BUSINESS")], dtype=object))
    )
    assert applied(book).frame("targets")["reason"].tolist() == ["(新客户开发)"]


def test_a_newer_or_foreign_book_is_refused(content: bytes) -> None:
    file = XlsxFile.from_bytes(content, "plan.xlsx")
    spot = file.names["sp_schema_version"]
    for value, code in ((SCHEMA_VERSION + 1, "SP-314"), ("eins", "SP-310"), (None, "SP-310")):
        file.set_cells(spot.sheet, {(spot.row, spot.col): value})
        with pytest.raises(WorkbookError) as caught:
            opened(file.to_bytes())
        assert caught.value.code == code


def test_no_writes_are_false() -> None:
    assert not Writes()
    assert Writes(show=("订单明细",))


# ── what an edit is ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("current", "base", "same"),
    [
        (0.1 + 0.2, 0.3, True),
        (1e12, 1e12 + 1, False),
        (None, None, True),
        ("甲", "甲", True),
        ("2027-03-01", "2027-03-01", True),
        (0.0, None, False),
        (1.0, "1", False),
        (1e-13, 0.0, True),
    ],
)
def test_still_the_computed_value(current: object, base: object, same: bool) -> None:
    assert unchanged(plain(current), plain(base)) is same


def test_edits_are_those_cells_that_left_their_baseline() -> None:
    cells = {"growth": [0.1, 0.5, None, 0.3, 0.7], "base": [100.0, 100.0, 90.0, 80.0, 1.0]}
    base = {"甲": [0.1, 100.0], "乙": [0.1, 100.0], "丙": [0.1, 100.0], "丁": [0.3]}
    found = find_edits(["甲", "乙", "丙", "丁", ""], cells, base)
    assert found == {"乙": {"growth": 0.5}, "丙": {"base": 90.0}, "丁": {"base": 80.0}}


def test_the_first_of_two_equal_rows_counts() -> None:
    assert find_edits(["甲", "甲"], {"growth": [0.5, 0.9]}, {"甲": [0.1]}) == {"甲": {"growth": 0.5}}


def test_identities_lose_what_only_excel_adds() -> None:
    assert identity_of([3.0]) == identity_of([3]) == identity_of(["3"]) == "3"
    assert identity_of([float("nan")]) == identity_of([None]) == ""
    assert identity_of([" 甲厂 "]) == "甲厂"
    assert identity_of(["甲", "乙"]) != identity_of(["甲乙", ""])


def test_damaged_baselines_are_passed_over() -> None:
    read = Baselines.read(
        [("targets", "甲", "[1.0,null]"), ("targets", "乙", "{"), ("targets", "丙", "12"), (None, None, None)]
    )
    assert read.blocks == {"targets": {"甲": [1.0, None]}}
