"""Split: every salesperson gets a plan book with only their own customers' rows."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.beside import earlier_notes
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import TableWrite, Writes
from salesplan_xl.book.sanitize.own_sheets import own_sheets, without_own_sheets
from salesplan_xl.book.xlsx import Origin, XlsxFile, save_bytes, without_macros
from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine import summary
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.put_back import mended
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.team.split_book import Shares, hand_out
from salesplan_xl.commands.team.split_rows import (
    UNASSIGNED,
    Owners,
    kept_rows,
    owner_names,
    row_owners,
    texts,
)
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.workbook import tables

Tell = Callable[[Sentence], None]
MAX_NAMED = 20
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 120
# Books rounded one by one may differ by this from the team's without a word.
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class SplitOptions:
    """The choices for splitting a book.

    Args:
        keep_sheets: the user's own sheets travel too, as they are (they may show other people's customers).
        share_targets: the company's figures are shared out by derived target; else they are left blank.
        overwrite: files of the same name in the folder are replaced (the old ones are kept as backups).
    """

    keep_sheets: bool = False
    share_targets: bool = True
    overwrite: bool = False


def split(
    port: FilePort,
    folder: Path,
    *,
    now: dt.datetime,
    options: SplitOptions = SplitOptions(),
    tell: Tell = lambda _: None,
) -> CommandResult:
    """Write one computed plan book for each owner of customers; the team's book is not changed.

    Args:
        port: the team's book, open.
        folder: where the books go; made if it is missing.
        now: time noted in the books.
        options: see ``SplitOptions``.
        tell: told which book comes next.

    Returns:
        figures: ``books`` (how many), ``files`` (their paths), ``this_year`` and ``target`` (sums over them);
        findings F-700 … F-706, F-728.

    Raises:
        WorkbookError: SP-340 no customer has an owner; SP-341 files are there already; SP-343 no folder;
            SP-305 … SP-308 a book cannot be saved; SP-312 a table of the user's stands beside one of ours.
    """
    opened = for_reading(port)
    book, port = opened.book, opened.port
    owners = Owners.of(book)
    names = owner_names(book, owners)
    if not any(names):
        raise WorkbookError("SP-340", file=port.title)
    files = _free_files(folder, file_names(Path(port.title).stem, names, book.lang), options.overwrite)
    findings = [*mended(port.title, opened.put_back, book.lang), *_findings(book, owners, names)]
    data, dropped = _prepared(port, book, options)
    findings += dropped
    shares = Shares.of(book, owners, names, options.share_targets)
    findings += shares.findings()
    done, bare = _write_all(data, port.title, names, files, shares, now, tell, port.origins)
    if bare:
        findings.append(Finding("F-728", Severity.WARNING, {"names": bare}))
    findings += _tie(book, done)
    figures: dict[str, object] = {"books": len(names), "files": [str(path) for path in files], **done}
    sentence = Sentence("team.split_done", {"count": len(names), "folder": str(folder)})
    return CommandResult("split", tuple(findings), figures=figures, sentence=sentence)


def _write_all(
    data: bytes,
    title: str,
    names: Sequence[str],
    files: Sequence[Path],
    shares: Shares,
    now: dt.datetime,
    tell: Tell,
    origins: Sequence[Origin],
) -> tuple[dict[str, float], list[str]]:
    """Make and save every book; the sums of what they show, and who got no plan for lack of customers."""
    bare: list[str] = []
    path_of, total = dict(zip(names, files, strict=True)), {"this_year": 0.0, "target": 0.0}
    for number, (owner, part) in enumerate(_parts(data, title, list(names)), 1):
        shown = owner or path_of[owner].stem
        tell(Sentence("team.progress_split", {"number": number, "count": len(names), "name": shown}))
        # Paused for one book at a time only: what is left of it goes before the next one.
        with collector_paused():
            made, figures = hand_out(part, title, owner, shares, now)
        save_bytes(made, path_of[owner], origins=origins)
        bare += [] if figures else [shown]
        for key in total:
            total[key] += _number(figures.get(key))
    return total, bare


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _parts(data: bytes, title: str, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each owner's part of a book, halving the owners: a large book is read whole only twice."""
    for half in (names,) if len(names) == 1 else (names[: len(names) // 2], names[len(names) // 2 :]):
        with collector_paused():
            part = _reduced(data, title, half)
        if len(half) == 1:
            yield half[0], part
        else:
            yield from _parts(part, title, half)


def _reduced(data: bytes, title: str, names: Sequence[str]) -> bytes:
    """The book with only these owners' rows, everything else as it was but for notes of rows that are gone."""
    port = FilePort(XlsxFile.from_bytes(data, title), title)
    book = PlanBook(port)
    kept = kept_rows(book, Owners.of(book), set(names))
    earlier = {key: notes.rows for key in kept if (notes := earlier_notes(book, key))}
    writes = tuple(
        TableWrite(tables()[key].name, rows, 0, (), joining=earlier.get(key, 0))
        for key, rows in kept.items()
        if len(rows) != book.place(key).rows or key in earlier
    )
    port.apply(Writes(writes))
    return port.to_bytes()


def _prepared(port: FilePort, book: PlanBook, options: SplitOptions) -> tuple[bytes, list[Finding]]:
    """The team's book without macros and the sheets that do not travel."""
    data = without_macros(port.to_bytes(), port.title)
    sheets = [] if options.keep_sheets else own_sheets(book, XlsxFile.from_bytes(data, port.title))
    if not sheets:
        return data, []
    finding = Finding("F-706", Severity.NOTE, {"count": len(sheets), "names": sheets[:MAX_NAMED]})
    return without_own_sheets(data, port.title, sheets), [finding]


# ── names of files ────────────────────────────────────────────────────────────────────────────────────


def file_names(stem: str, owners: Sequence[str], lang: str) -> list[str]:
    """A file name for every owner that every system takes; owners whose names fold to one get a number.

    Args:
        stem: name of the team's file without ending; comes first.
        owners: names, ``UNASSIGNED`` for nobody.
        lang: language of the word for nobody.
    """
    taken: set[str] = set()
    names = []
    for owner in owners:
        person = _safe(owner or word("team.unassigned", lang)) or "_"
        base = _safe(f"{stem}-{person}")[-_LONGEST_NAME:]
        name, number = base, 2
        while _folded(name) in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(_folded(name))
        names.append(f"{name}.xlsx")
    return names


def _safe(text: str) -> str:
    """A part of a file name without what Windows refuses or swallows."""
    name = _ILLEGAL.sub("_", text).strip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _free_files(folder: Path, names: Sequence[str], overwrite: bool) -> list[Path]:
    """The paths to write, none of which loses anything."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkbookError("SP-343", folder=str(folder), reason=error.strerror or str(error)) from error
    files = [folder / name for name in names]
    there = [path.name for path in files if path.exists()]
    if there and not overwrite:
        raise WorkbookError("SP-341", folder=str(folder), count=len(there), files=there[:3])
    return files


# ── what the user is told ─────────────────────────────────────────────────────────────────────────────


def _findings(book: PlanBook, owners: Owners, names: Sequence[str]) -> list[Finding]:
    return [*_unassigned(book, owners), *_alike(names), *_elsewhere(owners)]


def _unassigned(book: PlanBook, owners: Owners) -> list[Finding]:
    """Customers without an owner, and rows of customers that are not in the list."""
    findings = []
    bare = [name for name, owner in owners.by_customer.items() if not owner]
    if bare:
        values: dict[str, object] = {"count": len(bare), "names": bare[:5]}
        findings.append(Finding("F-700", Severity.WARNING, values, Place("customers", None, "owner")))
    for table in INPUTS:
        count = _orphans(book, owners, table.key)
        if count:
            details: dict[str, object] = {"count": count, "table": table.label}
            findings.append(Finding("F-701", Severity.WARNING, details, Place(table.key)))
    return findings


def _orphans(book: PlanBook, owners: Owners, table: str) -> int:
    """Rows of nobody's whose customer is not in the list either."""
    whose = row_owners(book, owners, table)
    if whose is None:
        return 0
    names = texts(book, table, "name" if table == "customers" else "customer")
    return sum(
        owner == UNASSIGNED and name not in owners.by_customer
        for owner, name in zip(whose, names, strict=True)
    )


def _alike(names: Sequence[str]) -> list[Finding]:
    """Owners who are most likely one person written in two ways."""
    groups: dict[str, list[str]] = {}
    for name in filter(None, names):
        groups.setdefault("".join(_folded(name).split()), []).append(name)
    return [
        Finding("F-702", Severity.WARNING, {"names": group}, Place("customers", None, "owner"))
        for group in groups.values()
        if len(group) > 1
    ]


def _elsewhere(owners: Owners) -> list[Finding]:
    """Customers whom the map gives to somebody else than the list does."""
    return [
        Finding(
            "F-705", Severity.NOTE, {"customer": name, "owner": listed, "other": mapped}, Place("customers")
        )
        for name, (listed, mapped) in list(owners.elsewhere.items())[:MAX_NAMED]
    ]


def _tie(book: PlanBook, done: dict[str, float]) -> list[Finding]:
    """Whether the books together show what the team's book shows."""
    team = summary.figures(book)
    if not _number(team["target"]):
        return []
    values: dict[str, object] = {"team": _number(team["target"]), "reps": done["target"]}
    off = abs(done["target"] - _number(team["target"])) > _NEGLIGIBLE * abs(_number(team["target"]))
    return [Finding("F-704", Severity.NOTE, values)] if off else []
