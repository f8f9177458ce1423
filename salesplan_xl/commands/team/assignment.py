"""The assignment of a salesperson, remembered inside the book itself, so that it can come back by mail alone.

The record stands among the remembered values of the system sheet, in blocks of their own; every later run keeps
them. Input rows are kept as cells show them, edits by row and column.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.book.cells import convert
from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.edits import SEPARATOR, Plain, plain
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.team.split_rows import ASSIGNMENT
from salesplan_xl.planning.reporting.three_way_merge import Row, canon
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import grids, tables

# Computed tables whose cells of the user's belong to a customer; those of the others belong to the whole team.
CUSTOMER_TABLES = (
    "health", "targets", "map", "month_list", "reviews", "key_accounts", "judgements", "sprint", "reorders",
)  # fmt: skip
TEAM_TABLES = ("quarters", "funnel")
INFO = ("owner", "team", "when", "plan_year", "unit")
Edits = dict[str, dict[str, Plain]]


@dataclass
class Assignment:
    """The record of one assignment.

    Args:
        info: owner, team book, time, plan year, money unit.
        inputs: table → rows as the team's book holds them, one value per user column.
        given: table → row number → column → what the rep's book was given instead.
        edits: table or grid → row identity → column → edited value.
        settings: setting → value.
    """

    info: dict[str, Plain]
    inputs: dict[str, list[Row]]
    given: dict[str, dict[int, dict[str, Plain]]] = field(default_factory=dict)
    edits: dict[str, Edits] = field(default_factory=dict)
    settings: dict[str, Plain] = field(default_factory=dict)


def input_rows(book: PlanBook, table: str) -> tuple[list[int], list[Row]]:
    """The filled rows of an input table: body rows, and their values as a record keeps them."""
    frame, declared = book.frame(table), tables()[table]
    columns = [
        [canon(plain(value)) for value in convert.to_cells(frame[key], declared.column(key), book.lang)]
        for key in declared.keys()
    ]
    return frame.index.tolist(), list(zip(*columns, strict=True)) if columns and len(frame) else []


def unreadable(book: PlanBook, table: str) -> set[tuple[int, str]]:
    """Filled input cells (body row, column) that cannot be read as what their column holds."""
    cells = set()
    for column in tables()[table].columns:
        bad = cast_column(book.raw_column(table, column.key), column, book.unit).bad
        cells |= {(row, column.key) for row, _ in bad}
    return cells


def table_edits(book: PlanBook, table: str) -> Edits:
    """The user's cells of a computed table, as a record keeps them: edits, and columns that nobody else fills."""
    cells: Edits = {
        row: {column: canon(plain(value)) for column, value in edited.items()}
        for row, edited in book.edits(table).items()
    }
    identities, whole = book.raw_identities(table), _own_rows(book, table)
    for column in (*own_columns(table), *(tables()[table].keys(Filled.EDIT) if whole else ())):
        for at, value in enumerate(book.raw_column(table, column)):
            typed, row = canon(plain(value)), identities[at]
            if typed is not None and row.strip(SEPARATOR) and (at in whole or column in own_columns(table)):
                cells.setdefault(row, {}).setdefault(column, typed)
    return cells


def _own_rows(book: PlanBook, table: str) -> set[int]:
    """Body rows that the user added to a computed table: what a run read from them is no computed value."""
    if table != "judgements":
        return set()
    sources = cast_column(
        book.raw_column(table, "source"), tables()[table].column("source"), book.unit
    ).series
    return {at for at, source in enumerate(sources) if source != "action"}


def own_columns(table: str) -> list[str]:
    """The columns of a computed table that nobody but the user fills."""
    declared = tables()[table]
    return [key for key in declared.keys(Filled.USER) if key not in declared.identity]


def team_edits(book: PlanBook) -> dict[str, Edits]:
    """Edits that concern the whole team: quarter weights, funnel, month shares, scenarios."""
    edits = {table: table_edits(book, table) for table in TEAM_TABLES}
    for grid in grids().values():
        columns = {
            column.key for row in grid.rows for column, cell in zip(grid.columns, row.cells, strict=True)
            if cell and cell.edit
        }  # fmt: skip
        for column in columns:
            edited = book.grid_edits(grid.key, column)
            rows = edits.setdefault(grid.key, {})
            rows |= {row: {column: canon(value)} for row, value in edited.items()}
    users = tables()["scenarios"].keys(Filled.USER)
    frame = book.frame("scenarios")
    edits["scenarios"] = {
        str(row["name"]): {key: canon(plain(_blank(row[key]))) for key in users}
        for _, row in frame.iterrows()
    }
    return edits


def _blank(value: object) -> object:
    return None if isinstance(value, float) and math.isnan(value) else value


def setting_values(book: PlanBook) -> dict[str, Plain]:
    """All settings, as a record keeps them."""
    return {setting.key: canon(plain(book.settings.get(setting.key))) for setting in SETTINGS}


def write(book: PlanBook, record: Assignment) -> None:
    """Put a record among the book's remembered values; it is written with the next changes."""
    blocks = book.baselines.blocks
    blocks[ASSIGNMENT] = {"info": [record.info[key] for key in INFO]}
    blocks[f"{ASSIGNMENT}.settings"] = {key: [value] for key, value in record.settings.items()}
    for table, rows in record.inputs.items():
        lines: dict[str, list[Plain]] = {"columns": list(tables()[table].keys())}
        blocks[f"{ASSIGNMENT}.{table}"] = lines | {str(at): list(row) for at, row in enumerate(rows)}
    for table, changed in record.given.items():
        blocks[f"{ASSIGNMENT}.given.{table}"] = {str(at): _flat(cells) for at, cells in changed.items()}
    for block, edits in record.edits.items():
        blocks[f"{ASSIGNMENT}.edits.{block}"] = {row: _flat(cells) for row, cells in edits.items()}


def read(book: PlanBook) -> Assignment | None:
    """The record of a book; ``None`` where the book is no assignment book (or its record is damaged)."""
    blocks = book.baselines.blocks
    info = blocks.get(ASSIGNMENT, {}).get("info", [])
    if len(info) != len(INFO):
        return None
    assignment = Assignment(dict(zip(INFO, info, strict=True)), {})
    for table in INPUTS:
        assignment.inputs[table.key] = _rows(blocks.get(f"{ASSIGNMENT}.{table.key}", {}), table.keys())
    for name, rows in blocks.items():
        kind, _, block = name.removeprefix(f"{ASSIGNMENT}.").partition(".")
        if name.startswith(ASSIGNMENT) and kind == "given":
            assignment.given[block] = {int(at): _pairs(cells) for at, cells in rows.items() if at.isdigit()}
        elif name.startswith(ASSIGNMENT) and kind == "edits":
            assignment.edits[block] = {row: _pairs(cells) for row, cells in rows.items()}
    settings = blocks.get(f"{ASSIGNMENT}.settings", {})
    assignment.settings = {key: canon(cells[0]) for key, cells in settings.items() if cells}
    return assignment


def _rows(block: Mapping[str, Sequence[Plain]], keys: Sequence[str]) -> list[Row]:
    """Recorded rows in today's columns; a column the record does not know is blank."""
    columns = [str(name) for name in block.get("columns", [])]
    numbered = sorted((int(at), cells) for at, cells in block.items() if at.isdigit())
    place = {name: at for at, name in enumerate(columns)}
    return [tuple(canon(row[place[key]]) if key in place else None for key in keys) for _, row in numbered]


def _flat(cells: Mapping[str, Plain]) -> list[Plain]:
    return [item for pair in cells.items() for item in pair]


def _pairs(cells: Sequence[Plain]) -> dict[str, Plain]:
    return {str(key): canon(value) for key, value in zip(cells[::2], cells[1::2], strict=True)}
