"""Targets of old customers taken from the reorder plan instead of tier growth (guide/reorder.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.targets.targets import repeat_part
from salesplan_xl.tiers import NEW


def with_reorder_basis(frame: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    """Targets whose base is the plan-year money of the reorder plan, without growth and loss: both are in it already.

    Projects and the row of new business stay as they are; a customer without an order day expects nothing.

    Args:
        frame: targets as the tier rule derives them.
        amounts: plan-year money by customer.
    """
    old = (frame["tier"] != NEW).to_numpy()
    money = amounts.reindex(frame["customer"]).fillna(0.0).to_numpy(dtype=np.float64)
    reasons = [
        (Sentence("source.basis", {"base": base}),) if mine else reason
        for mine, base, reason in zip(old, money, frame["reason"], strict=True)
    ]
    return frame.assign(
        base=np.where(old, money, frame["base"]),
        growth=np.where(old, 0.0, frame["growth"]),
        loss=np.where(old, np.nan, frame["loss"]),
        loss_probability=np.where(old, np.nan, frame["loss_probability"]),
        reason=object_array(reasons),
    )


def repeat_by_customer(frame: pd.DataFrame) -> pd.Series:
    """The repeat part of the targets of old customers, by customer."""
    rows = frame[frame["tier"] != NEW]
    return pd.Series(repeat_part(rows).to_numpy(), rows["customer"])
