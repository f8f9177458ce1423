"""Letters for the deployment list: thanks with what we achieved, drafts of framework agreements; nothing is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

import pandas as pd

from salesplan_xl.book.export.docx import filled_template, letter
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.script_texts import FIELDS, ScriptTexts, money_words
from salesplan_xl.commands.team.split import file_names
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.year_end.letters import LetterFacts, letter_facts, progress_lines
from salesplan_xl.planning.year_end.lists import OPEN, VIP
from salesplan_xl.planning.year_end.scripts import filled_text

THANKS, FRAMEWORK = "thanks", "framework"
OWN_FIELDS = ("first_year", "orders", "money", "lines", "plan_year", "next_amount", "today", "progress_intro")


@dataclass(frozen=True)
class Asked:
    """The letters that are wanted.

    Args:
        kind: ``thanks`` or ``framework``.
        customers: for whom; none: the deployment list (framework agreements: its VIPs).
        template: a Word file of the user's.
        folder: where they are put.
    """

    kind: str
    customers: Sequence[str]
    template: Path | None
    folder: Path


def write_letters(book: PlanBook, asked: Asked, today: dt.date) -> CommandResult:
    """Write one Word file a customer; files that are there already stay.

    Raises:
        PlanInputError: SP-258 a customer is not in the book or never ordered.
        WorkbookError: SP-309, SP-358 the template.
    """
    letters = _Letters(Plan(book), asked, today)
    names = letters.names
    stem = word(f"letter.{asked.kind}.name", book.lang)
    files = [PurePath(name).with_suffix(".docx").name for name in file_names(stem, names, book.lang)]
    made = []
    if names:
        asked.folder.mkdir(parents=True, exist_ok=True)
    for name, file in zip(names, files, strict=True):
        path = _free(asked.folder / file)
        path.write_bytes(letters.content(name))
        made.append(str(path))
    sentence = Sentence(
        "letter.made" if made else "letter.none", {"count": len(made), "folder": asked.folder}
    )
    return CommandResult("letters", sentence=sentence, details={"files": made})


def _free(path: Path) -> Path:
    """A name that overwrites nothing."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


@dataclass
class _Letters:
    plan: Plan
    asked: Asked
    today: dt.date

    @cached_property
    def texts(self) -> ScriptTexts:
        return ScriptTexts(self.plan.year_end)

    @cached_property
    def facts(self) -> dict[str, LetterFacts]:
        days = self.plan.order_days
        rows = self.plan.reorders
        return letter_facts(days, rows[rows["line"].notna()], self.plan.rules) if days else {}

    @cached_property
    def names(self) -> list[str]:
        """The customers who get a letter."""
        if self.asked.customers:
            strange = [name for name in self.asked.customers if name not in self.facts]
            if strange:
                raise PlanInputError("SP-258", customer=strange[0])
            return list(self.asked.customers)
        deploy = self.plan.year_end.deploy
        rows = deploy[(deploy["standing"] == OPEN) & deploy["customer"].isin(list(self.facts))]
        if self.asked.kind == FRAMEWORK:
            rows = rows[rows["group"] == VIP]
        return [str(name) for name in rows["customer"]]

    def content(self, name: str) -> bytes:
        """The Word file of a customer, in its language."""
        lang = self.texts.language_of(name)
        fields, progress = self._fields(name, lang), self._progress(name, lang)
        if self.asked.template:
            mark = "{" + word("letter.field.progress", lang) + "}"
            return filled_template(
                self.asked.template, lambda text: filled_text(text, fields), {mark: progress}
            )
        title = word(f"letter.{self.asked.kind}.title", lang, year=str(self.plan.rules.calendar.plan_year))
        return letter(title, self._paragraphs(lang, fields, progress), self._table(name, lang), lang)

    def _paragraphs(self, lang: str, fields: dict[str, str | None], progress: list[str]) -> list[str]:
        mark = "{" + word("letter.field.progress", lang) + "}"
        paragraphs: list[str] = []
        for line in word(f"letter.{self.asked.kind}.body", lang).split("\n"):
            paragraphs += (
                progress if line == mark else [line if line == "{table}" else filled_text(line, fields)]
            )
        return [text for text in paragraphs if text]

    def _fields(self, name: str, lang: str) -> dict[str, str | None]:
        """Fields of the scripts and of the letters, by their names in a language."""
        scripted = self.texts.fields(name, lang)
        own = self._own_fields(name, lang)
        scripted["contact"] = scripted["contact"] or name  # a letter has a salutation
        named = {word(f"script.field.{key}", lang): scripted[key] for key in FIELDS}
        return named | {word(f"letter.field.{key}", lang): own[key] for key in OWN_FIELDS}

    def _own_fields(self, name: str, lang: str) -> dict[str, str | None]:
        facts, calendar = self.facts[name], self.plan.rules.calendar
        totals = self.plan.reorder_totals.set_index("customer")["expected_amount"]
        intro = word("letter.progress_intro", lang) if self._progress(name, lang) else None
        return {
            "first_year": str(facts.first.year), "orders": str(facts.orders) if facts.orders else None,
            "money": self._money(facts.money, lang) if facts.money > 0 else None,
            "lines": render(facts.lines, lang) or None, "plan_year": str(calendar.plan_year),
            "next_amount": self._money(float(totals.get(name, 0.0)), lang), "today": self.today.isoformat(),
            "progress_intro": intro,
        }  # fmt: skip

    def _money(self, amount: float, lang: str) -> str:
        return money_words(amount, self.plan.book.unit, lang)

    def _progress(self, name: str, lang: str) -> list[str]:
        rows = progress_lines(self.plan.book.frame("progress"), self.facts[name].first)
        return [
            word("letter.progress" if figure else "letter.progress_plain", lang, what=what, figure=figure)
            for what, figure in rows
        ]

    def _table(self, name: str, lang: str) -> list[list[str]]:
        """The customer's lines with what they are expected to be next year; the price is left to be agreed."""
        columns = ("line", "product", "quantity", "amount", "price")
        rows = self.plan.reorders
        lines = rows[(rows["customer"] == name) & rows["line"].notna() & (rows["expected_amount"] > 0)]
        head = [word(f"letter.column.{key}", lang) for key in columns]
        return [head, *([*self._line(row, lang), ""] for row in lines.to_dict("records"))]

    def _line(self, row: dict[Any, Any], lang: str) -> list[str]:
        quantity = row["expected_quantity"]
        shown = "" if pd.isna(quantity) else f"{quantity:,.0f} {row['unit'] or ''}".strip()
        return [row["line"], row["product"] or "", shown, self._money(row["expected_amount"], lang)]
