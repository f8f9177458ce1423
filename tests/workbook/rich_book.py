"""A small book with one of everything that a repair rule looks at, well built; tests spoil it."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableFormula

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ADDED = {
    "calcChain": f'<calcChain xmlns="{_MAIN}"><c r="C2" i="1"/><c r="C3"/></calcChain>',
    "sharedStrings": f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>link</t></si></sst>',
}
_LINKED = b'<c r="G1" t="inlineStr"><is><t>https://example.org/</t></is></c>'


@cache
def parts() -> dict[str, bytes]:
    """The book's parts by name."""
    out = BytesIO()
    _book().save(out)
    with zipfile.ZipFile(out) as archive:
        given = {name: archive.read(name) for name in archive.namelist()}
    page = "xl/worksheets/sheet1.xml"
    assert _LINKED in given[page]
    given[page] = given[page].replace(_LINKED, b'<c r="G1" t="s"><v>0</v></c>')
    for key, text in _ADDED.items():
        given[f"xl/{key}.xml"] = text.encode()
        override = f'<Override PartName="/xl/{key}.xml" ContentType="{_TYPES}.{key}+xml"/>'
        relation = f'<Relationship Id="r{key}" Type="{_KINDS}/{key}" Target="{key}.xml"/>'
        for name, end, added in (
            ("[Content_Types].xml", "</Types>", override),
            ("xl/_rels/workbook.xml.rels", "</Relationships>", relation),
        ):
            given[name] = given[name].replace(end.encode(), f"{added}{end}".encode())
    return given


def zipped(given: Mapping[str, bytes]) -> bytes:
    """A book of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in given.items():
            archive.writestr(name, data)
    return out.getvalue()


def _book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2026, 11, 1)
    page: Any = book.active
    page.title = "Data"
    for row in (
        ("name", "amount", "twice"),
        ("a", 1, "=tblA[[#This Row],[amount]]*2"),
        ("b", 2, "=tblA[[#This Row],[amount]]*2"),
    ):
        page.append(row)
    table = Table(displayName="tblA", ref="A1:C3")
    table._initialise_columns()
    for column, name in zip(table.tableColumns, ("name", "amount", "twice"), strict=True):
        column.name = name
    table.tableColumns[2].calculatedColumnFormula = TableFormula(attr_text="tblA[[#This Row],[amount]]*2")
    page.add_table(table)
    page["E1"], page["E2"], page["E3"] = True, "#N/A", 7.5
    page["E1"].font, page["E3"].fill = Font(bold=True), PatternFill("solid", "FFFF00")
    page["E3"].number_format = '0.00" x"'
    page["E2"].comment, page["E3"].comment = Comment("one", "me"), Comment("two", "me")
    page["G1"].hyperlink = "https://example.org/"
    page.merge_cells("G5:H5")
    page.merge_cells("G7:H7")
    page.conditional_formatting.add(
        "B2:B3", CellIsRule(operator="greaterThan", formula=["1"], font=Font(bold=True))
    )
    page.conditional_formatting.add("E3", FormulaRule(formula=["$E$3>1"], font=Font(italic=True)))
    page.conditional_formatting.add(
        "F3", ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="FF0000")
    )
    choice = DataValidation(
        type="list",
        formula1='"a,b"',
        showErrorMessage=True,
        error="no",
        errorTitle="no",
        prompt="p",
        promptTitle="t",
    )
    choice.add("A2:A3")
    page.add_data_validation(choice)
    page.freeze_panes = "B2"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 20, 12
    page.row_dimensions[2].height = 20
    page.oddFooter.center.text = "page"
    _chart(page)
    _second(book)
    book.defined_names["total"] = DefinedName("total", attr_text="'Data'!$E$3")
    return book


def _chart(page: Any) -> None:
    for place in ("J2", "J20"):
        chart = BarChart()
        chart.add_data(Reference(page, min_col=2, max_col=3, min_row=1, max_row=3), titles_from_data=True)
        page.add_chart(chart, place)


def _second(book: openpyxl.Workbook) -> None:
    other = book.create_sheet("Other")
    other.append(("x", "y"))
    other.append((1, "='Data'!E3+1"))
    table = Table(displayName="tblB", ref="A1:B2")
    other.add_table(table)
