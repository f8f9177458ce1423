"""Columns that come to the right of a block or go from there: cells of its rows only."""

from __future__ import annotations

from salesplan_xl.book.port import NewCells
from salesplan_xl.book.xlsx.column_moves import Gap
from salesplan_xl.book.xlsx.growth.column_shift import shift_columns
from salesplan_xl.book.xlsx.growth.columns import cell_styles, covering, with_cells
from salesplan_xl.book.xlsx.growth.names import grown_print_area
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.rules import rules_on, with_rules
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.refs import Area, letters
from salesplan_xl.book.xlsx.xmltext import edit_tags, escape_body


def add_block_cells(
    book: Package, wanted: NewCells, down: int, template: Package, styles: StyleGraft
) -> None:
    """The header and the blank cells of new columns, with the formats they have in the freshly built book.

    Args:
        down: rows that have come above the block.
    """
    first, count = wanted.row + down, len(wanted.headers)
    last, right = first + wanted.rows - 1, wanted.col + count - 1
    above, aside = wanted.aside
    if aside:
        shift_columns(book, Gap(wanted.sheet, wanted.col, count, above + down, above + down + aside - 1))
    sheet, source = book.sheet_xml(wanted.sheet), template.sheet_xml(wanted.source)
    p, made = sheet.prefix, {}
    for row in range(first, last + 1):
        formats = cell_styles(source, wanted.source_row + row - first)
        cells = []
        for at, header in enumerate(wanted.headers):
            style = styles.cell_format(formats.get(wanted.source_col + at, "0"))
            place = f'<{p}c r="{letters(wanted.col + at)}{row}" s="{style}"'
            inner = f'<{p}is><{p}t xml:space="preserve">{escape_body(header)}</{p}t></{p}is>'
            cells.append(f'{place} t="inlineStr">{inner}</{p}c>' if row == first else f"{place}/>")
        made[row] = "".join(cells)
    data = with_cells(sheet, wanted.col, made)
    sheet.head = edit_tags(sheet.head, "dimension", lambda tag: covering(tag, right, last))

    def place_of(area: Area) -> Area | None:
        across, along = wanted.col - wanted.source_col, first - wanted.source_row
        top, bottom = max(area.row1 + along, first), min(area.row2 + along, last)
        left, end = max(area.col1 + across, wanted.col), min(area.col2 + across, right)
        return Area(top, left, bottom, end) if top <= bottom and left <= end else None

    sheet.tail = with_rules(sheet.tail, list(rules_on(source.tail, place_of, styles.rule_format)), p)
    book.put(book.sheet(wanted.sheet).part, sheet.joined(data))
    grown_print_area(book, wanted.sheet, right=wanted.col - 1, columns=count)


def drop_block_cells(
    book: Package, sheet: str, row: int, col: int, rows: int, columns: int, aside: bool
) -> None:
    """Cells right of a block go; what had moved aside for them moves back."""
    shift_columns(book, Gap(sheet, col, -columns, row, row + rows - 1))
    if not aside:
        shift_columns(book, Gap(sheet, col, columns, row, row + rows - 1))
