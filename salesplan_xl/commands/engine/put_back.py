"""What of ours was missing and came back: the findings that name it, and the values it gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.absence import Absence
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.remembered import remembered
from salesplan_xl.book.plan_book.setting_cells import setting_text, setting_writes
from salesplan_xl.book.port import Port, Writes
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.settings import SETTINGS, default
from salesplan_xl.schema.types import Label, SettingValue
from salesplan_xl.schema.workbook import sheet

_BLANK = Label("空白", "blank")


@dataclass(frozen=True, slots=True)
class Returning:
    """What comes back into a book, taken from the book as it stood.

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
        kept = {} if "baseline" in absence.lacking.tables else remembered(book.baselines)
        values = {
            setting.key: kept.get(setting.key, default(setting, book.unit))
            for setting in SETTINGS
            if setting.key in absence.lost.settings
        }
        if "money_unit" in values:
            values["money_unit"] = book.unit
        return cls(absence, values, frozenset(kept), book.lang)

    def writes(self, port: Port) -> Writes:
        """The values of the settings that came back."""
        return Writes(cells=tuple(setting_writes(port, port.names(), self.values, self.lang)))

    def findings(self, port: Port) -> Iterator[Finding]:
        """A finding for everything that was missing, at its place in the book as it stands afterwards."""
        lost = self.absence.lost
        for key in sorted(lost.sheets):
            yield Finding("F-013", Severity.WARNING, {"sheet": sheet(key).label}, Place())
        labels = {setting.name: setting.label for setting in SETTINGS}
        for name in (*self.absence.unnamed, *sorted(lost.names)):
            values: dict[str, object] = {"name": name, "what": labels.get(name, name)}
            yield Finding("F-012", Severity.WARNING, values, _place(port, name))
        yield from (finding for finding in self._settings(port))

    def _settings(self, port: Port) -> Iterator[Finding]:
        for setting in SETTINGS:
            if setting.key in self.values:
                text = setting_text(setting, self.values[setting.key], self.lang)
                values: dict[str, object] = {"setting": setting.label, "value": text or _BLANK}
                code = "F-010" if setting.key in self.kept else "F-011"
                yield Finding(code, Severity.WARNING, values, _place(port, setting.name, setting.key))


def _place(port: Port, name: str, setting: str = "") -> Place:
    spot = port.names().get(name)
    if spot is None:
        return Place()
    return Place(
        "settings" if setting else "", None, setting, spot.sheet, f"{column_letters(spot.col)}{spot.row}"
    )
