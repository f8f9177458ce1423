"""The stages of an opportunity: still worked on, or an order already."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

OPEN_STAGES = ("lead", "need", "proposal", "quote", "negotiation")
SIGNED_STAGES = ("signed", "paid", "reorder")
ENDED = ("won", "lost")


def is_open(opportunities: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is still being worked on: an open stage, neither won nor lost."""
    pairs = zip(opportunities["stage"].tolist(), opportunities["result"].tolist(), strict=True)
    return np.array([stage in OPEN_STAGES and result not in ENDED for stage, result in pairs], dtype=bool)


def is_signed(opportunities: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is an order already."""
    return signed(opportunities["stage"], opportunities["result"])


def signed(stages: pd.Series, results: pd.Series) -> npt.NDArray[np.bool_]:
    """(n,) whether a stage and a result are those of an order."""
    pairs = zip(stages.tolist(), results.tolist(), strict=True)
    orders = [result == "won" or (stage in SIGNED_STAGES and result != "lost") for stage, result in pairs]
    return np.array(orders, dtype=bool)


def is_closed(opportunities: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is decided: an order already, or lost."""
    lost = (opportunities["result"] == "lost").to_numpy(dtype=bool)
    return np.asarray(is_signed(opportunities) | lost, dtype=bool)
