"""Judges which rows of a table are data; whatever is left out is named, and what cannot be told is an error."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.dates import Day, taken_apart
from salesplan_xl.book.importing.fields import customer_field, day_field, fields
from salesplan_xl.book.importing.figures import read_figures
from salesplan_xl.book.importing.figures import taken_apart as taken_apart_figure
from salesplan_xl.book.importing.grids import filled_cells, is_blank
from salesplan_xl.book.importing.header_text import one_line
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.totals import is_footer, total_words
from salesplan_xl.schema.types import Kind

# A sum and the rows above it agree to half a cent, and to rounding in the last place of what was printed.
_CENT = 0.011
_LABEL = re.compile(r"^(?:客户(?:名称)?|往来单位|购货单位|customer|client|account)\s*[::]\s*", re.IGNORECASE)
# A grouped column: so much of it is blank, and no name stands in two of its groups.
_GROUPED = 0.25


@dataclass(slots=True)
class Verdict:
    """The rows of a table, judged.

    Args:
        keep: rows of data, 0-based in the grid.
        left_out: rows of totals, headers, footers and groups.
        customers: the customer of each kept row, where lines above the rows name it.
        filled: rows whose customer or day was filled down.
        unclear: rows with figures that lack what makes them a row: row → the column that is missing.
    """

    keep: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    customers: dict[int, str] = field(default_factory=dict)
    filled: dict[str, dict[int, object]] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)


class _Body:
    """The rows below the headers, with what is needed to judge them."""

    def __init__(self, located: Located, table: str, mark: str) -> None:
        self.located, self.table, self.mark = located, table, mark
        self.grid, self.positions = located.grid, located.mapped.positions
        self.rows = range(located.body, located.grid.height)

    @cached_property
    def filled(self) -> npt.NDArray[np.int64]:
        """Number of filled cells of each row."""
        counts = np.zeros(len(self.rows), dtype=np.int64)
        for column in self.grid.columns:
            counts += filled_cells(column[self.rows.start :])
        return counts

    @cached_property
    def amounts(self) -> npt.NDArray[np.float64]:
        """The figure of each row that totals would sum up; NaN where there is none."""
        keys = ("amount", "outstanding", "this_year", "last_year")
        at = next((self.positions[key] for key in keys if key in self.positions), None)
        if at is None and self.located.months:
            at = next(iter(self.located.months))
        if at is None:
            return np.full(len(self.rows), np.nan)
        return read_figures(self.grid.columns[at][self.rows.start :], self.mark).numbers

    @cached_property
    def days(self) -> npt.NDArray[np.bool_]:
        """Whether each row has its day; where a table has none, or a column a month, all have."""
        at = self.positions.get(day_field(self.table))
        if at is None or self.located.months:
            return np.full(len(self.rows), not day_field(self.table) or bool(self.located.months))
        column = self.grid.columns[at][self.rows.start :]
        lookup = {
            cell: taken_apart(cell[1], self.grid.date1904)
            for cell in set(zip(map(type, column), column, strict=True))
        }
        fine = {cell for cell, day in lookup.items() if day is not None and day != Day()}
        return np.fromiter(
            (cell in fine for cell in zip(map(type, column), column, strict=True)), np.bool_, len(column)
        )

    @cached_property
    def names(self) -> npt.NDArray[np.bool_]:
        """Whether each row names its customer."""
        at = self.positions.get(customer_field(self.table))
        if at is None:
            return np.zeros(len(self.rows), dtype=np.bool_)
        return filled_cells(self.grid.columns[at][self.rows.start :])

    def cell(self, key: str, row: int) -> object:
        """A cell of one of our columns, blank where the file lacks it."""
        at = self.positions.get(key)
        return self.grid.columns[at][row] if at is not None else ""

    def has_day(self, row: int) -> bool:
        """Whether the cell of the day holds one."""
        return bool(self.days[row - self.rows.start])


def judge_rows(located: Located, table: str, mark: str) -> Verdict:
    """The rows of a table that are data.

    Args:
        located: the table.
        table: what it is.
        mark: decimal mark of its figures.
    """
    body, verdict = _Body(located, table, mark), Verdict()
    skip = _repeated_headers(body)
    sums = _total_rows(body)
    group_at = _group_column(body, skip | sums)
    filled = _filled_down(body, skip | sums)
    state = _State(body, verdict, group_at, filled)
    for row in state.odd_rows(skip | sums):
        if row in skip or row in sums:
            verdict.left_out.append(row)
            state.total(row)
        else:
            state.judge(row)
    verdict.keep = sorted([*verdict.keep, *state.plain_rows])
    verdict.filled = {
        key: {row: rows[row] for row in verdict.keep if row in rows} for key, rows in filled.items()
    }
    return verdict


class _State:
    """Goes through the rows and remembers the group and the sums since the last total."""

    def __init__(
        self, body: _Body, verdict: Verdict, group_at: int | None, filled: dict[str, dict[int, object]]
    ) -> None:
        self.body, self.verdict, self.group_at, self.filled = body, verdict, group_at, filled
        self.customer = ""
        # What rows looked at singly add to the sums, and the sum at the last total.
        self.more = self.since = 0.0
        self.plain_rows: list[int] = []
        self.sums: npt.NDArray[np.float64] = np.zeros(1)
        self.day, self.who = day_field(body.table), customer_field(body.table)

    def odd_rows(self, lookup: set[int]) -> list[int]:
        """Rows that have to be looked at singly; those with a day, a name and more are data, and are kept at once."""
        body = self.body
        filled = body.filled > 0
        plain = filled & (body.filled > 1) & body.days & body.names
        plain[[row - body.rows.start for row in lookup]] = False
        if self.group_at is not None:
            plain[:] = False
        self.plain_rows = [body.rows.start + int(at) for at in np.flatnonzero(plain)]
        odd = [body.rows.start + int(at) for at in np.flatnonzero(filled & ~plain)]
        if odd:
            self.sums = np.append(0.0, np.cumsum(np.where(plain, np.nan_to_num(body.amounts), 0.0)))
        return odd

    def total(self, row: int) -> None:
        """A total ends what was summed up before it."""
        self.since = self._sum(row)

    def _sum(self, row: int) -> float:
        """The sum of all rows kept above a row."""
        return float(self.sums[row - self.body.rows.start]) + self.more

    def judge(self, row: int) -> None:
        """One row that no word gave away."""
        body, verdict = self.body, self.verdict
        has_day = (
            not self.day
            or bool(body.located.months)
            or body.has_day(row)
            or row in self.filled.get(self.day, {})
        )
        named = not is_blank(body.cell(self.who, row)) or row in self.filled.get(self.who, {})
        if self.group_at is not None:
            if self._is_group(row):
                self.customer = _LABEL.sub("", one_line(body.grid.columns[self.group_at][row]))
                self.total(row)
                verdict.left_out.append(row)
                return
            named = named or bool(self.customer)
        if has_day and named and not self._is_aside(row):
            self._keep(row)
        elif self._is_note(row) or self._is_sum(row):
            verdict.left_out.append(row)
            self.total(row)
        else:
            verdict.unclear[row] = self.who if not named else self.day
            self._keep(row)

    def _is_aside(self, row: int) -> bool:
        """A lone cell under a table that needs more, or one below a gap: a note, not a name."""
        body = self.body
        at = row - body.rows.start
        if body.filled[at] != 1:
            return False
        if any(is_footer(text) for text in body.grid.texts(row)):
            return True
        if len(body.positions) < 2:
            return False
        needed = sum(item.needed and key in body.positions for key, item in fields(body.table).items())
        return needed > 1 or bool(at and not body.filled[at - 1])

    def _keep(self, row: int) -> None:
        self.verdict.keep.append(row)
        if self.group_at is not None:
            self.verdict.customers[row] = self.customer
        amount = self.body.amounts[row - self.body.rows.start]
        if not np.isnan(amount):
            self.more += float(amount)

    def _is_group(self, row: int) -> bool:
        at = self.group_at
        return at is not None and _lone_text(self.body, row) == at

    def _is_note(self, row: int) -> bool:
        """A row without a figure, or with a word for a footer and nearly nothing else, or a single cell."""
        body = self.body
        count = body.filled[row - body.rows.start]
        if count == 1:
            return not taken_apart_figure(body.grid.texts(row)[0])
        amount_blank = np.isnan(body.amounts[row - body.rows.start])
        footer = any(is_footer(text) for text in body.grid.texts(row))
        who_blank = is_blank(body.cell(self.who, row))
        return bool((footer and count <= 2) or (amount_blank and self.day and who_blank))

    def _is_sum(self, row: int) -> bool:
        """A row whose amount is the sum of those above it."""
        amount = self.body.amounts[row - self.body.rows.start]
        every = self._sum(row)
        if np.isnan(amount) or not every:
            return False
        return any(abs(amount - total) < _CENT + 1e-9 * abs(total) for total in (every - self.since, every))


def _lone_text(body: _Body, row: int) -> int:
    """The position of the only filled cell of a row where it is a text that is no day; else -1."""
    if body.filled[row - body.rows.start] != 1:
        return -1
    for at, column in enumerate(body.grid.columns):
        cell = column[row]
        if not is_blank(cell):
            is_text = isinstance(cell, str) and taken_apart(cell) is None and not is_footer(cell)
            return at if is_text else -1
    return -1


def _repeated_headers(body: _Body) -> set[int]:
    """Rows that repeat the header in most of our columns, as printed on every page."""
    repeats: Counter[int] = Counter()
    for at in body.positions.values():
        column = body.grid.columns[at]
        own = {column[body.rows.start - 1], body.located.mapped.headers[at].text}
        texts = {text for text in own if isinstance(text, str) and text in column[body.rows.start :]}
        if texts:
            repeats.update(row for row in body.rows if column[row] in texts)
    enough = min(2, len(body.positions))
    return {row for row, count in repeats.items() if count >= enough}


def _texts(body: _Body, at: int) -> list[str]:
    """The texts of a column."""
    column = body.grid.columns[at][body.rows.start :]
    if set(map(type, column)) == {str}:
        return cast("list[str]", column)
    return [cell for cell in body.grid.columns[at][body.rows.start :] if isinstance(cell, str) and cell]


def _total_rows(body: _Body) -> set[int]:
    """Rows with a word for a total where a name or a day should stand."""
    picked: set[int] = set()
    columns = {*range(min(3, len(body.grid.columns))), *_text_positions(body)}
    for at in columns:
        words = total_words(set(_texts(body, at)))
        if words:
            column = body.grid.columns[at]
            picked |= {
                row
                for row in body.rows
                if isinstance(column[row], str)
                and column[row] in words
                and _confirms(body, row, at, words[str(column[row])])
            }
    return picked


def _text_positions(body: _Body) -> list[int]:
    lookup = fields(body.table)
    kinds = (Kind.TEXT, Kind.ID, Kind.DATE, Kind.CHOICE)
    return [at for key, at in body.positions.items() if lookup[key].kind in kinds]


def _confirms(body: _Body, row: int, at: int, word: str) -> bool:
    """Whether the rest of a row agrees that it is a total: no day, or no other name beside it."""
    day = day_field(body.table)
    if day and not body.located.months:
        return not body.has_day(row)
    others = [
        place
        for place in _text_positions(body)
        if place != at and not is_blank(body.grid.columns[place][row])
    ]
    if word == "whole":
        return True
    if word == "strong" and not others:
        return True
    return not others and _equals_above(body, row)


def _equals_above(body: _Body, row: int) -> bool:
    """Whether a figure is the sum of some unbroken run of rows just above it."""
    at = row - body.rows.start
    amount, total = body.amounts[at], 0.0
    for above in range(at - 1, -1, -1):
        value = body.amounts[above]
        total += 0.0 if np.isnan(value) else value
        if above < at - 1 and abs(total - amount) < _CENT:
            return True
    return False


def _group_column(body: _Body, skip: set[int]) -> int | None:
    """The column whose lone texts are customers, where no column of the table is."""
    who = customer_field(body.table)
    if who in body.positions:
        return None
    rows = [row for row in body.rows if body.filled[row - body.rows.start] and row not in skip]
    lone = Counter(at for row in rows if (at := _lone_text(body, row)) >= 0)
    if not lone or not rows or _lone_text(body, rows[0]) < 0:
        return None
    return _lone_text(body, rows[0])


def _filled_down(body: _Body, skip: set[int]) -> dict[str, dict[int, object]]:
    """Customers and days that stand once for several rows: our column → row → value."""
    keys = [key for key in (customer_field(body.table), day_field(body.table)) if key in body.positions]
    ids = [key for key in ("order_no", "invoice", "code") if key in body.positions]
    picked = {key: _merged_values(body, key) for key in (*keys, *ids)}
    for key in keys:
        if not picked[key] and _is_grouped(body, key, skip):
            picked[key] = _carried(body, key, skip)
    return {key: rows for key, rows in picked.items() if rows}


def _merged_values(body: _Body, key: str) -> dict[int, object]:
    at = body.positions[key]
    column = body.grid.columns[at]
    return {
        row: column[area.top]
        for area in body.grid.merged
        if area.left <= at <= area.right and area.top >= body.rows.start and not is_blank(column[area.top])
        for row in range(area.top + 1, min(area.bottom + 1, body.grid.height))
    }


def _is_grouped(body: _Body, key: str, skip: set[int]) -> bool:
    """Whether a column names each of its groups once: many blanks, and no name in two groups."""
    at = body.positions[key]
    if filled_cells(body.grid.columns[at][body.rows.start :]).all():
        return False
    rows = [row for row in body.rows if row not in skip and not np.isnan(body.amounts[row - body.rows.start])]
    cells = [body.grid.columns[at][row] for row in rows]
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or is_blank(cells[0]) or len(filled) > (1 - _GROUPED) * len(cells):
        return False
    return len(set(filled)) == len(filled)


def _carried(body: _Body, key: str, skip: set[int]) -> dict[int, object]:
    at = body.positions[key]
    carried: dict[int, object] = {}
    last: object = ""
    for row in body.rows:
        cell = body.grid.columns[at][row]
        if row in skip:
            continue
        if not is_blank(cell):
            last = cell
        elif not np.isnan(body.amounts[row - body.rows.start]):
            carried[row] = last
    return carried


def names_in_lines(located: Located, table: str) -> bool:
    """Whether lines above the rows name the customers, as in grouped reports."""
    body = _Body(located, table, "point")
    return _group_column(body, _repeated_headers(body) | _total_rows(body)) is not None
