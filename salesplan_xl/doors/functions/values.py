"""Values that cross the border between a cell and a worksheet function: grids in, grids out, errors as marks.

xlwings cannot hand an Excel error back to a cell (a text "#N/A" stays a text, None becomes an empty text), so
a function answers with a mark of ``ERROR_NUMBERS`` and the add-in's VBA wrapper turns each mark, cell by
cell, into ``CVErr(number)``. Without the wrapper the mark is still readable.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from salesplan_xl.catalogue import render
from salesplan_xl.doors.languages import windows_language
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.findings import Sentence

Grid = list[list[object]]

NOT_AVAILABLE = "#N/A"
BAD_VALUE = "#VALUE!"
# The marks of Excel's errors and the numbers VBA's CVErr wants; marks that come in go out again.
ERROR_NUMBERS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    BAD_VALUE: 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    NOT_AVAILABLE: 2042,
}
# Error cells that xlwings has no name for (#SPILL!, #CALC! …) arrive as whole numbers of this range.
_ERROR_CODES = range(-2146826400, -2146826200)
SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384
_YES = frozenset({"true", "yes", "y", "是", "对", "√"})
_NO = frozenset({"false", "no", "n", "否", "不", "×"})


class CellError(Exception):
    """A result that a cell shows as an Excel error.

    Args:
        mark: one of ``ERROR_NUMBERS``.
        why: the sentence shown instead where the user asked for the reason.
    """

    def __init__(self, mark: str, why: Sentence | str = "") -> None:
        super().__init__(mark)
        self.mark = mark
        self.why = why

    def shown(self, *, speak: bool) -> str:
        """The content of the cell: the mark, or the reason where the user asked for it."""
        return spoken(self.why) if speak and self.why else self.mark


def unavailable(code: str, **values: object) -> CellError:
    """Nothing to say (no target, nothing due): #N/A, and why."""
    return CellError(NOT_AVAILABLE, Sentence(code, values))


def bad(code: str, **values: object) -> CellError:
    """An argument that cannot be used: #VALUE!, and why."""
    return CellError(BAD_VALUE, Sentence(code, values))


def language() -> str:
    """The language the functions speak: as SALESPLAN_LANG says, as Windows shows itself, else Chinese."""
    named = os.environ.get("SALESPLAN_LANG") or windows_language()
    return "en" if named.lower().startswith("en") else "zh"


def spoken(words: Sentence | tuple[Sentence, ...] | str) -> str:
    """Sentences as the text of a cell."""
    return render(words, language())


def as_grid(value: object) -> Grid:
    """Rows of cells from what Excel hands over: one value, one row, or rows."""
    if not isinstance(value, (list, tuple)):
        return [[value]]
    if not value or not isinstance(value[0], (list, tuple)):
        return [list(value)]
    return [list(row) for row in value]


def without_rest(values: Mapping[str, object]) -> dict[str, object]:
    """Arguments of which whole columns end where the last of them holds something, whole rows likewise.

    The add-in's macros cut them already; this is for hosts that hand everything over.
    """
    grids = {name: as_grid(value) for name, value in values.items()}
    tall = [grid for grid in grids.values() if len(grid) >= SHEET_ROWS]
    wide = [grid for grid in grids.values() if len(grid[0]) >= SHEET_COLUMNS]
    height = max((_last(any(not blank(cell) for cell in row) for row in grid) for grid in tall), default=0)
    width = max((_last(not blank(cell) for cell in row) for grid in wide for row in grid), default=0)

    def cut(name: str, grid: Grid) -> object:
        if len(grid) < SHEET_ROWS and len(grid[0]) < SHEET_COLUMNS:
            return values[name]
        rows = grid[:height] if len(grid) >= SHEET_ROWS else grid
        return [row[:width] if len(row) >= SHEET_COLUMNS else row for row in rows]

    return {name: cut(name, grid) for name, grid in grids.items()}


def _last(filled: Iterable[bool]) -> int:
    """The number of the last place that is filled, at least 1."""
    return max((at for at, holds in enumerate(filled, 1) if holds), default=1)


def blank(value: object) -> bool:
    """Whether a cell holds nothing to see."""
    return value is None or (isinstance(value, str) and not value.strip())


def number(value: object, argument: str) -> float:
    """A number as such.

    Raises:
        CellError: an error cell (goes on as it is); text, date, yes or no (#VALUE!).
    """
    if isinstance(value, str) and value in ERROR_NUMBERS:
        raise CellError(value)
    if isinstance(value, int) and value in _ERROR_CODES:
        raise bad("U-ERROR-CELL", argument=argument)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise bad("U-NUMBER", argument=argument)
    if not math.isfinite(value):
        raise bad("U-NUMBER", argument=argument)
    return float(value)


def is_heading(cells: Sequence[object], at: int = 0) -> bool:
    """Whether a cell is the heading of a list: text in its first cell, with others after it."""
    cell = cells[at]
    return (
        at == 0 and len(cells) > 1 and isinstance(cell, str) and not blank(cell) and cell not in ERROR_NUMBERS
    )


def numbers(cells: Sequence[object], argument: str) -> tuple[dict[int, float], dict[int, CellError]]:
    """The numbers of a list by their place, and what is wrong with the cells that are none.

    Blanks and a heading are neither.
    """
    good: dict[int, float] = {}
    wrong: dict[int, CellError] = {}
    for at, cell in enumerate(cells):
        if blank(cell) or is_heading(cells, at):
            continue
        try:
            good[at] = number(cell, argument)
        except CellError as problem:
            wrong[at] = CellError(problem.mark, Sentence("U-CELL-AT", {"argument": argument, "at": at + 1}))
    return good, wrong


def all_numbers(cells: Sequence[object], argument: str) -> list[float]:
    """The numbers of a list.

    Raises:
        CellError: of the first cell that is none; it tells which one.
    """
    good, wrong = numbers(cells, argument)
    if wrong:
        raise wrong[min(wrong)]
    return list(good.values())


def number_or(value: object, argument: str, default: float) -> float:
    """A number, or the default for a blank."""
    return default if blank(value) else number(value, argument)


def positive(value: object, argument: str, default: float) -> float:
    """A number above or at 0; the default for a blank."""
    given = number_or(value, argument, default)
    if given < 0:
        raise bad("U-NEGATIVE", argument=argument)
    return given


def share(value: object, argument: str, default: float) -> float:
    """A share from 0 to 1; the default for a blank."""
    given = number_or(value, argument, default)
    if not 0 <= given <= 1:
        raise bad("U-SHARE", argument=argument)
    return given


def whole(value: object, argument: str, default: int) -> int:
    """A whole number of at least 1; the default for a blank."""
    given = number_or(value, argument, default)
    if given < 1 or given != int(given):
        raise bad("U-WHOLE", argument=argument)
    return int(given)


def flag(value: object, argument: str) -> bool:
    """Yes or no: TRUE, 是, yes or any number but 0; a blank is no."""
    if blank(value):
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in _YES | _NO:
        return value.strip().casefold() in _YES
    return number(value, argument) != 0


def single_cell(value: object, argument: str) -> object:
    """The single cell of an argument that takes no range."""
    grid = as_grid(value)
    if len(grid) != 1 or len(grid[0]) != 1:
        raise bad("U-ONE-CELL", argument=argument)
    return grid[0][0]


def line(grid: Grid) -> list[object]:
    """All cells of a grid, row after row."""
    return [cell for row in grid for cell in row]


def reshaped(cells: Sequence[object], grid: Grid) -> Grid:
    """Cells put back into the shape of a grid."""
    following = iter(cells)
    return [[next(following) for _ in row] for row in grid]


def answer(function: Callable[..., object], *values: object, speak: bool) -> object:
    """The content of a cell: the result, or the mark of the error, or its reason where asked for."""
    try:
        return shown(function(*values))
    except CellError as problem:
        return problem.shown(speak=speak)
    except SalesPlanError as problem:
        return problem.sentence(language()) if speak else BAD_VALUE


def shown(value: object) -> object:
    """A result as a cell takes it: sentences as text, no NaN, no None."""
    if isinstance(value, (Sentence, tuple)):
        return spoken(value)
    if isinstance(value, float) and not math.isfinite(value):
        return NOT_AVAILABLE
    return "" if value is None else value


def each(function: Callable[..., object], *arguments: object, speak: bool = False) -> Grid:
    """A function of single cells over ranges.

    Arguments of one cell, one row or one column stretch to the others' shape, as Excel's own arithmetic does.
    A blank first cell gives an empty text at its place; an error of one cell stays in that cell.

    Raises:
        CellError: the ranges do not fit each other.
    """
    grids = [as_grid(argument) for argument in arguments]
    height, width = (max(sizes) for sizes in zip(*((len(grid), len(grid[0])) for grid in grids), strict=True))
    if any(len(grid) not in (1, height) or len(grid[0]) not in (1, width) for grid in grids):
        raise bad("U-SHAPES")
    rows = []
    for y in range(height):
        cells = [[grid[y % len(grid)][x % len(grid[0])] for grid in grids] for x in range(width)]
        rows.append([_cell(function, values, speak) for values in cells])
        if y == 0 and height > 1:
            rows[0] = [
                "" if _titled(function, values) else shown
                for values, shown in zip(cells, rows[0], strict=True)
            ]
    return rows


def _titled(function: Callable[..., object], values: Sequence[object]) -> bool:
    """Whether the first cell of a column is its heading: text with which nothing can be computed."""
    first = values[0]
    if not isinstance(first, str) or first in ERROR_NUMBERS:
        return False
    return answer(function, *values, speak=False) == BAD_VALUE


def across(function: Callable[[object], list[object]], given: object, width: int, *, speak: bool) -> Grid:
    """Several figures for each cell: beside it for a column, underneath for a row; blank for a blank.

    Raises:
        CellError: the cells are neither one column nor one row.
    """
    grid = as_grid(given)
    if len(grid) > 1 and len(grid[0]) > 1:
        raise bad("U-SHAPES")
    cells = line(grid)
    rows: Grid = [
        [""] * width if is_heading(cells, at) else _figures(function, cell, width, speak)
        for at, cell in enumerate(cells)
    ]
    return rows if len(grid[0]) == 1 else [list(figures) for figures in zip(*rows, strict=True)]


def _figures(
    function: Callable[[object], list[object]], cell: object, width: int, speak: bool
) -> list[object]:
    if blank(cell):
        return [""] * width
    result = answer(lambda: [function(cell)], speak=speak)
    return result[0] if isinstance(result, list) else [result] * width


def _cell(function: Callable[..., object], values: Sequence[object], speak: bool) -> object:
    return "" if blank(values[0]) else answer(function, *values, speak=speak)
