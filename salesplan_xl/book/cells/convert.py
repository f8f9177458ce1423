"""Between frames (column keys, choice keys, sentences) and cells (labels, text, dates)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.port import CellValue
from salesplan_xl.catalogue import render
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.types import NUMERIC, Choice, Column, Kind

BLANK = (None, "")
# What is nearer to zero is left over from adding and taking away, in whatever unit.
NOISE = 1e-12


@cache
def labels(options: tuple[Choice, ...], lang: str) -> dict[str, str]:
    """Label by choice key."""
    return {item.key: item.label.of(lang) for item in options}


def to_cells(values: pd.Series, column: Column, lang: str) -> list[CellValue]:
    """The values the cells of a column hold, ``None`` for blank."""
    if column.kind in NUMERIC:
        numbers = _clean(values.to_numpy(dtype=np.float64))
        cells: list[CellValue] = numbers.tolist()
        if np.isfinite(numbers).all():
            return cells
        return [value if ok else None for value, ok in zip(cells, np.isfinite(numbers).tolist(), strict=True)]
    if column.kind is Kind.DATE:
        return list(pd.to_datetime(values).to_numpy(dtype="datetime64[us]").tolist())
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        label = labels(column.choices, lang)
        return [label.get(str(value), str(value)) if value else None for value in _objects(values)]
    return [(value or None) if type(value) is str else to_text(value, lang) for value in _objects(values)]


def _clean(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The numbers without binary noise about zero, which a cell would show as -0.0."""
    return np.where(np.abs(numbers) < NOISE, 0.0, numbers)


def _objects(values: pd.Series) -> list[object]:
    made = values.to_numpy(dtype=object, copy=True)
    made[pd.isna(made)] = None
    return made.tolist()


def to_text(value: object, lang: str) -> str | None:
    """A text cell's content; sentences are rendered, blank is ``None``."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, (Sentence, tuple, list)):
        return render(value, lang) or None  # type: ignore[arg-type]
    return None if isinstance(value, float) and np.isnan(value) else str(value)


def grid_value(value: object, lang: str, options: tuple[Choice, ...] = ()) -> CellValue:
    """A grid cell's content; the key of a list value becomes its label."""
    if options:
        return labels(options, lang).get(str(value), str(value)) if value else None
    if value is None or isinstance(value, (bool, int, str, dt.date)):
        return value
    if isinstance(value, (Sentence, tuple, list)):
        return to_text(value, lang)
    number = float(value)  # type: ignore[arg-type]
    if abs(number) < NOISE:
        return 0.0
    return number if np.isfinite(number) else None


def same(old: object, new: CellValue) -> bool:
    """Whether a cell that shows ``old`` need not be written to hold ``new``."""
    if new in BLANK:
        return old in BLANK
    if isinstance(new, (dt.date, dt.datetime)):
        return as_datetime(old) == as_datetime(new)
    if isinstance(new, bool) or isinstance(old, bool):
        return old is new
    if isinstance(new, (int, float)):
        return isinstance(old, (int, float)) and float(old) == float(new)
    return old == new


def as_datetime(value: object) -> dt.datetime | None:
    """A date as a datetime, anything else as ``None``."""
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else None


def changed(old: Sequence[object], new: Sequence[CellValue]) -> npt.NDArray[np.bool_]:
    """Per row whether the cell has to be written."""
    if all(value is None for value in old):
        return filled(new)
    # Most cells that differ were blank before; those need no closer look.
    differ = [
        a != b and (b not in BLANK if a in BLANK else not same(a, b)) for a, b in zip(old, new, strict=True)
    ]
    return np.array(differ, dtype=bool)


def filled(cells: Sequence[CellValue]) -> npt.NDArray[np.bool_]:
    """Per row whether the cell holds anything."""
    return np.array([cell not in BLANK for cell in cells], dtype=bool)


def setting_cell(value: object, column: Column, lang: str) -> CellValue:
    """The value a setting's cell holds."""
    if value is None or isinstance(value, dt.date):
        return value
    if column.kind is Kind.YES_NO:
        return labels(column.choices, lang)["yes" if value in (True, "yes") else "no"]
    if column.kind is Kind.CHOICE:
        return labels(column.choices, lang).get(str(value), str(value))
    return value if isinstance(value, (bool, int, float, str)) else str(value)
