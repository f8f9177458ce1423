"""The user's own columns of last year's tables, and what stands beside their rows, in the next book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from salesplan_xl.book.plan_book.beside import Beside, our_columns, table_end
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import CellValue, CellWrite, Growth, NewColumns
from salesplan_xl.schema.workbook import sheet_of, tables

# A formula that names cells by their place, or another sheet, would mean something else in another book.
_BY_PLACE = re.compile(r"!|\$?\b[A-Z]{1,3}\$?[1-9]\d*\b")
Rows = Mapping[str, Sequence[int]]


def own_headers(book: PlanBook, table: str) -> list[str]:
    """The headers of the columns that the user has put into a table."""
    ours = {book.names.header(table, key) for key in tables()[table].keys()}
    return [header for header in book.place(table).columns if header not in ours]


def own_columns(old: PlanBook, new: PlanBook, rows: Rows) -> Growth:
    """The user's columns of the tables whose rows go over, at the right of ours.

    Args:
        old, new: last year's book, and the fresh one, which has none.
        rows: by table the row of the old book that each row of the new one was.
    """
    columns = []
    for table in rows:
        headers, place = own_headers(old, table), new.place(table)
        if headers:
            formulas = _column_formulas(old, table, headers)
            alone = len(sheet_of(table).tables) == 1 and not sheet_of(table).grids
            source = old.place(table).sheet
            columns.append(
                NewColumns(place.name, source, len(place.columns), tuple(headers), formulas, alone, bare=True)
            )
    return Growth(columns=tuple(columns))


def cells_beside(old: PlanBook, new: PlanBook, rows: Rows) -> list[CellWrite]:
    """The cells of the user's own columns, and those right of a table, beside the rows that they belong to."""
    return [cell for table, origins in rows.items() for cell in _of_table(old, new, table, origins)]


def _of_table(old: PlanBook, new: PlanBook, table: str, origins: Sequence[int]) -> Iterator[CellWrite]:
    place, columns = new.place(table), _places(old, new, table)
    contents = _contents(old, table) if columns else {}
    for row, origin in enumerate(origins):
        for col, (value, formula) in contents.get(origin, {}).items():
            if col in columns:
                yield CellWrite(place.sheet, place.first_row + row, columns[col], value, formula=formula)
    yield from _headings(old, new, table, columns)


def _contents(old: PlanBook, table: str) -> dict[int, dict[int, tuple[CellValue, str | None]]]:
    """By body row and sheet column what each cell that is not ours shows, and the formula that may stay one."""
    beside = Beside(old, table)
    cells: dict[int, dict[int, tuple[CellValue, str | None]]] = {
        row: {cell.col: (cell.value, None) for cell in beside.texts(row)} for row in beside.written
    }
    for (row, col), text in _formulas(old, table, beside).items():
        line = cells.setdefault(row, {})
        line[col] = (line[col][0] if col in line else None, text)
    return cells


def _places(old: PlanBook, new: PlanBook, table: str) -> dict[int, int]:
    """The new sheet column of every one that is not ours."""
    before, after = old.place(table), new.place(table)
    inside = {
        before.first_col + before.columns.index(header): after.first_col + after.columns.index(header)
        for header in own_headers(old, table)
    }
    first, moved = table_end(old, table) + 1, table_end(new, table) - table_end(old, table)
    width = max(old.port.width(before.sheet), table_end(old, table))
    return inside | {col: col + moved for col in range(first, width + 1)}


def _headings(old: PlanBook, new: PlanBook, table: str, columns: Mapping[int, int]) -> Iterator[CellWrite]:
    """The texts right of a table in the row of its headers."""
    place, end = old.place(table), table_end(old, table)
    for col, at in columns.items():
        text = old.port.block(place.sheet, place.header_row, col, 1, 1)[0][0] if col > end else None
        if text not in (None, ""):
            yield CellWrite(new.place(table).sheet, new.place(table).header_row, at, text)  # type: ignore[arg-type]


def _formulas(old: PlanBook, table: str, beside: Beside) -> dict[tuple[int, int], str]:
    """The formulas that mean the same in another book: those that name columns of their own table only."""
    ours, place = our_columns(old, table), old.place(table)
    own = {(row, col) for row, col in beside.formulas if col not in ours and col <= table_end(old, table)}
    if not own:
        return {}
    texts = old.port.formulas(place.sheet, place.first_row, 1, place.rows, table_end(old, table))
    names = [f"{name}[" for name in _other_tables(old, table)]
    return {
        (row, col): text
        for row, col in own
        if (text := texts.get((row, col - 1), "")) and _stays_right(text, names)
    }


def _column_formulas(old: PlanBook, table: str, headers: Sequence[str]) -> tuple[str | None, ...]:
    """The formula of each column that has the same one in every row."""
    place, cells = old.place(table), _formulas(old, table, Beside(old, table))
    columns = [place.first_col + place.columns.index(header) for header in headers]
    standing = [[text for (_, col), text in cells.items() if col == column] for column in columns]
    return tuple(
        texts[0].removeprefix("=") if len(texts) == place.rows and len(set(texts)) == 1 else None
        for texts in standing
    )


def _other_tables(book: PlanBook, table: str) -> list[str]:
    """The names of all other tables of a book, the user's own included."""
    return [name for name in book.port.tables() if name != tables()[table].name]


def _stays_right(text: str, others: Sequence[str]) -> bool:
    inside = re.sub(r"\[[^\[\]]*\]", "[]", text)
    return "[" in text and not _BY_PLACE.search(inside) and not any(name in text for name in others)


def left_beside(old: PlanBook, carried: Rows) -> list[str]:
    """The sheets on which something of the user's stands beside rows that are worked out anew."""
    names: dict[str, None] = {}
    for table in tables():
        item = sheet_of(table)
        if table not in carried and not item.hidden and not old.is_gone(table) and Beside(old, table).written:
            names[old.place(table).sheet] = None
    return list(names)


def commented(old: PlanBook, carried: Rows) -> int:
    """The rows with a comment among those that go over; comments do not."""
    return sum(
        len(old.port.comments(tables()[table].name) & set(origins)) for table, origins in carried.items()
    )
