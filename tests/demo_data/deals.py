"""The fates of the projects in the plan year: they move on, slip, are won or lost, month by month.

Planted: the customer of the large project first wants to sign earlier, in September, and in August puts it off to
next year. Of the other projects the largest slips within the year, the second is won, the third is lost.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.activity import STAGES, WIN
from salesplan_xl.demo.customers import Ints, Market, texts
from salesplan_xl.demo.orders import Days, later
from salesplan_xl.demo.pipeline import dated_milestones
from salesplan_xl.schema.types import Label

Bools = npt.NDArray[np.bool_]
SEED = 20_270_404
PULLED_IN, PUT_OFF = 6, 8  # months in which the planted project's date moves
NEVER = 13
WIN_SHARE, SLIP_SHARE, STUCK_SHARE = 0.62, 0.25, 0.2
SIGNED, PAID = 5, 6
POSTPONED = Label("客户预算推迟到明年", "Customer's budget put off to next year")
# Two next steps for each open stage, taken in turn.
STEPS = np.array([[0, 2], [2, 3], [1, 3], [5, 2], [4, 6]])


@dataclasses.dataclass(frozen=True)
class Deals:
    """The projects of the eve and their fates.

    Args:
        projects: the list as planned.
        signs: (n, 13) expected sign date as seen on the eve and at the end of each month.
        decided: (n,) month in which it is won or lost, ``NEVER`` in this year.
        won: (n,) which of the two.
        stuck: (n, 13) whether nothing was done about it in a month.
        loss: (n,) why it was lost, where it was.
    """

    projects: pd.DataFrame
    signs: Days
    decided: Ints
    won: Bools
    stuck: Bools
    loss: npt.NDArray[np.object_]


def make_deals(market: Market, projects: pd.DataFrame) -> Deals:
    """Draw the fates of all projects that are open on the eve of the plan year."""
    draws = np.random.default_rng([SEED, market.size.customers])
    count = len(projects)
    first: Days = projects["sign_date"].to_numpy().astype("datetime64[D]")
    slips, won = (draws.random(count) < SLIP_SHARE) & _open(projects), draws.random(count) < WIN_SHARE
    moved = later(first, draws.integers(60, 150, count))
    largest = _largest(market, projects)
    slips[largest], won[largest] = [True, False, False], [True, True, False]
    moved[largest[0]] = later(first[largest[:1]], 150)[0]
    signs = np.repeat(first[:, None], 13, axis=1)
    due = _month(first, market.plan_year)
    late = np.arange(13)[None, :] >= due[:, None]
    signs = np.where(slips[:, None] & late, moved[:, None], signs)
    decided = np.where(slips, np.maximum(_month(moved, market.plan_year), due), due)
    planted = _is_planted(market, projects)
    signs[planted, PULLED_IN:PUT_OFF] = np.datetime64(f"{market.plan_year}-09-15")
    signs[planted, PUT_OFF:] = np.datetime64(f"{market.plan_year + 1}-03-15")
    decided = np.where(planted | ~_open(projects), NEVER, decided)
    loss = texts(words.LOSS_REASONS, market.lang)[draws.integers(0, len(words.LOSS_REASONS), count)]
    return Deals(projects, signs, decided, won, draws.random((count, 13)) < STUCK_SHARE, loss)


def deals_on(deals: Deals, market: Market, month: int) -> pd.DataFrame:
    """The projects as the list shows them at the end of a month (0 the eve)."""
    if month == 0:
        return deals.projects
    projects, end = deals.projects, month_end(market.plan_year, month)
    over, open_ = deals.decided <= month, _open(projects)
    won, lost = over & deals.won, over & ~deals.won
    stage = _stage(deals, projects, month, won, end)
    planted = _is_planted(market, projects)
    stage = np.where(planted & (month >= PULLED_IN), 4, stage)
    sign = deals.signs[:, month].astype("datetime64[ns]")
    moved = sign - deals.signs[:, 0].astype("datetime64[ns]")
    number = np.arange(len(projects))
    step = STEPS[np.minimum(stage, 4), (month + number - deals.stuck[:, month]) % 2]
    due = later(np.full(len(projects), end), 3 + (number * 7 + month) % 25)
    given = projects["probability"].to_numpy()
    changed: dict[str, Any] = {
        "stage": np.where(open_ | (stage == PAID), STAGES[stage], projects["stage"]),
        "probability": np.where(np.isnan(given) | lost, given, np.maximum(given, WIN[stage])),
        "sign_date": sign,
        "pay_date": projects["pay_date"].to_numpy() + moved,
        "next_step": np.where(open_ & ~over, texts(words.NEXT_STEPS, market.lang)[step], None),
        "next_date": np.where(open_ & ~over, due, np.datetime64("NaT", "D")).astype("datetime64[ns]"),
        "result": np.where(won, "won", np.where(lost, "lost", projects["result"])),
        "loss_reason": np.where(lost, deals.loss, projects["loss_reason"]),
    }
    list_ = projects.assign(**changed)
    list_["nodes"] = _moved_milestones(deals, list_, market.lang)
    if month >= PUT_OFF:
        list_.loc[planted, "bottleneck"] = POSTPONED.of(market.lang)
    return list_


def month_end(year: int, month: int) -> np.datetime64:
    """The last day of a month of the plan year; month 0 ends with the year before."""
    return np.datetime64(pd.Timestamp(year, 1, 1) + pd.DateOffset(months=month, days=-1), "D")


def _month(days: Days, year: int) -> Ints:
    """(n,) month of the plan year, 1 for what is past, ``NEVER`` for what is later or undated."""
    months = (days.astype("datetime64[M]") - np.datetime64(f"{year}-01", "M")).astype(np.int64) + 1
    return np.where(np.isnat(days) | (months > 12), NEVER, np.maximum(months, 1))


def _open(projects: pd.DataFrame) -> Bools:
    stage = projects["stage"].isin(STAGES[:SIGNED]) & (projects["result"] != "lost")
    return stage.to_numpy(dtype=bool)


def _is_planted(market: Market, projects: pd.DataFrame) -> Bools:
    return (projects["project"] == words.PLANTED_PROJECT.of(market.lang)).to_numpy(dtype=bool)


def _largest(market: Market, projects: pd.DataFrame) -> Ints:
    """The three largest open projects that sign in the plan year, without the planted one."""
    signs = projects["sign_date"].dt.year.eq(market.plan_year).to_numpy() & _open(projects)
    amount = np.where(signs & ~_is_planted(market, projects), projects["amount"].to_numpy(), 0.0)
    return np.argsort(-amount, kind="stable")[:3]


def _stage(deals: Deals, projects: pd.DataFrame, month: int, won: Bools, end: np.datetime64) -> Ints:
    """Position of the stage: a steady way from that of the eve to negotiation, then signed, then paid."""
    place = pd.Series(np.arange(len(STAGES)), index=STAGES)
    first = place[projects["stage"]].to_numpy()
    way = np.minimum(month / np.minimum(deals.decided, 12), 1.0)
    open_stage = np.where(first < 4, first + np.floor((4 - first) * way).astype(np.int64), first)
    signed = np.where(_open(projects), np.where(won, SIGNED, open_stage), first)
    paid = projects["pay_date"].to_numpy() <= end
    return np.where((signed == SIGNED) & paid & ~won, PAID, signed)


def _moved_milestones(deals: Deals, list_: pd.DataFrame, lang: str) -> pd.Series:
    return dated_milestones(deals.projects["node_names"], list_["sign_date"], lang)
