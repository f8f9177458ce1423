"""Formulas that read otherwise since an upgrade: what they read before is kept, for the way back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from salesplan_xl.book.plan_book.growth_record import Addition
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.plan_book.undo_record import body_formulas, content, stored, usual_formula
from salesplan_xl.book.port import CellValue, CellWrite, ColumnWrite, Port, TablePlace, TableWrite, Writes
from salesplan_xl.schema.workbook import Lacking, grids, tables

# A cell of the block's own sheet, as its formulas name it.
_THIS_ROW = re.compile(r"\w*\[@(?:\[([^\]]+)\]|([^\[\]]+))\]")
_OWN_CELL = re.compile(r"(?<![!:\w])(\$[A-Z]{1,3}\$)(\d+)")


def formulas_before(book: BookReader) -> list[dict[str, Any]]:
    """The records of the formulas that are about to change, as parts of the record of a growth.

    Args:
        book: the book before anything has come.
    """
    lacking = Lacking.of(book.schema)
    grown = lacking.grid_formulas | {grid for grid, _ in lacking.grid_rows | lacking.grid_columns}
    columns = (_column(book, table, column) for table, column in sorted(lacking.formulas))
    return [
        vars(item)
        for item in (*columns, *(_block(book, grid) for grid in sorted(grown - lacking.grids)))
        if item
    ]


def _column(book: BookReader, table: str, column: str) -> Addition | None:
    place = book.place(table)
    usual = usual_formula(body_formulas(book.port, place), book.column_position(table, column), place.rows)
    header, name = book.names.header(table, column), tables()[table].name
    values = [stored(value) for value in book.raw_column(table, column)]
    return (
        Addition("formula", name, [header], names=[_as_filed(usual, name)], cells=[values]) if usual else None
    )


def _as_filed(formula: str, table: str) -> str:
    """A formula as files hold it: Excel itself writes ``[@Column]`` for a cell of this row, ``[Column]`` for all."""
    text = _THIS_ROW.sub(lambda cell: f"{table}[[#This Row],[{cell[1] or cell[2]}]]", formula)
    made, depth = "", 0
    for char in text:
        alone = char == "[" and depth == 0 and not re.search(r"\w$", made)
        made += table + char if alone else char
        depth += (char == "[") - (char == "]")
    return made


def _block(book: BookReader, grid: str) -> Addition:
    """The formulas of a block by their place from its anchor, and the row in which the anchor stood."""
    declared, spot = grids()[grid], book.grid_spot(grid)
    place = (spot.sheet, spot.row, spot.col, len(declared.rows) + 1, len(declared.columns) + 1)
    values, formulas = book.port.block(*place), book.port.formulas(*place)
    cells = [[down, right, stored(values[down][right], text)] for (down, right), text in formulas.items()]
    return Addition("formula", anchor=declared.name, down=spot.row, cells=cells)


def formulas_restored(port: Port, growth: Iterable[Mapping[str, Any]], *, anew: bool) -> Writes:
    """The formulas as they were, where a formula stands.

    Args:
        port: the book.
        growth: the record of what came.
        anew: what they show now counts, but for the last digits; else also what they showed where nothing stands.
    """
    tables_back: list[TableWrite] = []
    cells: list[CellWrite] = []
    for addition in (Addition(**item) for item in growth if item["kind"] == "formula"):
        place = port.tables().get(addition.table)
        if addition.anchor in port.names():
            cells += _cells_back(port, addition, anew=anew)
        elif place is not None and addition.headers[0] in place.columns:
            tables_back.append(_column_back(port, addition, place, anew=anew))
    return Writes(tuple(tables_back), tuple(cells))


def _column_back(port: Port, addition: Addition, place: TablePlace, *, anew: bool) -> TableWrite:
    index = place.columns.index(addition.headers[0])
    formulas, values = body_formulas(port, place), [row[index] for row in port.body(addition.table)]
    (before,) = addition.cells or [[]]
    if len(before) == len(values):
        pairs = zip(before, values, strict=True)
        values = [_shown(content(old)[0], shown, anew=anew) for old, shown in pairs]
    ours = np.array([(row, index) in formulas for row in range(place.rows)], dtype=bool)
    text = addition.names[0].removeprefix("=")
    column = ColumnWrite(index, values, ours, text, only_changed=not ours.all())  # type: ignore[arg-type]
    return TableWrite(addition.table, range(place.rows), 0, (column,))


def _cells_back(port: Port, addition: Addition, *, anew: bool) -> Iterator[CellWrite]:
    """The cells of a block; where the user has moved it down or up since, its formulas follow."""
    spot = port.names()[addition.anchor]
    moved = spot.row - addition.down
    for down, right, held in addition.cells:
        row, col = spot.row + int(str(down)), spot.col + int(str(right))
        before, formula = content(held)
        text = _OWN_CELL.sub(lambda cell: f"{cell[1]}{int(cell[2]) + moved}", formula or "")
        value = port.block(spot.sheet, row, col, 1, 1)[0][0]
        yield CellWrite(spot.sheet, row, col, _shown(before, value, anew=anew), formula=text)


def _shown(before: CellValue, now: object, *, anew: bool) -> CellValue:
    """A cell as it was shown before, where it is the same now but for the last digits (see ``formulas_restored``)."""
    same = isinstance(before, float) and isinstance(now, int | float) and math.isclose(before, now)
    return before if same or (not anew and now in (None, "")) else now  # type: ignore[return-value]
