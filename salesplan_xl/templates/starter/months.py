"""The month sheet of the starter: twelve months of typed figures and the three KPIs."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.starter import inputs, sheets, views
from salesplan_xl.schema.types import Label
from salesplan_xl.templates import theme
from salesplan_xl.templates.starter.entries import write_entry
from salesplan_xl.templates.starter.formulas import Block, address
from salesplan_xl.templates.starter.writer import SheetWriter, StarterWriter
from salesplan_xl.tiers import PLAN_TIERS

_MONTH = Label("月", "")
_PLAN_COLUMNS = {"year": 6, "q1": 7, "q2": 8, "q3": 9, "q4": 10}
_RATES = ("completion", "coverage", "on_time_rate", "completion_to_date")
_ENTRIES = {column.key: column for column in inputs.MONTHS}
_COMPUTED = [column for column in views.MONTH_COLUMNS[1:] if column.key not in _ENTRIES]


def write_months(writer: StarterWriter, typed: Mapping[tuple[int, str], float]) -> None:
    """The whole sheet."""
    made, page = sheets.MONTHS, writer.sheet(sheets.MONTHS.label, sheets.MONTHS.group)
    columns = views.MONTH_COLUMNS
    block = Block({column.key: at for at, column in enumerate(columns)}, made.first, made.first + 11)
    cells = {key: address(block.last + 1, block.columns[key]) for key in ("completion", "target", "actual")}
    head = views.month_head(cells["completion"], f"N({cells['target']})", f"N({cells['actual']})")
    page.top(made.title, made.intro, head, block.on_row(block.first))
    page.headers(made.header, columns)
    for month in range(12):
        _write_month(page, block, month, typed)
    _write_year(page, block)
    _name_entries(page, block)
    singles = _singles(writer.lang)
    left = len(columns) + 1
    page.singles(made.header, left, singles)
    page.whole_money()
    for key in _RATES:
        page.highlight(block, key, views.LOW_RATE, theme.WARN)
    page.hide_helpers(left, left + len(singles) - 1)
    page.close(block.last + 1, len(columns) - 1, frozen=(made.first, 1))


def _write_month(page: SheetWriter, block: Block, month: int, typed: Mapping[tuple[int, str], float]) -> None:
    row, writer = block.first + month, page.writer
    page.paper.write_string(row, 0, f"{month + 1}{_MONTH.of(writer.lang)}", writer.styles.label())
    for key, column in _ENTRIES.items():
        write_entry(page, row, block.columns[key], column, typed.get((month, key)))
    for column in _COMPUTED:
        text = _formula(writer.lang, column.key, month)
        page.formula(row, block.columns[column.key], text, page.body(column.kind), block.on_row(row))


def _write_year(page: SheetWriter, block: Block) -> None:
    row = block.last + 1
    page.text(row, 0, "year", page.writer.styles.label(total=True))
    for column in views.MONTH_COLUMNS[1:]:
        at, style = block.columns[column.key], page.body(column.kind, total=True)
        page.remember(column.kind, block.first, row, at)
        if text := views.YEAR_FORMULAS.get(column.key):
            page.formula(row, at, text, style, block.on_row(row))
        else:
            page.paper.write_blank(row, at, None, style)


def _name_entries(page: SheetWriter, block: Block) -> None:
    """Names of the headers, by which the months are read back, and what may be typed below them."""
    for key in (*_ENTRIES, "target", "planned"):
        page.define(f"month_{key}", block.first - 1, block.columns[key])
    for key, column in _ENTRIES.items():
        page.allow(block.first, block.last, block.columns[key], column)


def _singles(lang: str) -> list[tuple[str, str]]:
    """The months between visits of each group of customers, and the rounding steps of the tiers' months."""
    steps = [
        (f"b_month_step_{tier}", views.month_step(_plan_cell(lang, at, "year")))
        for at, tier in enumerate(PLAN_TIERS)
    ]
    return [
        *((f"b_every_{key}", views.every(visits)) for key, _, visits in views.VISIT_GROUPS),
        *((f"b_group_{key}", count) for key, count, _ in views.VISIT_GROUPS),
        *steps,
    ]


def _plan_cell(lang: str, tier: int, key: str) -> str:
    """A figure of the summary of targets."""
    sheet = quote_sheet(sheets.TARGETS.label.of(lang))
    return f"{sheet}!{address(5 + tier, _PLAN_COLUMNS[key], fixed_row=True)}"


def _formula(lang: str, key: str, month: int) -> str:
    if key == "planned":
        return views.planned_in(month)
    parts = [
        views.month_part(_plan_cell(lang, at, f"q{month // 3 + 1}"), f"b_month_step_{tier}", month)
        for at, tier in enumerate(PLAN_TIERS)
    ]
    return views.MONTH_FORMULAS[key].replace("{months}", "+".join(parts))
