"""The scripts of one book, and the text that each customer on the lists gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.plan.year_end import YearEnd
from salesplan_xl.findings import Sentence
from salesplan_xl.money import BOOK_UNITS, currency_of
from salesplan_xl.planning.year_end.lists import OPEN
from salesplan_xl.planning.year_end.outreach import ScriptCounts, script_counts
from salesplan_xl.planning.year_end.scripts import contact_names, filled_text
from salesplan_xl.schema import choices
from salesplan_xl.schema.choices import unit_label

FIELDS = ("customer", "contact", "product", "last_date", "last_amount", "quantity", "expected", "salesperson")
_FIELD_CODES = {key: f"script.field.{key}" for key in FIELDS}


@dataclass
class ScriptTexts:
    """Built-in and own scripts with their counts, and filled texts."""

    end: YearEnd

    @cached_property
    def counts(self) -> dict[str, ScriptCounts]:
        """Counts by title, of all seasons."""
        return script_counts(self.end.outreach, self.end.plan.rules)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Table ``scripts``: built-in ones in every language that is needed, the user's own below."""
        rows = [self._built_in(choice.key, lang) for lang in self._languages for choice in choices.SITUATIONS]
        built_in = self.end.plan.reapplied("scripts", pd.DataFrame(rows, dtype=object))
        own = self.end.own_scripts
        mine = own[["situation", "title", "text"]].assign(
            script=own["title"], language=own["language"].fillna(self.end.plan.book.lang)
        )
        counted = [self._counted(str(title)) for title in mine["title"]]
        numbers = pd.DataFrame(
            counted, index=mine.index, columns=["contacted", "answered", "ordered", "rate", "reason"]
        )
        own_rows = mine.join(numbers)
        return pd.concat([built_in, own_rows], ignore_index=True)[list(built_in.columns)]

    def _built_in(self, situation: str, lang: str) -> dict[str, object]:
        title = next(choice.label.of(lang) for choice in choices.SITUATIONS if choice.key == situation)
        numbers = dict(
            zip(("contacted", "answered", "ordered", "rate", "reason"), self._counted(title), strict=True)
        )
        text = word(f"script.{situation}.text", lang)
        return {
            "script": situation,
            "situation": situation,
            "language": lang,
            "title": title,
            "text": text,
            **numbers,
        }

    def _counted(self, title: str) -> tuple[int, int, int, float, Sentence]:
        count = self.counts.get(title)
        if count is None:
            return 0, 0, 0, np.nan, Sentence("script.unused")
        hopeless = count.contacted >= self.end.plan.rules.season.hopeless_contacts and not count.ordered
        values: dict[str, object] = {"contacted": count.contacted, "ordered": count.ordered}
        words = Sentence("script.hopeless" if hopeless else "script.used", values)
        return count.contacted, count.answered, count.ordered, count.rate, words

    @cached_property
    def _languages(self) -> list[str]:
        """The book's language first, then those of customers."""
        named = self._customer_languages.values()
        return list(dict.fromkeys([self.end.plan.book.lang, *named]))

    @cached_property
    def _customer_languages(self) -> dict[str, str]:
        rows = self.end.plan.inputs["customers"]
        rows = rows[rows["language"].notna() & rows["name"].notna()]
        return dict(zip(rows["name"], rows["language"], strict=True))

    @cached_property
    def messages(self) -> pd.DataFrame:
        """Table ``messages``: one text a customer on each list."""
        rows = pd.concat([self.end.sprint, self.end.deploy], ignore_index=True)
        rows = rows[rows["standing"] == OPEN]
        chosen = self.end.both.set_index(["list", "customer"])["script"].to_dict()
        made = [
            self._message(row, chosen.get((row["list"], row["customer"]))) for row in rows.to_dict("records")
        ]
        return pd.DataFrame(made, columns=["list", "customer", "contact", "script", "text"], dtype=object)

    def _message(self, row: Mapping[Any, Any], title: object) -> dict[str, object]:
        lang = self.language_of(row["customer"])
        text = self._text(str(title or ""), lang)
        fields = self.fields(row["customer"], lang)
        named = {word(code, lang): fields[key] for key, code in _FIELD_CODES.items()}
        return {
            "list": row["list"], "customer": row["customer"], "contact": fields["contact"], "script": title,
            "text": filled_text(text, named) if text else None,
        }  # fmt: skip

    def language_of(self, customer: str) -> str:
        """The language a customer is written to in."""
        return str(self._customer_languages.get(customer, self.end.plan.book.lang))

    def _text(self, title: str, lang: str) -> str | None:
        """The text of a title; in another language that of its situation."""
        rows = self.table
        here = rows[rows["title"] == title]
        if here.empty:
            return None
        same = rows[(rows["situation"] == here["situation"].iloc[0]) & (rows["language"] == lang)]
        fitting = here[here["language"] == lang]
        # The user's own stand below the built-in ones and win.
        best = fitting if len(fitting) else same.iloc[-1:] if len(same) else here
        return str(best["text"].iloc[-1] or "")

    def fields(self, customer: str, lang: str) -> dict[str, str | None]:
        """The facts that the braces of a script stand for at a customer; ``None`` where it is not known."""
        row = self._reorder_rows.get(customer, {})
        last = self._last_orders.get(customer)
        settings = self.end.plan.book.settings
        facts: dict[str, object] = {
            "customer": customer, "contact": self._contacts.get(customer), "product": self._products.get(customer),
            "last_date": row.get("last_order"), "expected": self._next_day(row), "last_amount": last,
            "quantity": self._quantities.get(customer), "salesperson": settings["salesperson"],
        }  # fmt: skip
        return {key: _shown(value, key, lang, self.end.plan.book.unit) for key, value in facts.items()}

    def _next_day(self, row: Mapping[Any, Any]) -> object:
        """The day of the next order; where the expected one has passed, the likely one."""
        expected = row.get("expected_date")
        today = pd.Timestamp(self.end.season.as_of)
        return row.get("likely_date") if expected is not None and expected < today else expected

    @cached_property
    def _reorder_rows(self) -> dict[str, dict[Any, Any]]:
        return {str(row["customer"]): row for row in self.end.plan.reorder_totals.to_dict("records")}

    @cached_property
    def _main_lines(self) -> dict[str, dict[Any, Any]]:
        """The line of each customer with most money in the last twelve months."""
        rows = self.end.plan.reorders
        lines = rows[rows["line"].notna()].sort_values("last12", ascending=False, kind="stable")
        return {str(row["customer"]): row for row in lines.drop_duplicates("customer").to_dict("records")}

    @cached_property
    def _products(self) -> dict[str, str]:
        return {name: str(row["product"] or row["line"]) for name, row in self._main_lines.items()}

    @cached_property
    def _quantities(self) -> dict[str, str]:
        """Next year's quantity of the main line, with its unit."""
        amounts = {name: (row["expected_quantity"], row["unit"]) for name, row in self._main_lines.items()}
        return {
            name: f"{number:,.0f} {unit}".strip() if unit else f"{number:,.0f}"
            for name, (number, unit) in amounts.items()
            if number == number and number >= 1  # noqa: PLR0124 - not known
        }

    @cached_property
    def _contacts(self) -> dict[str, str]:
        return contact_names(self.end.plan.inputs["contacts"])

    @cached_property
    def _last_orders(self) -> dict[str, float]:
        days = self.end.plan.order_days
        if days is None:
            return {}
        last = days.money[days.starts + days.counts - 1]
        return {key[0]: float(money) for key, money in zip(days.keys, last, strict=True)}


def money_words(amount: float, unit: str, lang: str) -> str:
    """An amount as it is written to a customer: in Chinese in the book's unit, in English in full."""
    values: dict[str, object] = {"amount": amount, "unit": unit_label(unit).zh}
    if lang == "en":
        values = {"amount": amount * BOOK_UNITS[unit].yuan, "unit": currency_of(unit)}
    return render(Sentence("script.money", values), lang)


def _shown(value: object, key: str, lang: str, unit: str) -> str | None:
    """A fact as it is written into a text."""
    if value is None or value != value:  # noqa: PLR0124 - not known
        return None
    if isinstance(value, dt.date):
        return render(Sentence("script.date", {"month": value.month, "day": value.day}), lang)
    if key == "last_amount":
        return money_words(float(str(value)), unit, lang)
    return str(value)
