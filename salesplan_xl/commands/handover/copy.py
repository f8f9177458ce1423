"""Copy: a clean copy for the boss, the team or one customer; the book itself is only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.sanitize import CleanCopy, Leak, Redaction, Removed, clean_copy, leaks
from salesplan_xl.book.sanitize.groups import with_groups_open
from salesplan_xl.book.xlsx import VERY_HIDDEN, XlsxFile, refuse_ending, save_bytes, writing
from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.sanitize import MARGIN_WORDS
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.handover.copy_rows import Cut, for_customer, for_owner
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.clean_copy import BOSS, CUSTOMER, OPENS_ON, PRESETS, is_record, seen_columns
from salesplan_xl.schema.workbook import SHEETS, sheet, tables

MAX_NAMED = 4


@dataclass(frozen=True)
class CopyOptions:
    """The reader of the copy and its contents.

    Args:
        preset: ``boss``, ``team`` or ``customer``.
        sheets: sheet names or keys instead of the preset's; with ``+`` or ``-`` in front, added to or taken from them.
        owner: only the customers of this salesperson.
        customer: only the rows of this customer; means the preset ``customer``.
        keep_margins: margins and costs stay.
    """

    preset: str = BOSS
    sheets: tuple[str, ...] = ()
    owner: str = ""
    customer: str = ""
    keep_margins: bool = False


@dataclass(frozen=True)
class BookCopy:
    """A copy that the leak scan has passed.

    Args:
        data: the file.
        lang: the book's language.
        sheets: names of its sheets.
        selection: first of all, how its rows were chosen; empty for all rows.
        removed: what is not in it.
        uncomputed: formulas on the user's own sheets that never had a value; ours show a blank where they have none.
    """

    data: bytes
    lang: str
    sheets: tuple[str, ...]
    selection: tuple[Sentence, ...]
    removed: tuple[Removed, ...]
    uncomputed: int

    def sentences(self, lang: str = "") -> tuple[str, ...]:
        """The things left out, one sentence a kind, by default in the book's language."""
        lang = lang or self.lang
        lines = [word(sentence.code, lang, **sentence.values) for sentence in self.selection]
        if self.uncomputed:
            lines.append(word("clean.uncomputed", lang, count=self.uncomputed))
        return (*lines, *(removed_sentence(item, lang) for item in self.removed))


def removed_sentence(removed: Removed, lang: str) -> str:
    """A sentence about one kind of thing left out: how much of it and where."""
    what = word(f"clean.kind.{removed.kind}", lang, count=removed.count)
    if not removed.where:
        return what
    where = ("、" if lang == "zh" else ", ").join(removed.where[:MAX_NAMED])
    if len(removed.where) > MAX_NAMED:
        where = word("clean.more", lang, where=where, count=len(removed.where) - MAX_NAMED)
    return word("clean.where", lang, what=what, where=where)


def copy_book(
    port: FilePort, options: CopyOptions = CopyOptions(), *, now: dt.datetime | None = None
) -> BookCopy:
    """The clean copy of a plan book, in memory.

    Args:
        port: the book, open; it is only read.
        options: who it is for.
        now: time for what is computed again; does not show in the copy.

    Raises:
        WorkbookError: SP-320 the scan found a leak; SP-321 no such sheet; SP-322 no such owner; SP-323 no such
            customer; SP-324 a sheet that cannot be cut to some customers; SP-325 both or neither given.
    """
    _check_reader(options)
    preset = CUSTOMER if options.customer else options.preset
    fresh = _with_right_values(port)
    book = PlanBook(fresh)
    chosen = _chosen(book, port, preset, options)
    cut = _cut(fresh, book, chosen, options, now or dt.datetime(2000, 1, 1))
    data = with_groups_open(cut.data if cut else fresh.to_bytes(), port.title, book.names)
    words = cut.words if cut else Redaction()
    without = _left_out(book, preset, options.keep_margins, cut)
    made = clean_copy(
        data, list(chosen), file=port.title, without=without, redaction=words, strict=cut is not None
    )
    _refuse_leaks(made, words, [name for name, key in chosen.items() if key and _is_own(key)], book.lang)
    selection = (cut.selection,) if cut else ()
    removed = sorted([*made.removed, *(cut.removed if cut else ())], key=lambda item: item.kind)
    uncomputed = sum(count for name, count in made.uncomputed.items() if not chosen[name])
    return BookCopy(made.data, book.lang, tuple(chosen), selection, tuple(removed), uncomputed)


def save_copy(
    source: Path, out: Path, options: CopyOptions, *, now: dt.datetime, overwrite: bool = False
) -> BookCopy:
    """Make the copy of a book file and write it; nothing is overwritten silently.

    Raises:
        WorkbookError: SP-315 the target is there already, or is the book itself; SP-352 it is called otherwise than
            ``.xlsx``; those of ``copy_book`` and of opening and saving a book.
    """
    same = out.exists() and source.exists() and out.samefile(source)
    if same or (out.exists() and not overwrite):
        raise WorkbookError("SP-315", file=out)
    refuse_ending(out, ".xlsx")
    with writing(out):
        port = FilePort.open(source)
        made = copy_book(port, options, now=now)
        save_bytes(made.data, out, origins=port.origins)
    return made


# ── choosing ──────────────────────────────────────────────────────────────────────────────────────────


def _check_reader(options: CopyOptions) -> None:
    both = options.owner and options.customer
    if both or (options.preset == CUSTOMER and not options.customer) or options.preset not in PRESETS:
        given = [options.preset, options.owner, options.customer]
        raise WorkbookError("SP-325", options=", ".join(option for option in given if option))


def _with_right_values(port: FilePort) -> FilePort:
    """The book with what its formulas show brought up to date, whatever program saved it last."""
    opened = for_reading(FilePort.reopened(port))
    fresh = opened.port
    fresh.apply(opened.book.changes())
    return FilePort.reopened(fresh)


def sheet_names(book: PlanBook) -> dict[str, str]:
    """The declared sheets as this book names them: name → key."""
    keys_by_name = {}
    for entry in SHEETS:
        blocks = [*(table.key for table in entry.tables), *(grid.key for grid in entry.grids)]
        keys_by_name[book.sheet_name(blocks[0]) if blocks else entry.label.of(book.lang)] = entry.key
    return keys_by_name


def _chosen(book: PlanBook, port: FilePort, preset: str, options: CopyOptions) -> dict[str, str]:
    """The sheets of the copy, the report first of all: name → key, empty for one the user made."""
    keys = sheet_names(book)
    there = {sheet.name: sheet.state for sheet in XlsxFile.from_bytes(port.to_bytes(), port.title).sheets}
    named = [name for name in options.sheets if name.strip()]
    plain = [_named(name, keys, there, port.title) for name in named if name[0] not in "+-"]
    added = [_named(name[1:], keys, there, port.title) for name in named if name[0] == "+"]
    taken = [_named(name[1:], keys, there, port.title) for name in named if name[0] == "-"]
    preset_keys = [key for key in PRESETS[preset] if not _is_bare(book, key)]
    shown = [name for name, key in keys.items() if key in preset_keys and there.get(name) == "visible"]
    wanted = {*(plain or shown), *added} - set(taken)
    if not wanted:
        raise WorkbookError("SP-321", file=port.title, sheets="—", known=list(there))
    if options.owner or preset == CUSTOMER:
        _refuse_uncut(wanted, keys, preset)
    kept = {name: keys.get(name, "") for name in there if name in wanted}
    return dict(sorted(kept.items(), key=lambda item: item[1] != OPENS_ON))


def _is_bare(book: PlanBook, key: str) -> bool:
    """Whether a page of key accounts has nothing to show: nobody set a position."""
    return sheet(key).group == "accounts" and bool(book.frame("key_accounts")["key_tier"].isna().all())


def _named(name: str, keys: Mapping[str, str], there: Mapping[str, str], file: str) -> str:
    """The sheet a user means by its name or key; very hidden ones are nobody's to ask for."""
    name = name.strip()
    by_key = {key: title for title, key in keys.items()}
    folded = {title.casefold(): title for title in there}
    meant = folded.get(name.casefold()) or by_key.get(name, "")
    if there.get(meant, VERY_HIDDEN) == VERY_HIDDEN:
        offered = [title for title, state in there.items() if state != VERY_HIDDEN]
        raise WorkbookError("SP-321", file=file, sheets=name, known=offered)
    return meant


def _refuse_uncut(wanted: Iterable[str], keys: Mapping[str, str], preset: str) -> None:
    """Sheets of which nobody can tell whose figures they show."""
    whole = [
        name
        for name in wanted
        if not (key := keys.get(name))
        or (preset == CUSTOMER and key not in PRESETS[CUSTOMER])
        or is_record(key)
        or sheet(key).settings
    ]
    if whole:
        raise WorkbookError("SP-324", sheets=sorted(whole))


def _is_own(key: str) -> bool:
    return is_record(key) or sheet(key).settings


def _cut(
    port: FilePort, book: PlanBook, chosen: Mapping[str, str], options: CopyOptions, now: dt.datetime
) -> Cut | None:
    """The book with some customers' rows only; None where all stay."""
    if options.customer:
        return for_customer(port, book, options.customer, chosen)
    return for_owner(port, book, options.owner, chosen, now) if options.owner else None


def _left_out(book: PlanBook, preset: str, keep_margins: bool, cut: Cut | None) -> dict[str, list[str]]:
    """Headers of the columns that this reader may not see, by table name."""
    headers_by_table = {}
    for key, table in tables().items():
        shown = [book.names.header(key, column) for column in seen_columns(table, preset, keep_margins)]
        declared = {book.names.header(key, column) for column in table.keys()}
        own = [header for header in book.place(key).columns if header not in declared]
        if preset == CUSTOMER:
            gone = [*own, *(header for header in declared if header not in shown)]
        else:
            gone = [header for header in declared if header not in shown]
            gone += [header for header in own if not keep_margins and _tells_margin(header)]
            gone += list(cut.own_formulas.get(key, ())) if cut else []
        if gone:
            headers_by_table[table.name] = gone
    return headers_by_table


def _tells_margin(header: str) -> bool:
    return any(mark in header.casefold() for mark in MARGIN_WORDS)


def _refuse_leaks(made: CleanCopy, words: Redaction, chosen: Sequence[str], lang: str) -> None:
    """The finished file is looked at by code that did not write it; one leak and nobody gets it."""
    leaked: list[Leak] = leaks(made.data, redaction=words, chosen=chosen)
    if leaked:
        first = leaked[0]
        what = word(f"clean.kind.{first.kind}", lang, count=first.count)
        raise WorkbookError("SP-320", what=what, where=first.where or "—")
