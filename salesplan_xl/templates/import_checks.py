"""The drop-downs of the sheet 导入: where a column goes by the table of its row, and the answers there are."""

from __future__ import annotations

from typing import Any

from salesplan_xl.catalogue import word
from salesplan_xl.schema.layout import Spot
from salesplan_xl.schema.types import Column
from salesplan_xl.schema.workbook import tables
from salesplan_xl.templates.writer import Page

FORM = "import_form"
# The tables whose headers are offered; a rule of Excel has no room for the names of more.
_OFFERED = ("customers", "receivables", "contacts", "opportunities", "visits")


def form_rule(page: Page, column: Column, spot: Spot) -> dict[str, Any] | None:
    """The rule of a column of the sheet; what is not on the list may be typed."""
    lang = page.writer.lang
    free = {
        "validate": "list", "show_error": False, "error_title": word("template.check.title", lang),
        "error_message": word("template.check.free", lang),
    }  # fmt: skip
    if column.key == "goes_to":
        return free | {"source": f'=INDIRECT({_table_name(lang, spot.header_row + 1)}&"[#Headers]")'}
    if column.key == "answer":
        message = column.help.of(lang) if column.help else ""
        return free | {"source": word("import.answers", lang).split(","), "input_message": message}
    return None


def _table_name(lang: str, row: int) -> str:
    """The ListObject that a row's file goes into, by the label in its second cell; orders where none fits."""
    text = f'"{tables()["orders"].name}"'
    for key in _OFFERED:
        text = f'IF($B{row}="{tables()[key].label.of(lang)}","{tables()[key].name}",{text})'
    return text
