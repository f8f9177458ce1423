"""The seller's work: contacts, visits, opportunities, and the resources at hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import Draws, Ints, Market, blank_out, blank_where, people, pick, texts
from salesplan_xl.demo.orders import working_day

ROLES = np.array(["purchasing", "user", "technical", "decision", "other"], dtype=object)
STAGES = np.array(
    ["lead", "need", "proposal", "quote", "negotiation", "signed", "paid", "reorder"], dtype=object
)
STAGE_SHARES = (0.2, 0.18, 0.17, 0.17, 0.13, 0.08, 0.04, 0.03)
WIN = np.array([0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.0, 1.0])
# The S0 mistake: most visits go to the many small customers (A, B, C).
VISIT_SHARE = np.array([0.17, 0.20, 0.63])


def contacts(draws: Draws, market: Market) -> pd.DataFrame:
    """Three to five people at A customers, two or three at B, one at C; one planted A with a single buyer."""
    low, high = np.array([3, 2, 1])[market.tier], np.array([6, 4, 2])[market.tier]
    number = draws.integers(low, high)
    number[market.planted["single_point"]] = 1
    customer = np.repeat(np.arange(len(number)), number)
    count = len(customer)
    nth = np.arange(count) - np.repeat(np.cumsum(number) - number, number)
    role = (nth + np.where(number[customer] > 1, 0, draws.choice(3, count, p=[0.7, 0.2, 0.1]))) % 5
    role[customer == market.planted["single_point"]] = 0
    idle = draws.exponential(np.array([25.0, 60.0, 140.0])[market.tier[customer]]).astype(int)
    idle[customer == market.planted["single_point"]] = 12
    attitudes = np.array(["support", "neutral", "oppose"], dtype=object)[
        draws.choice(3, count, p=[0.45, 0.45, 0.1])
    ]
    levels = np.array(["high", "medium", "low"], dtype=object)
    last = np.datetime64(f"{market.plan_year - 1}-12-30") - np.minimum(idle, 900)
    return pd.DataFrame(
        {
            "customer": market.names[customer],
            "name": people(draws, count, market.lang),
            "role": ROLES[role],
            "attitude": blank_out(draws, attitudes, 0.2),
            "influence": blank_out(draws, levels[np.where(role == 3, 0, draws.integers(0, 3, count))], 0.2),
            "cares": blank_out(draws, pick(draws, words.CARES, count, market.lang), 0.3),
            "last_contact": np.where(
                draws.random(count) < 0.04, np.datetime64("NaT", "D"), working_day(last)
            ).astype("datetime64[ns]"),
        }
    )


def visits(draws: Draws, market: Market, people_met: pd.DataFrame) -> pd.DataFrame:
    """Two years of visits and the first quarter of the plan year, most of them to small customers."""
    weight = (VISIT_SHARE / np.bincount(market.tier, minlength=3))[market.tier]
    customer = draws.choice(len(weight), market.size.visits, p=weight / weight.sum())
    count = len(customer)
    start = np.datetime64(f"{market.plan_year - 2}-01-05")
    span = int((np.datetime64(f"{market.plan_year}-03-29") - start).astype(int))
    date = working_day(start + draws.integers(0, span, count))
    order = np.lexsort((customer, date))
    customer, date = customer[order], date[order]
    purpose = draws.choice(3, count, p=[0.6, 0.25, 0.15])
    outcome = np.array([[0, 1, 3], [4, 5, 1], [6, 7, 2]])[purpose, draws.integers(0, 3, count)]
    first_contact = people_met.drop_duplicates("customer").set_index("customer")["name"].reindex(market.names)
    asked = np.array(["no", "yes", None], dtype=object)[draws.choice(3, count, p=[0.55, 0.15, 0.3])]
    return pd.DataFrame(
        {
            "date": date.astype("datetime64[ns]"),
            "customer": market.names[customer],
            "purpose": np.array(["sales", "technical", "non_sales"], dtype=object)[purpose],
            "contacts": first_contact.to_numpy()[customer],
            "days": np.where((purpose == 1) & (draws.random(count) < 0.3), 1.0, 0.5),
            "referral": asked,
            "outcome": blank_out(draws, texts(words.VISIT_OUTCOMES, market.lang)[outcome], 0.1),
        }
    )


def opportunities(draws: Draws, market: Market) -> pd.DataFrame:
    """Projects of every stage, signing through the plan year; some without a next step or past its date."""
    drawn = _drawn(draws, market, market.size.opportunities - 4 - len(words.PROSPECTS))
    prospects = _drawn(draws, market, len(words.PROSPECTS))
    prospects["customer"] = [words.PLANTED[key].of(market.lang) for key in words.PROSPECTS]
    prospects["stage"] = ["lead", "need", "proposal"]
    for key in ("result", "loss_reason"):
        prospects[key] = np.array([None] * len(prospects), dtype=object)
    planted = pd.DataFrame(_planted(market))
    for key in ("sign_date", "pay_date", "next_date"):
        planted[key] = pd.to_datetime(planted[key]).astype("datetime64[ns]")
    every = pd.concat([planted, drawn, prospects], ignore_index=True)
    return every[list(drawn.columns)].drop_duplicates(["customer", "project"]).reset_index(drop=True)


def _drawn(draws: Draws, market: Market, count: int) -> pd.DataFrame:
    weight = np.array([6.0, 3.0, 0.6])[market.tier]
    customer = draws.choice(len(weight), count, p=weight / weight.sum())
    stage = draws.choice(8, count, p=STAGE_SHARES)
    line = draws.choice(5, count, p=[0.3, 0.25, 0.25, 0.12, 0.08])
    usual = np.array([45.0, 110.0, 30.0, 6.0, 4.0])[line] * np.array([1.0, 0.7, 0.35])[market.tier[customer]]
    chance = np.clip(WIN[stage] + draws.choice([-0.05, 0, 0.1], count), 0.05, 1.0).round(2)
    lang, result = market.lang, _results(draws, stage)
    sign, lost = _sign_dates(draws, market, stage), result == "lost"
    stuck = lost | (draws.random(count) < 0.12)
    due = np.datetime64(f"{market.plan_year - 1}-12-31") + draws.integers(-40, 120, count)
    frame: dict[str, Any] = {
        "customer": market.names[customer],
        "project": _projects(draws, line, lang),
        "stage": STAGES[stage],
        "amount": np.maximum(1.0, np.round(usual * draws.lognormal(0, 0.6, count))),
        "probability": np.where(draws.random(count) < 0.4, np.nan, chance),
        "sign_date": sign.astype("datetime64[ns]"),
        "pay_date": (sign + draws.integers(30, 120, count)).astype("datetime64[ns]"),
        "line": texts(words.LINES, lang)[line],
        "bottleneck": blank_out(draws, pick(draws, words.BOTTLENECKS, count, lang), 0.45),
        "next_step": blank_where(stuck, pick(draws, words.NEXT_STEPS, count, lang)),
        "next_date": np.where(stuck, np.datetime64("NaT", "D"), due).astype("datetime64[ns]"),
        "owner": market.owner[customer],
        "nodes": blank_out(draws, pick(draws, words.MILESTONES, count, lang), 0.6),
        "slips": draws.choice([0.0, 1.0, 2.0, 3.0], count, p=[0.7, 0.18, 0.08, 0.04]),
        "result": result,
        "loss_reason": blank_where(~lost, pick(draws, words.LOSS_REASONS, count, lang)),
    }
    return pd.DataFrame(frame)


def _results(draws: Draws, stage: Ints) -> npt.NDArray[np.object_]:
    chance = draws.random(len(stage))
    results = np.where(chance < 0.09, "lost", "postponed").astype(object)
    results[stage >= 5] = "won"
    return blank_where((stage < 5) & (chance >= 0.12), results)


def _sign_dates(draws: Draws, market: Market, stage: Ints) -> npt.NDArray[np.datetime64]:
    """Early stages sign late in the year; what is signed was signed around the turn of the year."""
    middle = np.array([270, 240, 200, 130, 80, -20, -60, -90])[stage]
    days = middle + draws.integers(-75, 75, len(stage))
    days = np.where((stage < 5) & (draws.random(len(stage)) > 0.06), np.clip(days, 5, 360), days)
    days = np.where(stage >= 5, np.minimum(days, 80), days)
    return working_day(np.datetime64(f"{market.plan_year}-01-01") + days)


def _projects(draws: Draws, line: Ints, lang: str) -> list[str]:
    lines, nouns = texts(words.LINES, lang)[line], pick(draws, words.PROJECT_NOUNS, len(line), lang)
    pattern = words.PROJECT_PATTERN.of(lang)
    return [pattern.format(line=a, noun=b) for a, b in zip(lines, nouns, strict=True)]


def _planted(market: Market) -> list[dict[str, Any]]:
    """The 200 万 project at one half (S0), the lost project, a robot cell, and one nobody pushes."""
    year, lang, lines = market.plan_year, market.lang, texts(words.LINES, market.lang)

    def row(
        key: str,
        project: str,
        stage: str,
        amount: float,
        chance: float,
        sign: dt.date,
        line: int,
        **more: Any,
    ) -> dict[str, Any]:
        at = market.planted[key]
        blank = dict.fromkeys(("bottleneck", "next_step", "next_date", "nodes", "result", "loss_reason"))
        pay = sign + dt.timedelta(days=60)
        return {
            "customer": market.names[at], "project": project, "stage": stage, "amount": amount, "probability": chance,
            "sign_date": sign, "pay_date": pay, "line": lines[line], "owner": market.owner[at], "slips": 0.0,
            **blank, **more,
        }  # fmt: skip

    steps = texts(words.NEXT_STEPS, lang)
    return [
        row("project", words.PLANTED_PROJECT.of(lang), "quote", 200.0, 0.5, dt.date(year, 10, 20), 1,
            next_step=steps[4], next_date=dt.date(year, 1, 15), nodes=words.MILESTONES[0].of(lang)),
        row("single_point", words.PLANTED_LOST.of(lang), "negotiation", 90.0, 0.0, dt.date(year - 1, 9, 12), 2,
            result="lost", loss_reason=words.PLANTED_LOSS.of(lang)),
        row("high_potential", words.PLANTED_POTENTIAL.of(lang), "proposal", 36.0, 0.4, dt.date(year, 5, 18), 2,
            next_step=steps[2], next_date=dt.date(year, 1, 20)),
        row("alike", words.PLANTED_NO_STEP.of(lang), "need", 12.0, 0.2, dt.date(year, 8, 26), 3),
    ]  # fmt: skip


def resources(market: Market) -> pd.DataFrame:
    """People, machines and policies, each with customers that need it."""
    largest = np.argsort(-market.revenue[:, 2], kind="stable")
    mark, lang = words.LIST_MARK.of(market.lang), market.lang
    as_of = dt.date(market.plan_year - 1, 12, 31)
    rows = []
    for number, (kind, name, strength, contact, months) in enumerate(words.RESOURCES):
        used = market.names[largest[[number % 6, 6 + number]]]
        if name == words.SHARED_MACHINE:  # two customers want it in the same week
            used = np.array([words.PLANTED[key].of(lang) for key in ("project", "prospect_4")], dtype=object)
        valid = as_of + dt.timedelta(days=30 * months + 5) if months else None
        rows.append((kind, name.of(lang), strength.of(lang), contact.of(lang), valid, mark.join(used)))
    frame = pd.DataFrame(
        rows, columns=["kind", "name", "strength", "contact", "valid_until", "customers"], dtype=object
    )
    frame["valid_until"] = pd.to_datetime(frame["valid_until"]).astype("datetime64[ns]")
    return frame
