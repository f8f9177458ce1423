"""The day columns of a file: one order for all of them, from evidence or from the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.book.importing.coded import Cells, Coded
from salesplan_xl.book.importing.dates import ORDERS, possible_orders, read_days, taken_apart
from salesplan_xl.book.importing.raw import Raw, year_of_titles
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.findings import Severity
from salesplan_xl.schema.types import Kind

_MOST_BAD = 20


def day_columns(raw: Raw, reading: Reading) -> dict[str, pd.Series]:
    """Our day columns → the days of each row."""
    keys = [
        column.key for column in reading.table.columns if column.kind is Kind.DATE and column.key in raw.cells
    ]
    order = _order(raw, keys, reading)
    year = year_of_titles(raw, reading)
    return {key: _column(raw, key, order, year, reading) for key in keys}


def _order(raw: Raw, keys: list[str], reading: Reading) -> str:
    """The order of figures in the days of a file; asked for where no cell decides it."""
    open_cells = {key: _open_cells(raw, key) for key in keys}
    written = {key: cells for key, cells in open_cells.items() if cells}
    if not written:
        return ""
    fitting = {key: _fitting(cells, reading) for key, cells in written.items()}
    common = _common(fitting)
    if len(common) == 1:
        return common[0]
    if reading.answers.dates:  # an answer is for what is open: it was given for several files at once, maybe
        return reading.answers.dates
    if any(len(orders) > 1 for orders in fitting.values()):
        fitting |= _other_evidence(raw, reading)
    common = _common(fitting)
    if len(common) == 1:
        return common[0]
    key = next((key for key in written if len(fitting[key]) != 1), next(iter(written)))
    header, cells = (
        raw.headers[key].text if key in raw.headers else "",
        some([short(cell) for cell in written[key]], 4),
    )
    kind = "dates" if common or all(fitting.values()) else "dates_mixed"
    reading.ask(kind, header, tuple(common) or ORDERS[:2], samples=cells)
    return ""


def _common(fitting: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The orders that every column allows."""
    return [order for order in ORDERS if all(order in orders for orders in fitting.values())]


def _open_cells(raw: Raw, key: str) -> list[str]:
    """The distinct cells of a column whose order is open."""
    texts = dict.fromkeys(cell for cell in _each(raw.cells[key]) if isinstance(cell, str) and cell)
    return [text for text in texts if (day := taken_apart(text)) and day.parts]


def _each(cells: Cells) -> Sequence[object]:
    return cells.distinct if isinstance(cells, Coded) else cells


def _other_evidence(raw: Raw, reading: Reading) -> dict[str, tuple[str, ...]]:
    """The orders that columns we do not use allow: a program writes all its days alike."""
    picked = {}
    for number, cells in enumerate(raw.days):
        texts = [cell for cell in cells if isinstance(cell, str) and cell]
        days = [taken_apart(text) for text in texts]
        if texts and all(day and day.parts for day in days):
            orders = possible_orders(days, reading.facts.this_year)
            if orders:
                picked[f"#{number}"] = orders
    return picked


def _fitting(cells: list[str], reading: Reading) -> tuple[str, ...]:
    return possible_orders((taken_apart(cell) for cell in cells), reading.facts.this_year)


def _column(raw: Raw, key: str, order: str, year: int | None, reading: Reading) -> pd.Series:
    column = read_days(raw.cells[key], order, year=year, date1904=raw.date1904)
    asked = any(question.kind in ("dates", "dates_mixed", "year") for question in reading.questions)
    header = raw.headers[key].text if key in raw.headers else key
    for at in column.bad[:_MOST_BAD] if not asked else ():
        reading.say(
            "F-502", Severity.ERROR, key, row=raw.rows[at], header=header, value=short(raw.cells[key][at])
        )
    if len(column.bad) > _MOST_BAD and not asked:
        reading.say("F-503", Severity.ERROR, key, count=len(column.bad) - _MOST_BAD)
    if column.months:
        reading.note("F-514", key, header=header, count=column.months)
    return pd.Series(np.asarray(column.days))
