"""The words in which the workbook is declared: labels, columns, tables, settings, grids, sheets.

Nothing here knows Excel or files; a declaration is data that readers, writers, templates, checks and docs
all derive from. Column *keys* are English snake_case and stable; labels exist in zh and en.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan_xl.schema.formulas import Formula

LANGUAGES = ("zh", "en")
SettingValue = str | float | int | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Label:
    """One text in both languages."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """The text in ``lang`` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


class Kind(StrEnum):
    """The kind of content of a cell; decides casting, number format, alignment and width."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ID = "id"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    DAYS = "days"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    MONTH = "month"


NUMERIC = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER, Kind.DAYS})


class Filled(StrEnum):
    """The filler of a column: the user, an import, the core, the core with surviving edits, or a native formula."""

    USER = "user"
    IMPORT = "import"
    COMPUTED = "computed"
    EDIT = "edit"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a list: the key used in code and the label shown in cells."""

    key: str
    label: Label
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        key: stable snake_case name used in code.
        label: header text without unit; money headers get the book's unit added.
        kind: what a cell holds.
        filled: who fills it.
        choices: allowed values of a CHOICE column.
        required: a row without it is a finding.
        width: column width in characters.
        formula: the native formula of a FORMULA column.
        help: the sentence shown when the cell is selected.
        minimum, maximum: validation bounds.
        signed: whether a negative number is sensible (money and counts are ≥ 0 unless signed).
    """

    key: str
    label: Label
    kind: Kind
    filled: Filled
    choices: tuple[Choice, ...] = ()
    required: bool = False
    width: float = 12
    formula: Formula | None = None
    help: Label | None = None
    minimum: float | None = None
    maximum: float | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One Excel Table.

    Args:
        key: name used in code.
        name: stable ASCII ListObject name.
        label: what it is called in messages.
        columns: in sheet order.
        identity: columns that identify a row across recomputations.
        fixed_rows: labels/keys of rows that always exist (a table that never grows), else empty.
        start_rows: blank body rows in an empty template.
        folded: columns that a fresh book shows by a click only.
    """

    key: str
    name: str
    label: Label
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    fixed_rows: tuple[str, ...] = ()
    start_rows: int = 1
    folded: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column of that key; KeyError otherwise."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.key} has no column {key}")

    def keys(self, *filled: Filled) -> list[str]:
        """Column keys, all or only those filled by the given ones."""
        return [column.key for column in self.columns if not filled or column.filled in filled]


@dataclass(frozen=True, slots=True)
class Setting:
    """One named cell of the 参数 sheet.

    Args:
        key: field name in its rules record; the cell is named ``sp_<key>``.
        group: heading it stands under.
        label: what it is.
        kind: what the cell holds.
        default: the method's default, in 万元 where it is money.
        unit: unit shown beside it.
        why: one line why.
        record: name of the rules record it belongs to (``tiers``, ``health`` …).
    """

    key: str
    group: Label
    label: Label
    kind: Kind
    default: SettingValue
    unit: Label
    why: Label
    record: str
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @property
    def name(self) -> str:
        """The defined name of its cell."""
        return f"sp_{self.key}"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One computed cell of a grid: a native formula, or ``None`` for a value that a command writes."""

    formula: Formula | None = None
    kind: Kind | None = None
    edit: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One labelled row of a grid; ``cells`` holds a cell or ``None`` (blank) per grid column."""

    key: str
    label: Label
    cells: tuple[GridCell | None, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of a grid."""

    key: str
    label: Label
    kind: Kind
    width: float = 12
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A fixed-size block of labelled cells: first the header row, then one row per ``rows``.

    The header's first cell is named ``sp_grid_<key>`` so that the block is found wherever it stands.
    ``row_header`` titles the label column; cell (r, c) stands at anchor + (1 + r, 1 + c). ``place`` is the header
    row and left column (1-based) of a block that stands where a page wants it; others are stacked.
    """

    key: str
    label: Label
    row_header: Label
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    note: Label | None = None
    place: tuple[int, int] | None = None
    _down: dict[str, int] = field(init=False, repr=False, compare=False)
    _right: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_down", {row.key: at for at, row in enumerate(self.rows, 1)})
        object.__setattr__(self, "_right", {column.key: at for at, column in enumerate(self.columns, 1)})

    @property
    def name(self) -> str:
        """The defined name of its top-left cell."""
        return f"sp_grid_{self.key}"

    def offset(self, row: str, column: str) -> tuple[int, int]:
        """Rows and columns from the anchor to a cell."""
        return self._down[row], self._right[column]

    def cell(self, row: str, column: str) -> GridCell | None:
        """The declared cell, ``None`` where the grid is blank."""
        down, right = self.offset(row, column)
        return self.rows[down - 1].cells[right - 1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what stands on it from top to bottom.

    Args:
        key: name used in code.
        label: sheet name.
        group: guide, input, analysis, tracking, output, control or system.
        title: the line on top.
        intro: what the sheet is for, in one sentence.
        grids, tables: blocks in order, grids first; only the last table may grow.
        lean: whether a lean book shows it.
        hidden: ``""``, ``hidden`` or ``veryHidden`` in every book.
        settings: whether the settings list stands on it.
        spare: whether a book can do without it: a report that commands fill and nothing else is computed from.
    """

    key: str
    label: Label
    group: str
    title: Label
    intro: Label
    grids: tuple[Grid, ...] = ()
    tables: tuple[Table, ...] = ()
    lean: bool = False
    hidden: str = ""
    settings: bool = False
    spare: bool = False
    extras: tuple[str, ...] = field(default=())

    def __hash__(self) -> int:
        """By the key alone: a whole sheet is long to go through, and caches ask for it thousands of times."""
        return hash(self.key)
