"""The cost of rebates: each customer's expected year at the level it reaches (guide/letters.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd


def rebate_costs(totals: pd.DataFrame, levels: pd.DataFrame, total_name: str) -> pd.DataFrame:
    """The cost of rebates on the plan year: customer, amount, rate, cost; the sum last.

    Args:
        totals: one row a customer, with ``expected_amount``.
        levels: from_amount, rate; a customer gets the highest level that it reaches, on all it buys.
        total_name: what the last row is called.
    """
    steps = levels.sort_values("from_amount", kind="stable")
    at = (
        np.searchsorted(
            steps["from_amount"].to_numpy(dtype=np.float64), totals["expected_amount"], side="right"
        )
        - 1
    )
    reached = at >= 0
    rows = totals.loc[reached, ["customer", "expected_amount"]].rename(columns={"expected_amount": "amount"})
    rate = steps["rate"].to_numpy(dtype=np.float64)[at[reached]] if len(steps) else np.zeros(0)
    rows = rows.assign(rate=rate, cost=rows["amount"].to_numpy(dtype=np.float64) * rate)
    rows = rows.sort_values("cost", ascending=False, kind="stable")
    last = {
        "customer": total_name,
        "amount": rows["amount"].sum(),
        "rate": np.nan,
        "cost": rows["cost"].sum(),
    }
    return pd.concat([rows, pd.DataFrame([last])], ignore_index=True)
