"""The content of a column, judged by a sample of its cells: the check of what its header says."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.book.importing.coded import Cells
from salesplan_xl.book.importing.dates import day_share
from salesplan_xl.book.importing.figures import figure_share
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.schema.types import NUMERIC, Kind

SAMPLE = 200
# A column that hardly holds what its header promises is something else.
ENOUGH = 0.5


def sample(column: Cells, start: int) -> list[object]:
    """Filled cells from a row on, from the beginning and spread over the rest."""
    first = [cell for cell in column[start : start + SAMPLE] if not is_blank(cell)]
    if len(first) >= SAMPLE // 4:
        return first
    step = max(1, (len(column) - start) // SAMPLE)
    return [cell for cell in column[start::step] if not is_blank(cell)]


def suits(cells: Sequence[object], kind: Kind, date1904: bool = False) -> bool:
    """Whether cells can be of a kind; a blank column suits any."""
    if not cells:
        return True
    if kind is Kind.DATE:
        return day_share(cells, date1904) >= ENOUGH / 2
    if kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.DAYS):
        return figure_share(cells) >= ENOUGH
    return True


def is_certain(cells: Sequence[object], kind: Kind, date1904: bool = False) -> bool:
    """Whether cells are clearly of a kind, header or not."""
    if not cells:
        return False
    if kind is Kind.DATE:
        return day_share(cells, date1904) >= 1 - ENOUGH / 2
    if kind in NUMERIC:
        return figure_share(cells) >= 1 - ENOUGH / 2 and day_share(cells, date1904) < 1 - ENOUGH
    return figure_share(cells) < ENOUGH / 2 and day_share(cells, date1904) < ENOUGH / 2


def are_names(cells: Sequence[object]) -> bool:
    """Whether cells can be names: most have letters, and not one behind a lot of digits."""
    if not cells:
        return True
    lettered = sum(isinstance(cell, str) and _has_letters(cell) for cell in cells)
    return lettered >= ENOUGH * len(cells)


def _has_letters(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    return letters > 0 and letters >= sum(letter.isdigit() for letter in text) - 1
