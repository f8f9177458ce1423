"""Targets as a salesperson would work them out by hand (guide/targets.md; S0, S2)."""

from __future__ import annotations

import datetime as dt
import math
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.findings import Severity
from salesplan_xl.planning.targets.target_findings import target_findings
from salesplan_xl.planning.targets.targets import (
    NEW_BUSINESS,
    average_order,
    commitments,
    derive_targets,
    expected,
    levels,
    new_business_steps,
    repeat_part,
)
from salesplan_xl.rules import CalendarRules, Rules, TargetRules
from salesplan_xl.schema.analysis import TARGETS
from salesplan_xl.schema.types import Filled

OPPORTUNITY = {
    "customer": "华东重工", "project": "自动化改造", "stage": "quote", "amount": 200.0, "probability": np.nan,
    "sign_date": None, "pay_date": None, "line": None, "bottleneck": None, "next_step": None, "next_date": None,
    "owner": None, "nodes": None, "slips": np.nan, "result": None, "loss_reason": None,
}  # fmt: skip
FACTORS = ["base", "growth", "loss", "loss_probability", "project", "win_probability"]


def opportunities(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([OPPORTUNITY | row for row in rows], columns=list(OPPORTUNITY)).astype(object)
    for key in ("sign_date", "pay_date", "next_date"):
        frame[key] = pd.to_datetime(frame[key]).astype("datetime64[ns]")
    return frame.astype({"amount": "float64", "probability": "float64", "slips": "float64"})


def health(*rows: tuple[str, str, float, str, str, str]) -> pd.DataFrame:
    """Customers as (name, tier, this year, stability, potential, depth)."""
    columns = ["customer", "tier", "estimate", "stability", "potential", "depth"]
    return pd.DataFrame(rows, columns=columns).astype({"estimate": "float64"})


def rules(**targets: object) -> Rules:
    return Rules(targets=replace(TargetRules(), **targets))  # type: ignore[arg-type]


def row(frame: pd.DataFrame, customer: str) -> pd.Series:
    return frame.set_index("customer").loc[customer]


def test_defaults_by_tier_and_health() -> None:
    """A +5 %, high-potential B +20 %, C flat; danger and decline grow by nothing and may lose more."""
    frame = derive_targets(
        health(
            ("稳", "A", 300, "flat", "low", "several"),
            ("快", "A", 200, "fast", "low", "full"),
            ("潜", "B", 50, "fast", "high", "several"),
            ("危", "A", 250, "danger", "low", "single"),
            ("降", "B", 40, "warning", "high", "several"),
            ("单", "C", 10, "normal", "low", "single"),
        ),
        opportunities(),
        Rules(),
    )
    figures = frame[["base", "growth", "loss", "loss_probability"]].to_numpy()
    np.testing.assert_allclose(
        figures,
        [
            [300, 0.05, np.nan, np.nan],
            [200, 0.10, np.nan, np.nan],
            [50, 0.20, np.nan, np.nan],
            [250, 0.0, 0.20, 0.50],
            [40, 0.0, 0.10, 0.50],
            [10, 0.0, 0.20, 0.20],
            [0, 0.0, np.nan, np.nan],
        ],
    )
    assert expected(frame).tolist() == pytest.approx([315, 220, 60, 225, 38, 9.6, 0])


def test_the_frame_carries_exactly_the_declared_columns() -> None:
    """The computed and edited columns of the declaration, in its order; formulas are left to the sheet."""
    frame = derive_targets(health(("甲", "A", 1, "flat", "low", "full")), opportunities(), Rules())
    declared = [column.key for column in TARGETS.columns if column.filled is not Filled.FORMULA]
    assert sorted(frame.columns) == sorted(declared)
    assert frame["edited"].tolist() == ["", ""]
    assert {str(frame[key].dtype) for key in ("customer", "tier", "edited", "reason")} == {"object"}


def test_customers_without_revenue_start_from_nothing() -> None:
    """No revenue, net returns or a blank figure give base 0, and nothing to lose."""
    frame = derive_targets(
        health(
            ("停", "C", 0, "inactive", "low", "single"),
            ("退", "C", -8, "returns", "low", "single"),
            ("空", "C", math.nan, "new", "low", "single"),
        ),
        opportunities(),
        Rules(),
    )
    assert frame["base"].tolist() == [0, 0, 0, 0]
    assert frame["loss"].isna().all()
    assert "净退货8" in render(row(frame, "退")["reason"], "zh")


def test_no_customers_still_give_the_new_business_row() -> None:
    frame = derive_targets(health(), opportunities({"customer": "没见过的"}), rules(new_business_target=50.0))
    assert frame["customer"].tolist() == [NEW_BUSINESS]
    assert expected(frame).tolist() == pytest.approx([50 + 200 * 0.5])


def test_a_project_counts_at_its_chance_and_stage_default() -> None:
    """A typed chance wins; a blank one takes the stage's; several projects are weighted by amount."""
    frame = derive_targets(
        health(("华东重工", "A", 250, "flat", "low", "full")),
        opportunities(
            {"amount": 200.0, "probability": 0.8}, {"project": "备件", "amount": 100.0, "stage": "lead"}
        ),
        Rules(),
    )
    assert row(frame, "华东重工")[["project", "win_probability"]].tolist() == pytest.approx([300, 170 / 300])
    said = render(row(frame, "华东重工")["reason"], "zh")
    assert "自动化改造、备件" in said
    assert "170" in said


@pytest.mark.parametrize(
    ("change", "money"),
    [
        ({"sign_date": "2027-09-01"}, 100),
        ({"sign_date": None}, 100),
        ({"sign_date": "2028-02-01"}, 0),
        ({"sign_date": "2026-11-01"}, 0),
        ({"result": "lost"}, 0),
        ({"result": "postponed"}, 100),
        ({"amount": 0.0}, 0),
        ({"amount": math.nan}, 0),
        ({"stage": "signed", "sign_date": "2027-01-15"}, 200),
        ({"stage": "signed", "sign_date": "2027-01-15", "result": "won", "probability": 0.3}, 200),
        ({"stage": "signed", "sign_date": "2026-12-15"}, 0),
        ({"stage": "signed", "sign_date": None}, 0),
        ({"stage": "signed", "sign_date": "2027-01-15", "result": "lost"}, 0),
        ({"probability": 1.7}, 200),
        ({"probability": 0.0}, 0),
    ],
)
def test_which_projects_count(change: dict[str, object], money: float) -> None:
    """Open and dated in the plan year (or undated) at its chance; signed in the plan year in full."""
    frame = derive_targets(
        health(("华东重工", "A", 0, "flat", "low", "full")), opportunities(OPPORTUNITY | change), Rules()
    )
    assert expected(frame).sum() == pytest.approx(money)


def test_projects_of_unknown_names_are_new_business() -> None:
    frame = derive_targets(
        health(("华东重工", "A", 100, "flat", "low", "full")),
        opportunities({"customer": "新来的厂"}, {"customer": None, "project": "展会线索", "amount": 60.0}),
        rules(new_business_target=50.0),
    )
    last = frame.iloc[-1]
    assert (last["customer"], last["tier"], last["project"]) == (NEW_BUSINESS, "N", 260.0)
    assert math.isnan(row(frame, "华东重工")["project"])


def s0_book() -> pd.DataFrame:
    """S0: six A of 250, twelve B of 25, fifty C of 2; factors as in the article, typed by the user."""
    a = [(f"A{n}", "A", 250.0, "flat", "low", "full") for n in range(1, 7)]
    b = [(f"B{n}", "B", 25.0, "flat", "low", "full") for n in range(1, 13)]
    c = [(f"C{n}", "C", 2.0, "flat", "low", "full") for n in range(1, 51)]
    flat = rules(growth_a=0.0, growth_b=0.0, growth_c=0.0)
    frame = derive_targets(
        health(*a, *b, *c), opportunities({"customer": "A4", "amount": 200.0, "probability": 0.5}), flat
    )
    frame.loc[[0, 1], "growth"] = 0.10
    frame.loc[2, ["loss", "loss_probability"]] = [0.20, 1.0]
    return frame


def test_s0_worked_example() -> None:
    """Two of six A grow 10 %, one loses 20 %, a 200 project at even odds: 1600; with B 300 and C 100: 2000."""
    frame = s0_book()
    by_tier = expected(frame).groupby(frame["tier"]).sum()
    assert by_tier.to_dict() == pytest.approx({"A": 1600, "B": 300, "C": 100, "N": 0})
    level = levels(frame, Rules())
    assert (level.this_year, level.derived) == pytest.approx((1900, 2000))
    assert (level.guaranteed, level.stretch) == pytest.approx((1800, 2200))
    assert levels(frame, rules(buffer=0.2)).guaranteed == pytest.approx(1600)


@pytest.mark.parametrize(
    ("win_probability", "growing", "total"),
    [(0.5, [0, 1], 1600), (1.0, [0, 1], 1700), (1.0, range(6), 1800), (0.0, range(6), 1600)],
)
def test_other_readings_of_the_article(win_probability: float, growing: list[int], total: float) -> None:
    """golden 0.4: printed formula 1800, without project 1600, whole project 1700; only even odds are its 1600."""
    frame = s0_book()
    frame.loc[:5, "growth"] = [0.10 if n in growing else 0.0 for n in range(6)]
    frame.loc[3, "win_probability"] = win_probability
    assert expected(frame[frame["tier"] == "A"]).sum() == pytest.approx(total)


def test_blank_factors_count_as_nothing() -> None:
    frame = pd.DataFrame({key: [np.nan] for key in FACTORS})
    assert expected(frame).tolist() == [0.0]
    frame["base"] = 100.0
    assert repeat_part(frame).tolist() == [100.0]


def test_reasons_can_be_repeated_to_the_boss() -> None:
    frame = derive_targets(
        health(("华东重工", "A", 500, "danger", "low", "single")),
        opportunities({"probability": 0.5}),
        Rules(),
    )
    assert render(row(frame, "华东重工")["reason"], "zh") == (
        "以今年500为基数；不计自然增长；业绩危险下滑,可能再丢20%,按50%的机会扣50；"
        "项目“自动化改造”200,按50%的把握计100"
    )
    assert "project '自动化改造' of 200 counts 100 at 50%" in render(row(frame, "华东重工")["reason"], "en")


def codes(frame: pd.DataFrame, rows: pd.DataFrame, given: Rules) -> list[str]:
    found = target_findings(frame, rows, given)
    for finding in found:
        for lang in ("zh", "en"):
            assert finding_sentence(finding, lang)
            assert finding_remedy(finding, lang)
    return [finding.code for finding in found]


def test_guaranteed_above_stretch_is_warned() -> None:
    frame = s0_book()
    assert codes(frame, opportunities(), Rules()) == []
    assert codes(frame, opportunities(), rules(guaranteed_target=2300.0)) == ["F-305"]


def test_company_target_gap_is_warned_with_the_gap() -> None:
    given = rules(buffer=0.0, company_target=2400.0)
    (found,) = target_findings(s0_book(), opportunities(), given)
    assert (found.code, found.severity) == ("F-302", Severity.WARNING)
    assert found.values["gap"] == pytest.approx(400)
    assert target_findings(s0_book(), opportunities(), rules(buffer=0.0, company_target=2000.0)) == []


def test_impossible_shares_are_errors_at_their_cell() -> None:
    frame = s0_book()
    frame.loc[3, "win_probability"] = 50.0
    frame.loc[2, "loss"] = -0.2
    found = [
        item
        for item in target_findings(frame, opportunities({"probability": 1.2}), Rules())
        if item.severity == "error"
    ]
    places = [(item.code, item.place.table, item.place.row, item.place.column) for item in found]
    assert places == [
        ("F-303", "targets", 2, "loss"),
        ("F-303", "targets", 3, "win_probability"),
        ("F-304", "opportunities", 0, "probability"),
    ]


def test_dates_passed_and_dates_beyond_the_year_are_told() -> None:
    rows = opportunities(
        {"sign_date": "2026-10-01"}, {"sign_date": "2028-01-05"}, {"sign_date": "2027-01-05"}
    )
    rows.index = pd.RangeIndex(3, 6)
    found = target_findings(s0_book(), rows, rules(buffer=0.0))
    assert [(item.code, item.severity, item.place.row) for item in found] == [
        ("F-307", "warning", 3),
        ("F-308", "note", 4),
    ]
    assert found[0].values["date"] == dt.date(2026, 10, 1)
    assert codes(s0_book(), rows, rules(buffer=0.0)) == ["F-307", "F-308"]
    assert (
        codes(s0_book(), opportunities({"sign_date": "2026-10-01", "result": "lost"}), rules(buffer=0.0))
        == []
    )


def test_nothing_to_plan_is_told() -> None:
    frame = derive_targets(health(("停", "C", 0, "inactive", "low", "none")), opportunities(), Rules())
    assert codes(frame, opportunities(), Rules()) == ["F-306"]


def test_commitment_sentences() -> None:
    said = commitments(s0_book(), rules(company_target=2400.0, average_order=30.0))
    text = {key[0]: render(value, "zh") for key, value in said.items() if key[1] == "sentence"}
    assert text["derived"] == "2,000 = 老客户返单1,900 + 在谈项目100 + 新客户0;今年是1,900"
    assert text["guaranteed"].startswith("推导目标2,000留10.0%余地,定1,800;这比今年实际1,900少100")
    assert text["stretch"] == "推导目标上浮10.0%,努力一把冲到2,200"
    assert text["company"] == ("公司下达2,400,自下而上只有2,000,还差400。补上的办法:再签14个新订单(每单约30)")


def test_the_gap_names_high_potential_customers() -> None:
    book = health(
        ("小潜", "C", 5, "fast", "high", "single"),
        ("大潜", "B", 50, "fast", "high", "single"),
        ("普通", "A", 900, "flat", "low", "single"),
    )
    frame = derive_targets(book, opportunities(), Rules())
    said = commitments(frame, rules(company_target=1000.0), health=book, average=10.0)["company", "sentence"]
    text = render(said, "zh")  # type: ignore[arg-type]
    assert "大潜、小潜" in text
    assert "普通" not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (rules(), "没有填公司下达目标"),
        (rules(company_target=1500.0), "富余500"),
        (rules(company_target=2500.0), "还差500"),
    ],
)
def test_company_sentence_without_ways(given: Rules, words: str) -> None:
    assert words in render(commitments(s0_book(), given)["company", "sentence"], "zh")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("guaranteed", "words"), [(1900.0, "留了5.0%余地"), (2100.0, "还高5.0%,没有留余地"), (1800.0, "少100")]
)
def test_own_guaranteed_figure(guaranteed: float, words: str) -> None:
    said = commitments(s0_book(), rules(guaranteed_target=guaranteed, stretch_target=2500.0))
    assert words in render(said["guaranteed", "sentence"], "zh")  # type: ignore[arg-type]
    assert "多25.0%" in render(said["stretch", "sentence"], "zh")  # type: ignore[arg-type]


def orders(*rows: tuple[str, str | None, str, float, str | None]) -> pd.DataFrame:
    """Lines as (date, order no, customer, amount, kind)."""
    frame = pd.DataFrame(rows, columns=["date", "order_no", "customer", "amount", "kind"]).astype(object)
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[ns]")
    return frame.astype({"amount": "float64"})


def test_average_order_takes_lines_of_one_order_together() -> None:
    """Two lines of one order, one plain order, one cancelled by its credit note, one of last year: 12."""
    frame = orders(
        ("2026-03-01", "S1", "甲", 6.0, "order"),
        ("2026-03-01", "S1", "甲", 4.0, None),
        ("2026-04-01", None, "甲", 14.0, "order"),
        ("2026-05-01", "S2", "乙", 9.0, "order"),
        ("2026-05-09", "S2", "乙", 9.0, "credit"),
        ("2025-05-09", "S3", "乙", 900.0, "order"),
    )
    assert average_order(frame, CalendarRules()) == pytest.approx(12.0)
    assert average_order(frame.iloc[:0], CalendarRules()) is None
    assert average_order(frame.iloc[3:5], CalendarRules()) is None


def test_new_business_worked_back() -> None:
    """S2: 500,000 at 10,000 an order is 50 orders, 500 inquiries at 10 %, 2 a workday."""
    steps = new_business_steps(50.0, 1.0, 0.10, 250)
    assert (steps.orders, steps.inquiries, steps.per_day) == pytest.approx((50, 500, 2))
    assert steps.per_month == pytest.approx(41.6667, abs=1e-4)
    assert steps.counts() == (50, 500, 2, 42)


def test_new_business_without_an_average_order_is_unknown() -> None:
    steps = new_business_steps(50.0, None, 0.10, 250)
    assert steps.counts() == (None, None, None, None)
    assert new_business_steps(50.0, 2.0, 0.0, 250).counts() == (25, None, None, None)


def test_twenty_thousand_customers_in_under_a_second() -> None:
    count = 20_000
    book = pd.DataFrame(
        {
            "customer": [f"客户{n}" for n in range(count)],
            "tier": np.resize(["A", "B", "C"], count).astype(object),
            "estimate": np.arange(count, dtype="float64"),
            "stability": np.resize(["flat", "danger", "fast", "inactive"], count).astype(object),
            "potential": np.resize(["low", "high"], count).astype(object),
            "depth": np.resize(["single", "full", "several"], count).astype(object),
        }
    )
    deals = opportunities(*({"customer": f"客户{n}", "project": f"P{n}"} for n in range(3000)))
    start = time.process_time()
    frame = derive_targets(book, deals, Rules())
    assert time.process_time() - start < 5.0
    assert len(frame) == count + 1
