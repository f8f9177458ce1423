"""Opens a file to import, CSV or workbook, as plain rows; what is inside is not yet understood here."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.errors import PlanInputError, WorkbookError
from salesplan_xl.findings import Sentence

MAX_MEGABYTES = 256
LONGEST_FIELD = 131_072
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 40
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xltx", ".et"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet of a file: rows of raw cells from the first line on; ``name`` is empty for a CSV."""

    name: str
    rows: list[list[object]]


def read_sheets(path: Path) -> list[RawSheet]:
    """All sheets of a file; a CSV has one.

    Raises:
        PlanInputError: SP-213 empty, binary, of unknown encoding, or too large.
        WorkbookError: SP-309 missing; SP-301 … SP-308 what the workbook reader refuses.
    """
    data = _bytes(path)
    if data.startswith(_WORKBOOK_STARTS) or path.suffix.lower() in _WORKBOOK_ENDINGS:
        book = XlsxFile.from_bytes(data, path.name)
        return [RawSheet(sheet.name, book.rows(sheet.name)) for sheet in book.sheets]
    return [RawSheet("", csv_rows(decoded(data, path.name), path.name))]


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _unreadable(path.name, "folder")
    try:
        if path.stat().st_size > MAX_MEGABYTES << 20:
            raise _unreadable(path.name, "size", limit=MAX_MEGABYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError("SP-309", file=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unreadable(path.name, "disk") from error
    if not data.strip(b"\x00 \t\r\n"):
        raise _unreadable(path.name, "empty")
    return data


def _unreadable(file: str, reason: str, **values: object) -> PlanInputError:
    return PlanInputError("SP-213", file=file, reason=Sentence(f"import.reason_{reason}", values))


def decoded(data: bytes, file: str) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030 (which includes GBK), strictly.

    Raises:
        PlanInputError: SP-213 none of them, or not text at all.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text, file)
    raise _unreadable(file, "encoding")


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if even + odd > 8 and (even == 0 or odd == 0):  # UTF-16 without its mark: separators have one zero byte
        return ("utf-16-le",) if odd else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _checked(text: str, file: str) -> str:
    """Refuses binary content; stray zero characters of old exports are dropped."""
    sample = text[:20_000]
    odd = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n\x0b\x0c\x1a")
    if odd > max(3, len(sample) // 100):
        raise _unreadable(file, "binary")
    return text.replace("\x00", "").removeprefix("\ufeff").rstrip("\x1a")


def csv_rows(text: str, file: str) -> list[list[object]]:
    """The rows of a CSV text, with the delimiter that splits its lines most evenly.

    Raises:
        PlanInputError: SP-213 a field beyond any sense, as an unclosed quote makes.
    """
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"').lower()
    if stated.startswith("sep=") and len(stated) == 5:
        text, delimiter = rest, stated[4]
    else:
        delimiter = _delimiter(text)
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise _unreadable(file, "field") from error
    finally:
        csv.field_size_limit(before)


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
