"""The settings of the starter: those a person decides, the rest in a collapsed group, and how to use the book."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from salesplan_xl.money import BOOK_UNITS, CENTS_A_YUAN, WAN, Unit
from salesplan_xl.schema.starter import sheets
from salesplan_xl.schema.starter.inputs import LEAST, MORE, MOST, OWN_LABELS, OWN_WHYS, SHOWN
from salesplan_xl.schema.starter.words import STEPS
from salesplan_xl.schema.types import Kind, Setting
from salesplan_xl.templates.starter.writer import SheetWriter

_NUMBERS = (Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER)
_LIMIT = 1e12
_USED = 5


def write_setting_rows(page: SheetWriter, header: int, given: Mapping[str, object]) -> int:
    """Write them below a header row; returns the last row that is printed."""
    styles = page.writer.styles
    for column, width in enumerate((28, 16, 13, 66, 2, 12)):
        page.paper.set_column(column, column, width)
    page.paper.set_row(header, 24)
    for column, code in enumerate(("setting", "value", "default", "why")):
        page.text(header, column, code, styles.header(page.group, left=column == 0))
    row = _write_group(page, header + 1, "decide", SHOWN, given)
    row = _write_steps(page, row)
    last = _write_group(page, row, "more", MORE, given)
    page.hide_helpers(_USED, _USED)
    page.paper.write_string(header, _USED, page.writer.lang, page.writer.grey())
    page.define(sheets.MARK, header, _USED)
    return last - 1


def _band(page: SheetWriter, row: int, code: str) -> None:
    style = page.writer.styles.band(page.group)
    page.paper.set_row(row, 21)
    for column in range(4):
        page.paper.write_blank(row, column, None, style)
    page.text(row, 0, code, style)


def _write_steps(page: SheetWriter, row: int) -> int:
    """The lines that say how to use the book; returns the row below."""
    _band(page, row, "how")
    style = page.writer.styles.make(text_wrap=True, valign="top", align="left", indent=1)
    for at, step in enumerate(STEPS, row + 1):
        page.paper.set_row(at, 32 if page.writer.lang == "en" else 19)
        page.paper.merge_range(at, 0, at, 3, step.of(page.writer.lang), style)
    return row + 1 + len(STEPS)


def _write_group(
    page: SheetWriter, row: int, code: str, settings: Sequence[Setting], given: Mapping[str, object]
) -> int:
    """A band and the settings below it; returns the row below them."""
    _band(page, row, code)
    for at, setting in enumerate(settings, row + 1):
        page.paper.set_row(at, 19)
        _write_setting(page, at, setting, given)
    return row + 1 + len(settings)


def _write_setting(page: SheetWriter, row: int, setting: Setting, given: Mapping[str, object]) -> None:
    """Name, typed value, default, why; the hidden cell beside them is what counts."""
    styles, lang = page.writer.styles, page.writer.lang
    page.paper.write_string(row, 0, OWN_LABELS.get(setting.key, setting.label).of(lang), styles.label())
    entry, grey = (styles.setting(setting.kind, setting.key, entry=flag) for flag in (True, False))
    stands = setting.kind is not Kind.MONEY and setting.key not in given
    value = _shown(setting, setting.default, lang) if stands else given.get(setting.key)
    _put(page, row, 1, value, entry)
    if setting.kind is Kind.MONEY and setting.default is not None:
        page.formula(row, 2, _default(setting), grey)
    else:
        _put(page, row, 2, _shown(setting, setting.default, lang), grey)
    page.paper.write_string(row, 3, OWN_WHYS.get(setting.key, setting.why).of(lang), styles.why())
    page.define(f"set_{setting.key}", row, 1)
    _allow(page, row, setting)
    if setting.key == "money_unit":
        page.formula(row, _USED, _digits(setting, row, lang), page.writer.grey())
        page.define("b_digits", row, _USED)
    elif setting.kind is Kind.CHOICE or setting.kind in _NUMBERS:
        page.formula(row, _USED, _used(setting, row, lang), page.writer.grey())
        page.define(f"s_{setting.key}", row, _USED)


def _put(page: SheetWriter, row: int, column: int, value: object, style: object) -> None:
    if value is None or value == "":
        page.paper.write_blank(row, column, None, style)
    elif isinstance(value, (int, float)):
        page.paper.write_number(row, column, value, style)
    else:
        page.paper.write_string(row, column, str(value), style)


def _shown(setting: Setting, value: object, lang: str) -> object:
    """A value as its cell shows it."""
    labels = {item.key: item.label.of(lang) for item in setting.choices}
    return labels.get(str(value), value)


def _digits(setting: Setting, row: int, lang: str) -> str:
    """Decimals of a cent in the book's unit."""
    text = str(_WAN_DIGITS)
    for item in setting.choices:
        text = f'IF($B{row + 1}="{item.label.of(lang)}",{_decimals(BOOK_UNITS[item.key])},{text})'
    return text


def _decimals(unit: Unit) -> int:
    """Decimals of a cent in a unit."""
    return round(math.log10(unit.yuan * CENTS_A_YUAN))


_WAN_DIGITS = _decimals(WAN)


def _default(setting: Setting) -> str:
    """A money default in the book's unit: it is stated in units of ten thousand."""
    return f"{float(str(setting.default or 0.0)):.12g}*10^({_WAN_DIGITS}-b_digits)"


def _used(setting: Setting, row: int, lang: str) -> str:
    """The value that counts: the typed number within its bounds, else the default; of a list the position."""
    if setting.kind is Kind.CHOICE:
        labels = ",".join(f'"{item.label.of(lang)}"' for item in setting.choices)
        return f"IFERROR(MATCH($B{row + 1},{{{labels}}},0),1)"
    least = max(setting.minimum if setting.minimum is not None else -_LIMIT, LEAST.get(setting.key, -_LIMIT))
    most = min(setting.maximum if setting.maximum is not None else _LIMIT, MOST.get(setting.key, _LIMIT))
    default = 0.0 if setting.default is None else float(str(setting.default))
    number = _default(setting) if setting.kind is Kind.MONEY else repr(default)
    return f"IF(ISNUMBER($B{row + 1}),MIN(MAX($B{row + 1},{least:.12g}),{most:.12g}),{number})"


def _allow(page: SheetWriter, row: int, setting: Setting) -> None:
    """The values that may be typed into the cell."""
    if setting.kind is Kind.CHOICE:
        page.allow_list(row, row, 1, setting.choices)
    elif setting.kind in _NUMBERS:
        least = setting.minimum if setting.minimum is not None else -_LIMIT
        page.allow_number(row, row, 1, least, setting.maximum if setting.maximum is not None else _LIMIT)
