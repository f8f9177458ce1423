"""The blocks of the key-account page and of the boss's page: what waits this week, who stands where, who answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, Severity
from salesplan_xl.planning.customers.key_accounts import page
from salesplan_xl.planning.customers.key_accounts.focus import ranked_focus
from salesplan_xl.planning.customers.key_accounts.week import WeekLine
from salesplan_xl.planning.reporting.report import short_name
from salesplan_xl.schema.key_accounts import (
    ACCOUNT_KEYS,
    ACCOUNT_PAGE,
    BOTTLENECK_KEYS,
    LINE_KEYS,
    REPORT_ACCOUNTS,
    WEEK_LINES,
)
from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.workbook import grids

# Characters of a customer's name in the narrow columns of the pages.
SHORT = {"zh": 12, "en": 22}
Cells = dict[tuple[str, str], object]


def stage_page(plan: Plan) -> None:
    """Stage head, week, heat map and lines; the tables they link to are staged already."""
    book, key_plan = plan.book, plan.accounts.key_plan
    head = page.head_words(key_plan, plan.accounts.figures)
    book.put_grid("account_head", {(row, "text"): words for row, words in head.items()})
    _stage_week(plan)
    texts = page.bottlenecks(key_plan)
    listed = zip_longest(BOTTLENECK_KEYS, texts[: len(BOTTLENECK_KEYS)])
    book.put_grid("account_bottlenecks", {(row, "text"): text for row, text in listed})
    shown = ranked_focus(key_plan.accounts, len(ACCOUNT_KEYS))
    heat = [page.heat_cells(account) for account in shown]
    book.put_grid("account_heat", _filled(plan, "account_heat", ACCOUNT_KEYS, heat))
    lines, spaces = page.line_cells(key_plan, shown, LINE_KEYS)
    book.put_grid("account_space", _filled(plan, "account_space", ACCOUNT_KEYS, spaces))
    book.put_grid("account_space", {("lines", key): lines.get(key) for key in LINE_KEYS})


def clear_page(plan: Plan) -> None:
    """Stage blanks: a book that got its rows from another one must not show the other's accounts."""
    for grid in ACCOUNT_PAGE:
        cells = {
            (row.key, column.key): None
            for row in grid.rows
            for column, cell in zip(grid.columns, row.cells, strict=True)
            if cell and cell.formula is None
        }
        plan.book.put_grid(grid.key, cells)


def stage_report(plan: Plan) -> None:
    """Stage the block of the boss's page: the accounts fought for with most at stake."""
    accounts = plan.accounts
    cells = page.report_cells(accounts.key_plan) if accounts.has_positions else []
    rows = [row.key for row in REPORT_ACCOUNTS.rows]
    plan.book.put_grid("report_accounts", _filled(plan, "report_accounts", rows, cells))


def _filled(plan: Plan, grid: str, rows: Sequence[str], cells: Sequence[dict[str, object]]) -> Cells:
    """The cells of a block row by row, customers by their short names; rows without any are cleared."""
    declared, room = grids()[grid], SHORT[plan.book.lang]
    short = [line | {"customer": short_name(str(line["customer"]), room)} for line in cells]
    given = [*short, *[{}] * len(rows)][: len(rows)]
    columns = [column.key for column in declared.columns]
    return {
        (row, key): line.get(key)
        for row, line in zip(rows, given, strict=True)
        for key in columns
        if declared.cell(row, key)
    }


def _stage_week(plan: Plan) -> None:
    """Each list in its lines, with the cell to fill."""
    words: Cells = {}
    links: Cells = {}
    for kind, lines in page.by_kind(plan.accounts.week).items():
        for at in range(WEEK_LINES):
            row, line = f"{kind}{at + 1}", lines[at] if at < len(lines) else None
            words[row, "say"] = line.say if line else None
            links[row, "key"] = line.customer if line else None
            links[row, "place"] = _where(plan, line) if line else None
    plan.book.put_grid("account_week", words)
    plan.book.put_grid("account_links", links)


def _where(plan: Plan, line: WeekLine) -> str:
    """The cell to fill, as a link writes it."""
    spot = plan.book.located(Finding("F-753", Severity.NOTE, {"customer": line.customer}, line.place)).place
    return f"{quote_sheet(spot.sheet)}!{spot.cell}"
