"""What must hold for funnels, bonuses, rankings and slips whatever the figures (guide/funnel.md, guide/month.md)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.planning.customers.late_payment import auc, late_probabilities, rank_receivables
from salesplan_xl.planning.schedule.pipeline_coverage import quarter_coverage
from salesplan_xl.planning.schedule.slips import project_states, track_slips
from salesplan_xl.planning.tracking.funnel_rates import pooled_weight, propose_move, stage_rates
from salesplan_xl.planning.tracking.funnel_steps import leads_by_source, work_back
from salesplan_xl.planning.tracking.incentives import action_bonus, month_bonus
from salesplan_xl.planning.tracking.week_reviews import visits_due
from salesplan_xl.rules import FunnelRules, IncentiveRules, RateRules, Rules
from tests.golden.test_quarters import opportunities

FEW = settings(max_examples=60, deadline=None)
SHARE = st.floats(0.01, 1.0)
AS_OF = np.datetime64("2027-03-01")


@given(st.floats(0.5, 500), SHARE, SHARE, SHARE)
@FEW
def test_working_back_and_forth_meets_the_goal(
    goal: float, need: float, proposal: float, sign: float
) -> None:
    steps = work_back(goal, (need, proposal, sign))
    assert steps.leads * need * proposal * sign * 12 == pytest.approx(goal)
    assert steps.leads >= steps.needs >= steps.proposals >= steps.signed


@given(st.floats(0, 1e4), st.lists(st.floats(0, 50), min_size=4, max_size=4))
@FEW
def test_leads_of_the_sources_add_up_to_the_leads_rounded_up(leads: float, shares: list[float]) -> None:
    parts = leads_by_source(leads, dict(zip(("fair", "referral", "online", "other"), shares, strict=True)))
    assert sum(parts.values()) == (math.ceil(round(leads, 9)) if sum(shares) > 0 else 0)


@st.composite
def funnels(draw: st.DrawFn) -> pd.DataFrame:
    rows = []
    for source in draw(st.sets(st.sampled_from(["fair", "referral", "online", "other"]), min_size=1)):
        lead = draw(st.integers(0, 200))
        need = draw(st.integers(0, lead))
        proposal = draw(st.integers(0, need))
        rows.append((source, lead, need, proposal, draw(st.integers(0, proposal))))
    frame = pd.DataFrame(rows, columns=["source", "lead", "need", "proposal", "signed"])
    return frame.astype(dict.fromkeys(["lead", "need", "proposal", "signed"], float))


@pytest.mark.slow
@given(funnels())
@FEW
def test_a_shrunk_rate_lies_between_the_own_and_the_common_rate(counts: pd.DataFrame) -> None:
    rates = stage_rates(counts, FunnelRules())
    assert rates["rate"].between(0, 1, inclusive="neither").all()
    assert (rates["low"] <= rates["rate"] + 0.05).all()
    assert (rates["low"] <= rates["high"]).all()
    for _, step in rates.groupby("step"):
        common = (step["rate"] * (step["cases"] + step["weight"]) - step["reached"]) / step["weight"]
        assert common.to_numpy() == pytest.approx(common.iloc[0])
        known = step["cases"] > 0
        low, high = np.minimum(step["raw"], common), np.maximum(step["raw"], common)
        assert ((step["rate"] >= low - 1e-9) & (step["rate"] <= high + 1e-9))[known].all()


@pytest.mark.slow
@given(funnels())
@FEW
def test_effort_moves_only_on_enough_and_sure_evidence(counts: pd.DataFrame) -> None:
    rules = RateRules()
    move = propose_move(stage_rates(counts, FunnelRules(), rules), FunnelRules(), rules)
    assert move.why
    if move.leads:
        cases = counts.set_index("source")["lead"]
        assert min(cases[move.source], cases[move.target]) >= rules.least_leads
        assert move.sure >= rules.move_sureness
        assert move.gain > 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
@FEW
def test_the_learnt_weight_stays_within_its_bounds(cases: list[tuple[int, int]]) -> None:
    trials = np.array([float(max(pair)) for pair in cases])
    hits = np.array([float(min(pair)) for pair in cases])
    assert RateRules().least_weight <= pooled_weight(hits, trials) <= RateRules().most_weight


@given(st.floats(0, 100), st.floats(0, 5), st.floats(-100, 1e4), st.floats(0, 1e3), st.floats(0, 1e3))
@FEW
def test_more_never_earns_less(
    proposals: float, more: float, revenue: float, plus: float, target: float
) -> None:
    rules = IncentiveRules(base_rate=0.02)
    assert action_bonus(proposals + more) >= action_bonus(proposals) >= 0
    low = month_bonus(proposals, revenue, target, rules)
    high = month_bonus(proposals + more, revenue + plus, target, rules)
    assert high.total >= low.total - 1e-6
    assert low.total == pytest.approx(low.action + (low.commission + low.over) * 10_000)


@given(
    st.lists(st.booleans(), min_size=2, max_size=40), st.lists(st.integers(0, 5), min_size=40, max_size=40)
)
@FEW
def test_auc_is_the_share_of_pairs(late: list[bool], scores: list[int]) -> None:
    score = scores[: len(late)]
    pairs = [
        (a > b) + (a == b) / 2
        for a, x in zip(score, late, strict=True)
        if x
        for b, y in zip(score, late, strict=True)
        if not y
    ]
    assert auc(late, score) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@st.composite
def invoices(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(0, 60))
    seed = np.random.default_rng(draw(st.integers(0, 10**6)))
    due = pd.Timestamp("2027-04-30") - pd.to_timedelta(seed.integers(0, 900, count), unit="D")
    paid = pd.Series(due + pd.to_timedelta(seed.integers(-20, 90, count), unit="D"))
    return pd.DataFrame(
        {
            "invoice": [f"{n:03}" for n in range(count)],
            "customer": np.array(["甲", "乙", "丙", None], dtype=object)[seed.integers(0, 4, count)],
            "kind": np.array(["advance", "progress", "retention", None], dtype=object)[seed.integers(0, 4, count)],
            "due": pd.Series(due).where(seed.random(count) > 0.05).astype("datetime64[ns]"),
            "amount": np.where(seed.random(count) < 0.05, np.nan, seed.integers(-5, 100, count).astype(float)),
            "paid_date": paid.where(seed.random(count) < 0.7).astype("datetime64[ns]"),
            "paid_amount": np.where(seed.random(count) < 0.8, np.nan, seed.integers(0, 100, count).astype(float)),
        }
    )  # fmt: skip


@pytest.mark.slow
@given(invoices())
@FEW
def test_every_listed_receivable_has_a_chance_and_the_list_is_ordered(frame: pd.DataFrame) -> None:
    chances = late_probabilities(frame, AS_OF)
    assert chances["probability"].dropna().between(0, 1).all()
    listed = rank_receivables(frame, AS_OF, np.datetime64("2027-03-31"))
    assert listed["at_risk"].is_monotonic_decreasing
    assert (listed["open"] > 0).all()
    assert set(listed.index) <= set(frame.index)


@pytest.mark.slow
@given(invoices(), st.randoms(use_true_random=False))
@FEW
def test_sorting_the_sheet_changes_no_chance(frame: pd.DataFrame, random: object) -> None:
    order = list(range(len(frame)))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = late_probabilities(frame.iloc[order].reset_index(drop=True), AS_OF)["probability"].to_numpy()
    assert mixed == pytest.approx(
        late_probabilities(frame, AS_OF)["probability"].to_numpy()[order], nan_ok=True
    )


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from([0.0, 1 / 3, 1.0, 2.0, 4.0, 9.0])), max_size=20
    )
)
@FEW
def test_visits_made_as_planned_each_week_are_the_visits_of_the_month(
    people: list[tuple[str, float]],
) -> None:
    plan = pd.DataFrame(
        {
            "customer": [f"客户{n:02}" for n in range(len(people))],
            "tier": [p[0] for p in people],
            "visits": [p[1] for p in people],
        }
    ).astype({"customer": object, "tier": object, "visits": float})
    made = pd.DataFrame({"date": pd.Series(dtype="datetime64[ns]"), "customer": pd.Series(dtype=object)})
    for monday in pd.date_range("2027-03-01", periods=4, freq="7D"):
        due = visits_due(plan, made, monday)
        names = np.repeat(due["customer"].to_numpy(dtype=object), due["planned"].to_numpy(dtype=int))
        made = pd.concat(
            [made, pd.DataFrame({"date": monday, "customer": names}).astype(made.dtypes.to_dict())]
        )
    from salesplan_xl.planning.tracking.month_ledger import visits_asked

    assert len(made) == visits_asked(plan)[:, 2].sum()


DATES = st.sampled_from([None, "2027-02-10", "2027-05-10", "2027-08-10", "2027-11-10", "2028-02-10"])


@pytest.mark.slow
@given(st.lists(st.tuples(DATES, DATES, st.sampled_from([None, "lost", "won", "postponed"])), max_size=6))
@FEW
def test_slips_are_told_once_and_counts_never_fall(
    projects: list[tuple[str | None, str | None, str | None]],
) -> None:
    shared = [{"customer": "甲", "project": f"P{n}", "slips": float(n)} for n in range(len(projects))]
    old = opportunities(*({**row, "sign_date": p[0]} for row, p in zip(shared, projects, strict=True)))
    now = opportunities(
        *({**row, "sign_date": p[1], "result": p[2]} for row, p in zip(shared, projects, strict=True))
    )
    coverage = quarter_coverage(np.full(4, 100.0), np.zeros(4), now, Rules())
    first = track_slips(project_states(old), now, coverage, Rules())
    assert (first.opportunities["slips"] >= now["slips"]).all()
    again = track_slips(project_states(first.opportunities), first.opportunities, coverage, Rules())
    assert again.trace.empty
    later = quarter_coverage(np.full(4, 100.0), np.zeros(4), first.opportunities, Rules())
    assert coverage.quarters["registered"].tolist() == later.quarters["registered"].tolist()
