"""The part of every sheet that stays: hidden rows and columns go, and the columns a reader may not see."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.sheet_properties import hidden_runs
from salesplan_xl.book.sanitize.source import Source
from salesplan_xl.book.sanitize.spans import Frame, Line
from salesplan_xl.book.sanitize.strings import Strings
from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW, VISIBLE, TableInfo
from salesplan_xl.book.xlsx.refs import Area, column_number, letters, parse_reference
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet
from salesplan_xl.book.xlsx.xmltext import attributes, unescape
from salesplan_xl.errors import WorkbookError

_HIDDEN = re.compile(r"""\shidden\s*=\s*["'](?:1|true)["']|\sht\s*=\s*["']0(?:\.0*)?["']""")
_COLUMNS = re.compile(r"(\$?[A-Za-z]{1,3}):(\$?[A-Za-z]{1,3})")


class Frames:
    """The frames of a workbook's sheets.

    Args:
        source: the workbook.
        sheets: names of the worksheets that stay, in the order of the copy.
        without: table name → headers of columns to leave out.
        redaction: names that may occur nowhere.

    Raises:
        WorkbookError: SP-321 a sheet that is not there or is no worksheet, or none at all.
    """

    def __init__(
        self, source: Source, sheets: Sequence[str], without: Mapping[str, Collection[str]], redaction: Redaction
    ) -> None:  # fmt: skip
        self.source, self.without, self.redaction = source, without, redaction
        self._frames: dict[str, Frame] = {}
        worksheets = {
            sheet.info.name: sheet for sheet in source.structure.sheets if sheet.kind == "worksheet"
        }
        missing = [name for name in sheets if name not in worksheets]
        if missing or not sheets:
            raise WorkbookError("SP-321", file=source.file, sheets=missing or "—", known=tuple(worksheets))
        chosen = dict.fromkeys(sheets)
        self.kept = [worksheets[name] for name in chosen]
        self.left_out = [
            sheet for sheet in source.structure.sheets
            if sheet.info.name not in chosen and sheet.info.state == VISIBLE
        ]  # fmt: skip
        self.left_columns: dict[str, int] = {}

    def find(self, name: str) -> Frame | None:
        """The frame of any sheet, however its name is spelt; None for an unknown one."""
        by_name = {sheet.info.name.casefold(): sheet for sheet in self.source.structure.sheets}
        sheet = by_name.get(name.casefold())
        return self.of(sheet.info.name) if sheet is not None and sheet.kind == "worksheet" else None

    def of(self, name: str) -> Frame:
        """The frame of one sheet."""
        if name not in self._frames:
            sheet = next(
                candidate for candidate in self.source.structure.sheets if candidate.info.name == name
            )
            self._frames[name] = self._made(sheet)
        return self._frames[name]

    def _made(self, sheet: Sheet) -> Frame:
        name, xml = sheet.info.name, self.source.xml(sheet.info.name)
        frame = Frame(name)
        cols = hidden_runs(self.source.without_rows(sheet)) + self._left_columns(name, xml, frame)
        frame.cols = Line(cols, MAX_COL)
        frame.rows = Line(self._hidden_rows(name, xml, frame), MAX_ROW)
        if self.redaction:
            frame.changed = self._changed(xml)
        return frame

    def _hidden_rows(self, name: str, xml: SheetXml, frame: Frame) -> list[tuple[int, int]]:
        """Rows that nobody sees, filtered ones too; a table keeps its header and one row to type into."""
        gone = {
            number for at, number in enumerate(xml.numbers) if _HIDDEN.search(xml.row_tag(xml.xml_at(at)))
        }
        for table in self.source.tables_on(name):
            gone.discard(table.header_row)
            body = range(table.first_row, table.last_row + 1)
            if gone and all(row in gone for row in body):
                gone.discard(table.last_row)
                frame.emptied.append(Area(table.last_row, table.first_col, table.last_row, table.last_col))
        return [(row, row) for row in gone]

    def _left_columns(self, name: str, xml: SheetXml, frame: Frame) -> list[tuple[int, int]]:
        """Columns a reader may not see: taken out where nothing else stands in them, else emptied."""
        runs = []
        for table in self.source.tables_on(name):
            wanted = self.without.get(table.name, ())
            for at, header in enumerate(table.columns):
                if header in wanted:
                    self.left_columns[f"{name}.{header}"] = 1
                    runs += self._left_column(table, table.first_col + at, xml, frame)
        return runs

    def _left_column(self, table: TableInfo, col: int, xml: SheetXml, frame: Frame) -> list[tuple[int, int]]:
        if len(table.columns) > 1 and not self._shares(table, col, xml):
            return [(col, col)]
        frame.emptied.append(Area(table.first_row, col, table.last_row + table.has_totals, col))
        return []

    def _shares(self, table: TableInfo, col: int, xml: SheetXml) -> bool:
        """Whether anything outside a table stands in one of its columns."""
        for at, number in enumerate(xml.numbers):
            if table.header_row <= number <= table.last_row + table.has_totals:
                continue
            if any(cell.col == col and cell.inner for cell in xml.cells(xml.xml_at(at))):
                return True
        return False

    @cached_property
    def _strings(self) -> Strings:
        return Strings.of(self.source.structure, self.redaction)

    @cached_property
    def _banned(self) -> set[int]:
        strings = self._strings
        return {at for at in range(len(strings.items)) if self.redaction.first_in(strings.text(at))}

    def _changed(self, xml: SheetXml) -> set[tuple[int, int]]:
        """Cells whose text loses a name."""
        value = re.compile(rf"<{xml.prefix}v(?:\s[^>]*)?>([^<]*)</")
        cells = set()
        for at, number in enumerate(xml.numbers):
            for cell in xml.cells(xml.xml_at(at)):
                if cell.inner and self._loses(attributes(cell.attrs).get("t", ""), cell.inner, value):
                    cells.add((number, cell.col))
        return cells

    def _loses(self, kind: str, inner: str, value: re.Pattern[str]) -> bool:
        if kind == "s":
            text = value.search(inner)
            return text is not None and text[1].strip().isdigit() and int(text[1]) in self._banned
        if kind == "inlineStr":
            return bool(self.redaction.first_in("".join(re.findall(r">([^<]+)<", inner))))
        return kind == "str" and bool(
            self.redaction.first_in(unescape("".join(re.findall(r">([^<]+)<", inner))))
        )

    def print_part(self, text: str, sheet: str) -> str:
        """One range of a print area or title as it reads in the copy; empty when nothing is left of it."""
        frame, quoted = self.of(sheet), "'" + sheet.replace("'", "''") + "'!"
        if (ref := parse_reference(text)) is not None:
            left = frame.shrunk(ref.area)
            if left is None:
                return ""
            moved = replace(ref, sheet_text=quoted, row1=left.row1, row2=left.row2)
            if ref.col1:
                moved = replace(moved, col1=f"${letters(left.col1)}", col2=f"${letters(left.col2)}")
            return moved.text
        columns = _COLUMNS.fullmatch(text.rpartition("!")[2])
        if columns is None:
            return ""
        run = frame.cols.shrunk(column_number(columns[1].strip("$")), column_number(columns[2].strip("$")))
        return f"{quoted}${letters(run[0])}:${letters(run[1])}" if run else ""
