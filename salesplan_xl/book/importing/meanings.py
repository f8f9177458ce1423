"""Meanings of words in cells: states and kinds of documents, stages and results of projects, job titles, purposes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.importing.coded import Coded, distinct
from salesplan_xl.book.importing.dates import taken_apart
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.words import compared, meaning
from salesplan_xl.findings import Severity
from salesplan_xl.schema.types import Column, Kind

# What the user may say a word means.
COUNT, SKIP, CREDIT, SETTLED = "count", "skip", "credit", "settled"
# States of documents that do not count.
_LEFT_OUT = ("void", "refunded", "draft")
# States of documents that count as they stand.
_COUNTING = ("counts", "order")
# A column with more different words than this tells no state.
_MOST_WORDS = 25
# Longer remarks tell a story, not a state.
_SHORT_REMARK = 16
# Headers that name a part of a country as well.
_TWO_SENSES = ("state", "estado")
# The groups of words that fill our lists, by table and column.
_GROUPS = {
    ("opportunities", "stage"): "stage", ("opportunities", "result"): "result", ("contacts", "role"): "role",
    ("visits", "purpose"): "purpose", ("orders", "source"): "source", ("opportunities", "source"): "source",
    ("contacts", "influence"): "level", ("customers", "influence"): "level", ("customers", "potential"): "level",
}  # fmt: skip
_CLOSED = {"won": "won", "lost": "lost", "postponed": "postponed"}


@dataclass(slots=True)
class States:
    """The states of rows.

    Args:
        skip: row → the word that says it does not count.
        credits: rows that deduct.
        settled: rows that are paid.
    """

    skip: dict[int, str] = field(default_factory=dict)
    credits: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)


def states(raw: Raw, reading: Reading) -> States:
    """Rows that do not count, and rows that deduct; unknown words are asked about."""
    picked = States()
    if reading.table.key == "orders":
        _judge(raw, "kind", "kind", picked, reading)
    elif "doc_type" in raw.cells:
        _judge(raw, "doc_type", "kind", picked, reading)
    _judge(raw, "status", "status", picked, reading)
    for key in [key for key in raw.cells if key.startswith("status") and key != "status"]:
        _judge(raw, key, "status", picked, reading)
    for at, cell in enumerate(raw.cells.get("cancelled_on", ())):
        if not is_blank(cell):
            picked.skip.setdefault(
                at, raw.headers["cancelled_on"].text if "cancelled_on" in raw.headers else ""
            )
    for key, wanted in (("is_return", "yes"), ("is_positive", "no")):
        picked.credits.update(_flagged(raw, key, wanted))
    for key, wanted in (("is_void", "yes"), ("is_valid", "no")):
        for at in _flagged(raw, key, wanted):
            picked.skip.setdefault(at, f"{raw.headers[key].text} = {_plain(raw.cells[key][at])}")
    _doubt_remarks(raw, picked, reading)
    _follow_title(raw, picked, reading)
    return picked


def _follow_title(raw: Raw, picked: States, reading: Reading) -> None:
    """All rows of a list that calls itself one of returns or of plans count as the user has said of it."""
    titles = [title for title in raw.titles if meaning("sheet", title)]
    answered = next((said for title in titles if (said := reading.answers.words.get(compared(title)))), "")
    for at in range(raw.size if answered else 0):
        _mark(picked, at, titles[0], answered)


def _flagged(raw: Raw, key: str, wanted: str) -> list[int]:
    """Rows whose mark in a column of yes and no says a certain thing."""
    cells = raw.cells.get(key, [])
    marked = {cell for cell in distinct(cells) if not is_blank(cell) and _says(key, _plain(cell), wanted)}
    return [at for at, cell in enumerate(cells) if cell in marked] if marked else []


def _says(key: str, text: str, wanted: str) -> bool:
    """Whether a mark says yes or no, as wanted; struck out is also what has the day or the word for it."""
    if meaning("boolean", text) == wanted:
        return True
    struck = key == "is_void" and meaning("boolean", text) is None
    return struck and (meaning("status", text) == "void" or taken_apart(text) is not None)


def _doubt_remarks(raw: Raw, picked: States, reading: Reading) -> None:
    """Short remarks that say cancelled, returned or refunded are asked about: nobody can tell what a remark counts."""
    counts = Counter(cell.strip() for cell in raw.cells.get("remarks", ()) if isinstance(cell, str))
    doubtful = {text for text in counts if len(text) <= _SHORT_REMARK and meaning("remark", text)}
    answered = {text: reading.answers.words.get(compared(text)) for text in doubtful}
    unknown = [text for text in counts if text in doubtful and not answered[text]]
    if unknown:
        _ask(raw, "remarks", unknown, counts, reading)
    for at, cell in enumerate(raw.cells["remarks"]) if doubtful else ():
        if isinstance(cell, str) and cell.strip() in doubtful:
            _mark(picked, at, cell.strip(), answered[cell.strip()])


def void_projects(raw: Raw) -> dict[int, str]:
    """Projects that their system has struck out: row → the word that says it."""
    header = raw.headers.get("is_void")
    struck = dict.fromkeys(_flagged(raw, "is_void", "yes"), header.text if header else "")
    life = raw.cells.get("life", [])
    void = {cell for cell in set(life) if not is_blank(cell) and meaning("status", _plain(cell)) == "void"}
    return struck | {at: _plain(cell) for at, cell in enumerate(life) if cell in void}


def _plain(cell: object) -> str:
    """A cell as text; 1.0 of a spreadsheet is 1."""
    return str(int(cell)) if isinstance(cell, (bool, float)) and cell == int(cell) else str(cell)


def _judge(raw: Raw, key: str, group: str, picked: States, reading: Reading) -> None:
    cells = raw.cells.get(key)
    if cells is None:
        return
    counts: Counter[str] = Counter()
    each = cells.counts() if isinstance(cells, Coded) else Counter(cells)
    for cell, count in each.items():
        if not is_blank(cell):
            counts[_plain(cell).strip()] += count
    if len(counts) > _MOST_WORDS:
        return
    means = {word: _meaning_of(word, key, group, reading) for word in counts}
    unknown = [word for word, what in means.items() if what is None]
    if len(unknown) == len(counts) and key in raw.headers and raw.headers[key].key in _TWO_SENSES:
        return
    if unknown and key not in raw.headers:  # a second column of states: only what is known of it counts
        means = {word: what or COUNT for word, what in means.items()}
    elif unknown:
        _ask(raw, key, unknown, counts, reading)
    telling = {word for word, what in means.items() if what != COUNT and what not in _COUNTING}
    rows = {
        cell: _plain(cell).strip() for cell in each if not is_blank(cell) and _plain(cell).strip() in telling
    }
    for at, cell in enumerate(cells) if rows else ():
        if cell in rows:
            _mark(picked, at, rows[cell], means[rows[cell]])


def _mark(picked: States, at: int, word: str, what: str | None) -> None:
    """Note what a row counts for."""
    if what in (SKIP, *_LEFT_OUT, "left_out"):
        picked.skip.setdefault(at, word)
    elif what == CREDIT:
        picked.credits.add(at)
    elif what == SETTLED:
        picked.settled.add(at)


def _meaning_of(word: str, key: str, group: str, reading: Reading) -> str | None:
    answered = reading.answers.words.get(compared(word))
    if answered:
        return answered
    if group == "status" and reading.table.key == "receivables" and meaning("settled", word):
        return SETTLED
    if key == "kind":
        own = reading.table.column("kind")
        chosen = cast_column([word], own, "yuan").series[0]
        if chosen in {item.key for item in own.choices}:
            return CREDIT if chosen == "credit" else COUNT
    return meaning(group, word)


def _ask(raw: Raw, key: str, unknown: list[str], counts: Counter[str], reading: Reading) -> None:
    header = raw.headers[key].text if key in raw.headers else key
    values = [f"{short(word)} ({counts[word]})" for word in unknown]
    reading.ask(
        "words", header, (COUNT, SKIP, CREDIT), values=some(values, 8), first=short(unknown[0]), words=unknown
    )


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────


@cache
def group_of(table: str, key: str) -> str:
    """The group of words that fill a list of ours; empty where only our own words do."""
    return _GROUPS.get((table, key), "")


def choice_column(raw: Raw, column: Column, reading: Reading) -> list[str | None]:
    """A column of one of our lists, by our own words, then by those of the vocabulary."""
    cells = raw.cells[column.key]
    cast = cast_column([_text(cell) for cell in cells], column, reading.facts.unit)
    keys: list[str | None] = cast.series.tolist()
    unknown: Counter[str] = Counter()
    group = group_of(reading.table.key, column.key)
    for at, _ in cast.bad:
        word = _plain(cells[at]).strip()
        picked = reading.answers.words.get(compared(word)) or (meaning(group, word) if group else None)
        keys[at] = picked
        if picked is None:
            unknown[word] += 1
    if unknown:
        _tell_unknown(raw, column, unknown, keys, [at for at, _ in cast.bad if keys[at] is None], reading)
    return keys


def _text(cell: object) -> object:
    return None if is_blank(cell) else _plain(cell)


def _tell_unknown(
    raw: Raw, column: Column, unknown: Counter[str], keys: list[str | None], rows: list[int], reading: Reading
) -> None:
    """A stage nobody knows is asked for, a title nobody knows is another role; other words stay blank and are told."""
    header = raw.headers[column.key].text if column.key in raw.headers else column.key
    values = some([short(word) for word in unknown])
    allowed = [item.label.of(reading.facts.lang) for item in column.choices]
    if column.key == "stage" or (reading.table.key, column.key) == ("opportunities", "result"):
        reading.ask(
            "stage",
            header,
            tuple(item.key for item in column.choices),
            values=values,
            first=next(iter(unknown)),
            words=list(unknown),
            allowed=allowed,
        )
    elif column.key == "role":
        reading.note("F-528", column.key, header=header, count=sum(unknown.values()), values=values)
        for at in rows:
            keys[at] = "other"
    elif column.kind in (Kind.CHOICE, Kind.YES_NO):
        reading.say(
            "F-504",
            Severity.WARNING,
            column.key,
            header=header,
            count=sum(unknown.values()),
            values=values,
            allowed=allowed,
        )


def close_projects(
    stages: list[str | None], results: list[str | None]
) -> tuple[list[str | None], list[str | None]]:
    """Stages and results of projects once those that say won, lost or postponed are told apart."""
    own = [_CLOSED.get(stage or "") for stage in stages]
    ends = [result if result in _CLOSED else end for result, end in zip(results, own, strict=True)]
    moved = ["signed" if stage == "won" else None if stage in _CLOSED else stage for stage in stages]
    return moved, ends
