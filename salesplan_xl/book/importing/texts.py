"""Separated text as a grid: comma, semicolon, tab or bar, with the rulers and bars of printed lists."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from salesplan_xl.book.importing.coded import Cells, Coded, Stored
from salesplan_xl.book.importing.encoding import Decoded, unreadable
from salesplan_xl.book.importing.grids import Grid, by_columns
from salesplan_xl.book.importing.line_cells import LineCells, Lines, plain_lines
from salesplan_xl.book.importing.packed import Packed, may_be_truncated, width_for
from salesplan_xl.book.importing.shape import Records, first_fault

LONGEST_FIELD = 131_072
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES, SAMPLE_LETTERS = 60, 100_000
# Different cells that are kept once; more are codes and amounts that hardly ever recur.
_KEPT = 20_000
# Rows at the beginning, and about as many below them, that show how long the cells of a column are.
SPREAD_ROWS = 200
# Rows that are taken over from the reader at a time.
_PART = 20_000
_RULER = frozenset("-=_+|")


def text_grid(read: Decoded, file: str) -> Grid:
    """The grid of a separated text, with the delimiter that splits its lines most evenly.

    Raises:
        PlanInputError: SP-213 the rows are not those that were written, with the number of the line that shows it.
    """
    plain = read.text
    del read
    stated = plain[:20].partition("\n")[0].strip().strip('"').lower()
    above = stated.startswith("sep=") and len(stated) == 5
    delimiter = stated[4] if above else _delimiter(plain)
    plain = plain.partition("\n")[2] if above else plain
    if delimiter == "|":
        plain = "".join("\n" if _is_ruler(line) else line for line in io.StringIO(plain, newline=""))
    data = plain.encode()
    lines = plain_lines(data, delimiter)
    if lines is not None:
        del plain, data
        return _quick_grid(lines, delimiter, file, int(above))
    del lines, data
    records = _records(plain, delimiter, file, int(above))
    fault = first_fault(records, plain, delimiter)
    if fault is not None:
        raise unreadable(file, fault.reason, line=fault.line + above, count=fault.count, usual=fault.usual)
    columns = by_columns(records.cells)
    if delimiter == "|":
        columns = [[str(cell).strip() for cell in column] for column in columns]
    return Grid("", columns, [line + above for line in records.first], delimiter=delimiter)


def _quick_grid(lines: Lines, delimiter: str, file: str, above: int) -> Grid:
    """The grid of a text of which every line is a row, by the fastest reader there is."""
    numbers = range(1, len(lines) + 1)
    cells = LineCells(lines, delimiter)
    fault = first_fault(Records(cells, numbers, numbers), lines.data[-1:].decode(errors="ignore"), delimiter)
    if fault is not None:
        raise unreadable(file, fault.reason, line=fault.line + above, count=fault.count, usual=fault.usual)
    height, widths = len(lines), _widths(cells)
    data = lines.data
    del lines, cells
    columns: list[Cells] = [Coded(column) for column in _read_columns(data, delimiter, widths, height)]
    while columns and not cast("Coded", columns[-1]).filled.any():
        columns.pop()
    return Grid("", columns, range(1 + above, height + 1 + above), delimiter=delimiter)


def _widths(cells: LineCells) -> list[int]:
    """The bytes to keep for each cell of each column, by the first rows and others all over the file."""
    spread = range(SPREAD_ROWS, len(cells), len(cells) // SPREAD_ROWS + 1)
    rows = [*cells[:SPREAD_ROWS], *(cells[at] for at in spread)]
    width = int(cells.widths.max(initial=1))
    return [width_for([row[at] for row in rows if len(row) > at]) for at in range(width)]


def _read_columns(data: bytes, delimiter: str, widths: list[int], height: int) -> list[Stored]:
    """The cells of each column; columns with cells that may be longer than their width are read again as they are."""
    columns: list[Stored] = [np.empty(height, dtype=f"S{width}" if width else object) for width in widths]
    _fill(dict(enumerate(columns)), data, delimiter, len(widths))
    longer = [
        at for at, width in enumerate(widths) if width and may_be_truncated(cast("Packed", columns[at]))
    ]
    for at in longer:
        columns[at] = np.empty(height, dtype=object)
    if longer:
        _fill({at: columns[at] for at in longer}, data, delimiter, len(widths))
    return columns


def _fill(columns: dict[int, Stored], data: bytes, delimiter: str, width: int) -> None:
    """Read some columns by the fastest reader there is, so many rows at a time that their Python texts need no room."""
    types: dict[int, Any] = {at: cells.dtype for at, cells in columns.items()}
    only = list(columns) if len(columns) < width else None  # a text of breaks alone has none to choose from
    parts = pd.read_csv(
        io.BytesIO(data), sep=delimiter, header=None, names=range(width), usecols=only, dtype=types,
        na_filter=False, skip_blank_lines=False, skipinitialspace=True, index_col=False, chunksize=_PART,
    )  # fmt: skip
    start = 0
    for part in parts:
        for at, cells in columns.items():
            cells[start : start + len(part)] = part[at]
        start += len(part)


def _is_ruler(line: str) -> bool:
    plain = line.strip()
    return len(plain) > 2 and set(plain) <= _RULER


def _records(text: str, delimiter: str, file: str, above: int) -> Records:
    """The rows with the lines they were read from; ``above`` are lines of the file before these.

    Equal cells of a column are kept once: most columns hold few different ones.
    """
    rows: list[Sequence[str]] = []
    before = csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    lasts = array("q")
    once: dict[str, str] = {}
    try:
        for cells in reader:
            if len(once) < _KEPT:
                rows.append(tuple(map(once.setdefault, cells, cells)))
            else:
                rows.append(tuple(map(once.get, cells, cells)))
            lasts.append(reader.line_num)
    except csv.Error as error:
        line = lasts[-1] if lasts else 0
        reason = (
            "quote"
            if reader.line_num == line + 1 < text.count("\n") + (not text.endswith("\n"))
            else "open_quote"
        )
        raise unreadable(file, reason, line=line + 1 + above) from error
    finally:
        csv.field_size_limit(before)
    firsts = array("q", [1, *(last + 1 for last in lasts[:-1])]) if lasts else lasts
    return Records(rows, firsts, lasts)


def _delimiter(text: str) -> str:
    lines = [line for line in text[:SAMPLE_LETTERS].splitlines() if line.strip()][:SAMPLE_LINES]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=lambda width: (wide.count(width), width), default=1)
        return wide.count(usual), usual

    try:
        return max(DELIMITERS, key=evenness)
    except csv.Error:
        return ","
