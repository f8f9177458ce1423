"""The input tables that a file holds, guessed by its headers where nobody names them."""

from __future__ import annotations

from pathlib import Path

from salesplan_xl.book.importing.match import Match, best_match
from salesplan_xl.book.importing.read import RawSheet, read_sheets
from salesplan_xl.errors import PlanInputError
from salesplan_xl.schema.types import Table
from salesplan_xl.schema.workbook import tables


def guess_tables(path: Path, among: tuple[str, ...]) -> list[str]:
    """The tables whose columns the sheets of a file have; each sheet counts for the one it fits best.

    Args:
        path: CSV or workbook.
        among: table keys to choose from.

    Raises:
        PlanInputError: SP-214 no sheet fits any table; SP-213 unreadable.
        WorkbookError: SP-301 … SP-309, see ``read_sheets``.
    """
    sheets = read_sheets(path)
    keys = [key for sheet in sheets if (key := _best_table(sheet, among))]
    if not keys:
        raise PlanInputError("SP-214", file=path.name)
    return list(dict.fromkeys(keys))


def _best_table(sheet: RawSheet, among: tuple[str, ...]) -> str | None:
    matches = {key: best_match([sheet], tables()[key]) for key in among}
    fits = {key: match for key, match in matches.items() if match and _is_usable(match, tables()[key])}
    return max(fits, key=lambda key: (*fits[key].score, -len(tables()[key].columns)), default=None)


def _is_usable(match: Match, table: Table) -> bool:
    """All required columns are there; one lone column could be anything."""
    required = {column.key for column in table.columns if column.required}
    return required <= set(match.positions) and len(match.positions) > 1
