"""Crosstabs with several figures a month, in rows or in columns: the amounts are taken, and it is said."""

from __future__ import annotations

from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.rows import Verdict
from salesplan_xl.book.importing.words import compared, meaning

# More different words are no list of figures.
_MOST = 12


def keep_amounts(located: Located, verdict: Verdict, reading: Reading) -> None:
    """Of a crosstab whose rows hold amounts and other figures in turn, only the amounts stay."""
    picked = _measure_column(located, verdict) if located.months else None
    if picked is None:
        return
    at, means = picked
    asked = [word for word in means if means[word] == "amount"]
    said = {word: reading.answers.words.get(compared(word)) for word in means}
    wanted = {word for word in means if said[word] == "count"} or set(asked)
    if len(wanted) > 1 and not any(said.values()):
        header = located.mapped.headers[at].text
        reading.ask(
            "words", header, ("count", "skip"), values=some(asked, 8), first=short(asked[0]), words=asked
        )
    column = located.grid.columns[at]
    out = [row for row in verdict.keep if str(column[row]).strip() not in wanted]
    verdict.keep = [row for row in verdict.keep if str(column[row]).strip() in wanted]
    words = sorted({str(column[row]).strip() for row in out})
    reading.note(
        "F-512",
        "amount",
        count=len(out),
        words=words,
        amount=0.0,
        rows=some([located.grid.lines[row] for row in out]),
    )


def _measure_column(located: Located, verdict: Verdict) -> tuple[int, dict[str, str | None]] | None:
    """The column that names the figure of each row, and what its words mean."""
    used = {*located.mapped.positions.values(), *located.months}
    used -= {located.mapped.positions.get("kind", -1), located.mapped.positions.get("line", -1)}
    for at, column in enumerate(located.grid.columns):
        if at in used:
            continue
        words = {str(column[row]).strip() for row in verdict.keep if not is_blank(column[row])}
        means = {word: meaning("measure", word) for word in words} if 1 < len(words) <= _MOST else {}
        if {"amount", "other"} <= set(means.values()) and None not in means.values():
            return at, means
    return None
