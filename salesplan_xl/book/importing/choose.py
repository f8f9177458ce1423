"""Chooses the sheets of a file that hold the table, and says which were left out; asks where columns are missing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from salesplan_xl.book.importing import content
from salesplan_xl.book.importing.by_content import add_by_content
from salesplan_xl.book.importing.fields import fields
from salesplan_xl.book.importing.grids import Grid, is_blank
from salesplan_xl.book.importing.header_text import one_line
from salesplan_xl.book.importing.locate import Located, locate
from salesplan_xl.book.importing.questions import SourceColumn
from salesplan_xl.book.importing.reading import SHOWN_HEADERS, Reading, short, some
from salesplan_xl.book.importing.rows import names_in_lines
from salesplan_xl.book.importing.title_text import title_currency, title_unit
from salesplan_xl.book.importing.words import compared, meaning
from salesplan_xl.errors import PlanInputError

# Sheets that share so many of their columns hold the same table.
_SAME = 0.6
# Longer titles are sentences.
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Chosen:
    """The tables of a file that belong together, and the sheets left out."""

    tables: list[Located] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def choose(grids: list[Grid], reading: Reading) -> Chosen:
    """The tables of a file.

    Raises:
        PlanInputError: SP-210 no column fits.
    """
    filled = [grid for grid in grids if grid.height and grid.columns and _wanted(grid, reading)]
    named = reading.answers.sheets
    located = [
        picked for grid in filled if (picked := _located(grid, reading)) and (picked.grid.visible or named)
    ]
    _sign(located, reading)
    usable = [picked for picked in located if not _lacking(picked, reading)]
    if not usable:
        _ask_for_columns(located, filled, reading)
        return Chosen()
    together = _together(usable, reading)
    _doubt_title(together, reading)
    for table in together:
        add_by_content(table, reading.table.key)
    taken = {id(picked.grid) for picked in together}
    left = [grid.name for grid in grids if id(grid) not in taken and grid.name and grid.columns]
    return Chosen(together, left)


def _sign(located: list[Located], reading: Reading) -> None:
    """Keep what makes files of this kind alike: the headers of the table that has most of our columns."""
    if located:
        best = max(located, key=lambda picked: len(picked.mapped.positions))
        text = "|".join(sorted(header.key for header in best.mapped.headers if header.key))
        fields_at = {at: key for key, at in best.mapped.positions.items()}
        reading.columns = tuple(
            SourceColumn(header.text, tuple(_samples(best, at)), fields_at.get(at, ""))
            for at, header in enumerate(best.mapped.headers)
            if header.text
        )
        reading.signature = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _wanted(grid: Grid, reading: Reading) -> bool:
    return not reading.answers.sheets or grid.name in reading.answers.sheets


def _located(grid: Grid, reading: Reading) -> Located | None:
    stated = {key: text for key, text in reading.answers.columns.items() if key in fields(reading.table.key)}
    facts = reading.facts
    with_tax = facts.rules.amount_tax == "with"
    return locate(grid, reading.table.key, stated, facts.this_year, with_tax=with_tax)


def _lacking(picked: Located, reading: Reading) -> list[str]:
    """Needed columns that are not there; lines above the rows may name the customers."""
    lacking = picked.lacks(reading.table.key)
    if "customer" in lacking and names_in_lines(picked, reading.table.key):
        lacking.remove("customer")
    return lacking


def _together(usable: list[Located], reading: Reading) -> list[Located]:
    """The tables with the same columns, whatever their order; where there are several kinds the user is asked."""
    kinds: list[list[Located]] = []
    for picked in usable:
        group = next((group for group in kinds if _same_table(group[0], picked)), None)
        if group is None:
            kinds.append([picked])
        else:
            group.append(picked)
    senses = {sense_of(picked) for picked in usable} if reading.table.key == "orders" else {""}
    most = max(kinds, key=lambda group: len(group[0].mapped.positions))
    if (len(kinds) == 1 and len(senses) == 1) or reading.answers.sheets:
        return usable
    names = tuple(picked.grid.name for picked in usable)
    reading.ask("sheets", sheets=list(names), choices=names)
    return most


def _same_table(single: Located, other: Located) -> bool:
    """Whether two sheets have the same columns of ours, all of them or nearly so, and money in the same unit."""
    ours, theirs = set(single.mapped.positions), set(other.mapped.positions)
    if bool(single.months) != bool(other.months) or len(ours & theirs) < _SAME * len(ours | theirs):
        return False
    if _stated(single) != _stated(other):
        return False
    return all(
        single.mapped.headers[single.mapped.positions[key]].unit
        == other.mapped.headers[other.mapped.positions[key]].unit
        for key in ours & theirs
    )


def _doubt_title(tables: list[Located], reading: Reading) -> None:
    """A file that calls itself a list of returns or of plans is asked about, unless the user has chosen its sheets."""
    title = next((line for line in (tables[0].grid.name, *tables[0].titles[:1]) if line), "")
    doubted = reading.table.key == "orders" and sense_of(tables[0]) and not reading.answers.sheets
    if doubted and not reading.answers.words.get(compared(title)):
        values = [short(title)]
        reading.ask("words", title, ("count", "skip", "credit"), values=values, first=title, words=[title])


def sense_of(picked: Located) -> str:
    """The sense of a sheet or a title that holds returns or plans and not orders; empty for others."""
    lines = [picked.grid.name, *picked.titles[:1]]
    return next((sense for line in lines if len(line) <= _SHORT and (sense := meaning("sheet", line))), "")


def _stated(picked: Located) -> tuple[float | None, str]:
    """The unit and the currency that the titles of a sheet state."""
    return title_unit(picked.titles), title_currency(picked.titles)


def _ask_for_columns(located: list[Located], filled: list[Grid], reading: Reading) -> None:
    """The question for needed columns, about the sheet that has most of them."""
    if not located:
        raise PlanInputError(
            "SP-210",
            file=reading.file,
            table=reading.table.label.of(reading.facts.lang),
            headers=_first_row(filled),
        )
    best = max(located, key=lambda picked: (-len(_lacking(picked, reading)), len(picked.mapped.positions)))
    headers = [header.text for header in best.mapped.headers]
    for key in _lacking(best, reading):
        contested = best.mapped.contested.get(key)
        places = contested or [at for at, text in enumerate(headers) if text]
        shown = [_with_samples(best, at) for at in places[:SHOWN_HEADERS]]
        reading.ask(
            "contested" if contested else "column", "", tuple(headers[at] for at in places),
            column=reading.label(key), key=key, headers=shown, table=reading.table.label.of(reading.facts.lang),
            sheet=best.grid.name,
        )  # fmt: skip


def _samples(picked: Located, at: int) -> list[str]:
    return [short(cell) for cell in content.sample(picked.grid.columns[at], picked.body)[:2]]


def _with_samples(picked: Located, at: int) -> str:
    cells = _samples(picked, at)
    text = picked.mapped.headers[at].text
    return f"{text} ({', '.join(cells)})" if cells else text


def _first_row(grids: list[Grid]) -> list[str]:
    """The first row that could be headers, for the error sentence."""
    for grid in grids:
        for at in range(min(grid.height, SHOWN_HEADERS)):
            texts = [short(one_line(cell)) for cell in grid.row(at) if not is_blank(cell)]
            if len(texts) > 1 or (texts and len(grid.columns) == 1):
                return some(texts, SHOWN_HEADERS)
    return []
