"""The rows of a file's tables as one body of raw cells by our columns: months spread, repeats folded, gaps filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.book.importing.amount_choice import settle_amount
from salesplan_xl.book.importing.coded import Cells, Coded, taken
from salesplan_xl.book.importing.dates import Day, taken_apart
from salesplan_xl.book.importing.fields import customer_field
from salesplan_xl.book.importing.figures import read_figures
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.header_text import Header
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.measures import keep_amounts
from salesplan_xl.book.importing.months import years_named
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.rows import Verdict, judge_rows
from salesplan_xl.findings import Severity

# Rows of other columns that are looked at for the order of days.
_EVIDENCE = 500
# Rows left out at the end of a table that are read as notes on its figures.
_NOTES = 10


@dataclass(slots=True)
class Raw:
    """The rows of a file.

    Args:
        cells: our column → its cells.
        headers: our column → the header of the first table.
        rows: the row of the file of each, with the sheet where there are several.
        titles: what stands above the tables.
        date1904: see ``dates``.
        statuses: every column that tells the state of a row, the best first.
        rivals: our column → headers that mean the same and were not taken.
        days: cells of other columns, whose days tell in which order the file writes them.
    """

    cells: dict[str, Cells] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    rows: Sequence[int | str] = ()
    titles: list[str] = field(default_factory=list)
    date1904: bool = False
    delimiter: str = ""
    rivals: dict[str, list[str]] = field(default_factory=dict)
    days: list[Cells] = field(default_factory=list)

    def keep(self, positions: Sequence[int]) -> None:
        """Only these rows stay."""
        self.cells = {key: taken(cells, positions) for key, cells in self.cells.items()}
        self.rows = [self.rows[at] for at in positions]

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.rows)


def gather(tables: list[Located], reading: Reading, mark: str) -> Raw:
    """All rows of the tables of a file."""
    raw = Raw()
    left: list[int | str] = []
    for located in tables:
        verdict = judge_rows(located, reading.table.key, mark)
        keep_amounts(located, verdict, reading)
        settle_amount(located, verdict, mark, reading)
        _refuse_uncomputed(located, verdict, reading)
        raw.titles += [text for row in verdict.left_out[-_NOTES:] for text in located.grid.texts(row)]
        _say_about(located, verdict, reading)
        left += [_row(located, row, len(tables)) for row in verdict.left_out]
        _add(raw, located, verdict, reading, mark, len(tables))
    if len(tables) > 1:
        _fold_across(raw, reading)
    if left:
        reading.note("F-505", count=len(left), rows=some(left))
    return raw


def _row(located: Located, row: int, tables: int) -> int | str:
    line = located.grid.lines[row]
    return f"{located.grid.name}!{line}" if tables > 1 else line


def _rows(located: Located, keep: Sequence[int], tables: int) -> Sequence[int | str]:
    """The row of the file of each kept row."""
    lines = located.grid.lines
    if tables == 1 and keep and keep[-1] - keep[0] + 1 == len(keep):
        return lines[keep[0] : keep[-1] + 1]
    return [_row(located, row, tables) for row in keep]


def _refuse_uncomputed(located: Located, verdict: Verdict, reading: Reading) -> None:
    """A formula whose value was never stored is no blank cell."""
    if not located.grid.uncomputed:
        return
    columns = {at: key for key, at in located.mapped.positions.items()} | dict.fromkeys(
        located.months, "amount"
    )
    kept = set(verdict.keep)
    cells = [
        (row, at)
        for row, at in located.grid.uncomputed
        if at in columns and (row in kept or row >= located.body)
    ]
    if cells:
        header = located.mapped.headers[min(cells)[1]].text
        reading.ask("formula", header, count=len(cells), row=located.grid.lines[min(cells)[0]])


def _say_about(located: Located, verdict: Verdict, reading: Reading) -> None:
    """Notes on everything taken for granted about the rows."""
    hidden = [row for row in verdict.keep if row in located.grid.hidden] if located.grid.hidden else []
    if hidden:
        reading.note("F-516", count=len(hidden), rows=some([str(located.grid.lines[row]) for row in hidden]))
    who = customer_field(reading.table.key)
    if verdict.filled.get(who):
        header = located.mapped.headers[located.mapped.positions[who]].text
        reading.note("F-517", who, count=len(verdict.filled[who]), header=header)
    if verdict.customers:
        names = list(dict.fromkeys(name for name in verdict.customers.values() if name))
        reading.note("F-525", who, count=len(names), names=some(names))
    for row, key in list(verdict.unclear.items())[:20]:
        cells = [short(text) for text in located.grid.texts(row)]
        reading.say(
            "F-529",
            Severity.ERROR,
            key,
            row=located.grid.lines[row],
            name=reading.label(key),
            cells=some(cells, 6),
        )


def _add(raw: Raw, located: Located, verdict: Verdict, reading: Reading, mark: str, tables: int) -> None:
    """The rows of one table."""
    mapped, grid = located.mapped, located.grid
    first = not raw.headers
    if first:
        raw.headers = {key: mapped.headers[at] for key, at in mapped.positions.items()}
        raw.rivals = {
            key: [mapped.headers[at].text for at in places] for key, places in mapped.rivals.items()
        }
        raw.date1904, raw.delimiter = grid.date1904, grid.delimiter
    others = [at for at in range(len(grid.columns)) if at not in mapped.positions.values()]
    raw.days += [[grid.columns[at][row] for row in verdict.keep[:_EVIDENCE]] for at in others]
    raw.titles += [*located.titles, grid.name]
    cells = {key: taken(grid.columns[at], verdict.keep, located.body) for key, at in mapped.positions.items()}
    for key, values in verdict.filled.items():
        cells[key] = [values.get(row, cell) for row, cell in zip(verdict.keep, cells[key], strict=True)]
    if verdict.customers:
        cells[customer_field(reading.table.key)] = [verdict.customers[row] for row in verdict.keep]
    for number, at in enumerate(mapped.rivals.get("status", ()), 2):
        cells[f"status{number}"] = taken(grid.columns[at], verdict.keep, located.body)
    rows = _rows(located, verdict.keep, tables)
    rows = _fold(cells, rows, located, verdict, reading)
    if located.months:
        cells, rows = _spread(cells, rows, located, verdict, reading, mark)
    if not raw.rows:
        raw.cells, raw.rows = cells, rows
        return
    for key in {*raw.cells, *cells}:
        blank: Cells = [""] * raw.size
        raw.cells[key] = [*raw.cells.get(key, blank), *cells.get(key, [""] * len(rows))]
    raw.rows = [*raw.rows, *rows]


def _fold(
    cells: dict[str, Cells],
    rows: Sequence[int | str],
    located: Located,
    verdict: Verdict,
    reading: Reading,
) -> Sequence[int | str]:
    """Rows that are the same in every column of the file come in once; gives the rows that stay."""
    ids = next((cells[key] for key in ("order_no", "invoice", "code") if key in cells), None)
    if ids is not None and _are_unique(ids):
        return rows
    keep = _first_of_equals(located, verdict, cells)
    if len(keep) == len(verdict.keep):
        return rows
    folded = sorted(set(range(len(verdict.keep))) - set(keep))
    reading.note("F-518", count=len(folded), rows=some([rows[at] for at in folded]))
    for key, column in cells.items():
        cells[key] = taken(column, keep)
    verdict.keep = [verdict.keep[at] for at in keep]
    return [rows[at] for at in keep]


def _are_unique(ids: Cells) -> bool:
    """Whether each row has a number of its own."""
    if isinstance(ids, Coded):
        return ids.all_differ and bool(ids.filled.all())
    return len(set(map(str, ids))) == len(ids) and not any(map(is_blank, ids))


def _first_of_equals(located: Located, verdict: Verdict, cells: dict[str, Cells]) -> Sequence[int]:
    """The positions of rows that are not the same as an earlier one; of texts alone, by the codes of their cells."""
    columns = [taken(column, verdict.keep, located.body) for column in located.grid.columns]
    codes = {at: column.codes for at, column in enumerate(columns) if isinstance(column, Coded)}
    if len(codes) == len(columns) and not verdict.customers and not verdict.filled:
        repeats = pd.DataFrame(codes).duplicated().to_numpy()
        return np.flatnonzero(~repeats).tolist() if repeats.any() else range(len(verdict.keep))
    more = [cells[key] for key in verdict.filled]
    named = [verdict.customers.get(row) for row in verdict.keep]
    first: dict[tuple[object, ...], int] = {}
    for at, whole in enumerate(zip(*columns, *more, named, strict=True)):
        first.setdefault(whole, at)
    return list(first.values())


def _fold_across(raw: Raw, reading: Reading) -> None:
    """Rows that stand on several sheets, as on those of the months and on one of the year, come in once."""
    sheets = [str(row).rpartition("!")[0] for row in raw.rows]
    earlier_ones: dict[tuple[object, ...], str] = {}
    keep: list[int] = []
    for at, whole in enumerate(zip(*raw.cells.values(), strict=True)):
        if earlier_ones.setdefault(whole, sheets[at]) == sheets[at]:
            keep.append(at)
    if len(keep) < raw.size:
        folded = sorted(set(range(raw.size)) - set(keep))
        reading.note("F-518", count=len(folded), rows=some([raw.rows[at] for at in folded]))
        raw.keep(keep)


def _spread(
    cells: dict[str, Cells],
    rows: Sequence[int | str],
    located: Located,
    verdict: Verdict,
    reading: Reading,
    mark: str,
) -> tuple[dict[str, Cells], list[int | str]]:
    """One row a month from a row with a column a month; nothing and zero are no order."""
    year = _year(located, reading)
    spread: dict[str, list[object]] = {key: [] for key in (*cells, "date", "amount")}
    lines: list[int | str] = []
    figures = {
        at: read_figures([located.grid.columns[at][row] for row in verdict.keep], mark).numbers
        for at in located.months
    }
    for index, row in enumerate(verdict.keep):
        for at, (own_year, month) in located.months.items():
            cell = located.grid.columns[at][row]
            if (
                is_blank(cell)
                or figures[at][index] == 0
                or (isinstance(cell, str) and cell.strip() in ("-", "—"))
            ):
                continue
            for key in cells:
                spread[key].append(cells[key][index])
            spread["date"].append(dt.date(own_year or year or reading.facts.this_year, month, 1))
            spread["amount"].append(cell)
            lines.append(rows[index])
    if year or all(own for own, _ in located.months.values()):
        reading.note("F-520", count=len(located.months), rows=len(lines))
    return dict(spread), lines


def _year(located: Located, reading: Reading) -> int | None:
    """The year of months that name none: as said, or the only one that titles name."""
    if reading.answers.year:
        return reading.answers.year
    named = years_named([*located.titles, located.grid.name])
    if len(named) == 1:
        return min(named)
    if any(own is None for own, _ in located.months.values()):
        headers = [located.mapped.headers[at].text for at in located.months]
        reading.ask("year", headers[0], headers=some(headers, 4))
    return None


def year_of_titles(raw: Raw, reading: Reading) -> int | None:
    """The year of days that name none; asked for where it is not said."""
    needs = [
        cell for key, cells in raw.cells.items() if key in reading.table.keys()
        for cell in cells[:500] if isinstance(cell, str) and _no_year(cell)
    ]  # fmt: skip
    if not needs or reading.answers.year:
        return reading.answers.year
    named = years_named(raw.titles)
    if len(named) == 1:
        return min(named)
    reading.ask("year", "", headers=some([short(cell) for cell in needs], 4))
    return None


def _no_year(cell: str) -> bool:
    day = taken_apart(cell)
    return bool(day and day != Day() and day.no_year)
