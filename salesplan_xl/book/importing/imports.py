"""Import: a file of any system becomes a frame of one input table, with everything doubtful told or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pandas as pd

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.importing.choose import Chosen, choose
from salesplan_xl.book.importing.coded import Cells, Coded, below
from salesplan_xl.book.importing.days import day_columns
from salesplan_xl.book.importing.fields import fields, money_fields
from salesplan_xl.book.importing.figures import decimal_mark, read_figures
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.meanings import choice_column, close_projects, states, void_projects
from salesplan_xl.book.importing.money_columns import ask_decimal, money_columns
from salesplan_xl.book.importing.opening import Source, open_file
from salesplan_xl.book.importing.questions import Answers, Question, SourceColumn
from salesplan_xl.book.importing.raw import Raw, gather
from salesplan_xl.book.importing.reading import SHOWN_HEADERS, BookFacts, Reading, short, some
from salesplan_xl.book.importing.shares import share_column
from salesplan_xl.book.importing.worked_out import SETTLED, work_out
from salesplan_xl.findings import Finding, Severity
from salesplan_xl.schema.types import NUMERIC, Column, Kind, Table

LIST_KINDS = (Kind.CHOICE, Kind.YES_NO)
MAX_CELL_FINDINGS = 20
# Rows of each column that are looked at for the decimal mark.
_EVIDENCE = 20_000


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that a file says do not count: how many, their sum in the book's money, and the words that say it."""

    count: int = 0
    amount: float = 0.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The rows a file brought, and the findings about them.

    Args:
        frame: the rows in the table's columns and dtypes, choices as keys; RangeIndex.
        helpers: columns of the file that fill other tables: code, owner; same rows.
        findings: all that was left out, converted, taken for granted or not understood; rows are rows of the file.
        questions: what only the user can know; where there is one, the frame means nothing.
        matched: column key → header.
        ignored_headers: headers that fit no column.
        left_out: rows that do not count.
        sheets: the sheets taken.
        signature: what makes files of one kind alike: their headers.
        columns: all its columns, for the sheet of questions.
    """

    frame: pd.DataFrame
    helpers: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    matched: dict[str, str] = field(default_factory=dict)
    ignored_headers: list[str] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    sheets: tuple[str, ...] = ()
    signature: str = ""
    columns: tuple[SourceColumn, ...] = ()


def read_import(
    path: Source, table: Table, facts: BookFacts | None = None, answers: Answers | None = None
) -> ImportResult:
    """Read a file into the columns of one input table.

    Args:
        path: text or workbook of any kind; all sheets with the same headers are taken.
        table: the input table it is meant for.
        facts: what the book says; the defaults are those of an empty one.
        answers: what the user has said about the file.

    Raises:
        PlanInputError: SP-210 no column fits; SP-213 unreadable.
        WorkbookError: SP-309 missing file; SP-301 … SP-308 a workbook that cannot be read.

    Source: guide/import.md.
    """
    reading = Reading(path.name, table, facts or BookFacts(), answers or Answers())
    with collector_paused():
        return _read(path, reading)


def _read(path: Source, reading: Reading) -> ImportResult:
    """The rows of a file."""
    table = reading.table
    opened = open_file(path, reading.answers.encoding)
    if opened.encoding:
        reading.note("F-510", encoding=opened.encoding)
    chosen = choose(opened.grids, reading)
    if not chosen.tables:
        return ImportResult(
            _frame({}, 0, table),
            questions=reading.questions,
            findings=reading.findings,
            signature=reading.signature,
            columns=reading.columns,
        )
    return _imported(chosen, reading)


def _imported(chosen: Chosen, reading: Reading) -> ImportResult:
    """The rows of the chosen tables."""
    mark = _mark(chosen.tables, reading)
    raw = gather(chosen.tables, reading, mark)
    _say_choice(chosen, raw, reading)
    left_out = _leave_out(raw, mark, reading)
    columns = _columns(raw, mark, reading)
    ignored = _ignored(chosen.tables[0], reading)
    frame = _frame(columns, raw.size, reading.table)
    helpers = pd.DataFrame(
        {key: columns[key] for key in ("code", "owner") if key in columns}, index=frame.index
    )
    matched = {key: header.text for key, header in raw.headers.items()}
    sheets = tuple(picked.grid.name for picked in chosen.tables if picked.grid.name)
    return ImportResult(
        frame,
        helpers,
        _capped(reading),
        reading.questions,
        matched,
        ignored,
        left_out,
        sheets,
        reading.signature,
        reading.columns,
    )


def _mark(tables: Sequence[Located], reading: Reading) -> str:
    """The decimal mark, by all columns of figures of the file."""
    lookup = fields(reading.table.key)
    wanted = (Kind.MONEY, Kind.SHARE, Kind.NUMBER)
    columns: list[Cells] = []
    for located in tables:
        places = [at for key, at in located.mapped.positions.items() if lookup[key].kind in wanted]
        columns += [
            below(located.grid.columns[at], located.body)[:_EVIDENCE] for at in (*places, *located.months)
        ]
    return ask_decimal(decimal_mark(chain.from_iterable(columns)), reading)


def _say_choice(chosen: Chosen, raw: Raw, reading: Reading) -> None:
    """Notes on the sheets and columns that were taken, and on what is only likely."""
    taken = [picked.grid.name for picked in chosen.tables if picked.grid.name]
    if chosen.left or len(taken) > 1:
        reading.note("F-515", sheets=taken, left=some(chosen.left, SHOWN_HEADERS))
    mapped = chosen.tables[0].mapped
    for key in (key for key in mapped.likely if key in raw.headers):
        reading.note("F-508", key, header=raw.headers[key].text, meaning=reading.label(key))
    for key, others in raw.rivals.items():
        if others and key in raw.headers and fields(reading.table.key)[key].needed:
            reading.note(
                "F-511", key, header=raw.headers[key].text, others=others, meaning=reading.label(key)
            )


# ── rows that do not count ──────────────────────────────────────────────────────────────────────────


def _leave_out(raw: Raw, mark: str, reading: Reading) -> LeftOut:
    """Takes rows out that are void, cancelled, refunded or drafts, and marks those that deduct."""
    if reading.table.key == "opportunities":
        return _without(raw, void_projects(raw), mark, reading)
    if reading.table.key not in ("orders", "receivables"):
        return LeftOut()
    picked = states(raw, reading)
    if picked.settled:
        raw.cells[SETTLED] = [at in picked.settled for at in range(raw.size)]
    if reading.table.key == "orders" and picked.credits:
        raw.cells["kind"] = ["credit" if at in picked.credits else "" for at in range(raw.size)]
        reading.note("F-523", "kind", count=len(picked.credits - picked.skip.keys()))
    elif reading.table.key == "orders" and "kind" in raw.cells:
        raw.cells["kind"] = _own_kinds(raw.cells["kind"], reading)
    return _without(raw, picked.skip, mark, reading)


def _without(raw: Raw, skip: Mapping[int, str], mark: str, reading: Reading) -> LeftOut:
    """Takes rows out, and says how many they are, what they come to and the words that say so."""
    if not skip:
        return LeftOut()
    words = tuple(dict.fromkeys(skip.values()))
    key = next((key for key in ("amount", "outstanding") if key in raw.cells), None)
    amounts = read_figures([raw.cells[key][at] for at in skip], mark).numbers if key else np.zeros(0)
    total = float(np.nansum(amounts))
    reading.note(
        "F-512",
        count=len(skip),
        words=list(words),
        amount=total,
        rows=some([raw.rows[at] for at in skip]),
    )
    raw.keep([at for at in range(raw.size) if at not in skip])
    return LeftOut(len(skip), total, words)


def _own_kinds(cells: Cells, reading: Reading) -> Cells:
    """Kinds in our own words; words of other systems for plain orders are left blank."""
    column = reading.table.column("kind")
    return [
        key or ""
        for key in cast_column(
            [cell if isinstance(cell, str) else "" for cell in cells], column, "yuan"
        ).series
    ]


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────


def _columns(raw: Raw, mark: str, reading: Reading) -> dict[str, pd.Series]:
    """Every column of the file that fills one of ours, typed."""
    if reading.table.key == "contacts":
        _join_names(raw)
    less = ["refunded"] if "amount" in raw.cells else ["discount"]
    money = money_columns(raw, [*money_fields(reading.table.key), "price", *less], mark, reading)
    columns: dict[str, pd.Series] = {key: pd.Series(numbers) for key, numbers in money.columns.items()}
    columns |= day_columns(raw, reading)
    if reading.table.key == "opportunities":
        columns |= _project_states(raw, reading)
    for key, item in fields(reading.table.key).items():
        wanted = key in reading.table.keys() or key == "code"
        if wanted and key in raw.cells and key not in columns:
            columns[key] = _column(raw, key, item.kind, mark, reading)
    work_out(raw, columns, money, reading)
    return columns


def _column(raw: Raw, key: str, kind: Kind, mark: str, reading: Reading) -> pd.Series:
    """One column that is neither money nor days."""
    column = reading.table.column(key) if key in reading.table.keys() else None
    if kind is Kind.SHARE:
        return pd.Series(share_column(raw, key, mark, reading))
    if kind in NUMERIC:
        return pd.Series(_numbers(raw, key, mark, reading))
    if column and kind in LIST_KINDS:
        return pd.Series(choice_column(raw, column, reading), dtype=object)
    return _texts(raw, key, column, kind, reading)


def _texts(raw: Raw, key: str, column: Column | None, kind: Kind, reading: Reading) -> pd.Series:
    plain = column or Column(key, reading.table.label, kind, reading.table.columns[0].filled)
    cells = raw.cells[key]
    if isinstance(cells, Coded):
        each = cast_column(cells.every, plain, reading.facts.unit)
        if not each.bad:
            return pd.Series(cells.mapped(each.series.to_numpy(object)), dtype=object)
    if set(map(type, cells)) != {str}:
        cells = [None if is_blank(cell) else cell for cell in cells]
    result = cast_column(cells, plain, reading.facts.unit)
    for at, value in result.bad:
        header = raw.headers[key].text if key in raw.headers else key
        reading.say("F-502", Severity.ERROR, key, row=raw.rows[at], header=header, value=short(value))
    return result.series


def _numbers(raw: Raw, key: str, mark: str, reading: Reading) -> np.ndarray:
    column = read_figures(raw.cells[key], mark)
    if key in reading.table.keys():
        for at in column.bad:
            reading.say(
                "F-502",
                Severity.ERROR,
                key,
                row=raw.rows[at],
                header=raw.headers[key].text,
                value=short(raw.cells[key][at]),
            )
    return column.numbers


def _join_names(raw: Raw) -> None:
    """First and last name make the name, in the order of their script."""
    if "name" in raw.cells or "last_name" not in raw.cells:
        return
    firsts = raw.cells.get("first_name", [""] * raw.size)
    raw.cells["name"] = [
        _whole_name(first, last) for first, last in zip(firsts, raw.cells["last_name"], strict=True)
    ]


def _whole_name(first: object, last: object) -> str:
    parts = [str(part).strip() for part in (first, last) if not is_blank(part)]
    return (
        " ".join(parts)
        if "".join(parts).isascii() or any("\u00c0" <= letter < "\u2000" for letter in "".join(parts))
        else "".join(reversed(parts))
    )


def _project_states(raw: Raw, reading: Reading) -> dict[str, pd.Series]:
    """Stages and results of projects; either column may say that a project is won or lost."""
    read = {
        key: choice_column(raw, reading.table.column(key), reading)
        for key in ("stage", "result")
        if key in raw.cells
    }
    blank: list[str | None] = [None] * raw.size
    stages, results = close_projects(read.get("stage", blank), read.get("result", blank))
    return {"stage": pd.Series(stages, dtype=object), "result": pd.Series(results, dtype=object)}


def _frame(columns: dict[str, pd.Series], size: int, table: Table) -> pd.DataFrame:
    """The table's columns in their types; blank where the file has none."""
    made = {}
    for column in table.columns:
        values = columns.get(column.key)
        made[column.key] = _blank(column, size) if values is None else values.reset_index(drop=True)
    return pd.DataFrame(made, copy=False)


def _blank(column: Column, size: int) -> pd.Series:
    """A column that the file lacks."""
    kind = cast_column([], column, "yuan").series.dtype
    if kind == np.dtype(object):
        return pd.Series(np.full(size, None, dtype=object), dtype=object)
    return pd.Series(np.full(size, np.datetime64("NaT", "ns") if kind.kind == "M" else np.nan), dtype=kind)


def _ignored(located: Located, reading: Reading) -> list[str]:
    used = {*located.mapped.positions.values(), *located.months}
    headers = [
        header.text for at, header in enumerate(located.mapped.headers) if at not in used and header.text
    ]
    if headers:
        shown = some([short(text) for text in headers], SHOWN_HEADERS)
        reading.note("F-501", count=len(headers), headers=shown)
    return headers


def _row_number(finding: Finding) -> int:
    """The row of a cell finding; of several sheets they stand as they were read."""
    row = finding.values["row"]
    return row if isinstance(row, int) else 0


def _capped(reading: Reading) -> list[Finding]:
    """The findings with at most twenty unread cells and the count of the rest."""
    cells = [finding for finding in reading.findings if finding.code == "F-502"]
    others = [finding for finding in reading.findings if finding.code != "F-502"]
    order = reading.table.keys()
    cells.sort(key=lambda finding: (_row_number(finding), order.index(finding.place.column or order[0])))
    if len(cells) > MAX_CELL_FINDINGS:
        reading.findings = others
        reading.say("F-503", Severity.ERROR, count=len(cells) - MAX_CELL_FINDINGS)
        others = reading.findings
    return cells[:MAX_CELL_FINDINGS] + others
