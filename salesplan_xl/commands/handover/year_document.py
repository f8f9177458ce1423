"""The year-end report as a Word file: what the boss reads first, then dashboard, battles, goals, customer map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.export.word_report import Block, Cards, Page, PageBreak, Paragraph, word_report
from salesplan_xl.book.xlsx.saving import save_bytes
from salesplan_xl.catalogue import word
from salesplan_xl.commands.handover import year_document_pages as pages
from salesplan_xl.commands.handover.report_voice import Voice
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.year_report_tables import ReportTables
from salesplan_xl.planning.reporting.year_report.results import workdays_gone

# Requests on the first page.
_REQUESTS = 3


@dataclass(frozen=True)
class Asked:
    """The file that is wanted.

    Args:
        path: where it is put.
        final: leave out what is not written yet, instead of asking for it.
        template: a company's document whose page, styles, header and footer are taken.
    """

    path: Path
    final: bool = False
    template: Path | None = None


def write_year_document(plan: Plan, asked: Asked) -> None:
    """Write the report of a plan as a Word file; the same plan gives the same bytes, a former file is kept beside.

    Raises:
        WorkbookError: SP-309, SP-358 the template; SP-305 … SP-309 the file cannot be written.
    """
    book, year = plan.book, str(plan.year_report.revenue.period.year)
    header = word("year.doc_header", book.lang, year=year, unit=book.unit)
    if book.settings["salesperson"]:
        header = f"{book.settings['salesperson']} · {header}"
    page = Page(word("year.doc_title", book.lang, year=year), header, book.lang)
    save_bytes(
        word_report(page, list(_blocks(plan, Voice(book.lang, asked.final))), asked.template), asked.path
    )


def _blocks(plan: Plan, voice: Voice) -> Iterator[Block]:
    tables = ReportTables(plan.year_report)
    yield from _first_page(plan, tables, voice)
    for part in (pages.dashboard, pages.battles, pages.next_year, pages.customer_map, pages.cells):
        yield PageBreak()
        yield from part(plan, tables, voice)


def _first_page(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """Three sentences, four figures, who answers for key accounts, what is asked for."""
    words = tables.head
    for row in ("result", "bought", "next"):
        yield Paragraph(voice.said(words[row]), "lead")
    yield Cards(_cards(plan, tables, voice))
    accounts = tables.lists["accountable"]
    if accounts:
        yield voice.heading("accountable", 2)
        head = (voice.word("customer"), voice.word("answer"))
        yield voice.table(head, [(row["customer"], row["answer"]) for row in accounts], (0.4, 0.6))  # type: ignore[misc]
    yield from _requests(plan, voice)


def _cards(plan: Plan, tables: ReportTables, voice: Voice) -> tuple[tuple[str, str, str], ...]:
    figures, line = tables.figures, plan.year_report.results.line
    gone, target, last = workdays_gone(plan.rules.calendar), figures["target"], figures["revenue_last"]
    aim = "" if target is None else voice.word("target_is", target=target)
    cards = (
        ("completion", "completion", voice.word("gone", gone=gone) if gone < 1 else aim),
        ("growth", "growth", "" if last is None else voice.word("last_is", last=last)),
        (
            "collected",
            "collection_rate",
            voice.points(figures["collection_rate"], figures["collection_rate_last"]),
        ),
        ("margin", "margin_rate", voice.points(figures["margin_rate"], line("margin_rate").last)),
    )
    return tuple((voice.word(label), voice.share(figures[key]), note) for label, key, note in cards)


def _requests(plan: Plan, voice: Voice) -> Iterator[Block]:
    requests = plan.year_report.requests
    if not requests and voice.final:
        return
    yield voice.heading("requests", 2)
    if not requests:
        yield Paragraph(voice.asked("request"))
    for item in requests[:_REQUESTS]:
        yield voice.named(item.request.item, voice.said(item.say), "bullet")
