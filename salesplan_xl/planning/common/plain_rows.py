"""Rows of a frame for rules that judge one row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd


def plain_rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows as plain dictionaries of the columns that are read; far faster than any row access of pandas."""
    lists = [frame[column].tolist() for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]
