"""Columns known by what they hold, whatever their header: currencies, states, kinds of documents."""

from __future__ import annotations

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.coded import below, distinct
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.words import meaning
from salesplan_xl.catalogue import imports as words

# More different words are no list of states.
_MOST = 8
# What at least one word of the column must mean for it to matter.
_TELLING = {"status": ("void", "refunded", "draft"), "kind": ("credit",)}


def add_by_content(located: Located, table: str) -> None:
    """Map the columns that nobody's header words name but whose cells are all currencies, states or kinds."""
    positions = located.mapped.positions
    _take_money_unit(located)
    wanted = [key for key in ("currency", "status", "kind") if key not in positions]
    if table not in ("orders", "receivables"):
        wanted = [key for key in wanted if key == "currency"] if table == "opportunities" else []
    for at, column in enumerate(located.grid.columns if wanted else ()):
        if at in positions.values() or at in located.months:
            continue
        cells = {cell for cell in distinct(below(column, located.body)) if not is_blank(cell)}
        if not cells or len(cells) > _MOST or not all(isinstance(cell, str) for cell in cells):
            continue
        picked = next(
            (key for key in wanted if key not in positions and _is(key, {str(cell) for cell in cells})), ""
        )
        if picked and (picked != "kind" or table == "orders"):
            positions[picked] = at


def _take_money_unit(located: Located) -> None:
    """The column whose cells are all units of money, be it under the header of the quantity's unit."""
    positions = located.mapped.positions
    free = set(range(len(located.grid.columns))) - {at for key, at in positions.items() if key != "unit"}
    for at in sorted(free - set(located.months)):
        cells = {
            cell for cell in distinct(below(located.grid.columns[at], located.body)) if not is_blank(cell)
        }
        if cells and len(cells) <= _MOST and all(folded(str(cell)) in words.MONEY_WORDS for cell in cells):
            if positions.get("unit") == at:
                del positions["unit"]
            positions.setdefault("money_unit", at)


def _is(key: str, cells: set[str]) -> bool:
    if key == "currency":
        return all(folded(cell) in words.CURRENCY_NAMES for cell in cells)
    means = {meaning(key, cell) for cell in cells}
    telling = {meaning(key, cell) for cell in cells if len(folded(cell)) > 1}  # an x may mark anything
    return None not in means and any(what in _TELLING[key] for what in telling)
