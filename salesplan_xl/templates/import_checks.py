"""The drop-downs of the sheet 导入: where a column goes by the table of its row, and the answers there are."""

from __future__ import annotations

from typing import Any

from salesplan_xl.catalogue import word
from salesplan_xl.schema.layout import Spot, column_letters, quote_sheet
from salesplan_xl.schema.tracking import IMPORTED_TABLES
from salesplan_xl.schema.types import Column, Table
from salesplan_xl.templates.writer import Page

FORM = "import_form"
_NAME = "cols_"


def name_headers(page: Page, table: Table, spot: Spot) -> None:
    """Give the headers of a table that files fill a name by its label, for the drop-down of «goes to»."""
    if table.key not in {item.key for item in IMPORTED_TABLES}:
        return
    label = table.label.of(page.writer.lang).replace(" ", "_")
    last = column_letters(len(table.columns))
    reference = f"={quote_sheet(page.name)}!$A${spot.header_row}:${last}${spot.header_row}"
    page.writer.workbook.define_name(f"{_NAME}{label}", reference)


def form_rule(page: Page, column: Column, spot: Spot) -> dict[str, Any] | None:
    """The rule of a column of the sheet; what is not on the list may be typed."""
    lang = page.writer.lang
    free = {
        "validate": "list", "show_error": False, "error_title": word("template.check.title", lang),
        "error_message": word("template.check.free", lang),
    }  # fmt: skip
    if column.key == "goes_to":
        return free | {"source": f'=INDIRECT("{_NAME}"&SUBSTITUTE($B{spot.header_row + 1}," ","_"))'}
    if column.key == "answer":
        message = column.help.of(lang) if column.help else ""
        return free | {"source": word("import.answers", lang).split(","), "input_message": message}
    return None
