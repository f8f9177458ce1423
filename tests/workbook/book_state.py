"""Everything a workbook file says, in a form that can be compared: cells, looks, rules, names, tables, parts."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.recalc.cells import EMPTY, Held, cells

State = dict[str, dict[str, Any]]
Looks = dict[bytes, tuple[object, ...]]
Shown = Mapping[tuple[str, str], Held]


@lru_cache(maxsize=8)
def state(data: bytes) -> State:
    """What stands in a workbook, sheet by sheet and, under ``""``, for the whole workbook.

    Cells are their content, formula and look (not the numbers of their formats); blank cells with the look of
    their column are left out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data), rich_text=True)
    looks, shown = Looks(), cells(data)
    found = {sheet.title: _sheet(sheet, shown, looks) for sheet in book.worksheets}
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    parts = Counter(re.sub(r"[0-9]+", "#", name) for name in zipfile.ZipFile(BytesIO(data)).namelist())
    parts.pop("xl/calcChain.xml", None)
    found[""] = {"sheets": {sheet.title: sheet.sheet_state for sheet in book.worksheets}, "names": names,
                 "order": {"": book.sheetnames}, "parts": dict(parts), "active": {"": book.active.title}}  # fmt: skip
    return found


def _sheet(sheet: Any, shown: Shown, looks: Looks) -> dict[str, Any]:
    kept = {
        cell.coordinate: cell
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None or cell.has_style
    }
    return {
        "cells": {
            place: (_content(cell), shown.get((sheet.title, place), EMPTY).value, _look(cell, looks))
            for place, cell in kept.items()
        },
        "comments": {place: cell.comment.text for place, cell in kept.items() if cell.comment},
        "links": {place: cell.hyperlink.location for place, cell in kept.items() if cell.hyperlink},
        "widths": _widths(sheet),
        "heights": {row: found.height for row, found in sheet.row_dimensions.items() if found.height},
        "merged": {str(area): True for area in sheet.merged_cells.ranges},
        "validations": Counter(_validation(rule) for rule in sheet.data_validations.dataValidation),
        "formats": Counter(_rules(sheet)),
        "tables": {table.name: _table(table) for table in sheet.tables.values()},
        "print": {"titles": sheet.print_title_rows, "area": str(sheet.print_area), "freeze": sheet.freeze_panes,
                  "fit": sheet.page_setup.fitToHeight, "paper": sheet.page_setup.paperSize,
                  "tab": sheet.sheet_properties.tabColor and sheet.sheet_properties.tabColor.rgb,
                  "lines": sheet.sheet_view.showGridLines},
        "charts": {str(at): (chart.anchor._from.col, chart.anchor._from.row) for at, chart in enumerate(sheet._charts)},
    }  # fmt: skip


def _content(cell: Any) -> object:
    value = cell.value
    if hasattr(value, "text") and hasattr(value, "ref"):
        return ("array", value.text, value.ref)
    return str(value) if cell.data_type in ("s", "f") else value


def _look(cell: Any, looks: Looks) -> tuple[object, ...]:
    """The look of a cell; cells of one style share it."""
    style = cell._style.tobytes() if cell.has_style else b""
    if style not in looks:
        looks[style] = _look_of(cell)
    return looks[style]


def _look_of(cell: Any) -> tuple[object, ...]:
    font, fill, border = cell.font, cell.fill, cell.border
    sides = (border.left, border.right, border.top, border.bottom)
    lines = tuple((side.style, side.color and side.color.rgb) for side in sides if side)
    place, lock = cell.alignment, cell.protection
    ink = font.color and (font.color.rgb if font.color.type == "rgb" else font.color.theme)
    return (
        font.name, font.sz, font.b, font.u, ink, fill.patternType, fill.fgColor.rgb, lines,
        cell.number_format, place.horizontal, place.vertical, place.wrap_text, place.indent, place.shrink_to_fit, lock.locked,
    )  # fmt: skip


def _widths(sheet: Any) -> dict[str, Any]:
    found = {}
    for dimension in sheet.column_dimensions.values():
        for col in range(dimension.min or 0, (dimension.max or 0) + 1):
            found[get_column_letter(col)] = (dimension.width, dimension.hidden)
    return found


def _validation(rule: Any) -> tuple[object, ...]:
    return (str(rule.sqref), rule.type, rule.operator, rule.formula1, rule.formula2, rule.error, rule.prompt)


def _rules(sheet: Any) -> list[tuple[object, ...]]:
    return [
        (str(area.sqref), rule.type, rule.operator, tuple(rule.formula), rule.dxf and _dxf(rule.dxf))
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]


def _dxf(found: Any) -> tuple[object, ...]:
    fill, font = found.fill, found.font
    return (
        fill and fill.bgColor.rgb, fill and fill.fgColor.rgb, font and font.b, font and font.color and font.color.rgb,
    )  # fmt: skip


def _table(table: Any) -> tuple[object, ...]:
    columns = tuple(
        (one.name, one.calculatedColumnFormula and one.calculatedColumnFormula.attr_text)
        for one in table.tableColumns
    )
    return (table.ref, table.autoFilter and table.autoFilter.ref, columns)


def differences(before: State, after: State) -> dict[str, tuple[object, object]]:
    """Where two workbooks differ: ``sheet.kind.place`` → what stands in each (``None`` where nothing does)."""
    found = {}
    for sheet in sorted(before.keys() | after.keys()):
        old, new = before.get(sheet, {}), after.get(sheet, {})
        for kind in sorted(old.keys() | new.keys()):
            one, two = old.get(kind, {}), new.get(kind, {})
            for place in sorted(one.keys() | two.keys(), key=str):
                if one.get(place) != two.get(place):
                    found[f"{sheet}.{kind}.{place}"] = (one.get(place), two.get(place))
    return found
