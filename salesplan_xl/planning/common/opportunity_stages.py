"""The stages of an opportunity: still worked on, or an order already."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

OPEN_STAGES = ("lead", "need", "proposal", "quote", "negotiation")
SIGNED_STAGES = ("signed", "paid", "reorder")


def is_open(opportunities: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is still being worked on: an open stage, neither won nor lost."""
    stage, result = opportunities["stage"], opportunities["result"]
    return np.asarray(stage.isin(OPEN_STAGES) & ~result.isin(("won", "lost")), dtype=bool)


def is_signed(opportunities: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is an order already."""
    stage, result = opportunities["stage"], opportunities["result"]
    won = stage.isin(SIGNED_STAGES) | (result == "won")
    return np.asarray(won & (result != "lost"), dtype=bool)
