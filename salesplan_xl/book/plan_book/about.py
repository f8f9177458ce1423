"""A book's word about itself: schema number, language, money unit; read off its tables where the cell is gone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from salesplan_xl.book.port import Port
from salesplan_xl.errors import WorkbookError
from salesplan_xl.money import HOME, unit_key
from salesplan_xl.schema.choices import MONEY_UNITS
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.migrations import STEPS
from salesplan_xl.schema.migrations.step import Step
from salesplan_xl.schema.starter.sheets import MARK
from salesplan_xl.schema.types import LANGUAGES
from salesplan_xl.schema.workbook import ABOUT, SCHEMA_VERSION, grids, sheet, tables

SCHEMA_CELL, LANG_CELL = ABOUT
UNIT_CELL, CURRENCY_CELL = "sp_money_unit", "sp_currency"
# A workbook with fewer of our tables is somebody else's.
LEAST_SHARE = 0.5
_UNIT_WORDS = {word: item.key for item in MONEY_UNITS for word in (item.key, item.label.zh, item.label.en)}


def named_value(port: Port, name: str) -> object:
    """The content of a named cell; ``None`` where there is no such name."""
    spot = port.names().get(name)
    return port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0] if spot else None


def schema_number(port: Port) -> int:
    """The schema number a book says, or the one that its parts show.

    Raises:
        WorkbookError: SP-310 no plan book; SP-346 a starter; SP-314 a schema that only a newer program knows.
    """
    if SCHEMA_CELL not in port.names():
        return _apparent_schema(port)
    version = named_value(port, SCHEMA_CELL)
    if not isinstance(version, (int, float)):
        raise WorkbookError("SP-310", file=port.title, missing=SCHEMA_CELL)
    if version > SCHEMA_VERSION:
        raise WorkbookError("SP-314", file=port.title, found=int(version), known=SCHEMA_VERSION)
    return int(version)


def language(port: Port) -> str:
    """The language a book says, or the one in which its headers read."""
    lang = named_value(port, LANG_CELL)
    return str(lang) if lang in LANGUAGES else _apparent(port)[0]


def money_unit(port: Port) -> str:
    """The money unit a book says, or that of its headers."""
    return unit_of(named_value(port, UNIT_CELL)) if UNIT_CELL in port.names() else _apparent(port)[1]


def unit_of(value: object) -> str:
    """The key of a money unit as a cell shows it; 万元 for anything else."""
    return _UNIT_WORDS.get(str(value), "wan")


def names_of(port: Port) -> BookNames:
    """The headers of a book in its language and money unit."""
    return BookNames(language(port), money_unit(port))


def names_in_its_currency(port: Port) -> BookNames:
    """The headers of a book that is kept in another currency."""
    names = names_of(port)
    code = named_value(port, CURRENCY_CELL) or HOME
    return BookNames(names.lang, unit_key(names.unit, str(code).strip().upper()))


def _apparent(port: Port) -> tuple[str, str]:
    """The language and money unit in which most headers read."""
    standing = {key: place for key, table in tables().items() if (place := port.tables().get(table.name))}

    def hits(pair: tuple[str, str]) -> int:
        names = BookNames(*pair)
        return sum(
            names.header(key, column) in place.columns
            for key, place in standing.items()
            for column in tables()[key].keys()
        )

    return max(product(LANGUAGES, (unit.key for unit in MONEY_UNITS)), key=hits)


def _apparent_schema(port: Port) -> int:
    """The newest schema of whose own parts any stands in the book."""
    standing = port.tables()
    if sum(table.name in standing for table in tables().values()) < LEAST_SHARE * len(tables()):
        raise WorkbookError(
            "SP-346" if MARK in port.names() else "SP-310", file=port.title, missing=SCHEMA_CELL
        )
    names = set(port.names()) | set(standing)
    shown = (step.version for step in reversed(STEPS) if not names.isdisjoint(_names_of(step)))
    return next(shown, 1)


def _names_of(step: Step) -> Iterator[str]:
    """Names of the cells and tables that a schema step brought."""
    yield from (f"sp_{key}" for key in step.settings)
    yield from (grids()[key].name for key in step.grids)
    yield from (tables()[key].name for key in step.tables)
    for item in map(sheet, step.sheets):
        yield from (grid.name for grid in item.grids)
        yield from (table.name for table in item.tables)
