"""The named cells of the settings sheet: reading them with their bounds, and writing them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from salesplan_xl.book.cells import convert
from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.about import unit_of
from salesplan_xl.book.port import CellValue, CellWrite, NamedCell, Port
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema import settings as declared
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.types import NUMERIC, Column, Filled, Kind, Setting, SettingValue

_PLAIN_NUMBERS = NUMERIC - {Kind.SHARE}


def read_settings(
    port: Port, names: Mapping[str, NamedCell]
) -> tuple[dict[str, SettingValue], list[Finding]]:
    """Every setting of the book; blank ones and those that cannot be used take their default (a finding)."""
    raw = _raw(port, names)
    unit = unit_of(raw.get("money_unit"))
    values: dict[str, SettingValue] = {}
    findings: list[Finding] = []
    for setting in declared.SETTINGS:
        value, fallback = raw.get(setting.key), declared.default(setting, unit)
        good, understood = (False, fallback) if value in (None, "") else _understood(setting, value)
        values[setting.key] = understood if good else fallback
        if not good and value not in (None, ""):
            findings.append(_unusable(setting, value, fallback, names[setting.name]))
    return values, findings


def setting_writes(
    port: Port, names: Mapping[str, NamedCell], values: Mapping[str, SettingValue], lang: str
) -> list[CellWrite]:
    """The cells of settings that differ from ``values``."""
    writes = []
    for setting in declared.SETTINGS:
        if setting.key in values:
            spot = names[setting.name]
            shown = setting_text(setting, values[setting.key], lang)
            if not convert.same(port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0], shown):
                writes.append(CellWrite(spot.sheet, spot.row, spot.col, shown))
    return writes


def setting_text(setting: Setting, value: SettingValue, lang: str) -> CellValue:
    """A setting's value as its cell shows it."""
    return convert.setting_cell(value, _column(setting), lang)


def _raw(port: Port, names: Mapping[str, NamedCell]) -> dict[str, object]:
    """One read per sheet that holds settings, however many there are."""
    spots = {item.key: names[item.name] for item in declared.SETTINGS if item.name in names}
    cells: dict[str, object] = {}
    for sheet in sorted({spot.sheet for spot in spots.values()}):
        here = {key: spot for key, spot in spots.items() if spot.sheet == sheet}
        rows, cols = ([getattr(spot, side) for spot in here.values()] for side in ("row", "col"))
        top, left = min(rows), min(cols)
        block = port.block(sheet, top, left, max(rows) - top + 1, max(cols) - left + 1)
        cells |= {key: block[spot.row - top][spot.col - left] for key, spot in here.items()}
    return cells


def _column(setting: Setting) -> Column:
    return Column(setting.key, setting.label, setting.kind, Filled.USER, setting.choices, signed=True)


def _understood(setting: Setting, value: object) -> tuple[bool, SettingValue]:
    # Most of the hundreds of cells hold numbers that need no reading; 85 in a share would mean 85 %.
    if type(value) is float and math.isfinite(value) and setting.kind in _PLAIN_NUMBERS:
        return _number_or_date(setting, value)
    cast = cast_column([value], _column(setting), "wan")
    result = cast.series.iloc[0]
    if cast.bad or pd.isna(result):
        return False, None
    if setting.kind in (Kind.CHOICE, Kind.TEXT, Kind.MONTH):
        return True, str(result)
    if setting.kind is Kind.YES_NO:
        return True, result == "yes"
    return _number_or_date(setting, result)


def _number_or_date(setting: Setting, result: object) -> tuple[bool, SettingValue]:
    if setting.kind is Kind.DATE:
        return (True, result.date()) if isinstance(result, dt.datetime) else (False, None)
    if not isinstance(result, (int, float, np.number)):
        return False, None
    number = float(result)
    low = setting.minimum is not None and number < setting.minimum
    high = setting.maximum is not None and number > setting.maximum
    return not (low or high), int(number) if setting.kind is Kind.COUNT else number


def _unusable(setting: Setting, value: object, fallback: SettingValue, spot: NamedCell) -> Finding:
    values = {"setting": setting.label, "value": str(value)[:60], "default": fallback}
    place = Place("settings", None, setting.key, spot.sheet, f"{column_letters(spot.col)}{spot.row}")
    return Finding("F-003", Severity.ERROR, values, place)
