"""Sources compared stage by stage: where they differ, and what a lead of each is worth (guide/funnel.md; S1)."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.opportunity_stages import SIGNED_STAGES
from salesplan_xl.planning.tracking.funnel_counts import SIGNED
from salesplan_xl.planning.tracking.funnel_rates import DEFAULTS, chance_better, stage_rates
from salesplan_xl.rules import FunnelRules, RateRules

STEPS = ("need", "proposal", "signed")


def stage_gap(counts: pd.DataFrame, plan: FunnelRules, rules: RateRules = DEFAULTS) -> Sentence | None:
    """The step in which two sources differ most surely; None where no step has two sources with cases.

    20/10/4/0 of one against 5/4/3/1 of another are 50/40/0 % and 80/75/33 %: every step is tested by rates drawn
    toward the book's, and a difference that may be luck is called so.

    Args:
        counts: source, lead, need, proposal, signed.
        plan: the plan's rates.

    Source: guide/funnel.md monthly review; S1.
    """
    rates = stage_rates(counts, plan, rules)
    gaps = [gap for step in STEPS if (gap := _gap(rates[rates["step"] == step])) is not None]
    if not gaps:
        return None
    values = max(gaps, key=lambda gap: float(str(gap["sure"])))
    sure = float(str(values["sure"]))
    # Nobody is quite certain: what rounds to 100 % is told as 99 %.
    code = "funnel.stage_differs" if sure >= rules.move_sureness else "funnel.stage_luck"
    return Sentence(code, {**values, "sure": min(sure, 0.99)})


def _gap(rates: pd.DataFrame) -> dict[str, object] | None:
    rows = rates[(rates["cases"] > 0) & (rates["source"] != "unknown")].reset_index(drop=True)
    if len(rows) < 2 or rows["rate"].max() == rows["rate"].min():
        return None
    best, worst = int(rows["rate"].argmax()), int(rows["rate"].argmin())
    sure = chance_better(rows["rate"].to_numpy(), (rows["cases"] + rows["weight"]).to_numpy())[best, worst]
    values: dict[str, object] = {"step": Sentence(f"funnel.step_{rows['step'].iloc[0]}"), "sure": float(sure)}
    for name, at in (("best", best), ("worst", worst)):
        row = rows.iloc[at]
        values |= {
            name: row["source"], f"{name}_cases": row["cases"], f"{name}_reached": row["reached"],
            f"{name}_raw": row["raw"],
        }  # fmt: skip
    return values


def signed_money(
    people: pd.DataFrame,
    orders: pd.DataFrame,
    opportunities: pd.DataFrame,
    start: pd.Timestamp,
    end: pd.Timestamp,
) -> pd.Series:
    """Money of the new customers signed, by source: their orders of the period, without any their signed projects.

    Args:
        people: ``FunnelActuals.customers``; who was never recorded as a lead is left out.
        start, end: first and last day of the period.
    """
    signed = people[people["recorded"] & (people["reached"] == SIGNED)]
    inside = (orders["date"] >= start) & (orders["date"] <= end)
    bought = net_amounts(orders)[inside].groupby(orders["customer"][inside]).sum()
    won = opportunities["stage"].isin(SIGNED_STAGES) | (opportunities["result"] == "won")
    promised = opportunities["amount"][won].groupby(opportunities["customer"][won]).sum()
    money = signed["customer"].map(bought).fillna(signed["customer"].map(promised)).fillna(0.0)
    return money.astype(float).groupby(signed["source"].to_numpy(dtype=object)).sum()
