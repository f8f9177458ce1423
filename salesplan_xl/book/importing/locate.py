"""Finds the table on a sheet: the row of headers wherever it stands, in one line or two, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.book.importing import content
from salesplan_xl.book.importing.fields import fields
from salesplan_xl.book.importing.figures import taken_apart as figure_taken_apart
from salesplan_xl.book.importing.grids import Grid, is_blank
from salesplan_xl.book.importing.header_text import header_key, one_line, parsed
from salesplan_xl.book.importing.mapping import Mapped, Sampled, is_vetoed, map_columns
from salesplan_xl.book.importing.months import FEWEST, month_columns, month_of
from salesplan_xl.book.importing.words import OTHER, header_words

# Headers stand in the first rows of a sheet; so many candidates are looked at closely.
HEADER_ROWS, CANDIDATES = 400, 8
_YEAR = re.compile(r"(?:19|20)\d\d年?")


@dataclass(frozen=True, slots=True)
class Located:
    """A table on a sheet.

    Args:
        grid: the sheet.
        top: its first header row, 0-based.
        body: its first row of data.
        mapped: its columns.
        months: positions of month columns of a crosstab.
        titles: what stands above the headers, and the name of the sheet.
    """

    grid: Grid
    top: int
    body: int
    mapped: Mapped
    months: dict[int, tuple[int | None, int]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    def lacks(self, table: str) -> list[str]:
        """Needed columns that are not there; months stand for day and amount."""
        lacking = self.mapped.lacks(table)
        return [key for key in lacking if not (self.months and key in ("date", "amount"))]


def locate(
    grid: Grid, table: str, stated: Mapping[str, str], this_year: int, *, with_tax: bool = False
) -> Located | None:
    """The table on a sheet that fits best, ``None`` where no row has a header of ours.

    Args:
        grid: the sheet.
        table: the table it is meant for.
        stated: our column → header, as the user has said.
        this_year, with_tax: see ``map_columns``.
    """
    best: tuple[tuple[int, int, int, int], Located] | None = None
    for at in _candidate_rows(grid, table, stated):
        for rows in _header_rows(grid, at):
            picked = _read_header(grid, rows, table, stated, this_year, with_tax)
            score = _score(picked, table, rows)
            if best is None or score > best[0]:
                best = score, picked
    return best[1] if best and (best[1].mapped.positions or best[1].mapped.contested) else None


def _candidate_rows(grid: Grid, table: str, stated: Mapping[str, str]) -> list[int]:
    """Rows with most headers of ours, the first of equals first."""
    listed = header_words(table)
    named = {header_key(text) for text in stated.values() if text}
    counts: list[tuple[int, int]] = []
    for at, row in enumerate(zip(*(column[:HEADER_ROWS] for column in grid.columns), strict=True)):
        keys = [header_key(cell) for cell in row if isinstance(cell, str) and 0 < len(cell) < 60]
        ours = sum(1 for key in set(keys) if key in named or _is_ours(listed.get(key)))
        months = sum(1 for cell in row if isinstance(cell, str) and month_of(one_line(cell)))
        if ours or months >= FEWEST:
            counts.append((-(ours + (months if months >= FEWEST else 0)), at))
    return [at for _, at in sorted(counts)[:CANDIDATES]]


def _is_ours(meanings: Sequence[object] | None) -> bool:
    return bool(meanings) and getattr(meanings[0], "field", OTHER) != OTHER  # type: ignore[index]


def _header_rows(grid: Grid, at: int) -> list[tuple[int, ...]]:
    """The row alone, and with the one above or below where both can be one header."""
    rows: list[tuple[int, ...]] = [(at,)]
    if at + 1 < grid.height and _can_join(grid, at, at + 1):
        rows.append((at, at + 1))
    if at > 0 and _can_join(grid, at - 1, at):
        rows.append((at - 1, at))
    return rows


def _can_join(grid: Grid, upper: int, lower: int) -> bool:
    """Both rows are text and no data, the upper has more than a title, and the lower fills gaps of the upper."""
    above, below = grid.row(upper), grid.row(lower)
    if any(not isinstance(cell, str) for cell in (*above, *below) if not is_blank(cell)):
        return False
    if _is_data(above, below):
        return False
    filled_above = sum(not is_blank(cell) for cell in above)
    fills = any(is_blank(single) and not is_blank(other) for single, other in zip(above, below, strict=True))
    return filled_above >= 2 and fills


def _is_data(above: Sequence[object], below: Sequence[object]) -> bool:
    """Whether a row of texts below a header holds figures, each under a name; a year or month is none."""
    under = [
        not is_blank(name)
        for name, cell in zip(above, below, strict=True)
        if isinstance(cell, str) and figure_taken_apart(cell) and not _is_period(cell)
    ]
    return bool(under) and all(under)


def _is_period(cell: str) -> bool:
    return bool(_YEAR.fullmatch(cell.strip()) or month_of(one_line(cell)))


def _read_header(
    grid: Grid, rows: tuple[int, ...], table: str, stated: Mapping[str, str], this_year: int, with_tax: bool
) -> Located:
    body = rows[-1] + 1
    texts = _texts(grid, rows)
    uncomputed = {at for row, at in grid.uncomputed if row >= body}
    sampled = [
        Sampled(tuple(map(parsed, readings)), content.sample(column, body), at in uncomputed)
        for at, (readings, column) in enumerate(zip(texts, grid.columns, strict=True))
    ]
    crossed = table == "orders" and not _has_figures_named(grid, rows)
    months = month_columns([readings[0] for readings in texts]) if crossed else {}
    mapped = map_columns(sampled, table, stated, this_year, grid.date1904, with_tax=with_tax)
    if months and "date" not in mapped.positions and "amount" not in stated:
        for key in [key for key, at in mapped.positions.items() if key == "amount" or at in months]:
            del mapped.positions[key]
        mapped.contested.clear()
    else:
        months = {}
    titles = [text for at in range(rows[0]) for text in grid.texts(at)]
    return Located(grid, rows[0], body, mapped, months, (*titles[:200], grid.name))


def _has_figures_named(grid: Grid, rows: tuple[int, ...]) -> bool:
    """Whether the row below a lone header row names figures under its gaps: both are the header."""
    below = rows[-1] + 1
    if len(rows) > 1 or below >= grid.height or not _can_join(grid, rows[0], below):
        return False
    return not any(figure_taken_apart(text) for text in grid.texts(below))


def _texts(grid: Grid, rows: tuple[int, ...]) -> list[list[str]]:
    """The readings of each column's header, best first."""
    lower = [one_line(cell) if not is_blank(cell) else "" for cell in grid.row(rows[-1])]
    if len(rows) == 1:
        return [[text] for text in lower]
    upper = _spread(
        [one_line(cell) if not is_blank(cell) else "" for cell in grid.row(rows[0])], lower, grid, rows[0]
    )
    return [
        _joined(above, below) if above and below else [above or below]
        for above, below in zip(upper, lower, strict=True)
    ]


def _joined(above: str, below: str) -> list[str]:
    """Both as one header, then each alone; below a group of payments or taxes a lone «amount» is none of ours."""
    both = f"{above} {below}"
    return [both] if is_vetoed(parsed(above)) else [both, below, above]


def _spread(upper: list[str], lower: list[str], grid: Grid, row: int) -> list[str]:
    """Group headers over all their columns: as merged, else as far as only the lower row goes on."""
    spread = list(upper)
    areas = [area for area in grid.merged if area.top == row]
    for area in areas:
        for at in range(area.left, min(area.right + 1, len(spread))):
            spread[at] = upper[area.left]
    if not areas:
        for at in range(1, len(spread)):
            if not spread[at] and lower[at]:
                spread[at] = spread[at - 1]
    return spread


def _score(picked: Located, table: str, rows: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Needed columns that are there, then certain ones, then the simpler reading, then the upper row."""
    needed = sum(1 for item in fields(table).values() if item.needed and item.key in picked.mapped.positions)
    if picked.months:
        needed += 2
    return needed, picked.mapped.certain() + len(picked.mapped.contested), -len(rows), -rows[0]
