"""Writes the settings sheet: every threshold as a named blue cell with unit, default and reason."""

from __future__ import annotations

from salesplan_xl.catalogue import word
from salesplan_xl.schema import choices
from salesplan_xl.schema.layout import FIRST_BLOCK_ROW
from salesplan_xl.schema.settings import MONEY, default
from salesplan_xl.schema.settings_page import SECTIONS, Section
from salesplan_xl.schema.types import Kind, Setting
from salesplan_xl.templates import checks
from salesplan_xl.templates.values import shown
from salesplan_xl.templates.widths import GRID_ROW_POINTS, LINE_POINTS, display_width
from salesplan_xl.templates.writer import Page

COLUMNS = ("name", "value", "unit", "default", "why")
WIDTHS = {"zh": (24.0, 24.0, 9.0, 24.0, 58.0), "en": (29.0, 27.0, 10.0, 27.0, 66.0)}
HEADER_ROW = FIRST_BLOCK_ROW
# The money unit decides every header, so it is fixed once the book is made.
FIXED = frozenset({"money_unit", "currency"})


def write_settings(page: Page) -> None:
    """Write all settings in their groups."""
    lang, styles = page.writer.lang, page.writer.styles
    for column, width in enumerate(WIDTHS[lang]):
        page.paper.set_column(column, column, width)
        centred = COLUMNS[column] in ("value", "unit", "default")
        header = word(f"template.settings.{COLUMNS[column]}", lang)
        page.put(HEADER_ROW - 1, column, header, styles.header(page.sheet.group, left=not centred))
    page.set_height(HEADER_ROW - 1, 24)
    row = HEADER_ROW
    for section in SECTIONS:
        _write_band(page, row, section)
        for number, setting in enumerate(section.settings, row + 1):
            _write_setting(page, number, setting)
        row += len(section.settings) + 1
        if section.folded:
            page.fold_rows(row - len(section.settings), row)


def _write_band(page: Page, row: int, section: Section) -> None:
    lang, styles, group = page.writer.lang, page.writer.styles, page.sheet.group
    page.set_height(row, GRID_ROW_POINTS + 3)
    for column in range(len(COLUMNS)):
        page.put(row, column, None, styles.band(group))
    page.put(row, 0, section.heading.of(lang), styles.band(group))
    if section.folded and page.writer.folded:
        hint = word("template.settings.folded", lang, count=len(section.settings))
        page.put(row, len(COLUMNS) - 1, hint, styles.band(group, quiet=True))


def _write_setting(page: Page, row: int, setting: Setting) -> None:
    lang, styles, unit = page.writer.lang, page.writer.styles, page.writer.names.unit
    entry = setting.key not in FIXED
    value = shown(page.writer.values.settings[setting.key], setting.choices, lang)
    standard = shown(default(setting, unit), setting.choices, lang)
    kind = Kind.CHOICE if setting.choices else setting.kind
    page.put(row, 0, setting.label.of(lang), styles.label())
    page.put(row, 1, value, styles.setting(kind, setting.key, entry=entry))
    page.put(row, 2, _unit(setting, unit, lang), styles.setting(Kind.TEXT, "", entry=False))
    page.put(row, 3, standard, styles.setting(kind, setting.key, entry=False))
    page.put(row, 4, setting.why.of(lang), styles.why())
    page.set_height(row, _points(lang, str(value or ""), setting.why.of(lang)))
    page.define(setting.name, row, 1)
    rule = checks.validation(checks.Rule.of_setting(setting), lang) if entry else None
    if rule:
        page.paper.data_validation(row, 1, row, 1, rule)


def _unit(setting: Setting, unit: str, lang: str) -> str:
    if setting.unit is MONEY:
        return choices.unit_label(unit).of(lang)
    return setting.unit.of(lang)


def _points(lang: str, value: str, why: str) -> float:
    _, value_width, _, _, why_width = WIDTHS[lang]
    two = display_width(value) > value_width - 1 or display_width(why) > why_width - 1
    return 2 * LINE_POINTS + 4 if two else GRID_ROW_POINTS
