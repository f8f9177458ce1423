"""New customers as they really came: who reached which stage, from which source, when (guide/funnel.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.opportunity_stages import SIGNED_STAGES
from salesplan_xl.planning.tracking.funnel import NEW_SOURCES, NO_SOURCE
from salesplan_xl.planning.tracking.funnel_steps import STAGES

Ints = npt.NDArray[np.int64]

# The stage of the funnel that each stage of an opportunity has reached.
_REACHED = {"lead": 0, "need": 1, "proposal": 2, "quote": 2, "negotiation": 2} | dict.fromkeys(
    SIGNED_STAGES, 3
)
SIGNED = 3
NOT_YET = -1


@dataclass(frozen=True)
class FunnelActuals:
    """The counts of a period as they really were.

    Args:
        customers: one row per new customer or prospect: customer, source, reached (0 lead … 3 signed), opened
            (date of the first sign of it, NaT where unknown), ordered (date of its first order, NaT without
            one), recorded (known before its first order), row (of its first opportunity, −1 without one).
        counts: one row per source with at least one: source, lead, need, proposal, signed, unrecorded.
        findings: customers without source, orders without a recorded lead.
    """

    customers: pd.DataFrame
    counts: pd.DataFrame
    findings: list[Finding]


def funnel_actuals(
    orders: pd.DataFrame,
    opportunities: pd.DataFrame,
    visits: pd.DataFrame,
    start: pd.Timestamp,
    end: pd.Timestamp,
    old_customers: Collection[str] = (),
) -> FunnelActuals:
    """New customers and prospects of a period by source and stage reached.

    One customer counts once in each stage that it reached. New is who has no order before ``start`` and is
    not among ``old_customers``. The source is the one on the customer's opportunity (column
    ``source``, where the book has it), else the one on its first order. A prospect is dated by its
    opportunity (column ``opened``, where the book has it), else by the first visit, else it stays undated and
    counts as of this period. Who ordered without opportunity or earlier visit was never recorded as a lead:
    the signature counts, the conversion does not (every order alone would convert 1 of 1).

    Args:
        orders, opportunities, visits: input tables.
        start: first day of the period (as a rule 1 January of the plan year).
        end: last day of the period.
        old_customers: customers with revenue of earlier years, which the order list need not show.

    Source: guide/funnel.md actual against plan, S1.
    """
    bought = _first_orders(orders, end)
    old = {*old_customers, *bought.loc[bought["date"] < start, "customer"]}
    prospects, fresh = _prospects(opportunities, old), bought[~bought["customer"].isin(old)]
    names = pd.Index(sorted({*prospects.index, *fresh["customer"]}), name="customer", dtype=object)
    ordered = fresh.set_index("customer").reindex(names)
    met = visits.groupby("customer")["date"].min().reindex(names)
    people = _reached(prospects.reindex(names).assign(**ordered, met=met).reset_index())
    people = people[people["opened"].isna() | (people["opened"] <= end)].reset_index(drop=True)
    return FunnelActuals(people, count_stages(people), _record_findings(people))


def _first_orders(orders: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Date and source of each customer's first order with money in it, up to the end."""
    sold = orders[(net_amounts(orders) > 0) & (orders["date"] <= end) & orders["customer"].notna()]
    first = sold.sort_values("date", kind="stable").drop_duplicates("customer")
    return first[["customer", "date", "source"]].rename(columns={"source": "order_source"})


def _prospects(opportunities: pd.DataFrame, old: set[str]) -> pd.DataFrame:
    """Customers without an earlier order that have an opportunity, with the furthest stage of any."""
    rows = opportunities[opportunities["customer"].notna() & ~opportunities["customer"].isin(old)]
    lost = (rows["result"] == "lost").to_numpy(dtype=bool)
    stage = rows["stage"].map(_REACHED).fillna(0).to_numpy(dtype=np.int64)
    stage = np.where(lost, np.minimum(stage, 2), np.where(rows["result"] == "won", 3, stage))
    rows_now = pd.DataFrame(
        {
            "customer": rows["customer"],
            "row": rows.index,
            "stage": stage,
            "source": _column(rows, "source"),
            "opened": pd.to_datetime(_column(rows, "opened")).astype("datetime64[ns]"),
        }
    )
    people = rows_now.groupby("customer", sort=True)
    firsts = {"row": people["row"].min(), "stage": people["stage"].max(), "source": people["source"].first()}
    return pd.DataFrame(firsts | {"opened": people["opened"].min()})


def _column(frame: pd.DataFrame, key: str) -> pd.Series:
    return frame[key] if key in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)


def _reached(people: pd.DataFrame) -> pd.DataFrame:
    reached = np.where(people["date"].notna(), 3, people["stage"].fillna(0).to_numpy(dtype=np.int64))
    source = people["source"].where(people["source"].notna(), people["order_source"])
    opened = people["opened"].fillna(people["met"]).astype("datetime64[ns]")
    return pd.DataFrame(
        {
            "customer": people["customer"].astype(object),
            "source": source.where(source.isin(NEW_SOURCES), NO_SOURCE).astype(object),
            "reached": reached,
            "opened": opened,
            "ordered": people["date"].astype("datetime64[ns]"),
            "recorded": (people["row"].notna() | (people["met"] < people["date"])).to_numpy(),
            "row": people["row"].fillna(-1).to_numpy(dtype=np.int64),
        }
    )


def count_stages(people: pd.DataFrame, before: Ints | int = NOT_YET) -> pd.DataFrame:
    """Customers by source that reached each stage; who was never recorded as a lead stands apart.

    Args:
        people: source, reached (0–3), recorded.
        before: (n,) the stage each had reached already; stages up to it are not counted again.

    Returns:
        source, lead, need, proposal, signed (all among the recorded), unrecorded (signed without a record).
    """
    recorded = people["recorded"].to_numpy(dtype=bool)
    reached = people["reached"].to_numpy()
    flags = {stage: recorded & (reached >= at) & (before < at) for at, stage in enumerate(STAGES)}
    flags["unrecorded"] = ~recorded & (before < SIGNED)
    sources = np.array([*NEW_SOURCES, NO_SOURCE], dtype=object)
    theirs = people["source"].to_numpy(dtype=object) == sources[:, None]
    there = theirs.any(axis=1)
    sums = {key: (theirs & flag).sum(axis=1)[there].astype(np.float64) for key, flag in flags.items()}
    return pd.DataFrame({"source": sources[there], **sums})


def came_since(people: pd.DataFrame, earlier: pd.DataFrame | None, start: pd.Timestamp) -> pd.DataFrame:
    """The arrivals since a day, by source and stage: never negative, each customer once in each stage.

    Args:
        people: ``FunnelActuals.customers`` as they stand now.
        earlier: the same as it stood before that day; None when nobody looked. A lead then came when it was
            opened, a signature when it was first ordered, and the stages between with the lead.
        start: the day, as a rule the first of a month.

    Returns:
        As ``count_stages``.
    """
    if earlier is None:
        ordered = (people["ordered"] >= start).to_numpy(dtype=bool)
        before = np.where(ordered, SIGNED - 1, people["reached"].to_numpy(dtype=np.int64))
        before = np.where((people["opened"] >= start).to_numpy(dtype=bool), NOT_YET, before)
    else:
        stood = people["customer"].map(earlier.set_index("customer")["reached"])
        before = stood.fillna(NOT_YET).to_numpy(dtype=np.int64)
        before = np.where((people["opened"] < start).to_numpy(dtype=bool), np.maximum(before, 0), before)
    return count_stages(people, before)


def _record_findings(people: pd.DataFrame) -> list[Finding]:
    findings = []
    blind = people[(people["source"] == NO_SOURCE) & people["recorded"]]
    if len(blind):
        names = tuple(blind["customer"].head(3))
        first = int(blind["row"].iloc[0])
        place = Place("opportunities", first, "source") if first >= 0 else Place("orders", None, "source")
        findings.append(Finding("F-452", Severity.NOTE, {"count": len(blind), "names": names}, place))
    unrecorded = people[~people["recorded"]]
    if len(unrecorded):
        names = tuple(unrecorded["customer"].head(3))
        values: dict[str, object] = {"count": len(unrecorded), "names": names}
        findings.append(Finding("F-453", Severity.NOTE, values, Place("opportunities", None, "customer")))
    return findings
