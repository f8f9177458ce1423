"""What of ours is missing from a book: what comes back by itself, what it does without, what nobody can put back.

The user may have deleted a row, a name, a column or a sheet, or another program may have dropped it. Nothing missing
is ever read as blank: it comes back with a finding, or one sentence says what is to be done. Sheets that commands fill
and nobody types into are simply gone until somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.about import language, schema_number
from salesplan_xl.book.port import NamedCell, Port
from salesplan_xl.catalogue import word
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Grid, Sheet, Table
from salesplan_xl.schema.workbook import (
    ABOUT,
    SHEETS,
    Lacking,
    blocks_of,
    holds_typing,
    named_cells,
    sheet,
    spare_sheets,
)


@dataclass(frozen=True, slots=True)
class Absence:
    """The missing parts of a book.

    Args:
        lacking: what comes back: parts that a newer schema has, and parts that were lost.
        lost: of these, the parts that a book of its schema has.
        gone: keys of the sheets that the book does without.
        unnamed: cells that stand but have lost their names.
    """

    lacking: Lacking
    lost: Lacking
    gone: frozenset[str]
    unnamed: Mapping[str, NamedCell]

    @property
    def blocks(self) -> frozenset[str]:
        """Keys of the tables and grids of sheets that are gone."""
        return frozenset(key for name in self.gone for key in blocks_of(sheet(name)))

    def __bool__(self) -> bool:
        return bool(self.lacking or self.unnamed)


def absence_of(port: Port, asked: Collection[str] = ()) -> Absence:
    """What of ours is missing from a book.

    Args:
        port: what holds it.
        asked: keys of sheets that are to come back whatever they held.

    Raises:
        WorkbookError: SP-310 no plan book; SP-314 newer schema; SP-316, SP-327 something is missing that cannot be
            put back without guessing.
    """
    newer = Lacking.of(schema_number(port))
    missing = [item for item in SHEETS if item.key not in newer.sheets and not standing_sheet(port, item)]
    gone = [item for item in missing if item.key in spare_sheets() - set(asked)]
    back = [item for item in missing if item not in gone]
    for item in back:
        if holds_typing(item) and item.key not in asked:
            raise _missing_sheet(port, item)
    standing = [item for item in SHEETS if item.key not in newer.sheets and item not in missing]
    names = {name for item in standing for name in _missing_names(port, item, newer)}
    unnamed = _unnamed(port, names) if names else {}
    lost = _of_sheets(back) | _of_names(names - set(unnamed)) | _lost_blocks(port, standing, newer, unnamed)
    return Absence(newer | lost, lost, frozenset(item.key for item in gone), unnamed)


def standing_sheet(port: Port, item: Sheet) -> str:
    """Name of a declared sheet as the user may have renamed it, told by what stands on it; empty without it."""
    for table in item.tables:
        if table.name in port.tables():
            return port.tables()[table.name].sheet
    for name in named_cells(item):
        if name in port.names():
            return port.names()[name].sheet
    listed = [label for label in (item.label.zh, item.label.en) if label in port.sheet_names()]
    return listed[0] if listed else ""


def _missing_names(port: Port, item: Sheet, newer: Lacking) -> Iterator[str]:
    """Named cells other than corners of grids that a standing sheet has lost."""
    later = {f"sp_{key}" for key in newer.settings} | newer.names
    corners = {grid.name for grid in item.grids}
    yield from (
        name for name in named_cells(item) if name not in port.names() and name not in corners | later
    )


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
    """The cells of missing names where the label beside still stands, once and beside no cell that has a name."""
    lang = language(port)
    cells: dict[str, NamedCell] = {}
    for item in SHEETS:
        labels = {text: name for name, text in _labels(item, lang).items() if name in names}
        if labels:
            cells |= _beside(port, standing_sheet(port, item), labels)
    return cells


def _labels(item: Sheet, lang: str) -> dict[str, str]:
    """The text beside each named cell of a list of cells."""
    texts = {setting.name: setting.label.of(lang) for setting in SETTINGS if item.settings}
    if item is SHEETS[0]:
        texts |= {name: word(f"template.about.{name.removeprefix('sp_')}", lang) for name in ABOUT}
    return texts


def _beside(port: Port, name: str, labels: Mapping[str, str]) -> dict[str, NamedCell]:
    taken = {(spot.row, spot.col) for spot in port.names().values() if spot.sheet == name}
    lines = port.block(name, 1, 1, port.height(name), max(port.width(name), 1))
    spots = [
        (text, NamedCell(name, row, col + 1))
        for row, line in enumerate(lines, 1)
        for col, text in enumerate(line, 1)
        if text in labels and (row, col + 1) not in taken
    ]
    texts = [text for text, _ in spots]
    return {labels[str(text)]: spot for text, spot in spots if texts.count(text) == 1}


# ── blocks of sheets that stand ───────────────────────────────────────────────────────────────────────


def _lost_blocks(
    port: Port, standing: Collection[Sheet], newer: Lacking, unnamed: Mapping[str, NamedCell]
) -> Lacking:
    for item in standing:
        for table in item.tables:
            if table.name not in port.tables() and table.key not in newer.tables:
                raise _missing_sheet(port, item, table)
        for grid in item.grids:
            if grid.name not in port.names() and grid.key not in newer.grids and grid.name not in unnamed:
                raise _missing_grid(port, item, grid)
    return Lacking()


def _missing_sheet(port: Port, item: Sheet, table: Table | None = None) -> WorkbookError:
    lang = language(port)
    lost = table or next(iter(item.tables), None)
    return WorkbookError(
        "SP-316", file=port.title, table=lost.name if lost else item.label.of(lang), sheet=item.label.of(lang)
    )


def _missing_grid(port: Port, item: Sheet, grid: Grid) -> WorkbookError:
    lang = language(port)
    return WorkbookError(
        "SP-327", file=port.title, sheet=item.label.of(lang), what=grid.label.of(lang), name=grid.name
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
