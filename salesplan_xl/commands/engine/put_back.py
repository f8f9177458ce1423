"""Parts that were missing and came back: the findings that name them, and the values they get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salesplan_xl.book.plan_book.absence import Absence
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.remembered import as_cell, memory, settings_of
from salesplan_xl.book.plan_book.setting_cells import setting_text, setting_writes
from salesplan_xl.book.port import CellWrite, Port, Writes
from salesplan_xl.catalogue import finding_sentence
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.settings import SETTINGS, default
from salesplan_xl.schema.types import Filled, Label, SettingValue
from salesplan_xl.schema.workbook import grids, holds_typing, sheet, tables

MAX_NAMED = 5
WHOLE_SHEET = "F-013"
_BLANK = Label("空白", "blank")
_COLUMN_CODES = {Filled.USER: "F-017", Filled.IMPORT: "F-017", Filled.EDIT: "F-018"}


@dataclass(frozen=True, slots=True)
class Returning:
    """The parts that come back into a book, taken from the book as it stood.

    Args:
        absence: what was missing.
        values: settings that come back, with the value each gets.
        kept: those of them whose value the book remembers.
        lang: the book's language.
    """

    absence: Absence
    values: Mapping[str, SettingValue]
    kept: frozenset[str]
    lang: str

    @classmethod
    def of(cls, book: PlanBook, absence: Absence) -> Returning:
        """The lost settings as they were when a command last wrote anything, else their defaults."""
        kept = settings_of(memory(book.port))
        values = {
            setting.key: kept.get(setting.key, default(setting, book.unit))
            for setting in SETTINGS
            if setting.key in absence.lost.settings
        }
        if "money_unit" in values:
            values["money_unit"] = book.unit
        return cls(absence, values, frozenset(kept), book.lang)

    def writes(self, book: PlanBook) -> Writes:
        """The values of the settings that came back, and what was computed last in columns users may change."""
        settings = setting_writes(book.port, book.port.names(), self.values, self.lang)
        return Writes(
            cells=(*settings, *(cell for key in self._edited for cell in _computed_last(book, *key)))
        )

    @property
    def _edited(self) -> list[tuple[str, str]]:
        columns = sorted(self.absence.lost.columns)
        return [(key, name) for key, name in columns if tables()[key].column(name).filled is Filled.EDIT]

    def findings(self, port: Port) -> Iterator[Finding]:
        """A finding for everything that was missing, at its place in the book as it stands afterwards."""
        lost = self.absence.lost
        for key in sorted(lost.sheets):
            code = "F-015" if key == "system" else "F-014" if holds_typing(sheet(key)) else WHOLE_SHEET
            yield Finding(code, Severity.WARNING, {"sheet": sheet(key).label}, Place())
        for (key, column), header in sorted(self.absence.renamed.items()):
            values: dict[str, object] = {"column": tables()[key].column(column).label, "header": header}
            yield Finding("F-016", Severity.WARNING, values, Place(key, None, column))
        for key, column in sorted(lost.columns):
            code = _COLUMN_CODES.get(tables()[key].column(column).filled, "F-019")
            values = {"column": tables()[key].column(column).label, "table": tables()[key].label}
            yield Finding(code, Severity.WARNING, values, Place(key, None, column))
        labels = {setting.name: setting.label for setting in SETTINGS}
        labels |= {grid.name: grid.label for grid in grids().values()}
        for name in (*self.absence.unnamed, *sorted(lost.names)):
            values = {"name": name, "what": labels.get(name, name)}
            yield Finding("F-012", Severity.WARNING, values, _place(port, name))
        yield from self._settings(port)

    def _settings(self, port: Port) -> Iterator[Finding]:
        """One for each setting; of a whole sheet only those whose value is not on record."""
        whole = "settings" in self.absence.lost.sheets
        for setting in SETTINGS:
            if setting.key in self.values and not (whole and setting.key in self.kept):
                text = setting_text(setting, self.values[setting.key], self.lang)
                values: dict[str, object] = {"setting": setting.label, "value": text or _BLANK}
                code = "F-010" if setting.key in self.kept else "F-011"
                yield Finding(code, Severity.WARNING, values, _place(port, setting.name, setting.key))


def mended(file: str, put_back: Sequence[Finding], lang: str) -> list[Finding]:
    """One warning about a book that was only read, where something of it was missing."""
    what = " ".join(finding_sentence(finding, lang) for finding in put_back[:MAX_NAMED])
    return [Finding("F-735", Severity.WARNING, {"file": file, "what": what})] if what else []


def gone_note(book: PlanBook) -> list[Finding]:
    """One note about the sheets that the book does without."""
    labels = [sheet(key).label for key in sorted(book.absence.gone)]
    return [Finding("F-020", Severity.NOTE, {"sheets": labels, "file": book.port.title})] if labels else []


def _computed_last(book: PlanBook, table: str, column: str) -> Iterator[CellWrite]:
    """The values computed last in a column users may change: their own changes went with it."""
    remembered, at = book.baselines.blocks.get(table, {}), tables()[table].keys(Filled.EDIT).index(column)
    place = book.place(table)
    col = place.first_col + book.column_position(table, column)
    for row, identity in enumerate(book.raw_identities(table)):
        values = remembered.get(identity, [])
        if at < len(values) and values[at] is not None:
            value = as_cell(tables()[table].column(column).kind, values[at])
            yield CellWrite(place.sheet, place.first_row + row, col, value)


def _place(port: Port, name: str, setting: str = "") -> Place:
    spot = port.names().get(name)
    if spot is None:
        return Place()
    return Place(
        "settings" if setting else "", None, setting, spot.sheet, f"{column_letters(spot.col)}{spot.row}"
    )
