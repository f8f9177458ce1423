"""The lines that say what came over into the next book and what stayed in the old one; the same for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salesplan_xl.commands.books.roll_over_rows import Carried
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.year_end.next_year import NextYear
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Label, SettingValue
from salesplan_xl.schema.workbook import tables

# How many are named in a line before they are only counted.
_NAMED = 6
TARGET = "this_year_target"


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The outcome of rolling over: what goes over and what stays.

    Args:
        file: name of the old book.
        following: the new plan year.
        parts: rows that go over, and how many stay, by table.
        settings: those of the new book that differ from the defaults.
        is_company: whether the target of the year is the company's figure.
        columns: headers of the user's own columns that go over.
        batches: imports that are remembered.
        goals: keys of the goals of the old plan year, which stay.
        sheets: names of the user's own sheets, which stay.
        beside: sheets whose own columns and notes stay, since their rows are worked out anew.
        comments: rows whose comments stay.
    """

    file: str
    following: NextYear
    parts: Mapping[str, Carried]
    settings: Mapping[str, SettingValue]
    is_company: bool
    columns: Sequence[str]
    batches: int
    goals: Sequence[str]
    sheets: Sequence[str]
    beside: Sequence[str]
    comments: int

    @property
    def before(self) -> int:
        """The plan year of the old book."""
        return self.following.calendar.rules.plan_year


def lines(outcome: RolledOver) -> tuple[Sentence, ...]:
    """The lines for the user."""
    years: dict[str, object] = {
        "file": outcome.file,
        "before": outcome.before,
        "year": outcome.following.year,
    }
    return (
        Sentence("roll.from", years),
        *_line("roll.came", _came(outcome)),
        *_line("roll.also", _also(outcome)),
        *_line("roll.stayed", _stayed(outcome)),
    )


def _line(code: str, parts: Iterator[Sentence]) -> tuple[Sentence, ...]:
    listed = tuple(parts)
    return (Sentence(code, {"parts": listed}),) if listed else ()


def _came(outcome: RolledOver) -> Iterator[Sentence]:
    for table, part in outcome.parts.items():
        if len(part.rows):
            yield Sentence("roll.rows", {"table": tables()[table].label, "count": len(part.rows)})


def _also(outcome: RolledOver) -> Iterator[Sentence]:
    chosen = [key for key in outcome.settings if key != TARGET]
    if chosen:
        yield Sentence("roll.settings", {"count": len(chosen), "names": _labels(chosen)})
    if TARGET in outcome.settings:
        code = "roll.company" if outcome.is_company else "roll.map"
        yield Sentence("roll.target", {"amount": outcome.settings[TARGET], "origin": Sentence(code)})
    if outcome.columns:
        yield Sentence("roll.columns", {"names": _some(outcome.columns)})
    if outcome.batches:
        yield Sentence("roll.imports", {"count": outcome.batches})


def _stayed(outcome: RolledOver) -> Iterator[Sentence]:
    for table, part in outcome.parts.items():
        if part.stayed:
            yield Sentence(f"roll.stayed.{table}", {"count": part.stayed, "year": _since(outcome, table)})
    if outcome.goals:
        values = {"year": outcome.before, "names": _labels(outcome.goals)}
        yield Sentence("roll.goals", values)
    yield Sentence("roll.computed")
    if outcome.sheets:
        yield Sentence("roll.sheets", {"names": _some(outcome.sheets)})
    if outcome.beside:
        yield Sentence("roll.beside", {"names": _some(outcome.beside)})
    if outcome.comments:
        yield Sentence("roll.comments", {"count": outcome.comments})


def _since(outcome: RolledOver, table: str) -> int:
    """The first year whose rows go over."""
    rules = outcome.following.rules
    years = {"visits": rules.visit_years, "opportunities": rules.closed_years}
    return outcome.following.since(years.get(table, rules.order_years))


def _labels(keys: Sequence[str]) -> tuple[Label | str, ...]:
    labels = {setting.key: setting.label for setting in SETTINGS}
    return _some([labels[key] for key in keys])


def _some(names: Sequence[Label | str]) -> tuple[Label | str, ...]:
    return tuple(names) if len(names) <= _NAMED else (*names[:_NAMED], "…")


def details(outcome: RolledOver) -> dict[str, object]:
    """The same by name, for programs."""
    return {
        "from": outcome.file,
        "plan_year": outcome.following.year,
        "carried": {table: len(part.rows) for table, part in outcome.parts.items()},
        "stayed": {table: part.stayed for table, part in outcome.parts.items() if part.stayed},
        "settings": dict(outcome.settings),
        "own_columns": list(outcome.columns),
        "own_sheets": list(outcome.sheets),
    }
