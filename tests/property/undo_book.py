"""A small filled plan book as bytes: what it holds, what commands do to it through either port, what users do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from salesplan_xl.book.excel.errors import quiet
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Port
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.new import fill, new_book
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.demo import demo_tables
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.workbook import grids, sheet, tables
from tests.live.engine import running
from tests.live.engine.package import read_only
from tests.live.engine.state import State, state
from tests.shared import shared

NOW = dt.datetime(2026, 11, 22, 10, 0)
PORTS = ("file", "excel")
Work = Callable[[Port], CommandResult]


@cache
def filled(lang: str = "zh", customers: int = 7, *, lean: bool = False) -> bytes:
    """The demo company's first customers with all their records, formulas worked out."""
    name = f"filled-{lang}-{customers}{'-lean' if lean else ''}.xlsx"
    return shared(name, lambda: _filled(lang, customers, lean=lean))


def _filled(lang: str, customers: int, *, lean: bool) -> bytes:
    port, demo = new_book(lang, year=2027, lean=lean), demo_tables("rep", lang)
    names = set(demo.tables["customers"]["name"][:customers])
    few = {
        key: frame[frame["name" if key == "customers" else "customer"].isin(names)].reset_index(drop=True)
        for key, frame in demo.tables.items()
        if key != "resources"
    }
    fill(PlanBook(port), few, demo.settings)
    return worked_out(port.to_bytes())


def worked_out(data: bytes) -> bytes:
    """The book as Excel saves it: every formula with its value."""
    with running() as excel:
        book = excel.open(data)
        book.app.calculate()
        return excel.dump(book)


# ── what a book holds ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Contents:
    """Everything but the log and the undo data."""

    state: State
    charts: tuple[str, ...]

    def without_results(self) -> Contents:
        """The same without what formulas show."""
        cells = {
            name: {
                at: (None if formula else value, formula, row_format)
                for at, (value, formula, row_format) in part.items()
            }
            for name, part in self.state.cells.items()
        }
        return replace(self, state=replace(self.state, cells=cells))

    def differences(self, after: Contents, *leave_out: str) -> list[str]:
        """What is not the same afterwards, some parts of the state left out."""
        without: dict[str, Any] = {part: {} for part in leave_out}
        found = replace(self.state, **without).differences(replace(after.state, **without))
        return found + ([] if self.charts == after.charts else [f"{self.charts} → {after.charts}"])


@lru_cache(maxsize=8)
def contents(data: bytes, lang: str = "zh") -> Contents:
    """What a book holds, read by the test engine and not by our own reader."""
    model = read_only(data)
    log, system, stash = (sheet(key).label.of(lang) for key in ("log", "system", "undo_rows"))
    found = state(model)
    kept = {name: found.tables[name] for name in found.tables if name not in ("tblLog", "tblUndo")}
    left, top, right, bottom = re.fullmatch(r".*!([A-Z]+)(\d+):([A-Z]+)(\d+)", kept["tblBaseline"]).groups()  # type: ignore[union-attr]

    def own(parts: Mapping[str, Any]) -> dict[str, Any]:
        return {name: part for name, part in parts.items() if name not in (log, system, stash)}

    baseline = {
        cell: row_format
        for cell, row_format in found.cells[system].items()
        if (at := re.fullmatch(r"([A-Z])(\d+)", cell))
        and left <= at[1] <= right
        and int(top) <= int(at[2]) <= int(bottom)
    }
    # A formula that shows an empty text and one that shows nothing look the same.
    cells = {
        name: {
            at: ("" if value is None and formula else value, formula, row_format)
            for at, (value, formula, row_format) in part.items()
        }
        for name, part in own(found.cells).items()
    }
    shown = replace(
        found,
        cells={**cells, system: baseline},
        heights=own(found.heights),
        tables=kept,
        conditional_formats=own(found.conditional_formats),
        validations=own(found.validations),
        merged=own(found.merged),
    )
    charts = tuple(
        reference
        for part in sorted(model.parts)
        if part.startswith("xl/charts/")
        for reference in re.findall(r"<(?:\w+:)?f>([^<]*)</", model.parts[part].decode())
    )
    return Contents(shown, charts)


# ── what commands do ────────────────────────────────────────────────────────────────────────────────


def through(port: str, data: bytes, work: Work) -> tuple[bytes, CommandResult]:
    """Let a command work on a book through one of the ports."""
    return _in_file(data, work) if port == "file" else _in_excel(data, work)


def _in_file(data: bytes, work: Work) -> tuple[bytes, CommandResult]:
    port = FilePort(XlsxFile.from_bytes(data), "SalesPlan.xlsx")
    result = work(port)
    return port.to_bytes(), result


def _in_excel(data: bytes, work: Work) -> tuple[bytes, CommandResult]:
    with running() as excel:
        book = excel.open(data)
        with quiet(book.app):
            result = work(LivePort(book))
        return excel.dump(book), result


def undone(port: str, data: bytes, now: dt.datetime = NOW) -> tuple[bytes, CommandResult]:
    """Take back the last step through one of the ports."""
    if port == "excel":
        return _in_excel(data, lambda live: undo(live, now=now)[0])
    result, after = undo(FilePort(XlsxFile.from_bytes(data), "SalesPlan.xlsx"), now=now)
    assert isinstance(after, FilePort)
    return after.to_bytes(), result


def steps_left(data: bytes) -> int:
    """How many steps the book can take back."""
    file = XlsxFile.from_bytes(data)
    info = file.tables["tblUndo"]
    ids = {row[info.first_col - 1] for row in file.rows(info.sheet)[info.first_row - 1 : info.last_row]}
    return len(ids - {None, ""})


# ── what users do, and Excel works it out ───────────────────────────────────────────────────────────


class Hands:
    """Typing into a book; ``done`` gives it as Excel saves it afterwards."""

    def __init__(self, data: bytes, lang: str = "zh") -> None:
        self.data, self.names = data, BookNames(lang, "wan")
        self.file = XlsxFile.from_bytes(data)

    def done(self) -> bytes:
        """The book with what was typed."""
        return worked_out(self.file.to_bytes())

    def reopen(self) -> None:
        """Rows have moved: read the book anew."""
        self.file = XlsxFile.from_bytes(self.file.to_bytes())

    def rows(self, table: str) -> int:
        """Body rows."""
        info = self.file.tables[tables()[table].name]
        return info.last_row - info.first_row + 1

    def spot(self, table: str, row: int, column: str) -> tuple[str, int, int]:
        """Sheet, row and column of a body cell."""
        info = self.file.tables[tables()[table].name]
        header = self.names.header(table, column)
        return info.sheet, info.first_row + row, info.first_col + info.columns.index(header)

    def value(self, table: str, row: int, column: str) -> Any:
        """What a body cell shows."""
        return self.file.cell_value(*self.spot(table, row, column))

    def identity(self, table: str, row: int) -> tuple[Any, ...]:
        """The cells that tell a row from the others."""
        return tuple(self.value(table, row, key) for key in tables()[table].identity)

    def type(self, table: str, row: int, column: str, value: object) -> None:
        """Type into a body cell."""
        at, line, col = self.spot(table, row, column)
        self.file.set_cells(at, {(line, col): value})  # type: ignore[dict-item]

    def type_setting(self, key: str, value: object) -> None:
        """Type into the settings sheet."""
        spot = self.file.names[f"sp_{key}"]
        self.file.set_cells(spot.sheet, {(spot.row, spot.col): value})  # type: ignore[dict-item]

    def type_block(self, grid: str, row: str, column: str, value: object) -> None:
        """Type into a block."""
        spot = self.file.names[grids()[grid].name]
        down, right = grids()[grid].offset(row, column)
        self.file.set_cells(spot.sheet, {(spot.row + down, spot.col + right): value})  # type: ignore[dict-item]

    def note(self, table: str, row: int, text: object) -> tuple[str, int, int]:
        """Write beside a table, one column off."""
        info = self.file.tables[tables()[table].name]
        spot = info.first_row + row, info.last_col + 2
        self.file.set_cells(info.sheet, {spot: text})  # type: ignore[dict-item]
        return info.sheet, *spot

    def colour(self, table: str, row: int) -> None:
        """Give a row the look and height of the table's heading."""
        info = self.file.tables[tables()[table].name]
        row_format = self.file.row_formats(info.sheet, [info.header_row])[0]
        self.file.set_row_formats(info.sheet, {info.first_row + row: row_format})

    def append(self, table: str, **values: object) -> None:
        """Type below the last row: the table grows."""
        size = self.rows(table)
        self.file.resize_table(tables()[table].name, range(size), 1)
        self.reopen()
        for key, value in values.items():
            self.type(table, size, key, value)

    def delete(self, table: str, row: int) -> None:
        """Delete a table row."""
        self.file.resize_table(tables()[table].name, [at for at in range(self.rows(table)) if at != row], 0)
        self.reopen()

    def sort(self, table: str, column: str) -> None:
        """Sort a table downwards by a column: what is typed moves, formulas stay the same."""
        info = self.file.tables[tables()[table].name]
        plain = [key for key in tables()[table].keys() if tables()[table].column(key).formula is None]
        body = [{key: self.value(table, row, key) for key in plain} for row in range(self.rows(table))]
        body.sort(key=lambda line: (line[column] is not None, str(line[column])), reverse=True)
        for row, line in enumerate(body):
            for key, value in line.items():
                at = (
                    info.first_row + row,
                    info.first_col + info.columns.index(self.names.header(table, key)),
                )
                self.file.set_cells(info.sheet, {at: value})


def csv_file(folder: Path, table: str, rows: list[dict[str, object]], lang: str = "zh") -> Path:
    """An export to import, headers as in the book."""
    names = BookNames(lang, "wan")
    path = folder / f"{table}.csv"
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [",".join(names.header(table, key) for key in keys)]
    lines += [",".join(str(row.get(key, "")) for key in keys) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path
