"""Writes the fixed blocks of a fresh sheet: label column, header row, value and formula cells."""

from __future__ import annotations

from salesplan_xl.schema.types import Grid, GridColumn, GridRow, Kind
from salesplan_xl.templates import checks
from salesplan_xl.templates.widths import GRID_ROW_POINTS, LINE_POINTS, header_points
from salesplan_xl.templates.writer import Page


def write_grid(page: Page, grid: Grid) -> None:
    """Write one grid at its spot and name its first header cell."""
    spot = page.spot(grid.key)
    header = spot.header_row - 1
    page.heading(spot.heading_row - 1, grid.label.of(page.writer.lang))
    if grid.note:
        page.put(spot.heading_row - 1, 1, grid.note.of(page.writer.lang), page.writer.styles.intro())
    page.define(grid.name, header, 0)
    _write_header(page, grid, header)
    wraps = any(_wraps(page, index, column) for index, column in enumerate(grid.columns))
    for down, row in enumerate(grid.rows):
        page.set_height(header + 1 + down, 2 * LINE_POINTS + 4 if wraps else GRID_ROW_POINTS)
        _write_row(page, grid, row, header + 1 + down)


def _wraps(page: Page, index: int, column: GridColumn) -> bool:
    return column.kind is Kind.LONG_TEXT and page.widths.roomy[index + 1]


def _write_header(page: Page, grid: Grid, header: int) -> None:
    lang, styles, group = page.writer.lang, page.writer.styles, page.sheet.group
    texts = [(grid.row_header.of(lang), page.widths.width(0))]
    page.put(header, 0, grid.row_header.of(lang), styles.header(group, left=True))
    for index, column in enumerate(grid.columns):
        text = page.writer.names.column_header(column)
        left = column.kind in (Kind.TEXT, Kind.LONG_TEXT)
        page.put(header, index + 1, text, styles.header(group, left=left))
        texts.append((text, page.widths.width(index + 1)))
        for more in _spill(page, index, column):
            page.put(header, more, None, styles.header_band(group))
    page.set_height(header, max(GRID_ROW_POINTS, header_points(texts, filters=False)))


def _spill(page: Page, index: int, column: GridColumn) -> range:
    """The empty columns that a long text flows over."""
    if column.kind is not Kind.LONG_TEXT or _wraps(page, index, column):
        return range(0)
    start = index + 2
    return range(start, start + page.widths.spill(index + 1, column.width))


def right_edge(page: Page, grid: Grid) -> int:
    """The last column (0-based) that a grid and its flowing texts cover."""
    edges = [_spill(page, index, column) for index, column in enumerate(grid.columns)]
    return max([len(grid.columns), *(edge[-1] for edge in edges if edge)])


def _write_row(page: Page, grid: Grid, row: GridRow, at: int) -> None:
    page.put(at, 0, row.label.of(page.writer.lang), page.writer.styles.label(total=row.total))
    for index, column in enumerate(grid.columns):
        _write_cell(page, grid, row, index, at)
        style = page.writer.styles.body(Kind.LONG_TEXT, "", entry=False, total=row.total)
        for more in _spill(page, index, column):
            page.put(at, more, None, style)


def _write_cell(page: Page, grid: Grid, row: GridRow, index: int, down: int) -> None:
    column, cell, at = grid.columns[index], row.cells[index], (down, index + 1)
    kind = (cell.kind if cell else None) or column.kind
    entry = bool(cell and cell.edit)
    wrap = _wraps(page, index, column)
    styles = page.writer.styles
    style = styles.why() if wrap else styles.body(kind, column.key, entry=entry, total=row.total)
    value = page.writer.values.grid_cell(grid.key, row.key, column.key)
    if cell and cell.formula:
        text = "=" + cell.formula.text(page.writer.names, grid.key)
        page.paper.write_formula(*at, text, style, value)
        return
    page.put(*at, value, style)
    if entry:
        most = 1 if kind is Kind.SHARE else None
        page.paper.data_validation(
            *at, *at, checks.validation(checks.Rule(kind, (), 0, most), page.writer.lang)
        )
