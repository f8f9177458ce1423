"""The decision chain of an account and its weakest step (guide/accounts.md; S4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.rules import KeyAccountRules

LAYERS = ("purchasing", "user", "technical", "decision")
# Of equal layers the first is the more urgent; people of no layer come last.
_URGENCY = ("decision", "technical", "user", "purchasing", "other")
_CONCERNS = 2


@dataclass(frozen=True, slots=True)
class Person:
    """One contact in one role.

    Args:
        layer: one of ``LAYERS`` or ``other``.
        influence, attitude: keys of the choices, None where blank.
        idle_days: days since the last contact, None where no day is known.
        live: whether the contact still counts.
    """

    name: str
    layer: str
    attitude: str | None
    influence: str | None
    cares: str
    idle_days: int | None
    live: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: who stands there, how it stands, and how badly it holds up the decision."""

    key: str
    people: tuple[Person, ...]
    state: str
    weight: int
    score: int
    spokesman: Person | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The four layers of one account, the people of no layer, and what follows from them."""

    layers: tuple[Layer, ...]
    others: tuple[Person, ...]
    stuck: Layer | None
    path: str | None
    cares: tuple[str, ...]

    @property
    def people(self) -> list[Person]:
        """Everybody."""
        return [*(person for layer in self.layers for person in layer.people), *self.others]

    @property
    def coverage(self) -> int:
        """Layers with a live person."""
        return sum(any(person.live for person in layer.people) for layer in self.layers)

    @property
    def support(self) -> int:
        """Layers that are with us."""
        return sum(layer.state == "won" for layer in self.layers)

    @property
    def words(self) -> Sentence:
        """The layer that holds up the decision, and why."""
        if self.stuck is None:
            return Sentence("accounts.all_with_us")
        name = self.stuck.spokesman.name if self.stuck.spokesman else None
        return Sentence(f"accounts.stuck_{self.stuck.state}", {"layer": self.stuck.key, "name": name})


def people_of(contacts: pd.DataFrame, as_of: dt.date, contact_days: int) -> dict[str, list[Person]]:
    """The contacts by customer; of the same person in the same role the last row counts.

    Args:
        contacts: input table.
        as_of: the day on which idle days are counted.
        contact_days: a contact not reached for longer no longer counts; one without a day does.
    """
    pairs = zip(contacts["customer"].tolist(), contacts["name"].tolist(), strict=True)
    named = np.array([bool(spoken(customer) and spoken(name)) for customer, name in pairs], dtype=bool)
    rows = contacts[named]
    rows = rows.drop_duplicates(["customer", "name", "role"], keep="last")
    idle = (pd.Timestamp(as_of) - rows["last_contact"]).dt.days
    people: dict[str, list[Person]] = {}
    columns = ("customer", "name", "role", "attitude", "influence", "cares")
    for row, days in zip(plain_rows(rows, columns), idle.tolist(), strict=True):
        since = None if pd.isna(days) else int(days)
        person = Person(
            row["name"], row["role"] if row["role"] in LAYERS else "other", spoken(row["attitude"]) or None,
            spoken(row["influence"]) or None, spoken(row["cares"]), since, since is None or since <= contact_days,
        )  # fmt: skip
        people.setdefault(row["customer"], []).append(person)
    return people


def decision_chain(people: Sequence[Person], rules: KeyAccountRules) -> Chain:
    """The chain of one account: an opponent outweighs nobody there, nobody there outweighs an open question.

    Worked: purchasing supports (medium), user supports (low), the technical director opposes (high), nobody decides:
    opposed 4 × 3 = 12 beats missing 3 × 3 = 9, so it is stuck at technical.

    Source: guide/accounts.md; article S4 (where is the chain stuck).
    """
    layers = tuple(_layer(key, [person for person in people if person.layer == key], rules) for key in LAYERS)
    worst = max(layers, key=lambda layer: (layer.score, -_URGENCY.index(layer.key)))
    stuck = worst if worst.score > 0 else None
    others = tuple(person for person in people if person.layer == "other")
    return Chain(layers, others, stuck, _way_in(people, stuck, rules), _concerns(people, rules))


def _layer(key: str, people: Sequence[Person], rules: KeyAccountRules) -> Layer:
    live = [person for person in people if person.live]
    state = _state(people, live, rules)
    stated = [rules.influence(person.influence) for person in live if person.influence]
    weight = max(stated, default=rules.layer_weight(key))
    against = [person for person in live if person.attitude == "oppose"] if state == "opposed" else []
    spokesman = max(
        against or live or people, key=lambda person: rules.influence(person.influence), default=None
    )
    return Layer(key, tuple(people), state, weight, rules.severity(state) * weight, spokesman)


def _state(people: Sequence[Person], live: Sequence[Person], rules: KeyAccountRules) -> str:
    """The state of a layer: an opponent at least as influential as the strongest supporter opposes it."""
    if not people:
        return "missing"
    if not live:
        return "cold"
    for_us, against = (_strongest(live, attitude, rules) for attitude in ("support", "oppose"))
    if against and against >= for_us:
        return "opposed"
    if for_us:
        return "won"
    return "neutral" if any(person.attitude == "neutral" for person in live) else "unknown"


def _strongest(people: Iterable[Person], attitude: str, rules: KeyAccountRules) -> int:
    return max(
        (rules.influence(person.influence) for person in people if person.attitude == attitude), default=0
    )


def _way_in(people: Sequence[Person], stuck: Layer | None, rules: KeyAccountRules) -> str | None:
    """The live supporter elsewhere with most influence."""
    if stuck is None:
        return None
    friends = [
        person
        for person in people
        if person.live and person.attitude == "support" and person.layer != stuck.key
    ]
    ranked = sorted(
        friends, key=lambda person: (-rules.influence(person.influence), _URGENCY.index(person.layer))
    )
    return ranked[0].name if ranked else None


def _concerns(people: Sequence[Person], rules: KeyAccountRules) -> tuple[str, ...]:
    """The concerns of the most influential people."""
    ranked = sorted(people, key=lambda person: -rules.influence(person.influence))
    concerns = dict.fromkeys(person.cares for person in ranked if person.live and person.cares)
    return tuple(concerns)[:_CONCERNS]
