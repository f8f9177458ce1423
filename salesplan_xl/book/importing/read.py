"""Opens a file to import, CSV or workbook, as plain rows; what is inside is not yet understood here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.importing.encoding import USUAL, decoded, unreadable
from salesplan_xl.book.importing.shape import Record, first_fault
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.errors import WorkbookError

MAX_MEGABYTES = 256
LONGEST_FIELD = 131_072
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 40
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xltx", ".et"}


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet of a file: rows of raw cells from the first line on.

    Args:
        name: empty for a CSV.
        rows: its cells.
        encoding: of a CSV, where it is one that the user should be told.
    """

    name: str
    rows: list[list[object]]
    encoding: str = ""


def read_sheets(path: Path, encoding: str | None = None) -> list[RawSheet]:
    """All sheets of a file; a CSV has one.

    Args:
        path: the file.
        encoding: of a CSV, where the user states it: a key of ``ENCODINGS``.

    Raises:
        PlanInputError: SP-213 empty, binary, of unknown encoding, broken, or too large.
        WorkbookError: SP-309 missing; SP-301 … SP-308 what the workbook reader refuses.
    """
    data = _bytes(path)
    if data.startswith(_WORKBOOK_STARTS) or path.suffix.lower() in _WORKBOOK_ENDINGS:
        book = XlsxFile.from_bytes(data, path.name)
        return [RawSheet(sheet.name, book.rows(sheet.name)) for sheet in book.sheets]
    text = decoded(data, path.name, encoding)
    named = "" if encoding or text.encoding in USUAL else text.encoding
    return [RawSheet("", csv_rows(text.text, path.name), named)]


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise unreadable(path.name, "folder")
    try:
        if path.stat().st_size > MAX_MEGABYTES << 20:
            raise unreadable(path.name, "size", limit=MAX_MEGABYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError("SP-309", file=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise unreadable(path.name, "disk") from error
    if not data.strip(b"\x00 \t\r\n"):
        raise unreadable(path.name, "empty")
    return data


def csv_rows(text: str, file: str) -> list[list[object]]:
    """The rows of a CSV text, with the delimiter that splits its lines most evenly.

    Raises:
        PlanInputError: SP-213 the rows are not those that were written, with the number of the line that shows it.
    """
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"').lower()
    above = stated.startswith("sep=") and len(stated) == 5
    delimiter = stated[4] if above else _delimiter(text)
    lines = list(io.StringIO(rest if above else text, newline=""))
    records = _records(lines, delimiter, file, int(above))
    fault = first_fault(records, lines, delimiter)
    if fault is not None:
        raise unreadable(file, fault.reason, line=fault.line + above, count=fault.count, usual=fault.usual)
    return [list(record.cells) for record in records]


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
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:SAMPLE_LINES]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=lambda width: (wide.count(width), width), default=1)
        return wide.count(usual), usual

    try:
        return max(DELIMITERS, key=evenness)
    except csv.Error:
        return ","
