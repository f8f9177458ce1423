"""Import: a file from an ERP or CRM becomes a frame of one input table, with everything doubtful told."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.cells.casting import CastResult, cast_column
from salesplan_xl.book.cells.celltext import folded, trimmed
from salesplan_xl.book.importing.match import Match, best_match, foreign_currency, header_unit, title_unit
from salesplan_xl.book.importing.read import read_sheets
from salesplan_xl.catalogue import imports as words
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import UNITS
from salesplan_xl.schema.types import Column, Kind, Table

MAX_CELL_FINDINGS = 20
SHOWN_HEADERS, SHOWN_VALUES, SHOWN_LETTERS = 12, 5, 40
LOOKS_LIKE_YUAN = 10_000.0
_EMPTY = ("", None, " ")
# A cheap first look, spaces between the letters allowed (合 计), before texts are compared properly.
_NOT_DATA = re.compile(
    r"\s*(?:"
    + "|".join(r"\s*".join(map(re.escape, word)) for word in (*words.TOTAL_WORDS, *words.FOOTER_WORDS))
    + ")",
    re.IGNORECASE,
)
LIST_KINDS = (Kind.CHOICE, Kind.YES_NO)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The rows a file brought, and the findings about them.

    Args:
        frame: the rows in the table's columns and dtypes, choices as keys; RangeIndex.
        findings: all that was skipped, converted, guessed or not understood; rows are rows of the file.
        matched: column key → header seen.
        ignored_headers: headers that fit no column.
    """

    frame: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)
    matched: dict[str, str] = field(default_factory=dict)
    ignored_headers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Source:
    """One file being imported: what it is called, how it was matched, its body and what was found."""

    file: str
    table: Table
    match: Match
    unit: str
    lang: str
    rows: list[int] = field(default_factory=list)
    cells: dict[str, list[object]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, severity: Severity, column: str = "", **values: object) -> None:
        """Add a finding about the file; its place is the table, never a row of the book."""
        place = Place(self.table.key, None, column)
        self.findings.append(Finding(code, severity, {"file": self.file, **values}, place))

    def header(self, key: str) -> str:
        """The header seen for a column."""
        return self.match.headers[self.match.positions[key]]


def read_import(
    path: Path,
    table: Table,
    unit: str,
    lang: str = "zh",
    unit_of_file: str | None = None,
    encoding: str | None = None,
) -> ImportResult:
    """Read a file into the columns of one input table.

    Args:
        path: CSV (comma, semicolon, tab) or workbook; its best-fitting sheet is taken.
        table: the input table it is meant for.
        unit: the book's money unit, ``wan`` or ``yuan``.
        lang: language of column names in errors.
        unit_of_file: ``wan`` or ``yuan`` where the user states it; otherwise headers and title lines decide,
            and without any word of a unit the book's own is assumed (F-507 doubts it).
        encoding: of a CSV where the user states it, see ``encoding.ENCODINGS``; otherwise its content decides (F-510
            tells an unusual one).

    Raises:
        PlanInputError: SP-210 no column fits; SP-211 a required column is missing; SP-213 unreadable.
        WorkbookError: SP-309 missing file; SP-301 … SP-308 a workbook that cannot be read.

    Source: workbook rules (import), quality R16 (encodings).
    """
    match = best_match(read_sheets(path, encoding), table)
    source = _Source(path.name, table, _usable(match, table, path.name, lang), unit, lang)
    if source.match.sheet.encoding:
        source.say("F-510", Severity.NOTE, encoding=source.match.sheet.encoding)
    _take_rows(source)
    frame = pd.DataFrame({column.key: _column(source, column, unit_of_file) for column in table.columns})
    ignored = _ignored(source)
    matched = {key: source.header(key) for key in source.match.positions}
    return ImportResult(frame, _capped(source), matched, ignored)


def _usable(match: Match | None, table: Table, file: str, lang: str) -> Match:
    """The match itself, if it says enough to import anything."""
    if match is None or not match.positions:
        raise PlanInputError(
            "SP-210", file=file, table=table.label.of(lang), headers=_first_filled_row(match)
        )
    missing = [
        column.label.of(lang)
        for column in table.columns
        if column.required and column.key not in match.positions
    ]
    if missing:
        raise PlanInputError("SP-211", file=file, columns=missing)
    return match


def _first_filled_row(match: Match | None) -> list[str]:
    """The first filled row, for the error sentence."""
    for row in match.sheet.rows if match else ():
        texts = [_short(cell) for cell in row if cell not in ("", None)]
        if texts:
            return texts[:SHOWN_HEADERS]
    return []


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN_LETTERS else text[: SHOWN_LETTERS - 1] + "…"


def _take_rows(source: _Source) -> None:
    """Cuts the body into columns and leaves out blank rows, totals, footers and repeated headers."""
    match = source.match
    start = match.header_row + 1
    # The header row goes along so that every matched column exists however short the lines are.
    columns = [column[1:] for column in zip_longest(*match.sheet.rows[match.header_row :], fillvalue="")]
    filled = np.sum([[cell not in _EMPTY for cell in column] for column in columns], axis=0)
    skipped = _not_data(columns, match, filled)
    keep = [at for at, count in enumerate(filled.tolist()) if count and at not in skipped]
    if skipped:
        shown = [str(start + at + 1) for at in sorted(skipped)[:SHOWN_VALUES]]
        source.say(
            "F-505",
            Severity.NOTE,
            count=len(skipped),
            rows=[*shown, "…"] if len(skipped) > SHOWN_VALUES else shown,
        )
    source.rows = [start + at + 1 for at in keep]
    source.cells = {key: [columns[position][at] for at in keep] for key, position in match.positions.items()}


def _not_data(columns: list[tuple[object, ...]], match: Match, filled: npt.NDArray[np.int64]) -> set[int]:
    """Rows that say a total, print a footer, or repeat the header."""
    dropped: set[int] = set()
    own = set(match.positions.values())
    for position in {0, 1, 2} | own:
        if position >= len(columns):
            continue
        column = columns[position]
        texts = {
            cell: folded(cell) for cell in set(column) if isinstance(cell, str) and _NOT_DATA.match(cell)
        }
        totals = {cell for cell, text in texts.items() if text.strip(":()") in words.TOTAL_WORDS}
        footers = {cell for cell, text in texts.items() if _is_footer(text)}
        if totals or footers:
            dropped |= {
                at
                for at, cell in enumerate(column)
                if cell in totals or (cell in footers and filled[at] <= 2)
            }
    return dropped | _repeated_headers(columns, match)


def _is_footer(text: str) -> bool:
    """A footer's word is followed by what it introduces; a company that begins with it is no footer."""
    return text.startswith(words.FOOTER_WORDS) and (":" in text or text[-1].isdigit())


def _repeated_headers(columns: list[tuple[object, ...]], match: Match) -> set[int]:
    header = match.sheet.rows[match.header_row]
    repeats: dict[int, int] = {}
    for position in match.positions.values():
        if header[position] not in columns[position]:
            continue
        for at, cell in enumerate(columns[position]):
            if cell == header[position]:
                repeats[at] = repeats.get(at, 0) + 1
    enough = min(2, len(match.positions))
    return {at for at, count in repeats.items() if count >= enough}


def _column(source: _Source, column: Column, unit_of_file: str | None) -> pd.Series:
    """One column of the frame; blank where the file has none."""
    if column.key not in source.match.positions:
        return cast_column([None] * len(source.rows), column, source.unit).series
    values = source.cells[column.key]
    if column.kind is Kind.MONEY:
        result = _money(source, column, values, unit_of_file)
    elif column.kind is Kind.SHARE and ("%" in folded(source.header(column.key)) or _in_percents(values)):
        result = _percents(source, column, values)
    else:
        result = cast_column(values, column, source.unit)
    (_unknown_choices if column.kind in LIST_KINDS else _unread_cells)(source, column, result)
    if column.key in source.match.guessed:
        label = column.label.of(source.lang)
        source.say("F-508", Severity.NOTE, column.key, header=source.header(column.key), meaning=label)
    return result.series


def _in_percents(values: list[object]) -> bool:
    """Whether a column of shares without a % sign is written in percents: more figures above 1 than below.

    A column is judged as a whole: the 1 in 30, 1, 50 is 1 %, the 1 in 0.3, 1, 0.5 is all.
    """
    plain = [abs(float(str(value))) for value in values if _is_plain_figure(value)]
    return sum(value > 1 for value in plain) > sum(0 < value < 1 for value in plain)


def _is_plain_figure(value: object) -> bool:
    try:
        return not isinstance(value, bool) and value is not None and math.isfinite(float(str(value)))
    except ValueError:
        return False


def _percents(source: _Source, column: Column, values: list[object]) -> CastResult:
    """Under a header with %, 0.5 among figures like 25 means half a percent; fractions throughout stay fractions."""
    result = cast_column(values, column, source.unit)
    raw = cast_column(values, replace(column, maximum=None), source.unit).series
    if not (raw.abs() > 1).any():
        return result
    marked = np.array([isinstance(value, str) and "%" in folded(value) for value in values])
    return CastResult(raw.where(marked, raw / 100), result.bad, result.notes)


def _money(source: _Source, column: Column, values: list[object], stated: str | None) -> CastResult:
    """Reads money in the file's unit and converts it to the book's."""
    header = source.header(column.key)
    unit = stated or _unit_name(
        header_unit(header) or title_unit(source.match.sheet.rows[: source.match.header_row])
    )
    result = cast_column(values, column, unit or source.unit)
    if foreign_currency(header):
        source.say("F-509", Severity.WARNING, column.key, header=header)
    if unit is None and source.unit == "wan" and result.series.abs().median() > LOOKS_LIKE_YUAN:
        source.say("F-507", Severity.WARNING, column.key, header=header)
    if unit is None or unit == source.unit:
        return result
    source.say(
        "F-506", Severity.NOTE, column.key, headers=header,
        source=Sentence(f"import.unit_{unit}"), target=Sentence(f"import.unit_{source.unit}"),
    )  # fmt: skip
    return CastResult(
        _converted(result.series, UNITS[unit].yuan, UNITS[source.unit].yuan), result.bad, result.notes
    )


def _unit_name(factor: float | None) -> str | None:
    return next((name for name, unit in UNITS.items() if unit.yuan == factor), None)


def _converted(series: pd.Series, written: float, wanted: float) -> pd.Series:
    return series * (written / wanted) if written >= wanted else series / (wanted / written)


def _unread_cells(source: _Source, column: Column, result: CastResult) -> None:
    header = source.header(column.key)
    for at, value in result.bad:
        source.say(
            "F-502", Severity.ERROR, column.key, row=source.rows[at], header=header, value=_short(value)
        )


def _unknown_choices(source: _Source, column: Column, result: CastResult) -> None:
    if not result.bad:
        return
    values = list(dict.fromkeys(_short(value) for _, value in result.bad))
    shown = [*values[:SHOWN_VALUES], "…"] if len(values) > SHOWN_VALUES else values
    allowed = [item.label.of(source.lang) for item in column.choices]
    source.say(
        "F-504", Severity.WARNING, column.key,
        header=source.header(column.key), count=len(result.bad), values=shown, allowed=allowed,
    )  # fmt: skip


def _ignored(source: _Source) -> list[str]:
    used = set(source.match.positions.values())
    ignored = [text for at, text in enumerate(source.match.headers) if at not in used and trimmed(text)]
    if ignored:
        shown = [_short(text) for text in ignored[:SHOWN_HEADERS]]
        source.say(
            "F-501",
            Severity.NOTE,
            count=len(ignored),
            headers=[*shown, "…"] if len(ignored) > SHOWN_HEADERS else shown,
        )
    return ignored


def _capped(source: _Source) -> list[Finding]:
    """The findings with at most twenty unread cells, by row, and the count of the rest."""
    cells = [finding for finding in source.findings if finding.code == "F-502"]
    others = [finding for finding in source.findings if finding.code != "F-502"]
    cells.sort(key=lambda finding: int(str(finding.values["row"])))
    if len(cells) > MAX_CELL_FINDINGS:
        values: dict[str, object] = {"file": source.file, "count": len(cells) - MAX_CELL_FINDINGS}
        others.insert(0, Finding("F-503", Severity.ERROR, values, Place(source.table.key)))
    return cells[:MAX_CELL_FINDINGS] + others
