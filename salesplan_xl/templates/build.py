"""Builds the whole workbook that ``schema`` declares; the same bytes on every call."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

from salesplan_xl.book.xlsx.explicit_charts import with_explicit_charts
from salesplan_xl.schema.layout import BookNames, spots
from salesplan_xl.schema.types import Sheet
from salesplan_xl.schema.workbook import SHEETS
from salesplan_xl.templates import theme
from salesplan_xl.templates.accounts import finish_accounts
from salesplan_xl.templates.board import finish_board
from salesplan_xl.templates.cadence import show_cadence
from salesplan_xl.templates.december import finish_december, heighten_rows
from salesplan_xl.templates.distribution import place_distribution
from salesplan_xl.templates.grids import right_edge, write_grid
from salesplan_xl.templates.guide_sheet import finish_guide
from salesplan_xl.templates.highlights import highlight
from salesplan_xl.templates.page_blocks import column_widths, is_drawn, write_page_block
from salesplan_xl.templates.pages import close_page, open_page
from salesplan_xl.templates.report import finish_report
from salesplan_xl.templates.settings_sheet import COLUMNS, write_settings
from salesplan_xl.templates.styles import Styles
from salesplan_xl.templates.tables import write_table
from salesplan_xl.templates.values import evaluation
from salesplan_xl.templates.widths import measure
from salesplan_xl.templates.writer import BookWriter, Page
from salesplan_xl.templates.year_report import finish_customer_map, finish_year_report

# A fixed day: the same declaration gives the same file.
CREATED = dt.datetime(2026, 1, 1)


def build_book(
    lang: str,
    unit: str = "wan",
    lean: bool = False,
    settings: Mapping[str, object] | None = None,
    *,
    folded: bool = True,
) -> bytes:
    """An empty workbook with every sheet, table, setting, formula and chart.

    Args:
        lang: ``zh`` or ``en``.
        unit: money unit of the whole book, ``wan`` (万元) or ``yuan``.
        lean: hide the sheets that a lean book does without.
        settings: values that differ from the defaults, by setting key (choices as keys).
        folded: settings by subject and the further columns of wide tables are folded; not so where parts of the
            book go into an older one.

    Returns:
        The bytes of an ``.xlsx`` file; equal arguments give equal bytes.

    Raises:
        KeyError: an unknown setting or list value.
    """
    stream = io.BytesIO()
    workbook = theme.new_workbook(stream, lang)
    workbook.set_properties({"created": CREATED})
    writer = BookWriter(
        workbook,
        BookNames(lang, unit),
        Styles(workbook, lang, unit),
        evaluation(unit, lang, settings),
        lean,
        folded,
    )
    pages = [_new_page(writer, sheet) for sheet in SHEETS]
    for page in pages:
        _write_page(page)
    workbook.close()
    return with_explicit_charts(stream.getvalue())


def _new_page(writer: BookWriter, sheet: Sheet) -> Page:
    paper = writer.workbook.add_worksheet(sheet.label.of(writer.lang))
    if sheet.hidden == "veryHidden":
        paper.very_hidden()
    elif sheet.hidden or (writer.lean and not sheet.lean):
        paper.hide()
    if sheet is SHEETS[0]:
        paper.activate()
        paper.set_first_sheet()
    return Page(writer, sheet, paper, column_widths(sheet) or measure(sheet, writer.names))


# What is made of a sheet besides its blocks and tables; some of it says where the printed page ends.
_FINISHED = {
    "accounts": finish_accounts,
    "handwriting": heighten_rows,
    "year_report": finish_year_report,
    "customer_map": finish_customer_map,
}
_ENDED = {
    "charts": finish_board, "report": finish_report, "december": finish_december, "distribution": place_distribution,
}  # fmt: skip


def _write_page(page: Page) -> None:
    sheet = page.sheet
    open_page(page)
    for grid in sheet.grids:
        write_page_block(page, grid) if is_drawn(grid) else write_grid(page, grid)
        highlight(page, grid)
    for table in sheet.tables:
        write_table(page, table)
        highlight(page, table)
        show_cadence(page, table)
    last_row = max((spot.header_row + spot.rows for spot in spots(sheet).values()), default=1) - 1
    last_column = max([0, len(page.widths.columns) - 1, *(right_edge(page, grid) for grid in sheet.grids)])
    if sheet.settings:
        write_settings(page)
        last_row, last_column = int(page.paper.dim_rowmax or 0), len(COLUMNS) - 1
    if sheet is SHEETS[0]:
        finish_guide(page)
        last_row = int(page.paper.dim_rowmax or 0)
    for extra in sheet.extras:
        if extra in _FINISHED:
            _FINISHED[extra](page)
        if extra in _ENDED:
            last_row, last_column = _ENDED[extra](page)
    close_page(page, last_row=last_row, last_column=last_column)
