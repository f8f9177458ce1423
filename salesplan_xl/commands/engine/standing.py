"""The rows of a table as they stand in the book."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook


def standing_rows(book: PlanBook, table: str) -> pd.DataFrame:
    """A table's rows as they stand, blank ones in between too.

    Otherwise the rows below would slip up beside other customers' notes, colours and extra columns.
    """
    filled = book.frame(table)
    if book.is_staged(table) or filled.empty:
        return filled.reset_index(drop=True)
    return book.full_frame(table).loc[: filled.index[-1]]
