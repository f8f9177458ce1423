"""Working a plan book the way a salesperson does: commands at the door, typing into cells, reading what is shown."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import sys
import warnings
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands import registry
from salesplan_xl.commands.registry import Kind
from salesplan_xl.doors import cli
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import grids, tables
from tests.doors.sheets import Sheets

# The verbs that work on an open book.
STEPS = tuple(verb.key for verb in registry.verbs() if verb.kind is Kind.STEP)
# Those among them that need a plan to stand in it.
ON_A_PLAN = ("lock", "unlock")
_SENTENCE = re.compile(r"^SP-\d{3} [^\n]+\n$")


@dataclass(frozen=True)
class Said:
    """What a command left behind: exit code, screen, error stream."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The ``--json`` answer, strictly read: NaN and Infinity are no JSON."""
        found: dict[str, Any] = json.loads(self.out, parse_constant=_no_json)
        return found

    @property
    def screen(self) -> str:
        """Everything the user sees."""
        return self.out + self.err


def _no_json(text: str) -> None:
    raise ValueError(text)


def salesplan(*arguments: object) -> Said:
    """Type a command at the console, in process, through the console script."""
    out, err = io.StringIO(), io.StringIO()
    before, code = sys.argv, 0
    sys.argv = ["salesplan", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.run_cli()
            except SystemExit as leaving:
                code = int(leaving.code or 0)
    finally:
        sys.argv = before
    return Said(code, out.getvalue(), err.getvalue())


@lru_cache(maxsize=4)
def _file(content: bytes) -> XlsxFile:
    """The file to look up where names and tables stand; nobody writes into it."""
    return XlsxFile.from_bytes(content)


@lru_cache(maxsize=4)
def _sheets(content: bytes, values: bool) -> Sheets:
    return Sheets(content, values=values)


def _sheet(content: bytes, sheet: str, values: bool) -> Worksheet:
    return _sheets(content, values).sheet(sheet)


@lru_cache(maxsize=4)
def _loaded(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know print areas of whole columns
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def shown(path: Path) -> openpyxl.Workbook:
    """The saved file as another program shows it: formulas as their cached values."""
    return _loaded(path.read_bytes())


def fingerprint(path: Path) -> str:
    """The bytes of a file in short."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(path: Path, code: str, *arguments: object, exit_code: int = 3) -> Said:
    """Run a command that must be refused; check the promise made for all of them: one sentence, nothing touched."""
    before, present = fingerprint(path), {entry.name for entry in path.parent.iterdir()}
    said = salesplan(*(arguments or ("run", path)))
    assert (said.code, said.out) == (exit_code, "")
    assert _SENTENCE.match(said.err), said.err
    assert said.err.startswith(code), said.err
    assert fingerprint(path) == before
    assert {entry.name for entry in path.parent.iterdir()} == present, "no temporary file, no backup"
    return said


class Book:
    """A plan book on disk; keys are those of the schema, words those of its language."""

    def __init__(self, path: Path, lang: str = "zh", unit: str = "wan") -> None:
        self.path, self.lang, self.names = path, lang, BookNames(lang, unit)

    # ── reading, as another program shows it ────────────────────────────────────────────────────────

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Filled body rows as shown: column key → value (cached values of formulas)."""
        header, *body = self._table(table, values=True)
        places = {self.names.header(table, key): key for key in tables()[table].keys()}
        keys = [places.get(cell.value, cell.value) for cell in header]
        found = [dict(zip(keys, (cell.value for cell in line), strict=True)) for line in body]
        return [row for row in found if any(value not in (None, "") for value in row.values())]

    def by(self, table: str, key: str = "customer") -> dict[str, dict[str, Any]]:
        """Rows by one of their columns."""
        return {row[key]: row for row in self.rows(table)}

    def grid(self, grid: str) -> dict[str, dict[str, Any]]:
        """A block as shown: row → column → value."""
        sheet, row, col = self._name(grids()[grid].name)
        declared, cells = grids()[grid], _sheet(self.path.read_bytes(), sheet, True)
        return {
            line.key: {
                column.key: cells.cell(row + 1 + down, col + 1 + right).value
                for right, column in enumerate(declared.columns)
            }
            for down, line in enumerate(declared.rows)
        }

    def kinds(self, table: str, key: str) -> set[str]:
        """How filled cells of a column are stored: ``s`` text, ``n`` number, ``f`` formula."""
        return {cell.data_type for cell in self._stored(table, key) if cell.value is not None}

    def formulas(self, table: str) -> set[str]:
        """Formula texts of a table's filled cells, without ``=``."""
        cells = (cell for key in tables()[table].keys() for cell in self._stored(table, key))
        return {str(cell.value).removeprefix("=") for cell in cells if cell.data_type == "f"}

    def _stored(self, table: str, key: str) -> list[Any]:
        header, *body = self._table(table, values=False)
        at = [cell.value for cell in header].index(self.names.header(table, key))
        return [line[at] for line in body]

    def _table(self, table: str, *, values: bool) -> tuple[tuple[Any, ...], ...]:
        """The cells of a table, header first."""
        name, content = tables()[table].name, self.path.read_bytes()
        sheet = _sheet(content, _file(content).tables[name].sheet, values)
        lines: tuple[tuple[Any, ...], ...] = sheet[sheet.tables[name].ref]
        return lines

    def findings(self) -> list[str]:
        """The codes on the findings sheet."""
        return [row["code"] for row in self.rows("findings")]

    def setting(self, key: str) -> Any:
        """What a setting's cell shows."""
        sheet, row, col = self._name(f"sp_{key}")
        return _sheet(self.path.read_bytes(), sheet, True).cell(row, col).value

    # ── typing ──────────────────────────────────────────────────────────────────────────────────────

    def type_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Fill a table's rows from the first blank one on; the table grows as it does in Excel."""
        lines = list(rows)
        file = XlsxFile.open(self.path)
        info = file.tables[tables()[table].name]
        present = len(self.rows(table))
        size = info.last_row - info.first_row + 1
        if present + len(lines) > size:
            file.resize_table(info.name, range(size), present + len(lines) - size)
        cells = {
            (info.first_row + present + down, self._column(file, table, key)): value
            for down, line in enumerate(lines)
            for key, value in line.items()
        }
        file.set_cells(info.sheet, cells)  # type: ignore[arg-type]
        file.save(self.path, backup=False)

    def type(self, table: str, row: str, **values: object) -> None:
        """Type over cells of the row whose identity starts with ``row``."""
        file = XlsxFile.open(self.path)
        info = file.tables[tables()[table].name]
        line = self._row(file, table, row)
        file.set_cells(
            info.sheet, {(line, self._column(file, table, key)): value for key, value in values.items()}
        )  # type: ignore[misc]
        file.save(self.path, backup=False)

    def type_grid(self, grid: str, row: str, column: str, value: object) -> None:
        """Type over one cell of a block."""
        sheet, top, left = self._name(grids()[grid].name)
        down, right = grids()[grid].offset(row, column)
        self.type_cell(sheet, top + down, left + right, value)

    def type_setting(self, **values: object) -> None:
        """Type into the settings sheet."""
        for key, value in values.items():
            self.type_cell(*self._name(f"sp_{key}"), value)

    def type_cell(self, sheet: str, row: int, col: int, value: object) -> None:
        """Type into any cell."""
        file = XlsxFile.open(self.path)
        file.set_cells(sheet, {(row, col): value})  # type: ignore[dict-item]
        file.save(self.path, backup=False)

    def delete_row(self, table: str, row: str) -> None:
        """Delete a table row, as Excel's «delete table row» does."""
        file = XlsxFile.open(self.path)
        info = file.tables[tables()[table].name]
        gone = self._row(file, table, row) - info.first_row
        size = info.last_row - info.first_row + 1
        file.resize_table(info.name, [line for line in range(size) if line != gone], 0)
        file.save(self.path, backup=False)

    def sort(self, table: str, key: str, *, reverse: bool = False) -> None:
        """Sort a table by a column, as its filter button does: typed cells move, formulas stay the same."""
        file = XlsxFile.open(self.path)
        info = file.tables[tables()[table].name]
        formulas = {self.names.header(table, column) for column in tables()[table].keys(Filled.FORMULA)}
        body = [
            line[info.first_col - 1 : info.first_col - 1 + len(info.columns)]
            for line in file.rows(info.sheet)[info.first_row - 1 : info.last_row]
        ]
        at = info.columns.index(self.names.header(table, key))
        order = sorted(body, key=lambda line: line[at], reverse=reverse)  # type: ignore[arg-type,return-value]
        cells = {
            (info.first_row + down, info.first_col + right): value if value != "" else None
            for down, line in enumerate(order)
            for right, value in enumerate(line)
            if info.columns[right] not in formulas
        }
        file.set_cells(info.sheet, cells)  # type: ignore[arg-type]
        file.save(self.path, backup=False)

    # ── where things stand ──────────────────────────────────────────────────────────────────────────

    def place(self, table: str, row: str, key: str) -> tuple[str, int, int]:
        """Sheet, row and column of a table cell."""
        file = XlsxFile.open(self.path)
        return (
            file.tables[tables()[table].name].sheet,
            self._row(file, table, row),
            self._column(file, table, key),
        )

    def _name(self, name: str) -> tuple[str, int, int]:
        spot = _file(self.path.read_bytes()).names[name]
        return spot.sheet, spot.row, spot.col

    def _column(self, file: XlsxFile, table: str, key: str) -> int:
        info = file.tables[tables()[table].name]
        return info.first_col + info.columns.index(self.names.header(table, key))

    def _row(self, file: XlsxFile, table: str, row: str) -> int:
        info = file.tables[tables()[table].name]
        col = self._column(file, table, tables()[table].identity[0])
        lines = file.rows(info.sheet)
        return next(
            line for line in range(info.first_row, info.last_row + 1) if lines[line - 1][col - 1] == row
        )


def day(text: str) -> dt.datetime:
    """A date as a cell holds it."""
    return dt.datetime.fromisoformat(text)
