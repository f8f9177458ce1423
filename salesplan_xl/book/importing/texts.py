"""Separated text as a grid: comma, semicolon, tab or bar, with the rulers and bars of printed lists."""

from __future__ import annotations

import csv
import io

from salesplan_xl.book.importing.encoding import unreadable
from salesplan_xl.book.importing.grids import Grid, by_columns
from salesplan_xl.book.importing.shape import Record, first_fault

LONGEST_FIELD = 131_072
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES, SAMPLE_LETTERS = 60, 100_000
_RULER = frozenset("-=_+|")


def text_grid(text: str, file: str) -> Grid:
    """The grid of a separated text, with the delimiter that splits its lines most evenly.

    Raises:
        PlanInputError: SP-213 the rows are not those that were written, with the number of the line that shows it.
    """
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"').lower()
    above = stated.startswith("sep=") and len(stated) == 5
    delimiter = stated[4] if above else _delimiter(text)
    lines = list(io.StringIO(rest if above else text, newline=""))
    if delimiter == "|":
        lines = ["\n" if _is_ruler(line) else line for line in lines]
    records = _records(lines, delimiter, file, int(above))
    fault = first_fault(records, lines, delimiter)
    if fault is not None:
        raise unreadable(file, fault.reason, line=fault.line + above, count=fault.count, usual=fault.usual)
    rows: list[list[object]] = [list(record.cells) for record in records]
    if delimiter == "|":
        rows = [[str(cell).strip() for cell in row] for row in rows]
    return Grid("", by_columns(rows), [record.first + above for record in records], delimiter=delimiter)


def _is_ruler(line: str) -> bool:
    plain = line.strip()
    return len(plain) > 2 and set(plain) <= _RULER


def _records(lines: list[str], delimiter: str, file: str, above: int) -> list[Record]:
    """The rows with the lines they were read from; ``above`` are lines of the file before these."""
    records: list[Record] = []
    before = csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 0
    try:
        for cells in reader:
            records.append(Record(cells, line + 1, reader.line_num))
            line = reader.line_num
    except csv.Error as error:
        reason = "quote" if reader.line_num == line + 1 < len(lines) else "open_quote"
        raise unreadable(file, reason, line=line + 1 + above) from error
    finally:
        csv.field_size_limit(before)
    return records


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
