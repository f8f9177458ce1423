"""The contents of an empty book's cells: defaults, blanks, and every formula's value."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from salesplan_xl.catalogue import word
from salesplan_xl.money import currency_of, scale_of
from salesplan_xl.schema import choices
from salesplan_xl.schema.board import FIRST_CELLS, FIXED_CELLS
from salesplan_xl.schema.evaluate import Evaluation, GridKey, empty_frame
from salesplan_xl.schema.layout import choice_label
from salesplan_xl.schema.settings import SETTINGS, default
from salesplan_xl.schema.tracking import STEPS
from salesplan_xl.schema.types import NUMERIC, Choice, Table
from salesplan_xl.schema.workbook import tables


def body_rows(table: Table) -> int:
    """Body rows of a table in an empty book."""
    return max(len(table.fixed_rows), table.start_rows)


def settings_of(unit: str, given: Mapping[str, object] | None) -> dict[str, object]:
    """Every setting's value as its cell will show it: the given one, else the default.

    Raises:
        KeyError: a given key is no setting.
    """
    values: dict[str, object] = {setting.key: default(setting, unit) for setting in SETTINGS}
    for key, value in (given or {}).items():
        if key not in values:
            raise KeyError(key)
        values[key] = value
    return values | {"money_unit": scale_of(unit), "currency": currency_of(unit)}


def empty_tables() -> dict[str, pd.DataFrame]:
    """The frames of an empty book; tables that never grow have their identity filled in."""
    frames = {}
    for table in tables().values():
        frame = empty_frame(table.key, body_rows(table))
        if table.fixed_rows:
            column = table.column(table.identity[0])
            numeric = column.kind in NUMERIC
            frame[column.key] = [float(key) if numeric else key for key in table.fixed_rows]
        frames[table.key] = frame
    return frames


def guide_results(lang: str) -> dict[GridKey, object]:
    """The guide of an untouched book: every step is still to do, and says what to do."""
    empty = choice_label(choices.STEP_STATES, "empty").of(lang)
    cells: dict[GridKey, object] = {}
    for key, _, _ in STEPS:
        cells["steps", key, "state"] = empty
        cells["steps", key, "sentence"] = word(f"template.step.{key}", lang)
    return cells


def page_results(lang: str) -> dict[GridKey, object]:
    """The contents of the dashboard and the report before the first run: fixed numbers, and what to do."""
    cells: dict[GridKey, object] = {}
    for (grid, row, column), value in (*FIXED_CELLS.items(), *FIRST_CELLS.items()):
        cells[grid, row, column] = word(value, lang) if isinstance(value, str) else value
    return cells


def evaluation(unit: str, lang: str, given: Mapping[str, object] | None) -> Evaluation:
    """The values of an empty book."""
    return Evaluation(empty_tables(), settings_of(unit, given), guide_results(lang) | page_results(lang))


def shown(value: object, options: tuple[Choice, ...], lang: str) -> object:
    """A value as its cell shows it: the label of a list value, ``None`` for blank."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if options:
        key = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        return choice_label(options, key).of(lang)
    return value
