"""Opening a plan book: one of an older schema is brought up first, and what was lost comes back.

Every door and command that opens a book does it here, so that commands know whole books of the present schema only.
What a book lacks is taken from a freshly built book of its language and money unit; nothing that stands in the book
moves or is lost, and undo takes it back.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.about import SCHEMA_CELL
from salesplan_xl.book.plan_book.absence import Absence
from salesplan_xl.book.plan_book.additions import growth_of
from salesplan_xl.book.plan_book.changed_formulas import formulas_before, formulas_restored
from salesplan_xl.book.plan_book.growth_record import record_of, removal
from salesplan_xl.book.plan_book.new_formulas import formula_writes
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.undo_record import UndoRecord, cell_records
from salesplan_xl.book.port import CellWrite, Growth, Port, Writes
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import finding_sentence, render
from salesplan_xl.commands.engine import log, undo_stack
from salesplan_xl.commands.engine.put_back import WHOLE_SHEET, Returning
from salesplan_xl.commands.engine.result import Change
from salesplan_xl.commands.engine.upgrade_news import cells_that_came, what_came
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.types import Label
from salesplan_xl.schema.workbook import SCHEMA_VERSION, spare_sheets, tables

AnyPort = TypeVar("AnyPort", bound=Port)
MAX_NAMED = 8
# Schema from which a blank as-of day is taken from the data.
SINCE_AS_OF = 3


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A book brought up or made whole: schema before and after, what came new, its cells."""

    before: int
    after: int
    what: tuple[Label | str, ...]
    changes: tuple[Change, ...]
    growth: list[dict[str, Any]]
    put_back: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The note about the schema, and what was missing."""
        newer = [Finding("F-021", Severity.NOTE, self.values, Place())] if self.before < self.after else []
        return (*newer, *self.put_back)

    @property
    def command(self) -> str:
        """The verb that the log and undo name."""
        return "upgrade" if self.before < self.after else "restore"

    @property
    def values(self) -> dict[str, object]:
        """The values that sentences about it name."""
        shown = self.what if len(self.what) <= MAX_NAMED else (*self.what[:MAX_NAMED], "…")
        return {"found": self.before, "known": self.after, "what": list(shown)}


@dataclass(frozen=True, slots=True)
class Opened(Generic[AnyPort]):
    """A plan book of the present schema, the port that holds it, and what bringing it up has changed."""

    book: PlanBook
    port: AnyPort
    upgrade: Upgrade | None = None

    @property
    def put_back(self) -> tuple[Finding, ...]:
        """The parts missing of a book that is only read, whole sheets that commands fill aside."""
        findings = self.upgrade.put_back if self.upgrade else ()
        return tuple(finding for finding in findings if finding.code != WHOLE_SHEET)


def opened(port: AnyPort, now: dt.datetime, asked: Collection[str] = ()) -> Opened[AnyPort]:
    """Open a book to work on it; what it lacks comes first, with an undo record and a line in the log.

    Args:
        port: what holds the book; afterwards only the port of the answer is good.
        now: time for the log.
        asked: keys of sheets that are to come back where the book does without them.

    Raises:
        WorkbookError: as ``BookReader``; SP-317, SP-328 a book that cannot be brought up or made whole where it is
            open; SP-326 the user has something of a name that is needed now.
    """
    return _opened(port, now, asked)


def for_reading(port: AnyPort, needless: Collection[str] = ()) -> Opened[AnyPort]:
    """The same for a book that is only read: made whole in memory with every sheet, nothing recorded or to save.

    Args:
        port: what holds the book.
        needless: keys of further sheets that may be empty where the book does without them.
    """
    return _opened(port, None, spare_sheets() | set(needless))


def _opened(port: AnyPort, now: dt.datetime | None, asked: Collection[str]) -> Opened[AnyPort]:
    if not port.grows:
        return Opened(PlanBook(port), port)
    book = PlanBook(port, older=True, asked=asked)
    if not book.absence:
        return Opened(book, port)
    port, upgrade = brought_up(port, now, asked)
    book = PlanBook(port)
    book.findings.extend(upgrade.findings if now else ())
    return Opened(book, port, upgrade)


def brought_up(
    port: AnyPort, now: dt.datetime | None, asked: Collection[str] = ()
) -> tuple[AnyPort, Upgrade]:
    """A book with everything it lacks; its schema number is written last."""
    old = PlanBook(port, older=True, asked=asked)
    absence = old.absence
    template, returning = fresh_book(old.lang, old.unit), Returning.of(old, absence)
    before = formulas_before(old)
    port, named = _recognised(port, old, absence, template)
    growth = growth_of(PlanBook(port, older=True, asked=asked), _fresh_port(template), absence)
    port = port.grow(growth, template) if growth else port
    port = _with_values(port, returning, PlanBook(port, older=True, asked=asked))
    port = _with_estimates(port, old.schema)
    book = PlanBook(port, older=True, asked=asked)
    came = [*record_of(port, named), *record_of(port, growth), *before]
    upgrade = Upgrade(
        old.schema, SCHEMA_VERSION, tuple(what_came(old.schema)), cells_that_came(port, came), came,
        tuple(returning.findings(port)),
    )  # fmt: skip
    writes = formula_writes(book, absence.lacking)
    if now is not None:
        writes = _recorded(book, upgrade, writes, _unset_as_of(book), now)
    port.apply(dataclasses.replace(writes, cells=(*writes.cells, _number(port, SCHEMA_VERSION))))
    return port.refreshed(), upgrade


def _recognised(port: AnyPort, old: PlanBook, absence: Absence, template: bytes) -> tuple[AnyPort, Growth]:
    """The book with names of cells and headers of columns that stand, so that all else finds its place beside them."""
    headers = (
        (tables()[key].name, header, old.names.header(key, column))
        for (key, column), header in absence.renamed.items()
    )
    growth = Growth(named=tuple(absence.unnamed.items()), headers=tuple(headers))
    return (port.grow(growth, template) if growth else port), growth


def _with_values(port: AnyPort, returning: Returning, book: PlanBook) -> AnyPort:
    """The book with the values of the settings and columns that came back."""
    writes = returning.writes(book)
    if not writes:
        return port
    port.apply(writes)
    return port.refreshed()


def _fresh_port(template: bytes) -> FilePort:
    return FilePort(XlsxFile.from_bytes(template), "template")


def taken_back(port: AnyPort, growth: list[dict[str, Any]], schema: int, *, anew: bool = False) -> AnyPort:
    """The book without what an upgrade brought in, saying its old schema number again.

    Args:
        port: the book.
        growth: the record of what came.
        schema: the number.
        anew: whether the book was worked out since, see ``formulas_restored``.
    """
    port = port.shrink(removal(port, growth))
    back = formulas_restored(port, growth, anew=anew)
    number = (_number(port, schema),) if SCHEMA_CELL in port.names() else ()
    port.apply(dataclasses.replace(back, cells=(*back.cells, *number)))
    return port.refreshed()


def _number(port: Port, schema: int) -> CellWrite:
    spot = port.names()[SCHEMA_CELL]
    return CellWrite(spot.sheet, spot.row, spot.col, schema)


@cache
def fresh_book(lang: str, unit: str) -> bytes:
    """A freshly built book, the source of everything new."""
    # Only here: books of the present schema must open without the writer of new ones.
    from salesplan_xl.templates.build import build_book

    return build_book(lang, unit, folded=False)


def _with_estimates(port: AnyPort, before: int) -> AnyPort:
    """New columns as older books took them, until the next computation: what was shown stays.

    The revenue was the estimate of the year and what growth compared; a chance belonged to the amount beside it.
    """
    if before >= SINCE_AS_OF:
        return port
    book = PlanBook(port, older=True)
    rows = book.full_frame("health")
    this_year = dict.fromkeys(("estimate", "compared_this"), rows["this_year"])
    filled = {**this_year, "compared_last": rows["last_year"]}
    book.put("health", rows.assign(**filled), ordered=True, only=tuple(filled))
    write = book.table_changes("health")
    writes = Writes(tables=(write,) if write else (), cells=tuple(_sureness_bases(book)))
    if not writes:
        return port
    port.apply(writes)
    return port.refreshed()


def _sureness_bases(book: PlanBook) -> Iterator[CellWrite]:
    """The amounts of the commitments as those for which their chances were worked out."""
    standing = book.grid_raw("commitments")
    for (row, column), amount in standing.items():
        if (
            column == "amount"
            and isinstance(amount, int | float)
            and standing[row, "sureness"] not in (None, "")
        ):
            yield CellWrite(*book.grid_cell_spot("commitments", row, "basis"), amount)


def _unset_as_of(book: PlanBook) -> tuple[CellWrite, ...]:
    """The as-of cell blanked where it holds the default of schema 2 and no month was closed: nobody set it."""
    year = book.rules.calendar.this_year
    untouched = (
        book.settings["as_of"] == dt.date(year, 12, 31) and book.frame("months")["actual"].isna().all()
    )
    if book.schema >= SINCE_AS_OF or not untouched:
        return ()
    spot = book.port.names()["sp_as_of"]
    return (CellWrite(spot.sheet, spot.row, spot.col, None),)


def _recorded(
    book: PlanBook, upgrade: Upgrade, writes: Writes, cells: tuple[CellWrite, ...], now: dt.datetime
) -> Writes:
    """The writes and further cells with an undo record and a line in the log."""
    writes = dataclasses.replace(writes, cells=(*writes.cells, *cells))
    undo_id = undo_stack.next_id(book) if book.port.keeps_undo else ""
    if undo_id:
        when = now.strftime("%Y-%m-%d %H:%M")
        kept = list(cell_records(book.port, cells))
        record = UndoRecord(
            undo_id, when, upgrade.command, cells=kept, growth=upgrade.growth, schema=upgrade.before
        )
        writes = undo_stack.with_record(book, record, writes)
    sentences = (finding_sentence(finding, book.lang) for finding in upgrade.put_back[:MAX_NAMED])
    what = render(upgrade.what, book.lang) or " ".join(sentences)
    log.stage_line(book, upgrade.command, what, undo_id, now)
    line = book.table_changes("log")
    return dataclasses.replace(writes, tables=(*writes.tables, line)) if line else writes
