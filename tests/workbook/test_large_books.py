"""What is done otherwise in a large book, to take less time and memory, gives the same book."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book import cell_diff
from salesplan_xl.book.plan_book.edits import Baselines, Plain
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile, reading
from salesplan_xl.commands.books.demo import DEMO_TIME
from salesplan_xl.commands.engine import runner
from salesplan_xl.errors import WorkbookError
from tests.demos import demo


def run(content: bytes) -> bytes:
    """The book after one whole run."""
    port = FilePort(XlsxFile.from_bytes(content, "plan.xlsx"), "plan.xlsx")
    runner.execute("run", PlanBook(port), now=DEMO_TIME, despite_errors=True)
    return port.to_bytes()


def test_reading_ahead_and_letting_go_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(demo("zh"))
    monkeypatch.setattr(reading, "SMALL_FILE", 0)
    monkeypatch.setattr(cell_diff, "LARGE", 1)
    assert run(demo("zh")) == plain


def test_nothing_is_read_ahead_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, asked, rows = set[str](), set[str](), XlsxFile.rows

    def noted(file: XlsxFile, sheet: str) -> list[list[object]]:
        asked.add(sheet)
        return rows(file, sheet)

    monkeypatch.setattr(XlsxFile, "prefetch", lambda _, sheets: ahead.update(sheets))
    monkeypatch.setattr(XlsxFile, "rows", noted)
    run(demo("zh"))
    assert ahead
    assert ahead <= asked


def test_who_waits_for_a_sheet_reads_it_and_who_is_ahead_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    names = [f"Sheet {number}" for number in range(12)]
    for at, name in enumerate(names):
        sheet = book.create_sheet(name)
        for row in range(1, 40):
            sheet.append([name, row, at])
    out = io.BytesIO()
    book.save(out)
    monkeypatch.setattr(reading, "SMALL_FILE", 0)
    file = XlsxFile.from_bytes(out.getvalue())
    file.prefetch(names)
    for at, name in enumerate(names):
        assert file.rows(name) == [[name, float(row), float(at)] for row in range(1, 40)]
    assert file.rows(names[0]) is file.rows(names[0])


def test_a_sheet_that_begins_far_from_its_corner() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C5"], sheet["E6"] = "甲厂", dt.date(2027, 3, 1)
    sheet["D7"], sheet["E7"] = dt.time(6), True
    out = io.BytesIO()
    book.save(out)
    assert XlsxFile.from_bytes(out.getvalue()).rows("Sheet") == [
        *[[""] * 5] * 4,
        ["", "", "甲厂", "", ""],
        ["", "", "", "", dt.date(2027, 3, 1)],
        ["", "", "", 0.25, True],
    ]


def test_a_value_no_cell_can_hold_in_the_last_of_many_rows() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["甲厂"])
    out = io.BytesIO()
    book.save(out)
    file = XlsxFile.from_bytes(out.getvalue())
    file.set_cells("Sheet", {(row, 1): "甲厂" for row in range(2, 2000)} | {(2000, 1): "长" * 40_000})
    with pytest.raises(WorkbookError, match="A2000"):
        file.to_bytes()


@pytest.mark.parametrize("text", ["甲厂", "],[", '"],["', "[", "]]"])
def test_baselines_are_read_as_they_were_written(text: str) -> None:
    blocks: dict[str, dict[str, list[Plain]]] = {
        "targets": {"甲": [0.1, text], "乙": [None, True], "丙": []},
        "map": {"丁": [text]},
        "sprint": {},
    }
    rows = zip(*Baselines(blocks).rows(), strict=True)
    assert Baselines.read(rows).blocks == {key: rows for key, rows in blocks.items() if rows}
