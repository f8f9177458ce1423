"""Import: exports of any ERP or CRM go into the input tables, matched by header, content and row.

All files are read before anything is staged: what only the user can know is asked about all of them at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from salesplan_xl.book.importing.fields import customer_field, names_customers
from salesplan_xl.book.importing.imports import ImportResult, read_import
from salesplan_xl.book.importing.kinds import kinds_of
from salesplan_xl.book.importing.opening import Source
from salesplan_xl.book.importing.questions import Answers, AskedFile, OpenQuestions
from salesplan_xl.book.importing.reading import BookFacts
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books import import_batches, import_form, import_log, import_memory
from salesplan_xl.commands.books.import_names import Names, alike, pairs_shown
from salesplan_xl.commands.books.import_rows import ROW_KEYS, merge
from salesplan_xl.commands.engine.same_names import follow_answers, propose, told_apart
from salesplan_xl.commands.engine.standing import standing_rows
from salesplan_xl.errors import PlanInputError, SalesPlanError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import currency_of, scale_of
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.schema.workbook import tables

# Tables whose customers belong on the customer list.
_LISTING = ("orders", "receivables")
_SHOWN = 5

Files = Mapping[str, Path | Sequence[Path]]
Say = Callable[[Sentence], None]


@dataclass(frozen=True, slots=True)
class _Read:
    """One file, for which table it was read, what it brought, and with which answers."""

    table: str
    path: Source
    result: ImportResult
    answers: Answers


def stage_import(
    book: PlanBook, files: Files, answers: Answers | None = None, *, now: dt.datetime | None = None,
    say: Say = lambda _: None,
) -> list[Finding]:  # fmt: skip
    """Read the files and stage the merged tables, with a line in the import log for each.

    Args:
        book: the open book.
        files: table key → its file or files.
        answers: what the user has said about them.
        now: time for the import log; without it nothing is noted there.
        say: told which file is read.

    Returns:
        what came in, what was left out, and all that was taken for granted.

    Raises:
        PlanInputError: SP-212 no file named; SP-215 questions are open; SP-210, SP-213 a file that does not fit.
        WorkbookError: SP-301 … SP-309 a file that cannot be read.
    """
    named: list[tuple[str, Source]] = [
        (key, path) for key in ROW_KEYS if key in files for path in _paths(files[key])
    ]
    if not named:
        raise PlanInputError("SP-212")
    return _stage(book, _read_all(book, named, answers or Answers(), say), now)


def stage_files(
    book: PlanBook, paths: Sequence[Source], answers: Answers | None = None, *, now: dt.datetime | None = None,
    say: Say = lambda _: None,
) -> list[Finding]:  # fmt: skip
    """Import files and folders whose contents tell what they hold; see ``stage_import``.

    Raises:
        PlanInputError: SP-214 a file that fits no table; see ``stage_import`` for the rest.
    """
    files = _every_file(paths)
    if not files:
        raise PlanInputError("SP-212")
    given, facts = answers or Answers(), _facts(book)
    named: list[tuple[str, Source]] = []
    asked: list[AskedFile] = []
    for number, path in enumerate(files, 1):
        say(_step("C-STEP-FILE-KIND", path, number, len(files)))
        kinds, question = kinds_of(path, facts, given)
        stated = import_form.stated_kind(book, path.name) if question else []
        named += [(kind, path) for kind in [*kinds, *stated]]
        asked += [AskedFile(path.name, "", (question,))] if question and not stated else []
    if asked:
        raise OpenQuestions([question.sentence for item in asked for question in item.questions], asked)
    named.sort(key=lambda item: list(ROW_KEYS).index(item[0]))
    return _stage(book, _read_all(book, named, given, say), now)


def _step(code: str, path: Source, number: int, count: int) -> Sentence:
    return Sentence(code, {"file": path.name, "number": number, "count": count})


def _paths(given: Path | Sequence[Path]) -> list[Path]:
    return [given] if isinstance(given, Path) else list(given)


def _every_file(paths: Sequence[Source]) -> list[Source]:
    """The files themselves, and those in folders, by name."""
    picked: list[Source] = []
    for path in paths:
        picked += (
            sorted(file for file in path.iterdir() if _is_table(file))
            if isinstance(path, Path) and path.is_dir()
            else [path]
        )
    return picked


def _is_table(path: Path) -> bool:
    endings = (".csv", ".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".htm", ".html")
    return path.is_file() and path.suffix.lower() in endings and not path.name.startswith(("~$", "."))


def _facts(book: PlanBook) -> BookFacts:
    """The facts of the book that files must fit."""
    return BookFacts(
        scale_of(book.unit), book.lang, book.rules.calendar.this_year, currency_of(book.unit),
        import_memory.rates(book), _revenues(book), book.rules.imports,
    )  # fmt: skip


def _revenues(book: PlanBook) -> dict[str, float]:
    """The money the book has of each customer in a year: as ordered, else as listed."""
    orders = book.frame("orders")
    usable = orders[orders["customer"].notna() & orders["amount"].notna()]
    if not usable.empty:
        sums = net_amounts(usable).groupby(usable["customer"]).sum()
        return {str(name): float(amount) for name, amount in sums.items()}
    listed = book.frame("customers")
    money = listed["this_year"].fillna(listed["last_year"])
    return {str(n): float(a) for n, a in zip(listed["name"], money, strict=True) if n and a == a}  # noqa: PLR0124


def _read_all(book: PlanBook, named: Sequence[tuple[str, Source]], answers: Answers, say: Say) -> list[_Read]:
    """Every file, read; all that stops or is open is told at once.

    Raises:
        OpenQuestions: there is a question, or several files cannot be read.
    """
    facts = _facts(book)
    read: list[_Read] = []
    troubles: list[SalesPlanError] = []
    open_questions: list[Sentence] = []
    asked: list[AskedFile] = []
    for number, (table, path) in enumerate(named, 1):
        say(_step("C-STEP-FILE", path, number, len(named)))
        try:
            result, used = _read_file(book, path, table, facts, answers)
        except SalesPlanError as error:
            troubles.append(error)
            continue
        open_questions += [question.sentence for question in result.questions]
        asked += (
            [AskedFile(path.name, table, tuple(result.questions), result.columns)] if result.questions else []
        )
        read.append(_Read(table, path, result, used))
    if len(troubles) == 1 and not open_questions:
        raise troubles[0]
    if troubles or open_questions:
        refusals = [Sentence("ask.refused", {"why": error.sentence(book.lang)}) for error in troubles]
        raise OpenQuestions([*open_questions, *refusals], asked)
    return read


def _read_file(
    book: PlanBook, path: Source, table: str, facts: BookFacts, answers: Answers
) -> tuple[ImportResult, Answers]:
    """One file, with what was answered for its kind before."""
    answers = import_memory.together(import_form.form_answers(book, path.name, table), answers)
    result = read_import(path, tables()[table], facts, answers)
    used = import_memory.together(import_memory.remembered(book, result.signature, table), answers)
    if used == answers:
        return result, answers
    return read_import(path, tables()[table], facts, used), used


def _stage(book: PlanBook, read: Sequence[_Read], now: dt.datetime | None) -> list[Finding]:
    """Stage what was read, table by table, then the customers it names."""
    followed = follow_answers(book)
    customers = standing_rows(book, "customers")
    names = Names.of(customers, import_memory.merged_names(book))
    listed = set(customers["name"].dropna())
    findings = followed
    brought: list[pd.DataFrame] = []
    for item in read:
        import_memory.keep(book, item.result.signature, item.table, item.path.name, item.answers)
        import_memory.keep_rates(book, item.answers.rates)
        findings += _stage_file(book, item, names, brought, now)
    import_form.clear_form(book, [item.path.name for item in read])
    return [*findings, *_rename_findings(names), *_stage_customers(book, brought, listed)]


def _stage_file(
    book: PlanBook, item: _Read, names: Names, brought: list[pd.DataFrame], now: dt.datetime | None
) -> list[Finding]:
    """Stage one file; ``brought`` takes the customers it names."""
    frame, helpers = item.result.frame, item.result.helpers
    who = customer_field(item.table)
    before = set(names.spelling.values())
    codes = frame["code"] if item.table == "customers" else helpers.get("code")
    if names_customers(item.table):
        frame[who] = names.column(frame[who], codes)
    differing: list[Finding] = []
    if item.table == "customers":
        differing = _differing(item, frame)
        frame = _one_row_each(frame)
    elif item.table == "opportunities":
        differing = _repeated_projects(item, frame)
    standing = standing_rows(book, item.table)
    replaced = import_batches.replaced_rows(book, item.table, item.path.name, standing, frame)
    merged = merge(standing.drop(index=standing.index[list(replaced.rows)]), frame, item.table)
    book.put(item.table, merged.frame, ordered=True)
    book.show(item.table)
    if item.table in _LISTING:
        brought.append(pd.DataFrame({"name": frame["customer"], **{key: helpers[key] for key in helpers}}))
    removed = merged.removed + len(replaced.rows)
    if now is not None and merged.added + merged.updated + removed:
        batch = import_log.stage_line(
            book, item.table, item.path.name, frame, added=merged.added, updated=merged.updated,
            unit=item.answers.unit, now=now,
        )  # fmt: skip
        import_batches.kept(book, batch, item.table, merged.brought)
    doubt = [_doubled(item)] if replaced.doubtful else []
    outcome = _outcome(book, item, frame, before, merged.added, merged.updated, removed)
    return [*item.result.findings, *differing, *doubt, *outcome]


def _doubled(item: _Read) -> Finding:
    """The same file name with other rows: both stand."""
    return Finding("F-595", Severity.WARNING, {"file": item.path.name}, Place(item.table))


def _differing(item: _Read, frame: pd.DataFrame) -> list[Finding]:
    """Customers with several rows that do not say the same: what the later ones say otherwise does not come in."""
    twice = frame[frame["name"].notna() & frame["name"].duplicated(keep=False)]
    counts = twice.groupby("name", sort=False).nunique()
    names = counts.index[(counts > 1).any(axis=1)].tolist()
    if not names:
        return []
    values: dict[str, object] = {"file": item.path.name, "count": len(names), "names": names[:_SHOWN]}
    return [Finding("F-596", Severity.WARNING, values, Place(item.table))]


def _repeated_projects(item: _Read, frame: pd.DataFrame) -> list[Finding]:
    """Projects that stand in the file several times, as in a history of stages: all came in, and it is said."""
    named = frame[frame["customer"].notna() & frame["project"].notna()]
    twice = named[named.duplicated(["customer", "project"], keep=False)]
    if twice.empty:
        return []
    names = list(dict.fromkeys(twice["project"]))
    values: dict[str, object] = {"file": item.path.name, "count": len(names), "names": names[:_SHOWN]}
    return [Finding("F-598", Severity.WARNING, values, Place(item.table))]


def _one_row_each(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a customer: what its first row leaves blank comes from the later ones."""
    if not frame["name"].duplicated().any():
        return frame
    first = frame.groupby("name", sort=False, dropna=False).first().reset_index()
    return first.reindex(columns=frame.columns).astype(frame.dtypes.to_dict())


def _outcome(
    book: PlanBook, item: _Read, frame: pd.DataFrame, before: set[str], added: int, updated: int, removed: int
) -> list[Finding]:
    """The line that says what came in: rows, sum, days, customers."""
    customers = (
        list(dict.fromkeys(frame[customer_field(item.table)].dropna())) if names_customers(item.table) else []
    )
    summary = import_log.summary(item.table, frame)
    values: dict[str, object] = {
        "table": tables()[item.table].label.of(book.lang), "file": item.path.name, "rows": len(frame),
        "added": added, "updated": updated, "removed": removed, "same": len(frame) - added - updated,
        "customers": len(customers), "new": sum(name not in before for name in customers), "what": summary,
    }  # fmt: skip
    return [Finding("F-590", Severity.NOTE, values)]


def _rename_findings(names: Names) -> list[Finding]:
    """Names that a customer code turned into the book's."""
    if not names.renamed:
        return []
    shown = [f"{alias} → {name}" for alias, name in list(names.renamed.items())[:_SHOWN]]
    return [
        Finding("F-593", Severity.NOTE, {"count": len(names.renamed), "names": shown}, Place("customers"))
    ]


def _stage_customers(book: PlanBook, brought: Sequence[pd.DataFrame], listed: set[str]) -> list[Finding]:
    """Customers that files name and the list lacks are added to it; codes and owners fill blanks."""
    present = standing_rows(book, "customers")
    every = pd.concat(brought, ignore_index=True) if brought else pd.DataFrame({"name": []})
    named = [name for name in dict.fromkeys(every["name"].dropna()) if name]
    there = {*present["name"].dropna(), *book.customer_aliases}
    missing = [name for name in named if name not in there]
    details = _details(every)
    fresh = pd.DataFrame({"name": pd.Series(missing, dtype=object)}).reindex(columns=present.columns)
    together = pd.concat([present, fresh.astype(present.dtypes)], ignore_index=True)
    filled = _fill_blanks(together, details)
    if missing or filled:
        book.put("customers", together, ordered=True)
    findings = []
    if missing:
        values: dict[str, object] = {"count": len(missing), "names": missing[:_SHOWN]}
        findings.append(Finding("F-591", Severity.NOTE, values, Place("customers")))
    return [*findings, *_proposals(book, together, listed)]


def _details(every: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Code and owner of each customer as files name them; where they name several, the last."""
    picked: dict[str, dict[str, str]] = {}
    for key in (key for key in ("code", "owner") if key in every):
        for name, value in zip(every["name"].tolist(), every[key].tolist(), strict=True):
            if name and value and value == value:  # noqa: PLR0124 - NaN is not itself
                picked.setdefault(name, {})[key] = value
    return picked


def _fill_blanks(customers: pd.DataFrame, details: Mapping[str, Mapping[str, str]]) -> int:
    """Fill blank codes and owners; how many cells were filled."""
    count = 0
    for key in ("code", "owner"):
        wanted = customers["name"].map({name: values.get(key) for name, values in details.items()})
        blank = customers[key].isna() & wanted.notna()
        customers[key] = customers[key].astype(object).where(~blank, wanted)
        count += int(blank.sum())
    return count


def _proposals(book: PlanBook, customers: pd.DataFrame, listed: set[str]) -> list[Finding]:
    """Pairs of names that may be one customer; nothing is merged unasked."""
    every = [name for name in customers["name"].tolist() if name]
    settled = listed | told_apart(book)
    fresh = [name for name in every if name not in settled]
    pairs = alike(fresh, every, book.rules.imports.alike_names) if fresh else []
    if not pairs:
        return []
    propose(book, pairs)
    values: dict[str, object] = {"count": len(pairs), "names": pairs_shown(pairs, _SHOWN)}
    return [Finding("F-592", Severity.WARNING, values, Place("customers"))]
