"""Missing parts of a book: those that come back by themselves, those it does without, those nobody can put back.

The user may have deleted a row, a name, a column or a sheet, or another program may have dropped it. Nothing missing
is ever read as blank: it comes back with a finding, or one sentence says what is to be done. Sheets that commands fill
and nobody types into are simply gone until somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.about import language, names_in_its_currency, names_of, schema_number
from salesplan_xl.book.plan_book.lost_columns import Columns, lost_columns, missing_headers
from salesplan_xl.book.plan_book.remembered import memory, settings_of
from salesplan_xl.book.port import NamedCell, Port
from salesplan_xl.catalogue import word
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Grid, Sheet, Table
from salesplan_xl.schema.workbook import (
    ABOUT,
    SHEETS,
    Lacking,
    blocks_of,
    grids,
    holds_typing,
    named_cells,
    sheet,
    spare_sheets,
    tables,
)


@dataclass(frozen=True, slots=True)
class Absence:
    """The missing parts of a book.

    Args:
        lacking: what comes back: parts that a newer schema has, and parts that were lost.
        lost: of these, the parts that a book of its schema has.
        gone: keys of the sheets that the book does without.
        unnamed: cells that stand but have lost their names.
        renamed: columns (table and column) that stand under another header, with that header.
    """

    lacking: Lacking
    lost: Lacking
    gone: frozenset[str]
    unnamed: Mapping[str, NamedCell]
    renamed: Mapping[tuple[str, str], str]

    @property
    def blocks(self) -> frozenset[str]:
        """Keys of the tables and grids of sheets that are gone."""
        return frozenset(key for name in self.gone for key in blocks_of(sheet(name)))

    def __bool__(self) -> bool:
        return bool(self.lacking or self.unnamed or self.renamed)


def absence_of(port: Port, asked: Collection[str] = ()) -> Absence:
    """The parts of ours that are missing from a book.

    Args:
        port: what holds it.
        asked: keys of sheets that are to come back whatever they held.

    Raises:
        WorkbookError: SP-310 no plan book; SP-314 newer schema; SP-311, SP-316, SP-327, SP-329 something is missing
            that cannot be put back without guessing.
    """
    newer = Lacking.of(schema_number(port))
    missing = [item for item in SHEETS if item.key not in newer.sheets and not standing_sheet(port, item)]
    gone = [item for item in missing if item.key in spare_sheets() - set(asked)]
    back = [item for item in missing if item not in gone]
    for item in back:
        if item.key not in asked and not _comes_back(port, item):
            raise _missing_sheet(port, item)
    standing = [item for item in SHEETS if item.key not in newer.sheets and item not in missing]
    lost_names = {name for item in standing for name in _missing_names(port, item, newer)}
    unnamed = _unnamed(port, lost_names) if lost_names else {}
    _refuse_lost_blocks(port, standing, newer, unnamed)
    columns, renamed = _columns(port, newer, asked)
    lost = _of_sheets(back) | _of_names(lost_names - set(unnamed)) | Lacking(columns=columns)
    return Absence(newer | lost, lost, frozenset(item.key for item in gone), unnamed, renamed)


def _comes_back(port: Port, item: Sheet) -> bool:
    """Whether a whole sheet comes back by itself: commands fill it, or its settings are remembered."""
    return bool(settings_of(memory(port))) if item.settings else not holds_typing(item)


def _columns(
    port: Port, newer: Lacking, asked: Collection[str]
) -> tuple[Columns, Mapping[tuple[str, str], str]]:
    for names_of_book in (names_of, names_in_its_currency):
        names = names_of_book(port)
        places = ((table, port.tables().get(table.name)) for table in tables().values())
        if not any(place and missing_headers(table, place, names, newer.columns) for table, place in places):
            return frozenset(), {}
    return lost_columns(port, names, newer.columns, memory(port), asked)


def standing_sheet(port: Port, item: Sheet) -> str:
    """Name of a declared sheet as the user may have renamed it, told by what stands on it; empty without it."""
    for table in item.tables:
        if table.name in port.tables():
            return port.tables()[table.name].sheet
    for name in named_cells(item):
        if name in port.names():
            return port.names()[name].sheet
    listed = [label for label in (item.label.zh, item.label.en) if port.has_sheet(label)]
    return listed[0] if listed else ""


def _missing_names(port: Port, item: Sheet, newer: Lacking) -> Iterator[str]:
    """Named cells that a standing sheet has lost."""
    later = {f"sp_{key}" for key in newer.settings} | newer.names | {grids()[key].name for key in newer.grids}
    yield from (name for name in named_cells(item) if name not in port.names() and name not in later)


def _of_sheets(items: Collection[Sheet]) -> Lacking:
    return Lacking(
        sheets=frozenset(item.key for item in items),
        tables=frozenset(table.key for item in items for table in item.tables),
        grids=frozenset(grid.key for item in items for grid in item.grids),
        settings=frozenset(setting.key for setting in SETTINGS if any(item.settings for item in items)),
        names=frozenset(name for item in items for name in named_cells(item) if name in ABOUT),
    )


def _of_names(names: Collection[str]) -> Lacking:
    settings = frozenset(setting.key for setting in SETTINGS if setting.name in names)
    return Lacking(settings=settings, names=frozenset(name for name in names if name in ABOUT))


# ── cells that have lost their names ──────────────────────────────────────────────────────────────────


def _unnamed(port: Port, names: Collection[str]) -> dict[str, NamedCell]:
    """The cells of missing names whose label beside them, or whose header row, still stands."""
    said = names_in_its_currency(port)
    cells: dict[str, NamedCell] = {}
    for item in SHEETS:
        wanted = [name for name in named_cells(item) if name in names]
        if wanted:
            page = Texts.of(port, standing_sheet(port, item))
            labels = {text: name for name, text in _labels(item, said.lang).items() if name in names}
            cells |= page.beside(labels)
            corners = {grid.name: _header_row(grid, said) for grid in item.grids if grid.name in names}
            cells |= {name: spot for name, row in corners.items() if (spot := page.corner(row))}
    return cells


def _header_row(grid: Grid, names: BookNames) -> tuple[str, ...]:
    return (grid.row_header.of(names.lang), *(names.column_header(column) for column in grid.columns))


def _labels(item: Sheet, lang: str) -> dict[str, str]:
    """The text beside each named cell of a list of cells."""
    texts = {setting.name: setting.label.of(lang) for setting in SETTINGS if item.settings}
    if item is SHEETS[0]:
        texts |= {name: word(f"template.about.{name.removeprefix('sp_')}", lang) for name in ABOUT}
    return texts


@dataclass(frozen=True, slots=True)
class Texts:
    """The contents of a sheet, and which of its cells have names."""

    sheet: str
    lines: list[list[object]]
    taken: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, port: Port, name: str) -> Texts:
        """All of a sheet."""
        taken = ((spot.row, spot.col) for spot in port.names().values() if spot.sheet == name)
        return cls(
            name, port.block(name, 1, 1, port.height(name), max(port.width(name), 1)), frozenset(taken)
        )

    def beside(self, labels: Mapping[str, str]) -> dict[str, NamedCell]:
        """Cells right of these texts, by what the text stands for; none where a text stands twice."""
        spots = [
            (str(text), NamedCell(self.sheet, row, col + 1))
            for row, line in enumerate(self.lines, 1)
            for col, text in enumerate(line, 1)
            if text in labels and (row, col + 1) not in self.taken
        ]
        texts = [text for text, _ in spots]
        return {labels[text]: spot for text, spot in spots if texts.count(text) == 1}

    def corner(self, texts: tuple[str, ...]) -> NamedCell | None:
        """The first cell of the one row that reads so."""
        width = len(texts)
        spots = [
            NamedCell(self.sheet, row, col)
            for row, line in enumerate(self.lines, 1)
            for col in range(1, len(line) - width + 2)
            if tuple(line[col - 1 : col - 1 + width]) == texts and (row, col) not in self.taken
        ]
        return spots[0] if len(spots) == 1 else None


# ── blocks of sheets that stand ───────────────────────────────────────────────────────────────────────


def _refuse_lost_blocks(
    port: Port, standing: Collection[Sheet], newer: Lacking, unnamed: Collection[str]
) -> None:
    """Nobody can tell whether cells that stand on a sheet are a lost block or the user's own."""
    for item in standing:
        for table in item.tables:
            if table.key not in newer.tables and table.name not in port.tables():
                raise _missing_sheet(port, item, table)
        for grid in item.grids:
            there = grid.name in port.names() or grid.name in unnamed
            if grid.key not in newer.grids and not there:
                lang, place = language(port), standing_sheet(port, item)
                what = grid.label.of(lang)
                raise WorkbookError("SP-327", file=port.title, sheet=place, what=what, name=grid.name)


def _missing_sheet(port: Port, item: Sheet, table: Table | None = None) -> WorkbookError:
    label = item.label.of(language(port))
    lost = table or next(iter(item.tables), None)
    return WorkbookError(
        "SP-316",
        file=port.title,
        table=lost.name if lost else label,
        sheet=standing_sheet(port, item) or label,
    )


def incomplete(absence: Absence, title: str, lang: str) -> WorkbookError:
    """The sentence for a book whose lost parts must be put back elsewhere first."""
    lost = absence.lost
    labels = {setting.key: setting.label for setting in SETTINGS} | {
        key: sheet(key).label for key in lost.sheets
    }
    parts = [
        *(labels[key].of(lang) for key in (*sorted(lost.sheets), *sorted(lost.settings))),
        *absence.unnamed,
    ]
    return WorkbookError("SP-328", file=title, what=parts or sorted(lost.names))
