"""The last twenty steps a book keeps: how they are kept, what damages them, what other programs do to them."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.undo_record import UndoRecord
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner, undo_stack
from salesplan_xl.schema.workbook import sheet, tables
from tests.doors.driver import Book, refused, salesplan
from tests.property.undo_book import NOW, contents, worked_out
from tests.recalc.engines import libreoffice

Copy = Callable[..., Book]


# ── nothing to undo, damaged records ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有可以撤销的操作"), ("en", "There is nothing to undo")])
def test_nothing_to_undo(copy: Copy, lang: str, said: str) -> None:
    book = copy("typed", lang)
    assert said in refused(book.path, "SP-208", "undo", book.path, exit_code=1).err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("damage", ["x", "eNo=", ""])
def test_a_damaged_record_is_told(copy: Copy, lang: str, damage: str) -> None:
    book = copy("planned", lang)
    file = XlsxFile.open(book.path)
    info = file.tables["tblUndo"]
    col = info.first_col + len(info.columns) - 1
    file.set_cells(info.sheet, {(info.first_row, col): damage})
    file.save(book.path, backup=False)
    said = refused(book.path, "SP-319", "undo", book.path)
    assert word("C-NAME-RUN", lang) in said.err


@pytest.mark.parametrize("damage", ["table", "version", "command", "id"])
def test_a_record_that_makes_no_sense_is_damaged(copy: Copy, damage: str) -> None:
    book = copy("planned")
    if damage in ("table", "version"):
        record = _records(book.path)
        record.version += damage == "version"
        record.tables[0] = dataclasses.replace(
            record.tables[0], table="tblNo" if damage == "table" else "tblMap"
        )
        _put_record(book.path, record)
    else:
        file = XlsxFile.open(book.path)
        info = file.tables["tblUndo"]
        rows = range(info.first_row, info.last_row + 1)
        col = info.columns.index("操作" if damage == "command" else "撤销编号")
        file.set_cells(info.sheet, {(row, info.first_col + col): "…" for row in rows})
        file.set_cells(info.sheet, {(info.first_row, info.first_col + len(info.columns) - 1): "x"})
        file.save(book.path, backup=False)
    refused(book.path, "SP-319", "undo", book.path)


def test_an_own_column_in_the_middle_is_seen_before_rows_come_back(copy: Copy) -> None:
    book = copy("planned")
    book.delete_row("customers", book.rows("targets")[1]["customer"])
    assert salesplan("run", book.path).code == 0
    info = XlsxFile.open(book.path).tables["tblTargets"]
    record = _records(book.path)
    change = next(change for change in record.tables if change.table == "tblTargets")
    assert change.columns == list(info.columns) and change.gone
    change.columns.insert(2, "我的列")
    _put_record(book.path, record)
    refused(book.path, "SP-318", "undo", book.path)


def _records(path: Path) -> UndoRecord:
    return undo_stack.last(PlanBook(FilePort.open(path)))


def _put_record(path: Path, record: UndoRecord) -> None:
    _type_data(path, record.packed())


def _type_data(path: Path, parts: list[str]) -> None:
    file = XlsxFile.open(path)
    info = file.tables["tblUndo"]
    last = PlanBook(FilePort.open(path)).frame("undo")
    rows = last.index[last["undo_id"] == last["undo_id"].max()].tolist()
    col = info.first_col + info.columns.index("内容")
    for row, part in zip(rows, [*parts, *[""] * len(rows)], strict=False):
        file.set_cells(info.sheet, {(info.first_row + row, col): part})
    file.save(path, backup=False)


# ── the ring ────────────────────────────────────────────────────────────────────────────────────────


def _steps(port: FilePort, months: list[int]) -> FilePort:
    for month in months:
        runner.execute("kpi", PlanBook(port), now=NOW, month=f"2027-{month:02d}")
        port = port.refreshed()
    return port


@pytest.mark.slow
def test_twenty_steps_can_be_taken_back_and_no_more(copy: Copy) -> None:
    book = copy("planned")
    months = [*range(1, 13), *range(1, 13), 1]
    port = _steps(FilePort.open(book.path), months[:5])
    first = contents(port.to_bytes())
    port = _steps(port, months[5:])
    port.save(book.path)
    assert [row["undo_id"] for row in book.rows("undo") if row["part"] == 1] == [
        f"{n:04d}" for n in range(7, 27)
    ]
    for _ in range(20):
        assert salesplan("undo", book.path).code == 0
    assert first.differences(contents(book.path.read_bytes())) == []
    refused(book.path, "SP-208", "undo", book.path, exit_code=1)


@pytest.mark.slow
def test_too_large_records_push_out_the_oldest_but_never_themselves(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = _steps(FilePort.open(copy("planned").path), [2, 3, 4])
    sizes = _sizes(_steps(port.refreshed(), [5]))
    monkeypatch.setattr(undo_stack, "MAX_CHARACTERS", sizes["0004"] + sizes["0005"])
    kept = PlanBook(_steps(port.refreshed(), [5])).frame("undo")["undo_id"]
    assert sorted(set(kept)) == ["0004", "0005"]
    monkeypatch.setattr(undo_stack, "MAX_CHARACTERS", 1)
    kept = PlanBook(_steps(port.refreshed(), [5])).frame("undo")["undo_id"]
    assert sorted(set(kept)) == ["0005"]


def _sizes(port: FilePort) -> dict[str, int]:
    """Characters of each record."""
    records = PlanBook(port).frame("undo")
    return {undo_id: sum(map(len, part["data"])) for undo_id, part in records.groupby("undo_id")}


def test_the_newest_record_is_the_one_with_the_highest_number() -> None:
    assert undo_stack._newest_first(["9999", "10000", "0002"]) == ["10000", "9999", "0002"]


@pytest.mark.slow
def test_rows_of_the_stash_sheet_are_freed_and_used_again(copy: Copy) -> None:
    book = copy("planned")
    stash = sheet("undo_rows").label.zh
    names = [row["customer"] for row in book.rows("targets")]
    used = []
    for name in names[:2]:
        book.delete_row("customers", name)
        assert salesplan("run", book.path).code == 0
        used.append(_stashed(book, stash))
    assert used[0] < used[1]
    assert salesplan("undo", book.path).code == 0
    assert _stashed(book, stash) == used[0]
    book.delete_row("customers", names[3])
    assert salesplan("run", book.path).code == 0
    assert min(_stashed(book, stash) - used[0]) == min(used[1] - used[0])
    for _ in range(3):
        assert salesplan("undo", book.path).code == 0
    assert _stashed(book, stash) == set()


def _stashed(book: Book, stash: str) -> set[int]:
    file = XlsxFile.open(book.path)
    return {row for row in file.get(stash).numbers if row >= undo_stack.FIRST_STASH_ROW}


# ── other programs in between ───────────────────────────────────────────────────────────────────────


def _grown(copy: Copy) -> tuple[Book, bytes]:
    """A book in which a run took rows away and brought others."""
    book = copy("planned")
    book.delete_row("customers", book.rows("targets")[1]["customer"])
    book.type_rows("customers", [{"name": "新来的厂", "this_year": 77.0, "last_year": 70.0}])
    file = openpyxl.load_workbook(book.path)
    page, row, _ = book.place("targets", book.rows("targets")[1]["customer"], "customer")
    for col in range(1, 6):
        file[page].cell(row, col).fill = openpyxl.styles.PatternFill("solid", "00FFAA")
    file.save(book.path)
    book.path.write_bytes(worked_out(book.path.read_bytes()))
    before = book.path.read_bytes()
    assert salesplan("run", book.path).code == 0
    return book, before


@pytest.mark.slow
def test_a_book_saved_by_openpyxl_in_between_is_undone(copy: Copy) -> None:
    book, before = _grown(copy)
    file = openpyxl.load_workbook(book.path)
    for number in range(9):
        file.worksheets[0].cell(90 + number, 20).fill = openpyxl.styles.PatternFill("solid", f"11223{number}")
    file.move_sheet(file.worksheets[3], -3)
    for number in range(9):
        file.worksheets[1].cell(90 + number, 20).style = "Normal"
    file.save(book.path)
    assert salesplan("undo", book.path).code == 0
    assert _table_cells(book.path.read_bytes()) == _table_cells(before)


def _table_cells(data: bytes) -> dict[Any, Any]:
    """Body cells of all our tables but log and undo data: values and looks."""
    file, shown = (
        openpyxl.load_workbook(io.BytesIO(data)),
        openpyxl.load_workbook(io.BytesIO(data), data_only=True),
    )
    found: dict[Any, Any] = {}
    for page in file.worksheets:
        for name, place in page.tables.items():
            if name not in ("tblLog", "tblUndo"):
                for row in page[place]:
                    for cell in row:
                        value = shown[page.title][cell.coordinate].value
                        found[name, cell.coordinate] = (
                            _rounded(value), cell.fill.fgColor.rgb, cell.font.b, cell.number_format,
                            page.row_dimensions[cell.row].height,
                        )  # fmt: skip
    return found


def _rounded(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(f"{value:.12g}") if abs(value) > 1e-9 else 0.0  # 1e-15 is a difference of two like sums
    return None if value == "" else value


@pytest.mark.slow
def test_a_book_saved_by_libreoffice_in_between_is_undone(copy: Copy, tmp_path: Path) -> None:
    office = libreoffice()
    if office is None:
        pytest.skip("soffice is not installed")
    book, before = _grown(copy)
    folder = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={office.profile.as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(book.path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    book.path.write_bytes((folder / "plan.xlsx").read_bytes())
    said = salesplan("undo", book.path)
    assert said.code == 0, said.screen
    (tmp_path / "before.xlsx").write_bytes(before)
    again, old = book.by("targets"), Book(tmp_path / "before.xlsx").by("targets")
    assert [{key: _rounded(value) for key, value in row.items()} for row in again.values()] == [
        {key: _rounded(value) for key, value in row.items()} for row in old.values()
    ]


# ── small enough to be mailed ───────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_record_of_a_rerun_on_800_customers_is_small() -> None:
    """As it was before runs wrote the reorder plan: its 2,266 rows, ordered anew each month, take as much again."""
    port = new_book("zh", demo="team").refreshed()
    for month in ("2027-03", "2027-04"):
        runner.execute("run", PlanBook(port), now=NOW, month=month, despite_errors=True)
        port = port.refreshed()
    records = PlanBook(port).frame("undo")
    record = UndoRecord.unpacked(records.loc[records["undo_id"] == "0002", "data"])
    record.tables = [change for change in record.tables if change.table != tables()["reorders"].name]
    assert sum(map(len, record.packed())) < 300_000
    assert _sizes(port)["0002"] < 600_000 < undo_stack.MAX_CHARACTERS / 6, "six such steps can be taken back"
