"""Judges which rows of a table are data; whatever is left out is named, and what cannot be told is an error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.body import Body, lone_text
from salesplan_xl.book.importing.coded import Cells, Coded, below
from salesplan_xl.book.importing.fields import customer_field, day_field, fields
from salesplan_xl.book.importing.figures import taken_apart as taken_apart_figure
from salesplan_xl.book.importing.filling import filled_down, group_column
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.header_text import one_line
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.sum_rows import total_rows, unnamed_sums
from salesplan_xl.book.importing.totals import is_footer

# A sum and the rows above it agree to half a cent, and to rounding in the last place of what was printed.
_CENT = 0.011
_LABEL = re.compile(r"^(?:客户(?:名称)?|往来单位|购货单位|customer|client|account)\s*[::]\s*", re.IGNORECASE)


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

    keep: Sequence[int] = ()
    left_out: list[int] = field(default_factory=list)
    customers: dict[int, str] = field(default_factory=dict)
    filled: dict[str, dict[int, object]] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)


def judge_rows(located: Located, table: str, mark: str) -> Verdict:
    """The rows of a table that are data.

    Args:
        located: the table.
        table: what it is.
        mark: decimal mark of its figures.
    """
    body, verdict = Body(located, table, mark), Verdict()
    skip = _repeated_headers(body)
    sums = total_rows(body)
    sums |= unnamed_sums(body, skip, sums)
    group_at = group_column(body, skip | sums)
    filled = filled_down(body, skip | sums)
    state = _State(body, verdict, group_at, filled)
    for row in state.odd_rows(skip | sums):
        if row in skip or row in sums:
            verdict.left_out.append(row)
            state.total(row)
        else:
            state.judge(row)
    verdict.keep = sorted([*state.kept, *state.plain_rows]) if state.kept else state.plain_rows
    verdict.filled = {
        key: {row: rows[row] for row in verdict.keep if row in rows} for key, rows in filled.items()
    }
    return verdict


class _State:
    """Goes through the rows and remembers the group and the sums since the last total."""

    def __init__(
        self, body: Body, verdict: Verdict, group_at: int | None, filled: dict[str, dict[int, object]]
    ) -> None:
        self.body, self.verdict, self.group_at, self.filled = body, verdict, group_at, filled
        self.customer = ""
        # What rows looked at singly add to the sums, and the sum at the last total.
        self.more = self.since = 0.0
        self.plain_rows: Sequence[int] = ()
        self.kept: list[int] = []
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
        self.plain_rows = _rows_of(body.rows.start + np.flatnonzero(plain))
        odd: list[int] = (body.rows.start + np.flatnonzero(filled & ~plain)).tolist()
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
        self.kept.append(row)
        if self.group_at is not None:
            self.verdict.customers[row] = self.customer
        amount = self.body.amounts[row - self.body.rows.start]
        if not np.isnan(amount):
            self.more += float(amount)

    def _is_group(self, row: int) -> bool:
        at = self.group_at
        return at is not None and lone_text(self.body, row) == at

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


def _rows_of(places: npt.NDArray[np.int64]) -> Sequence[int]:
    """Rows as a range where they stand one below the other."""
    together = len(places) > 0 and places[-1] - places[0] + 1 == len(places)
    return range(int(places[0]), int(places[-1]) + 1) if together else places.tolist()


def _stands(text: str, column: Cells) -> bool:
    return column.holds(text) if isinstance(column, Coded) else text in column


def _repeated_headers(body: Body) -> set[int]:
    """Rows that repeat the header in most of our columns, as printed on every page."""
    repeats: Counter[int] = Counter()
    enough, places = min(2, len(body.positions)), list(body.positions.values())
    repeating = 0
    for number, at in enumerate(places):
        if repeating + len(places) - number < enough:
            return set()
        column = below(body.grid.columns[at], body.rows.start)
        own = {body.grid.columns[at][body.rows.start - 1], body.located.mapped.headers[at].text}
        texts = {text for text in own if isinstance(text, str) and _stands(text, column)}
        if texts:
            repeating += 1
            repeats.update(row for row, cell in zip(body.rows, column, strict=True) if cell in texts)
    return {row for row, count in repeats.items() if count >= enough}


def names_in_lines(located: Located, table: str) -> bool:
    """Whether lines above the rows name the customers, as in grouped reports."""
    body = Body(located, table, "point")
    return group_column(body, _repeated_headers(body) | total_rows(body)) is not None
