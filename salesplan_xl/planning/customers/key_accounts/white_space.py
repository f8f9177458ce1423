"""Lines an account does not buy yet, and what similar customers make of them (guide/accounts.md; S4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import filled, net_amounts
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.rules import CalendarRules, KeyAccountRules

_SEPARATORS = re.compile(r"[、,;/|\n，；]")
_BEST = 2


@dataclass(frozen=True, slots=True)
class Space:
    """One line at one account.

    Args:
        state: ``bought``, ``open``, ``lost``, ``needed``, ``lapsed`` or None: blank.
        amount: money bought this year, or of the open projects.
        potential: money that similar customers spend on it, where most of them do and the account does not.
        similar, buyers: how many similar customers there are, and how many buy it; None where too few are.
    """

    customer: str
    line: str
    state: str | None
    amount: float | None
    potential: float | None
    similar: int | None
    buyers: int | None

    @property
    def words(self) -> Sentence:
        """The suggestion with its counts."""
        values: dict[str, object] = {
            "similar": self.similar, "buyers": self.buyers, "line": self.line, "potential": self.potential,
        }  # fmt: skip
        return Sentence("accounts.cross", values)


@dataclass
class Lines:
    """All customers and lines of a book.

    Args:
        customers: name, industry, tier, lines_needed of every customer.
        orders, opportunities: input tables.
        calendar: this year, the as-of day.
        rules: how many similar customers say something.
    """

    customers: pd.DataFrame
    orders: pd.DataFrame
    opportunities: pd.DataFrame
    calendar: CalendarRules
    rules: KeyAccountRules
    _spelling: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _sold(self) -> pd.DataFrame:
        """Orders that name a line: customer, line (folded), back (years before this one), money; credit notes too."""
        rows = self.orders[
            filled(self.orders["customer"]) & filled(self.orders["line"]) & self.orders["date"].notna()
        ]
        years = calendar_of(self.calendar).years_of(rows["date"])
        return pd.DataFrame(
            {
                "customer": rows["customer"], "line": self._folded(rows["line"]),
                "back": self.calendar.this_year - years,
                "money": net_amounts(rows), "order": (rows["kind"] != "credit") & (rows["amount"] > 0),
            }
        )  # fmt: skip

    @cached_property
    def _projects(self) -> pd.DataFrame:
        """Projects that name a line: customer, line, open, lost, amount."""
        rows = self.opportunities
        rows = rows[filled(rows["customer"]) & filled(rows["line"])]
        since = pd.Timestamp(self.calendar.as_of) - pd.Timedelta(days=self.rules.lost_days)
        lost = (rows["result"] == "lost") & ~(rows["sign_date"] < since)
        return pd.DataFrame(
            {
                "customer": rows["customer"], "line": self._folded(rows["line"]), "open": is_open(rows), "lost": lost,
                "amount": rows["amount"].fillna(0.0),
            }
        )  # fmt: skip

    @cached_property
    def _needed(self) -> dict[str, list[str]]:
        """Lines that customers asked for."""
        rows = self.customers[filled(self.customers["lines_needed"])]
        needed = zip(rows["name"], rows["lines_needed"], strict=True)
        return {
            name: [self._fold(part) for part in _SEPARATORS.split(text) if part.strip()]
            for name, text in needed
        }

    @cached_property
    def lines(self) -> list[str]:
        """Every line, the largest first: by money ordered this year and under way."""
        sold, projects = self._sold, self._projects
        money = sold.assign(money=sold["money"].where(sold["back"] <= 0, 0.0)).groupby("line")["money"].sum()
        ahead = projects["amount"].where(projects["open"], 0.0).groupby(projects["line"]).sum()
        asked = dict.fromkeys(line for lines in self._needed.values() for line in lines)
        weight = money.add(ahead, fill_value=0.0)
        every = dict.fromkeys([*sold["line"], *projects["line"], *asked])
        return sorted(every, key=lambda line: (-float(weight.get(line, 0.0)), line))

    @cached_property
    def _bought(self) -> dict[str, set[str]]:
        """The buyers of each line: an order this year, last year or in the plan year."""
        recent = self._sold[self._sold["order"] & (self._sold["back"] <= 1)]
        return {line: set(names) for line, names in recent["customer"].groupby(recent["line"])}

    @cached_property
    def _buyers(self) -> set[str]:
        """Everybody who buys any line."""
        return set().union(*self._bought.values())

    @cached_property
    def _ordered(self) -> set[tuple[str, str]]:
        """Customer and line of every order ever."""
        rows = self._sold[self._sold["order"]]
        return set(zip(rows["customer"], rows["line"], strict=True))

    @cached_property
    def _under_way(self) -> dict[tuple[str, str], list[float]]:
        """Amounts of the open projects by customer and line."""
        rows = self._projects[self._projects["open"]]
        amounts: dict[tuple[str, str], list[float]] = {}
        for customer, line, amount in zip(rows["customer"], rows["line"], rows["amount"], strict=True):
            amounts.setdefault((customer, line), []).append(amount)
        return amounts

    @cached_property
    def _lost(self) -> set[tuple[str, str]]:
        """Customer and line of the projects lost of late."""
        rows = self._projects[self._projects["lost"]]
        return set(zip(rows["customer"], rows["line"], strict=True))

    @cached_property
    def _this_year(self) -> Mapping[tuple[str, str], float]:
        rows = self._sold[self._sold["back"] == 0]
        sums = rows.groupby(["line", "customer"])["money"].sum().reset_index()
        return dict(
            zip(zip(sums["line"], sums["customer"], strict=True), sums["money"].tolist(), strict=True)
        )

    def spelled(self, line: str) -> str:
        """A line as it was first written."""
        return self._spelling[line]

    def of(self, customer: str) -> list[Space]:
        """Every line at one account."""
        group = self._similar_to(customer)
        return [self._space(customer, line, group) for line in self.lines]

    def _space(self, customer: str, line: str, group: set[str]) -> Space:
        state, amount = self._state(customer, line)
        buyers = self._bought.get(line, set()) & group
        wanted = state not in ("bought", "open") and len(buyers) >= max(
            self.rules.cross_share * len(group), 1
        )
        spent = [self._this_year.get((line, name), 0.0) for name in buyers]
        return Space(
            customer, self.spelled(line), state, amount, (float(np.median(spent)) or None) if wanted else None,
            len(group) if group else None, len(buyers) if group else None,
        )  # fmt: skip

    def _state(self, customer: str, line: str) -> tuple[str | None, float | None]:
        """The first that holds: bought, open, lost, needed, lapsed."""
        if customer in self._bought.get(line, ()):
            return "bought", self._this_year.get((line, customer), 0.0)
        if (customer, line) in self._under_way:
            return "open", float(np.sum(self._under_way[customer, line]))
        if (customer, line) in self._lost:
            return "lost", None
        if line in self._needed.get(customer, ()):
            return "needed", None
        return ("lapsed" if (customer, line) in self._ordered else None), None

    def _similar_to(self, customer: str) -> set[str]:
        """Buyers of the same industry and tier, else of the same industry, else of the same tier; nobody if too few."""
        if customer not in self._kinds:
            return set()
        industry, tier = self._kinds[customer]
        others = [
            (name, *kind) for name, kind in self._kinds.items() if name in self._buyers and name != customer
        ]
        trade = {name for name, its_industry, _ in others if industry and its_industry == industry}
        rank = {name for name, _, its_tier in others if its_tier == tier}
        for like in (trade & rank, trade, rank):
            if len(like) >= self.rules.similar_least:
                return like
        return set()

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, object]]:
        """Industry and tier of every customer."""
        names, industries, tiers = (self.customers[key].tolist() for key in ("name", "industry", "tier"))
        kinds = zip(map(spoken, industries), tiers, strict=True)
        return dict(zip(names, kinds, strict=True))

    def _folded(self, lines: pd.Series) -> pd.Series:
        codes, distinct = pd.factorize(lines)
        folded = np.array([self._fold(line) for line in distinct], dtype=object)
        return pd.Series(folded[codes] if len(folded) else folded, index=lines.index, dtype=object)

    def _fold(self, line: str) -> str:
        folded = line.strip().casefold()
        self._spelling.setdefault(folded, line.strip())
        return folded


def best_suggestions(spaces: Iterable[Space]) -> Sequence[Space]:
    """The lines worth most, two at most."""
    suggested = [space for space in spaces if space.potential]
    return sorted(suggested, key=lambda space: (-(space.potential or 0.0), space.line))[:_BEST]
