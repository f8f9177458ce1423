"""Builds the reference pages of the guide from the text catalogue, the schema and the command line.

Text only, deterministic: the same declarations give the same pages, so a test can compare them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.render import errors, findings
from salesplan_xl.schema import choices
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import LANGUAGES, Choice, Column, Grid, Kind, Label, Setting, Sheet, Table
from salesplan_xl.schema.workbook import SHEETS
from tests.generated.command_pages import cli_page
from tests.generated.function_pages import functions_page
from tests.generated.header_pages import headers_page

GAP = {"zh": "、", "en": ", "}
_NOUN = re.compile(r"\{[^{}:]*:n [^{}|]*\|([^{}]*)\}")
# Neighbouring fields say one thing together.
_FIELD = re.compile(r"\{[^{}]*\}(?: ?\{[^{}]*\})*")


def reference_pages() -> dict[tuple[str, str], str]:
    """All generated pages by (language, page name), as Markdown."""
    makers: dict[str, Callable[[str], str]] = {
        "check": check_page,
        "errors": errors_page,
        "settings": settings_page,
        "tables": tables_page,
        "cli": cli_page,
        "functions": functions_page,
        "headers": headers_page,
    }
    return {(lang, name): make(lang) for lang in LANGUAGES for name, make in makers.items()}


def page_text(lang: str, title: str, intro: str, lines: Iterable[str]) -> str:
    """A page from its title, its introduction and its lines."""
    head = [f"# {word(title, lang)}", "", word(intro, lang), "", word("R-GENERATED", lang)]
    return "\n".join([*head, *lines]).rstrip() + "\n"


def plain_template(template: str) -> str:
    """A catalogue sentence with its fields shown as ``…``."""
    return _FIELD.sub("…", _NOUN.sub(r"… \1", template))


def check_page(lang: str) -> str:
    """Every finding: code, problem, remedy, grouped by what it is about."""
    lines: list[str] = []
    for family, codes in groupby(sorted(findings()), key=lambda code: code[2]):
        lines += ["", f"## {word(f'R-F-{family}', lang)}"]
        for code in codes:
            entry = findings()[code]
            problem, remedy = (entry.zh, entry.remedy_zh) if lang == "zh" else (entry.en, entry.remedy_en)
            lines += ["", f"**{code}** {plain_template(problem)}  "]
            lines.append(word("R-REMEDY", lang, remedy=plain_template(remedy)))
    return page_text(lang, "R-CHECK", "R-CHECK-INTRO", lines)


def errors_page(lang: str) -> str:
    """Every error: code and sentence, grouped by exit code."""
    lines: list[str] = []
    for family, codes in groupby(sorted(errors()), key=lambda code: code[3]):
        lines += ["", f"## SP-{family}xx {word(f'R-SP-{family}', lang)}"]
        for code in codes:
            entry = errors()[code]
            lines += ["", f"**{code}** {plain_template(entry.zh if lang == 'zh' else entry.en)}"]
    return page_text(lang, "R-ERRORS", "R-ERRORS-INTRO", lines)


def settings_page(lang: str) -> str:
    """Every setting: name, default, unit, why, options, cell name."""
    lines: list[str] = []
    for group, settings in groupby(SETTINGS, key=lambda setting: setting.group.of(lang)):
        lines += ["", f"## {group}", ""]
        lines += [_setting_line(setting, lang) for setting in settings]
    return page_text(lang, "R-SETTINGS", "R-SETTINGS-INTRO", lines)


def _setting_line(setting: Setting, lang: str) -> str:
    why, stop = setting.why.of(lang), "。" if lang == "zh" else ". "
    # A list of yes and no tells nothing.
    options = "" if setting.kind is Kind.YES_NO or not setting.choices else _options(setting.choices, lang)
    more = f"{stop}{word('R-OPTIONS', lang, options=options)}" if options else ""
    return f"- **{setting.label.of(lang)}** = {default_text(setting, lang)} — {why}{more} ({setting.name})"


def default_text(setting: Setting, lang: str) -> str:
    """The default as the settings sheet shows it, with its unit."""
    shown, value = value_text(setting, lang), setting.default
    if value is None or setting.kind in (Kind.SHARE, Kind.CHOICE, Kind.YES_NO):
        return shown
    money = next(item.label for item in choices.MONEY_UNITS if item.key == "wan")
    unit = (money if setting.kind is Kind.MONEY else setting.unit).of(lang)
    if not unit:
        return shown
    if lang == "zh":
        return f"{shown}{unit}"
    return f"{shown} ({unit})" if setting.kind is Kind.MONEY else f"{shown} {unit}"


def value_text(setting: Setting, lang: str) -> str:
    """The default without unit: ``80%``, ``100``, ``2026-12-31``, or the label of a list value."""
    value = setting.default
    if value is None:
        return word("R-BLANK", lang)
    if setting.kind is Kind.YES_NO:
        value = "yes" if value else "no"
    if setting.choices:
        return next(item.label.of(lang) for item in setting.choices if item.key == value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return f"{value * 100:.4g}%" if setting.kind is Kind.SHARE else f"{round(float(value), 2):g}"
    return str(value)


def _options(options: Sequence[Choice], lang: str) -> str:
    return " / ".join(item.label.of(lang) for item in options)


def tables_page(lang: str) -> str:
    """Every sheet with its blocks, tables and columns."""
    lines: list[str] = ["", word("R-REQUIRED", lang)]
    for sheet in SHEETS:
        lines += ["", f"## {sheet.label.of(lang)}", "", sheet.intro.of(lang)]
        lines += _sheet_lines(sheet, lang)
    return page_text(lang, "R-TABLES", "R-TABLES-INTRO", lines)


def _sheet_lines(sheet: Sheet, lang: str) -> Iterator[str]:
    if sheet.hidden:
        yield word("R-HIDDEN", lang)
    if sheet.settings:
        yield word("R-NO-TABLE", lang)
    for grid in sheet.grids:
        yield from _grid_lines(grid, lang)
    for table in sheet.tables:
        yield from _table_lines(table, lang)


def _grid_lines(grid: Grid, lang: str) -> Iterator[str]:
    yield from ("", f"### {word('R-GRID', lang, label=grid.label.of(lang), name=grid.name)}", "")
    yield "- " + word("R-GRID-ROWS", lang, rows=" | ".join(row.label.of(lang) for row in grid.rows))
    yield "- " + word(
        "R-GRID-COLUMNS", lang, columns=" | ".join(column.label.of(lang) for column in grid.columns)
    )
    edits = [
        column.label
        for at, column in enumerate(grid.columns)
        if any(cell is not None and cell.edit for cell in (row.cells[at] for row in grid.rows))
    ]
    if edits:
        yield "- " + word("R-GRID-EDITS", lang, columns=_named(edits, lang))


def _named(labels: Sequence[Label], lang: str) -> str:
    return GAP[lang].join(label.of(lang) for label in labels)


def _table_lines(table: Table, lang: str) -> Iterator[str]:
    yield from ("", f"### {word('R-TABLE', lang, label=table.label.of(lang), name=table.name)}", "")
    heads = tuple(word(f"R-COL-{head}", lang) for head in ("KEY", "HEADER", "FILLED", "KIND"))
    yield from aligned([heads, *(_column_row(column, lang) for column in table.columns)])
    if table.identity:
        yield ""
        identity = [table.column(key).label for key in table.identity]
        yield word("R-IDENTITY", lang, columns=_named(identity, lang))
    if table.folded:
        folded = [table.column(key).label for key in table.folded]
        yield from ("", word("R-FOLDED", lang, columns=_named(folded, lang)))
    yield from _listed("R-LISTS", _list_values(table, lang), lang)


def _column_row(column: Column, lang: str) -> tuple[str, ...]:
    header = column.label.of(lang) + ("*" if column.required else "")
    return column.key, header, word(f"R-FILLED-{column.filled}", lang), word(f"R-KIND-{column.kind}", lang)


def _listed(title: str, items: list[str], lang: str) -> Iterator[str]:
    if items:
        yield from ("", word(title, lang), "")
        yield from (f"- {item}" for item in items)


def _list_values(table: Table, lang: str) -> list[str]:
    """The values of each list column; yes and no need no list."""
    return [
        f"{column.label.of(lang)}: {_options(column.choices, lang)}"
        for column in table.columns
        if column.choices and column.kind is Kind.CHOICE
    ]


def aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table whose columns line up in a terminal, Chinese characters counted double."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for at, row in enumerate(rows):
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "| " + " | ".join(cells) + " |"
        if at == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
