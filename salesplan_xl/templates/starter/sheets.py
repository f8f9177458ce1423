"""The sheets of the starter, one function each; the months stand in ``months.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.starter import inputs, plan, sheets, views
from salesplan_xl.schema.starter.columns import PRINTED, Column
from salesplan_xl.schema.starter.facts import FACTS
from salesplan_xl.schema.starter.words import WORDS
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.starter.entries import write_entry
from salesplan_xl.templates.starter.formulas import Block, address
from salesplan_xl.templates.starter.levels import write_levels
from salesplan_xl.templates.starter.settings import write_setting_rows
from salesplan_xl.templates.starter.writer import SheetWriter, StarterWriter

_TIERS = ("tier.A", "tier.B", "tier.C")


def _block(writer: StarterWriter, sheet: sheets.Sheet, keys: Sequence[str]) -> Block:
    """Columns from the left over all rows of the list."""
    return Block({key: at for at, key in enumerate(keys)}, sheet.first, sheet.header + writer.rows)


def _keys(columns: Sequence[Column]) -> list[str]:
    return [column.key for column in columns]


def write_customers(writer: StarterWriter, rows: Sequence[Mapping[str, object]]) -> None:
    """The one sheet on which customers are typed."""
    made, page = sheets.CUSTOMERS, writer.sheet(sheets.CUSTOMERS.label, sheets.CUSTOMERS.group)
    page.paper.activate()
    page.top(made.title, made.intro, f"{views.INPUT_HEAD}&{views.PRINT_NOTE}")
    columns = (*inputs.CUSTOMERS, Column("check", WORDS["check"], Kind.TEXT, 24))
    page.headers(made.header, columns)
    last = len(columns) - 1
    block = _block(writer, made, [*_keys(columns), "n"])
    for at, row in enumerate(range(block.first, block.last + 1)):
        values = rows[at] if at < len(rows) else {}
        for column in inputs.CUSTOMERS:
            write_entry(page, row, block.columns[column.key], column, values.get(column.key))
    for column in inputs.CUSTOMERS:
        _typed_column(page, block, column)
    page.rows(
        block, (Column("check", WORDS["check"], Kind.TEXT, formula="INDEX(f_check,[n])", silent=False),), "n"
    )
    page.numbers(block)
    for key, code in (("purchasing", "people"), ("need", "chances"), ("tier", "edits")):
        page.text(made.header - 1, block.columns[key], f"band.{code}", writer.styles.intro())
    page.whole_money()
    page.highlight(block, "check", "LEN({cell})>0", theme.BAD)
    page.singles(1, last + 1, (("b_to_check", 'COUNTIF(f_check,"?*")'),))
    page.hide_helpers(last + 1, last + 1)
    page.close(made.header + PRINTED, last, frozen=(made.first, 1))


def _typed_column(page: SheetWriter, block: Block, column: Column) -> None:
    """A typed column: its values, and its name from the header on, so that no inserted or deleted row cuts it."""
    at = block.columns[column.key]
    top, bottom = (address(row, at, fixed_row=True) for row in (block.first - 1, block.last))
    page.writer.workbook.define_name(f"in_{column.key}", f"={quote_sheet(page.name)}!{top}:{bottom}")
    page.define(f"head_{column.key}", block.first - 1, at)
    page.remember(column.kind, block.first, block.last, at)
    page.allow(block.first, block.last, at, column)


def write_diagnosis(writer: StarterWriter) -> None:
    """Tiers, health and concentration; every fact of a customer stands behind it."""
    made, page = sheets.DIAGNOSIS, writer.sheet(sheets.DIAGNOSIS.label, sheets.DIAGNOSIS.group)
    page.top(made.title, made.intro, f"{views.DIAGNOSIS_HEAD}&{views.PRINT_NOTE}")
    page.headers(made.header, views.DIAGNOSIS)
    page.summary(4, ("tier", *views.DIAGNOSIS_COLUMNS), (*_TIERS, "total"))
    page.summary(4, ("concentration", "value"), ("cr1", "cr5", "topn", "effective"), left=6)
    page.figures(views.diagnosis_summary(5), total=8)
    left = len(views.DIAGNOSIS) + 1
    block = _block(writer, made, [*_keys(views.DIAGNOSIS), "gap", "n", "source", *_keys(FACTS)])
    page.rows(block, views.DIAGNOSIS, "source")
    page.numbers(block)
    page.rows(block, views.DIAGNOSIS_HELPERS, "source", hidden=True)
    page.rows(block, FACTS, "name", hidden=True)
    page.define_columns("f_", block, _keys(FACTS))
    _name_helpers(page, made.header, left, ("n", "source", *_keys(FACTS)))
    page.singles(4, left, views.DIAGNOSIS_SINGLES)
    page.whole_money()
    page.highlight(block, "shown_flag", f'ISNUMBER(SEARCH("{writer.word("high_risk")}",{{cell}}))', theme.BAD)
    page.highlight(block, "shown_flag", f'{{cell}}="{writer.word("high_potential")}"', theme.GOOD)
    page.highlight(block, "shown_depth", f'{{cell}}="{writer.word("depth.single")}"', theme.WARN)
    page.highlight(block, "shown_tier", '{cell}="A"', theme.STRONG)
    page.lines(block, "shown_name", len(views.DIAGNOSIS) - 1)
    page.hide_helpers(left, left + len(FACTS) + 1)
    page.close(made.header + PRINTED, len(views.DIAGNOSIS) - 1, frozen=(0, 1))


def _name_helpers(page: SheetWriter, row: int, left: int, keys: Sequence[str]) -> None:
    for at, key in enumerate(keys, left):
        page.paper.write_string(row, at, key, page.writer.grey())


def write_targets(writer: StarterWriter) -> None:
    """Targets by customer and source, the levels of the plan, quarters."""
    made, page = sheets.TARGETS, writer.sheet(sheets.TARGETS.label, sheets.TARGETS.group)
    page.top(made.title, made.intro, f"{views.TARGET_HEAD}&{views.PRINT_NOTE}")
    page.headers(made.header, plan.VISIBLE)
    page.summary(4, ("tier", *views.TARGET_COLUMNS), (*_TIERS, "tier.N", "total"))
    page.figures(plan.summary(5), total=9)
    page.summary(
        4,
        ("target", "value"),
        tuple(f"level.{key}" for key in ("derived", "guaranteed", "stretch", "company")),
        left=12,
    )
    page.figures(views.target_levels(5))
    left = len(plan.VISIBLE) + 1
    block = _block(writer, made, [*_keys(plan.VISIBLE), "gap", "n", *_keys(plan.HELPERS)])
    page.numbers(block)
    page.rows(block, plan.VISIBLE, "source")
    page.rows(block, plan.HELPERS, "source", hidden=True)
    page.define_columns("t_", block, _keys(plan.PLAN))
    _name_helpers(page, made.header, left, ("n", *_keys(plan.HELPERS)))
    last = write_levels(page, left)
    page.whole_money()
    page.highlight(block, "tier", '{cell}="A"', theme.STRONG)
    page.lines(block, "name", len(plan.VISIBLE) - 1)
    page.hide_helpers(left, max(last, left + len(plan.HELPERS)))
    page.close(made.header + PRINTED, len(plan.VISIBLE) - 1, frozen=(0, 1))


def write_map(writer: StarterWriter) -> None:
    """The execution map, and whether the days suffice."""
    made, page = sheets.MAP, writer.sheet(sheets.MAP.label, sheets.MAP.group)
    page.top(made.title, made.intro, f"{views.map_head(5)}&{views.PRINT_NOTE}")
    page.headers(made.header, views.MAP)
    page.summary(4, ("tier", *views.MAP_COLUMNS), (*_TIERS, "tier.N", "total"))
    page.figures(views.map_summary(5), total=9)
    left = len(views.MAP) + 1
    block = _block(writer, made, [*_keys(views.MAP), "gap", "n", *_keys(views.MAP_HELPERS)])
    page.numbers(block)
    page.rows(block, views.MAP, "row")
    page.rows(block, views.MAP_HELPERS, "row", hidden=True)
    _name_helpers(page, made.header, left, ("n", *_keys(views.MAP_HELPERS)))
    page.singles(4, left, views.MAP_SINGLES)
    page.whole_money()
    page.highlight(block, "m_tier", '{cell}="A"', theme.STRONG)
    page.lines(block, "m_name", len(views.MAP) - 1)
    page.hide_helpers(left, left + len(views.MAP_HELPERS))
    page.close(made.header + PRINTED, len(views.MAP) - 1, portrait=True, frozen=(0, 1))


def write_settings(writer: StarterWriter, given: Mapping[str, object]) -> None:
    """Settings and how to use the book."""
    made, page = sheets.SETTINGS, writer.sheet(sheets.SETTINGS.label, sheets.SETTINGS.group)
    styles, lang = writer.styles, writer.lang
    page.paper.set_row(0, 32)
    page.paper.set_row(1, 20)
    page.paper.write_string(0, 0, made.title.of(lang), styles.title(made.group))
    page.paper.write_string(1, 0, made.intro.of(lang), styles.intro())
    last = write_setting_rows(page, made.header, given)
    page.close(last, 3, portrait=True, frozen=(made.first, 1))
