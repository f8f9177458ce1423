"""Ways to close the gap of a year: projects, customers behind or gone, new orders (guide/kpi.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.year_outlook import Outlook
from salesplan_xl.tiers import NEW

# Ways that a page has room for.
MOST = 5


@dataclass(frozen=True, slots=True)
class Closer:
    """One way to close a gap.

    Args:
        kind: ``project``, ``overdue`` (past its date), ``behind`` or ``stopped``.
        customer, project: who and what.
        money: what it would add to the forecast.
    """

    kind: str
    customer: object
    project: object
    money: float


def gap_closers(outlook: Outlook, gap: float) -> list[Closer]:
    """The largest ways to close a gap, as many as it takes, five at most.

    A project adds what its chance leaves out, one past its date the whole; a customer behind adds what is missing of
    its target to date, one that stopped the rest of its year.
    """
    ways = sorted(_ways(outlook), key=lambda way: (-way.money, str(way.customer), str(way.project)))
    chosen: list[Closer] = []
    for way in ways[:MOST]:
        if way.money <= outlook.rules.money.tolerance or sum(item.money for item in chosen) >= gap:
            break
        chosen.append(way)
    return chosen


def _ways(outlook: Outlook) -> Iterator[Closer]:
    projects, rows = outlook.projects, outlook.rows[outlook.rows["tier"] != NEW]
    missing = projects["amount"] * (1.0 - projects["probability"])
    for kind, chosen in (
        ("overdue", projects["overdue"]),
        ("project", ~projects["overdue"] & ~projects["signed"]),
    ):
        for index in missing[chosen.to_numpy(dtype=bool)].nlargest(MOST).index:
            item = projects.loc[index]
            yield Closer(kind, item["customer"], item["project"], float(missing[index]))
    stopped = rows["stopped"].to_numpy(dtype=bool)
    behind = (rows["plan"] * rows["gone"] - rows["booked"])[~stopped]
    left = (rows["plan"] * (1.0 - rows["gone"]))[stopped]
    for kind, money in (("behind", behind), ("stopped", left)):
        largest = money.nlargest(MOST)
        for customer, amount in zip(rows["customer"].loc[largest.index], largest, strict=True):
            yield Closer(kind, customer, None, float(amount))


def closing_words(
    ways: Sequence[Closer], gap: float, order: float | None, workdays: float
) -> tuple[Sentence, ...]:
    """The ways with money and running sum, and new orders for what they leave open.

    Args:
        ways: ``gap_closers``.
        gap: money.
        order: money of an average order; ``None`` where nobody knows.
        workdays: left in the year.
    """
    sums = np.cumsum([way.money for way in ways]).tolist()
    words = [
        Sentence(
            f"outlook.close_{way.kind}",
            {"customer": way.customer, "project": way.project, "money": way.money, "sum": total, "gap": gap},
        )
        for way, total in zip(ways, sums, strict=True)
    ]
    rest = gap - (sums[-1] if sums else 0.0)
    if rest > 0.0 and order:
        values: dict[str, object] = {"money": rest, "orders": rest / order, "average": order}
        code = "outlook.close_orders" if workdays > 0 else "outlook.close_orders_now"
        words.append(Sentence(code, values | {"day": rest / order / workdays if workdays > 0 else None}))
    return tuple(words)
