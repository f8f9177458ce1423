"""openpyxl reading a book sheet by sheet: all sheets, and what they share, are most of its time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.reader.strings import read_string_table
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_SHARED_STRINGS, ARC_STYLE


class Sheets(ExcelReader):
    """A book whose sheets are read when they are asked for; nobody writes into them."""

    def __init__(self, content: bytes, *, values: bool) -> None:
        super().__init__(io.BytesIO(content), data_only=values)
        self.read_manifest()
        self.read_workbook()
        if ARC_SHARED_STRINGS in self.valid_files:
            self.shared_strings = _strings(self.archive.read(ARC_SHARED_STRINGS))
        vars(self.wb).update(_styles(self.archive.read(ARC_STYLE)))
        self._places = {place.name: (place, relation) for place, relation in self.parser.find_sheets()}

    def sheet(self, name: str) -> Worksheet:
        """One of its sheets."""
        if name not in self.wb.sheetnames:
            self.parser.find_sheets = lambda: iter([self._places[name]])
            self.read_worksheets()
        return self.wb[name]


@lru_cache(maxsize=8)
def _strings(part: bytes) -> list[str]:
    """The shared strings; a step often leaves them as they were."""
    strings: list[str] = read_string_table(io.BytesIO(part))
    return strings


@lru_cache(maxsize=8)
def _styles(part: bytes) -> Mapping[str, Any]:
    """What a style sheet sets in a book."""
    book = Workbook()
    apply_stylesheet(_Part(part), book)
    return {key: value for key, value in vars(book).items() if key in STYLES}


# The attributes of a book that ``apply_stylesheet`` sets.
STYLES = frozenset(
    {
        "_borders", "_fonts", "_fills", "_differential_styles", "_number_formats", "_protections", "_alignments",
        "_table_styles", "_cell_styles", "_named_styles", "_date_formats", "_timedelta_formats", "_colors",
    }
)  # fmt: skip


class _Part:
    """An archive that holds the style sheet alone."""

    def __init__(self, part: bytes) -> None:
        self.part = part

    def read(self, _: str) -> bytes:
        return self.part
