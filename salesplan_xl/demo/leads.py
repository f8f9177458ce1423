"""New customers in the making: where each lead came from, how far it got, and when it ended.

A lead is drawn once with its whole life; ``leads_on`` tells how it looks on a day. Trade fairs convert better
than online, as in S1. Nothing here touches the draws of the rest of the book.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import Draws, Ints, Market, blank_where, company_names, pick, texts
from salesplan_xl.demo.orders import Days, days_in, later, working_day

SEED = 20_270_331
# Leads of the December before, when the big fair is, and of each quarter: how many, and how many of them get as
# far as a need, a proposal, a signature.
DECEMBER = {"fair": (26, 14, 9, 5), "referral": (8, 4, 2, 1), "online": (24, 2, 0, 0), "other": (2, 1, 0, 0)}
A_QUARTER = {
    "fair": (12, 6, 4, 2),
    "referral": (8, 4, 2, 1),
    "online": (12, 2, 1, 0),
    "other": (4, 1, 0, 0),
}
TIMES = {1: 1, 12: 6, 150: 40}  # of these by owners: one rep, a team, a company
STAGES = np.array(["lead", "need", "proposal", "signed"], dtype=object)
FAIR_DAYS = (9, 13)  # a fair lasts a few days in the second week of its quarter
NEVER = np.datetime64("2200-01-01")


@dataclasses.dataclass(frozen=True)
class Leads:
    """Leads of the plan year: what stays the same, and the days on which they moved on.

    Args:
        frame: columns of ``opportunities`` that do not change.
        steps: (n, 4) the day on which each stage was reached, ``NEVER`` where it never is.
        lost: (n,) the day on which the lead was given up, ``NEVER`` where it never is.
        expected: (n,) expected sign date.
    """

    frame: pd.DataFrame
    steps: Days
    lost: Days
    expected: Days


def make_leads(market: Market) -> Leads:
    """All leads from the December before to the end of the plan year, by the day they came."""
    draws = np.random.default_rng([SEED, market.size.customers])
    quarter, source, reach = _quotas(TIMES[market.size.owners])
    opened = _opened(draws, market.plan_year, quarter, source, reach)
    order = np.lexsort((reach, opened))
    source, reach, opened = source[order], reach[order], opened[order]
    count = len(order)
    line = draws.choice(5, count, p=[0.05, 0.0, 0.1, 0.45, 0.4])
    usual = np.array([12.0, 0.0, 9.0, 4.0, 3.0])[line]
    lines, pattern = texts(words.LINES, market.lang)[line], words.TRIAL_PROJECT.of(market.lang)
    frame: dict[str, Any] = {
        "customer": _names(draws, market, count),
        "project": [pattern.format(line=text) for text in lines],
        "amount": np.maximum(1.0, np.round(usual * draws.lognormal(0, 0.35, count))),
        "line": lines,
        "owner": market.owner[draws.integers(0, len(market.owner), count)],
        "source": source,
        "opened": opened.astype("datetime64[ns]"),
        "loss_reason": pick(draws, words.LEAD_LOSSES, count, market.lang),
        "idle": draws.random(count) < 0.15,
    }  # fmt: skip
    steps, lost = _life(draws, opened, reach)
    expected = np.where(reach == 3, steps[:, 3], later(opened, draws.integers(90, 200, count)))
    last = days_in(market.plan_year, np.full(count, 12), np.full(count, 19))
    return Leads(pd.DataFrame(frame), steps, lost, np.minimum(expected, last))


def leads_on(leads: Leads, day: np.datetime64, lang: str) -> pd.DataFrame:
    """The leads known on a day as rows of ``opportunities``."""
    frame = leads.frame
    stage = (leads.steps <= day).sum(axis=1) - 1
    lost, signed = leads.lost <= day, stage == 3
    idle = frame["idle"].to_numpy() | lost | signed
    step = texts(words.LEAD_STEPS, lang)[np.clip(stage, 0, 2)]
    due = later(np.full(len(frame), day), 4 + np.arange(len(frame)) % 23)
    results = np.where(lost, "lost", "won").astype(object)
    made: pd.DataFrame = frame.drop(columns="idle").assign(
        stage=STAGES[np.maximum(stage, 0)],
        sign_date=leads.expected.astype("datetime64[ns]"),
        pay_date=(leads.expected + np.timedelta64(45, "D")).astype("datetime64[ns]"),
        next_step=blank_where(idle, step),
        next_date=np.where(idle, np.datetime64("NaT", "D"), due).astype("datetime64[ns]"),
        slips=0.0,
        result=blank_where(~lost & ~signed, results),
        loss_reason=blank_where(~lost, frame["loss_reason"].to_numpy()),
    )
    entered: pd.DataFrame = made[stage >= 0].reset_index(drop=True)
    return entered


def _quotas(times: int) -> tuple[Ints, npt.NDArray[np.object_], Ints]:
    """Quarter (0 the December before), source and furthest stage of every lead."""
    rows = [
        (quarter, source, sum(at < count for count in reached))
        for quarter in range(5)
        for source, (number, *reached) in (A_QUARTER if quarter else DECEMBER).items()
        for at in range(number)
        for _ in range(times)
    ]
    quarters, sources, reach = zip(*rows, strict=True)
    return np.array(quarters), np.array(sources, dtype=object), np.array(reach)


def _opened(draws: Draws, year: int, quarter: Ints, source: npt.NDArray[np.object_], reach: Ints) -> Days:
    """Fair leads come in the days of the fair; who signs came in the first weeks of a quarter."""
    days = draws.integers(3, np.where((reach == 3) | (quarter == 0), 25, 85))
    days = np.where(source == "fair", draws.integers(*FAIR_DAYS, len(quarter)), days)
    return days_in(year, np.maximum(quarter * 3 - 2, 0), days)


def _life(draws: Draws, opened: Days, reach: Ints) -> tuple[Days, Days]:
    """The day on which each stage was reached, and on which the lead was given up."""
    count = len(opened)
    gaps = np.stack([draws.integers(low, high, count) for low, high in ((7, 16), (9, 18), (12, 20))], axis=1)
    days = np.column_stack([opened, opened[:, None] + np.cumsum(gaps, axis=1)])
    steps: Days = np.where(np.arange(4) <= reach[:, None], working_day(days), NEVER)
    last: Days = days[np.arange(count), reach]
    given_up = (reach < 3) & (draws.random(count) < 0.85)
    return steps, np.where(given_up, later(last, draws.integers(30, 60, count)), NEVER)


def _names(draws: Draws, market: Market, count: int) -> list[str]:
    """Company names that no customer bears."""
    own = set(market.names) | {label.of(market.lang) for label in words.PLANTED.values()}
    many = dataclasses.replace(market.size, customers=count * 2 + 20)
    fresh = [name for name in company_names(draws, many, market.lang)[0] if name not in own]
    return fresh[:count]
