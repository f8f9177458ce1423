"""Formula columns that read otherwise since an upgrade: what they read before is kept, for the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from salesplan_xl.book.plan_book.growth_record import Addition
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.plan_book.undo_record import body_formulas, usual_formula
from salesplan_xl.book.port import ColumnWrite, Port, TableWrite
from salesplan_xl.schema.workbook import Lacking, tables


def formulas_before(book: BookReader) -> list[dict[str, Any]]:
    """The records of the columns whose formula is about to change, as parts of the record of a growth."""
    records = []
    for table, column in sorted(Lacking.of(book.schema).formulas):
        place = book.place(table)
        usual = usual_formula(
            body_formulas(book.port, place), book.column_position(table, column), place.rows
        )
        if usual:
            header = book.names.header(table, column)
            records.append(vars(Addition("formula", tables()[table].name, [header], names=[usual])))
    return records


def formulas_restored(port: Port, growth: Iterable[Mapping[str, Any]]) -> Iterator[TableWrite]:
    """The formulas of these columns as they were, where the column holds one; what they show stays."""
    for addition in (Addition(**item) for item in growth):
        place = port.tables().get(addition.table)
        if addition.kind != "formula" or place is None or addition.headers[0] not in place.columns:
            continue
        index = place.columns.index(addition.headers[0])
        formulas, values = body_formulas(port, place), [row[index] for row in port.body(addition.table)]
        ours = np.array([(row, index) in formulas for row in range(place.rows)], dtype=bool)
        text = addition.names[0].removeprefix("=")
        column = ColumnWrite(index, values, ours, text, only_changed=not ours.all())
        yield TableWrite(addition.table, range(place.rows), 0, (column,))
