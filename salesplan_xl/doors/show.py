"""The lines of a result for a reader: at the console, in a message box, in Lite's pane."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render, word
from salesplan_xl.catalogue.render import sentences
from salesplan_xl.commands import registry
from salesplan_xl.commands.engine.changes import changed_cells
from salesplan_xl.commands.engine.result import Change, CommandResult, command_name
from salesplan_xl.doors.folding import Kind, kinds
from salesplan_xl.findings import Finding, Severity

SUMMARY = ("C-TITLE", "C-TIERS", "C-CONCENTRATION", "C-TARGET", "C-QUARTERS", "C-TIME", "C-KPI")
MAX_FINDINGS = 10
# An import tells first what came in, then what was left out and why.
IMPORT_FIRST = ("F-590", "F-512", "F-505", "F-518")
MAX_IMPORT = 40
# A message box or a narrow pane holds fewer.
MESSAGE_FINDINGS = 5
MAX_CHANGES = 30
# Cells that a line of several findings names.
MAX_PLACES = 3


def done_line(result: CommandResult, lang: str) -> str:
    """The line that says what happened."""
    if result.sentence:
        return render(result.sentence, lang)
    if result.blocked:
        return word("C-NOT-DONE", lang, command=command_name(result.command))
    count = changed_cells(result.writes)
    return word("C-DONE", lang, command=command_name(result.command), count=count)


def blocked_text(result: CommandResult, lang: str) -> str:
    """The message inside Excel that nothing was written, with the first findings."""
    count = sum(finding.severity is Severity.ERROR for finding in result.findings)
    lines = finding_lines(result.findings, lang, MESSAGE_FINDINGS)
    return "\n".join([word("C-BLOCKED", lang, count=count), *lines])


def summary_lines(result: CommandResult, lang: str) -> list[str]:
    """The lines that lead, then the plan in seven lines or what its own command has to say; those only with figures."""
    lead = [render(sentence, lang) for sentence in result.lead]
    verb = registry.find(result.command)
    codes = (verb.lines if verb else ()) or (SUMMARY if "customers" in result.figures else ())
    figures = result.figures | result.step_figures
    label = [render(result.year_words, lang)] if codes and result.year_words else []
    return [*lead, *label, *(word(code, lang, **figures) for code in codes)]


def finding_lines(findings: Sequence[Finding], lang: str, limit: int = MAX_FINDINGS) -> Iterator[str]:
    """The counts by severity and the weightiest kinds, one line each."""
    if not findings:
        return
    yield _count_line(findings, lang)
    folded = kinds(findings)
    for kind in folded[:limit]:
        yield "  " + kind_line(kind, lang)
    if rest := folded[limit:]:
        yield "  " + word("C-MORE-KINDS", lang, kinds=len(rest), count=sum(kind.count for kind in rest))


def _count_line(findings: Sequence[Finding], lang: str) -> str:
    counts = {level: sum(f.severity is level for f in findings) for level in Severity}
    return word(
        "C-FINDINGS", lang,
        errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.NOTE],
    )  # fmt: skip


def import_lines(findings: Sequence[Finding], lang: str) -> Iterator[str]:
    """The rows that came in, those left out, then the rest: nothing that a file said goes untold."""
    heads = [finding for code in IMPORT_FIRST for finding in findings if finding.code == code]
    for finding in heads:
        yield finding_sentence(finding, lang)
    rest = [finding for finding in findings if finding not in heads]
    if rest:
        yield _count_line(rest, lang)
    yield from ("  " + finding_line(finding, lang) for finding in rest[:MAX_IMPORT])
    if len(rest) > MAX_IMPORT:
        yield "  " + word("C-MORE", lang, count=len(rest) - MAX_IMPORT)


def batch_lines(result: CommandResult, lang: str) -> Iterator[str]:
    """The imports of a book, one line each."""
    listed = result.details.get("batches")
    if not isinstance(listed, list):
        return
    for batch in listed:
        yield word("C-BATCH", lang, **batch)
    if not listed:
        yield word("C-NO-BATCH", lang)


def kind_line(kind: Kind, lang: str) -> str:
    """All findings of a kind in one line: how many, of what, where the heaviest are."""
    finding = kind.heaviest
    if kind.count == 1:
        return finding_line(finding, lang)
    sentence, remedy = _kind_sentence(kind, lang), finding_remedy(finding, lang)
    if finding.place.cell:
        sentence += word("C-PLACES", lang, sheet=finding.place.sheet, cells=_cells(kind))
    return word(
        "C-FINDING", lang, severity=finding.severity.value, code=finding.code, where="",
        sentence=_ended(sentence, lang), remedy=remedy,
    )  # fmt: skip


def _kind_sentence(kind: Kind, lang: str) -> str:
    """The fault they share; where no text says it, that of the heaviest."""
    finding, code = kind.heaviest, f"many.{kind.heaviest.code}"
    if code in sentences():
        return word(code, lang, **finding.values | {"count": kind.count})
    sentence = finding_sentence(finding, lang).removesuffix(word("C-STOP", lang))
    return word("C-ALIKE", lang, sentence=sentence, count=kind.count)


def _cells(kind: Kind) -> tuple[str, ...]:
    cells = [item.place.cell for item in kind.findings if item.place.cell]
    return (*cells[:MAX_PLACES], "…") if kind.count > MAX_PLACES else tuple(cells)


def finding_line(finding: Finding, lang: str) -> str:
    """One finding in one line."""
    place = finding.place
    where = f"{place.sheet}!{place.cell} " if place.cell else ""
    return word(
        "C-FINDING", lang, severity=finding.severity.value, code=finding.code, where=where,
        sentence=_ended(finding_sentence(finding, lang), lang), remedy=finding_remedy(finding, lang),
    )  # fmt: skip


def _ended(sentence: str, lang: str) -> str:
    """A sentence that another one may follow."""
    stop = word("C-STOP", lang)
    return sentence if sentence.endswith((stop, "!", "?", "！", "？")) else sentence + stop


def change_lines(changes: Sequence[Change], total: int, lang: str) -> Iterator[str]:
    """The first cells that would change."""
    for change in changes[:MAX_CHANGES]:
        yield "  " + word(
            "C-CHANGE",
            lang,
            sheet=change.sheet,
            cell=change.cell,
            old=_shown(change.old),
            new=_shown(change.new),
        )
    if total > MAX_CHANGES:
        yield "  " + word("C-MORE", lang, count=total - MAX_CHANGES)


def _shown(value: object) -> object:
    if value is None or value == "":
        return "∅"
    return value.isoformat()[:10] if isinstance(value, dt.date) else value
