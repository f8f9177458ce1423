"""Rolling over: the book of the next plan year out of last year's, which is only read (guide/start.md).

What a person typed or decided goes over once; what is computed, and what belongs to the old plan year alone, stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.additions import is_lean
from salesplan_xl.book.plan_book.customer_names import CODES
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Writes
from salesplan_xl.book.sanitize.own_sheets import own_sheets
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import render
from salesplan_xl.commands.books.import_batches import carry_batches
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.books.roll_over_beside import (
    cells_beside,
    commented,
    left_beside,
    own_columns,
    own_headers,
)
from salesplan_xl.commands.books.roll_over_rows import NOT_CARRIED, Carried, carried, stage_rows
from salesplan_xl.commands.books.roll_over_settings import decided, goals
from salesplan_xl.commands.books.roll_over_words import RolledOver, details, lines
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine import log
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.put_back import mended
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.accounts import ORIGIN_BLOCK
from salesplan_xl.commands.plan.rules import book_rules
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Severity
from salesplan_xl.money import currency_of, scale_of, unit_key
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.year_end.next_year import NextYear, year_target
from salesplan_xl.schema import choices
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Label
from salesplan_xl.schema.workbook import tables

# What a book remembers besides computed values: former names of customers, and which action a judgement was written
# for, with its day, which follows the action until somebody moves it.
_MEMORY = (CODES, ORIGIN_BLOCK, "judgements")
_NAMED = 5
Origins = Mapping[str, Sequence[int]]


def rolled_over(port: FilePort, wishes: Wishes, now: dt.datetime) -> tuple[FilePort, CommandResult]:
    """The book of the next plan year, not yet saved, and what came over into it.

    Args:
        port: last year's book, of any schema; it is only read.
        wishes: plan year and form; language and money unit are those of the old book.
        now: time for the log.

    Raises:
        WorkbookError: SP-360 another language or unit is asked for; SP-361 no later year; else as ``for_reading``.
    """
    opened = for_reading(port, NOT_CARRIED)
    old, following = opened.book, _next_year(opened.book, port.title, wishes)
    parts = carried(old, following)
    origins = {key: part.rows.index.tolist() for key, part in parts.items() if not tables()[key].fixed_rows}
    fresh = _fresh(old, opened.port, following, wishes, origins)
    outcome = _outcome(old, opened.port, following, parts, origins)
    made = _filled(old, fresh, parts, outcome, now)
    beside = tuple(cells_beside(old, PlanBook(made), origins))
    made.apply(Writes(cells=beside, settled=all(cell.formula is None for cell in beside)))
    whole = FilePort(XlsxFile.from_bytes(made.to_bytes(), made.title, port.origins), made.title)
    findings = (*mended(port.title, opened.put_back, old.lang), *_unreadable(old, port.title))
    return whole, CommandResult("new", findings, lead=lines(outcome), details=details(outcome))


def _next_year(old: PlanBook, title: str, wishes: Wishes) -> NextYear:
    """The plan year asked for, the one after the old book's by default."""
    unit = unit_key(wishes.unit or scale_of(old.unit), wishes.currency or currency_of(old.unit))
    lang = wishes.lang or old.lang
    if (lang, unit) != (old.lang, old.unit):
        raise _refusal(old, "SP-360", file=title, found=_form(old.lang, old.unit), asked=_form(lang, unit))
    calendar = calendar_of(book_rules(old).calendar)
    before = calendar.rules.plan_year
    year = wishes.year or before + 1
    last = next(int(item.maximum or 0) for item in SETTINGS if item.key == "plan_year")
    if not before < year <= last:
        raise _refusal(old, "SP-361", file=title, found=str(before), year=str(year), known=str(last))
    return NextYear(year, calendar, money=old.rules.money.unit)


def _refusal(old: PlanBook, code: str, **values: object) -> WorkbookError:
    """A refusal in the language of the old book."""
    error = WorkbookError(code, **values)
    error.lang = old.lang
    return error


def _form(lang: str, unit: str) -> tuple[Label, Label]:
    """Language and money unit in words."""
    word = next(item.label for item in choices.BOOK_LANGS if item.key == lang)
    return word, choices.unit_label(unit)


def _fresh(old: PlanBook, port: FilePort, following: NextYear, wishes: Wishes, origins: Origins) -> FilePort:
    """An empty book like the old one, with the user's own columns."""
    fresh = new_book(
        old.lang, unit=old.unit, year=following.year, lean=is_lean(old) and not wishes.full,
        lite=wishes.lite or bool(wishes.wheel), wheel=wishes.wheel,
    )  # fmt: skip
    growth = own_columns(old, PlanBook(fresh), origins)
    return fresh.grow(growth, port.to_bytes()) if growth else fresh


def _filled(
    old: PlanBook, fresh: FilePort, parts: Mapping[str, Carried], outcome: RolledOver, now: dt.datetime
) -> FilePort:
    """The book with rows, settings and memory; a line in its log says where they come from."""
    new = PlanBook(fresh)
    stage_rows(new, parts)
    for key, value in outcome.settings.items():
        new.put_setting(key, value)
    carry_batches(old, new, {key: part.rows for key, part in parts.items()})
    blocks = old.baselines.blocks
    new.baselines.blocks |= {block: blocks[block] for block in _MEMORY if block in blocks}
    log.stage_line(new, "new", render(lines(outcome), new.lang), "", now)
    new.remember_itself()
    fresh.apply(new.changes())
    return fresh.refreshed()


def _outcome(
    old: PlanBook, port: FilePort, following: NextYear, parts: Mapping[str, Carried], origins: Origins
) -> RolledOver:
    """The outcome, for the user and for the settings of the new book."""
    target, is_company = (None, False)
    if following.shift == 1:
        target, is_company = year_target(old.settings["company_target"], old.frame("map"))
    settings = decided(old, following.shift) | ({"this_year_target": target} if target else {})
    columns = [" ".join(header.split()) for table in origins for header in own_headers(old, table)]
    batches = len(old.frame("imports"))
    file = XlsxFile.from_bytes(port.to_bytes(), port.title)
    return RolledOver(
        port.title, following, parts, settings, is_company, columns, batches, goals(old), own_sheets(old, file),
        left_beside(old, origins), commented(old, origins),
    )  # fmt: skip


def _unreadable(old: PlanBook, title: str) -> list[Finding]:
    """One warning about cells that could not be read, which stay behind."""
    bad = [old.located(finding).place for finding in old.findings if finding.code in ("F-001", "F-003")]
    cells = list(dict.fromkeys(f"{place.sheet}!{place.cell}" for place in bad if place.cell))
    values: dict[str, object] = {"file": title, "count": len(cells), "cells": cells[:_NAMED]}
    return [Finding("F-022", Severity.WARNING, values)] if cells else []
