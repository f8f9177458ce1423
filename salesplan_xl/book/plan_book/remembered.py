"""What a book remembers of its settings: their values when a command last wrote anything.

They stand among the remembered values of the system sheet, so that a setting whose row was deleted comes back as it
was and not as the program would have it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from salesplan_xl.book.plan_book.edits import Baselines, Plain, plain
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Kind, Setting, SettingValue

BLOCK = "settings"


def remember(baselines: Baselines, values: Mapping[str, SettingValue]) -> None:
    """Keep the settings as they are."""
    baselines.blocks[BLOCK] = {setting.key: [plain(values.get(setting.key))] for setting in SETTINGS}


def remembered(baselines: Baselines) -> dict[str, SettingValue]:
    """The settings as they were; those that no command has seen yet are not among them."""
    kept = baselines.blocks.get(BLOCK, {})
    return {
        setting.key: _value(setting, kept[setting.key][0]) for setting in SETTINGS if kept.get(setting.key)
    }


def _value(setting: Setting, value: Plain) -> SettingValue:
    if setting.kind is Kind.DATE:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    return int(value) if setting.kind is Kind.COUNT and isinstance(value, float) else value
