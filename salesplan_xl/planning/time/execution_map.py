"""The execution map put together: quarters and visits of every target row, its key action, its next step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.schedule.quarters import QuarterPlan
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.planning.time.key_actions import visits_per_month
from salesplan_xl.rules import CapacityRules
from salesplan_xl.tiers import LAST

# The key action of customers that are not pursued.
ORDERS_ONLY = "orders_only"
# So many customers of the last tier fill a screen.
WORTH_A_LINE = 10


def derived_rows(
    targets: pd.DataFrame, plan: QuarterPlan, health: pd.DataFrame, rules: CapacityRules
) -> pd.DataFrame:
    """Quarters, visits and the reason of the split as today's data give them, row by row of the targets.

    Args:
        targets: customer and tier of every row.
        plan: the quarters of the same rows.
        health: customer and potential.
        rules: visit cadence.

    Returns:
        customer, tier, q1…q4, derived (money), visits (a month), split (tuple of Sentences).

    Source: guide/map.md.
    """
    rows = targets[["customer", "tier"]].reset_index(drop=True)
    potentials = dict(zip(health["customer"].tolist(), health["potential"].tolist(), strict=True))
    potential = [potentials.get(name) for name in rows["customer"].tolist()]
    money = {key: plan.rows[key].to_numpy() for key in (*QUARTER_KEYS, "derived")}
    return rows.assign(
        **money,
        visits=visits_per_month(rows["tier"].tolist(), potential, rules),
        split=pd.Series(plan.reasons, dtype=object),
    )


def fixed_rows(
    targets: pd.DataFrame, standing: pd.DataFrame, computed: Mapping[str, Mapping[str, object]]
) -> pd.DataFrame:
    """The same rows of a plan that is fixed: as the book holds them.

    What was computed when the plan was fixed goes before what stands in the cell, so that a figure which the
    user typed over it stays an edit of theirs.

    Args:
        targets: customer and tier of every row.
        standing: the execution map as it stands, one row a customer.
        computed: customer → column → value when it was last computed; customers not in it count as they stand.

    Returns:
        As ``derived_rows``.
    """
    frame = targets[["customer", "tier"]].reset_index(drop=True)
    held = standing.set_index("customer").reindex(frame["customer"].tolist())
    frame["derived"] = held["derived"].to_numpy()
    for key in (*QUARTER_KEYS, "visits"):
        cells = zip(frame["customer"].tolist(), held[key].tolist(), strict=True)
        values = [computed.get(name, {}).get(key, value) for name, value in cells]
        frame[key] = pd.Series(values, dtype="float64")
    return frame.assign(split=pd.Series([(Sentence("quarters.fixed"),)] * len(frame), dtype=object))


def execution_map(
    rows: pd.DataFrame, proposed: pd.DataFrame, customers: pd.DataFrame, salesperson: object = None
) -> pd.DataFrame:
    """The whole map: the rows with their key actions, next steps, owners and regions.

    Args:
        rows: ``derived_rows`` or ``fixed_rows``.
        proposed: ``key_actions.propose_actions`` of the same rows.
        customers: ``CustomerBook.frame``: name, owner, region.
        salesperson: whose book it is; the owner of every row that names none.

    Returns:
        The computed and edited columns of table ``map``; ``key_action`` is a key, ``reason`` a tuple of Sentences.
    """
    names, place = rows["customer"].tolist(), customers["name"].tolist()
    owners, regions = (dict(zip(place, customers[key].tolist(), strict=True)) for key in ("owner", "region"))
    frame = rows.drop(columns="split")
    frame["key_action"] = proposed["key_action"].to_numpy(dtype=object)
    frame["owner"] = object_array([owners.get(name) or salesperson or None for name in names])
    frame["next_action"] = proposed["next_action"].to_numpy(dtype=object)
    frame["due"] = proposed["due"].to_numpy()
    frame["region"] = object_array([regions.get(name) for name in names])
    frame["edited"] = ""
    frame["reason"] = _joined(rows["split"].tolist(), proposed["reason"].tolist())
    return frame


def without_visits(frame: pd.DataFrame, let_go: Collection[str]) -> pd.DataFrame:
    """The map with no visits to customers that are not pursued; their targets stay.

    Args:
        frame: ``execution_map``.
        let_go: their names.
    """
    rows = frame["customer"].isin(let_go)
    if not rows.any():
        return frame
    nobody = pd.Series(None, index=frame.index, dtype=object)
    key_action = frame["key_action"].mask(rows, ORDERS_ONLY)
    return frame.assign(
        visits=frame["visits"].mask(rows, 0.0), key_action=key_action,
        next_action=frame["next_action"].where(~rows, nobody), due=frame["due"].mask(rows),
    )  # fmt: skip


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The map with the customers of the last tier below all other rows, new business included.

    Args:
        frame: ``execution_map``.
    """
    last = frame["tier"].to_numpy(dtype=object) == LAST
    return frame.iloc[np.argsort(last, kind="stable")].reset_index(drop=True)


def last_tier(frame: pd.DataFrame) -> Sentence | None:
    """The customers at the end of the map and their sums; ``None`` where there are too few to lose sight of.

    Args:
        frame: ``execution_map``.
    """
    rows = frame[frame["tier"].eq(LAST)]
    if len(rows) < WORTH_A_LINE:
        return None
    money = [float(rows[key].sum()) for key in QUARTER_KEYS]
    return Sentence(
        "map.last_tier",
        {"tier": LAST, "count": len(rows), "amount": sum(money)}
        | dict(zip(QUARTER_KEYS, money, strict=True)),
    )


def _joined(first: Sequence[object], second: Sequence[object]) -> pd.Series:
    """Two lists of sentences as one column of tuples."""
    pairs = zip(first, second, strict=True)
    joined = [tuple(item for part in pair for item in _sentences(part)) for pair in pairs]
    return pd.Series(object_array(joined), dtype=object)


def _sentences(value: object) -> tuple[Sentence, ...]:
    if isinstance(value, Sentence):
        return (value,)
    return tuple(value) if isinstance(value, tuple) else ()
