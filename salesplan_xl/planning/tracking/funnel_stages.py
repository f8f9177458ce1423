"""Sources compared stage by stage: where they differ, and what a lead of each is worth (guide/funnel.md; S1)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.opportunity_stages import SIGNED_STAGES
from salesplan_xl.planning.tracking.funnel_counts import SIGNED
from salesplan_xl.planning.tracking.funnel_rates import DEFAULTS, Row, best_and_worst
from salesplan_xl.rules import RateRules

STEPS = ("need", "proposal", "signed")


def stage_gap(rates: pd.DataFrame, rules: RateRules = DEFAULTS) -> Sentence | None:
    """The step in which two sources differ most surely; None where no step has two sources with cases.

    20/10/4/0 of one against 5/4/3/1 of another are 50/40/0 % and 80/75/33 %: every step is tested by rates drawn
    toward the book's, and a difference that may be luck is called so.

    Args:
        rates: ``funnel_rates.stage_rates``.

    Source: guide/funnel.md monthly review; S1.
    """
    rows = [row for row in rates.to_dict("records") if row["cases"] > 0 and row["source"] != "unknown"]
    gaps = [gap for step in STEPS if (gap := _gap(step, [row for row in rows if row["step"] == step]))]
    if not gaps:
        return None
    values = max(gaps, key=lambda gap: float(str(gap["sure"])))
    sure = float(str(values["sure"]))
    # Nobody is quite certain: what rounds to 100 % is told as 99 %.
    code = "funnel.stage_differs" if sure >= rules.move_sureness else "funnel.stage_luck"
    return Sentence(code, {**values, "sure": min(sure, 0.99)})


def _gap(step: str, rows: Sequence[Row]) -> dict[str, object] | None:
    """The best and the worst source of a step; None where no two differ."""
    if len({row["rate"] for row in rows}) < 2:
        return None
    best, worst, sure = best_and_worst(rows)
    values: dict[str, object] = {"step": Sentence(f"funnel.step_{step}"), "sure": sure}
    for name, row in (("best", rows[best]), ("worst", rows[worst])):
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
