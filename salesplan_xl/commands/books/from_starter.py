"""Takes a starter workbook over into a full plan: every cell the user typed, and nothing they did not.

Money owed has no due date in a starter: what is overdue falls due the day before this year ends, the rest a month after
it, and a finding says so. What is no number where one is asked for stands in the customer's note.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.book.plan_book.edits import plain, unchanged
from salesplan_xl.book.port import Port
from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.render import render
from salesplan_xl.commands.books.takeover import Takeover
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.customers.relationships import means_nothing
from salesplan_xl.rules import Rules
from salesplan_xl.schema.choices import ROLES as ROLE_CHOICES
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.layout import choice_label
from salesplan_xl.schema.settings import default
from salesplan_xl.schema.starter import inputs, sheets
from salesplan_xl.schema.starter.columns import ROWS
from salesplan_xl.schema.types import Kind, Setting, SettingValue
from salesplan_xl.tiers import TIERS

Row = dict[str, object]
_NUMBERS = (Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER)


def read_starter(source: Port, year: int | None = None) -> Takeover:
    """Settings and rows of a plan book, as they were typed into a starter.

    Args:
        source: the starter as it was saved, by whatever program.
        year: plan year; by default the one it says.
    """
    reading = _Reading(source)
    settings, odd = reading.settings
    typed_year = _year(settings.pop("plan_year", None))
    year = year or typed_year
    unit = str(settings.pop("money_unit", "wan"))
    calendar = Rules().calendar
    last_day = dt.date(year - 1, 12, 31) if year else calendar.this_year_end
    rows = _Rows(reading, last_day)
    return Takeover(
        reading.lang, unit, year,
        settings | _methods(settings),
        {key: frame for key, frame in rows.tables().items() if len(frame)},
        (*rows.findings(), *odd),
    )  # fmt: skip


def _year(value: SettingValue) -> int | None:
    return int(value) if isinstance(value, (int, float)) else None


def _methods(settings: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """The methods under which typed weights and visits count."""
    methods: dict[str, SettingValue] = {}
    if any(key.startswith("quarter_weight_") for key in settings):
        methods["quarter_method"] = "manual"
    if any(key.startswith("visits_") for key in settings):
        methods["cadence"] = "own"
    return methods


@dataclass(frozen=True)
class _Reading:
    """The typed cells of a starter."""

    source: Port

    @cached_property
    def lang(self) -> str:
        """The language it is in."""
        return str(self._cell(sheets.MARK))

    def _cell(self, name: str) -> object:
        place = self.source.names().get(name)
        return self.source.block(place.sheet, place.row, place.col, 1, 1)[0][0] if place else None

    def _below(self, name: str, rows: int) -> list[object]:
        """The cells below a named header; nothing where the name is gone."""
        place = self.source.names().get(name)
        if place is None:
            return [None] * rows
        return [line[0] for line in self.source.block(place.sheet, place.row + 1, place.col, rows, 1)]

    @cached_property
    def customers(self) -> list[Row]:
        """Rows in which anything was typed."""
        columns = {column.key: self._below(f"head_{column.key}", ROWS) for column in inputs.CUSTOMERS}
        rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        return [row for row in rows if any(_text(value) for value in row.values())]

    @cached_property
    def months(self) -> list[Row]:
        """Twelve months: what was typed, and the target and planned customers as the starter showed them."""
        keys = (*(column.key for column in inputs.MONTHS), "target", "planned")
        columns = {key: self._below(f"month_{key}", 12) for key in keys}
        return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]

    @cached_property
    def settings(self) -> tuple[dict[str, SettingValue], list[Finding]]:
        """Settings that differ from the defaults, and those that cannot be understood."""
        values: dict[str, SettingValue] = {}
        odd: list[Finding] = []
        for setting in (*inputs.SHOWN, *inputs.MORE):
            typed = self._cell(f"set_{setting.key}")
            value = _setting(setting, typed, self.lang)
            if value is None and _text(typed):
                shown: dict[str, object] = {"setting": setting.label, "value": _text(typed)}
                odd.append(Finding("F-562", Severity.WARNING, shown, Place("settings", None, setting.key)))
            elif value is not None and not _is_default(setting, value, str(values.get("money_unit", "wan"))):
                values[setting.key] = value
        return values, odd


def _is_default(setting: Setting, value: SettingValue, unit: str) -> bool:
    """Whether a typed setting is the default; a program may save fewer digits than it was given."""
    return unchanged(plain(value), plain(default(setting, unit)))


def _setting(setting: Setting, typed: object, lang: str) -> SettingValue:
    """A typed setting, ``None`` where it is blank or means nothing."""
    if setting.kind is Kind.CHOICE:
        return next((item.key for item in setting.choices if item.label.of(lang) == typed), None)
    if setting.kind not in _NUMBERS:
        return _text(typed) or None
    number = _number(typed)
    if number is None:
        return None
    lowest, highest = (-math.inf if setting.minimum is None else setting.minimum), setting.maximum
    least = max(lowest, inputs.LEAST.get(setting.key, -math.inf))
    most = min(math.inf if highest is None else highest, inputs.MOST.get(setting.key, math.inf))
    inside = least <= number <= most
    return number if inside else None


@dataclass(frozen=True)
class _Rows:
    """The rows of a plan book that a starter's rows become."""

    reading: _Reading
    last_day: dt.date

    @property
    def lang(self) -> str:
        """The language of the book."""
        return self.reading.lang

    @cached_property
    def named(self) -> list[Row]:
        """Rows with a customer name, spelled with single spaces."""
        rows = [{**row, "name": _name(row["name"])} for row in self.reading.customers]
        return [row for row in rows if row["name"]]

    def tables(self) -> dict[str, pd.DataFrame]:
        """All of them by table key."""
        return {
            "customers": _frame("customers", [self._customer(row) for row in self.named]),
            "receivables": _frame("receivables", [item for row in self.named for item in self._owed(row)]),
            "contacts": _frame("contacts", [item for row in self.named for item in self._people(row)]),
            "opportunities": _frame(
                "opportunities", [item for row in self.named for item in self._project(row)]
            ),
            "targets": _frame("targets", [item for row in self.named for item in _factors(row)]),
            "map": _frame("map", [item for row in self.named for item in _next_step(row)]),
            "reviews": _frame("reviews", [item for at in range(12) for item in self._review(at)]),
        }

    def findings(self) -> list[Finding]:
        """Assumptions about the money owed and about projects, and cells that are no figures."""
        doubts: list[Finding] = []
        if owed := sum(1 for row in self.named if self._owed(row)):
            values: dict[str, object] = {"count": owed, "overdue": self._overdue_day, "due": self._due_day}
            doubts.append(Finding("F-560", Severity.NOTE, values, Place("receivables", None, "due")))
        if projects := sum(1 for row in self.named if self._project(row)):
            doubts.append(
                Finding("F-563", Severity.NOTE, {"count": projects}, Place("opportunities", None, "stage"))
            )
        odd = [row for row in self.named if self._odd(row)]
        if odd:
            shown: dict[str, object] = {
                "count": len(odd),
                "names": tuple(str(row["name"]) for row in odd[:3]),
            }
            doubts.append(Finding("F-561", Severity.WARNING, shown, Place("customers", None, "note")))
        if nameless := len(self.reading.customers) - len(self.named):
            doubts.append(
                Finding("F-564", Severity.WARNING, {"count": nameless}, Place("customers", None, "name"))
            )
        return doubts

    @property
    def _overdue_day(self) -> dt.date:
        return self.last_day - dt.timedelta(days=1)

    @property
    def _due_day(self) -> dt.date:
        return dt.date(self.last_day.year + 1, 1, 31)

    def _customer(self, row: Row) -> Row:
        tier = _text(row["tier"]).upper()
        return {
            "name": row["name"], "this_year": _number(row["this_year"]), "last_year": _number(row["last_year"]),
            "needs": _text(row["need"]) or None, "tier_override": tier if tier in TIERS else None,
            "note": self._odd(row) or None,
        }  # fmt: skip

    def _odd(self, row: Row) -> str:
        """Cells that ask for a figure and hold something else, in words."""
        parts = [
            Sentence("starter.odd_cell", {"column": column.label, "value": _text(row[column.key])})
            for column in inputs.CUSTOMERS
            if _is_odd(column.key, row[column.key])
        ]
        return render(tuple(parts), self.lang) if parts else ""

    def _owed(self, row: Row) -> list[Row]:
        """The money overdue, and the rest of what is owed."""
        overdue = max(_number(row["overdue"]) or 0.0, 0.0)
        rest = max((_number(row["receivable"]) or 0.0) - overdue, 0.0)
        parts = ((overdue, self._overdue_day), (rest, self._due_day))
        return [
            {"customer": row["name"], "amount": amount, "due": pd.Timestamp(day)}
            for amount, day in parts
            if amount > 0
        ]

    def _people(self, row: Row) -> list[Row]:
        return [
            {"customer": row["name"], "name": person, "role": role}
            for role in inputs.ROLES
            for person in _persons(row[role], choice_label(ROLE_CHOICES, role).of(self.lang), self.lang)
        ]

    def _project(self, row: Row) -> list[Row]:
        amount, name = _number(row["amount"]), _text(row["project"])
        chance = _number(row["chance"])
        if not name and not (amount or 0) > 0:
            return []
        return [
            {
                "customer": row["name"], "project": name or word("starter.project", self.lang), "stage": "proposal",
                "amount": amount if amount is not None and amount > 0 else None,
                "probability": None if chance is None else min(max(chance, 0.0), 1.0),
                "next_step": _text(row["next_step"]) or None,
            }
        ]  # fmt: skip

    def _review(self, month: int) -> list[Row]:
        """The month's review: what was done against what was planned."""
        typed = {key: _number(value) for key, value in self.reading.months[month].items()}
        period = f"{self.last_day.year + 1}-{month + 1:02d}"
        lines = (
            ("figures", "revenue", "target", "actual"), ("customers", "coverage", "planned", "visited"),
            ("figures", "collected", "due", "on_time"),
        )  # fmt: skip
        return [
            {
                "period": period, "scope": "month", "side": side, "item": word(f"reviews.row_{item}", self.lang),
                "planned": typed[planned], "done": typed[done],
            }
            for side, item, planned, done in lines
            if typed[done] is not None or (item == "collected" and typed[planned] is not None)
        ]  # fmt: skip


def _factors(row: Row) -> list[Row]:
    """Growth, loss and its probability as the user set them, within their bounds."""
    bounds = {"growth": (-1.0, 10.0), "loss": (0.0, 1.0), "loss_probability": (0.0, 1.0)}
    typed = {
        key: min(max(number, least), most)
        for key, (least, most) in bounds.items()
        if (number := _number(row[key])) is not None
    }
    return [{"customer": row["name"], **typed}] if typed else []


def _next_step(row: Row) -> list[Row]:
    text = _text(row["next_step"])
    return [{"customer": row["name"], "next_action": text}] if text else []


def _frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a frame of a table; what they do not say is blank."""
    frame = empty_frame(table, len(rows))
    for key in frame.columns:
        if any(key in row for row in rows):
            frame[key] = pd.Series([row.get(key) for row in rows], frame.index, dtype=frame[key].dtype)
    return frame


def _text(value: object) -> str:
    """The text of a cell; error values and blanks are nothing."""
    text = "" if value is None else str(value).strip()
    return "" if text.startswith("#") else text


def _name(value: object) -> str:
    return re.sub(" +", " ", _text(value))


def _number(value: object) -> float | None:
    """A number; text that looks like one is none, as in the starter."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value)


def _is_odd(key: str, value: object) -> bool:
    """Whether a cell that asks for a figure holds something else."""
    return key in inputs.FIGURES and bool(_text(value)) and _number(value) is None


def _persons(value: object, role: str, lang: str) -> list[str]:
    """The people known in a role: so many as a number says, a name as it stands, or one for a tick."""
    number = _number(value)
    if number is not None:
        return [f"{role}{at}" for at in range(1, int(max(number, 0.0)) + 1)]
    text = _text(value)
    if not text or means_nothing(text):
        return []
    return [word("starter.person", lang, name=text, role=role)] if len(text) > 1 else [f"{role}1"]
