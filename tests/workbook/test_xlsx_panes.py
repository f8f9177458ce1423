"""Frozen panes that split nothing go when a book is saved; every other pane stays as the user set it."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from xlsx_lint import lint

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.book.xlsx.panes import holds_empty_pane, without_empty_panes


def _book(*panes: tuple[int, int] | None) -> bytes:
    """Sheets S0, S1 … with ``freeze_panes`` of these rows and columns."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for at, pane in enumerate(panes):
            sheet = book.add_worksheet(f"S{at}")
            sheet.write(0, 0, "text")
            if pane:
                sheet.freeze_panes(*pane)
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_empty_pane_goes_with_the_next_save_and_nothing_else_changes() -> None:
    old = _book((0, 0), (3, 0), None, (0, 0))
    assert ("frozen pane that splits nothing", "xl/worksheets/sheet1.xml") in lint(old)
    file = XlsxFile.from_bytes(old)
    file.set_cells("S2", {(1, 1): "new"})
    new = file.to_bytes()
    before, after = _parts(old), _parts(new)
    assert lint(new) == []
    for sheet in ("sheet1", "sheet4"):
        part = f"xl/worksheets/{sheet}.xml"
        pane = (
            b'<pane topLeftCell="A1" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
        )
        assert after[part] == before[part].replace(pane, b"<selection/>")
    assert after["xl/worksheets/sheet2.xml"] == before["xl/worksheets/sheet2.xml"]


def test_an_empty_pane_goes_where_cells_are_written_too() -> None:
    file = XlsxFile.from_bytes(_book((0, 0)))
    file.set_cells("S0", {(4, 2): 7.0})
    assert lint(file.to_bytes()) == []


def test_a_book_that_is_not_changed_keeps_its_bytes() -> None:
    old = _book((0, 0))
    assert XlsxFile.from_bytes(old).to_bytes() == old


@pytest.mark.parametrize(
    ("view", "left"),
    [
        ('<pane xSplit="0" ySplit="0" state="frozen"/><selection pane="bottomLeft" sqref="B2"/>', '<selection sqref="B2"/>'),
        ('<pane activePane="bottomRight" state="frozenSplit"/><selection pane="topRight"/><selection pane="bottomRight" sqref="C3"/>',
         '<selection sqref="C3"/>'),
        ('<pane state="frozen"/>', ""),
    ],
)  # fmt: skip
def test_of_its_selections_that_of_the_pane_in_use_stays(view: str, left: str) -> None:
    text = '<sheetViews><sheetView workbookViewId="0">{}</sheetView></sheetViews>'
    assert holds_empty_pane(text.format(view).encode())
    assert without_empty_panes(text.format(view)) == text.format(left)


@pytest.mark.parametrize(
    "pane", ['<pane xSplit="2" state="frozen"/>', '<pane ySplit="900" state="split"/>', "<pane/>"]
)
def test_panes_that_split_or_are_not_frozen_stay(pane: str) -> None:
    view = f'<sheetView workbookViewId="0">{pane}<selection pane="topRight"/></sheetView>'
    assert not holds_empty_pane(view.encode())
    assert without_empty_panes(view) == view
