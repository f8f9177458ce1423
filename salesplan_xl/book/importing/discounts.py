"""Discounts on lines without an amount: a sum off, or a rate, be it what is taken off or what is still paid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.book.importing.coded import Cells
from salesplan_xl.book.importing.figures import POINT, read_figures
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.findings import Severity

_WHOLE, _HALF = 100.0, 0.5


def discounted(product: pd.Series, raw: Raw, columns: dict[str, pd.Series], reading: Reading) -> pd.Series:
    """Quantity times price less what the file says was granted; said, and asked where it cannot be told."""
    off = columns.pop("discount", pd.Series(0.0, index=product.index)).fillna(0.0)
    if off.ne(0).any():
        _say(raw, "discount", int(off.ne(0).sum()), reading)
        return product - off.abs()
    cells = raw.cells.get("discount_rate", [])
    share = _share_off(cells, raw, reading) if cells else None
    if share is None or not share.any():
        return product
    _say(raw, "discount_rate", int((share != 0).sum()), reading)
    return product * (1.0 - share)


def _share_off(cells: Cells, raw: Raw, reading: Reading) -> np.ndarray | None:
    """The share taken off each row: rates below a half are that, above it they are what is paid."""
    read = read_figures(cells, reading.answers.decimal or POINT)
    rates = np.nan_to_num(read.numbers)
    bare = np.ones(len(rates), dtype=np.bool_)
    bare[list(read.percents)] = False
    points = bool((rates[bare] > 1).any()) or raw.headers["discount_rate"].percent
    rates[bare] /= _WHOLE if points else 1.0
    used = rates[rates != 0]
    if not len(used) or (used < _HALF).all():
        return rates
    if (used > _HALF).all() and (used <= 1).all():
        return np.where(rates == 0, 0.0, 1.0 - rates)
    reading.ask(
        "column", raw.headers["discount_rate"].text, (), column=reading.label("amount"), key="amount",
        headers=some([f"{raw.headers['discount_rate'].text} ({short(cell)})" for cell in dict.fromkeys(cells)], 4),
        table=reading.table.label.of(reading.facts.lang), sheet="",
    )  # fmt: skip
    return None


def _say(raw: Raw, key: str, count: int, reading: Reading) -> None:
    reading.say("F-535", Severity.WARNING, "amount", count=count, header=raw.headers[key].text)
