"""A sheet of cells as a file holds it, by columns; nothing in it is understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field

BLANKS = ("", None)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area, 0-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Args:
        name: of the sheet, empty for a text file.
        columns: its cells, all columns as long as each other; blanks are ``""`` or ``None``.
        lines: the row of the file of each row.
        hidden: rows that a filter or the user hides, 0-based.
        merged: merged areas.
        uncomputed: cells with a formula whose value was never stored, 0-based.
        date1904: whether serial numbers of days count from 1904.
        visible: whether the sheet can be seen.
        delimiter: of a text file.
    """

    name: str
    columns: list[list[object]]
    lines: list[int]
    hidden: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    date1904: bool = False
    visible: bool = True
    delimiter: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.lines)

    def row(self, at: int) -> list[object]:
        """The cells of one row."""
        return [column[at] for column in self.columns]

    def texts(self, at: int) -> list[str]:
        """The filled cells of one row as texts."""
        return [str(cell) for cell in self.row(at) if not is_blank(cell)]


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def by_columns(rows: list[list[object]]) -> list[list[object]]:
    """Columns of rows of any length, blank columns at the right left out."""
    width = max((len(row) for row in rows), default=0)
    columns: list[list[object]] = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    while columns and all(map(is_blank, columns[-1])):
        columns.pop()
    return columns
