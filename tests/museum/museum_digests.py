"""What a plan book shows, in short: its figures, digests of its tables, grids and settings, sums of money columns.

``shown`` looks at a book the way another program does (cached values). A later version compares its answer with
the one kept in ``expected.json``, giving the ``schema`` kept there: only the columns, grid rows and settings of
schema 1 count, so a column added since, by us or by the user, changes no digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.summary import figures
from salesplan_xl.commands.plan.plan import Plan
from tests.doors.driver import Book

SUMMED = ("targets", "map")
# Left out of the second digest: addresses, which follow the layout, and (by their kind) sentences, which may be worded anew.
ADDRESSES = frozenset({"cell", "link", "place"})
SIGNIFICANT = 10
NOTHING = 1e-9

# The rules of the running year: rows after the as-of day count nowhere and no order of a year fixes its plan until one
# is on record (F-330), a week of grace makes a payment on time, chances are in closed form, key actions and risks go by
# money. The rows of the map are rounded by steps of at most 1 % of their year, so all that adds them up moves by less.
# The funnel's goals are said with whole customers: 5 every 4 months instead of 1.25 a month.
NEW_FINDINGS = {"F-021", "F-121", "F-330", "F-331", "F-403", "F-440", "F-441", "F-446", "F-785"}
CHANGED = {
    "figures": ("completion", "coverage", "on_time_rate", "unsupported"),
    "tables": (
        "map", "months", "tracking", "month_list", "findings", "health", "targets", "scenarios", "quarters", "funnel",
    ),
    "grids": (
        "steps", "kpi_board", "bonus", "headline", "tier_overview", "tier_targets", "source_targets", "commitments",
        "outcome", "outcome_levels", "outcome_sources", "outcome_bins", "quarter_lines", "quarter_support", "month_split",
        "backing", "board_heat", "board_quarters", "board_pace", "board_months", "report_quarters", "report_kpis",
        "report_risks", "report_figure", "report_sources", "report_asks", "report_submitted",
    ),
}  # fmt: skip


def shown(path: Path, lang: str, unit: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Everything to compare of a book as it stands.

    Args:
        path: the book.
        lang: its language.
        unit: its money unit.
        schema: ``schema`` of ``expected.json``: kinds of columns of ``tables``, rows and kinds of columns of
            ``grids``, keys of ``settings``.

    Returns:
        ``figures`` as ``salesplan run --json`` names them; ``settings``: one digest; ``tables`` and ``grids`` by
        key: number of (filled) rows, digest of every cell, digest without sentences and addresses; ``sums`` of
        the money columns of targets and map.
    """
    book = Book(path, lang, unit)
    rows = {key: book.rows(key) for key in schema["tables"]}
    return {
        "figures": canonical(figures(Plan(for_reading(FilePort.open(path)).book))),
        "settings": digest({key: book.setting(key) for key in schema["settings"]}),
        "tables": {key: _block(lines, schema["tables"][key]) for key, lines in rows.items()},
        "grids": {key: _block(_lines(book, key, kinds), kinds["columns"]) for key, kinds in schema["grids"].items()},
        "sums": {key: _sums(rows[key], schema["tables"][key]) for key in SUMMED},
    }  # fmt: skip


def _lines(book: Book, grid: str, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = book.grid(grid)
    return [found[row] for row in declared["rows"]]


def _block(lines: Iterable[Mapping[str, Any]], kinds: Mapping[str, str]) -> list[Any]:
    everything = [{key: line[key] for key in kinds} for line in lines]
    left_out = {key for key, kind in kinds.items() if kind == "long_text"} | ADDRESSES
    data = [{key: value for key, value in line.items() if key not in left_out} for line in everything]
    return [len(everything), digest(everything), digest(data)]


def without_sentences(shows: Mapping[str, Any]) -> dict[str, Any]:
    """What ``shown`` says but for the digests of every cell: of a run of a later version, which words anew."""
    digests = {
        kind: {key: (rows, data) for key, (rows, _, data) in shows[kind].items()}
        for kind in ("tables", "grids")
    }
    return {key: shows[key] for key in ("figures", "settings", "sums")} | digests


def _sums(lines: Iterable[Mapping[str, Any]], kinds: Mapping[str, str]) -> dict[str, Any]:
    money = [key for key, kind in kinds.items() if kind == "money"]
    found = list(lines)
    return {
        key: canonical(float(sum(line[key] for line in found if isinstance(line[key], (int, float)))))
        for key in money
    }


def digest(value: object) -> str:
    """SHA-256 over canonical JSON, keys sorted, no spaces; its first 16 digits."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def canonical(value: Any) -> Any:
    """Dates ISO, numbers to ten significant digits (whole ones as integers, dust as 0), blanks ``None``."""
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        near = 0.0 if abs(value) < NOTHING else float(f"{value:.{SIGNIFICANT}g}")
        return int(near) if near.is_integer() else near
    return None if value == "" else value


# The rows of the map are rounded by steps of at most 1 % of their year, and raw leads of companies that are no
# customers yet count no more (in the demo 116 at 10 %): what adds them up moves by less than this.
ROUNDING, RAW_LEADS = 0.01, 11.6


def flat(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures, and sums of tables, by one name each; without the projects' amounts before their chance."""
    return {
        f"{key} {part}": value
        for key, entry in figures.items()
        for part, value in (entry.items() if isinstance(entry, dict) else [("", entry)])
        if (key, part) != ("targets", "project")
    }


def near(figures: dict[str, Any]) -> dict[str, Any]:
    """The same, near enough for rounding and raw leads; words as they are."""
    return {
        name: pytest.approx(value, rel=ROUNDING, abs=1.1 * RAW_LEADS)
        if isinstance(value, int | float)
        else value
        for name, value in flat(figures).items()
    }
