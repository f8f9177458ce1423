"""The reorder plan: rhythm, state and days of five customers, money that adds up, and a model that is the published one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.money import YUAN
from salesplan_xl.planning.common.descent import lowest
from salesplan_xl.planning.customers.reorder.edited_plan import settled
from salesplan_xl.planning.customers.reorder.forecast import forecast_of
from salesplan_xl.planning.customers.reorder.line_split import split_over_lines
from salesplan_xl.planning.customers.reorder.model_fit import fit_model, model_of
from salesplan_xl.planning.customers.reorder.model_forecast import (
    expected_orders,
    order_chance,
    standing_of,
)
from salesplan_xl.planning.customers.reorder.order_days import day_number
from salesplan_xl.planning.customers.reorder.order_lines import order_days, usable_lines
from salesplan_xl.planning.customers.reorder.reorder_plan import reorder_plan
from salesplan_xl.planning.customers.reorder.stage_model import (
    Histories,
    StageModel,
    log_likelihood,
    log_rising,
)
from salesplan_xl.rules import CalendarRules, MoneyRules, Rules

AS_OF = dt.date(2026, 11, 15)


def every(first: str, days: int, times: int) -> list[dt.date]:
    start = dt.date.fromisoformat(first)
    return [start + dt.timedelta(days=days * at) for at in range(times)]


# The worked book of the guide.
FIVE = {
    "甲": every("2026-01-10", 60, 6),
    "乙": [dt.date(2026, 2, 1), dt.date(2026, 4, 2), dt.date(2026, 6, 1), dt.date(2026, 7, 31)],
    "丙": [dt.date(2025, 3, 1), dt.date(2025, 5, 30), dt.date(2025, 8, 28)],
    "丁": [dt.date(2026, 10, 20)],
    "戊": [dt.date(2025, 12, 20), dt.date(2026, 4, 19), dt.date(2026, 8, 17)],
}


def rules_on(day: dt.date, **reorder: object) -> Rules:
    rules = Rules(calendar=CalendarRules(plan_year=2027, as_of=day), money=MoneyRules("yuan"))
    return replace(rules, reorder=replace(rules.reorder, **reorder))


def orders(book: Mapping[str, list[dt.date]], amount: float = 100.0, line: str | None = None) -> pd.DataFrame:
    rows = [(day, None, name, line, amount, "order") for name, days in book.items() for day in days]
    frame = pd.DataFrame(rows, columns=["date", "order_no", "customer", "line", "amount", "kind"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def plan(book: Mapping[str, list[dt.date]], day: dt.date = AS_OF) -> pd.DataFrame:
    return reorder_plan(orders(book), rules_on(day)).totals.set_index("customer")


@pytest.mark.parametrize(
    ("name", "gap", "ratio", "state", "expected", "first", "last", "contact"),
    [
        ("甲", 61.9, 0.15, "on_track", "2027-01-07", "2026-12-20", "2027-02-01", "2026-11-27"),
        ("乙", 62.8, 1.70, "overdue", "2026-10-02", "2026-11-16", "2026-12-14", "2026-11-16"),
        ("丙", 83.6, 5.31, "churned", None, None, None, None),
        ("丁", 72.1, 0.36, "not_predictable", None, None, None, "2026-12-10"),
        ("戊", 101.2, 0.89, "due_soon", "2026-11-26", "2026-11-20", "2027-01-20", "2026-11-16"),
    ],
)
def test_five_customers_of_the_guide(
    name: str, gap: float, ratio: float, state: str, expected: str | None, first: str | None, last: str | None,
    contact: str | None,
) -> None:  # fmt: skip
    row = plan(FIVE).loc[name]
    assert (round(row["gap"], 1), round(row["ratio"], 2), row["state"]) == (gap, ratio, state)
    days = [row[key] for key in ("expected_date", "date_from", "date_to", "contact_date")]
    assert [None if pd.isna(day) else day.date().isoformat() for day in days] == [
        expected,
        first,
        last,
        contact,
    ]


def test_urgency_follows_the_state() -> None:
    assert plan(FIVE)["urgency"].to_dict() == {
        "甲": "low",
        "乙": "high",
        "丙": None,
        "丁": None,
        "戊": "medium",
    }


def test_one_customer_with_one_order_gets_the_usual_gap_and_no_range() -> None:
    row = plan({"海口": [dt.date(2026, 9, 17)]}).loc["海口"]
    assert (row["gap"], row["state"]) == (90.0, "not_predictable")
    assert pd.isna(row["date_from"])
    # 17 September + 90 days − 21: Wednesday 25 November
    assert row["contact_date"] == pd.Timestamp("2026-11-25")


def test_all_orders_on_one_day_show_no_rhythm() -> None:
    book = {f"客户{at}": [dt.date(2026, 9, 2)] for at in range(5)}
    assert set(plan(book)["state"]) == {"not_predictable"}


def test_a_gap_of_years_has_no_date_but_a_reason() -> None:
    row = plan(
        {"老客户": [dt.date(2019, 1, 1), dt.date(2019, 3, 1)], "新客户": every("2026-01-01", 30, 10)}
    ).loc["老客户"]
    assert row["state"] == "churned"
    assert pd.isna(row["contact_date"])
    assert row["reason"][0].code == "reorder.churned"


def test_orders_after_the_day_do_not_exist() -> None:
    early = plan(FIVE, dt.date(2026, 6, 30))
    assert early.loc["甲", "orders"] == 3
    assert "丁" not in early.index


def test_the_last_order_is_told_in_days_and_cycles() -> None:
    sentence = plan(FIVE).loc["丙", "reason"][0]
    assert sentence.values["elapsed"] == 444
    assert round(float(str(sentence.values["ratio"])), 1) == 5.3


# ── order days ────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines(*rows: tuple[str, str | None, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "order_no", "amount"]).assign(
        customer="昆明", line="轴承", kind="order"
    )
    return usable_lines(frame.assign(date=pd.to_datetime(frame["date"])))


def money_by_day(*rows: tuple[str, str | None, float]) -> dict[str, float]:
    days = order_days(lines(*rows), money=YUAN)
    dates = days.day.astype("datetime64[D]").astype(str).tolist()
    return dict(zip(dates, days.money.tolist(), strict=True))


def test_lines_of_a_day_are_one_order() -> None:
    assert money_by_day(("2026-03-01", "1", 50), ("2026-03-01", "2", 30)) == {"2026-03-01": 80}


def test_a_credit_note_takes_off_the_order_it_names() -> None:
    rows = [("2026-03-01", "1", 50.0), ("2026-03-20", "2", 70.0), ("2026-04-05", "1", -50.0)]
    assert money_by_day(*rows) == {"2026-03-20": 70}


def test_a_credit_note_without_a_number_takes_off_the_last_order_before_it() -> None:
    rows = [
        ("2026-03-01", "1", 50.0),
        ("2026-03-20", "2", 70.0),
        ("2026-04-05", None, -20.0),
        ("2026-05-01", "3", 10.0),
    ]
    assert money_by_day(*rows) == {"2026-03-01": 50, "2026-03-20": 50, "2026-05-01": 10}


# ── lines and edits ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_three_equal_lines_share_a_hundred_to_the_cent() -> None:
    parts = split_over_lines(np.array([100.0]), np.zeros(3, dtype=np.int64), np.ones(3), YUAN)
    assert parts.tolist() == [33.34, 33.33, 33.33]


def test_lines_add_up_to_their_customer() -> None:
    book = pd.concat(
        [
            orders({"太原": every("2025-01-05", 30, 20)}, 100, "轴承"),
            orders({"太原": every("2025-02-01", 50, 9)}, 33, "润滑脂"),
        ]
    )
    frame = reorder_plan(book.reset_index(drop=True), rules_on(AS_OF)).frame
    parts = frame.loc[frame["line"].notna(), "expected_amount"].sum()
    assert parts == pytest.approx(frame.loc[frame["line"].isna(), "expected_amount"].sum(), abs=1e-9)


def test_a_line_that_was_all_returned_stands_in_no_row() -> None:
    """太原 gave everything back by a credit note that names no line; 长沙 orders without lines."""
    day = dt.date(2026, 3, 1)
    book = pd.concat(
        [
            orders({"太原": [day]}, 50, "轴承"),
            orders({"太原": [day]}, -60).assign(kind="credit"),
            orders({"长沙": [day]}, 40),
        ]
    )
    frame = reorder_plan(book.reset_index(drop=True), rules_on(AS_OF)).frame
    assert frame[["customer", "line"]].to_numpy().tolist() == [["长沙", None]]


def test_an_edited_line_moves_the_total_and_an_edited_total_the_other_lines() -> None:
    frame = pd.DataFrame(
        {"customer": ["太原"] * 3, "line": [None, "轴承", "润滑脂"], "expected_amount": [100.0, 60.0, 40.0]}
    )
    moved, none = settled(frame, {1: 90.0}, YUAN)
    assert (moved["expected_amount"].tolist(), none) == ([130.0, 60.0, 40.0], [])
    rescaled, none = settled(frame, {0: 200.0, 1: 90.0}, YUAN)
    assert (rescaled["expected_amount"].tolist(), none) == ([100.0, 60.0, 110.0], [])


def test_lines_and_total_edited_apart_are_told() -> None:
    frame = pd.DataFrame({"customer": ["太原"] * 2, "line": [None, "轴承"], "expected_amount": [60.0, 60.0]})
    _, findings = settled(frame, {0: 100.0, 1: 70.0}, YUAN)
    assert [finding.code for finding in findings] == ["F-784"]


@pytest.mark.parametrize(
    ("before", "now", "label"),
    [(8, 8, "same"), (8, 4, "less"), (2, 1, "same"), (8, 0, "stopped"), (0, 3, "new"), (4, 7, "more")],
)
def test_buying_less_is_seen_against_the_same_time_before(before: int, now: int, label: str) -> None:
    filler = {"每月": every("2024-01-05", 30, 36)}
    days = every("2025-01-10", 20, before) + every("2026-01-10", 20, now)
    assert plan({**filler, "客户": days}).loc["客户", "trend_label"] == label


def test_a_list_that_began_this_year_is_compared_with_nothing() -> None:
    assert plan({"客户": every("2026-01-10", 30, 10)}).loc["客户", "trend_label"] is None


# ── model ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bg_nbd(logs: np.ndarray, customers: Histories) -> float:
    """BG/NBD of Fader, Hardie & Lee (2005): the neighbour of one stage in which nobody leaves before a second order."""
    r, alpha, a, b = np.exp(logs)
    x = customers.repeats
    most = int(x.max())
    gamma, stays, both = log_rising(r, most), log_rising(b, most), log_rising(a + b, most)
    alive = stays[x] - both[x] - (r + x) * np.log(alpha + customers.age)
    gone = (
        np.log(a)
        - np.log(b + np.maximum(x, 1) - 1)
        + stays[x]
        - both[x]
        - (r + x) * np.log(alpha + customers.last)
    )
    each = gamma[x] + r * np.log(alpha) + np.where(x > 0, np.logaddexp(alive, gone), alive)
    return -float(each.sum())


def test_the_published_parameters_of_bg_nbd_come_out(cdnow_sample: Histories) -> None:
    logs, value = lowest(
        lambda point: (
            bg_nbd(point, cdnow_sample),
            slope_by_steps(lambda at: bg_nbd(at, cdnow_sample), point),
        ),
        np.zeros(4), 1e-2,
    )  # fmt: skip
    assert np.exp(logs) == pytest.approx([0.243, 4.414, 0.793, 2.426], rel=0.01)
    assert value == pytest.approx(9582.4, abs=0.2)


def slope_by_steps(function: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    steps = 1e-5 * np.eye(len(at))
    return np.array([(function(at + step) - function(at - step)) / 2e-5 for step in steps])


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_the_likelihood_rises_as_its_slope_says(stages: int) -> None:
    customers = Histories(
        np.array([0, 1, 3, 9]), np.array([0.0, 4.0, 20.0, 40.0]), np.array([12.0, 4.0, 26.0, 43.0]),
        np.array([0.0, 1.4, 5.5, 13.0]),
    )  # fmt: skip
    logs = np.log([1.2, 6.0, 0.7, 2.5])
    _, slope = log_likelihood(model_of(stages, logs), customers)
    steps = slope_by_steps(lambda at: log_likelihood(model_of(stages, at), customers)[0], logs)
    assert slope == pytest.approx(steps, rel=1e-6, abs=1e-6)


def test_no_model_near_the_fitted_one_is_more_probable(cdnow_sample: Histories) -> None:
    rules = Rules(calendar=CalendarRules(plan_year=2027, as_of=AS_OF)).reorder
    model = fit_model(cdnow_sample, rules)
    logs = np.log([model.r, model.alpha, model.a, model.b])

    def improbable(at: np.ndarray) -> float:
        off = (at - np.log(rules.prior_middle)) / rules.prior_spread
        return 0.5 * float(off @ off) - log_likelihood(model_of(model.stages, at), cdnow_sample)[0]

    best = improbable(logs)
    for step in (*np.eye(4), *-np.eye(4)):
        assert improbable(logs + 0.01 * step) > best


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_the_closed_form_is_what_a_simulation_gives(stages: int) -> None:
    model = StageModel(stages, 1.2, 6.0, 0.7, 2.5)
    customers = Histories(
        np.array([0, 3, 9]), np.array([0.0, 20.0, 40.0]), np.array([12.0, 26.0, 43.0]), np.zeros(3)
    )
    standing = standing_of(model, customers)
    chance, counts = simulated(model, customers, standing.alive, standing.finished, 13.0)
    assert order_chance(standing, 91) == pytest.approx(chance, abs=0.01)
    assert expected_orders(standing, 91, 1e-6) == pytest.approx(counts, abs=0.03)


def simulated(
    model: StageModel,
    customers: Histories,
    alive: np.ndarray,
    finished: np.ndarray,
    weeks: float,
    draws: int = 40_000,
) -> tuple[list[float], list[float]]:
    """Chance and number of orders of each customer by drawing rate, stage and stay of a living customer."""
    chance, counts = [], []
    random = np.random.default_rng(7)
    for at in range(len(alive)):
        x, k = int(customers.repeats[at]), model.stages
        stage = random.choice(k, draws, p=finished[:, at] / finished[:, at].sum())
        rate = random.gamma(model.r + k * x + stage) / (model.alpha + customers.age[at])
        leaves = random.beta(model.a, model.b + x + 1, draws)
        when = random.gamma(k - stage) / rate
        orders_made, living = np.zeros(draws), np.ones(draws, dtype=bool)
        while (living & (when <= weeks)).any():
            living &= when <= weeks
            orders_made[living] += 1
            living &= random.random(draws) > leaves
            when = when + random.gamma(k, size=draws) / rate
        chance.append(float(alive[at] * (orders_made > 0).mean()))
        counts.append(float(alive[at] * orders_made.mean()))
    return chance, counts


def test_a_small_book_keeps_what_is_believed_beforehand() -> None:
    days = order_days(usable_lines(orders(FIVE)), money=YUAN)
    learnt = forecast_of(days, day_number(AS_OF), Rules().reorder).learnt
    assert learnt.weights.tolist() == [-1.2, 0.45, 0.05, -0.1, 0.7, 0.25]
    assert learnt.power == 1.0


def test_more_days_bring_more_orders_money_and_chance() -> None:
    days = order_days(usable_lines(orders(FIVE)), money=YUAN)
    forecast = forecast_of(days, day_number(AS_OF), Rules().reorder)
    for early, late in ((30, 91), (91, 365), (365, 411)):
        assert (forecast.orders(early) <= forecast.orders(late)).all()
        assert (forecast.money(early) <= forecast.money(late)).all()
        assert (forecast.chance(early) <= forecast.chance(late) + 1e-9).all()
    assert forecast.chance(0).tolist() == [0.0] * 5
