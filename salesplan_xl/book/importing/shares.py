"""Shares: percentages by the column, words for chances by a table."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.coded import Cells
from salesplan_xl.book.importing.figures import read_figures
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.words import meaning
from salesplan_xl.findings import Severity

_WHOLE = 100.0


def share_column(raw: Raw, key: str, mark: str, reading: Reading) -> npt.NDArray[np.float64]:
    """A column of shares as fractions.

    A cell with a % sign speaks for itself. Bare figures of the column are all points or all fractions; where some are
    above 1 and others between 0 and 1, only the user knows.
    """
    cells = _words_as_shares(raw, key, reading)
    column = read_figures(cells, mark)
    header = raw.headers[key].text if key in raw.headers else key
    for at in column.bad:
        reading.say("F-502", Severity.ERROR, key, row=raw.rows[at], header=header, value=short(cells[at]))
    bare = ~np.isnan(column.numbers)
    bare[list(column.percents)] = False
    numbers = column.numbers.copy()
    if not bare.any():
        return numbers
    if _are_points(numbers[bare], key, raw, reading, header):
        numbers[bare] /= _WHOLE
    return numbers


def _are_points(bare: npt.NDArray[np.float64], key: str, raw: Raw, reading: Reading, header: str) -> bool:
    size = np.abs(bare)
    above, between = bool((size > 1).any()), bool(((size > 0) & (size < 1)).any())
    if above and between and reading.answers.percent:
        return reading.answers.percent == "points"
    if above and between:
        values = some([short(value) for value in dict.fromkeys(str(number) for number in bare.tolist())], 6)
        reading.ask("percent", header, ("points", "shares"), samples=values)
        return False
    marked = key in raw.headers and raw.headers[key].percent
    return above or (marked and not between and bool((size == 1).any()))


def _words_as_shares(raw: Raw, key: str, reading: Reading) -> Cells:
    """High, medium and low as the shares of the rules, and said."""
    rules = reading.facts.rules
    shares = {"high": rules.chance_high, "medium": rules.chance_medium, "low": rules.chance_low}
    levels = {
        cell: meaning("level", cell)
        for cell in dict.fromkeys(raw.cells[key])
        if isinstance(cell, str) and cell
    }
    lookup = {cell: f"{shares[level]:.0%}" for cell, level in levels.items() if level}
    if not lookup:
        return raw.cells[key]
    reading.note(
        "F-522",
        key,
        header=raw.headers[key].text,
        words=[f"{word} = {share}" for word, share in lookup.items()],
    )
    return [lookup.get(cell, cell) if isinstance(cell, str) else cell for cell in raw.cells[key]]
