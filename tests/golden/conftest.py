"""Order lists that papers were written about."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.customers.reorder.stage_model import Histories


@pytest.fixture(scope="session")
def cdnow_sample() -> Histories:
    """2,357 customers of CDNOW over 39 weeks, as Fader, Hardie & Lee use them; read without importing the package."""
    spec = find_spec("lifetimes")
    assert spec is not None and spec.origin is not None
    rows = pd.read_csv(Path(spec.origin).parent / "datasets" / "cdnow_customers_summary.csv")
    repeats = rows["frequency"].to_numpy(dtype=np.int64)
    return Histories(repeats, rows["recency"].to_numpy(float), rows["T"].to_numpy(float), np.zeros(len(rows)))
