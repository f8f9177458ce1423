"""The opportunity list as a CRM holds it: sources, dates of entry, dated nodes, and the leads of the plan year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import Market, blank_where
from salesplan_xl.demo.leads import leads_on, make_leads

SEED = 20_270_402
NO_SOURCE = 0.08
# Days before the signature at which the nodes of a project lie.
MILESTONE_LEADS = (50, 20, 0)
# Months of the played year in which a project slips, and in which others are decided.
SLIP_MONTH, DECIDED_MONTH = 2, 3


def first_quarter(market: Market, projects: pd.DataFrame) -> pd.DataFrame:
    """The list at the end of March: the projects as planned, and the leads since December."""
    return with_leads(market, projects, np.datetime64(f"{market.plan_year}-03-31"))


def with_leads(market: Market, projects: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """The projects and the leads as they stand on a day."""
    return pd.concat([projects, leads_on(make_leads(market), day, market.lang)], ignore_index=True)


def played(market: Market, projects: pd.DataFrame, month: int) -> pd.DataFrame:
    """The list at the end of a month of the first quarter, as the demo plays it.

    Of the open projects to come the largest slips by four months in February, in March the second largest is lost
    and the third signs.
    """
    later = pd.Timestamp(market.plan_year, 3, 31)
    still_open = (
        projects["stage"].isin(("need", "proposal", "quote", "negotiation")) & projects["result"].isna()
    )
    drawn = still_open & (projects["sign_date"] > later) & projects["customer"].isin(set(market.names))
    slips, lost, won = projects[drawn].nlargest(3, "amount").index
    list_of = projects.copy()
    if month >= SLIP_MONTH:
        list_of.loc[slips, "sign_date"] += pd.DateOffset(months=4)
    if month >= DECIDED_MONTH:
        reason = words.LOSS_REASONS[0].of(market.lang)
        decided = {lost: {"result": "lost", "loss_reason": reason}, won: {"stage": "signed", "result": "won"}}
        for index, cells in decided.items():
            for key, value in cells.items():
                list_of.loc[index, key] = value
        list_of.loc[won, "sign_date"] = later - pd.Timedelta(days=6)
    return with_leads(
        market, list_of, (pd.Timestamp(market.plan_year, month, 1) + pd.offsets.MonthEnd(0)).to_datetime64()
    )


def planned(market: Market, projects: pd.DataFrame) -> pd.DataFrame:
    """The list on the eve of the plan year: what was known when the plan was made; ``node_names`` as undated."""
    listed = pd.concat([projects, pd.DataFrame([_test_cut(market)])], ignore_index=True)
    for key in ("sign_date", "pay_date", "next_date"):
        listed[key] = pd.to_datetime(listed[key]).astype("datetime64[ns]")
    listed["node_names"] = listed["nodes"]
    listed["nodes"] = dated_milestones(listed["nodes"], listed["sign_date"], market.lang)
    return listed.assign(**_entries(market, listed))


def dated_milestones(nodes: pd.Series, sign: pd.Series, lang: str) -> pd.Series:
    """The named nodes with the dates that lead up to the sign date."""
    names = {label.of(lang): parts for label, parts in words.MILESTONE_NAMES.items()}
    mark = words.MILESTONE_MARK.of(lang)

    def dated(text: object, signs: pd.Timestamp) -> object:
        if text not in names or pd.isna(signs):
            return text
        days = [signs - pd.Timedelta(days=before) for before in MILESTONE_LEADS]
        return mark.join(
            f"{day.date()} {node.of(lang)}" for day, node in zip(days, names[str(text)], strict=True)
        )

    pairs = zip(nodes, sign, strict=True)
    return pd.Series([dated(text, signs) for text, signs in pairs], index=nodes.index, dtype=object)


def _entries(market: Market, projects: pd.DataFrame) -> dict[str, Any]:
    """The source of each project and the day it was entered, always before the plan year."""
    draws = np.random.default_rng([SEED, market.size.customers])
    count = len(projects)
    source = blank_where(draws.random(count) < NO_SOURCE, np.full(count, "existing", dtype=object))
    prospects = zip((*words.PROSPECTS, "prospect_4"), ("fair", "referral", "online", "fair"), strict=True)
    for key, way in prospects:
        source[(projects["customer"] == words.PLANTED[key].of(market.lang)).to_numpy()] = way
    year_end = pd.Timestamp(market.plan_year - 1, 12, 20)
    signs = projects["sign_date"].where(projects["sign_date"] < year_end, year_end)
    return {"source": source, "opened": signs - pd.to_timedelta(draws.integers(20, 240, count), unit="D")}


def _test_cut(market: Market) -> dict[str, Any]:
    """A prospect that wants the five-axis machine in the week of the planted project's next step."""
    planted, lang = dt.date(market.plan_year, 1, 15), market.lang
    monday = planted - dt.timedelta(days=planted.weekday())
    sign = dt.date(market.plan_year, 6, 24)
    return {
        "customer": words.PLANTED["prospect_4"].of(lang), "project": words.PLANTED_TEST_CUT.of(lang),
        "stage": "proposal", "amount": 18.0, "probability": np.nan, "sign_date": sign,
        "pay_date": sign + dt.timedelta(days=60), "line": words.LINES[0].of(lang),
        "next_step": words.NEXT_STEPS[3].of(lang), "next_date": monday + dt.timedelta(days=2),
        "owner": market.owner[0], "nodes": words.MILESTONES[1].of(lang), "slips": 0.0,
    }  # fmt: skip
