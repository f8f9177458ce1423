"""Rows that a plan has worked out as a frame of their table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from salesplan_xl.planning.customers.key_accounts.tables import Row, frame_of
from salesplan_xl.schema.types import NUMERIC, Kind
from salesplan_xl.schema.workbook import tables


def table_frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows of a table in its columns, dates as dates, numbers as numbers; what they do not say is blank."""
    columns = tables()[table].columns
    frame = frame_of(rows, [column.key for column in columns])
    days = {column.key: pd.to_datetime(frame[column.key]) for column in columns if column.kind is Kind.DATE}
    numbers = {column.key: frame[column.key].astype(float) for column in columns if column.kind in NUMERIC}
    return frame.assign(**days, **numbers)
