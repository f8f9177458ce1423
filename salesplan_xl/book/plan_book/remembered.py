"""The memory of a book: its settings and the headers of its tables when a command last wrote anything.

They stand among the remembered values of the system sheet, so that a setting whose row was deleted comes back as it
was and not as the program would have it, and a header that the user has changed is told from a column of his own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from salesplan_xl.book.plan_book.edits import Baselines, Plain, plain
from salesplan_xl.book.port import CellValue, Port, TablePlace
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Kind, Setting, SettingValue
from salesplan_xl.schema.workbook import tables

SETTINGS_BLOCK, HEADERS_BLOCK = "settings", "headers"
# Columns of the table that holds what is remembered; their headers may be missing as well.
_WIDTH = 3


def memory(port: Port) -> Baselines:
    """All that a book remembers, read by position alone."""
    name = tables()["baseline"].name
    if name not in port.tables() or len(port.tables()[name].columns) < _WIDTH:
        return Baselines()
    return Baselines.read((line[0], line[1], line[2]) for line in port.body(name))


def remember(
    baselines: Baselines, values: Mapping[str, SettingValue], places: Mapping[str, TablePlace]
) -> None:
    """Keep the settings and the headers as they are."""
    baselines.blocks[SETTINGS_BLOCK] = {setting.key: [plain(values.get(setting.key))] for setting in SETTINGS}
    baselines.blocks[HEADERS_BLOCK] = {key: list(place.columns) for key, place in places.items()}


def settings_of(baselines: Baselines) -> dict[str, SettingValue]:
    """The settings as they were; those that no command has noted yet are not among them."""
    kept = baselines.blocks.get(SETTINGS_BLOCK, {})
    return {
        setting.key: _value(setting, kept[setting.key][0]) for setting in SETTINGS if kept.get(setting.key)
    }


def headers_of(baselines: Baselines, table: str) -> frozenset[str]:
    """The headers that a table had."""
    return frozenset(map(str, baselines.blocks.get(HEADERS_BLOCK, {}).get(table, ())))


def as_cell(kind: Kind, value: Plain) -> CellValue:
    """A remembered value as a cell of that kind holds it."""
    return dt.datetime.fromisoformat(value) if kind is Kind.DATE and isinstance(value, str) else value


def _value(setting: Setting, value: Plain) -> SettingValue:
    if setting.kind is Kind.DATE:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    return int(value) if setting.kind is Kind.COUNT and isinstance(value, float) else value
