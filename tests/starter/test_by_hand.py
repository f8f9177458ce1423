"""A salesperson at work in LibreOffice: typing, pasting, inserting and deleting rows, cutting; nothing breaks."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.recalc.cells import cells
from tests.recalc.engines import LibreOffice
from tests.starter import compare
from tests.starter.books import names
from tests.starter.compare import Starter
from tests.starter.core import planned

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "workbook_templates" / "SalesPlan-zh-starter.xlsx"
XBA = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">\
{code}</script:module>
"""
XLB = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" \
library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
# Cells are typed one after the other, each computed at once, as a person does; then the book is saved as it shows itself.
MAIN = """Sub Main
Dim args(0) As New com.sun.star.beans.PropertyValue
args(0).Name = "Hidden"
args(0).Value = True
book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, args())
page = book.Sheets.getByIndex(0)
{work}
Dim saved(0) As New com.sun.star.beans.PropertyValue
saved(0).Name = "FilterName"
saved(0).Value = "Calc MS Excel 2007 XML"
book.storeToURL("{target}", saved())
book.close(True)
StarDesktop.terminate()
End Sub
"""
TYPING = """For at = 0 To 119
page.getCellByPosition(0, 5 + at).String = "客户" & Format(at, "000")
page.getCellByPosition(1, 5 + at).Value = 300 - 2 * at
page.getCellByPosition(2, 5 + at).Value = 250
page.getCellByPosition(5, 5 + at).Value = 1
page.getCellByPosition(6, 5 + at).Value = at Mod 3
Next
page.getCellByPosition(1, 40).Value = 12345
page.getCellByPosition(15, 40).Value = 0.2
"""
ROWS = """page.unprotect("")
page.Rows.removeByIndex(5, 1)
page.Rows.insertByIndex(5, 2)
page.Rows.insertByIndex(20, 1)
page.Rows.removeByIndex(60, 3)
page.getCellByPosition(0, 5).String = "插在最前"
page.getCellByPosition(1, 5).Value = 777
Dim target As New com.sun.star.table.CellAddress
Dim area As New com.sun.star.table.CellRangeAddress
target.Sheet = 0
target.Column = 0
target.Row = 200
area.Sheet = 0
area.StartColumn = 0
area.EndColumn = 17
area.StartRow = 30
area.EndRow = 30
page.moveRange(target, area)
target.Row = 50
area.StartRow = 33
area.EndRow = 33
page.moveRange(target, area)
page.getCellByPosition(1, 10).Formula = "=1/0"
page.getCellByPosition(13, 12).Formula = "=NA()"
page.getCellByPosition(4, 14).String = "待定"
"""


def played(office: LibreOffice, work: str, folder: Path) -> bytes:
    """The shipped starter after some work in LibreOffice."""
    target, basic = folder / "played.xlsx", office.profile / "user/basic/Standard"
    run(office, "--terminate_after_init")
    basic.mkdir(parents=True, exist_ok=True)
    code = MAIN.format(source=SHIPPED.as_uri(), target=target.as_uri(), work=work)
    (basic / "Module1.xba").write_text(XBA.format(code=escape(code)), encoding="utf-8")
    (basic / "script.xlb").write_text(XLB, encoding="utf-8")
    run(office, "macro:///Standard.Module1.Main()")
    return target.read_bytes()


def run(office: LibreOffice, *arguments: str) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation={office.profile.as_uri()}",
        "--headless",
        "--norestore",
        *arguments,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)


def seen(book: bytes) -> tuple[Starter, dict[tuple[str, str], object]]:
    values = {place: cell.value for place, cell in cells(book).items()}
    return Starter(names(book), values, "zh"), values


@pytest.mark.slow
def test_each_cell_typed_is_computed_at_once(office: LibreOffice, tmp_path: Path) -> None:
    """A hundred and twenty customers one after the other: what is shown in the end is what the core says."""
    book = played(office, TYPING, tmp_path)
    starter, values = seen(book)
    assert compare.differences(starter, planned(book)) == []
    assert str(values["客户填写", "A3"]).startswith("已填120/300")


@pytest.mark.slow
def test_rows_inserted_deleted_cut_and_errors_pasted(office: LibreOffice, tmp_path: Path) -> None:
    """With the protection taken off: only the two pasted errors are errors, and no customer is lost or doubled."""
    book = played(office, TYPING + ROWS, tmp_path)
    starter, values = seen(book)
    wrong = [place for place, value in values.items() if isinstance(value, str) and value.startswith("#")]
    assert wrong == [("客户填写", "B11"), ("客户填写", "N13")]
    assert compare.differences(starter, planned(book)) == []
    assert starter.rows("t_", "name")["base"].astype(float).max() == 12345
