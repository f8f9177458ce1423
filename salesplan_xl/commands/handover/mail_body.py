"""The mail to the boss: five key figures in five lines, as plain text and as simple HTML."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

from salesplan_xl.book.export.eml import Attachment, Mail, Recipient
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine import lead, summary
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.money import BOOK_UNITS, Unit

_FONT = "font-family:'Microsoft YaHei',Arial,sans-serif;font-size:14px"
_CELL = "padding:4px 12px 4px 0;vertical-align:top"
Lines = Sequence[tuple[str, str]]
# Greeting, opening, what is attached, signature.
Parts = tuple[str, str, str, str]


def mail_body(
    book: PlanBook,
    stem: str,
    people: tuple[tuple[Recipient, ...], tuple[Recipient, ...]],
    subject: str,
    attachments: tuple[Attachment, ...],
    *,
    name: str = "",
    inside: bool,
) -> Mail:
    """The mail, in the book's language.

    Args:
        book: whose figures are told.
        stem: the book's name without its ending.
        people: to and cc.
        subject: as the user wants it; blank for the plan's year and month.
        attachments: the files.
        name: whom it greets; by default the recipients it is for, where all have a name.
        inside: whether the readers may know the plan's figures; others only learn what is attached.
    """
    plan = Plan(book)
    lang, values = book.lang, figures(plan)
    lines = _lines(plan, values, lang) if inside else []
    which = "" if inside else "-PLAIN"
    opening = word(f"C-MAIL-OPENING{which}", lang, **values)
    if inside and plan.year_words:
        opening = f"{opening}\n{render(plan.year_words, lang)}"
    files = word("C-MAIL-ATTACHED", lang, files=tuple(attachment.name for attachment in attachments))
    parts = (_greeting(name, people[0], lang), opening, files, _signature(book))
    return Mail(
        *people,
        subject or word(f"C-MAIL-SUBJECT{which}", lang, stem=stem, **values),
        _plain(parts, lines, lang),
        _html(parts, lines, lang),
        attachments,
    )


def _greeting(name: str, to: Sequence[Recipient], lang: str) -> str:
    """The greeting, by name where all it is for are known by theirs."""
    names = (name,) if name else tuple(person.name for person in to)
    return (
        word("C-MAIL-GREETING-NAME", lang, names=names)
        if names and all(names)
        else word("C-MAIL-GREETING", lang)
    )


def _signature(book: PlanBook) -> str:
    """The salesperson's name at the end; nothing where the book does not know it."""
    name = str(book.settings["salesperson"] or "").strip()
    return word("C-MAIL-SIGNED", book.lang, name=name) if name else ""


def _lines(plan: Plan, values: Mapping[str, object], lang: str) -> list[tuple[str, str]]:
    """The lines of the mail: five figures; once the year has begun, before them what leads the report as well."""
    leading = [] if values["ytd_actual"] is None else lead.lines(plan, summary.figures(plan))
    return [
        *((word("C-MAIL-YEAR", lang), render(sentence, lang)) for sentence in leading),
        *((word(f"C-MAIL-{key}", lang), render(said, lang)) for key, said in figure_sentences(values)),
    ]


def figures(plan: Plan) -> dict[str, object]:
    """The figures the mail names; ``None`` where the book has no figure yet."""
    evaluation = plan.book.evaluation()
    more = {
        "completion": evaluation.grid_cell("kpi_board", "completion", "year"),
        # The cell of the commitments shows the derived target where the company has none of its own.
        "company": plan.book.settings["company_target"],
    }
    return {
        name: value if _is_stated(value) else None for name, value in (summary.figures(plan) | more).items()
    }


def _is_stated(value: object) -> bool:
    return value != "" and not (isinstance(value, float) and math.isnan(value))


def figure_sentences(values: Mapping[str, object]) -> list[tuple[str, Sentence]]:
    """The five figures: which, and what is to be said of it."""
    unit = BOOK_UNITS[str(values["unit"])]
    planned = _is_money(values["target"], unit)
    codes = {
        "TARGET": "TARGET-COMPANY" if _is_money(values["company"], unit) else "TARGET-IS",
        "GUARANTEED": "GUARANTEED-UNSURE" if values["guaranteed_sureness"] is None else "GUARANTEED-IS",
        "COMPLETION": "BLANK" if values["completion"] is None else "COMPLETION-IS",
        "WORK": "BLANK" if values["coverage"] is None and values["on_time_rate"] is None else "WORK-IS",
        "GAP": "GAP-IS" if _is_money(values["unsupported"], unit) else "GAP-NONE",
    }
    need_a_plan = {"TARGET", "GUARANTEED", "GAP"}
    return [
        (key, Sentence(f"C-MAIL-{'BLANK' if key in need_a_plan and not planned else code}", dict(values)))
        for key, code in codes.items()
    ]


def _is_money(value: object, unit: Unit) -> bool:
    """Whether a cell holds an amount worth a cent."""
    return isinstance(value, (int, float)) and value > unit.tolerance


def _plain(parts: Parts, lines: Lines, lang: str) -> str:
    greeting, opening, files, signature = parts
    numbered = [
        word("C-MAIL-LINE", lang, number=number, label=label, figure=figure)
        for number, (label, figure) in enumerate(lines, 1)
    ]
    blocks = (greeting, opening, "\n".join(numbered), files, signature)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _html(parts: Parts, lines: Lines, lang: str) -> str:
    greeting, opening, files, signature = map(_paragraph, parts)
    rows = [
        f'<tr><td style="{_CELL}"><b>{html.escape(label)}</b></td><td style="{_CELL}">{html.escape(figure)}</td></tr>'
        for label, figure in lines
    ]
    table = ["<table>", *rows, "</table>"] if rows else []
    tag = "zh-CN" if lang == "zh" else lang
    whole = [greeting, opening, *table, files, *([signature] if signature else [])]
    return "\n".join(
        [
            f'<html lang="{tag}"><head><meta charset="utf-8"></head><body style="{_FONT}">',
            *whole,
            "</body></html>",
        ]
    )


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text).replace(chr(10), '<br>')}</p>" if text else ""
