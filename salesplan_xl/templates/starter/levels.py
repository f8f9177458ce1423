"""The rounding levels of the targets and the quarter weights, above the helpers of the rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.starter.columns import LEVELS
from salesplan_xl.schema.starter.plan import (
    LEVEL_COLUMNS,
    LEVEL_NAMES,
    QUARTERS,
    SINGLES,
    WEIGHT_LINES,
)
from salesplan_xl.templates.starter.formulas import Block, address
from salesplan_xl.templates.starter.writer import SheetWriter
from salesplan_xl.tiers import TIERS

HEADER, FIRST = 0, 1
_SINGLES_ROW = FIRST + LEVELS


def write_levels(page: SheetWriter, left: int) -> int:
    """Write them from a column on; returns the last column used."""
    keys = ("lv", *(key for key, _ in LEVEL_COLUMNS))
    block = Block({key: left + at for at, key in enumerate(keys)}, FIRST, FIRST + LEVELS - 1)
    grey = page.writer.grey()
    for key, column in block.columns.items():
        page.paper.write_string(HEADER, column, key, grey)
    for at, row in enumerate(range(block.first, block.last + 1)):
        page.paper.write_number(row, block.columns["lv"], at, grey)
        for key, text in LEVEL_COLUMNS:
            page.formula(row, block.columns[key], text, grey, block.on_row(row))
    page.define_columns("g_", block, (*LEVEL_NAMES, "u4"))
    _define_missing(page, block)
    right = left + len(keys)
    _write_weights(page, right + 1)
    page.singles(_SINGLES_ROW, left, SINGLES)
    return max(right + len(QUARTERS), left + len(SINGLES))


def _define_missing(page: SheetWriter, block: Block) -> None:
    """The number of rows that are rounded up, by level and tier."""
    first, last = block.columns["missing1"], block.columns[f"missing{len(TIERS)}"]
    area = f"{address(block.first, first, fixed_row=True)}:{address(block.last, last, fixed_row=True)}"
    page.writer.workbook.define_name("g_missing", f"={quote_sheet(page.name)}!{area}")


def _write_weights(page: SheetWriter, left: int) -> None:
    """The quarter weights in use: those that meet the book's quarters in the step of totals, where they can."""
    grey, rows = page.writer.grey(), {key: FIRST + at for at, (key, _) in enumerate(WEIGHT_LINES)}
    for key, text in WEIGHT_LINES:
        page.paper.write_string(rows[key], left - 1, key, grey)
        for quarter in QUARTERS:
            column = left + quarter - 1
            page.formula(
                rows[key],
                column,
                text.replace("weight_#", f"weight_{quarter}"),
                grey,
                _in_line(rows, left, column),
            )
    reference = (
        f"{address(rows['used'], left, fixed_row=True)}:{address(rows['used'], left + 3, fixed_row=True)}"
    )
    page.writer.workbook.define_name("b_weights", f"={quote_sheet(page.name)}!{reference}")


def _in_line(rows: dict[str, int], left: int, column: int) -> Callable[[re.Match[str]], str]:
    """``[line]`` in the column of the cell, ``[line>2]`` in that of the second quarter."""

    def cell(match: re.Match[str]) -> str:
        at = left + int(match[4]) - 1 if match[4] else column
        return address(rows[match[2]], at, fixed_row=True)

    return cell
