"""The tables that key accounts are read from, and what all customers have in common: money and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.customers.key_accounts.records import open_amounts
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, spoken
from salesplan_xl.rules import Rules


@dataclass(frozen=True)
class Sources:
    """All that is known of the customers.

    Args:
        customers: one row a customer: name, industry, tier, owner, influence, potential, lines_needed and
            this_year, the estimate of the year.
        tables: input tables by key, as they stood at the end of the as-of day.
        rules: all thresholds.
        words: what people type.
        say: a sentence in the book's language.
    """

    customers: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    rules: Rules
    words: Vocabulary
    say: Callable[[Sentence], str]

    @property
    def as_of(self) -> pd.Timestamp:
        """The as-of day."""
        return pd.Timestamp(self.rules.calendar.as_of)

    @cached_property
    def owners(self) -> dict[str, str]:
        """Owner by customer, as the customer list has it; empty where none is stated."""
        return dict(zip(self.customers["name"], self.customers["owner"].map(spoken), strict=True))

    @cached_property
    def industries(self) -> dict[str, str]:
        """Industry by customer; empty where none is stated."""
        return dict(zip(self.customers["name"], self.customers["industry"].map(spoken), strict=True))

    @cached_property
    def this_year(self) -> pd.Series:
        """Revenue of the year by customer."""
        return self.customers.set_index("name")["this_year"].astype(float)

    @cached_property
    def stakes(self) -> pd.Series:
        """Money at stake by customer: revenue of the year, and its open projects in full."""
        amounts = open_amounts(self.tables["opportunities"])
        return self.this_year.clip(lower=0.0).add(amounts, fill_value=0.0)

    @cached_property
    def days_spent(self) -> pd.Series:
        """Days of visits within the last year by customer."""
        visits = self.tables["visits"]
        since = self.as_of - pd.Timedelta(days=self.rules.accounts.spent_days)
        rows = visits[
            filled(visits["customer"]) & (visits["date"] > since) & (visits["date"] < self._tomorrow)
        ]
        days = rows["days"].astype(float).fillna(self.rules.capacity.days_per_visit)
        return days.groupby(rows["customer"]).sum()

    @cached_property
    def last_touched(self) -> dict[str, pd.Timestamp]:
        """The last day on which anybody spoke to, visited or did anything for a customer."""
        columns = (("contacts", "last_contact"), ("visits", "date"), ("actions", "done_on"))
        rows = pd.concat(
            [self.tables[table][["customer", key]].rename(columns={key: "day"}) for table, key in columns]
        )
        rows = rows[filled(rows["customer"]) & (rows["day"] < self._tomorrow)]
        return dict(rows.groupby("customer")["day"].max().items())  # type: ignore[arg-type]

    @property
    def _tomorrow(self) -> pd.Timestamp:
        return self.as_of + pd.Timedelta(days=1)
